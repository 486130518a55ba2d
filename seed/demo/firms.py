"""Firms, groups, a made-up ranking list, settled establishments, contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import names
from crm.core.database import session
from kernel import clock
from models import (
    Contact,
    Establishment,
    EstablishmentVersion,
    Firm,
    FirmParentage,
    Industry,
    RankingEdition,
    RankingEditionVersion,
    RankingEntry,
    RankingEntryVersion,
    RankingSeries,
)
from seed.demo import fiction
from seed.demo.rows import Rows, day_between, let_numbers_go_on, working_moment, write_all

SERIES = "demo-top-100"
EDITIONS = (
    ("FY2020", date(2020, 12, 31), date(2021, 5, 20)),
    ("FY2021", date(2021, 12, 31), date(2022, 5, 19)),
    ("FY2022", date(2022, 12, 31), date(2023, 5, 18)),
    ("FY2023", date(2023, 12, 31), date(2024, 5, 23)),
    ("FY2024", date(2024, 12, 31), date(2025, 5, 22)),
)
LISTED = 100
CHILD_SHARE = 0.22


@dataclass(slots=True)
class Firms:
    """What later steps need: the firms' numbers, by kind."""

    ids: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    industry_of: dict[int, int] = field(default_factory=dict)
    settled: dict[int, tuple[int, int]] = field(default_factory=dict)
    """firm → (establishment, park)"""


def make(random: Random, number: int, parks: dict[str, int], staff: list[int]) -> Firms:
    """Make ``number`` firms, a list of the hundred largest of them, and who has settled where."""
    made = Firms()
    _make_firms(random, number, made)
    _make_list(random, made)
    _make_establishments(random, made, parks)
    _make_contacts(random, made, staff)
    return made


def _industries() -> dict[str, int]:
    known = {row.name: row.id for row in session.scalars(select(Industry))}
    for hans, (hant, english) in fiction.INDUSTRIES.items():
        if hans not in known:
            row = Industry(name=hans, name_hans=hans, name_hant=hant, name_en=english)
            session.add(row)
            session.flush()
            known[hans] = row.id
    return known


def _make_firms(random: Random, number: int, made: Firms) -> None:
    firms, parentages = Rows(Firm), Rows(FirmParentage)
    industries = _industries()
    started = working_moment(random, date(2021, 11, 1))
    for place in range(number):
        row = _firm_row(random, place, industries)
        parent = None
        if place >= LISTED and random.random() < CHILD_SHARE:
            parent = random.choice(made.groups[:4000])
        firm = firms.add(parent_id=parent, group_id=parent, **row)
        made.ids.append(firm)
        made.industry_of[firm] = row["industry_id"]
        if parent is None:
            made.groups.append(firm)
        else:
            parentages.add(
                firm_id=firm, parent_id=parent, holds_from=None, recorded_at=started, recorded_by_id=None
            )
        write_all(firms, parentages, only_full=True)
    write_all(firms, parentages)
    let_numbers_go_on(firms, parentages)


def _firm_row(random: Random, place: int, industries: dict[str, int]) -> dict[str, Any]:
    hant, hans, english, industry = fiction.firm_names(place)
    made_at = working_moment(random, day_between(random, date(2021, 11, 1), date(2025, 12, 1)))
    ref = f"DEMO-{place + 1:06d}"
    return {
        "ref": ref,
        "is_ref_generated": True,
        "name_hant": hant,
        "name_hans": hans,
        "name_en": english,
        "industry_id": industries[industry],
        "source": "示例数据",
        "created_at": made_at,
        "updated_at": made_at,
        "lock_version": 1,
        "name_key": names.fold(hant),
        "pinyin_key": names.pinyin(hant),
        "initials_key": names.initials(hant),
        "english_key": names.fold(english),
        "search_text": names.tokens((hant, english), (ref,)),
    }


def _make_list(random: Random, made: Firms) -> None:
    """A list of its own, so that nothing made up stands on a real one."""
    series = session.scalars(select(RankingSeries).where(RankingSeries.code == SERIES)).first()
    if series is None:
        series = RankingSeries(
            code=SERIES,
            name_hans="示例百强集团（虚构）",
            name_hant="示例百強集團（虛構）",
            name_en="Example Top-100 groups (fictional)",
        )
        session.add(series)
        session.flush()
    tables = editions, edition_versions, entries, entry_versions = (
        Rows(RankingEdition),
        Rows(RankingEditionVersion),
        Rows(RankingEntry),
        Rows(RankingEntryVersion),
    )
    order = made.groups[: LISTED + 20]
    for code, as_of, in_force in EDITIONS:
        at = working_moment(random, in_force)
        dates = {"as_of": as_of, "in_force_from": in_force, "is_retracted": False}
        edition = editions.add(series_id=series.id, code=code, is_reference=False, created_at=at, **dates)
        edition_versions.add(edition_id=edition, recorded_at=at, recorded_by_id=None, **dates)
        for rank, firm in enumerate(order[:LISTED], start=1):
            place = {"edition_id": edition, "firm_id": firm, "rank": rank, "is_retracted": False}
            entry = entries.add(
                value=Decimal(9_000_000 - rank * 71_000 + random.randrange(60_000)),
                unit="NTD thousand",
                method="示例",
                source="示例数据",
                **place,
            )
            entry_versions.add(entry_id=entry, recorded_at=at, recorded_by_id=None, **place)
        order = _reshuffled(random, order)
    write_all(*tables)
    let_numbers_go_on(*tables)


def _reshuffled(random: Random, order: list[int]) -> list[int]:
    """Next year's order: most move a few places, some drop out and others come in."""
    places = {firm: place + random.gauss(0, 6) for place, firm in enumerate(order)}
    return sorted(order, key=lambda firm: places[firm])


def _make_establishments(random: Random, made: Firms, parks: dict[str, int]) -> None:
    """A few of the hundred, two of them before the plan; others of no list; some gone again."""
    establishments, versions = Rows(Establishment), Rows(EstablishmentVersion)
    tops = random.sample(made.groups[:60], k=min(16, len(made.groups)))
    others = random.sample(made.ids[LISTED:], k=min(34, max(len(made.ids) - LISTED, 0)))
    codes = list(parks)
    for place, firm in enumerate(tops + others):
        is_top = place < len(tops)
        first = date(2019, 3, 1) if place < 2 else date(2022, 2, 1)
        registered = day_between(random, first, date(2020, 12, 1) if place < 2 else date(2025, 10, 1))
        park = parks[random.choice(codes[:3] if is_top and place != 5 else codes)]
        facts = _fate(random, place, registered) | {"firm_id": firm, "park_id": park}
        establishment = _settle(random, place, registered, facts, (establishments, versions))
        made.settled.setdefault(firm, (establishment, park))
    write_all(establishments, versions)
    let_numbers_go_on(establishments, versions)


def _fate(random: Random, place: int, registered: date) -> dict[str, Any]:
    """What became of it by today: funded, operating, now and then gone again."""
    today = clock.today()
    operating = registered + timedelta(days=random.randrange(200, 500))
    ceased = registered + timedelta(days=random.randrange(400, 900)) if place % 11 == 4 else None
    is_gone = ceased is not None and ceased <= today
    return {
        "registered_name": f"示例项目公司{place + 1:02d}（湖南）有限公司",
        "registered_on": registered,
        "ceased_on": ceased if is_gone else None,
        "cease_reason": random.choice(("moved", "deregistered")) if is_gone else None,
        "credit_code": None,
        "funded_on": registered + timedelta(days=random.randrange(20, 150)),
        "operating_on": operating if operating <= today and place % 4 else None,
        "suspended_on": None,
        "is_retracted": False,
    }


def _settle(
    random: Random, place: int, registered: date, facts: dict[str, Any], tables: tuple[Rows, Rows]
) -> int:
    establishments, versions = tables
    at = working_moment(random, registered + timedelta(days=random.randrange(3, 40)))
    establishment = establishments.add(
        ref=f"DEMO-E-{place + 1:04d}",
        evidence_note="示例营业执照",
        created_at=at,
        lock_version=1,
        **facts,
    )
    versions.add(establishment_id=establishment, recorded_at=at, recorded_by_id=None, **facts)
    return establishment


def _make_contacts(random: Random, made: Firms, staff: list[int]) -> None:
    contacts = Rows(Contact)
    for firm in made.ids:
        for _ in range(2):
            number = contacts.add(
                ref="",
                firm_id=firm,
                name=fiction.person(random),
                title=random.choice(fiction.TITLES),
                phone=None,
                email=None,
                source="示例数据",
                owner_id=random.choice(staff),
                created_at=working_moment(random, date(2022, 3, 1)),
                lock_version=1,
            )
            agreed_at = clock.start_of_day(date(2023, 3, 1)) if number % 3 else None
            contacts.last(
                ref=f"DEMO-P-{number:07d}",
                email=f"contact{number}@example.invalid",
                consented_at=agreed_at,
            )
        write_all(contacts, only_full=True)
    write_all(contacts)
    let_numbers_go_on(contacts)
