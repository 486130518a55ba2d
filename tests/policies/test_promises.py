from __future__ import annotations

import io
from dataclasses import asdict, fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from crm.core.database import session
from crm.core.records import put_away
from crm.core.transactions import transaction
from crm.policies.queries.promises import standing_of
from crm.policies.service import payments, promises, reviews
from crm.policies.service.promises import PromiseFields
from kernel import clock
from kernel.errors import ConflictError, RuleError
from models import Promise, PromisePaymentDecision
from models.enums import PaymentVerdict, ReviewConclusion, Role
from tests.factories.firms import make_firm
from tests.factories.policies import (
    MILLION,
    PDF,
    confirm,
    make_article,
    make_promise,
    make_review,
    pay,
    promise_fields,
)
from tests.factories.projects import make_project
from tests.factories.users import make_user


def bind(person: Any, promise: Promise) -> Any:
    seen = {"bound_on": "2024-06-30", "lock_version": promise.lock_version}
    return person.post(f"/promises/{promise.id}/bind", data=seen)


def test_a_promise_is_written_down_bound_paid_and_confirmed_by_another(park_lead, client_for) -> None:
    firm, review = make_firm(), make_review("YY", reviewed_on=date(2024, 6, 1))
    park_id = str(review.park_id)
    form = {
        "firm_id": str(firm.id),
        "park_id": park_id,
        "kind": "subsidy",
        "text": "rent is paid for three years",
        "amount_minor": "1,000,000.00",
        "legal_basis": "a policy",
        "fair_review_id": str(review.id),
        "pledged_currency": "USD",
        "pledged_jobs": "120",
    }

    reply = park_lead.post("/promises/new", data=form)

    promise = session.query(Promise).one()
    assert reply.location == f"/promises/{promise.id}"
    assert bind(park_lead, promise).status_code == 302
    payment = {
        "amount_minor": "400,000",
        "paid_on": clock.today().isoformat(),
        "files": (io.BytesIO(PDF), "voucher.pdf"),
    }
    assert park_lead.post(f"/promises/{promise.id}/pay", data=payment).status_code == 302
    session.expire_all()
    paid = promise.payments[0]
    own = park_lead.post(f"/promises/payments/{paid.id}/decide", data={"verdict": "confirmed"})
    assert own.status_code == 422
    other = client_for(Role.PARK_LEAD, park="YY")
    assert (
        other.post(f"/promises/payments/{paid.id}/decide", data={"verdict": "confirmed"}).status_code == 302
    )
    session.expire_all()
    assert standing_of(promise).paid == 400_000_00
    assert "400,000.00" in park_lead.get(f"/promises/{promise.id}").text


def test_an_incentive_without_a_passed_review_does_not_bind(park_lead) -> None:
    promise = make_promise(binding=False)

    reply = bind(park_lead, promise)

    assert reply.status_code == 422
    assert "binds only once a fair-competition review has passed" in reply.text
    assert session.get_one(Promise, promise.id).bound_on is None


@pytest.mark.parametrize("fate", ["not_passed", "put_away", "other_park"])
def test_a_review_that_does_not_hold_is_no_basis(app, fate) -> None:
    conclusion = ReviewConclusion.NOT_PASSED if fate == "not_passed" else ReviewConclusion.PASSED
    review = make_review("XT" if fate == "other_park" else "YY", conclusion=conclusion)
    if fate == "put_away":
        reviews.archive_review(review, reason="withdrawn", by=None)

    with pytest.raises(RuleError) as refusal:
        promises.make_promise(promise_fields(make_firm(), fair_review_id=review.id), None, by=None)

    assert "fair_review_id" in refusal.value.fields


def test_a_review_put_away_later_keeps_a_promise_from_binding(app) -> None:
    review = make_review("YY")
    promise = make_promise(binding=False, fair_review_id=review.id)
    reviews.archive_review(review, reason="withdrawn", by=None)

    with pytest.raises(RuleError):
        promises.bind_promise(promise, bound_on=clock.today(), by=None)


def test_what_binds_is_what_was_read(app) -> None:
    promise = make_promise(binding=False, fair_review_id=make_review("YY").id)
    seen = promise.lock_version
    written = promise_fields(promise.firm, amount_minor=2 * MILLION, fair_review_id=promise.fair_review_id)
    promises.edit_promise(promise, written, None, by=None)

    with pytest.raises(ConflictError):
        promises.bind_promise(promise, bound_on=clock.today(), by=None, lock_version=seen)


def test_nothing_is_paid_once_the_review_was_put_away(app) -> None:
    """However that came about: the rules keep a review on which a promise rests."""
    promise = make_promise()
    put_away(promise.fair_review, "withdrawn")

    with pytest.raises(RuleError):
        pay(promise, MILLION, by=make_user())


def as_written(promise: Promise) -> PromiseFields:
    return PromiseFields(**{each.name: getattr(promise, each.name) for each in fields(PromiseFields)})


def test_terms_of_what_binds_stand(app) -> None:
    promise = make_promise(condition="once the line runs", pledged_jobs=50)
    other = {
        "text": "another clause",
        "amount_minor": 2 * MILLION,
        "condition": None,
        "due_on": date(2030, 1, 1),
        "pledged_jobs": 5,
        "legal_basis": "another policy",
    }

    with pytest.raises(RuleError, match="新承诺") as refusal:
        promises.edit_promise(promise, replace(as_written(promise), **other), (PDF, "other.pdf"), by=None)
    assert set(refusal.value.fields) == {*other, "files"}
    for name, value in other.items():
        with pytest.raises(RuleError):
            promises.edit_promise(promise, replace(as_written(promise), **{name: value}), None, by=None)

    paper, person = promise.attachment_id, make_user(role=Role.OFFICER, park="YY")
    free = {"need": "a hall", "budget_source": "the park's", "responsible_unit": "services"}
    named = {"owner_id": person.id, "decision_number": "2024-7"}
    promises.edit_promise(promise, replace(as_written(promise), **free, **named), None, by=None)
    session.commit()
    assert (promise.need, promise.owner_id, promise.attachment_id) == ("a hall", person.id, paper)
    with pytest.raises(RuleError):
        promises.edit_promise(promise, replace(as_written(promise), decision_number="8"), None, by=None)


def test_a_project_that_the_editor_may_not_see_stays(app) -> None:
    promise = make_promise(binding=False)
    officer = make_user(role=Role.OFFICER, park="YY")
    without = replace(as_written(promise), project_id=None, need="a hall")
    for park, stays in (("XT", True), ("YY", False)):
        promise.project_id = make_project(park=park, firm=promise.firm).id
        session.commit()
        promises.edit_promise(promise, without, None, by=officer)

        assert (promise.project_id is not None, promise.need) == (stays, "a hall")


def test_before_it_binds_every_term_can_be_written_anew(app) -> None:
    promise = make_promise(binding=False, condition="once the line runs")
    written = replace(as_written(promise), condition=None, due_on=None, amount_minor=2 * MILLION)

    promises.edit_promise(promise, written, (PDF, "other.pdf"), by=None)

    assert (promise.condition, promise.due_on, promise.amount_minor) == (None, None, 2 * MILLION)


def test_the_form_of_what_binds_says_what_to_do_and_keeps_what_was_typed(park_lead) -> None:
    promise = make_promise(condition="once the line runs")
    page = f"/promises/{promise.id}/edit"
    assert "write down a new one" in park_lead.get(page).text
    form = {name: "" if value is None else str(value) for name, value in asdict(as_written(promise)).items()}
    typed = form | {
        "amount_minor": "1,000,000.00",
        "lock_version": str(promise.lock_version),
        "condition": "never",
    }

    reply = park_lead.post(page, data=typed)
    assert reply.status_code == 422
    assert "never</textarea>" in reply.text
    assert "Where terms change, call the promise off" in reply.text
    reply = park_lead.post(page, data=typed | {"condition": "once the line runs", "need": "a hall"})
    assert reply.status_code == 302


def test_a_payment_has_one_answer_though_two_give_theirs_at_one_moment(app) -> None:
    """The second one is told, whichever database it is."""
    payment = pay(make_promise(), MILLION, by=make_user(), confirmed_by=make_user())
    row = {"payment_id": payment.id, "verdict": PaymentVerdict.RETURNED, "recorded_at": clock.now()}

    with pytest.raises(ConflictError), transaction():
        session.execute(insert(PromisePaymentDecision).values(**row))


def test_a_payment_is_reversed_once_by_a_row_that_is_confirmed_too(app) -> None:
    first, second = make_user(), make_user()
    promise = make_promise()
    payment = pay(promise, MILLION, by=first, confirmed_by=second)
    with pytest.raises(RuleError):
        promises.cancel_promise(promise, reason="changed our mind", by=None)

    reversal = payments.reverse_payment(payment, note="wrong account", by=None)
    session.commit()

    assert standing_of(promise).paid == MILLION
    with pytest.raises(RuleError):
        payments.reverse_payment(payment, note="again", by=None)
    confirm(reversal, by=second)
    assert standing_of(promise).paid == 0
    promises.cancel_promise(promise, reason="changed our mind", by=None)
    assert promise.cancelled_on == clock.today()


def test_a_returned_reversal_leaves_the_payment_to_be_reversed_again(app) -> None:
    first, second = make_user(), make_user()
    promise = make_promise()
    payment = pay(promise, MILLION, by=first, confirmed_by=second)
    reversal = payments.reverse_payment(payment, note="wrong account", by=None)
    session.commit()

    confirm(reversal, by=second, verdict=PaymentVerdict.RETURNED)

    assert standing_of(promise).paid == MILLION
    assert payments.may_reverse(payment)


def test_no_more_is_paid_than_was_promised(app) -> None:
    first, second = make_user(), make_user()
    promise = make_promise()
    pay(promise, MILLION - 1, by=first, confirmed_by=second)

    with pytest.raises(RuleError):
        pay(promise, 2, by=first)


def test_a_rival_park_learns_nothing_of_a_promise(client_for) -> None:
    promise = make_promise(park="XT", text="MARKER clause", budget_source="MARKER budget")
    promise_id, attachment_id = promise.id, promise.attachment_id
    officer = client_for(Role.OFFICER, park="YY")

    assert officer.get(f"/promises/{promise_id}").status_code == 404
    assert "MARKER" not in officer.get("/promises?show=all").text
    assert "MARKER" not in officer.get("/promises/export.csv?show=all").text
    assert officer.get(f"/attachments/{attachment_id}").status_code == 404


def test_what_is_overdue_comes_first_and_sums_stand_above(coordinator, statements) -> None:
    make_promise(text="due later")
    make_promise(text="past its day", due_on=clock.today() - timedelta(days=1))
    make_promise(park="XT", text="another park's")

    with statements() as seen:
        page = coordinator.get("/promises").text

    assert page.index("past its day") < page.index("due later")
    assert len(seen) <= 12


def test_a_clause_rests_on_an_article_that_is_there(app) -> None:
    article = make_article()
    article.archived_at, article.archived_reason = clock.now(), "withdrawn"
    session.commit()

    with pytest.raises(RuleError) as refusal:
        promises.make_promise(promise_fields(make_firm(), article_id=article.id), None, by=None)

    assert "article_id" in refusal.value.fields
