"""The day plan and the matrix as pages and papers show them, with what is wanted twice beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.delegations.rules import plan
from crm.delegations.rules.plan import Conflict, Occupation, Want
from crm.web.labels import label, local_name
from models import DelegationMember, DelegationSession, DelegationStop, Firm, Park, User

NAMED = 3
Names = dict[tuple[Want, str], str]


@dataclass(frozen=True, slots=True)
class Warned:
    """What overlaps with a stop or a talk, and what both want, in words."""

    at: str
    other: str
    what: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    stops: Sequence[DelegationStop]


@dataclass(frozen=True, slots=True)
class Column:
    """Whom firms meet: a park, or one of our people."""

    key: str
    name: str
    park_id: int | None = None
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    firms: Sequence[Firm]
    columns: Sequence[Column]
    cells: Mapping[tuple[int, str], Sequence[DelegationSession]]


def days_of(stops: Sequence[DelegationStop]) -> list[Day]:
    days = sorted({stop.day for stop in stops})
    return [Day(day, [stop for stop in stops if stop.day == day]) for day in days]


def warnings(
    members: Sequence[DelegationMember],
    stops: Sequence[DelegationStop],
    sessions: Sequence[DelegationSession],
) -> dict[str, list[Warned]]:
    """By ``stop-7`` or ``talk-9``: what it collides with."""
    names: Names = {}
    titles = {f"stop-{stop.id}": (stop, local_name(stop, "title")) for stop in stops}
    talks = {f"talk-{row.id}": (row, row.firm.name) for row in sessions}
    taken = [_of_stop(stop, members, names) for stop in stops]
    taken += [_of_talk(row, names) for row in sessions]
    shown: dict[str, tuple[DelegationStop | DelegationSession, str]] = {**titles, **talks}
    found: dict[str, list[Warned]] = {}
    for conflict in plan.conflicts(taken):
        other, title = shown[conflict.other]
        at = f"{other.starts_at:%H:%M}–{other.ends_at:%H:%M}"
        found.setdefault(conflict.key, []).append(Warned(at, title, _what(conflict, names)))
    return found


def _what(conflict: Conflict, names: Names) -> str:
    words = [f"{label(kind)} {names[kind, key]}" for kind, key in conflict.wants]
    rest = len(words) - NAMED
    if rest > 0:
        words = [*words[:NAMED], str(_("%(count)s more", count=rest))]
    return str(_(", ")).join(words)


def _of_stop(stop: DelegationStop, members: Sequence[DelegationMember], names: Names) -> Occupation:
    """Nobody named at a stop means that all are there."""
    there = list(stop.people) or list(members)
    there += [each for each in (stop.leader, stop.responsible) if each is not None]
    takes = {_person(member, names) for member in there}
    takes |= _things(stop, names)
    return Occupation(f"stop-{stop.id}", stop.day, stop.starts_at, stop.ends_at, frozenset(takes))


def _person(member: DelegationMember, names: Names) -> tuple[Want, str]:
    key = (
        f"user-{member.user_id}"
        if member.user_id
        else f"contact-{member.contact_id}"
        if member.contact_id
        else f"member-{member.id}"
    )
    names[Want.PERSON, key] = member.name
    return Want.PERSON, key


def _things(row: DelegationStop | DelegationSession, names: Names) -> set[tuple[Want, str]]:
    found = set()
    for kind, text in ((Want.ROOM, row.room), (Want.CAR, getattr(row, "car", None))):
        if key := (text or "").strip().casefold():
            names[kind, key] = (text or "").strip()
            found.add((kind, key))
    return found


def _of_talk(row: DelegationSession, names: Names) -> Occupation:
    takes = _things(row, names)
    named: list[tuple[Want, str, str]] = [(Want.FIRM, f"firm-{row.firm_id}", row.firm.name)]
    if row.officer is not None:
        named.append((Want.PERSON, f"user-{row.officer_id}", row.officer.display_name))
    elif row.park is not None:
        # With a person named, the park may well hold two talks at a time.
        named.append((Want.PARK, f"park-{row.park_id}", local_name(row.park)))
    for kind, key, name in named:
        names[kind, key] = name
        takes.add((kind, key))
    within = f"stop-{row.stop_id}" if row.stop_id else ""
    return Occupation(f"talk-{row.id}", row.day, row.starts_at, row.ends_at, frozenset(takes), within)


# --- Talks one to one ----------------------------------------------------------------------------


def firms_of(members: Sequence[DelegationMember], sessions: Sequence[DelegationSession]) -> list[Firm]:
    """The firms that are there or are to be met, each once, in the order in which they were named."""
    found = {member.firm.id: member.firm for member in members if member.firm is not None}
    found |= {row.firm.id: row.firm for row in sessions if row.firm.id not in found}
    return list(found.values())


def matrix(
    firms: Sequence[Firm], columns: Sequence[Column], sessions: Sequence[DelegationSession], *, by_park: bool
) -> Matrix:
    cells: dict[tuple[int, str], list[DelegationSession]] = {}
    for row in sessions:
        cells.setdefault((row.firm_id, column_key(row, by_park=by_park)), []).append(row)
    return Matrix(firms, columns, cells)


def column_key(row: DelegationSession, *, by_park: bool) -> str:
    return f"park-{row.park_id}" if by_park else f"officer-{row.officer_id}"


def park_columns(parks: Sequence[Park]) -> list[Column]:
    return [Column(f"park-{park.id}", local_name(park), park_id=park.id) for park in parks]


def officer_columns(users: Sequence[User]) -> list[Column]:
    return [
        Column(f"officer-{user.id}", user.display_name, user.park_id, officer_id=user.id) for user in users
    ]
