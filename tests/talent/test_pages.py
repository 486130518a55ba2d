"""The staff's pages of talents: they open, stay within their statements, and mask what isn't theirs."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from crm.core.database import session
from kernel import clock
from models import BenefitPayment, LevelRule, TalentApplication, TalentBudget, TalentRuleVersion
from models.enums import ApplicationState, Role, RuleState, TalentLevel
from tests.factories.firms import make_establishment
from tests.factories.talents import (
    make_application,
    make_decided,
    make_employer,
    make_examined,
    make_need,
    make_rules,
    make_talent,
)
from tests.factories.users import make_user
from tests.factories.zone import get_park

SECRET = "示例密"


@pytest.mark.parametrize(
    "address",
    [
        "/talent",
        "/talent/applications?all=y",
        "/talent/needs",
        "/talent/payments",
        "/talent/budgets",
        "/talent/rules",
        "/talent/employers",
    ],
)
def test_every_list_says_how_many_within_eight_statements(coordinator, statements, address) -> None:
    make_rules()
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    make_decided(lead=lead)
    make_talent()
    make_need()
    make_employer(user=make_user(role=Role.EMPLOYER))

    with statements() as seen:
        reply = coordinator.get(address)

    assert reply.status_code == 200
    assert len(seen) <= 16, seen


def test_the_pages_of_one_stay_within_twenty_five_statements(park_lead, statements) -> None:
    make_rules()
    application = make_examined(examiner=park_lead.user)
    talent, need = make_talent(skills="PLC"), make_need()

    for address in (
        f"/talent/applications/{application.id}",
        f"/talent/{talent.id}",
        f"/talent/needs/{need.id}",
    ):
        with statements() as seen:
            reply = park_lead.get(address)
        assert reply.status_code == 200, address
        assert len(seen) <= 25, (address, len(seen))


def test_a_leader_reads_nobodys_name_answers_or_papers(leader) -> None:
    make_rules()
    application = make_application(name_hant=SECRET, phone="13912345678")
    document = application.documents[0].attachment_id
    talent_id = application.talent_id

    for address in (
        f"/talent/applications/{application.id}",
        f"/talent/{talent_id}",
        "/talent?everyone=y",
        "/talent/applications",
        "/talent/applications/export.csv",
        "/talent/export.csv?everyone=y",
    ):
        text = leader.get(address).get_data(as_text=True)
        assert SECRET not in text, address
        assert "13912345678" not in text
        assert "01234567" not in text
    assert leader.get(f"/attachments/{document}").status_code == 404
    assert leader.get(f"/talent/applications/{application.id}/letter").status_code == 403
    found = leader.get(f"/talent/applications?q={SECRET}&all=y").get_data(as_text=True)
    assert application.ref not in found


def test_another_parks_staff_find_no_such_application(client_for) -> None:
    make_rules()
    application = make_application(park="YY")
    rival = client_for(Role.PARK_LEAD, park="XT")

    assert rival.get(f"/talent/applications/{application.id}").status_code == 404
    assert rival.get(f"/talent/{application.talent_id}").status_code == 404
    assert application.ref not in rival.get("/talent/applications?all=y").get_data(as_text=True)


def test_an_application_is_taken_up_supplemented_and_decided_on_its_pages(park_lead) -> None:
    make_rules()
    application = make_application()
    base = f"/talent/applications/{application.id}"

    park_lead.post(f"{base}/accept")
    page = park_lead.get(f"{base}/decide").get_data(as_text=True)
    reply = park_lead.post(
        f"{base}/decide",
        data={
            "outcome": "granted",
            "level": "b",
            "reasons": "As the clauses say.",
            "lock_version": str(session.get(TalentApplication, application.id).lock_version),
        },
    )

    assert "Clause 1.1" in page
    assert "24,000.00" in page
    assert reply.status_code == 302, reply.get_data(as_text=True)[-3000:]
    session.expire_all()
    assert session.get(TalentApplication, application.id).state is ApplicationState.DECIDED


def test_a_decision_on_what_somebody_changed_meanwhile_keeps_what_was_typed(park_lead) -> None:
    make_rules()
    application = make_examined(examiner=park_lead.user)

    reply = park_lead.post(
        f"/talent/applications/{application.id}/decide",
        data={"outcome": "granted", "level": "b", "reasons": "My long reasons", "lock_version": "1"},
    )

    assert reply.status_code == 422
    assert "My long reasons" in reply.get_data(as_text=True)


def test_payments_add_up_by_year_and_park_against_the_budget(park_lead, coordinator) -> None:
    make_rules()
    application = make_decided(lead=park_lead.user)
    award = max(application.decisions[-1].awards, key=lambda each: each.amount_minor)
    data = {"paid_on": clock.today().isoformat(), "amount_minor": "12,345.67", "voucher": "V-9"}
    coordinator.post(
        "/talent/budgets/new",
        data={"year": str(clock.today().year), "park_id": str(get_park("YY").id), "amount_minor": "20000"},
    )

    assert park_lead.post(f"/talent/awards/{award.id}/pay", data=data).status_code == 302
    again = park_lead.post(f"/talent/awards/{award.id}/pay", data=data)
    page = coordinator.get("/talent/budgets").get_data(as_text=True)

    assert again.status_code == 422
    assert session.query(BenefitPayment).count() == 1
    assert session.query(TalentBudget).count() == 1
    assert "12,345.67" in page
    assert "7,654.33" in page


def test_a_second_person_puts_a_draft_in_force_and_then_nothing_in_it_changes(client_for) -> None:
    make_rules()
    writer, second = client_for(Role.COORDINATOR), client_for(Role.COORDINATOR)
    source = session.query(TalentRuleVersion).one()
    writer.post(
        f"/talent/rules/new?copy={source.id}",
        data={"title": "Next", "in_force_from": f"{clock.today().year + 1}-01-01", "is_example": "y"},
    )
    draft = session.query(TalentRuleVersion).filter_by(title="Next").one()
    clause = {
        "number": "1.9",
        "level": "a",
        "audience": "team",
        "conditions": "education >= doctorate ~0 #diploma\naward_grade >= national or patents >= 5 ~1",
        "text_hans": "甲",
        "text_hant": "甲",
        "text_en": "First",
    }
    assert writer.post(f"/talent/rules/{draft.id}/levels", data=clause).status_code == 302
    bad = writer.post(f"/talent/rules/{draft.id}/levels", data=clause | {"conditions": "age is high"})

    assert bad.status_code == 422
    assert "age is high" in bad.get_data(as_text=True)
    assert "1.9" in second.get(f"/talent/rules/{draft.id}").get_data(as_text=True)
    url = f"/talent/rules/{draft.id}/put-in-force"
    session.expire_all()
    seen = {"lock_version": str(session.get(TalentRuleVersion, draft.id).lock_version)}
    session.rollback()
    assert writer.post(url, data=seen).status_code == 403
    assert second.post(url, data=seen).status_code == 302
    session.expire_all()
    assert session.get(TalentRuleVersion, draft.id).state is RuleState.IN_FORCE
    rule = session.query(LevelRule).filter_by(version_id=draft.id, number="1.9").one()
    session.rollback()
    assert writer.post(f"/talent/rules/{draft.id}/levels?clause={rule.id}", data=clause).status_code == 422


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "zh_Hant_TW", "en"])
def test_the_letter_says_level_clauses_and_sums_as_page_pdf_and_word(park_lead, locale) -> None:
    make_rules()
    application = make_decided(lead=park_lead.user)
    base = f"/talent/applications/{application.id}/letter"

    page = park_lead.get(f"{base}?locale={locale}").get_data(as_text=True)
    word = park_lead.get(f"{base}/docx?locale={locale}")

    assert application.decisions[-1].number in page
    assert "54,000.00" in page
    assert "护照" not in page
    assert word.status_code == 200
    assert word.data.startswith(b"PK")
    if locale == "en":
        assert park_lead.get(f"{base}/pdf?locale={locale}").data.startswith(b"%PDF")


def test_nobody_comes_into_the_pool_without_a_consent(officer) -> None:
    talent = make_talent(is_in_pool=False)

    assert officer.post(f"/talent/{talent.id}/pool").status_code == 422
    officer.post(
        f"/talent/{talent.id}/consent",
        data={"purpose": "pool", "text": "I agree", "text_version": "paper 1"},
    )
    assert officer.post(f"/talent/{talent.id}/pool").status_code == 302
    officer.post(f"/talent/{talent.id}/consent", data={"purpose": "pool", "is_withdrawal": "y"})

    session.expire_all()
    assert not talent.is_in_pool


def test_the_pool_is_searched_by_skill_and_level_and_leaves_as_a_file_without_papers(officer) -> None:
    make_talent(
        name_hant="示例林",
        name_hans="示例林",
        skills="伺服控制",
        level=TalentLevel.B,
        paper_number="T99887766",
    )
    make_talent(name_hant="示例陳", name_hans="示例陈", skills="育种")

    page = officer.get("/talent?skill=伺服&level=b").get_data(as_text=True)
    file = officer.get("/talent/export.csv").get_data(as_text=True)

    assert "示例林" in page
    assert "示例陳" not in page
    assert "示例林" in file
    assert "T99887766" not in file


def test_the_letter_is_written_by_a_command_and_one_without_a_decision_is_refused(
    app, park_lead, tmp_path
) -> None:
    make_rules()
    decided, waiting = make_decided(lead=park_lead.user), make_application()
    out, run = tmp_path / "letter.docx", app.test_cli_runner().invoke
    number = decided.decisions[-1].number

    told = run(args=["decision-letter", number, "--language", "zh_Hant_TW", "--out", str(out)])
    refused = run(args=["decision-letter", waiting.ref, "--out", str(tmp_path / "none.pdf")])
    unknown = run(args=["decision-letter", "TA-999999", "--out", str(tmp_path / "none.pdf")])

    assert told.exit_code == 0, told.output
    with ZipFile(out) as word:
        text = word.read("word/document.xml").decode()
    assert number in text
    assert "第1.1條" in text
    assert (refused.exit_code, unknown.exit_code) == (1, 1)
    assert "no letter" in refused.output
    assert "TA-999999" in unknown.output
    assert not (tmp_path / "none.pdf").exists()


def test_a_need_names_the_settled_firm_of_its_own_park(officer) -> None:
    park = get_park("YY")
    own = make_establishment(registered_name="示例岳阳厂")
    away = make_establishment(park="XT", registered_name="示例湘潭厂")
    session.commit()
    typed = {"title": "Engineers", "park_id": str(park.id), "headcount": "2"}

    offered = officer.get("/talent/needs/establishments?q=示例岳阳").get_json()["items"]
    refused = officer.post("/talent/needs/new", data=typed | {"establishment_id": str(away.id)})
    saved = officer.post("/talent/needs/new", data=typed | {"establishment_id": str(own.id)})
    page = officer.get(saved.location).get_data(as_text=True)

    assert [each["id"] for each in offered] == [own.id]
    assert refused.status_code == 422
    assert "settled in that park" in refused.get_data(as_text=True)
    assert f'href="/firms/establishments/{own.id}"' in page
    assert own.ref in officer.get("/talent/needs/export.csv").get_data(as_text=True)
