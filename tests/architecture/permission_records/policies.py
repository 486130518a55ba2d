"""Policies, claims under them, promises with payments, and reviews."""

from __future__ import annotations

from crm.core.database import session
from crm.policies.service import payments
from kernel import clock
from models import User
from models.enums import PaymentVerdict, Role
from tests.architecture.permission_records.base import Maker
from tests.factories.policies import (
    PDF,
    confirm,
    make_article,
    make_policy,
    make_policy_claim,
    make_promise,
    make_review,
)
from tests.factories.users import make_user


def policy(_park: str, _visitor: User | None) -> int:
    return make_policy().id


def article(_park: str, _visitor: User | None) -> int:
    return make_article().id


def review(park: str, _visitor: User | None) -> int:
    return make_review(park).id


def policy_claim(park: str, _visitor: User | None) -> int:
    return make_policy_claim(park=park).id


def promise(park: str, _visitor: User | None) -> int:
    return make_promise(park=park).id


def payment(park: str, _visitor: User | None) -> int:
    """One that was confirmed, so that it can be reversed; of one of the park's promises."""
    row = payments.record_payment(
        make_promise(park=park),
        amount_minor=1_00,
        paid_on=clock.today(),
        file=(PDF, "voucher.pdf"),
        by=None,
    )
    session.commit()
    confirm(row, by=make_user(role=Role.PARK_LEAD, park=park), verdict=PaymentVerdict.CONFIRMED)
    return row.id


RECORDS: dict[str, Maker] = {
    "policy_id": policy,
    "article_id": article,
    "review_id": review,
    "policy_claim_id": policy_claim,
    "promise_id": promise,
    "promise_payment_id": payment,
}
