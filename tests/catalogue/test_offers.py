"""Offers between a draft and the public: the second key, the snapshot, the three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crm.catalogue import queries, service
from crm.catalogue.comparing import sides
from crm.catalogue.queries import PublishedFilters
from crm.catalogue.rules import Written
from crm.catalogue.service import ContactFields
from crm.catalogue.snapshots import unpack
from crm.core.actors import Actor, acting
from crm.core.database import session
from kernel import clock
from kernel.errors import ConflictError, DeniedError, NotAllowedError, RuleError
from kernel.money import Currency, Money
from models import Notice, Offer, OfferContact, User
from models.enums import NoticeKind, OfferLanguage, OfferState, Role
from tests.factories.catalogue import make_offer, make_published, make_review, make_submitted, offer_fields
from tests.factories.users import make_user

HANS, HANT, EN = OfferLanguage


def test_the_traditional_text_is_drafted_and_stays_marked_until_a_person_confirms_it() -> None:
    offer = make_offer()
    draft = offer.text_in(HANT)
    assert draft is not None
    assert draft.title == "示例：半導體封裝項目"
    assert draft.is_machine_draft
    assert draft.confirmed_at is None

    service.confirm_text(offer, HANT, by=make_user(park="YY"))

    assert not draft.is_machine_draft
    with pytest.raises(RuleError):
        service.confirm_text(offer, HANT, by=make_user(park="YY"))


def test_an_unconfirmed_draft_does_not_go_out_in_its_language() -> None:
    offer = make_published(confirmed=False)

    assert unpack(offer.versions[0]).text(HANT) is None
    assert session.scalars(queries.published_query(PublishedFilters(language=HANT))).all() == []
    assert queries.count_in_other_languages(PublishedFilters(language=HANT)) == 1
    assert len(session.scalars(queries.published_query(PublishedFilters())).all()) == 1


def test_a_change_of_the_simplified_text_puts_the_confirmed_one_in_doubt_but_not_what_is_public() -> None:
    offer = make_published()
    fields = service.fields_of(offer)
    texts = {**fields.texts, HANS: Written("示例：新标题", "新内容。")}

    service.edit_offer(offer, replace(fields, texts=texts), by=None)

    assert offer.state is OfferState.DRAFT
    text = offer.text_in(HANT)
    assert text is not None
    assert text.confirmed_at is None
    assert not text.is_machine_draft
    version = queries.get_published(offer.public_key)
    assert unpack(version).texts[HANS].title == "示例：半导体封装项目"
    hans = sides(offer)[0]
    assert hans.is_changed
    assert next(part.public for part in hans.parts if part.is_changed) == "示例：半导体封装项目"


def test_a_second_person_publishes() -> None:
    writer = make_user(role=Role.PARK_LEAD, park="YY")
    offer = make_submitted(by=writer)

    with pytest.raises(DeniedError):
        service.publish_offer(offer, by=writer)
    session.rollback()
    with pytest.raises(NotAllowedError):
        service.publish_offer(offer, by=make_user(role=Role.OFFICER, park="YY"))
    session.rollback()
    with pytest.raises(NotAllowedError):
        service.publish_offer(offer, by=make_user(role=Role.PARK_LEAD, park="XT"))
    session.rollback()

    service.publish_offer(offer, by=make_user(role=Role.COORDINATOR))
    assert (offer.state, offer.public_number) == (OfferState.PUBLISHED, 1)


def test_who_submitted_what_another_wrote_is_no_second_person() -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    offer = make_offer(by=make_user(park="YY"))
    service.submit_offer(offer, by=lead)

    with pytest.raises(DeniedError):
        service.publish_offer(offer, by=lead)


def test_nobody_publishes_a_version_that_they_wrote_on_before_others_did() -> None:
    lead, officer, second = (
        make_user(role=role, park="YY") for role in (Role.PARK_LEAD, Role.OFFICER, Role.PARK_LEAD)
    )
    offer = _written_by(lead, make_published(), "示例：先写的标题")
    _written_by(officer, offer, "示例：后写的标题")
    with acting(Actor(officer.id, officer.name, "test")):
        service.submit_offer(offer, by=officer)
        session.commit()

    assert not service.may_publish(offer, lead)
    with pytest.raises(DeniedError):
        service.publish_offer(offer, by=lead)
    session.rollback()
    assert service.may_publish(offer, second)
    with acting(Actor(second.id, second.name, "test")):
        service.publish_offer(offer, by=second)
        session.commit()

    # Of the next version the first lead wrote nothing.
    _written_by(officer, offer, "示例：下一版标题")
    service.submit_offer(offer, by=officer)
    assert service.may_publish(offer, lead)


def test_nobody_publishes_a_version_that_they_submitted_before_it_was_returned() -> None:
    officer, first, second = (
        make_user(role=role, park="YY") for role in (Role.OFFICER, Role.PARK_LEAD, Role.PARK_LEAD)
    )
    offer = make_offer(by=officer)
    for sender in (first, officer):
        with acting(Actor(sender.id, sender.name, "test")):
            service.submit_offer(offer, by=sender)
            session.commit()
        if sender is first:
            with acting(Actor(second.id, second.name, "test")):
                service.return_offer(offer, reason="示例：再看一遍", by=second)
                session.commit()

    assert not service.may_publish(offer, first)
    assert service.may_publish(offer, second), "who returned it wrote nothing"


def _written_by(user: User, offer: Offer, title: str) -> Offer:
    """Each in a request of their own, as on the page: the log has them."""
    fields = service.fields_of(offer)
    with acting(Actor(user.id, user.name, "test")):
        texts = {**fields.texts, HANS: replace(fields.texts[HANS], title=title)}
        service.edit_offer(offer, replace(fields, texts=texts), by=user)
        session.commit()
    return offer


def test_an_incentive_needs_a_review_that_was_passed_and_holds_for_the_park() -> None:
    promised = {HANS: Written("示例", "内容", None, "租金减半")}
    for review in (None, make_review(is_passed=False), make_review(park="XT")):
        offer = make_offer(texts=promised, review_id=review.id if review else None)
        with pytest.raises(RuleError):
            service.submit_offer(offer, by=make_user(park="YY"))
        session.rollback()

    offer = make_published(texts=promised, review_id=make_review().id)
    assert unpack(offer.versions[0]).review


def test_a_review_put_away_after_submitting_stops_the_publishing() -> None:
    review = make_review()
    offer = make_submitted(texts={HANS: Written("示例", "内容", None, "租金减半")}, review_id=review.id)
    review.archived_at, review.archived_reason = clock.now(), "test"
    session.commit()

    with pytest.raises(RuleError):
        service.publish_offer(offer, by=make_user(role=Role.COORDINATOR))


def test_wording_that_does_not_go_out_is_named_in_the_refusal() -> None:
    offer = make_offer(texts={HANS: Written("示例", "民国113年设立的企业")})
    with pytest.raises(RuleError, match="民国113年"):
        service.submit_offer(offer, by=make_user(park="YY"))


def test_a_person_is_published_with_consent_alone() -> None:
    named = ContactFields(name="示例联系人", phone="0730-0000000")
    with pytest.raises(RuleError):
        service.submit_offer(make_offer(contact=named), by=make_user(park="YY"))
    session.rollback()

    agreed = replace(named, consent_text="同意公开", consented_on=clock.today())
    offer = make_published(contact=agreed)
    assert offer.versions[0].contact_id == offer.contact_id


def test_a_published_contact_stays_as_it_was_when_another_is_written() -> None:
    offer = make_published()
    old = offer.contact_id
    service.edit_offer(offer, replace(service.fields_of(offer), contact=ContactFields(phone="1")), by=None)

    kept = session.get(OfferContact, old)
    assert offer.contact_id != old
    assert kept is not None
    assert kept.phone == "0730-0000000"
    assert queries.get_published(offer.public_key).contact_id == old


def test_figures_come_back_from_the_snapshot_to_the_last_digit() -> None:
    given = {
        "investment_minor": 12_345_678_901_23,
        "investment_currency": Currency.CNY,
        "land_mu": Decimal("66.75"),
        "plant_m2": 12000,
    }
    facts = unpack(make_published(**given).versions[0]).facts
    assert facts.investment == Money(12_345_678_901_23, Currency.CNY)
    assert str(facts.land_mu) == "66.75"
    assert (facts.plant_m2, facts.power_kva) == (12000, None)


def test_what_runs_out_is_gone_with_its_day_and_settled_by_the_clock(clock_at) -> None:
    offer = make_published(valid_until=clock.today() + timedelta(days=10))
    key, today = offer.public_key, clock.now()
    clock_at(today + timedelta(days=10))
    assert queries.find_current_version(key) is not None
    assert service.expire_offers() == 0

    clock_at(today + timedelta(days=11))
    assert queries.find_current_version(key) is None
    assert service.expire_offers() == 1
    assert (offer.state, offer.public_number) == (OfferState.EXPIRED, None)
    assert service.expire_offers() == 0


def test_withdrawing_needs_one_person_and_a_reason() -> None:
    offer, officer = make_published(), make_user(park="YY")
    with pytest.raises(RuleError):
        service.withdraw_offer(offer, reason=" ", by=officer)
    session.rollback()

    service.withdraw_offer(offer, reason="土地已出让", by=officer)
    assert queries.find_current_version(offer.public_key) is None
    assert (offer.state, offer.note) == (OfferState.WITHDRAWN, "土地已出让")


def test_the_park_hears_of_what_waits_for_the_second_key() -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    other = make_user(role=Role.PARK_LEAD, park="XT")
    make_submitted()
    told = {notice.user_id for notice in session.query(Notice).filter_by(kind=NoticeKind.OFFER_SUBMITTED)}
    assert lead.id in told
    assert other.id not in told


def test_what_waits_is_not_edited_and_a_stale_form_is_a_conflict() -> None:
    offer = make_submitted()
    with pytest.raises(RuleError):
        service.edit_offer(offer, service.fields_of(offer), by=None)
    session.rollback()
    draft = make_offer()
    with pytest.raises(ConflictError):
        service.edit_offer(draft, service.fields_of(draft), by=None, lock_version=draft.lock_version - 1)


def test_links_are_chosen_among_those_offered() -> None:
    with pytest.raises(RuleError) as refused:
        make_offer(policy_id=999, review_id=999, chain_link_id=999)
    assert set(refused.value.fields) == {"policy_id", "review_id", "chain_link_id"}


def test_the_fields_of_an_offer_are_written_as_they_were_read() -> None:
    fields = offer_fields(plant_m2=5)
    assert service.fields_of(service.write_offer(fields, by=None)).plant_m2 == 5
