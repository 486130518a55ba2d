"""Entries, limited by who looks; and what the service must know before it changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from crm.core.database import at_most, session
from crm.core.search_index import begins_with, matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_entries, visible_projects
from crm.firms.queries import in_group
from crm.ledger.lenses import queries as lenses
from crm.ledger.rules import KINDS, MonthRates
from kernel.errors import NotFoundError
from models import (
    ExchangeRate,
    Firm,
    LedgerDecision,
    LedgerEntry,
    LedgerEvidence,
    LedgerSample,
    LedgerShare,
    LedgerStanding,
    Park,
    Project,
    User,
)
from models.enums import EntryKind, Measure, Nature, Origin, Standing

LensTotals, ProjectMoney = lenses.LensTotals, lenses.ProjectMoney
lens_totals, projects_money = lenses.lens_totals, lenses.projects_money


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What a list of entries is narrowed by; None narrows nothing."""

    park_id: int | None = None
    """A park that has a share."""
    project_park_id: int | None = None
    kind: EntryKind | None = None
    measure: Measure | None = None
    standing: Standing | None = None
    nature: Nature | None = None
    origin: Origin | None = None
    project_id: int | None = None
    firm_id: int | None = None
    group_id: int | None = None
    """A group: its own entries and those of its members, as the groups are now."""
    starts_on: date | None = None
    ends_on: date | None = None
    text: str | None = None
    recorded_by_id: int | None = None

    @property
    def looks_at_projects(self) -> bool:
        return bool(self.text) or (self.project_park_id, self.firm_id, self.group_id) != (None, None, None)


def entries_query(narrow: EntryFilter, *, viewer: User | None) -> Select[LedgerEntry]:
    """Entries with all that a list shows; ordering and paging are the caller's."""
    query = select(LedgerEntry)
    if narrow.standing is not None:
        query = query.join(LedgerEntry.standing)
    if narrow.looks_at_projects:
        query = query.join(LedgerEntry.project)
    return query.where(visible_entries(viewer), *_narrowed(narrow)).options(*_listed())


def iterate_entries(query: Select[LedgerEntry]) -> Iterator[LedgerEntry]:
    """The entries in the order in which they were recorded, in flat memory."""
    return iterate(query.options(joinedload(LedgerEntry.reverses)), LedgerEntry.id)


def rows_query(condition: ColumnElement[bool], *, viewer: User | None) -> Select[LedgerEntry]:
    """The entries of a figure, with all that a list shows."""
    return select(LedgerEntry).where(visible_entries(viewer), condition).options(*_listed())


def get_entry(entry_id: int, *, viewer: User | None) -> LedgerEntry:
    """Raises NotFoundError, also where the viewer may not know of it."""
    return _one(LedgerEntry.id == entry_id, viewer)


def search_entries(query: str, *, viewer: User | None, limit: int) -> Sequence[LedgerEntry]:
    """Entries whose ref begins with what was typed."""
    found = rows_query(begins_with(LedgerEntry.ref, query.upper()), viewer=viewer)
    return session.scalars(found.order_by(LedgerEntry.ref).limit(at_most(limit))).all()


def get_project(project_id: int, *, viewer: User | None) -> Project:
    """Raises NotFoundError, also where the viewer may not know of it."""
    query = (
        select(Project)
        .where(Project.id == project_id, visible_projects(viewer))
        .options(joinedload(Project.firm), joinedload(Project.park))
    )
    project = session.scalars(query).one_or_none()
    if project is None:
        raise NotFoundError(_("There is no such project, or none that you may see."))
    return project


def parks_by_code() -> dict[str, Park]:
    return {park.code: park for park in lenses.list_parks()}


def find_rates(month: str) -> MonthRates | None:
    """The rates of a month, or of the latest one before it that has any; a month's later record holds."""
    latest = select(func.max(ExchangeRate.id)).where(ExchangeRate.month <= month).group_by(ExchangeRate.month)
    query = (
        select(ExchangeRate)
        .where(ExchangeRate.id.in_(latest), ExchangeRate.is_retracted.is_(False))
        .order_by(ExchangeRate.month.desc())
        .limit(1)
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        return None
    return MonthRates(row.month, row.cny_per_usd, row.twd_per_usd, row.hkd_per_usd, row.source)


def reread_locked(entry: LedgerEntry) -> LedgerEntry:
    """The entry as it is now, held against others until the commit, with all that decides on it.

    Whoever decides on an entry or reverses it holds its standing first, the lower id first: so two
    reversals at one moment come one after the other. (On SQLite a writer is alone anyway.)
    """
    session.flush()
    ids = sorted({entry.id, entry.reverses_id or entry.id})
    held = select(LedgerStanding).where(LedgerStanding.entry_id.in_(ids)).order_by(LedgerStanding.entry_id)
    session.execute(held.with_for_update().execution_options(populate_existing=True)).all()
    fresh = (
        select(LedgerEntry)
        .where(LedgerEntry.id.in_(ids))
        .options(
            selectinload(LedgerEntry.decisions),
            selectinload(LedgerEntry.evidence),
            selectinload(LedgerEntry.reversals).selectinload(LedgerEntry.decisions),
        )
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(fresh)}[entry.id]


def project_sums(project_id: int) -> Mapping[Measure, int]:
    """A project's cents by measure over all parks, of entries that hold or wait."""
    query = (
        select(LedgerEntry.kind, *lenses.halves())
        .join(LedgerShare.entry)
        .join(LedgerEntry.standing)
        .where(
            LedgerEntry.project_id == project_id,
            LedgerStanding.standing.in_([Standing.OPEN, Standing.VERIFIED]),
        )
        .group_by(LedgerEntry.kind)
    )
    sums: dict[Measure, int] = {}
    for kind, high, low in session.execute(query):
        measure = KINDS[kind].measure
        sums[measure] = sums.get(measure, 0) + lenses.whole(high, low)
    return sums


def has_twin(entry: LedgerEntry) -> bool:
    """Whether its project has another entry of the same kind, day and amount that holds or waits."""
    query = (
        select(LedgerEntry.id)
        .join(LedgerEntry.standing)
        .where(
            LedgerEntry.project_id == entry.project_id,
            LedgerEntry.id != entry.id,
            LedgerEntry.kind == entry.kind,
            LedgerEntry.effective_on == entry.effective_on,
            LedgerEntry.amount_minor == entry.amount_minor,
            LedgerEntry.currency == entry.currency,
            LedgerStanding.standing.in_([Standing.OPEN, Standing.VERIFIED]),
        )
    )
    return session.execute(query.limit(1)).first() is not None


def queue_query(*, viewer: User | None, park_id: int | None = None) -> Select[LedgerEntry]:
    """Entries that wait for a decision, of every park's projects or one's."""
    return entries_query(EntryFilter(standing=Standing.OPEN, project_park_id=park_id), viewer=viewer)


def queue_neighbours(
    entry_id: int, *, viewer: User | None, park_id: int | None = None
) -> tuple[int | None, int | None]:
    """The waiting entries before and after one, by id; both may be None."""
    waiting = queue_query(viewer=viewer, park_id=park_id).options().with_only_columns(LedgerEntry.id)
    before = waiting.where(LedgerEntry.id < entry_id).order_by(LedgerEntry.id.desc()).limit(1)
    after = waiting.where(LedgerEntry.id > entry_id).order_by(LedgerEntry.id).limit(1)
    return session.scalars(before).first(), session.scalars(after).first()


def count_waiting(*, viewer: User | None) -> dict[int, tuple[int, int]]:
    """By park of the project: how many entries wait, and how many of them the park has checked."""
    query = (
        select(Project.park_id, LedgerStanding.is_checked, func.count())
        .select_from(LedgerEntry)
        .join(LedgerEntry.standing)
        .join(LedgerEntry.project)
        .where(LedgerStanding.standing == Standing.OPEN, visible_entries(viewer))
        .group_by(Project.park_id, LedgerStanding.is_checked)
    )
    found: dict[int, tuple[int, int]] = {}
    for park_id, is_checked, number in session.execute(query):
        waiting, checked = found.get(park_id, (0, 0))
        found[park_id] = waiting + number, checked + (number if is_checked else 0)
    return found


def samples_query(*, waiting: bool = False) -> Select[LedgerSample]:
    """Verifications drawn for the auditor, with what was verified; those without a review only if asked."""
    entry = joinedload(LedgerSample.decision).joinedload(LedgerDecision.entry)
    query = (
        select(LedgerSample).where(LedgerSample.reviewed_at.is_(None)) if waiting else select(LedgerSample)
    )
    return query.options(
        joinedload(LedgerSample.decision).joinedload(LedgerDecision.recorded_by),
        entry.joinedload(LedgerEntry.recorded_by),
        entry.joinedload(LedgerEntry.project).joinedload(Project.firm),
        joinedload(LedgerSample.reviewed_by),
    )


def get_sample(sample_id: int) -> LedgerSample:
    """Raises NotFoundError."""
    sample = session.scalars(samples_query().where(LedgerSample.id == sample_id)).one_or_none()
    if sample is None:
        raise NotFoundError(_("There is no such sample."))
    return sample


def _one(condition: ColumnElement[bool], viewer: User | None) -> LedgerEntry:
    query = (
        select(LedgerEntry)
        .where(condition, visible_entries(viewer))
        .options(
            *_listed(),
            selectinload(LedgerEntry.evidence).joinedload(LedgerEvidence.attachment),
            selectinload(LedgerEntry.decisions).joinedload(LedgerDecision.recorded_by),
            selectinload(LedgerEntry.reversals).selectinload(LedgerEntry.decisions),
            joinedload(LedgerEntry.project).joinedload(Project.park),
        )
    )
    entry = session.scalars(query).unique().one_or_none()
    if entry is None:
        raise NotFoundError(_("There is no such entry, or none that you may see."))
    return entry


def _listed() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(LedgerEntry.project).joinedload(Project.firm),
        joinedload(LedgerEntry.standing),
        joinedload(LedgerEntry.recorded_by),
        selectinload(LedgerEntry.shares).joinedload(LedgerShare.park),
    )


def _narrowed(narrow: EntryFilter) -> list[ColumnElement[bool]]:
    equal = {
        LedgerEntry.kind: narrow.kind,
        LedgerStanding.standing: narrow.standing,
        LedgerEntry.nature: narrow.nature,
        LedgerEntry.origin: narrow.origin,
        LedgerEntry.project_id: narrow.project_id,
        Project.firm_id: narrow.firm_id,
        Project.park_id: narrow.project_park_id,
        LedgerEntry.recorded_by_id: narrow.recorded_by_id,
    }
    conditions: list[ColumnElement[bool]] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if narrow.park_id is not None:
        shared = select(LedgerShare.entry_id).where(LedgerShare.park_id == narrow.park_id)
        conditions.append(LedgerEntry.id.in_(shared))
    if narrow.measure is not None:
        kinds = [kind for kind, rule in KINDS.items() if rule.measure is narrow.measure]
        conditions.append(LedgerEntry.kind.in_(kinds))
    if narrow.group_id is not None:
        members = select(Firm.id).where(in_group(narrow.group_id))
        conditions.append(Project.firm_id.in_(members))
    if narrow.starts_on is not None:
        conditions.append(LedgerEntry.effective_on >= narrow.starts_on)
    if narrow.ends_on is not None:
        conditions.append(LedgerEntry.effective_on <= narrow.ends_on)
    if narrow.text:
        conditions.append(_found(narrow.text.strip()))
    return conditions


def _found(text: str) -> ColumnElement[bool]:
    """By the beginning of the entry's ref, or by the words of its project or firm."""
    text = text.replace("\0", "")
    firms = select(Firm.id).where(matches(Firm, text))
    return or_(
        begins_with(LedgerEntry.ref, text),
        matches(Project, text),
        Project.firm_id.in_(firms),
    )
