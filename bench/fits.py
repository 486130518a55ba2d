"""How long fits take at 2,000 firms and 500 offers: ``python -m bench.fits``, on a made-up zone.

By the clock, and the processor's time of it: other work on the machine makes the first longer by far.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import create_app
from bench.zone import made_up
from crm.core.database import session
from crm.core.transactions import transaction
from crm.users import sessions, signing
from kernel import clock
from kernel.money import Currency
from models import Chain, ChainLink, Offer, User
from models.enums import CooperationMode, OfferState, Role

OFFERS = 500
FIRMS = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=FIRMS)
    parser.add_argument("--offers", type=int, default=OFFERS)
    parser.add_argument("--repeat", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, made_up(Path(folder), asked.firms) as zone:
        _measure(zone.environ, asked.offers, asked.repeat)


def _measure(environ: dict[str, str], offers: int, repeat: int) -> None:
    app = create_app(environ)
    client = app.test_client()
    with app.app_context():
        link_id = _add_offers(offers)
        offer_id = session.scalars(select(func.max(Offer.id)).where(Offer.chain_link_id == link_id)).one()
        user = session.scalars(select(User).where(User.role == Role.COORDINATOR).order_by(User.id)).first()
        if user is None:
            raise SystemExit("nobody to sign in")
        with transaction():
            token = signing.start_session(user, "127.0.0.1")
    with client.session_transaction() as cookie:
        cookie[sessions.COOKIE_KEY] = token
    print(f"{'page':<28}{'p50 ms':>9}{'worst ms':>10}{'p50 CPU':>10}{'worst CPU':>11}")
    for name, address in (
        ("firms for an offer", f"/offers/{offer_id}/fit"),
        ("offers for a firm", "/firms/100/fit"),
        ("firms for a missing link", f"/chains/links/{link_id}/candidates"),
        ("chain map", "/chains"),
        ("gaps", "/chains/gaps"),
    ):
        taken, worked = _time(partial(_ask, client, address), repeat)
        middle, busy = statistics.median(taken), statistics.median(worked)
        print(f"{name:<28}{middle:>9.0f}{max(taken):>10.0f}{busy:>10.0f}{max(worked):>11.0f}")


def _ask(client: FlaskClient, address: str) -> int:
    return client.get(address).status_code


def _time(ask: Callable[[], int], repeat: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer, and the processor's; the first, which fills caches, is left out."""
    taken, worked = [], []
    for _turn in range(repeat + 1):
        begun, at_work = time.perf_counter(), time.process_time()
        if (status := ask()) != 200:
            raise SystemExit(f"answered {status}")
        taken.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
    return taken[1:], worked[1:]


def _add_offers(number: int) -> int:
    """Of every chain and link; the number of a link that several want."""
    random, now = Random(1), clock.now()
    columns = select(ChainLink.id, Chain.park_id, Chain.industry_id).join(ChainLink.chain)
    links = session.execute(columns.order_by(ChainLink.id)).all()
    for place in range(number):
        link = random.choice(links)
        session.add(
            Offer(
                ref=f"BENCH-{place:05d}",
                public_key=f"bench-{place}",
                title=f"示例 {place}",
                park_id=link.park_id,
                industry_id=link.industry_id,
                chain_link_id=link.id if place % 3 else None,
                mode=CooperationMode.OPEN,
                state=OfferState.PUBLISHED,
                investment_minor=random.randrange(1, 200) * 100_000_000,
                investment_currency=Currency.USD,
                valid_from=clock.today(),
                created_at=now,
                updated_at=now,
            )
        )
    with transaction():
        session.flush()
    return session.scalars(select(func.min(Offer.chain_link_id))).one() or 0


if __name__ == "__main__":
    main()
