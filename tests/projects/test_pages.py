"""Lists and forms of projects as people meet them."""

import csv
import io
from datetime import date
from urllib.parse import quote

import pytest

from crm.core.database import session
from crm.core.events import firm_changed
from kernel import clock
from kernel.money import Currency
from models import Plan, Project, RankingEdition, RankingEntry, RankingSeries
from models.enums import ProjectDocumentKind, Stage, Status
from tests.factories.projects import make_industry, make_investor, make_project, make_settled
from tests.factories.users import make_user
from tests.factories.zone import get_park

PDF = b"%PDF-1.4 example"


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def names_on(client, address: str) -> set[str]:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    session.rollback()
    return {project.name for project in session.query(Project) if project.name in reply.text}


@pytest.mark.parametrize("typed", ["鴻海", "鸿海", "honghai", "hh", "显示", "xs", "P-77"])
def test_a_project_is_found_by_name_number_or_firm_in_any_script(coordinator, typed: str) -> None:
    make_project(name="显示模组项目", ref="P-77", firm=make_investor("鴻海精密"))
    make_project(name="另一个项目", firm=make_investor("台達電子"))

    assert names_on(coordinator, f"/projects?q={quote(typed)}") == {"显示模组项目"}


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("stage", "signed"),
        ("status", "paused"),
        ("park", lambda: get_park("XT").id),
        ("signed_from", "2024-06-01"),
        ("industry", lambda: session.query(Project).filter_by(name="甲项目").one().industry_id),
        ("responsible", lambda: session.query(Project).filter_by(name="甲项目").one().responsible_id),
    ],
)
def test_each_filter_narrows(coordinator, argument: str, value: object) -> None:
    make_project(
        name="甲项目",
        park="XT",
        stage=Stage.SIGNED,
        status=Status.PAUSED,
        signed_on=date(2024, 6, 1),
        industry=make_industry(),
        responsible_user=make_user(),
    )
    make_project(name="乙项目", stage=Stage.LEAD)
    wanted = value() if callable(value) else value

    assert names_on(coordinator, f"/projects?{argument}={wanted}") == {"甲项目"}


def test_the_edition_filter_takes_all_members_of_a_ranked_group(coordinator) -> None:
    group = make_investor("示例集團")
    make_project(name="成员项目", firm=make_investor("示例子公司", group=group))
    make_project(name="无关项目")
    series = RankingSeries(code="s", name_hans="榜", name_hant="榜", name_en="List")
    now = clock.now()
    edition = RankingEdition(
        series=series, code="2024", as_of=date(2024, 1, 1), in_force_from=date(2024, 1, 1), created_at=now
    )
    session.add_all([edition, RankingEntry(edition=edition, firm=group, rank=3)])
    session.commit()

    assert names_on(coordinator, f"/projects?edition={edition.id}") == {"成员项目"}


def test_an_unreadable_filter_narrows_nothing(coordinator) -> None:
    make_project(name="甲项目")

    assert names_on(coordinator, "/projects?stage=nonsense&signed_from=yesterday&park=x") == {"甲项目"}


def test_the_rows_behind_a_rate_are_listed(coordinator) -> None:
    plan = Plan(
        key="p",
        name_hans="规",
        name_hant="規",
        name_en="Plan",
        starts_on=date(2022, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    session.add(plan)
    make_project(name="签约项目", stage=Stage.SIGNED)
    make_project(name="开工项目", stage=Stage.CONSTRUCTION)
    make_project(name="线索项目")

    assert names_on(coordinator, "/projects?cohort=p") == {"签约项目", "开工项目"}
    assert names_on(coordinator, "/projects?cohort=p&reached=start") == {"开工项目"}
    assert names_on(coordinator, "/projects?cohort=p&as_of=2024-05-01&reached=registration") == {"开工项目"}
    assert names_on(coordinator, "/projects?cohort=p&as_of=2024-04-30&reached=registration") == set()
    assert coordinator.get("/projects?cohort=none").status_code == 404
    assert coordinator.get("/projects?cohort=p&reached=nonsense").status_code == 404


def test_what_was_put_away_is_listed_apart(coordinator) -> None:
    make_project(name="甲项目")
    make_project(name="乙项目", archived_at=clock.now(), archived_reason="重复")

    assert names_on(coordinator, "/projects") == {"甲项目"}
    assert names_on(coordinator, "/projects?archived=y") == {"乙项目"}


def test_park_staff_see_their_own_parks_projects_only(officer) -> None:
    make_project(name="本园项目", park="YY")
    rival = make_project(name="他园项目", park="XT")

    assert names_on(officer, "/projects") == {"本园项目"}
    assert officer.get(f"/projects/{rival.id}").status_code == 404
    assert officer.get(f"/projects/{rival.id}/edit").status_code == 404
    assert officer.get("/projects/lookup?q=他园").json == {"items": []}
    assert "他园项目" not in officer.get("/projects/export.csv").text


def test_a_list_takes_few_statements_however_long_it_is(coordinator, statements) -> None:
    for _each in range(8):
        make_project(industry=make_industry(), responsible_user=make_user())

    with statements() as seen:
        coordinator.get("/projects")

    assert len(seen) <= 6, seen


def test_the_lookup_answers_what_the_input_expects(coordinator) -> None:
    project = make_project(name="显示模组项目", ref="P-77")

    reply = coordinator.get("/projects/lookup?q=显示").json

    assert reply == {
        "items": [{"id": project.id, "text": "显示模组项目", "note": f"P-77 · {project.firm.name}"}]
    }


def test_the_export_holds_the_columns_of_the_import_and_no_formula(coordinator) -> None:
    make_project(
        name="=1+1", stage=Stage.SIGNED, planned_minor=123456, planned_currency=Currency.USD, responsible="李"
    )

    reply = coordinator.get("/projects/export.csv")

    (row,) = csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff")))
    assert row["name"] == "'=1+1"
    assert (row["stage"], row["signed_on"], row["registered_on"]) == ("signed", "2024-04-01", "")
    assert (row["planned_amount"], row["planned_currency"], row["park"]) == ("1234.56", "USD", "YY")


def new_project_data(**values: object) -> dict[str, object]:
    data = {"name": "新项目", "firm_id": make_investor().id, "park_id": get_park("YY").id}
    return {**data, "lead_on": "2025-01-09", **values}


def test_a_project_is_opened_as_a_lead(officer) -> None:
    reply = officer.post(
        "/projects/new", data=new_project_data(planned_minor="1,250,000.50", planned_currency="CNY")
    )

    project = session.query(Project).one()
    assert reply.location == f"/projects/{project.id}"
    assert (project.stage, project.lead_on, project.planned_minor) == (
        Stage.LEAD,
        date(2025, 1, 9),
        125_000_050,
    )
    assert project.ref.startswith("PJ-2025-")
    assert project.moves[0].recorded_by_id == officer.user.id


def test_two_projects_get_two_numbers(officer) -> None:
    for _each in range(2):
        officer.post("/projects/new", data=new_project_data())

    assert len({project.ref for project in session.query(Project)}) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "Name of the project"),
        ({"firm_id": ""}, "Investor firm"),
        ({"planned_minor": "12"}, "An amount and its currency go together."),
        ({"planned_minor": "abc"}, "Write an amount"),
        ({"planned_minor": "-5", "planned_currency": "USD"}, "more than zero"),
        ({"lead_on": "2025-01-11"}, "lie ahead"),
        ({"land_need_mu": "-1"}, "Land need"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form_and_kept(officer, values, words: str) -> None:
    reply = officer.post("/projects/new", data=new_project_data(content="保留的文字", **values))

    assert reply.status_code == 422
    assert words in reply.text
    assert "保留的文字" in reply.text
    assert session.query(Project).count() == 0


def test_nobody_opens_a_project_in_another_park(officer) -> None:
    reply = officer.post("/projects/new", data=new_project_data(park_id=get_park("XT").id))

    assert reply.status_code in (403, 422)
    assert session.query(Project).count() == 0


def edit_data(project: Project, **values: object) -> dict[str, object]:
    data = {
        "name": project.name,
        "firm_id": project.firm_id,
        "park_id": project.park_id,
        "lock_version": project.lock_version,
    }
    return data | values


def test_an_edit_writes_what_was_typed_and_reindexes_the_name(officer) -> None:
    project = make_project(name="旧名称")

    reply = officer.post(f"/projects/{project.id}/edit", data=edit_data(project, name="新名称", jobs="120"))

    assert reply.status_code == 302, reply.text
    assert names_on(officer, "/projects?q=新名") == {"新名称"}
    assert session.get(Project, project.id).jobs == 120


def test_a_form_says_what_the_next_stage_needs(officer) -> None:
    project = make_project(stage=Stage.CONSTRUCTION)

    text = officer.get(f"/projects/{project.id}/edit").text

    assert "Needed at the next stage: Operating" in text


def test_a_conflict_shows_both_versions_and_lets_one_choose(officer) -> None:
    project = make_project(name="旧名称", content="原内容")
    stale = edit_data(project, name="我的名称", content="我的内容")
    officer.post(f"/projects/{project.id}/edit", data=edit_data(project, name="他的名称", content="他的内容"))

    reply = officer.post(f"/projects/{project.id}/edit", data=stale)

    assert reply.status_code == 422
    assert all(words in reply.text for words in ("我的名称", "他的名称", "我的内容", "他的内容"))
    assert session.get(Project, project.id, populate_existing=True).name == "他的名称"
    fresh = session.get(Project, project.id).lock_version
    assert f'value="{fresh}"' in reply.text

    officer.post(f"/projects/{project.id}/edit", data=stale | {"lock_version": fresh, "keep_name": "theirs"})

    saved = session.get(Project, project.id, populate_existing=True)
    assert (saved.name, saved.content) == ("他的名称", "我的内容")


def test_only_the_office_gives_a_project_to_another_park(park_lead, coordinator) -> None:
    project = make_project(park="YY")
    moved = {"park_id": get_park("XT").id}

    refused = park_lead.post(f"/projects/{project.id}/edit", data=edit_data(project, **moved))
    taken = coordinator.post(f"/projects/{project.id}/edit", data=edit_data(project, **moved))

    assert refused.status_code in (403, 422)
    assert taken.status_code == 302
    project = session.get(Project, project.id, populate_existing=True)
    assert [version.park.code for version in project.versions] == ["YY", "XT"]


def test_one_requirement_is_filled_in_by_a_form_of_its_own(officer) -> None:
    project = make_project(stage=Stage.TALKS, content="原内容")

    page = officer.get(f"/projects/{project.id}/fill/jobs").text
    reply = officer.post(
        f"/projects/{project.id}/fill/jobs", data={"jobs": "35", "lock_version": project.lock_version}
    )

    assert 'name="jobs"' in page
    assert 'name="content"' not in page
    assert reply.status_code == 302
    saved = session.get(Project, project.id, populate_existing=True)
    assert (saved.jobs, saved.content) == (35, "原内容")
    assert officer.get(f"/projects/{project.id}/fill/nonsense").status_code == 404


def test_an_establishment_of_another_firm_is_no_proof(officer) -> None:
    project = make_project(stage=Stage.SIGNED)
    own, foreign = make_settled(project.firm), make_settled(make_investor())

    def choose(establishment_id: int) -> int:
        data = {"establishment_id": establishment_id, "lock_version": project.lock_version}
        return officer.post(f"/projects/{project.id}/fill/establishment", data=data).status_code

    assert choose(foreign.id) == 422
    assert choose(own.id) == 302


def test_files_are_attached_by_what_they_prove_and_only_downloaded(officer, client_for) -> None:
    project, stranger = make_project(), client_for("officer", "XT")
    data = {"kind": "lease", "files": (io.BytesIO(PDF), "租赁合同.pdf")}

    assert officer.post(f"/projects/{project.id}/documents/new", data=data).status_code == 302
    document = session.get(Project, project.id, populate_existing=True).documents[0]
    address = f"/projects/documents/{document.id}"
    assert document.kind is ProjectDocumentKind.LEASE
    session.rollback()  # the test's own reading must not hold up the log's writing
    reply = officer.get(address)

    assert reply.data == PDF
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert stranger.get(address).status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused(officer) -> None:
    project = make_project()
    data = {"kind": "lease", "files": (io.BytesIO(b"<svg>"), "x.pdf")}

    assert officer.post(f"/projects/{project.id}/documents/new", data=data).status_code == 422
    assert session.get(Project, project.id, populate_existing=True).documents == []


def test_a_project_is_put_away_with_a_reason_and_brought_back(officer) -> None:
    project = make_project()

    assert officer.post(f"/projects/{project.id}/archive", data={"reason": " "}).status_code == 422
    officer.post(f"/projects/{project.id}/archive", data={"reason": "重复录入"})
    away = session.get(Project, project.id, populate_existing=True)
    assert (away.is_archived, away.archived_reason) == (True, "重复录入")

    officer.post(f"/projects/{project.id}/restore")
    assert not session.get(Project, project.id, populate_existing=True).is_archived


def test_a_signed_project_is_put_away_by_the_office_only(park_lead, coordinator) -> None:
    project = make_project(stage=Stage.SIGNED)

    assert park_lead.post(f"/projects/{project.id}/archive", data={"reason": "x"}).status_code == 403
    assert coordinator.post(f"/projects/{project.id}/archive", data={"reason": "x"}).status_code == 302


def test_a_leader_reads_and_changes_nothing(leader) -> None:
    project = make_project()

    assert leader.get("/projects").status_code == 200
    assert leader.post("/projects/new", data=new_project_data()).status_code == 403
    assert leader.post(f"/projects/{project.id}/edit", data=edit_data(project, name="x")).status_code == 403


def test_fields_that_nobody_asked_for_are_not_taken(officer) -> None:
    officer.post(
        "/projects/new",
        data=new_project_data(stage="signed", signed_on="2024-01-01", ref="MINE", is_imported="y"),
    )

    project = session.query(Project).one()
    assert (project.stage, project.signed_on, project.is_imported) == (Stage.LEAD, None, False)
    assert project.ref != "MINE"


def test_a_renamed_firm_is_found_on_its_projects(coordinator) -> None:
    project = make_project(name="甲项目", firm=make_investor("舊名稱企業"))
    project.firm.name_hant = "新名稱企業"
    firm_changed.send(project.firm)
    session.commit()

    assert names_on(coordinator, "/projects?q=新名称") == {"甲项目"}
    assert names_on(coordinator, "/projects?q=旧名称") == set()
