"""The ledger of the made-up zone: agreed, contracted, arrived, with decisions, shares and reversals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import storage
from crm.core.database import session
from crm.ledger import rules
from kernel import clock, money
from kernel.money import Currency
from models import (
    ExchangeRate,
    LedgerDecision,
    LedgerEntry,
    LedgerEvidence,
    LedgerShare,
    LedgerStanding,
)
from models.enums import Basis, Decision, EntryKind, EvidenceType, Nature, Origin, Standing
from seed.demo import fiction
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be."""

    kind: EntryKind
    cents: int
    """In the entry's currency, signed as it is written."""
    currency: Currency
    on: date
    nature: Nature
    origin: Origin
    basis: Basis | None
    shares: tuple[tuple[int, int], ...]
    """(park, hundredths of a percent)"""


class Ledger:
    """Writes entries with everything that hangs on them."""

    def __init__(self, random: Random, recorders: dict[int, list[int]], verifiers: list[int]) -> None:
        self.random = random
        self.recorders = recorders
        self.verifiers = verifiers
        self.rates = [
            rules.MonthRates(row.month, row.cny_per_usd, row.twd_per_usd, row.hkd_per_usd, row.source)
            for row in session.scalars(select(ExchangeRate).order_by(ExchangeRate.month))
        ]
        self.months = [row.month for row in self.rates]
        self.documents = _documents()
        self.tables = (
            Rows(LedgerEntry),
            Rows(LedgerShare),
            Rows(LedgerEvidence),
            Rows(LedgerDecision),
            _Standings(LedgerStanding),
        )
        self.count = 0

    def add(
        self, project: MadeProject, draft: Draft, decision: Decision | None, *, reverses: int | None = None
    ) -> int:
        """Write one entry; its number."""
        entries, shares, _, decisions, standings = self.tables
        self.count += 1
        rates = self._rates(draft.on)
        recorder = self.random.choice(self.recorders[draft.shares[0][0]])
        at = working_moment(self.random, draft.on + timedelta(days=self.random.randrange(2, 25)))
        usd = rules.usd_cents(draft.cents, draft.currency, rates)
        entry = entries.add(
            ref=f"DEMO-L-{self.count:06d}",
            project_id=project.id,
            kind=draft.kind,
            amount_minor=draft.cents,
            currency=draft.currency,
            effective_on=draft.on,
            nature=draft.nature,
            origin=draft.origin,
            basis=draft.basis,
            usd_cents=usd,
            **_rated(draft, rates),
            reverses_id=reverses,
            note="示例冲销" if reverses else None,
            recorded_at=at,
            recorded_by_id=recorder,
        )
        parts = rules.split_by_credit(draft.kind, usd, [share for _, share in draft.shares])
        for position, ((park, share), cents) in enumerate(zip(draft.shares, parts, strict=True)):
            shares.add(entry_id=entry, park_id=park, position=position, share=share, usd_cents=cents)
        if reverses is None:
            self._prove(entry, draft, at, recorder)
        self._decide(entry, decision, at, decisions, standings)
        write_all(*self.tables, only_full=True)
        return entry

    def _prove(self, entry: int, draft: Draft, at: datetime, recorder: int) -> None:
        kind = min(rules.KINDS[draft.kind].evidence)
        self.tables[2].add(
            entry_id=entry,
            attachment_id=self.documents[kind],
            type=kind,
            document_number=f"示例〔{draft.on.year}〕{self.count}号",
            recorded_at=at,
            recorded_by_id=recorder,
        )

    def finish(self) -> None:
        write_all(*self.tables)
        let_numbers_go_on(*self.tables[:4])

    def _decide(
        self, entry: int, decision: Decision | None, at: datetime, decisions: Rows, standings: Rows
    ) -> None:
        if decision is not None:
            decisions.add(
                entry_id=entry,
                sequence=1,
                decision=decision,
                note="示例：佐证与金额不符，请核对" if decision is Decision.RETURNED else None,
                recorded_at=min(at + timedelta(days=self.random.randrange(1, 15)), clock.now()),
                recorded_by_id=self.random.choice(self.verifiers),
            )
        standing = Standing(decision.value) if decision else Standing.OPEN
        standings.add(entry_id=entry, standing=standing, is_checked=decision is not None)

    def _rates(self, day: date) -> rules.MonthRates:
        return self.rates[max(bisect_right(self.months, rules.rate_month(day)) - 1, 0)]


class _Standings(Rows):
    """Their key is the entry's."""

    def __init__(self, model: type[LedgerStanding]) -> None:
        self.model = model
        self._rows = []

    def add(self, **values: object) -> int:
        self._rows.append(values)
        return 0


def make(
    random: Random,
    number: int,
    projects: list[MadeProject],
    recorders: dict[int, list[int]],
    verifiers: list[int],
) -> None:
    """Write about ``number`` entries over the signed projects, more where money moved in parts."""
    ledger = Ledger(random, recorders, verifiers)
    signed = [project for project in projects if project.signed_on]
    parks = list(recorders)
    if not signed:
        return
    rounds = 0
    while ledger.count < number and rounds < max(number, 1):
        for project in signed:
            if ledger.count >= number:
                break
            _write_project(random, ledger, project, parks, is_first=rounds == 0)
        rounds += 1
    ledger.finish()


def _write_project(
    random: Random, ledger: Ledger, project: MadeProject, parks: list[int], *, is_first: bool
) -> None:
    for draft in _drafts(random, project, parks, is_first=is_first):
        if draft.on > clock.today():
            continue
        decision = random.choices((Decision.VERIFIED, None, Decision.RETURNED), weights=(88, 9, 3))[0]
        entry = ledger.add(project, draft, decision)
        if decision is Decision.VERIFIED and random.random() < 0.03:
            undone = replace(draft, cents=-draft.cents)
            again = ledger.add(project, undone, Decision.VERIFIED, reverses=entry)
            if random.random() < 0.3:
                ledger.add(project, draft, Decision.VERIFIED, reverses=again)


def _drafts(random: Random, project: MadeProject, parks: list[int], *, is_first: bool) -> Iterator[Draft]:
    if project.signed_on is None:
        return
    origin = random.choices((Origin.DIRECT, Origin.THIRD_PLACE), weights=(2, 1))[0]
    draft = _drafter(random, project, parks, origin)
    contracted = project.planned_cents * random.randrange(35, 95) // 100
    contracted_on = project.registered_on or project.signed_on + timedelta(days=40)
    if not is_first:
        yield draft(
            EntryKind.AMENDMENT, contracted // 20, contracted_on + timedelta(days=300), Nature.INCREASE
        )
        yield draft(EntryKind.ARRIVED, contracted // 25, contracted_on + timedelta(days=340), Nature.INCREASE)
        return
    yield draft(EntryKind.AGREED, project.planned_cents, project.signed_on, Nature.NEW)
    if project.registered_on is None:
        return
    yield draft(EntryKind.CONTRACTED, contracted, contracted_on, Nature.NEW)
    for part in range(random.randrange(1, 4)):
        on = contracted_on + timedelta(days=60 + 130 * part)
        yield draft(EntryKind.ARRIVED, contracted * random.randrange(12, 30) // 100, on, Nature.NEW)
    later = contracted_on + timedelta(days=420)
    if random.random() < 0.3:
        nature = random.choice((Nature.INCREASE, Nature.PROFIT_REINVESTMENT, Nature.DOMESTIC_REINVESTMENT))
        yield draft(EntryKind.AMENDMENT, contracted // 4, later, nature)
    if project.is_terminated:
        yield draft(EntryKind.WITHDRAWAL, contracted // 2, later, Nature.NEW)
        yield draft(EntryKind.REPATRIATED, contracted // 10, later + timedelta(days=30), Nature.NEW)


def _drafter(
    random: Random, project: MadeProject, parks: list[int], origin: Origin
) -> Callable[[EntryKind, int, date, Nature], Draft]:
    """Drafts of one project: mostly in USD, some in CNY and TWD; now and then shared by two parks."""
    currency = random.choices((Currency.USD, Currency.CNY, Currency.TWD, Currency.HKD), weights=(6, 3, 2, 1))[
        0
    ]
    factor = {Currency.USD: 1, Currency.CNY: 7, Currency.TWD: 30, Currency.HKD: 8}[currency]
    shares: tuple[tuple[int, int], ...] = ((project.park_id, money.FULL_SHARE),)
    if random.random() < 0.1:
        other = random.choice([park for park in parks if park != project.park_id])
        first = random.choice((5_000, 6_000, 7_000, 6_667))
        shares = ((project.park_id, first), (other, money.FULL_SHARE - first))

    def draft(kind: EntryKind, usd_cents: int, on: date, nature: Nature) -> Draft:
        has_basis = kind in (EntryKind.ARRIVED, EntryKind.REPATRIATED)
        basis = random.choice((Basis.MINISTRY, Basis.PROVINCE)) if has_basis else None
        odd = random.randrange(1, 99_999)
        return Draft(kind, usd_cents * factor + odd, currency, on, nature, origin, basis, shares)

    return draft


def _documents() -> dict[EvidenceType, int]:
    """One made-up document of each type; a document may prove several entries."""
    found = {}
    for kind in EvidenceType:
        text = f"{fiction.MARK}佐证材料（{kind.value}）\n本文件为演示数据，不构成任何事实。\n"
        row = storage.attach(text.encode(), f"{fiction.MARK}-{kind.value}.txt", by_id=None)
        session.flush()
        found[kind] = row.id
    return found


def _rated(draft: Draft, rates: rules.MonthRates) -> dict[str, Any]:
    """What the month's rates fix on an entry, beside its value in USD."""
    return {
        "rate": rates.per_usd(draft.currency),
        "cny_rate": rates.cny_per_usd,
        "rate_month": rates.month,
        "rate_source": rates.source,
        "is_rate_provisional": rates.month != rules.rate_month(draft.on),
        "cny_fen": rules.cny_fen(draft.cents, draft.currency, rates),
    }
