"""Two firms that are one: merged in one step, and taken apart again as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.core import merging, names, revisions
from crm.core.database import session
from crm.core.events import firm_changed
from crm.core.merging import FieldPair, Side
from crm.core.permissions import Permission, is_office, may
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.firms import queries
from crm.firms.rules import Steps
from crm.firms.service.firms import FirmFields, change_firm, fields_of, write_keys
from crm.firms.service.parentage import lay_steps, steps_of
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Firm, FirmAlias, Merge, User
from models.enums import AliasKind, MergeKind

EXCLUSIVE = ("business_number", "credit_code")
"""No two firms have the same; so no firm has two."""
FIELDS = tuple(each.name for each in fields(FirmFields) if each.name != "aliases")
NAMES = ("name_hant", "name_hans", "name_en")
CODES = ("ref", "stock_code", "business_number", "credit_code")
OWNER = "parent_id"


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of both records that the person saw; None: nobody looked."""

    into: int | None = None
    other: int | None = None


def may_merge_firms(by: User | None) -> bool:
    """Firms are everybody's: only the office says that two are one."""
    return by is None or (is_office(by) and may(by, Permission.MERGE_RECORDS))


def check_may_merge_firms(by: User | None) -> None:
    """Raises NotAllowedError."""
    if not may_merge_firms(by):
        raise NotAllowedError(_("The provincial office merges firms."))


def compare_firms(into: Firm, other: Firm) -> list[FieldPair]:
    """Field by field, with who owns each."""
    return merging.compare(_written(into, other), _written(other, into), exclusive=EXCLUSIVE)


def _written(firm: Firm, beside: Firm) -> dict[str, Any]:
    """What is written on a firm; that one of the two owns the other is neither's owner."""
    written = fields_of(firm)
    owner = None if firm.parent_id == beside.id else firm.parent_id
    return {name: getattr(written, name) for name in FIELDS} | {OWNER: owner}


def merge_firms(
    into: Firm,
    other: Firm,
    *,
    choices: Mapping[str, Side],
    reason: str,
    by: User | None,
    seen: Seen = Seen(),
) -> Merge:
    """Let ``other`` be one with ``into`` from now on, and lead there.

    What hangs on either stays where it is. Figures as known before stay; from now on ``other`` stands below
    ``into``, since ever, and counts for its group once.

    Raises:
        NotAllowedError: not the office.
        ConflictError: one of them was changed since it was seen.
        RuleError: they can't be one: a number each, one put away, one owned by the other; or no reason.
    """
    check_may_merge_firms(by)
    _check_both(into, other, reason, seen)
    values = merging.taken(compare_firms(into, other), choices)
    changes: dict[str, Any] = {"from": {}, "steps": _as_text(steps_of(other)), "into_steps": None}
    before = {name: getattr(fields_of(into), name) for name in values if name != OWNER}
    _free_numbers(other, values, changes)
    if OWNER in values:
        changes["into_steps"] = _as_text(steps_of(into))
        lay_steps(into, steps_of(other))
    called = _called(into)
    written = {name: value for name, value in values.items() if name != OWNER}
    change_firm(into, replace(fields_of(into), **written))
    changes["into"] = {name: [before[name], getattr(fields_of(into), name)] for name in before}
    changes["aliases"] = _call_by(into, [*called, *_called(other), *changes["from"].values()])
    lay_steps(other, ((None, into.id),))
    _redirect(other, into, reason)
    firm_changed.send(into)
    return _kept(into, other, reason, changes, by)


def _check_both(into: Firm, other: Firm, reason: str, seen: Seen) -> None:
    """The rows are held and read anew: nobody else may merge or own one of them meanwhile."""
    session.flush()
    revisions.hold()
    for firm in (into, other):
        session.refresh(firm)
    if into.id == other.id:
        raise RuleError(_("Choose another record: this is the same one."))
    for firm in (into, other):
        refuse_put_away(firm, firm.name)
    words = _("Somebody else changed one of the two in the meantime. Look at both again.")
    refuse_stale(into, seen.into, words)
    refuse_stale(other, seen.other, words)
    if not reason.strip():
        said = _("Say why they are one.")
        raise RuleError(said, fields={"reason": said})
    if other.id in (into.parent_id, into.group_id):
        raise RuleError(
            _("%(other)s owns %(into)s: merge them the other way round.", other=other.name, into=into.name)
        )


def _free_numbers(other: Firm, values: Mapping[str, Any], changes: dict[str, Any]) -> None:
    """A number that goes over to the kept record is given up first: no two have the same."""
    for name in EXCLUSIVE:
        if values.get(name):
            changes["from"][name] = getattr(other, name)
            setattr(other, name, None)
    session.flush()


def _called(firm: Firm) -> list[str]:
    """The names and numbers by which a firm is asked for."""
    own = [getattr(firm, name) for name in (*NAMES, *CODES)]
    return [text for text in (*own, *(alias.name for alias in firm.aliases)) if text]


def _call_by(firm: Firm, called: list[str]) -> list[str]:
    """Let the firm be found by these too; which of them are new."""
    keys = {names.fold(name) for name in _called(firm)}
    added: list[str] = []
    for name in called:
        key = names.fold(name)
        if key and key not in keys:
            keys.add(key)
            added.append(name)
            firm.aliases.append(FirmAlias(name=name, kind=AliasKind.MERGED, name_key=key))
    write_keys(firm)
    session.flush()
    return added


def _redirect(other: Firm, into: Firm, reason: str) -> None:
    """It leaves lists, search and look-ups; what led to it leads on."""
    put_away(other, reason)
    other.updated_at = clock.now()
    for firm in (other, *queries.list_merged_into(other.id)):
        firm.merged_into_id = into.id
    session.flush()


def _kept(into: Firm, other: Firm, reason: str, changes: dict[str, Any], by: User | None) -> Merge:
    merge = Merge(
        kind=MergeKind.FIRM,
        from_firm_id=other.id,
        into_firm_id=into.id,
        reason=reason.strip(),
        changes=changes,
        merged_at=clock.now(),
        merged_by_id=by.id if by else None,
    )
    session.add(merge)
    session.flush()
    return merge


def undo_firm_merge(merge: Merge, *, reason: str, by: User | None) -> list[str]:
    """Let the two be two again, as they were; the names of fields that were changed since, and so stay.

    Raises:
        NotAllowedError: not the office.
        RuleError: it was undone already, the kept record was merged further or put away, or a number
            belongs to another firm by now.
    """
    check_may_merge_firms(by)
    session.flush()
    revisions.hold()
    into, other = session.get_one(Firm, merge.into_id), session.get_one(Firm, merge.from_id)
    for record in (into, other, merge):
        session.refresh(record)
    _check_undoable(merge, into, other, reason)
    # First back among the firms: nothing is recorded on one that was put away.
    other.merged_into_id = None
    bring_back(other)
    session.flush()
    left = _put_fields_back(into, merge.changes)
    _give_numbers_back(other, merge.changes, left)
    _forget_names(into, merge.changes["aliases"])
    _lay_back(into, other, merge.changes)
    for firm in queries.list_led_through(other.id):
        firm.merged_into_id = other.id
    other.updated_at = into.updated_at = clock.now()
    write_keys(other)
    merge.undone_at, merge.undone_reason = clock.now(), reason.strip()
    merge.undone_by_id = by.id if by else None
    session.flush()
    for firm in (into, other):
        firm_changed.send(firm)
    return left


def _check_undoable(merge: Merge, into: Firm, other: Firm, reason: str) -> None:
    if not reason.strip():
        said = _("Say why they are two.")
        raise RuleError(said, fields={"reason": said})
    if merge.undone_at is not None:
        raise RuleError(_("This merge was undone already."))
    if into.merged_into_id is not None:
        kept = queries.find_kept(into)
        raise RuleError(
            _("%(name)s was merged further, into %(kept)s. Undo that first.", name=into.name, kept=kept.name)
        )
    refuse_put_away(into, into.name)
    for name, number in merge.changes["from"].items():
        holder = queries.find_firm_by_number(**{name: number})
        if holder is not None and holder.id != into.id:
            raise RuleError(
                _("The number %(number)s belongs to %(name)s by now.", number=number, name=holder.name)
            )


def _put_fields_back(into: Firm, changes: Mapping[str, Any]) -> list[str]:
    """What the merge wrote goes back to what it was; what somebody wrote since stays."""
    now = fields_of(into)
    back = {name: before for name, (before, after) in changes["into"].items() if getattr(now, name) == after}
    change_firm(into, replace(now, **back))
    return [name for name in changes["into"] if name not in back]


def _give_numbers_back(other: Firm, changes: Mapping[str, Any], left: list[str]) -> None:
    for name, number in changes["from"].items():
        if name not in left or queries.find_firm_by_number(**{name: number}) is None:
            setattr(other, name, number)
    session.flush()


def _forget_names(into: Firm, added: list[str]) -> None:
    for alias in list(into.aliases):
        if alias.kind is AliasKind.MERGED and alias.name in added:
            into.aliases.remove(alias)
    write_keys(into)
    session.flush()


def _lay_back(into: Firm, other: Firm, changes: Mapping[str, Any]) -> None:
    """Who owned each, as it was recorded before: added as new versions."""
    lay_steps(other, _as_steps(changes["steps"]))
    if changes["into_steps"] is not None:
        lay_steps(into, _as_steps(changes["into_steps"]))


def _as_text(steps: Steps) -> list[list[Any]]:
    return [[day.isoformat() if day else None, parent_id] for day, parent_id in steps]


def _as_steps(kept: list[list[Any]]) -> Steps:
    return tuple((date.fromisoformat(day) if day else None, parent_id) for day, parent_id in kept)
