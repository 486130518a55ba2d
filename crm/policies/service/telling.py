"""Who is told of claims and payments: whoever has to act now, and whoever waits for the outcome."""

from __future__ import annotations

from crm.core.noticing import notify
from crm.policies.queries import duties as queries
from models import PolicyClaim, PromisePayment, PromisePaymentDecision, User
from models.enums import NoticeKind, PaymentVerdict, PolicyClaimState

TOLD = frozenset({PolicyClaimState.SUPPLEMENT, PolicyClaimState.GRANTED, PolicyClaimState.REFUSED})
"""What others than who writes it down have to hear of."""


def tell_moved(claim: PolicyClaim) -> None:
    if claim.state not in TOLD:
        return
    notify(
        {claim.owner_id, claim.created_by_id},
        NoticeKind.POLICY_CLAIM_MOVED,
        "policy_claims.detail",
        {"policy_claim_id": claim.id},
        park_id=claim.park_id,
        title=claim.ref,
        claim_state=claim.state.value,
    )


def tell_waiting(payment: PromisePayment) -> None:
    """Those who hold the second key."""
    promise = payment.promise
    notify(
        queries.second_key_ids(promise.park_id),
        NoticeKind.PAYMENT_WAITING,
        "promises.decide",
        {"promise_payment_id": payment.id},
        park_id=promise.park_id,
        title=promise.ref,
    )


def tell_decided(decision: PromisePaymentDecision, by: User | None) -> None:
    """Who recorded it; what was confirmed needs nobody any more."""
    payment = decision.payment
    if decision.verdict is PaymentVerdict.RETURNED:
        notify(
            [payment.recorded_by_id],
            NoticeKind.PAYMENT_RETURNED,
            "promises.detail",
            {"promise_id": payment.promise_id},
            park_id=payment.promise.park_id,
            who=by.display_name if by else "",
            title=payment.promise.ref,
        )
