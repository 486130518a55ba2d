"""What happened at a stop, logged as an engagement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.records import refuse_put_away
from crm.delegations.service.parts import refuse_away_part
from crm.engagements.queries import list_contacts
from crm.engagements.service import EngagementFields, log_engagement
from kernel import clock
from kernel.errors import RuleError
from models import DelegationMember, DelegationStop, Engagement, User
from models.enums import Matter


def moment_of(stop: DelegationStop) -> datetime:
    """When the stop ended, zone time; now, where that lies ahead by minutes on its day."""
    end = datetime.combine(stop.day, stop.ends_at, clock.BUSINESS_ZONE)
    now = clock.now()
    return now if end > now and stop.day == clock.today() else end


def contacts_at(members: Iterable[DelegationMember]) -> tuple[int, ...]:
    """The contacts among them, whose engagements it thereby becomes too."""
    return tuple(dict.fromkeys(each.contact_id for each in members if each.contact_id is not None))


def log_stop(
    stop: DelegationStop, written: EngagementFields, *, by: User, matter: Matter | None = None
) -> Engagement:
    """
    Whoever sees the visit may log for their own park.

    Raises:
        NotAllowedError: in the name of another park.
        ProtectedError: a group is protected for another park, and ``matter`` doesn't say which this is.
        RuleError: something written can't be.
    """
    refuse_put_away(stop.delegation, stop.delegation.ref)
    refuse_away_part(stop)
    if stop.day > clock.today():
        raise RuleError(_("This stop lies ahead: log it once it was held."))
    known = {contact.id for contact in list_contacts(written.firm_ids, viewer=by)}
    mine = replace(
        written,
        next_owner_id=written.next_owner_id if written.next_step else None,
        contact_ids=tuple(each for each in written.contact_ids if each in known),
    )
    engagement = log_engagement(mine, by=by, matter=matter)
    engagement.delegation_id = stop.delegation_id
    session.flush()
    return engagement
