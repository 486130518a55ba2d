from __future__ import annotations

import io
import re

import pypdf
import pytest

from crm.pages.papers.queries import ask, document_of
from models.enums import IssueKind, NeedCategory, Role
from reports.content import Heading, tables_of
from reports.render import pdf
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.issues import make_issue
from tests.factories.policies import make_article, make_promise
from tests.factories.users import make_user

HEADS = {
    "measures": (
        "Needs of the firm|Basis in law and policy|Support intended|What the firm promises (investment, "
        "output, tax, jobs)|Condition and time of fulfilment|Source of the money|Fair-competition review|"
        "Legality review|Number of the collective decision|Responsible unit|Time limit"
    ),
    "firm_profile": (
        "The firm in brief|The group|Sites on the mainland|Contacts with Hunan|Who decides|Rival places|"
        "Parks and links that fit|What it needs|Advice"
    ),
}


@pytest.fixture
def firm(app):
    """A firm with a promise and a talk in each of two parks."""
    firm = make_firm()
    make_establishment(firm, park="YY")
    for park in ("YY", "XT"):
        make_promise(park=park, firm=firm, text=f"clause of {park}", need=f"need of {park}")
        make_engagement(park=park, firms=[firm], summary=f"talk of {park}")
    make_engagement(park="YY", firms=[firm], summary="SECRET talk", is_confidential=True)
    return firm


def test_papers_have_the_heads_that_readers_expect(firm) -> None:
    table = next(each for each in tables_of(_paper("measures", firm)) if each.key == "measures")
    headings = [block for block in _paper("firm_profile", firm).blocks if isinstance(block, Heading)]

    assert "|".join(column.label for column in table.columns) == HEADS["measures"]
    assert "|".join(each.text for each in headings if each.level == 1) == HEADS["firm_profile"]


def test_the_first_page_of_the_measures_says_who_the_firm_is_and_what_is_meant_for_it(firm) -> None:
    make_promise(park="YY", firm=firm, text="clause not bound", binding=False)

    document = _paper("measures", firm)
    first = pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages[0]
    summary = next(each for each in tables_of(document) if each.key == "summary")

    text = " ".join(first.extract_text().split())
    assert all(word in text for word in ("clause of YY", "clause of XT", "clause not bound", "Draft"))
    assert firm.establishments[0].registered_name in text
    assert summary.total[2] == sum(row[2] or 0 for row in summary.rows)
    assert "1 of the 3 clauses are not binding yet" in text


def _paper(name, firm):
    return document_of(ask(name, firm.id, "en", viewer=None))


@pytest.mark.parametrize("name", list(HEADS))
def test_a_park_reads_its_own_clauses_and_talks_only(firm, client_for, name) -> None:
    firm_id = firm.id
    page = client_for(Role.PARK_LEAD, park="YY").get(f"/firms/{firm_id}/papers/{name}").text

    assert "of YY" in page
    assert "of XT" not in page
    assert "SECRET" not in page


def test_telephones_are_masked_for_who_may_not_read_them(firm, client_for) -> None:
    make_contact(firm=firm, phone="+886 912 345 678", by=make_user())
    firm_id = firm.id

    officer = client_for(Role.OFFICER, park="YY").get(f"/firms/{firm_id}/papers/firm_profile").text
    office = client_for(Role.COORDINATOR).get(f"/firms/{firm_id}/papers/firm_profile").text

    assert "912 345 678" not in officer
    assert "912 345 678" in office


def test_a_wording_that_does_not_go_out_keeps_the_file_back(coordinator) -> None:
    firm = make_firm()
    make_promise(firm=firm, text="凭护照办理")
    firm_id = firm.id

    page = coordinator.get(f"/firms/{firm_id}/papers/measures").text
    file = coordinator.get(f"/firms/{firm_id}/papers/measures/docx")

    assert "旅行证件" in page
    assert file.status_code == 422


def test_a_word_file_is_handed_out_and_logged(firm, coordinator) -> None:
    reply = coordinator.get(f"/firms/{firm.id}/papers/measures/docx?locale=zh_Hant_TW")

    assert reply.status_code == 200
    assert re.search(r"measures-.*-zh_Hant_TW\.docx", reply.headers["Content-Disposition"])
    assert reply.data.startswith(b"PK")


def test_a_profile_advises_what_is_not_claimed_yet(firm, coordinator, statements) -> None:
    make_article(text="open to all", number="Article 7")
    make_issue(firm=firm, kind=IssueKind.NEED, need_category=NeedCategory.POWER, title="more power")

    with statements() as seen:
        page = coordinator.get(f"/firms/{firm.id}/papers/firm_profile").text

    assert "Article 7" in page
    assert "more power" in page
    assert len(seen) <= 45
