"""A reward's next step: one to-do of one person, word to all who may take it, and to the adviser what is due.

What the adviser hears is what was released, paid or is asked back, by the number of the own receipt.
"""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.advisers import queries as people
from crm.core.noticing import notify
from crm.core.preferences import get_preference
from crm.core.workdays import add_working_days
from crm.rewards.rules import steps
from crm.rewards.rules.duties import KEYED, MONEY, Duty, duty_of
from crm.todos.service import put_todo, settle_todo
from kernel import clock
from models import Reward
from models.enums import NoticeKind, TodoSource


def duty_now(reward: Reward) -> Duty | None:
    return duty_of(reward.state, result_fen=reward.result_fen, paid_fen=reward.paid_fen)


def follow(reward: Reward, before: Duty | None) -> None:
    """Bring the to-do in line; who may act hears of a step that wasn't asked for before."""
    duty = duty_now(reward)
    actors = _actors(reward, duty) if duty is not None else []
    owner_id = people.pick_owner(actors, TodoSource.REWARD, reward.id) if actors else None
    if duty is None or owner_id is None:
        settle_todo(TodoSource.REWARD, reward.id)
        return
    put_todo(
        TodoSource.REWARD,
        reward.id,
        title=_title(duty, reward.ref),
        owner_id=owner_id,
        due_on=_due(reward, duty),
        park_id=reward.project.park_id if reward.project else None,
        project_id=reward.project_id,
    )
    if duty is not before:
        notify(
            actors, NoticeKind.REWARD_WAITING, "rewards.detail", {"reward_id": reward.id}, title=reward.ref
        )


def tell_adviser(reward: Reward, kind: NoticeKind) -> None:
    ref = reward.referral.ref
    notify([people.account_of(reward.adviser_id)], kind, "my_rewards.detail", {"ref": ref}, title=ref)


def _actors(reward: Reward, duty: Duty) -> list[int]:
    """Who may take the step: the park's leads propose, else the office does all."""
    office = people.office_ids()
    if duty is Duty.PROPOSE:
        leads = people.people_of(reward.project.park_id) if reward.project else []
        return leads or office
    if duty in KEYED:
        taken = {each.recorded_by_id for each in steps.round_of(reward.approvals)}
        return [number for number in office if number not in taken]
    return office


def _due(reward: Reward, duty: Duty) -> date:
    """From the last calculation that changed anything, or the last step."""
    since = reward.computed_on
    if reward.approvals:
        since = max(since, clock.business_date(reward.approvals[-1].recorded_at))
    setting = "rewards.payment_days" if duty in MONEY else "rewards.step_days"
    return add_working_days(since, get_preference(setting))


def _title(duty: Duty, ref: str) -> LazyString:
    titles = {
        Duty.PROPOSE: _l("Propose the reward %(ref)s", ref=ref),
        Duty.FIRST_KEY: _l("Turn the first key on the reward %(ref)s", ref=ref),
        Duty.SECOND_KEY: _l("Turn the second key on the reward %(ref)s", ref=ref),
        Duty.PAY: _l("Pay the reward %(ref)s", ref=ref),
        Duty.PROPOSE_CLAWBACK: _l("Propose that the reward %(ref)s is clawed back", ref=ref),
        Duty.CONFIRM_CLAWBACK: _l("Confirm that the reward %(ref)s is clawed back", ref=ref),
        Duty.RECORD_BACK: _l("Record what comes back of the reward %(ref)s", ref=ref),
    }
    return titles[duty]
