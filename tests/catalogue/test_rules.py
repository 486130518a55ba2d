"""What stands between an offer and the public, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.catalogue.drafting import traditional
from crm.catalogue.rules import (
    ENQUIRY_MOVES,
    MOVES,
    Follow,
    Gap,
    Move,
    Standing,
    Written,
    can_move,
    follow,
    gaps,
    is_second_person,
    is_writing,
)
from crm.core.wording import offences
from models.enums import EnquiryState, OfferLanguage, OfferState

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 24)
SOUND = Standing(
    has_text=True,
    valid_until=date(2027, 11, 24),
    has_incentive=False,
    has_review=False,
    is_review_passed=False,
    has_contact=True,
    names_person=False,
    has_consent=False,
    offences=0,
    is_policy_away=False,
)
OLD, NEW, BLANK = Written("旧", "旧"), Written("新", "新"), Written("", "")


@pytest.mark.parametrize(
    ("move", "allowed"),
    [
        (Move.EDIT, {OfferState.DRAFT, OfferState.PUBLISHED, OfferState.WITHDRAWN, OfferState.EXPIRED}),
        (Move.SUBMIT, {OfferState.DRAFT, OfferState.WITHDRAWN}),
        (Move.PUBLISH, {OfferState.SUBMITTED}),
        (Move.RETURN, {OfferState.SUBMITTED}),
        (Move.TAKE_BACK, {OfferState.SUBMITTED}),
    ],
)
def test_each_move_starts_from_its_states_alone(move: Move, allowed: set[OfferState]) -> None:
    assert {state for state in OfferState if can_move(move, state, is_public=True)} == allowed


@pytest.mark.parametrize("state", list(OfferState))
def test_only_what_is_public_is_withdrawn(state: OfferState) -> None:
    assert can_move(Move.WITHDRAW, state, is_public=True)
    assert not can_move(Move.WITHDRAW, state, is_public=False)


def test_every_move_leads_somewhere() -> None:
    assert set(MOVES) == set(Move)
    assert set(ENQUIRY_MOVES) == set(EnquiryState)


def test_nobody_publishes_what_they_wrote_or_submitted() -> None:
    assert not is_second_person(7, frozenset({7, 8}))
    assert is_second_person(9, frozenset({7, 8}))
    assert is_second_person(None, frozenset({None, 8}))


@pytest.mark.parametrize(
    ("changes", "is_it"),
    [
        ({"title": ["旧", "新"], "written_by_id": [1, 2]}, True),
        ({"submitted_by_id": [1, 2], "state": ["draft", "submitted"]}, True),
        ({"submitted_at": ["a", "b"], "state": ["draft", "submitted"]}, True),
        ({"state": ["published", "draft"]}, True),
        ({"state": ["submitted", "draft"], "note": [None, "示例"]}, False),
        ({"state": ["submitted", "published"], "public_number": [1, 2], "published_by_id": [1, 3]}, False),
        ({"state": ["published", "withdrawn"], "public_number": [1, None]}, False),
    ],
)
def test_a_change_is_writing_or_moving(changes: dict[str, list[object]], is_it: bool) -> None:
    assert is_writing(changes) is is_it


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"has_text": False}, Gap.NO_TEXT),
        ({"valid_until": None}, Gap.NO_VALIDITY),
        ({"valid_until": date(2026, 11, 23)}, Gap.RAN_OUT),
        ({"has_incentive": True}, Gap.NO_REVIEW),
        ({"has_incentive": True, "has_review": True}, Gap.REVIEW_NOT_PASSED),
        ({"has_contact": False}, Gap.NO_CONTACT),
        ({"names_person": True}, Gap.NO_CONSENT),
        ({"offences": 1}, Gap.WORDING),
        ({"is_policy_away": True}, Gap.POLICY_AWAY),
    ],
)
def test_each_gap_keeps_an_offer_from_the_public(change: dict[str, object], gap: Gap) -> None:
    assert gaps(SOUND, TODAY) == []
    assert gaps(replace(SOUND, **change), TODAY) == [gap]


def test_a_passed_review_carries_an_incentive_and_the_last_day_still_counts() -> None:
    sound = replace(SOUND, has_incentive=True, has_review=True, is_review_passed=True, valid_until=TODAY)
    assert gaps(sound, TODAY) == []


@pytest.mark.parametrize(
    ("language", "before", "sent", "is_draft", "has_changed", "what"),
    [
        (OfferLanguage.HANT, None, BLANK, False, True, Follow.DRAFT),
        (OfferLanguage.HANT, OLD, OLD, True, True, Follow.DRAFT),
        (OfferLanguage.HANT, OLD, OLD, True, False, Follow.KEEP),
        (OfferLanguage.HANT, OLD, NEW, True, True, Follow.WRITE),
        (OfferLanguage.HANT, OLD, OLD, False, True, Follow.DOUBT),
        (OfferLanguage.HANT, OLD, OLD, False, False, Follow.KEEP),
        (OfferLanguage.EN, None, BLANK, False, True, Follow.KEEP),
        (OfferLanguage.EN, OLD, BLANK, False, False, Follow.DROP),
        (OfferLanguage.EN, OLD, OLD, False, True, Follow.DOUBT),
        (OfferLanguage.EN, None, NEW, False, True, Follow.WRITE),
    ],
)
def test_other_languages_follow_the_simplified_text(
    language: OfferLanguage,
    before: Written | None,
    sent: Written,
    is_draft: bool,
    has_changed: bool,
    what: Follow,
) -> None:
    assert follow(language, before, sent, is_machine_draft=is_draft, has_source_changed=has_changed) is what


@pytest.mark.parametrize(
    ("text", "drafted"),
    [
        ("台资企业的软件项目", "台資企業的軟體項目"),
        ("投产运营", "投產營運"),
        ("统一社会信用代码", "統一社會信用代碼"),
        ("工业用地200亩", "工業用地200畝"),
    ],
)
def test_the_draft_keeps_the_terms_of_the_house(text: str, drafted: str) -> None:
    assert traditional(text) == drafted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("民国113年设立", "民国113年"),
        ("中華民國一一三年設立", "中華民國一一三年"),
        ("民國一一三年投產", "民國一一三年"),
        ("国立大学参与", "国立"),
        ("中央研究院合作", "中央研究院"),
        ("两岸三地企业", "两岸三地"),
        ("持护照办理", "护照"),
        ("文书验证后", "文书验证"),
        ("台湾和中国的企业", "台湾和中国"),
        ("investors from Taiwan.", "Taiwan"),
        ("Taiwan (R.O.C.)", "R.O.C."),
        ("the Republic of China", "Republic of China"),
    ],
)
def test_wording_that_does_not_go_out_is_named_as_it_is_written(text: str, found: str) -> None:
    assert found in [each.found for each in offences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "与“国立清华大学”合作",
        "台湾地区企业，持旅行证件办理",
        "在客户处验证样品",
        "中央财政支持",
        "investors from Taiwan, China",
        "Taiwan-funded firms on both sides of the Taiwan Strait",
        "the People's Republic of China",
        "Taiwan Cement Corporation",
        "",
    ],
)
def test_wording_that_is_right_goes_out(text: str) -> None:
    assert offences(text) == ()
