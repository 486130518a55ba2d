"""Timelines: of firms, projects and people, of what the viewer may see, newest first."""

from datetime import UTC, date, datetime

import pytest

from crm.core.database import session
from crm.engagements import queries
from crm.engagements.timelines import timeline_lines
from kernel import clock
from models import Contact, StageMove
from models.enums import MoveKind, Role, Stage, Status
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_investor, make_project
from tests.factories.users import make_user


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


def add_move(project, day: int, kind: MoveKind = MoveKind.FORWARD) -> StageMove:
    move = StageMove(
        project=project,
        kind=kind,
        from_stage=Stage.LEAD,
        to_stage=Stage.TALKS,
        from_status=Status.ACTIVE,
        to_status=Status.ACTIVE,
        happened_on=date(2024, 3, day),
        reason="理由",
    )
    session.add(move)
    session.commit()
    return move


def ids(timeline: queries.Timeline) -> list[str]:
    return [item.engagement.ref if item.engagement else f"move {item.move.id}" for item in timeline.items]


def test_a_firms_timeline_holds_its_groups_engagements_and_moves_newest_first() -> None:
    group = make_investor("示例集團")
    member = make_investor("示例子公司", group=group)
    project = make_project(firm=member)
    first = make_engagement(firms=[group], happened_at=at(1))
    last = make_engagement(firms=[member, make_investor("他社")], happened_at=at(9))
    make_engagement(happened_at=at(5))
    move = add_move(project, 4)

    timeline = queries.list_timeline(firm_id=group.id, viewer=None)

    assert ids(timeline) == [last.ref, f"move {move.id}", first.ref]
    assert timeline.total == 3
    assert ids(queries.list_timeline(firm_id=member.id, viewer=None)) == [last.ref, f"move {move.id}"]


def test_a_projects_timeline_holds_only_its_own() -> None:
    project = make_project()
    own = make_engagement(project=project, happened_at=at(1))
    make_engagement(firms=[project.firm], happened_at=at(2))

    assert ids(queries.list_timeline(project_id=project.id, viewer=None)) == [own.ref]


def test_a_move_stands_after_what_was_said_on_its_day() -> None:
    project = make_project()
    said = make_engagement(project=project, happened_at=at(4, hour=10))
    move = add_move(project, 4)

    assert ids(queries.list_timeline(project_id=project.id, viewer=None)) == [f"move {move.id}", said.ref]


def test_a_persons_timeline_holds_the_engagements_they_were_at() -> None:
    firm = make_investor()
    person = Contact(ref="C-1", firm=firm, name="陈示例", source="名片", created_at=clock.now())
    session.add(person)
    met = make_engagement(firms=[firm], contacts=[person], happened_at=at(1))
    make_engagement(firms=[firm], happened_at=at(2))

    timeline = queries.list_timeline(contact_id=person.id, viewer=None)

    assert (ids(timeline), timeline.total) == ([met.ref], 1)


def test_it_shows_the_last_and_says_how_many_there_are() -> None:
    firm = make_investor()
    for day in range(1, 8):
        make_engagement(firms=[firm], happened_at=at(day))

    timeline = queries.list_timeline(firm_id=firm.id, viewer=None, limit=3)

    assert [item.at for item in timeline.items] == [at(7), at(6), at(5)]
    assert timeline.total == 7


@pytest.mark.parametrize(
    ("role", "park", "seen"),
    [
        (Role.COORDINATOR, None, {"open", "secret", "rival", "move", "rival move"}),
        (Role.LEADER, None, {"open", "secret", "rival", "move", "rival move"}),
        (Role.PARK_LEAD, "YY", {"open", "secret", "move"}),
        (Role.OFFICER, "YY", {"open", "move"}),
        (Role.OFFICER, "XT", {"rival", "rival move"}),
        (Role.ADVISER, None, set()),
        (Role.AUDITOR, None, set()),
    ],
)
def test_everybody_sees_and_counts_only_what_they_may(role: Role, park: str | None, seen: set[str]) -> None:
    firm = make_investor()
    author = make_user(role=Role.OFFICER, park="YY")
    named = {
        make_engagement(firms=[firm]).ref: "open",
        make_engagement(firms=[firm], is_confidential=True, created_by=author).ref: "secret",
        make_engagement(firms=[firm], park="XT").ref: "rival",
        f"move {add_move(make_project(firm=firm, park='YY'), 4).id}": "move",
        f"move {add_move(make_project(firm=firm, park='XT'), 4).id}": "rival move",
    }

    timeline = queries.list_timeline(firm_id=firm.id, viewer=make_user(role=role, park=park))

    assert {named[name] for name in ids(timeline)} == seen
    assert timeline.total == len(seen)


def test_an_author_sees_the_own_confidential_engagement() -> None:
    author = make_user(role=Role.OFFICER, park="YY")
    own = make_engagement(is_confidential=True, created_by=author)

    timeline = queries.list_timeline(firm_id=own.firms[0].id, viewer=author)

    assert ids(timeline) == [own.ref]


def test_a_timeline_takes_few_statements(app, statements) -> None:
    project = make_project()
    for day in range(1, 8):
        make_engagement(project=project, firms=[project.firm, make_investor()], happened_at=at(day))
        add_move(project, day)
    project_id = project.id
    session.remove()

    with app.test_request_context(), statements() as seen:
        lines = timeline_lines(queries.list_timeline(project_id=project_id, viewer=None), viewer=None)

    assert len(lines) == 14
    assert len(seen) <= 5, seen
