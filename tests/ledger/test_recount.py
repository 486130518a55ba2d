"""Random ledgers, recounted independently under every lens, as-of date and known-at moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from crm.core.database import session
from crm.ledger import queries, service
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses.queries import Question
from crm.ledger.lenses.rules import LENSES, Lens, walk
from crm.ledger.rules import EntryDraft
from kernel import clock
from kernel.errors import RuleError
from kernel.money import Currency
from models import LedgerEntry, Plan, Project, User
from models.enums import Basis, Decision, EntryKind, Measure, Nature, Origin, Role
from tests.factories.ledger import add_proof_unsaved, add_rates, make_plan
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import PARKS
from tests.ledger import recount
from tests.ledger.recount import Known

EXAMPLES = int(os.environ.get("RECOUNT_EXAMPLES", "40"))
START = datetime(2026, 1, 10, 2, tzinfo=UTC)
PLAN = (date(2022, 1, 1), date(2025, 12, 31))
FIXED = Decimal("6.3")
#: Holes between them make rates provisional; two and eight make ties between cents.
MONTHS = {
    "2021-06": ("6.4250", "27.7", "7.7601"),
    "2022-01": ("2", "8", "8"),
    "2023-05": ("6.9854", "30.7123", "7.8391"),
    "2024-11": ("7.2", "32.5", "4"),
}
RATED = {
    month: dict(zip(("USD", "CNY", "TWD", "HKD"), map(Fraction, ("1", *rates)), strict=True))
    for month, rates in MONTHS.items()
}
DAYS = [
    date(2021, 12, 31),
    date(2022, 1, 1),
    date(2022, 2, 28),
    date(2023, 6, 1),
    date(2024, 2, 29),
    date(2025, 1, 15),
    date(2025, 12, 31),
    date(2026, 1, 1),
]
CREDITS: list[tuple[tuple[str, int], ...] | None] = [
    None,
    (("YY", 5000), ("XT", 5000)),
    (("XT", 3333), ("CZ", 3333), ("YY", 3334)),
    (("CS", 10_000),),
    (("LINK", 2500), ("CZ", 2500), ("YY", 5000)),
    (("XT", 1), ("HY", 9999)),
    (("YY", 10_000), ("XT", 0)),
]

amounts = st.one_of(
    st.integers(1, 400),
    st.integers(1, 10**11),
    st.integers(10**16, 10**17 - 1),
    st.sampled_from([5, 15, 25, 10**17 - 1]),
)
drafts = st.builds(
    EntryDraft,
    kind=st.sampled_from(EntryKind),
    amount_minor=amounts,
    currency=st.sampled_from(Currency),
    effective_on=st.sampled_from(DAYS),
    nature=st.sampled_from(Nature),
    origin=st.sampled_from(Origin),
    basis=st.sampled_from([None, *Basis]),
    credit=st.sampled_from(CREDITS),
)
steps = st.one_of(
    st.tuples(st.just("record"), st.integers(0, 2), drafts, st.booleans()),
    st.tuples(st.just("decide"), st.integers(0, 30), st.sampled_from(["verified", "verified", "returned"])),
    st.tuples(st.sampled_from(["reverse", "reverse", "withdraw", "check"]), st.integers(0, 30)),
)
stories = st.lists(st.tuples(st.sampled_from([0, 0, 1, 3600]), steps), min_size=4, max_size=30)


few = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_every_lens_counts_what_an_independent_recount_counts() -> None:
    world = World()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=few)
    @given(data=st.data())
    def recounts(data: st.DataObject) -> None:
        with told(world, data) as moments:
            last = moments[-1]
            known_at = data.draw(
                st.sampled_from([*moments, START - timedelta(seconds=1), last + timedelta(1)])
            )
            as_of = data.draw(st.sampled_from([*DAYS, date(2023, 12, 31)]))
            for moment, day in ((known_at, as_of), (last, date(2026, 6, 30))):
                compare_totals(world, day, moment)
                compare_projects(world, day, moment)

    recounts()


def test_a_reconciliation_of_any_two_lenses_walks_from_one_sum_to_the_other() -> None:
    world = World()

    @settings(max_examples=max(EXAMPLES // 2, 5), deadline=None, suppress_health_check=few)
    @given(data=st.data())
    def reconciles(data: st.DataObject) -> None:
        with told(world, data) as moments:
            question = Question.of(world.plan, date(2026, 6, 30), moments[-1])
            start, end = (LENSES[data.draw(st.sampled_from(sorted(LENSES)))] for _ in range(2))
            compare_walk(start, end, question)

    reconciles()


class World:
    """The product's ledger and the plain one beside it, told the same story."""

    def __init__(self) -> None:
        self.recorder: User = make_user()
        self.decider: User = make_user()
        self.checker: User = make_user(role=Role.OFFICER, park="YY")
        self.projects: list[Project] = [make_project(park=park) for park in ("YY", "XT", "CS")]
        self.plan: Plan = make_plan(starts_on=PLAN[0], ends_on=PLAN[1], fixed_cny_per_usd=FIXED)
        for month, rates in MONTHS.items():
            add_rates(month, *rates)
        self.plain: list[Known] = []
        self.rows: list[LedgerEntry] = []

    def tell(self, story: list[tuple[int, tuple]]) -> list[datetime]:
        """Act the story in both ledgers; the moments at which something happened."""
        now = START
        moments = []
        for seconds, (what, *rest) in story:
            now += timedelta(seconds=seconds)
            clock.set_fixed(now)
            getattr(self, what)(now, *rest)
            moments.append(now)
        return moments

    def record(self, now: datetime, project: int, draft: EntryDraft, negative: bool) -> None:
        may_be_negative = draft.kind in (EntryKind.AGREED, EntryKind.AMENDMENT)
        arrival = draft.kind in (EntryKind.ARRIVED, EntryKind.REPATRIATED)
        draft = replace(draft, basis=draft.basis if arrival else None)
        if negative and may_be_negative:
            draft = replace(draft, amount_minor=-draft.amount_minor)
        home = self.projects[project]
        row = service.record_entry(home, draft, by=self.recorder)
        add_proof_unsaved(row)
        self.rows.append(row)
        month_before = (draft.effective_on.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        known = Known(
            ref=row.ref,
            project=home.ref,
            kind=draft.kind.value,
            minor=draft.amount_minor,
            currency=draft.currency.value,
            effective_on=draft.effective_on,
            nature=draft.nature.value,
            origin=draft.origin.value,
            basis=(draft.basis.value if draft.basis else "province") if arrival else None,
            credit=draft.credit or ((home.park.code, 10_000),),
            rates=RATED[max(month for month in RATED if month <= month_before)],
            recorded_at=now,
        )
        self.plain.append(known)

    def decide(self, now: datetime, at: int, word: str) -> None:
        if not self.plain:
            return
        known, row = self.plain[at % len(self.plain)], self.rows[at % len(self.plain)]
        others = [twin for twin in (known.reverses.reversals if known.reverses else []) if twin is not known]
        blocked = word == "verified" and any(other.standing() in ("open", "verified") for other in others)
        refused = known.standing() == "withdrawn" or (blocked and known.standing() != "verified")
        with expected(refused):
            service.decide_entry(row, Decision(word), by=self.decider)
            if known.standing() != word:
                known.words.append((now, word))

    def reverse(self, now: datetime, at: int) -> None:
        if not self.plain:
            return
        known, row = self.plain[at % len(self.plain)], self.rows[at % len(self.plain)]
        stands = any(twin.standing() in ("open", "verified") for twin in known.reversals)
        with expected(known.standing() != "verified" or stands):
            reversal = service.record_reversal(row, by=self.recorder)
            event("reversal of a reversal" if known.reverses else "reversal")
            twin = replace(
                known,
                ref=reversal.ref,
                minor=-known.minor,
                recorded_at=now,
                reverses=known,
                reversals=[],
                words=[],
            )
            known.reversals.append(twin)
            self.plain.append(twin)
            self.rows.append(reversal)

    def withdraw(self, now: datetime, at: int) -> None:
        if not self.plain:
            return
        known, row = self.plain[at % len(self.plain)], self.rows[at % len(self.plain)]
        with expected(known.standing() != "open"):
            service.withdraw_entry(row, by=self.recorder)
            known.words.append((now, "withdrawn"))

    def check(self, _now: datetime, at: int) -> None:
        if self.plain and self.rows[at % len(self.plain)].project is self.projects[0]:
            with expected(self.plain[at % len(self.plain)].standing() != "open"):
                service.check_entry(self.rows[at % len(self.plain)], by=self.checker)


@contextmanager
def expected(refused: bool) -> Iterator[None]:
    """What is inside is refused if and only if the plain ledger says so."""
    with pytest.raises(RuleError) if refused else nullcontext():
        yield


@contextmanager
def told(world: World, data: st.DataObject) -> Iterator[list[datetime]]:
    """A story acted out, and forgotten at the end."""
    world.plain, world.rows = [], []
    try:
        yield world.tell(data.draw(stories))
    finally:
        session.rollback()


def compare_totals(world: World, as_of: date, known_at: datetime) -> None:
    question = Question.of(world.plan, as_of, known_at)
    found = dict(zip(LENSES, lenses.totals_of(LENSES.values(), question), strict=True))
    for key, lens in LENSES.items():
        cents, entries = recount.count(
            key,
            world.plain,
            list(PARKS),
            plan=PLAN,
            as_of=as_of,
            known_at=known_at,
            fixed=Fraction(FIXED),
        )
        assert found[key].cents == cents, key
        assert found[key].entries == entries, key
        compare_rows(lens, question, cents, entries)


def compare_rows(lens: Lens, question: Question, cents: dict[str, int], entries: int) -> None:
    """The rows behind a figure and its months sum to it."""
    parks = {park.id: park.code for park in lenses.list_parks() if park.code in cents}
    rows = session.scalars(queries.rows_query(lenses.behind(lens, question), viewer=None)).unique().all()
    sums = [lenses.entry_cents(lens, row, list(parks), question.fixed_cny_per_usd) for row in rows]
    assert sum(sums) == sum(cents.values())
    # A row of which so little is left at the plan's rate that it rounds to nothing may be listed.
    assert len(rows) == entries or lens.key == "fixed-rate"
    months = lenses.totals_by_month(lens, question)
    by_park = {park: sum(month.get(park, 0) for month in months.values()) for park in cents}
    assert by_park == cents


def compare_projects(world: World, as_of: date, known_at: datetime) -> None:
    found = lenses.projects_money([project.id for project in world.projects], as_of, known_at)
    for project in world.projects:
        counted = recount.of_project(project.ref, world.plain, as_of=as_of, known_at=known_at)
        sums = found.get(project.id, lenses.ProjectMoney())
        assert {measure.value: sums[measure] for measure in Measure} == counted


def compare_walk(start: Lens, end: Lens, question: Question) -> None:
    """Each line is the difference of two sums, and the rows behind it sum to it."""
    here = lenses.totals(start, question).total
    for step in walk(start, end):
        before, after = (
            lenses.totals(side, question).total if side else 0 for side in (step.before, step.after)
        )
        scopes = [lenses.scope_ids(side, question) for side in (step.before, step.after)]
        rows = session.scalars(queries.rows_query(lenses.between(step, question), viewer=None)).unique().all()
        behind = sum(lenses.step_cents(step, row, scopes, question) for row in rows)
        assert behind == after - before, step
        here += after - before
    assert here == lenses.totals(end, question).total
