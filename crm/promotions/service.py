"""Events are planned, people invited, answers and attendance noted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.promotions import queries
from kernel import clock
from kernel.errors import RuleError
from models import Promotion, PromotionInvitation, User
from models.enums import InvitationReply, PromotionKind

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PromotionFields:
    name: str
    kind: PromotionKind
    held_on: date
    place: str | None = None
    park_id: int | None = None
    host: str | None = None
    capacity: int | None = None
    note: str | None = None


def plan_promotion(written: PromotionFields, *, by: User | None) -> Promotion:
    """
    Raises:
        NotAllowedError: in the name of another park, or of the office.
        RuleError: something written can't be.
    """
    check_own_park(written.park_id, by)
    row = Promotion(
        ref=free_ref("promotions", f"EV-{clock.today().year}-{{:04d}}", queries.is_ref_taken),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _write(row, written)
    session.add(row)
    session.flush()
    return row


def edit_promotion(
    row: Promotion, written: PromotionFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check(row, by)
    check_own_park(written.park_id, by)
    refuse_stale(row, lock_version, _("Somebody else changed this event in the meantime."))
    _write(row, written)


def archive_promotion(row: Promotion, *, reason: str, by: User | None) -> None:
    check_own_park(row.park_id, by)
    put_away(row, reason)


def restore_promotion(row: Promotion, *, by: User | None) -> None:
    check_own_park(row.park_id, by)
    bring_back(row)


def invite(
    row: Promotion,
    *,
    firm_ids: tuple[int, ...] = (),
    contact_ids: tuple[int, ...] = (),
    names: tuple[str, ...] = (),
    by: User | None,
) -> int:
    """Invite firms, people and others by name, each once; how many were new.

    Raises:
        NotAllowedError: the event belongs to another park.
        RuleError: nobody is named, too many at once, or the event is put away.
    """
    _check(row, by)
    if not firm_ids and not contact_ids and not names:
        raise RuleError(_("Say whom to invite."))
    if len(firm_ids) + len(contact_ids) + len(names) > MOST_AT_ONCE:
        raise RuleError(_("At most %(most)s at once.", most=MOST_AT_ONCE))
    firms, contacts = queries.list_invited(row)
    new = [
        PromotionInvitation(firm_id=firm.id, name=firm.name)
        for firm in queries.list_firms(set(firm_ids) - firms)
    ]
    new += [
        PromotionInvitation(firm_id=contact.firm_id, contact_id=contact.id, name=contact.name)
        for contact in queries.list_contacts(set(contact_ids) - contacts, viewer=by)
    ]
    new += [PromotionInvitation(name=name) for name in dict.fromkeys(names)]
    for invitation in new:
        invitation.promotion_id, invitation.invited_on = row.id, clock.today()
        session.add(invitation)
    session.flush()
    return len(new)


def note_reply(invitation: PromotionInvitation, reply: InvitationReply, *, by: User | None) -> None:
    _check(invitation.promotion, by)
    invitation.reply = reply


def note_attendance(invitation: PromotionInvitation, *, has_attended: bool, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: the event belongs to another park.
        RuleError: its day has not come, or it is put away.
    """
    _check(invitation.promotion, by)
    if invitation.promotion.held_on > clock.today():
        raise RuleError(_("Its day has not come yet."))
    invitation.has_attended = has_attended


def withdraw(invitation: PromotionInvitation, *, reason: str, by: User | None) -> None:
    _check(invitation.promotion, by)
    put_away(invitation, reason)


def _check(row: Promotion, by: User | None) -> None:
    check_own_park(row.park_id, by)
    refuse_put_away(row, row.ref)


def _write(row: Promotion, written: PromotionFields) -> None:
    if not written.name.strip():
        words = _("Give it a name.")
        raise RuleError(words, fields={"name": words})
    if written.capacity is not None and written.capacity < 1:
        words = _("At least one.")
        raise RuleError(words, fields={"capacity": words})
    for field in fields(written):
        setattr(row, field.name, getattr(written, field.name))
