"""Two parks that file one matter of one group at one moment, again and again: how often one of them is first.

    python -m bench.claims --rounds 1000
    scripts/with_postgres.sh python -m bench.claims --rounds 1000

Each round makes a group with two subsidiaries; two threads file through one of them each, in two scripts. It
is right when exactly one claim is protected, the other needs a ruling, and one request waits for the office.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from bench.zone import SERVER, empty_database
from crm.claims import service
from crm.claims.service import ClaimFields
from crm.core import migrating
from crm.core.database import is_reading, session
from crm.core.transactions import transaction
from crm.firms import service as firms
from crm.firms.service import FirmFields
from kernel import clock
from kernel.money import Currency
from models import Claim, ClaimRequest, Park
from models.enums import ParkKind

PROOF = (b"%PDF-1.4 talk", "talk.pdf")
SUBJECTS = (("AI伺服器機櫃", "AI伺服器机柜"), ("液冷模組", "液冷模组"), ("車用電子", "车用电子"))
RIGHT = ("needs_ruling", "protected")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.claims", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args(arguments).rounds
    with (
        tempfile.TemporaryDirectory(prefix="xiangtai-race-") as name,
        empty_database(Path(name), f"race_{os.getpid()}") as url,
    ):
        app = create_app(
            {
                "CRM_ENV": "test",
                "CRM_INSTANCE": name,
                "DATABASE_URL": url,
                "SECRET_KEY": "for-races-only-" * 4,
            }
        )
        begun = time.perf_counter()
        found = _race(app, rounds)
    took = time.perf_counter() - begun
    database = "postgresql" if os.environ.get(SERVER) else "sqlite"
    print(f"{database}: {found[True]:,} of {rounds:,} rounds right, in {took:.0f} s")
    return 0 if found[True] == rounds else 1


def _race(app: Flask, rounds: int) -> Counter[bool]:
    with app.app_context():
        is_reading.set(False)
        migrating.upgrade()
        with transaction():
            parks = [_park(code, place) for place, code in enumerate(("YY", "XT"))]
            session.add_all(parks)
        ids = [park.id for park in parks]
        with ThreadPoolExecutor(2) as pool:
            return Counter(_round(app, pool, number, ids) for number in range(rounds))


def _round(app: Flask, pool: ThreadPoolExecutor, number: int, parks: list[int]) -> bool:
    with transaction():
        group = firms.add_firm(FirmFields(name_hant=f"示例鴻海{number}股份有限公司"), is_distinct=True)
        subsidiaries = [
            firms.add_firm(FirmFields(name_hans=f"示例子公司{number}-{each}"), parent=group, is_distinct=True)
            for each in range(2)
        ]
    group_id, named = group.id, [each.id for each in subsidiaries]
    session.remove()
    barrier = Barrier(2)
    words = SUBJECTS[number % len(SUBJECTS)]
    acts = [_filing(app, barrier, named[at], parks[at], words[at]) for at in range(2)]
    list(pool.map(lambda act: act(), acts))
    states = session.scalars(select(Claim.state).where(Claim.group_id == group_id)).all()
    asked = session.scalar(
        select(func.count())
        .select_from(ClaimRequest)
        .join(ClaimRequest.claim)
        .where(Claim.group_id == group_id)
    )
    session.remove()
    return tuple(sorted(state.value for state in states)) == RIGHT and asked == 1


def _filing(app: Flask, barrier: Barrier, firm_id: int, park_id: int, subject: str) -> Callable[[], None]:
    def act() -> None:
        with app.app_context():
            is_reading.set(False)
            written = ClaimFields(firm_id, park_id, subject, 2_000_000_000, Currency.USD, clock.today())
            barrier.wait()
            with transaction():
                service.file_claim(written, files=[PROOF], by=None)

    return act


def _park(code: str, place: int) -> Park:
    return Park(
        code=code, kind=ParkKind.CORE, position=place, name_hans=code, name_hant=code, name_en=code, city=code
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
