"""Issued reports: frozen and numbered, the same again whatever is recorded later."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pypdf
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from crm.bulletins.orders import Order
from crm.bulletins.queries.issued import document_of, get_issued_by_number
from crm.bulletins.service import issue_report
from crm.core import jobs
from crm.core.database import session
from crm.core.transactions import transaction
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import AuditRecord, IssuedReport, Job, Project, User
from models.enums import AuditAction, EntryKind, Role
from reports.content import figures_of
from tests.factories.ledger import make_entry
from tests.factories.plans import AS_OF, make_plan_with_indicators, make_zone
from tests.factories.users import make_user
from tests.factories.zone import get_park
from tests.pages.cockpit.walking import text_of, tree_of
from tests.reports.reading import (
    exact_values,
    figures_told,
    json_figures,
    page_figures,
    sheet_rows,
    sheet_values,
    word_text,
)

DAY = date.fromisoformat(AS_OF)
BEFORE, AT, AFTER = "2024-12-02T02:00:00Z", "2024-12-03T02:00:00Z", "2024-12-04T02:00:00Z"
FORMATS = ("json", "html", "xlsx", "docx", "pdf")


@pytest.fixture
def office() -> User:
    return make_user(name="lin", role=Role.COORDINATOR)


def run(app: Flask, *args: str) -> Result:
    session.commit()
    result = app.test_cli_runner().invoke(args=["report", *args], env={"LANG": "C"})
    session.rollback()
    session.expire_all()
    return result


def issue(plan, by: User, *, park: str | None = None, as_of: date = DAY, locale: str = "en") -> IssuedReport:
    order = Order(plan, as_of, clock.now(), get_park(park) if park else None, locale)
    with transaction():
        return issue_report("progress", order, by=by)


def record_more() -> None:
    """A later entry for the period that was reported."""
    make_entry(by=make_user(), verified_by=make_user(), amount="7000000", effective_on=date(2024, 5, 1))
    session.commit()


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_recorded_later_changes_nothing_in_any_format(
    app: Flask, office: User, clock_at, tmp_path: Path, file_format: str
) -> None:
    clock_at(BEFORE)
    make_zone(projects=8)
    clock_at(AT)
    issued = run(app, "issue", "progress", "--as-of", AS_OF, "--as", "lin", "--locale", "en")
    assert issued.exit_code == 0, issued.output
    document = document_of(get_issued_by_number("2024-0001", viewer=None))
    files = [tmp_path / "before", tmp_path / "after"]
    again = ["reissue", "2024-0001", "--format", file_format, "--out"]
    assert run(app, *again, str(files[0])).exit_code == 0
    clock_at(AFTER)
    record_more()

    result = run(app, *again, str(files[1]))

    assert result.exit_code == 0, result.output
    assert "the same question gives the same figures" in result.output
    before, after = (told(file.read_bytes(), file_format) for file in files)
    assert before == after
    if file_format in ("json", "html"):
        assert after == figures_told(document)
    if file_format == "xlsx":
        assert exact_values(document) <= after
    raw = text_in(files[1].read_bytes(), file_format)
    assert "2024-0001" in raw
    assert get_issued_by_number("2024-0001", viewer=None).sha256 in "".join(raw.split())


def told(content: bytes, file_format: str) -> object:
    """The figures of a file, as far as its format lets them be read back."""
    match file_format:
        case "json":
            return json_figures(content.decode())
        case "html":
            return page_figures(content.decode())
        case "xlsx":
            return sheet_values(content)
        case "docx":
            return word_text(content)
    pages = pypdf.PdfReader(io.BytesIO(content))
    return [sheet.extract_text() for sheet in pages.pages], pages.attachments["figures.json"]


def text_in(content: bytes, file_format: str) -> str:
    match file_format:
        case "docx":
            return word_text(content)
        case "pdf":
            return "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)
        case "xlsx":
            rows = [row for sheet in sheet_rows(content).values() for row in sheet]
            return " ".join(str(cell) for row in rows for cell in row)
    return content.decode()


def test_a_file_stays_with_the_frozen_figures_where_today_gives_others(
    app: Flask, office: User, clock_at, tmp_path: Path
) -> None:
    clock_at(BEFORE)
    zone = make_zone(projects=8)
    clock_at(AT)
    issued = issue(zone.plan, office)
    frozen = list(figures_of(document_of(issued)))
    clock_at(AFTER)
    # Of an indicator's baseline there is one state: changed, it is another one for then, too.
    session.execute(text("UPDATE indicators SET baseline = '88', target = '99'"))
    session.commit()
    session.remove()

    result = run(app, "reissue", "2024-0001", "--format", "json", "--out", str(tmp_path / "again.json"))

    assert result.exit_code == 3
    assert "Warning: asked again today, the same question gives other figures" in result.output
    assert list(figures_of(document_of(get_issued_by_number("2024-0001", viewer=None)))) == frozen
    written = json.loads((tmp_path / "again.json").read_text())
    assert written["document_number"] == "2024-0001"


def test_numbers_begin_anew_each_year_and_never_repeat(office: User, clock_at) -> None:
    clock_at("2024-12-30T02:00:00Z")
    plan = make_plan_with_indicators()
    numbers = [issue(plan, office).number for _ in range(2)]
    # The business day begins eight hours before UTC's.
    clock_at("2024-12-31T17:00:00Z")
    numbers += [issue(plan, office).number for _ in range(2)]

    assert numbers == ["2024-0001", "2024-0002", "2025-0001", "2025-0002"]


def test_what_is_rolled_back_leaves_no_gap(office: User, clock_at) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    order = Order(plan, DAY, clock.now(), None, "en")
    issue_report("progress", order, by=office)
    session.rollback()

    assert issue(plan, office).number == "2024-0001"


def test_a_report_answers_as_known_when_it_was_issued(office: User, clock_at) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    order = Order(plan, DAY, clock.parse_moment("2030-01-01T00:00:00Z"), None, "en")

    with transaction():
        issued = issue_report("progress", order, by=office)

    assert issued.known_at == clock.parse_moment(AT)


def test_no_report_is_issued_for_a_day_to_come(office: User, clock_at) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()

    with pytest.raises(RuleError, match="不能晚于今天"):
        issue(plan, office, as_of=date(2024, 12, 4))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_nobody_but_the_office_issues(app: Flask, clock_at, role: Role) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    park = "YY" if role in (Role.OFFICER, Role.PARK_LEAD) else None
    other = make_user(name="other", role=role, park=park)

    with pytest.raises(NotAllowedError):
        issue(plan, other)
    result = run(app, "issue", "progress", "--as-of", AS_OF, "--as", "other")

    assert result.exit_code == 1
    assert session.scalars(select(IssuedReport)).all() == []


def test_an_issued_report_cannot_be_changed_in_the_database(office: User, clock_at) -> None:
    clock_at(AT)
    issued = issue(make_plan_with_indicators(), office)

    for statement in (
        update(IssuedReport).values(title="another"),
        delete(IssuedReport).where(IssuedReport.id == issued.id),
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(statement)
        session.rollback()


def test_a_tree_that_was_tampered_with_is_refused(office: User, clock_at) -> None:
    clock_at(AT)
    issued = issue(make_plan_with_indicators(), office)
    assert hashlib.sha256(issued.frozen_tree.encode()).hexdigest() == issued.sha256
    session.expunge(issued)
    issued.frozen_tree = issued.frozen_tree.replace("2024", "2023")

    with pytest.raises(RuleError, match="与签发时不一致"):
        document_of(issued)


def test_the_log_names_the_hash_and_not_the_tree(office: User, clock_at) -> None:
    clock_at(AT)
    issued = issue(make_plan_with_indicators(), office)

    detail = session.execute(
        text(
            "SELECT content FROM audit_details JOIN audit_records USING (sequence) "
            "WHERE entity = 'issued_reports'"
        )
    ).scalar_one()

    content = detail if isinstance(detail, dict) else json.loads(detail)
    assert content["sha256"] == [None, issued.sha256]
    assert "frozen_tree" not in content
    record = session.scalars(select(AuditRecord).where(AuditRecord.entity == "issued_reports")).one()
    assert record.action is AuditAction.CREATED
    assert record.sequence > issued.audit_sequence


def test_the_office_issues_on_the_page_what_it_sees(coordinator, clock_at) -> None:
    clock_at(AT)
    make_zone(projects=4)
    page = coordinator.get(f"/reports/progress?as_of={AS_OF}&park=XT")
    form = next(each for each in tree_of(page.text).iter("form") if "/issue" in (each.get("action") or ""))

    answer = coordinator.post(form.get("action"), follow_redirects=True)

    assert "Issued as No. 2024-0001." in answer.text
    issued = get_issued_by_number("2024-0001", viewer=None)
    assert (issued.park.code, issued.as_of, issued.recorded_by_id) == ("XT", DAY, coordinator.user.id)
    shown = text_of(tree_of(answer.text))
    assert issued.sha256 in shown
    assert "Park XT: progress report" in shown


def test_who_may_not_issue_sees_no_button(leader, clock_at) -> None:
    clock_at(AT)
    make_plan_with_indicators()

    assert "/progress/issue" not in leader.get(f"/reports/progress?as_of={AS_OF}").text
    assert leader.post(f"/reports/progress/issue?as_of={AS_OF}").status_code == 403
    assert session.scalars(select(IssuedReport)).all() == []


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "html", "json"])
def test_every_format_is_fetched_from_the_page(leader, clock_at, office: User, file_format: str) -> None:
    clock_at(AT)
    issued = issue(make_plan_with_indicators(), office)
    path, name = f"/reports/issued/{issued.id}", issued.number

    answer = leader.post(f"{path}/file", data={"file_format": file_format})
    row = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
    number = row.id
    session.expunge(row)
    session.rollback()
    assert jobs.run_next()

    assert answer.status_code == 302
    file = leader.get(f"/reports/jobs/{number}/file")
    assert name in file.headers["Content-Disposition"]
    assert name in text_in(file.data, file_format)


def test_an_unknown_format_is_refused_beside_its_field(leader, clock_at, office: User) -> None:
    clock_at(AT)
    issued = issue(make_plan_with_indicators(), office)

    assert leader.post(f"/reports/issued/{issued.id}/file", data={"file_format": "exe"}).status_code == 422


def test_park_staff_find_the_reports_of_their_park_alone(client_for, clock_at, office: User) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    whole, own, other = (issue(plan, office, park=park) for park in (None, "XT", "YY"))
    officer = client_for(Role.OFFICER, "XT")

    page = officer.get("/reports/issued").text

    assert own.number in page
    assert other.number not in page
    assert whole.number not in page
    assert "1 of 1" in text_of(tree_of(page))
    assert officer.get(f"/reports/issued/{own.id}").status_code == 200
    for hidden in (whole, other):
        assert officer.get(f"/reports/issued/{hidden.id}").status_code == 404
        assert (
            officer.post(f"/reports/issued/{hidden.id}/file", data={"file_format": "json"}).status_code == 404
        )


def test_the_list_is_filtered_and_says_when_nothing_is_there(leader, clock_at, office: User) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    assert "No report issued yet" in leader.get("/reports/issued").text
    first = issue(plan, office, as_of=date(2023, 12, 31))
    second = issue(plan, office, park="YY")

    assert "2 of 2" in text_of(tree_of(leader.get("/reports/issued").text))
    for query, shown, hidden in (
        ("year=2023", first, second),
        (f"park={second.park_id}", second, first),
        (f"q={second.number}", second, first),
    ):
        page = leader.get(f"/reports/issued?{query}").text
        assert f"/reports/issued/{shown.id}" in page, query
        assert f"/reports/issued/{hidden.id}" not in page, query
    assert "No issued report is like this" in leader.get("/reports/issued?q=nothing").text


@pytest.mark.parametrize(("path", "budget"), [("/reports/issued", 6), ("/reports/issued/{id}", 6)])
def test_statements_stay_few(leader, clock_at, statements, office: User, path: str, budget: int) -> None:
    clock_at(AT)
    plan = make_plan_with_indicators()
    issued, *_ = [issue(plan, office) for _ in range(3)]
    session.remove()

    with statements() as seen:
        assert leader.get(path.format(id=issued.id)).status_code == 200

    assert len(seen) <= budget, seen


def test_the_command_still_writes_a_report_and_lists_them(app: Flask, clock_at, tmp_path: Path) -> None:
    clock_at(AT)
    make_plan_with_indicators()

    assert run(app, "--list").output == "progress\nsupervision\n"
    out = tmp_path / "report.json"
    assert run(app, "--format", "json", "progress", "--as-of", AS_OF, "--out", str(out)).exit_code == 0
    assert "seal" not in json.loads(out.read_text())
    for refused in (["issue", "nothing", "--as", "lin"], ["reissue", "2024-0009", "--out", str(out)]):
        result = run(app, *refused)
        assert result.exit_code == 1
        assert result.output.startswith("Error: ")
        assert result.output.count("\n") == 1


def test_an_entry_recorded_later_for_the_period_is_in_the_next_report_only(office: User, clock_at) -> None:
    clock_at(BEFORE)
    plan = make_plan_with_indicators()
    clock_at(AT)
    first = issue(plan, office)
    clock_at(AFTER)
    make_entry(
        kind=EntryKind.CONTRACTED,
        by=make_user(),
        verified_by=make_user(),
        amount="7000000",
        effective_on=date(2024, 5, 1),
    )
    session.commit()
    second = issue(plan, office)

    assert 700_000_000 not in {figure.value for figure in figures_of(document_of(first))}
    assert 700_000_000 in {figure.value for figure in figures_of(document_of(second))}
    assert session.scalars(select(Project)).all()
