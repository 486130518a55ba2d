"""Rewards, their rule, the keys on them and a payment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect

from crm.advisers.queries import find_adviser_of
from crm.core.database import session
from models import Adviser, Referral, Reward, RewardPayment, RewardRule, User
from models.enums import Role
from tests.architecture.permission_records.base import Maker
from tests.factories.rewards import approve, make_adviser, make_reward, make_rule, pay


def _reward(park: str, visitor: User | None) -> Reward:
    """Of an adviser's own introduction where an adviser comes; paid in part."""
    row = make_reward(park=park, adviser=_adviser(visitor))
    approve(row)
    pay(row, 10_000_00)
    return row


def _adviser(visitor: User | None) -> Adviser:
    # A request that was refused let the session forget the visitor.
    here = session.get_one(User, inspect(visitor).identity) if visitor is not None else None
    owner = here if here is not None and here.role is Role.ADVISER else None
    own = find_adviser_of(owner.id) if owner else None
    return own or make_adviser(user=owner)


def _found(value: Any) -> Any:
    """What was looked up, with nothing left open that would hold the database."""
    session.commit()
    return value


def reward(park: str, visitor: User | None) -> int:
    return _reward(park, visitor).id


def payment(park: str, visitor: User | None) -> int:
    number = _reward(park, visitor).id
    return _found(session.query(RewardPayment.id).filter_by(reward_id=number).scalar())


def rule(_park: str, _visitor: User | None) -> int:
    return _found((session.query(RewardRule).first() or make_rule()).id)


def paid_adviser(park: str, visitor: User | None) -> int:
    return _reward(park, visitor).adviser_id


def introduction(park: str, visitor: User | None) -> str:
    number = _reward(park, visitor).referral_id
    return _found(session.query(Referral.ref).filter_by(id=number).scalar())


RECORDS: dict[str, Maker] = {
    "reward_id": reward,
    "rewards.reverse:payment_id": payment,
    **{
        f"rewards.{view}:rule_id": rule
        for view in ("rule", "edit_rule", "name_review", "enact", "retire", "archive_rule")
    },
    **{f"reward_statements.{view}:adviser_id": paid_adviser for view in ("read", "download")},
    "my_rewards.detail:ref": introduction,  # type: ignore[dict-item] # what an adviser's address holds is no number
}
