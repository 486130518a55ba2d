"""The register, the picture by park, one record's page, its forms, its dossier."""

from __future__ import annotations

import re

from crm.core.database import session
from crm.majors.service import following
from kernel import clock
from kernel.money import Currency
from models import MajorProject, MajorTag
from models.enums import MajorTagKind, PlanBox, Preparation, Role
from tests.factories.engagements import make_engagement
from tests.factories.majors import make_kind, make_major, make_year
from tests.factories.projects import make_project
from tests.reports.reading import word_text


def shown(page: str) -> tuple[str, str]:
    """How many rows of how many, as the pager says."""
    found = re.search(r'pager-count">\s*(\d+) of\s*<span\s*>(\d+)<', page)
    return (found[1], found[2]) if found else ("", "")


def test_the_register_is_narrowed_and_its_file_holds_the_same(officer, statements) -> None:
    kept = make_major(name="光储项目", park="YY", box=PlanBox.LOW_CARBON, box_position=1)
    session.add(MajorTag(major_id=kept.id, tag=MajorTagKind.LOW_CARBON))
    session.commit()
    make_year(kept, percent=0)
    make_major(name="别的项目", park="YY")
    make_major(name="湘潭项目", park="XT")

    with statements() as counted:
        page = officer.get("/majors?tag=low_carbon&box=low_carbon&investor=no")
    assert page.status_code == 200
    assert len(counted) <= 16
    assert "光储项目" in page.text
    assert "别的项目" not in page.text
    assert shown(page.text) == ("1", "1")

    everything = officer.get("/majors").text
    assert "别的项目" in everything
    assert "湘潭项目" not in everything
    file = officer.get("/majors/export.csv?tag=low_carbon&columns=planned,tags,box").text
    assert "光储项目" in file
    assert "Not disclosed" in file
    assert "别的项目" not in file


def test_what_is_behind_this_years_plan_is_found(coordinator, clock_at) -> None:
    clock_at("2025-07-01T04:00:00Z")
    late, early = make_major(name="落后项目"), make_major(name="按时项目")
    make_year(late, percent=30)
    make_year(early, percent=60)

    page = coordinator.get("/majors?behind=y").text

    assert "落后项目" in page
    assert "按时项目" not in page
    assert "behind this year" in coordinator.get("/majors/schematic").text


def test_a_project_is_found_by_its_investor_and_shows_its_money(officer) -> None:
    project = make_project(park="YY")
    following.fill_missing()
    session.commit()

    page = officer.get("/majors?q=鸿海&columns=investor,agreed,contracted,arrived,problems,entity,industry")

    assert "鴻海" in page.text
    assert shown(page.text) == ("1", "1")
    project_page = officer.get(f"/projects/{project.id}")
    assert "Library of major projects" in project_page.text


def test_each_number_of_the_picture_opens_what_it_counts(officer) -> None:
    for name in ("一", "二"):
        make_major(name=f"项目{name}", preparation=Preparation.STUDY)
    make_major(name="别园", park="XT")

    page = officer.get("/majors/schematic").text

    own = session.query(MajorProject).filter_by(name_hans="项目一").one()
    address = f"/majors?park={own.park_id}&amp;preparation=study"
    assert address in page
    assert shown(officer.get(address.replace("&amp;", "&")).text) == ("2", "2")


def test_a_record_is_planned_edited_and_keeps_what_was_typed(officer) -> None:
    form = {
        "name_hans": "智慧农业",
        "preparation": "study",
        "tag_kinds": ["digital", "agriculture"],
        "planned_minor": "1,000,000.00",
        "planned_currency": "",
        "content": "kept words",
    }
    park_id = make_major().park_id
    refused = officer.post("/majors/new", data=form | {"park_id": park_id})
    assert refused.status_code == 422
    assert "kept words" in refused.text

    done = officer.post("/majors/new", data=form | {"park_id": park_id, "planned_currency": "CNY"})
    major = session.query(MajorProject).filter_by(name_hans="智慧农业").one()

    assert done.status_code == 302
    assert (major.planned_minor, major.planned_currency) == (100_000_000, Currency.CNY)
    assert {each.tag for each in major.tags} == {MajorTagKind.DIGITAL, MajorTagKind.AGRICULTURE}
    assert re.findall(
        r'<option selected value="(digital|agriculture|research)"',
        officer.get(f"/majors/{major.id}/edit").text,
    )


def test_every_tab_needs_few_statements(officer, statements) -> None:
    project = make_project(park="YY")
    following.fill_missing()
    major = session.query(MajorProject).filter_by(project_id=project.id).one()
    make_year(major, planned_fen=500_000)
    session.commit()

    for tab in ("overview", "years", "land", "history"):
        with statements() as counted:
            page = officer.get(f"/majors/{major.id}?tab={tab}")
        assert page.status_code == 200
        assert len(counted) <= 20, tab


def test_the_thread_between_plan_and_offer_is_kept_both_ways(officer) -> None:
    major = make_major(park="YY", content="halls")

    made = officer.post(f"/majors/{major.id}/offer", data={"mode": "open"})

    assert made.status_code == 302
    assert f"/majors/{major.id}" in officer.get(made.location).text
    assert made.location in officer.get(f"/majors/{major.id}").text
    assert "Became an offer" in officer.get(f"/majors/{major.id}?tab=history").text
    again = officer.post(f"/majors/{major.id}/offer", data={"mode": "open"})
    assert (again.status_code, "already" in again.text) == (422, True)


def test_a_rivals_record_is_not_there(client_for) -> None:
    rival = make_major(park="XT", name="MARKER别园项目")
    officer = client_for(Role.OFFICER, park="YY")

    for address in ("", "/edit", "/dossier", "/dossier/pdf", "/project", "/offer"):
        reply = officer.get(f"/majors/{rival.id}{address}")
        assert (reply.status_code, "MARKER" in reply.text) == (404, False)
    assert "MARKER" not in officer.get("/majors").text
    assert "Nothing found" in officer.get("/search?q=别园项目").text


def test_the_dossier_tells_what_its_reader_may_see_and_nothing_confidential(officer) -> None:
    project = make_project(park="YY", content="built here")
    following.fill_missing()
    major = session.query(MajorProject).filter_by(project_id=project.id).one()
    make_engagement(park="YY", project=project, summary="open talk")
    make_engagement(park="YY", project=project, summary="SECRET talk", is_confidential=True)
    make_year(major, plan="主体封顶", percent=40)

    page = officer.get(f"/majors/{major.id}/dossier?locale=en")
    assert page.status_code == 200
    for words in ("built here", "open talk", "主体封顶", "40%", "Agreed, contracted, arrived"):
        assert words in page.text
    assert "SECRET" not in page.text
    for file_format in ("pdf", "docx", "xlsx"):
        file = officer.get(f"/majors/{major.id}/dossier/{file_format}?locale=zh_Hans_CN")
        assert file.status_code == 200
        assert len(file.data) > 2_000
    assert officer.get(f"/majors/{major.id}/dossier/exe").status_code == 404
    assert clock.today().isoformat()[:4] in page.text


def test_the_green_channel_stands_on_a_page_of_its_own_and_in_the_list_of_all(officer, statements) -> None:
    major_id = make_major(land_mu=80, name="绿色物流园").id
    make_major(land_mu=80, name="别家园区", park="XT")
    department = make_kind().department
    assert officer.post(f"/majors/{major_id}/green").location == f"/majors/{major_id}/green"

    with statements() as found:
        page = officer.get(f"/majors/{major_id}/green").text
    assert len(found) <= 20
    for told in (department, "Nobody is named", "No file, no number", f"/majors/{major_id}/green/pdf"):
        assert told in page
    with statements() as found:
        listed = officer.get("/majors/greens").text
    assert len(found) <= 8
    assert "绿色物流园" in listed
    assert "别家园区" not in listed
    assert "绿色物流园" in officer.get("/majors/greens.csv").text
    assert "绿色物流园" not in officer.get("/majors/greens?overdue=y").text
    assert "/majors/greens" in officer.get("/majors").text


def test_the_green_channel_is_handed_out_as_a_paper(officer) -> None:
    major_id = make_major(land_mu=80).id
    make_kind()
    officer.post(f"/majors/{major_id}/green")

    reply = officer.get(f"/majors/{major_id}/green/docx?locale=en")

    assert "Green channel" in word_text(reply.data)
    assert "自然资源局" in word_text(reply.data)
    assert officer.get(f"/majors/{major_id}/green/xlsx").status_code == 404
