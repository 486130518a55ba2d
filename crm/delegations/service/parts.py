"""The parts of a delegation: people, stops, talks, approvals, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core import storage
from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import put_away, refuse_put_away, refuse_stale
from crm.core.visibility import may_read_contact
from crm.delegations.queries import records
from crm.delegations.rules import plan, states
from crm.delegations.rules.states import Fault
from kernel.errors import RuleError
from models import (
    Contact,
    Delegation,
    DelegationApproval,
    DelegationCommitment,
    DelegationFile,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    User,
)
from models.enums import ApprovalKind, ApprovalState, Party

AnyPart = DelegationMember | DelegationStop | DelegationSession | DelegationCommitment | DelegationApproval
P = TypeVar(
    "P", DelegationMember, DelegationStop, DelegationSession, DelegationCommitment, DelegationApproval
)


@dataclass(frozen=True, slots=True)
class MemberFields:
    side: Party
    name: str = ""
    user_id: int | None = None
    contact_id: int | None = None
    firm_id: int | None = None
    organisation: str | None = None
    title: str | None = None
    form_of_address: str | None = None
    duty: str | None = None
    phone: str | None = None
    diet: str | None = None
    room: str | None = None
    car: str | None = None


@dataclass(frozen=True, slots=True)
class StopFields:
    day: date
    starts_at: time
    ends_at: time
    title_hans: str
    title_hant: str | None = None
    title_en: str | None = None
    place_hans: str | None = None
    place_hant: str | None = None
    place_en: str | None = None
    park_id: int | None = None
    leader_id: int | None = None
    responsible_id: int | None = None
    member_ids: tuple[int, ...] = ()
    room: str | None = None
    car: str | None = None
    points: str | None = None
    notes: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class SessionFields:
    day: date
    starts_at: time
    ends_at: time
    firm_id: int
    park_id: int | None = None
    officer_id: int | None = None
    stop_id: int | None = None
    room: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovalFields:
    kind: ApprovalKind
    state: ApprovalState
    number: str | None = None
    body: str | None = None
    issued_on: date | None = None
    note: str | None = None


FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.OUTSIDE: ("day", _l("This day is not one of the visit.")),
    Fault.NO_TIME: ("ends_at", _l("It ends before it begins.")),
    Fault.NO_TEXT: ("title_hans", _l("Say what it is.")),
    Fault.NO_COUNTERPART: ("park_id", _l("Say with which park, or with whom.")),
}


def check_may_change(delegation: Delegation, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: it belongs to another park.
        RuleError: it is put away.
    """
    check_own_park(delegation.park_id, by)
    refuse_put_away(delegation, delegation.ref)


def save_member(
    delegation: Delegation,
    member: DelegationMember | None,
    written: MemberFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> DelegationMember:
    """Name a person of either side, or change what is said of them.

    One of our users and a contact bring their own names.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_change(delegation, by)
    values = _values(written)
    values["name"] = written.name.strip()
    contact = records.find_contact(written.contact_id, viewer=by) if written.contact_id else None
    user = records.find_user(written.user_id) if written.user_id else None
    if written.side is Party.OURS and user is not None:
        values["name"] = values["name"] or user.display_name
    if written.side is Party.THEIRS and contact is not None:
        _take_from_contact(values, contact, by)
    values["contact_id"] = contact.id if contact and written.side is Party.THEIRS else None
    values["user_id"] = user.id if user and written.side is Party.OURS else None
    if written.side is Party.THEIRS:
        values["phone"] = None
    if not values["name"]:
        words = _("Say who it is.")
        raise RuleError(words, fields={"name": words})
    row = member or DelegationMember(delegation_id=delegation.id, position=records.next_position(delegation))
    values["role"] = states.role_of(written.side, delegation.direction)
    return _apply(row, values, lock_version)


def _take_from_contact(values: dict[str, Any], contact: Contact, by: User | None) -> None:
    values["name"] = values["name"] or contact.name
    values["firm_id"] = values["firm_id"] or contact.firm_id
    if may_read_contact(by, contact):
        values["title"] = values["title"] or contact.title


def save_stop(
    delegation: Delegation,
    stop: DelegationStop | None,
    written: StopFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> DelegationStop:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_change(delegation, by)
    found = _time_faults(delegation, written)
    if not written.title_hans.strip():
        found.append(Fault.NO_TEXT)
    _refuse(found)
    members = {member.id: member for member in records.list_members(delegation)}
    values = _values(written)
    chosen = [members[each] for each in values.pop("member_ids") if each in members]
    for name in ("leader_id", "responsible_id"):
        if values[name] is not None and values[name] not in members:
            words = _("Choose somebody of this visit.")
            raise RuleError(words, fields={name: words})
    row = stop or DelegationStop(delegation_id=delegation.id)
    refuse_away_part(row)
    if stop is not None:
        refuse_stale(stop, lock_version, _stale())
    row.people = chosen
    return _apply(row, values, None)


def move_stop(stop: DelegationStop, *, up: bool, by: User | None) -> bool:
    """Let it change places with its neighbour of the day; False where there is none on that side.

    Raises:
        NotAllowedError, RuleError
    """
    check_may_change(stop.delegation, by)
    refuse_away_part(stop)
    day = [each for each in records.list_stops(stop.delegation) if each.day == stop.day]
    times = plan.swapped([(each.id, each.starts_at, each.ends_at) for each in day], stop.id, up=up)
    for each in day:
        if each.id in times:
            each.starts_at, each.ends_at = times[each.id]
    return bool(times)


def place_stops(delegation: Delegation, day: date, order: Sequence[int], *, by: User | None) -> None:
    """Put a day's stops in an order, as by dragging: each keeps its length, the pauses keep their places.

    Raises:
        NotAllowedError, RuleError: among others where the order isn't of just that day's stops.
    """
    check_may_change(delegation, by)
    stops = {each.id: each for each in records.list_stops(delegation) if each.day == day}
    if sorted(order) != sorted(stops):
        raise RuleError(_("The plan has changed in the meantime. Load the page again."))
    wanted = list(order)
    for place, number in enumerate(wanted):
        now = [each.id for each in sorted(stops.values(), key=lambda row: (row.starts_at, row.id))]
        while now.index(number) > place:
            times = plan.swapped(
                [(each, stops[each].starts_at, stops[each].ends_at) for each in now], number, up=True
            )
            for each, (starts_at, ends_at) in times.items():
                stops[each].starts_at, stops[each].ends_at = starts_at, ends_at
            at = now.index(number)
            now[at - 1], now[at] = now[at], now[at - 1]


def note_outcome(stop: DelegationStop, outcome: str | None, *, by: User | None) -> None:
    check_may_change(stop.delegation, by)
    stop.outcome = (outcome or "").strip() or None


def save_session(
    delegation: Delegation,
    row: DelegationSession | None,
    written: SessionFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> DelegationSession:
    """A talk one to one. What is double is shown beside it and not refused.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_change(delegation, by)
    found = _time_faults(delegation, written)
    if written.park_id is None and written.officer_id is None:
        found.append(Fault.NO_COUNTERPART)
    _refuse(found)
    if not records.list_firms([written.firm_id]):
        words = _("Choose a firm.")
        raise RuleError(words, fields={"firm_id": words})
    if written.stop_id is not None and written.stop_id not in {
        each.id for each in records.list_stops(delegation)
    }:
        words = _("Choose a stop of this visit.")
        raise RuleError(words, fields={"stop_id": words})
    return _apply(row or DelegationSession(delegation_id=delegation.id), _values(written), lock_version)


def save_approval(
    delegation: Delegation,
    approval: DelegationApproval | None,
    written: ApprovalFields,
    paper: tuple[bytes, str] | None = None,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> DelegationApproval:
    """``paper`` is the document, as bytes and file name; one that is there already stays without it.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_change(delegation, by)
    if written.state is ApprovalState.GRANTED and not (written.number or "").strip():
        words = _("One that was granted has a number.")
        raise RuleError(words, fields={"number": words})
    row = approval or DelegationApproval(delegation_id=delegation.id)
    values = _values(written)
    if paper is not None:
        attachment = storage.attach(*paper, by_id=by.id if by else None)
        session.flush()
        values["attachment_id"] = attachment.id
    return _apply(row, values, lock_version)


def add_file(delegation: Delegation, content: bytes, file_name: str, *, by: User | None) -> DelegationFile:
    """
    Raises:
        NotAllowedError: it belongs to another park.
        RuleError: it is put away, or such files aren't taken.
    """
    check_may_change(delegation, by)
    attachment = storage.attach(content, file_name, by_id=by.id if by else None)
    session.flush()
    row = DelegationFile(delegation_id=delegation.id, attachment_id=attachment.id)
    session.add(row)
    return row


def remove_part(part: AnyPart, *, reason: str, by: User | None) -> None:
    """Take it out of the visit; it is kept with the reason.

    Raises:
        NotAllowedError, RuleError
    """
    check_may_change(part.delegation, by)
    put_away(part, reason)


def refuse_away_part(part: AnyPart) -> None:
    """Raises RuleError where it was taken out of the visit."""
    if part.archived_at is not None:
        raise RuleError(_("This was taken out of the visit."))


def _time_faults(delegation: Delegation, written: StopFields | SessionFields) -> list[Fault]:
    return states.time_faults(
        written.day,
        written.starts_at,
        written.ends_at,
        from_on=delegation.from_on,
        until_on=delegation.until_on,
    )


def _refuse(found: list[Fault]) -> None:
    if found:
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(_("Some of what was written can't be."), fields=words)


def _values(written: Any) -> dict[str, Any]:
    return {field.name: getattr(written, field.name) for field in fields(written)}


def _apply(row: P, values: dict[str, Any], lock_version: int | None) -> P:
    refuse_away_part(row)
    if row.id is not None:
        refuse_stale(row, lock_version, _stale())
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def _stale() -> str:
    return str(_("Somebody else changed this in the meantime."))
