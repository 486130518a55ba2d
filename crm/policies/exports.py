"""Policies, claims, promises and reviews as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crm.core.visibility import may_see_project
from crm.policies.queries.promises import standing_of
from crm.policies.rules.promises import state_of, still_owed
from kernel.money import format_minor
from models import Policy, PolicyArticle, PolicyClaim, Promise, Review, User

POLICIES_HEAD = (
    "code",
    "name",
    "full_title",
    "level",
    "issuer",
    "issued",
    "valid_until",
    "tags",
    "article",
    "text",
    "benefit",
    "cap_cny",
    "claimants",
    "claim_until",
    "source",
)
REVIEWS_HEAD = ("kind", "number", "reviewed_on", "unit", "subject", "conclusion", "park", "note")
PROMISES_HEAD = (
    "ref",
    "firm_ref",
    "firm",
    "park",
    "project_ref",
    "kind",
    "clause",
    "state",
    "due_on",
    "promised_cny",
    "paid_cny",
    "open_cny",
    "budget_source",
    "legal_basis",
    "decision_number",
    "bound_on",
    "responsible_unit",
    "owner",
)
CLAIMS_HEAD = (
    "ref",
    "policy",
    "article",
    "firm_ref",
    "talent_ref",
    "park",
    "state",
    "due_on",
    "filed_on",
    "decided_on",
    "paid_on",
    "asked_cny",
    "granted_cny",
    "paid_cny",
    "authority",
)


def policy_rows(policy: Policy) -> Iterator[list[object]]:
    """The policy in the order of :data:`POLICIES_HEAD`, a row for each article that is there."""
    told: list[object] = [
        policy.code,
        policy.name,
        policy.full_title,
        policy.level.value if policy.level else None,
        policy.issuer,
        policy.issued,
        policy.valid_until,
        " ".join(policy.tags),
    ]
    articles = [each for each in policy.articles if not each.is_archived]
    for article in articles:
        yield [*told, *_article(article), article.source or policy.source]
    if not articles:
        yield [*told, *([None] * 6), policy.source]


def _article(article: PolicyArticle) -> list[object]:
    return [
        article.number,
        article.text,
        article.benefit.value,
        _amount(article.cap_minor),
        " ".join(article.claimants),
        article.claim_until,
    ]


def review_row(review: Review) -> list[object]:
    """The review in the order of :data:`REVIEWS_HEAD`."""
    return [
        review.kind.value,
        review.number,
        review.reviewed_on,
        review.unit,
        review.subject,
        review.conclusion.value,
        review.park.code if review.park else None,
        review.note,
    ]


def promise_row(promise: Promise, viewer: User | None, today: date) -> list[object]:
    """The promise in the order of :data:`PROMISES_HEAD`; without a project that the viewer may not see."""
    standing, project = standing_of(promise), promise.project
    return [
        promise.ref,
        promise.firm.ref,
        promise.firm.name,
        promise.park.code,
        project.ref if project and may_see_project(viewer, project) else None,
        promise.kind.value,
        promise.text,
        state_of(standing, today).value,
        promise.due_on,
        _amount(promise.amount_minor),
        _amount(standing.paid),
        _amount(still_owed(standing)),
        promise.budget_source,
        promise.legal_basis,
        promise.decision_number,
        promise.bound_on,
        promise.responsible_unit,
        promise.owner.name if promise.owner else None,
    ]


def claim_row(claim: PolicyClaim) -> list[object]:
    """The claim in the order of :data:`CLAIMS_HEAD`; a talent leaves the house by number only."""
    return [
        claim.ref,
        claim.article.policy.name,
        claim.article.number or claim.article.text,
        claim.firm.ref if claim.firm else None,
        claim.talent.ref if claim.talent else None,
        claim.park.code,
        claim.state.value,
        claim.due_on,
        claim.filed_on,
        claim.decided_on,
        claim.paid_on,
        _amount(claim.asked_minor),
        _amount(claim.granted_minor),
        _amount(claim.paid_minor),
        claim.authority,
    ]


def _amount(minor: int | None) -> str | None:
    return None if minor is None else format_minor(minor)
