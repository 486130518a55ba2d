"""An incentive stands before the public only while the review it rests on stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from crm.catalogue import service
from crm.catalogue.booklet import booklet_input
from crm.catalogue.rules import Written
from crm.core.database import session
from crm.policies.service import promises, reviews
from crm.policies.service.reviews import ReviewFields
from kernel import clock
from kernel.errors import RuleError
from models import Offer, Review
from models.enums import OfferLanguage, ReviewConclusion, ReviewKind, RewardRuleState, Role
from tests.factories.catalogue import make_offer, make_published, make_review
from tests.factories.policies import make_promise
from tests.factories.rewards import make_rule
from tests.factories.users import make_user

HANS = OfferLanguage.HANS
INCENTIVE = "租金减半两年"
PROMISED = {HANS: Written("示例", "内容", None, INCENTIVE)}


def fields_of(review: Review) -> ReviewFields:
    return ReviewFields(
        review.kind,
        review.number,
        review.reviewed_on,
        review.unit,
        review.subject,
        review.conclusion,
        review.note,
        review.park_id,
    )


def test_a_review_on_which_something_rests_is_not_put_away_and_the_page_leads_there(client_for) -> None:
    lead = client_for(Role.PARK_LEAD, park="YY")
    review = make_review()
    offer = make_published(texts=PROMISED, review_id=review.id)
    promise, rule = make_promise(fair_review_id=review.id), make_rule(review=review)
    session.rollback()

    page = f"/reviews/{review.id}/archive"
    reply = lead.post(page, data={"reason": "withdrawn"})

    assert reply.status_code == 422
    for name in (offer.ref, promise.ref, rule.name):
        assert name in reply.text
    for address in (f"/offers/{offer.id}", f"/promises/{promise.id}", f"/rewards/rules/{rule.id}"):
        assert f'href="{address}"' in reply.text
        assert f'href="{address}"' in lead.get(f"/reviews/{review.id}").text
    assert session.get_one(Review, review.id).archived_at is None

    session.rollback()
    service.withdraw_offer(
        session.get_one(Offer, offer.id), reason="review", by=make_user(role=Role.COORDINATOR)
    )
    promises.cancel_promise(promise, reason="review", by=None)
    rule.state = RewardRuleState.RETIRED
    session.commit()
    assert lead.post(page, data={"reason": "withdrawn"}).status_code == 302


@pytest.mark.parametrize("kind", ["offer", "promise", "rule"])
def test_each_kind_alone_keeps_its_review(app, kind: str) -> None:
    review = make_review()
    made = {
        "offer": lambda: make_published(texts=PROMISED, review_id=review.id),
        "promise": lambda: make_promise(legality_review_id=legality().id),
        "rule": lambda: make_rule(review=review),
    }

    def legality() -> Review:
        review.kind = ReviewKind.LEGALITY
        session.commit()
        return review

    made[kind]()
    with pytest.raises(RuleError):
        reviews.archive_review(review, reason="withdrawn", by=None)


def test_what_is_not_public_nor_binding_keeps_no_review(app) -> None:
    review = make_review()
    make_offer(texts=PROMISED, review_id=review.id)
    make_published(review_id=review.id)
    make_promise(fair_review_id=review.id, binding=False)

    reviews.archive_review(review, reason="withdrawn", by=None)

    assert review.is_archived


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("conclusion", ReviewConclusion.NOT_PASSED),
        ("kind", ReviewKind.LEGALITY),
        ("reviewed_on", None),
    ],
)
def test_the_result_of_a_review_on_which_something_rests_stands(app, name: str, value: object) -> None:
    review = make_review(on=clock.today() - timedelta(days=9))
    before = fields_of(review)
    offer = make_published(texts=PROMISED, review_id=review.id)

    with pytest.raises(RuleError, match=offer.ref) as refused:
        reviews.edit_review(review, replace(before, **{name: value or clock.today()}), None, by=None)
    assert set(refused.value.fields) == {name}
    reviews.edit_review(review, replace(before, note="Seen again."), None, by=None)
    assert review.note == "Seen again."


def test_a_draft_that_names_another_review_does_not_free_the_one_that_is_public(app) -> None:
    old, new = make_review(), make_review()
    offer = make_published(texts=PROMISED, review_id=old.id)
    offer.review_id = new.id
    session.commit()

    reviews.archive_review(new, reason="not used", by=None)
    with pytest.raises(RuleError, match=offer.ref):
        reviews.archive_review(old, reason="withdrawn", by=None)


@pytest.mark.parametrize("fate", ["archived", "failed", "other_park", "other_kind"])
def test_the_public_reads_no_incentive_without_a_passed_review(client: FlaskClient, fate: str) -> None:
    """Whatever became of the review past the rules."""
    review = make_review()
    offer = make_published(texts=PROMISED, review_id=review.id)
    key = offer.public_key
    pages = ("/catalogue", f"/catalogue/{key}", f"/catalogue/{key}?lang=zh_Hant")
    shown = [client.get(page).text for page in pages]
    assert INCENTIVE in shown[1]
    session.rollback()

    changes = {
        "archived": {"archived_at": clock.now(), "archived_reason": "test"},
        "failed": {"conclusion": ReviewConclusion.NOT_PASSED},
        "other_park": {"park_id": make_review(park="XT").park_id},
        "other_kind": {"kind": ReviewKind.LEGALITY},
    }
    for name, value in changes[fate].items():
        setattr(review, name, value)
    session.commit()

    for page in pages:
        text = client.get(page).text
        assert "租金减半" not in text
        assert "租金減半" not in text
    assert "内容" in client.get(pages[1]).text
    booklet = booklet_input(locale="zh_Hans_CN", park=None, industry=None, base="")
    assert [(each.incentive, each.review) for each in booklet.offers] == [("", "")]
