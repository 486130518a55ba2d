"""Two records of one person: merged in one step, and taken apart again as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.contacts import queries
from crm.core import auditing, merging
from crm.core.database import session
from crm.core.merging import FieldPair, Side
from crm.core.permissions import Permission, is_office, may
from crm.core.records import bring_back, hold, put_away, refuse_put_away, refuse_stale
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Contact, ContactRole, Merge, User
from models.enums import MergeKind

FIELDS = ("name", "firm_id", "title", "phone", "email", "source", "consented_at")


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of both records that the person saw; None: nobody looked."""

    into: int | None = None
    other: int | None = None


def may_merge_contacts(into: Contact, other: Contact, by: User | None) -> bool:
    """The office; a park's lead where both are the lead's own: the data is read by who merges."""
    if is_office(by):
        return True
    is_granted = by is not None and may(by, Permission.MERGE_RECORDS)
    return is_granted and by is not None and {into.owner_id, other.owner_id} == {by.id}


def check_may_merge_contacts(into: Contact, other: Contact, by: User | None) -> None:
    """Raises NotAllowedError."""
    if not may_merge_contacts(into, other, by):
        raise NotAllowedError(
            _("You merge contacts that you keep yourself; the provincial office merges all.")
        )


def compare_contacts(into: Contact, other: Contact) -> list[FieldPair]:
    """Field by field."""
    return merging.compare(_written(into), _written(other))


def _written(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in FIELDS}


def merge_contacts(
    into: Contact,
    other: Contact,
    *,
    choices: Mapping[str, Side],
    reason: str,
    by: User | None,
    seen: Seen = Seen(),
) -> Merge:
    """Let ``other`` be one with ``into`` from now on, and lead there; what hangs on either stays where it is.

    The main role that isn't chosen becomes a further one.

    Raises:
        NotAllowedError: somebody else keeps one of them.
        ConflictError: one of them was changed since it was seen.
        RuleError: the same one, one put away, or no reason.
    """
    check_may_merge_contacts(into, other, by)
    _check_both(into, other, reason, seen)
    values = merging.taken(compare_contacts(into, other), choices)
    roles = _other_role(into, other, values)
    plain = auditing.plain
    changes = {
        "into": {name: [plain(getattr(into, name)), plain(value)] for name, value in values.items()},
        "roles": [role.id for role in roles],
    }
    for name, value in values.items():
        setattr(into, name, value)
    put_away(other, reason)
    for contact in (other, *queries.list_contacts_merged_into(other.id)):
        contact.merged_into_id = into.id
    merge = Merge(
        kind=MergeKind.CONTACT,
        from_contact_id=other.id,
        into_contact_id=into.id,
        reason=reason.strip(),
        changes=changes,
        merged_at=clock.now(),
        merged_by_id=by.id if by else None,
    )
    session.add(merge)
    session.flush()
    session.expire(into, ["firm"])
    return merge


def _check_both(into: Contact, other: Contact, reason: str, seen: Seen) -> None:
    session.flush()
    for contact in sorted((into, other), key=lambda each: each.id):
        hold(contact)
    if into.id == other.id:
        raise RuleError(_("Choose another record: this is the same one."))
    for contact in (into, other):
        refuse_put_away(contact, contact.name)
    words = _("Somebody else changed one of the two in the meantime. Look at both again.")
    refuse_stale(into, seen.into, words)
    refuse_stale(other, seen.other, words)
    if not reason.strip():
        said = _("Say why they are one.")
        raise RuleError(said, fields={"reason": said})


def _other_role(into: Contact, other: Contact, values: Mapping[str, Any]) -> list[ContactRole]:
    """Somebody at two firms is at both: the main role that isn't chosen stays known."""
    if into.firm_id == other.firm_id:
        return []
    left = into if "firm_id" in values else other
    role = ContactRole(contact_id=into.id, firm_id=left.firm_id, title=left.title, created_at=clock.now())
    session.add(role)
    session.flush()
    return [role]


def undo_contact_merge(merge: Merge, *, reason: str, by: User | None) -> list[str]:
    """Let the two be two again, as they were; the names of fields that were changed since, and so stay.

    Raises:
        NotAllowedError: somebody else keeps one of them.
        RuleError: it was undone already, or the kept record was merged further or put away.
    """
    session.flush()
    into, other = session.get_one(Contact, merge.into_id), session.get_one(Contact, merge.from_id)
    for record in (into, other, merge):
        hold(record)
    check_may_merge_contacts(into, other, by)
    _check_undoable(merge, into, reason)
    left = _put_fields_back(into, merge.changes["into"])
    for role in queries.list_roles_by_id(merge.changes["roles"]):
        if not role.is_archived:
            put_away(role, in_house(_l("The merge was undone.")))
    other.merged_into_id = None
    bring_back(other)
    for contact in queries.list_contacts_led_through(other.id):
        contact.merged_into_id = other.id
    merge.undone_at, merge.undone_reason = clock.now(), reason.strip()
    merge.undone_by_id = by.id if by else None
    session.flush()
    session.expire(into, ["firm"])
    return left


def _check_undoable(merge: Merge, into: Contact, reason: str) -> None:
    if not reason.strip():
        said = _("Say why they are two.")
        raise RuleError(said, fields={"reason": said})
    if into.erased_at is not None:
        raise RuleError(_("The person was erased: nothing is left to take apart."))
    if merge.undone_at is not None:
        raise RuleError(_("This merge was undone already."))
    if into.merged_into_id is not None:
        kept = queries.find_kept(into)
        raise RuleError(
            _("%(name)s was merged further, into %(kept)s. Undo that first.", name=into.name, kept=kept.name)
        )
    refuse_put_away(into, into.name)


def _put_fields_back(into: Contact, changed: Mapping[str, list[Any]]) -> list[str]:
    """What the merge wrote goes back to what it was; what somebody wrote since stays."""
    left = []
    for name, (before, after) in changed.items():
        if auditing.plain(getattr(into, name)) != after:
            left.append(name)
            continue
        is_moment = name == "consented_at" and before is not None
        setattr(into, name, _as_moment(before) if is_moment else before)
    return left


def _as_moment(text: str) -> datetime:
    return clock.parse_moment(text)
