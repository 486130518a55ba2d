"""Which groups of the Top-100 count as settled, since when, and what the others lack.

A group counts from the first day on which a member has an establishment in a core park and the best of its
members' ranks in the edition in force is within the limit; it then stays counted. Who belongs to a group on a
day follows from the dated parentage of that day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm.firms.rules import Parentage

LIMIT = 100


class GroupState(StrEnum):
    """How near a ranked group is, from far to settled."""

    UNTOUCHED = "untouched"
    IN_TOUCH = "in_touch"
    IN_TALKS = "in_talks"
    SIGNED = "signed"
    LINKED = "linked"
    SETTLED = "settled"


class Missing(StrEnum):
    """Why a group isn't counted."""

    ESTABLISHMENT = "establishment"
    RANK = "rank"
    CEASED_BEFORE_RANKED = "ceased_before_ranked"
    RANKED_BEFORE_SETTLED = "ranked_before_settled"


@dataclass(frozen=True, slots=True)
class EditionFact:
    id: int
    code: str
    in_force_from: date
    recorded_at: datetime
    record_id: int


@dataclass(frozen=True, slots=True)
class EntryFact:
    edition_id: int
    firm_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class EstablishmentFact:
    """In a core park. It is there from ``registered_on`` on, and on ``ceased_on`` no longer."""

    ref: str
    firm_id: int
    park: str
    registered_on: date
    ceased_on: date | None


@dataclass(frozen=True, slots=True)
class CountingFacts:
    """What was known at one moment; establishments in core parks only."""

    editions: Sequence[EditionFact] = ()
    entries: Sequence[EntryFact] = ()
    establishments: Sequence[EstablishmentFact] = ()
    parentages: Sequence[Parentage] = ()


@dataclass(frozen=True, slots=True)
class CountedGroup:
    group_firm_id: int
    counted_on: date
    edition: str
    rank: int
    park: str
    establishment_ref: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class UncountedGroup:
    """``rank`` in the edition in force on the as-of date, past the limit too; ``park`` where it is now.

    ``edition`` is the one in force, empty where none ranks the group.
    """

    group_firm_id: int
    missing: Missing
    rank: int | None
    park: str | None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    counted: tuple[CountedGroup, ...]
    uncounted: tuple[UncountedGroup, ...]

    @property
    def gone(self) -> int:
        return sum(group.is_gone for group in self.counted)


@dataclass(frozen=True, slots=True)
class _Span:
    """Days from ``first`` to the one before ``end``."""

    first: date
    end: date
    establishment: EstablishmentFact | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day < self.end


class Groups:
    """Who belonged to which group on which day."""

    def __init__(self, parentages: Iterable[Parentage]) -> None:
        self._versions: dict[int, list[Parentage]] = defaultdict(list)
        for each in sorted(parentages, key=lambda each: each.order):
            self._versions[each.firm_id].append(each)
        self._starts = {
            firm: [each.holds_from or date.min for each in versions]
            for firm, versions in self._versions.items()
        }

    def group_of(self, firm_id: int, day: date) -> int:
        """The top of the line above the firm; of firms that own each other in a ring the first recorded."""
        line = [firm_id]
        while (parent := self._parent(line[-1], day)) is not None:
            if parent in line:
                return min(line[line.index(parent) :])
            line.append(parent)
        return line[-1]

    def spans(self, firm_id: int) -> Iterator[tuple[int, date, date]]:
        """The groups that the firm belonged to: (group, first day, day after the last)."""
        turns = sorted({date.min, *self._turns(firm_id)})
        for first, end in zip(turns, [*turns[1:], date.max], strict=True):
            yield self.group_of(firm_id, first), first, end

    def _parent(self, firm_id: int, day: date) -> int | None:
        place = bisect_right(self._starts.get(firm_id, ()), day)
        return self._versions[firm_id][place - 1].parent_id if place else None

    def _turns(self, firm_id: int) -> Iterator[date]:
        seen, open_ids = {firm_id}, [firm_id]
        while open_ids:
            at = open_ids.pop()
            yield from self._starts.get(at, ())
            parents = {each.parent_id for each in self._versions.get(at, ()) if each.parent_id is not None}
            open_ids += parents - seen
            seen |= parents


class Editions:
    """Which edition is in force when."""

    def __init__(self, editions: Iterable[EditionFact]) -> None:
        ordered = sorted(editions, key=lambda each: (each.in_force_from, each.recorded_at, each.record_id))
        by_day = {each.in_force_from: each for each in ordered}  # of two from one day the later recorded
        self._days = list(by_day)
        self._editions = list(by_day.values())

    def in_force(self, day: date) -> EditionFact | None:
        """The latest from on or before the day, or else the earliest; None only where there is none."""
        if not self._editions:
            return None
        return self._editions[max(bisect_right(self._days, day) - 1, 0)]

    def spans(self) -> Iterator[tuple[EditionFact, date, date]]:
        """(edition, first day in force, day after the last)."""
        starts = [date.min, *self._days[1:]]
        ends = [*self._days[1:], date.max]
        yield from zip(self._editions, starts, ends, strict=False)


def count_groups(facts: CountingFacts, as_of: date, limit: int = LIMIT) -> Counting:
    """Count the settled groups as of a day; both lists are in the order of day, then rank."""
    groups, editions = Groups(facts.parentages), Editions(facts.editions)
    present = _presence(facts, groups)
    ranked = _ranked(facts, groups, editions, limit)
    counted = []
    for group, spans in present.items():
        day = _first_shared_day(spans, ranked.get(group, ()))
        if day is not None and day <= as_of:
            rank = _ranks_on(day, facts, groups, editions)[group]
            counted.append(_counted(group, day, as_of, spans, rank))
    counted.sort(key=lambda each: (each.counted_on, each.rank, each.group_firm_id))
    done = {each.group_firm_id for each in counted}
    ranks = _ranks_on(as_of, facts, groups, editions)
    started = {group: [span for span in spans if span.first <= as_of] for group, spans in present.items()}
    near = {group for group, (_, rank) in ranks.items() if rank <= limit} | {
        group for group, spans in started.items() if spans and groups.group_of(group, as_of) == group
    }
    uncounted = [
        _uncounted(group, as_of, started.get(group, []), ranked.get(group, []), ranks.get(group))
        for group in near - done
    ]
    uncounted.sort(key=lambda each: (each.rank is None, each.rank or 0, each.group_firm_id))
    return Counting(tuple(counted), tuple(uncounted))


def _presence(facts: CountingFacts, groups: Groups) -> dict[int, list[_Span]]:
    spans: dict[int, list[_Span]] = defaultdict(list)
    for fact in facts.establishments:
        for group, first, end in groups.spans(fact.firm_id):
            span = _Span(max(first, fact.registered_on), min(end, fact.ceased_on or date.max), fact)
            if span.first < span.end:
                spans[group].append(span)
    return spans


def _ranked(facts: CountingFacts, groups: Groups, editions: Editions, limit: int) -> dict[int, list[_Span]]:
    within: dict[int, list[int]] = defaultdict(list)
    for entry in facts.entries:
        if entry.rank <= limit:
            within[entry.edition_id].append(entry.firm_id)
    spans: dict[int, list[_Span]] = defaultdict(list)
    for edition, from_day, to_day in editions.spans():
        for firm in within[edition.id]:
            for group, first, end in groups.spans(firm):
                span = _Span(max(first, from_day), min(end, to_day))
                if span.first < span.end:
                    spans[group].append(span)
    return spans


def _first_shared_day(present: Iterable[_Span], ranked: Sequence[_Span]) -> date | None:
    days = (
        max(here.first, there.first)
        for here in present
        for there in ranked
        if max(here.first, there.first) < min(here.end, there.end)
    )
    return min(days, default=None)


def _ranks_on(
    day: date, facts: CountingFacts, groups: Groups, editions: Editions
) -> Mapping[int, tuple[str, int]]:
    """Group → (edition in force, best of its members' ranks)."""
    edition = editions.in_force(day)
    best: dict[int, tuple[str, int]] = {}
    if edition is None:
        return best
    for entry in facts.entries:
        if entry.edition_id != edition.id:
            continue
        group = groups.group_of(entry.firm_id, day)
        if group not in best or entry.rank < best[group][1]:
            best[group] = edition.code, entry.rank
    return best


def _counted(
    group: int, day: date, as_of: date, spans: Iterable[_Span], rank: tuple[str, int]
) -> CountedGroup:
    here = [span.establishment for span in spans if span.covers(day) and span.establishment]
    first = min(here, key=lambda each: (each.registered_on, each.ref))
    is_gone = not any(span.covers(as_of) for span in spans)
    return CountedGroup(group, day, rank[0], rank[1], first.park, first.ref, is_gone)


def _uncounted(
    group: int, as_of: date, present: Sequence[_Span], ranked: Sequence[_Span], held: tuple[str, int] | None
) -> UncountedGroup:
    now = [span.establishment for span in present if span.covers(as_of) and span.establishment]
    park = min(now, key=lambda each: (each.registered_on, each.ref)).park if now else None
    reached = [span for span in ranked if span.first <= as_of]
    if not present:
        missing = Missing.ESTABLISHMENT
    elif not reached:
        missing = Missing.RANK
    elif min(span.first for span in reached) >= max(span.end for span in present):
        missing = Missing.CEASED_BEFORE_RANKED
    else:
        missing = Missing.RANKED_BEFORE_SETTLED
    edition, rank = held or ("", None)
    return UncountedGroup(group, missing, rank, park, edition)


class Shift(StrEnum):
    """What became of a firm from one edition to another."""

    RISEN = "risen"
    FALLEN = "fallen"
    STEADY = "steady"
    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Move:
    """A firm's ranks in two editions; None where it isn't on the list."""

    firm_id: int
    before: int | None
    after: int | None

    @property
    def shift(self) -> Shift:
        if self.before is None:
            return Shift.ENTERED
        if self.after is None:
            return Shift.LEFT
        if self.after == self.before:
            return Shift.STEADY
        return Shift.RISEN if self.after < self.before else Shift.FALLEN

    @property
    def places(self) -> int:
        """Places won (positive) or lost (negative); nothing where it is on one list only."""
        return self.before - self.after if self.before is not None and self.after is not None else 0


def compare_editions(before: Mapping[int, int], after: Mapping[int, int]) -> list[Move]:
    """Every firm of either edition (firm → rank), by its rank in the later one; those that left come last."""
    moves = [
        Move(firm_id, before.get(firm_id), after.get(firm_id)) for firm_id in before.keys() | after.keys()
    ]
    return sorted(
        moves, key=lambda move: (move.after is None, move.after or 0, move.before or 0, move.firm_id)
    )
