"""The record of a delegation: written, moved on, put away; and what is to be looked at after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm.attributes import flag_modified

from crm.core import auditing
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park, is_own_park
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.delegations.queries import records
from crm.delegations.rules import states
from crm.delegations.rules.states import Fault
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from kernel.errors import RuleError
from kernel.money import Currency
from models import Delegation, DelegationFollowUp, User
from models.enums import AuditAction, DelegationDirection, DelegationState, TodoSource


@dataclass(frozen=True, slots=True)
class DelegationFields:
    """What people write of a delegation. ``park_ids`` are parks that take part in one of the office."""

    name_hans: str
    direction: DelegationDirection
    from_on: date
    until_on: date
    park_id: int | None = None
    name_hant: str | None = None
    name_en: str | None = None
    purpose_hans: str | None = None
    purpose_hant: str | None = None
    purpose_en: str | None = None
    place: str | None = None
    lead_id: int | None = None
    park_ids: tuple[int, ...] = ()
    seating: str | None = None
    lodging: str | None = None
    topics: str | None = None
    emergency: str | None = None
    talking_points: str | None = None
    internal_notes: str | None = None
    currency: Currency = Currency.CNY
    budget_minor: int | None = None
    cost_minor: int | None = None


COLUMNS = tuple(name for name in DelegationFields.__slots__ if name != "park_ids")

FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NO_NAME: ("name_hans", _l("Give it a name.")),
    Fault.ENDS_BEFORE: ("until_on", _l("It ends before it begins.")),
    Fault.TOO_LONG: ("until_on", _l("A visit of more than two months is more than one visit.")),
    Fault.NEGATIVE: ("budget_minor", _l("An amount is not negative.")),
}
"""Fault → the input at fault and the words beside it."""


def fields_of(delegation: Delegation) -> DelegationFields:
    written = {name: getattr(delegation, name) for name in COLUMNS}
    return DelegationFields(**written, park_ids=tuple(park.id for park in delegation.parks))


def may_edit(delegation: Delegation, by: User | None) -> bool:
    """The park that leads it, or the office."""
    return by is None or is_own_park(by, delegation.park_id)


def plan_delegation(written: DelegationFields, *, by: User | None, ref: str | None = None) -> Delegation:
    """
    Raises:
        NotAllowedError: in the name of another park, or of the office.
        RuleError: something written can't be.
    """
    check_own_park(written.park_id, by)
    delegation = Delegation(
        ref=ref or free_ref("delegations", f"DG-{clock.today().year}-{{:04d}}", records.is_ref_taken),
        state=DelegationState.PLANNED,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _write(delegation, written)
    session.add(delegation)
    session.flush()
    _log_parks(delegation, None)
    return delegation


def edit_delegation(
    delegation: Delegation, written: DelegationFields, *, by: User | None, lock_version: int | None = None
) -> Delegation:
    """
    Raises:
        NotAllowedError: it belongs to another park.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    check_own_park(delegation.park_id, by)
    check_own_park(written.park_id, by)
    refuse_stale(delegation, lock_version, _("Somebody else changed this delegation in the meantime."))
    refuse_put_away(delegation, delegation.ref)
    before = [park.id for park in delegation.parks]
    _write(delegation, written)
    if before != [park.id for park in delegation.parks]:
        # Links lie in a table of their own: the record's version has to grow with them.
        flag_modified(delegation, "name_hans")
        session.flush()
        _log_parks(delegation, before)
    if delegation.state is DelegationState.OVER:
        follow_up(delegation)
    return delegation


def move_delegation(delegation: Delegation, state: DelegationState, *, by: User | None) -> None:
    """Let it go on to another state; once it is over, it is to be looked at again at 7, 30 and 90 days.

    Raises:
        NotAllowedError: it belongs to another park.
        RuleError: that state doesn't follow the present one, or its first day has not come.
    """
    check_own_park(delegation.park_id, by)
    refuse_put_away(delegation, delegation.ref)
    if not states.can_become(delegation.state, state):
        raise RuleError(_("That doesn't follow its present state."))
    needs_begin = state in (DelegationState.UNDER_WAY, DelegationState.OVER)
    if needs_begin and not states.has_begun(delegation.from_on, clock.today()):
        raise RuleError(_("Its first day has not come yet."))
    was_over = delegation.state is DelegationState.OVER
    delegation.state = state
    if state is DelegationState.OVER:
        follow_up(delegation)
    elif was_over:
        _drop_follow_ups(delegation)


def archive_delegation(delegation: Delegation, *, reason: str, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: it belongs to another park.
        RuleError: no reason, or already put away.
    """
    check_own_park(delegation.park_id, by)
    put_away(delegation, reason)
    _drop_follow_ups(delegation)
    for commitment in records.list_commitments(delegation):
        drop_todo(TodoSource.COMMITMENT, commitment.id)


def restore_delegation(delegation: Delegation, *, by: User | None) -> None:
    check_own_park(delegation.park_id, by)
    bring_back(delegation)
    if delegation.state is DelegationState.OVER:
        follow_up(delegation)


def follow_up(delegation: Delegation) -> None:
    """The looks back that a delegation which is over asks for, each once, as to-dos of who led it."""
    known = {row.days: row for row in records.list_follow_ups(delegation)}
    owner_id = delegation.lead_id or delegation.created_by_id
    for days, due_on in states.follow_up_days(delegation.until_on).items():
        row = known.get(days)
        if row is None:
            row = DelegationFollowUp(delegation_id=delegation.id, days=days, due_on=due_on)
            session.add(row)
        row.due_on = due_on
        session.flush()
        if owner_id is not None and row.done_on is None:
            title = _l("%(days)s days after %(name)s: what came of it?", days=days, name=delegation.name_hans)
            put_todo(
                TodoSource.FOLLOW_UP,
                row.id,
                title=title,
                owner_id=owner_id,
                due_on=due_on,
                park_id=delegation.park_id,
            )


def close_follow_up(row: DelegationFollowUp, *, note: str, by: User | None) -> None:
    """Say what was found.

    Raises:
        NotAllowedError: it belongs to another park.
        RuleError: nothing was said, or it was said already.
    """
    check_own_park(row.delegation.park_id, by)
    refuse_put_away(row.delegation, row.delegation.ref)
    if row.done_on is not None:
        raise RuleError(_("This was looked at already."))
    if not note.strip():
        words = _("Say what came of it.")
        raise RuleError(words, fields={"note": words})
    row.note, row.done_on = note.strip(), clock.today()
    settle_todo(TodoSource.FOLLOW_UP, row.id, note=row.note)


def _drop_follow_ups(delegation: Delegation) -> None:
    for row in records.list_follow_ups(delegation):
        drop_todo(TodoSource.FOLLOW_UP, row.id)


def _write(delegation: Delegation, written: DelegationFields) -> None:
    found = states.faults(
        name=written.name_hans,
        from_on=written.from_on,
        until_on=written.until_on,
        budget_minor=written.budget_minor,
        cost_minor=written.cost_minor,
    )
    if found:
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(_("Some of what was written can't be."), fields=words)
    # What a park leads is its own: only the office's visits have parks that take part.
    parks = list(records.list_parks(written.park_ids)) if written.park_id is None else []
    for name in COLUMNS:
        setattr(delegation, name, getattr(written, name))
    delegation.name_hans = written.name_hans.strip()
    delegation.parks = parks


def _log_parks(delegation: Delegation, before: list[int] | None) -> None:
    """The audit log watches columns; which parks take part is said here."""
    content: auditing.Content = {"parks": [before, [park.id for park in delegation.parks]]}
    change = auditing.Change(AuditAction.CHANGED, "delegations", str(delegation.id), content)
    session().info.setdefault("changes", []).append(change)
