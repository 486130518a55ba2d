"""What visits brought: recounted by hand from the rows, and no project counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from crm.core.database import session
from crm.delegations import yields
from crm.firms import service as firms
from kernel import clock
from models import Delegation, Firm, Project
from models.enums import Basis, DelegationState, EntryKind, Role, Stage
from tests.conftest import SignedInClient
from tests.factories.delegations import make_delegation, make_member, make_talk
from tests.factories.engagements import make_engagement
from tests.factories.ledger import make_entry
from tests.factories.projects import make_investor, make_project
from tests.factories.users import make_user


def _visit(first: date, **values: object) -> Delegation:
    return make_delegation(from_on=first, until_on=first, **values)


def _arrived(project: Project, amount: str, *, verified: bool = True) -> None:
    by = make_user(role=Role.COORDINATOR) if verified else None
    make_entry(
        project=project,
        kind=EntryKind.ARRIVED,
        basis=Basis.PROVINCE,
        amount=amount,
        effective_on=date(2024, 9, 1),
        verified_by=by,
    )


def test_two_visits_that_met_one_group_share_no_project(coordinator: SignedInClient) -> None:
    group = make_investor("鴻海集團")
    member = make_investor("鴻海子公司", group_id=group.id)
    early, late = _visit(date(2024, 3, 4)), _visit(date(2024, 5, 6))
    make_talk(early, member)
    make_talk(late, group)
    before = make_project(firm=group, lead_on=date(2024, 2, 1))
    between = make_project(
        firm=group, lead_on=date(2024, 4, 1), stage=Stage.SIGNED, signed_on=date(2024, 8, 1)
    )
    after = make_project(firm=member, lead_on=date(2024, 6, 1))
    _arrived(between, "250000")
    _arrived(between, "999999", verified=False)

    found = yields.compare(clock.today(), clock.now(), None, viewer=coordinator.user)
    by_id = {line.delegation.id: line.brought for line in found.lines}

    assert {each.id for each in by_id[early.id].projects} == {between.id, after.id}
    assert by_id[late.id].projects == []
    assert before.id not in {each.id for line in found.lines for each in line.brought.projects}
    assert _figures(by_id[early.id]) == (1, 1, 2, 1, 25_000_000)
    assert _figures(by_id[late.id]) == (1, 1, 0, 0, 0)
    assert _figures(found.total) == (1, 2, 2, 1, 25_000_000)


def test_an_engagement_a_talk_and_a_guest_each_meet_a_firm_and_a_cancelled_visit_meets_none() -> None:
    firms = [make_investor(f"示例企業{number}") for number in range(4)]
    visit = _visit(date(2024, 3, 4))
    make_engagement(firms=[firms[0]], delegation_id=visit.id, happened_at=datetime(2024, 3, 4, 2, tzinfo=UTC))
    make_talk(visit, firms[1])
    make_member(visit, firm_id=firms[2].id)
    called_off = _visit(date(2024, 3, 4), state=DelegationState.CANCELLED)
    make_talk(called_off, firms[3])

    found = yields.compare(clock.today(), clock.now(), None, viewer=None)

    assert [line.delegation.id for line in found.lines] == [visit.id]
    assert {firm.id for firm in yields.yield_of(visit, viewer=None).met} == {firm.id for firm in firms[:3]}


def test_talks_that_are_only_planned_meet_nobody() -> None:
    visit = _visit(date(2024, 3, 4), state=DelegationState.APPROVED)
    make_talk(visit, make_investor())

    assert yields.yield_of(visit, viewer=None).firms.value == 0


def test_the_total_of_many_visits_is_a_recount_over_the_rows(coordinator: SignedInClient) -> None:
    firms = [make_investor(f"示例企業{number}") for number in range(5)]
    visits = [_visit(date(2024, month, 4)) for month in (1, 3, 5)]
    for number, visit in enumerate(visits):
        for firm in firms[number : number + 3]:
            make_talk(visit, firm)
    projects = [
        make_project(firm=firm, lead_on=date(2024, 2 + number, 20)) for number, firm in enumerate(firms)
    ]
    for project in projects[:3]:
        _arrived(project, "100000")

    found = yields.compare(clock.today(), clock.now(), None, viewer=coordinator.user)

    def owner(project: Project) -> int | None:
        met = [visit for visit in visits if project.firm in _met(visit, visits, firms)]
        return next((visit.id for visit in met if visit.from_on <= project.lead_on), None)

    for line in found.lines:
        assert {each.id for each in line.brought.projects} == {
            project.id for project in projects if owner(project) == line.delegation.id
        }
    counted = [project for project in projects if owner(project)]
    assert found.total.leads.value == sum(int(line.brought.leads.value or 0) for line in found.lines)
    assert found.total.leads.value == len(counted)
    assert found.total.arrived.value == 10_000_000 * sum(project in projects[:3] for project in counted)
    assert found.total.firms.value == len(firms)


def test_a_park_counts_only_the_projects_it_may_see(client_for: Callable[..., SignedInClient]) -> None:
    visit = _visit(date(2024, 3, 4), park=None, taking_part=("YY",))
    firm = make_investor()
    make_talk(visit, firm)
    make_project(firm=firm, park="YY", lead_on=date(2024, 4, 1))
    hidden = make_project(firm=firm, park="XT", lead_on=date(2024, 4, 1))

    page = client_for("officer", "YY").get(f"/delegations/{visit.id}?tab=yield").text

    assert hidden.name not in page
    assert yields.yield_of(visit, viewer=None).leads.value == 2


def test_the_export_says_what_the_page_says(coordinator: SignedInClient) -> None:
    visit = _visit(date(2024, 3, 4))
    firm = make_investor()
    make_talk(visit, firm)
    _arrived(make_project(firm=firm, lead_on=date(2024, 4, 1)), "1234.56")

    lines = coordinator.get("/delegations/yield.csv").text.splitlines()

    assert lines[1].split(",")[-5:] == ["1", "1", "1", "0", "1234.56"]
    assert lines[-1].endswith("1,1,1,0,1234.56")
    session.rollback()


def _met(visit: Delegation, visits: list[Delegation], firms: list[Firm]) -> list[Firm]:
    number = visits.index(visit)
    return firms[number : number + 3]


def _figures(brought: yields.Brought) -> tuple[object, ...]:
    figures = (brought.groups, brought.firms, brought.leads, brought.signed, brought.arrived)
    return tuple(figure.value for figure in figures)


def test_a_firm_met_under_two_records_that_were_merged_is_met_once() -> None:
    kept, other = make_investor(), make_investor()
    visit = _visit(date(2024, 3, 4))
    make_talk(visit, kept)
    make_talk(visit, other)
    firms.merge_firms(kept, other, choices={}, reason="同一家", by=None)
    session.commit()

    found = yields.yield_of(visit, viewer=None)

    assert (found.firms.value, found.groups.value, list(found.met)) == (1, 1, [kept])


def test_a_park_that_takes_part_is_not_told_whom_another_one_met_on_the_way() -> None:
    own, rival = make_investor("示例自己"), make_investor("示例别家")
    visit = _visit(date(2024, 3, 4), park=None, taking_part=("YY", "XT"))
    for park, firm in (("XT", own), ("YY", rival)):
        happened_at = datetime(2024, 3, 4, 2, tzinfo=UTC)
        make_engagement(park=park, firms=[firm], delegation_id=visit.id, happened_at=happened_at)
    officer = make_user(role=Role.OFFICER, park="XT")

    brought = yields.yield_of(visit, viewer=officer)

    assert [firm.id for firm in brought.met] == [own.id]
    assert brought.firms.value == 1
    assert yields.compare(clock.today(), clock.now(), None, viewer=officer).total.firms.value == 1
    assert yields.yield_of(visit, viewer=None).firms.value == 2
