"""Filing, ruling, the second look, tying to a project, status updates."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from crm.advisers import queries, service
from crm.advisers.queries import referrals
from crm.advisers.service import RulingFields, TermFields
from crm.core import names
from crm.core.database import session
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import Adviser, Engagement, Firm, FirmAlias, Referral, ReferralRuling, User
from models.enums import (
    CheckResult,
    ReferralCheck,
    ReferralOutcome,
    ReferralState,
    Role,
    RulingStep,
    Stage,
    UpdateState,
)
from tests.factories.advisers import (
    file_referral,
    make_adviser,
    make_recognised,
    make_referral,
    make_update,
    written,
)
from tests.factories.claims import make_claim
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park

YES, NO = ReferralOutcome.RECOGNISED, ReferralOutcome.NOT_RECOGNISED


def office() -> User:
    return make_user(role=Role.COORDINATOR)


def matched(firm: Firm, adviser: Adviser | None = None, **values: object) -> Referral:
    return make_referral(adviser, firm_id=firm.id, state=ReferralState.EXAMINED, **values)  # type: ignore[arg-type]


def result_of(referral: Referral, check: ReferralCheck) -> CheckResult:
    return next(each.result for each in service.examine(referral, referral.project) if each.check is check)


def test_a_referral_is_taken_as_typed_with_its_moment_and_nothing_is_matched(clock_at) -> None:
    clock_at("2024-06-10T02:03:04Z")
    make_firm(name_hant="鴻海精密工業股份有限公司")
    account = make_user(role=Role.ADVISER)

    referral = file_referral(make_adviser(user=account), "鴻海精密工業股份有限公司", by=account)

    assert referral.received_at == clock.now()
    assert (referral.firm_id, referral.park_id, referral.state) == (None, None, ReferralState.RECEIVED)
    assert referral.ref.startswith("YJ-")
    assert [each.attachment.file_name for each in referral.files]


def test_what_is_sent_twice_is_filed_once_and_the_same_firm_again_is_taken_again() -> None:
    adviser = make_adviser()
    one = service.file_referral(adviser, written(), client_key="a" * 32, by=None)
    again = service.file_referral(adviser, written("another"), client_key="a" * 32, by=None)
    other = service.file_referral(adviser, written(), client_key="b" * 32, by=None)

    assert one is again
    assert other.id != one.id


def test_nobody_files_for_an_adviser_who_is_not_theirs() -> None:
    adviser = make_adviser(user=make_user(role=Role.ADVISER))

    for stranger in (make_user(role=Role.ADVISER), make_user(role=Role.PARK_LEAD, park="YY")):
        with pytest.raises(NotAllowedError):
            service.file_referral(adviser, written(), client_key="a" * 32, by=stranger)


def test_a_rival_of_the_same_group_in_another_script_is_found_when_somebody_rules() -> None:
    parent = make_firm(name_hant="示例聯合電子股份有限公司", name_hans="示例联合电子股份有限公司")
    child = make_firm(name_hant="示例聯合光電股份有限公司", parent=parent)
    rival = file_referral(make_adviser(), "示例联合电子有限公司")
    referral = matched(child)

    group = {parent.id, child.id}
    assert [each.id for each in queries.list_rivals(referral, group)] == [rival.id]
    assert result_of(referral, ReferralCheck.OTHER_REFERRALS) is CheckResult.CONFLICT


def test_rivals_are_found_behind_any_number_of_others_by_each_of_their_writings() -> None:
    parent = make_firm(name_hant="示例聯合電子股份有限公司", business_number="04595257")
    session.add(FirmAlias(firm_id=parent.id, name="示例聯電", name_key=names.fold("示例聯電")))
    make_firm(name_hant="示例舊名電子有限公司").merged_into_id = parent.id
    session.flush()
    adviser = make_adviser()
    others = {
        "adviser_id": adviser.id,
        "state": ReferralState.RECEIVED,
        "proposal": "x",
        "search_text": "",
        "introduced_on": clock.today(),
        "received_at": clock.now() - timedelta(days=9),
        "lock_version": 1,
    }
    drawn = [{"ref": f"N-{at}", "client_key": f"{at}", "firm_name": f"另一家{at}"} for at in range(450)]
    session.execute(insert(Referral), [each | others | {"name_key": each["firm_name"]} for each in drawn])
    rivals = [make_referral(adviser, firm_name=each) for each in ("示例联合电子", "示例聯電", "示例旧名电子")]
    rivals.append(make_referral(adviser, firm_name="一家公司", business_number=" 04595257 "))
    rivals.append(make_referral(adviser, firm_name="Example", firm_name_other="示例联合电子有限公司"))

    found = queries.list_rivals(matched(parent), {parent.id})

    assert {each.id for each in found} == {each.id for each in rivals}


def test_checks_see_the_group_its_claims_contacts_and_relations() -> None:
    parent = make_firm()
    firm = make_firm(parent=parent)
    adviser = make_adviser()
    referral = matched(firm, adviser)
    assert {result_of(referral, each) for each in (ReferralCheck.CLAIMS, ReferralCheck.FIRST_CONTACT)} == {
        CheckResult.PASSED
    }

    make_claim(firm=parent)
    make_engagement(firms=[parent])
    service.add_relation(adviser, parent.id, why="its owner", by=None)

    assert result_of(referral, ReferralCheck.CLAIMS) is CheckResult.CONFLICT
    assert result_of(referral, ReferralCheck.FIRST_CONTACT) is CheckResult.CONFLICT
    assert result_of(referral, ReferralCheck.RELATED_PARTY) is CheckResult.FAILED


def test_without_conflict_one_person_decides_and_what_was_checked_is_kept() -> None:
    project = make_project(stage=Stage.TALKS, firm=make_firm())
    referral = matched(project.firm)

    ruling = service.rule_on(referral, RulingFields(YES, "first", None, project.id), by=office())

    assert (referral.state, referral.project_id) == (ReferralState.RECOGNISED, project.id)
    assert ruling.step is RulingStep.DECIDED
    assert [each["check"] for each in json.loads(ruling.checks)] == [each.value for each in ReferralCheck]


def test_a_referral_after_the_signing_is_not_recognised_for_that_project() -> None:
    signed = make_project(stage=Stage.SIGNED, firm=make_firm())
    referral = matched(signed.firm)

    with pytest.raises(RuleError, match="2024"):
        service.rule_on(referral, RulingFields(YES, "why", None, signed.id), by=office())

    service.rule_on(referral, RulingFields(NO, "too late"), by=office())
    assert referral.state is ReferralState.SECOND_LOOK, "an earlier signing of the group is a conflict"


def test_a_conflict_waits_for_a_second_person_and_the_first_cannot_be_both() -> None:
    firm = make_firm()
    matched(firm)
    referral, first, second = matched(firm), office(), office()

    service.rule_on(referral, RulingFields(YES, "first talk proven"), by=first)
    assert (referral.state, referral.ruled_at) == (ReferralState.SECOND_LOOK, None)
    with pytest.raises(DeniedError):
        service.confirm_ruling(referral, by=first)

    service.confirm_ruling(referral, by=second)
    assert referral.state is ReferralState.RECOGNISED
    assert referral.ruled_at is not None
    assert [each.step for each in referral.rulings] == [RulingStep.PROPOSED, RulingStep.CONFIRMED]


def test_a_proposal_is_confirmed_once_though_two_confirm_it_at_one_moment(monkeypatch) -> None:
    firm = make_firm()
    matched(firm)
    referral = matched(firm)
    proposal = service.rule_on(referral, RulingFields(YES, "first talk proven"), by=office())
    confirmed = {
        "referral_id": referral.id,
        "step": RulingStep.CONFIRMED,
        "outcome": YES,
        "reasons": "seen",
        "checks": "[]",
        "proposal_id": proposal.id,
        "recorded_at": clock.now(),
    }
    wait = referrals.hold

    def hold(record: Any) -> None:
        """Somebody else is quicker by a moment."""
        session.execute(insert(ReferralRuling).values(confirmed))
        wait(record)

    monkeypatch.setattr(referrals, "hold", hold)
    with pytest.raises(RuleError):
        service.confirm_ruling(referral, by=office())


def test_what_its_adviser_took_back_is_confirmed_by_nobody() -> None:
    firm = make_firm()
    matched(firm)
    referral = matched(firm)
    service.rule_on(referral, RulingFields(YES, "first talk proven"), by=office())
    service.withdraw_referral(referral, reason="named the wrong firm", by=None)

    with pytest.raises(RuleError):
        service.confirm_ruling(referral, by=office())
    assert referral.state is ReferralState.WITHDRAWN


def test_what_a_second_person_returns_is_open_again() -> None:
    firm = make_firm()
    matched(firm)
    referral = matched(firm)
    service.rule_on(referral, RulingFields(YES, "why"), by=office())

    service.return_ruling(referral, reasons="look at the claim", by=office())

    assert referral.state is ReferralState.EXAMINED
    assert service.pending_proposal(referral) is None


def test_another_ruling_leaves_the_first_in_force_until_it_is_confirmed() -> None:
    referral = matched(make_firm())
    service.rule_on(referral, RulingFields(NO, "no proof"), by=office())

    service.rule_on(referral, RulingFields(YES, "proof came"), by=office())
    assert referral.state is ReferralState.NOT_RECOGNISED

    service.confirm_ruling(referral, by=office())
    assert referral.state is ReferralState.RECOGNISED


def test_a_project_counts_for_one_referral_and_only_one_of_the_group() -> None:
    project = make_project(stage=Stage.TALKS, firm=make_firm())
    make_recognised(project=project)
    referral = matched(project.firm)

    with pytest.raises(RuleError) as taken:
        service.rule_on(referral, RulingFields(YES, "why", None, project.id), by=office())
    with pytest.raises(RuleError) as foreign:
        service.rule_on(referral, RulingFields(YES, "why", None, make_project().id), by=office())

    assert "project_id" in taken.value.fields
    assert "project_id" in foreign.value.fields


def test_a_recognised_referral_is_tied_to_its_project_later_if_it_lies_before_the_signing() -> None:
    firm = make_firm()
    referral = matched(firm)
    service.rule_on(referral, RulingFields(YES, "first"), by=office())
    late = make_project(stage=Stage.SIGNED, firm=firm)
    talks = make_project(stage=Stage.TALKS, firm=firm, park="XT")

    with pytest.raises(RuleError):
        service.tie_project(referral, late.id, by=office())
    service.tie_project(referral, talks.id, by=office())

    assert (referral.project_id, referral.park_id) == (talks.id, get_park("XT").id)


@pytest.mark.parametrize("field", ["adviser", "firm"])
def test_words_for_the_adviser_never_name_another(field: str) -> None:
    firm = make_firm(name_hant="示例集團本部股份有限公司")
    other = make_adviser(name_hant="示例顧問乙")
    matched(firm, other)
    referral = matched(firm)
    words = {"adviser": "示例顾问乙已先引荐", "firm": "贵方所报即示例集团本部股份有限公司"}[field]

    with pytest.raises(RuleError) as refused:
        service.rule_on(referral, RulingFields(NO, "why", words), by=office())

    assert "public_words" in refused.value.fields


def test_only_the_office_rules_matches_and_ties() -> None:
    referral, lead = matched(make_firm()), make_user(role=Role.PARK_LEAD, park="YY")

    with pytest.raises(NotAllowedError):
        service.match_referral(referral, firm_id=None, park_id=None, by=lead)
    with pytest.raises(NotAllowedError):
        service.rule_on(referral, RulingFields(NO, "why"), by=lead)
    with pytest.raises(NotAllowedError):
        service.tie_project(referral, 1, by=lead)


def test_an_adviser_takes_back_what_was_not_ruled_on_and_nothing_else() -> None:
    account = make_user(role=Role.ADVISER)
    adviser = make_adviser(user=account)
    waiting = make_referral(adviser, state=ReferralState.SECOND_LOOK)
    ruled = make_referral(adviser, state=ReferralState.NOT_RECOGNISED)

    service.withdraw_referral(waiting, reason="the firm went elsewhere", by=account)
    with pytest.raises(RuleError):
        service.withdraw_referral(ruled, reason="why", by=account)

    assert waiting.state is ReferralState.WITHDRAWN


def test_a_park_takes_a_status_update_over_in_its_own_words_as_no_contact_with_the_firm() -> None:
    account = make_user(role=Role.ADVISER)
    referral = make_recognised(make_adviser(user=account))
    officer = make_user(role=Role.OFFICER, park="YY")
    update = service.submit_update(
        referral,
        text="設備到港",
        happened_on=clock.today(),
        client_key="a" * 32,
        files=[(b"%PDF-1.4 x", "photo.pdf")],
        by=account,
    )

    engagement = service.confirm_update(update, words="顾问反映设备到港", by=officer)

    kept = session.get_one(Engagement, engagement.id)
    assert (kept.summary, kept.is_two_way, kept.project_id) == (
        "顾问反映设备到港",
        False,
        referral.project_id,
    )
    assert [each.attachment_id for each in kept.files] == [update.attachment_id]
    assert (update.state, update.decided_by_id) == (UpdateState.CONFIRMED, officer.id)
    with pytest.raises(RuleError):
        service.return_update(update, reason="why", by=officer)


def test_another_park_confirms_nothing_and_an_adviser_tells_of_no_project_that_is_none() -> None:
    account = make_user(role=Role.ADVISER)
    adviser = make_adviser(user=account)
    update = make_update(make_recognised(adviser))

    with pytest.raises(NotAllowedError):
        service.confirm_update(update, words="x", by=make_user(role=Role.OFFICER, park="XT"))
    for referral in (make_referral(adviser), make_recognised(adviser, state=ReferralState.NOT_RECOGNISED)):
        with pytest.raises(RuleError):
            service.submit_update(
                referral, text="x", happened_on=clock.today(), client_key="c" * 32, by=account
            )


def test_an_account_acts_for_one_adviser_and_only_an_advisers_account_does() -> None:
    account = make_user(role=Role.ADVISER)
    officer = make_user(role=Role.OFFICER, park="YY")
    one, other = make_adviser(), make_adviser()

    service.link_account(one, account.name.upper(), by=office())
    assert one.user_id == account.id
    for name in (account.name, officer.name, "nobody"):
        with pytest.raises(RuleError):
            service.link_account(other, name, by=office())
    with pytest.raises(NotAllowedError):
        service.link_account(other, "", by=make_user(role=Role.PARK_LEAD, park="YY"))


def test_terms_lie_apart_and_end_before_their_time_with_a_reason() -> None:
    adviser, today = make_adviser(in_office=False), clock.today()
    term = service.add_term(adviser, TermFields(today, today + timedelta(days=99)), by=None)

    with pytest.raises(RuleError):
        service.add_term(
            adviser, TermFields(today + timedelta(days=50), today + timedelta(days=200)), by=None
        )
    with pytest.raises(RuleError):
        service.end_term(term, ended_on=today + timedelta(days=10), reason=" ", by=None)
    service.end_term(term, ended_on=today + timedelta(days=10), reason="resigned", by=None)
    service.add_term(adviser, TermFields(today + timedelta(days=50), date(today.year + 2, 1, 1)), by=None)
