from __future__ import annotations

import pytest

from models.enums import Role
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user


def engagement_with(*firms, **values: object) -> dict[str, object]:
    sent: dict[str, object] = {
        "kind": "visit",
        "happened_at": "2024-05-01T10:30:00+08:00",
        "park": "YY",
        "firm_ids": [firm.id for firm in firms],
        "summary": "Walked through the plant.",
    }
    return sent | values


def test_an_engagement_is_logged_with_all_that_it_touches(program) -> None:
    contact = make_contact(by=make_user())
    project = make_project(park="YY", firm=contact.firm)
    asks = program(Role.OFFICER)

    reply = asks.post(
        "/engagements",
        engagement_with(
            contact.firm, contact_ids=[contact.id], project_id=project.id, next_step="Send the drawings"
        ),
    )

    assert reply.status_code == 201, reply.text
    logged = reply.json["data"]
    assert logged["happened_at"] == "2024-05-01T02:30:00Z"
    assert logged["project"]["id"] == project.id
    assert [person["id"] for person in logged["contacts"]] == [contact.id]
    assert logged["next_owner"]["id"] == logged["created_by"]["id"] == asks.user.id


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"happened_at": "2024-05-01T10:30:00"}, "happened_at"),
        ({"happened_at": "2999-05-01T10:30:00Z"}, "happened_at"),
        ({"happened_at": 1_700_000_000}, "happened_at"),
        ({"firm_ids": [999_999]}, "firm_ids"),
        ({"firm_ids": []}, "firm_ids"),
        ({"contact_ids": [999_999]}, "contact_ids"),
        ({"next_owner_id": 999_999, "next_step": "x"}, "next_owner_id"),
        ({"next_due_on": "2024-06-01"}, "next_step"),
        ({"summary": "a\0b"}, "summary"),
        ({"kind": "dream"}, "kind"),
        ({"is_confidential": "yes"}, "is_confidential"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(program, values: dict[str, object], field: str) -> None:
    reply = program(Role.OFFICER).post("/engagements", engagement_with(make_firm(), **values))

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, [field])


def test_a_project_of_another_park_is_named_in_vain(program) -> None:
    hidden, asks = make_project(park="XT"), program(Role.OFFICER)

    replies = [
        asks.post("/engagements", engagement_with(make_firm(), project_id=number))
        for number in (hidden.id, hidden.id + 1)
    ]

    assert [reply.status_code for reply in replies] == [422, 422]
    assert replies[0].json == replies[1].json


def test_nobody_logs_for_another_park(program) -> None:
    assert (
        program(Role.OFFICER).post("/engagements", engagement_with(make_firm(), park="XT")).status_code == 403
    )


def test_a_confidential_one_is_its_authors_and_the_leads(program) -> None:
    author = make_user(role=Role.OFFICER, park="YY")
    engagement = make_engagement(park="YY", created_by=author, is_confidential=True)
    path = f"/engagements/{engagement.id}"

    assert program(user=author).get(path).status_code == 200
    assert program(Role.PARK_LEAD).get(path).status_code == 200
    assert program(Role.OFFICER).get(path).status_code == 404
    assert program(Role.OFFICER).get("/engagements").json["data"] == []


def test_a_project_that_passed_to_another_park_is_not_found_by_its_number(program) -> None:
    project = make_project(park="XT")
    engagement = make_engagement(park="YY", project=project)

    mine = program(Role.OFFICER).get(f"/engagements?project={project.id}")
    offices = program().get(f"/engagements?project={project.id}")

    assert (mine.json["data"], mine.json["total"]) == ([], 0)
    assert [row["id"] for row in offices.json["data"]] == [engagement.id]
