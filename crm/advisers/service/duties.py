"""What a referral or a status update asks of somebody: one to-do of one person, and word to the adviser."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from crm.advisers import queries, rules
from crm.core.noticing import notify
from crm.core.preferences import get_preference
from crm.core.workdays import add_working_days
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from models import Referral, ReferralRuling, StatusUpdate
from models.enums import NoticeKind, ReferralState, RulingStep, TodoSource, UpdateState


def follow_referral(referral: Referral, ruling: ReferralRuling | None = None) -> None:
    """Bring the office's to-do in line: to rule, or for somebody else than who proposed to look again.

    ``ruling`` is the last one.
    """
    if ruling is not None and ruling.step is RulingStep.PROPOSED:
        _ask_second_look(referral, ruling)
    elif referral.state in rules.OPEN_STATES:
        _ask_ruling(referral)
    elif referral.state is ReferralState.WITHDRAWN:
        drop_todo(TodoSource.REFERRAL, referral.id, note=_l("Its adviser took it back."))
    else:
        settle_todo(TodoSource.REFERRAL, referral.id)


def _ask_ruling(referral: Referral) -> None:
    owner_id = queries.pick_owner(queries.office_ids(), TodoSource.REFERRAL, referral.id)
    if owner_id is None:
        return
    put_todo(
        TodoSource.REFERRAL,
        referral.id,
        title=_l("Rule on the referral %(ref)s", ref=referral.ref),
        owner_id=owner_id,
        due_on=_due(referral.received_at, "referrals.ruling_days"),
        park_id=None,
    )


def _ask_second_look(referral: Referral, proposal: ReferralRuling) -> None:
    others = [number for number in queries.office_ids() if number != proposal.recorded_by_id]
    owner_id = queries.pick_owner(others, TodoSource.REFERRAL, referral.id)
    if owner_id is None:
        drop_todo(TodoSource.REFERRAL, referral.id)
        return
    put_todo(
        TodoSource.REFERRAL,
        referral.id,
        title=_l("Look again at the ruling on the referral %(ref)s", ref=referral.ref),
        owner_id=owner_id,
        due_on=_due(proposal.recorded_at, "referrals.second_look_days"),
        park_id=None,
    )


def tell_ruled(referral: Referral) -> None:
    """Its adviser hears that there is an answer, and not which one."""
    _tell(referral, NoticeKind.OWN_REFERRAL_RULED)


def follow_update(update: StatusUpdate) -> None:
    """Bring the park's to-do in line; its adviser hears what was made of it."""
    if update.state is not UpdateState.WAITING:
        settle_todo(TodoSource.STATUS_UPDATE, update.id)
        is_confirmed = update.state is UpdateState.CONFIRMED
        kind = NoticeKind.OWN_UPDATE_CONFIRMED if is_confirmed else NoticeKind.OWN_UPDATE_RETURNED
        _tell(update.referral, kind)
        return
    project = update.project
    owner_id = queries.pick_owner(queries.confirmers_of(project), TodoSource.STATUS_UPDATE, update.id)
    if owner_id is not None:
        put_todo(
            TodoSource.STATUS_UPDATE,
            update.id,
            title=_l("Answer what an adviser tells of %(project)s", project=project.name),
            owner_id=owner_id,
            due_on=_due(update.submitted_at, "referrals.update_days"),
            park_id=project.park_id,
            firm_id=project.firm_id,
            project_id=project.id,
        )


def _tell(referral: Referral, kind: NoticeKind) -> None:
    """Of the own referral by the number on its receipt: nothing else goes into words or address."""
    reader_id = queries.account_of(referral.adviser_id)
    notify([reader_id], kind, "portal.referral", {"ref": referral.ref}, title=referral.ref)


def _due(since: datetime, setting: str) -> date:
    return add_working_days(clock.business_date(since), get_preference(setting))
