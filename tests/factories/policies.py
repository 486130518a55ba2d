from __future__ import annotations

from datetime import timedelta
from typing import Any

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.policies.rules.matching import Condition
from crm.policies.rules.promises import sort_key
from crm.policies.service import claims, payments, policies, promises, reviews
from crm.policies.service.claims import ClaimFields
from crm.policies.service.policies import ArticleFields, PolicyFields
from crm.policies.service.promises import PromiseFields
from crm.policies.service.reviews import ReviewFields
from kernel import clock
from models import (
    Firm,
    Policy,
    PolicyArticle,
    PolicyClaim,
    Promise,
    PromisePayment,
    Review,
    User,
)
from models.enums import (
    Claimant,
    PaymentVerdict,
    PolicyBenefit,
    PromiseKind,
    ReviewConclusion,
    ReviewKind,
)
from tests.factories import next_number
from tests.factories.firms import make_firm
from tests.factories.zone import get_park

PDF = b"%PDF-1.4 proof"
MILLION = 1_000_000_00
"""In fen."""


def make_review(park: str | None = "YY", **values: Any) -> Review:
    own = {
        "kind": ReviewKind.FAIR_COMPETITION,
        "number": f"FC-{next_number()}",
        "reviewed_on": clock.today(),
        "unit": "market supervision",
        "subject": "support for a firm",
        "conclusion": ReviewConclusion.PASSED,
        **values,
    }
    own["park_id"] = get_park(park).id if park else None
    review = reviews.file_review(ReviewFields(**own), (PDF, "review.pdf"), by=None)
    session.commit()
    return review


def make_policy(**values: Any) -> Policy:
    policy = policies.add_policy(PolicyFields(**{"name": f"policy {next_number()}", **values}), by=None)
    session.commit()
    return policy


def make_article(*conditions: Condition, policy: Policy | None = None, **values: Any) -> PolicyArticle:
    own = {
        "text": f"what an article says {next_number()}",
        "benefit": PolicyBenefit.SUBSIDY,
        "claimants": (Claimant.FIRM,),
        "conditions": conditions,
        **values,
    }
    article = policies.add_article(policy or make_policy(), ArticleFields(**own), by=None)
    session.commit()
    return article


def promise_fields(firm: Firm, *, park: str = "YY", **values: Any) -> PromiseFields:
    own = {
        "kind": PromiseKind.SUBSIDY,
        "text": f"clause {next_number()}",
        "amount_minor": MILLION,
        "legal_basis": "a policy",
        **values,
    }
    return PromiseFields(firm_id=firm.id, park_id=get_park(park).id, **own)


def make_promise(
    *, park: str = "YY", firm: Firm | None = None, binding: bool = True, **values: Any
) -> Promise:
    """One of the park's, binding and with its review unless ``binding`` is False."""
    own = {"due_on": clock.today() + timedelta(days=90), **values}
    if binding and "fair_review_id" not in own:
        own["fair_review_id"] = make_review(park).id
    written = promise_fields(firm or make_firm(), park=park, **own)
    promise = promises.make_promise(written, (PDF, "agreement.pdf"), by=None)
    if binding:
        promises.bind_promise(promise, bound_on=clock.today(), by=None)
    session.commit()
    return promise


def make_bare_promise(firm: Firm, park: str, amount: int | None, **values: Any) -> Promise:
    """A row without the checks, for many of them at once; not committed."""
    promise = Promise(
        ref=f"PR-{next_number()}",
        firm_id=firm.id,
        park=get_park(park),
        kind=PromiseKind.SUBSIDY,
        text="clause",
        amount_minor=amount,
        due_key=sort_key(values.get("due_on")),
        created_at=clock.now(),
        **values,
    )
    session.add(promise)
    return promise


def pay(promise: Promise, amount: int, *, by: User, confirmed_by: User | None = None) -> PromisePayment:
    with acting(Actor(by.id, by.name, "test")):
        payment = payments.record_payment(
            promise, amount_minor=amount, paid_on=clock.today(), file=(PDF, "voucher.pdf"), by=by
        )
        session.commit()
    if confirmed_by is not None:
        confirm(payment, by=confirmed_by)
    return payment


def confirm(payment: PromisePayment, *, by: User, verdict: PaymentVerdict = PaymentVerdict.CONFIRMED) -> None:
    with acting(Actor(by.id, by.name, "test")):
        payments.decide_payment(payment, verdict, note="seen", by=by)
        session.commit()


def make_policy_claim(
    *, park: str = "YY", firm: Firm | None = None, article: PolicyArticle | None = None, **values: Any
) -> PolicyClaim:
    article = article or make_article()
    written = ClaimFields(
        article_id=article.id, park_id=get_park(park).id, firm_id=(firm or make_firm()).id, **values
    )
    claim = claims.prepare_claim(written, [(PDF, "application.pdf")], by=None)
    session.commit()
    return claim
