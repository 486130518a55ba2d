"""What is to be done about claims under policies and promises, as to-dos of who looks after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core.preferences import get_preference
from crm.core.workdays import add_working_days
from crm.policies.queries.promises import standing_of
from crm.policies.rules import duties
from crm.policies.rules.duties import ClaimDuty, PromiseDuty
from crm.todos.service import drop_todo, put_todo, settle_todo
from models import PolicyClaim, Promise, PromisePayment
from models.enums import PaymentVerdict, PolicyClaimState, TodoSource

OVER = (PolicyClaimState.PAID, PolicyClaimState.REFUSED)


def _claim_title(duty: ClaimDuty, claim: PolicyClaim) -> LazyString:
    words = {"ref": claim.ref, "policy": claim.article.policy.name}
    titles: Mapping[ClaimDuty, LazyString] = {
        ClaimDuty.FILE: _l("File the claim %(ref)s: %(policy)s", **words),
        ClaimDuty.SUPPLEMENT: _l("Hand in what is missing for the claim %(ref)s: %(policy)s", **words),
        ClaimDuty.ASK: _l("Ask what has become of the claim %(ref)s: %(policy)s", **words),
        ClaimDuty.COLLECT: _l("See that the claim %(ref)s is paid: %(policy)s", **words),
    }
    return titles[duty]


def _promise_title(duty: PromiseDuty, promise: Promise) -> LazyString:
    words = {"ref": promise.ref, "firm": promise.firm.name}
    titles: Mapping[PromiseDuty, LazyString] = {
        PromiseDuty.PAY: _l("Pay what was promised to %(firm)s (%(ref)s)", **words),
        PromiseDuty.KEEP: _l("Keep what was promised to %(firm)s (%(ref)s)", **words),
        PromiseDuty.CLEAR: _l("Clear up the promise to %(firm)s (%(ref)s): all of it is paid", **words),
    }
    return titles[duty]


def follow_claim(claim: PolicyClaim, **_more: Any) -> None:
    owner_id, duty = claim.owner_id or claim.created_by_id, duties.duty_of_claim(claim.state)
    if not claim.is_archived and claim.state in OVER:
        settle_todo(TodoSource.POLICY_CLAIM, claim.id)
    elif claim.is_archived or duty is None or owner_id is None:
        drop_todo(TodoSource.POLICY_CLAIM, claim.id)
    else:
        put_todo(
            TodoSource.POLICY_CLAIM,
            claim.id,
            title=_claim_title(duty, claim),
            owner_id=owner_id,
            due_on=duties.claim_duty_due(
                duty,
                due_on=claim.due_on,
                filed_on=claim.filed_on,
                decided_on=claim.decided_on,
                answer_days=get_preference("policies.answer_days"),
                pay_days=get_preference("policies.pay_days"),
                add_days=add_working_days,
            ),
            park_id=claim.park_id,
            firm_id=claim.firm_id,
        )


def follow_promise(promise: Promise, **_more: Any) -> None:
    owner_id = promise.owner_id or promise.created_by_id
    duty = None if promise.is_archived else _duty_of(promise)
    if promise.cleared_on is not None and not promise.is_archived:
        settle_todo(TodoSource.PROMISE, promise.id)
    elif duty is None or owner_id is None:
        drop_todo(TodoSource.PROMISE, promise.id)
    else:
        paid = [each.paid_on for each in promise.payments if _counts(each)]
        _put(
            promise,
            TodoSource.PROMISE,
            _promise_title(duty, promise),
            owner_id,
            duties.promise_duty_due(duty, due_on=promise.due_on, last_paid_on=max(paid, default=None)),
        )
    _follow_pledge(promise, owner_id if duty is not None else None)


def _follow_pledge(promise: Promise, owner_id: int | None) -> None:
    """What the firm promised in return is looked at when its day comes."""
    if owner_id is None or promise.pledged_by is None:
        drop_todo(TodoSource.PLEDGE, promise.id)
    else:
        title = _l(
            "See whether %(firm)s has kept its word (%(ref)s)", firm=promise.firm.name, ref=promise.ref
        )
        _put(promise, TodoSource.PLEDGE, title, owner_id, promise.pledged_by)


def _put(promise: Promise, source: TodoSource, title: LazyString, owner_id: int, due_on: date | None) -> None:
    put_todo(
        source,
        promise.id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        park_id=promise.park_id,
        firm_id=promise.firm_id,
        project_id=promise.project_id,
    )


def _duty_of(promise: Promise) -> PromiseDuty | None:
    return duties.duty_of_promise(standing_of(promise), is_bound=promise.bound_on is not None)


def _counts(payment: PromisePayment) -> bool:
    decision = payment.decision
    return decision is not None and decision.verdict is PaymentVerdict.CONFIRMED and payment.amount_minor > 0
