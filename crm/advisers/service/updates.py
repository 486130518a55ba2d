"""What a park makes of an adviser's words: an engagement in its own words, or it gives them back."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.advisers.service import duties
from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.records import hold, refuse_stale
from crm.engagements import service as engagements
from crm.engagements.service import EngagementFields
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Engagement, EngagementFile, StatusUpdate, User
from models.enums import EngagementKind, Matter, UpdateState


def confirm_update(
    update: StatusUpdate,
    *,
    words: str,
    by: User,
    lock_version: int | None = None,
    matter: Matter | None = None,
) -> Engagement:
    """Take it over as a dated note on the project. What an adviser said is no contact with the firm: it
    keeps neither a light green nor a claim alive.

    Raises:
        NotAllowedError: who isn't of the project's park.
        ConflictError: somebody decided since ``lock_version``.
        RuleError: it was decided, or there are no words; ProtectedError as for any engagement.
    """
    _check_open(update, by, lock_version)
    project = update.project
    engagement = engagements.log_engagement(
        EngagementFields(
            kind=EngagementKind.MESSAGE,
            happened_at=clock.start_of_day(update.happened_on),
            park_id=project.park_id,
            firm_ids=(project.firm_id,),
            summary=words,
            project_id=project.id,
            is_two_way=False,
        ),
        by=by,
        matter=matter,
    )
    if update.attachment_id is not None:
        session.add(EngagementFile(engagement_id=engagement.id, attachment_id=update.attachment_id))
    _decide(update, UpdateState.CONFIRMED, by)
    update.engagement_id = engagement.id
    session.flush()
    duties.follow_update(update)
    return engagement


def return_update(update: StatusUpdate, *, reason: str, by: User, lock_version: int | None = None) -> None:
    """Give it back with words that its adviser reads.

    Raises:
        NotAllowedError: who isn't of the project's park.
        ConflictError: somebody decided since ``lock_version``.
        RuleError: it was decided, or no reason.
    """
    _check_open(update, by, lock_version)
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    _decide(update, UpdateState.RETURNED, by)
    update.return_reason = reason.strip()
    session.flush()
    duties.follow_update(update)


def may_decide(update: StatusUpdate, by: User) -> bool:
    return may(by, Permission.CONFIRM_UPDATES) and is_own_park(by, update.project.park_id)


def _check_open(update: StatusUpdate, by: User, lock_version: int | None) -> None:
    if not may(by, Permission.CONFIRM_UPDATES):
        raise NotAllowedError(_("People of the project's park confirm it."))
    check_own_park(update.project.park_id, by)
    refuse_stale(update, lock_version, _("Somebody else decided on it in the meantime."))
    hold(update)
    if update.state is not UpdateState.WAITING:
        raise RuleError(_("It was decided already."))


def _decide(update: StatusUpdate, state: UpdateState, by: User) -> None:
    update.state, update.decided_at, update.decided_by_id = state, clock.now(), by.id
