from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from crm.applying import rules
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.talent.service import examining
from models import Industry, Talent, TalentApplication
from models.enums import ApplicationState, Role, TalentDocumentKind
from tests.factories.projects import make_industry
from tests.factories.talents import make_employer
from tests.factories.users import make_user
from tests.factories.zone import get_park

PERSON = {
    "kind": "person",
    "name_hant": "王小明",
    "birth_year": "1988",
    "paper_kind": "travel_permit",
    "paper_number": "01234567",
    "email": "wang@example.org",
}
ABILITY = {"skills": "封裝", "education": "master", "experience_years": "１０", "post_rank": "manager"}
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 64
CODE = "91430300MA4L00000X"


@pytest.fixture
def applicant(client_for):
    client = client_for(Role.APPLICANT)
    client.user.email = "wang@example.org"
    session.commit()
    return client


@pytest.fixture
def industry_id() -> str:
    return str(make_industry().id)


def begin(client) -> TalentApplication:
    assert client.post("/apply/begin").status_code == 302
    session.rollback()
    return own(client)


def own(client) -> TalentApplication:
    query = select(TalentApplication).join(TalentApplication.talent).where(Talent.user_id == client.user.id)
    return session.scalars(
        query.order_by(TalentApplication.id.desc()).execution_options(populate_existing=True)
    ).first()


def save(client, application, step: str, typed: dict[str, str], **values: str):
    session.rollback()
    version = str(own(client).lock_version)
    session.rollback()
    return client.post(f"/apply/{application.id}/{step}", data={**typed, "lock_version": version} | values)


def hand_in(client, application, kind: str, name: str = "護照.png", content: bytes = PHOTO):
    session.rollback()
    return client.post(
        f"/apply/{application.id}/papers",
        data={"kind": kind, "file": (BytesIO(content), name)},
        headers={"Accept": "application/json"},
    )


def fill(client, application, industry_id: str, **work: str) -> None:
    assert save(client, application, "person", PERSON).status_code == 302
    assert save(client, application, "ability", {**ABILITY, "industry_id": industry_id}).status_code == 302
    park = {"park_id": str(get_park("XT").id)}
    session.rollback()
    assert save(client, application, "work", park | work).status_code == 302
    for kind in ("identity", "contract"):
        assert hand_in(client, application, kind).status_code == 302
    session.rollback()
    assert (
        client.post(f"/apply/{application.id}/consent", data={"purposes": ["application"]}).status_code == 302
    )


def send(client, application):
    session.rollback()
    version = str(own(client).lock_version)
    session.rollback()
    return client.post(f"/apply/{application.id}/send", data={"lock_version": version})


def test_an_application_goes_from_the_first_step_to_the_park(applicant, industry_id) -> None:
    application = begin(applicant)
    fill(applicant, application, industry_id)

    assert send(applicant, application).status_code == 302

    session.rollback()
    sent = own(applicant)
    assert sent.state is ApplicationState.SUBMITTED
    assert sent.answers["experience_years"] == 10
    assert sent.talent.name_hant == "王小明"
    assert {each.attachment.file_name for each in sent.documents} == {"identity.png", "contract.png"}
    page = applicant.get(f"/apply/{application.id}").get_data(as_text=True)
    assert "working days left" in page


def test_what_is_missing_is_said_with_the_way_to_it(applicant) -> None:
    application = begin(applicant)

    page = send(applicant, application)

    assert page.status_code == 422
    text = page.get_data(as_text=True)
    for step in ("person", "ability", "work", "consent"):
        assert f"/apply/{application.id}/{step}" in text


def test_what_cant_be_kept_is_marked_and_all_else_is_saved(applicant) -> None:
    application = begin(applicant)

    page = save(applicant, application, "person", PERSON | {"birth_year": "88?"})

    assert page.status_code == 422
    assert 'value="88?"' in page.get_data(as_text=True)
    session.rollback()
    answers = own(applicant).answers
    assert answers["name_hant"] == "王小明"
    assert "birth_year" not in answers


def test_an_autosave_answers_the_next_version_and_a_second_window_gets_both(applicant) -> None:
    application = begin(applicant)
    seen = application.lock_version
    session.rollback()

    def autosave(name: str, version: int):
        return applicant.post(
            f"/apply/{application.id}/person/autosave",
            data={"name_hant": name, "lock_version": version},
            headers={"Accept": "application/json"},
        )

    assert autosave("王", seen).get_json()["lock_version"] == seen + 1
    assert autosave("李", seen).status_code == 409
    session.rollback()
    page = applicant.post(
        f"/apply/{application.id}/person", data=PERSON | {"name_hant": "李", "lock_version": str(seen)}
    )
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "keep_name_hant" in text
    assert "王" in text
    assert "李" in text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", PHOTO),
        ("a.png", b"no photo"),
        ("a.pdf", b""),
        ("a.png", PHOTO + b"0" * rules.MAX_FILE_BYTES),
    ],
)
def test_papers_are_photos_or_pdf_of_ten_megabytes_at_most(applicant, name: str, content: bytes) -> None:
    application = begin(applicant)

    answer = hand_in(applicant, application, "identity", name, content)

    assert answer.status_code == 422
    assert answer.get_json()["detail"]


def test_the_employer_with_the_code_confirms_and_sees_no_identity_paper(
    applicant, industry_id, client_for
) -> None:
    employer_client = client_for(Role.EMPLOYER)
    make_employer(user=employer_client.user).credit_code = CODE
    session.commit()
    application = begin(applicant)
    fill(applicant, application, industry_id, credit_code=CODE.lower())
    send(applicant, application)
    session.rollback()
    assert own(applicant).state is ApplicationState.EMPLOYER_REVIEW

    page = employer_client.get(f"/employer/{application.id}").get_data(as_text=True)
    assert "王小明" in page
    assert "01234567" not in page
    assert "wang@example.org" not in page
    session.rollback()
    version = own(applicant).lock_version
    session.rollback()
    answered = employer_client.post(
        f"/employer/{application.id}", data={"answer": "yes", "lock_version": version}
    )
    assert answered.status_code == 302
    session.rollback()
    assert own(applicant).state is ApplicationState.SUBMITTED


def test_in_a_supplement_what_was_settled_stays_and_all_else_is_saved(applicant, industry_id) -> None:
    application = begin(applicant)
    fill(applicant, application, industry_id)
    send(applicant, application)
    session.rollback()
    lead = make_user(role=Role.PARK_LEAD, park="XT")
    with acting(Actor(lead.id, lead.name, "test")):
        sent = own(applicant)
        examining.accept(sent, by=lead)
        examining.ask_for_supplement(sent, public_note="x", by=lead)
        session.commit()
    elsewhere = str(get_park("YY").id)
    session.rollback()

    refused = save(applicant, application, "work", {"park_id": elsewhere, "monthly_pay": "50000"})

    assert refused.status_code == 422
    assert "ask the park to return it" in refused.get_data(as_text=True)
    session.rollback()
    after = own(applicant)
    assert after.park_id == get_park("XT").id
    assert after.answers["monthly_pay"] == 5_000_000


def test_the_employers_paper_goes_to_the_applicant_with_what_is_not_so(
    applicant, industry_id, client_for
) -> None:
    employer_client, stranger = client_for(Role.EMPLOYER), client_for(Role.EMPLOYER)
    make_employer(user=employer_client.user).credit_code = CODE
    session.commit()
    application = begin(applicant)
    fill(applicant, application, industry_id, credit_code=CODE)
    send(applicant, application)

    def answer(name: str, **more: str):
        session.rollback()
        file = (BytesIO(PHOTO), name)
        data = {"answer": "no", "lock_version": str(own(applicant).lock_version), "file": file} | more
        session.rollback()
        return employer_client.post(f"/employer/{application.id}", data=data)

    assert answer("list.exe", note="Another post.").status_code == 422
    assert answer("list.png", note="").status_code == 422
    assert answer("list.png", note="Another post.").status_code == 302
    session.rollback()
    (paper,) = [each for each in own(applicant).documents if each.kind is TalentDocumentKind.EMPLOYER]
    session.expunge(paper)
    session.rollback()
    page, papers = (applicant.get(f"/apply/{application.id}{end}") for end in ("", "/papers"))
    removed = applicant.post(f"/apply/{application.id}/papers/{paper.id}/remove")

    assert "list.png" in page.get_data(as_text=True).partition("What happened")[0]
    assert f"papers/{paper.id}/remove" not in papers.get_data(as_text=True)
    assert removed.status_code in (409, 422)
    assert hand_in(applicant, application, "employer").status_code == 422
    for reader in (applicant, employer_client):
        session.rollback()
        assert reader.get(f"/attachments/{paper.attachment_id}").data == PHOTO
    session.rollback()
    assert stranger.get(f"/attachments/{paper.attachment_id}").status_code == 404


def test_pages_take_few_statements(applicant, industry_id, statements) -> None:
    application = begin(applicant)
    fill(applicant, application, industry_id)
    look = applicant.get(f"/apply/{application.id}/send").get_data(as_text=True)
    assert f">{session.get_one(Industry, int(industry_id)).name_en}</dd>" in look
    send(applicant, application)
    number = application.id
    for address, most in (("/apply/mine", 12), (f"/apply/{number}", 16), ("/apply/", 4), ("/apply/data", 12)):
        with statements() as seen:
            assert applicant.get(address).status_code == 200
        assert len(seen) <= most, (address, seen)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("birth_year", "１９８８", 1988),
        ("birth_year", "19xx", "19xx"),
        ("monthly_pay", "30,000.50", 3000050),
        ("monthly_pay", "much", "much"),
        ("name_hant", " 王 ", "王"),
        ("name_hant", "  ", None),
    ],
)
def test_answers_are_read_as_they_are_kept(name: str, typed: str, kept: object) -> None:
    assert rules.read(name, typed) == kept
