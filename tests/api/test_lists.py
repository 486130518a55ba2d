"""What holds for every list: to its end by key, within its budget of statements, its own park alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm.core.database import session
from models import RankingEdition
from models.enums import Role
from tests.architecture.permission_records import make_zone
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.ledger import make_entry
from tests.factories.projects import make_project
from tests.factories.rankings import make_edition
from tests.factories.users import make_user

BUDGET = 8
NUMBER = 5


def edition() -> None:
    make_edition("FY2023", ranks={make_firm(): rank for rank in range(1, NUMBER + 1)})


MAKE: dict[str, Callable[[str], object]] = {
    "/firms": lambda park: make_firm(),
    "/groups": lambda park: make_firm(),
    "/establishments": lambda park: make_establishment(park=park),
    "/contacts": lambda park: make_contact(by=make_user()),
    "/projects": lambda park: make_project(park=park),
    "/engagements": lambda park: make_engagement(park=park),
    "/ledger/entries": lambda park: make_entry(project=make_project(park=park)),
    "/ledger/queue": lambda park: make_entry(project=make_project(park=park)),
}
OF_A_PARK = ("/projects", "/engagements", "/ledger/entries", "/ledger/queue")


@pytest.mark.parametrize("path", MAKE)
@pytest.mark.parametrize("direction", ["", "-"])
def test_every_row_comes_once(program, path: str, direction: str) -> None:
    for _ in range(NUMBER):
        MAKE[path]("YY")
    asks = program()
    (name, *_) = sorts_of(asks, path)

    seen: list[int] = []
    address: str | None = f"{path}?limit=2&sort={direction}{name}"
    while address:
        page = asks.get(address).json
        assert len(page["data"]) <= 2
        seen += [row["id"] for row in page["data"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) >= NUMBER
    assert page["total"] == len(seen)


@pytest.mark.parametrize("path", MAKE)
def test_a_list_keeps_to_its_budget(program, statements, path: str) -> None:
    for _ in range(NUMBER):
        MAKE[path]("YY")
    asks = program(Role.OFFICER)
    asks.get(path)

    with statements() as seen:
        assert asks.get(path).status_code == 200

    assert len(seen) <= BUDGET, seen


@pytest.mark.parametrize("path", OF_A_PARK)
def test_a_park_sees_its_own_alone(program, path: str) -> None:
    MAKE[path]("YY")
    MAKE[path]("XT")

    assert program(Role.OFFICER, "YY").get(path).json["total"] == 1
    assert program(Role.OFFICER, "CZ").get(path).json["data"] == []
    assert program().get(path).json["total"] == 2
    assert program().get(path, park="XT").json["total"] == 1
    assert program(Role.OFFICER, "YY").get(path, park="XT").json["total"] == 0


def test_an_edition_is_listed_by_rank(program, statements) -> None:
    edition()
    asks = program()
    number = session.query(RankingEdition.id).scalar()

    (listed,) = asks.get("/ranking-editions").json["data"]
    with statements() as seen:
        page = asks.get(f"/ranking-editions/{number}/entries", limit=3).json
    rest = asks.get(page["next"]).json

    assert (listed["code"], listed["entries"]) == ("FY2023", NUMBER)
    assert [row["rank"] for row in page["data"] + rest["data"]] == [1, 2, 3, 4, 5]
    assert rest["next"] is None
    assert len(seen) <= BUDGET


def test_the_choices_name_parks_and_industries(program) -> None:
    asks = program(Role.LEADER)

    assert {"YY", "XT", "CZ"} <= {park["code"] for park in asks.get("/parks").json["data"]}
    assert asks.get("/industries").json == {"data": [], "next": None, "total": 0}


def test_a_contact_is_masked_as_on_the_page(program) -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    contact = make_contact(by=owner, phone="+886 2 2345 6789", email="chen@example.tw")

    masked = program(Role.OFFICER).get(f"/contacts/{contact.id}").json["data"]
    own = program(user=owner).get("/contacts", firm=contact.firm_id).json["data"][0]

    assert (masked["phone"], masked["email"], masked["is_masked"]) == ("***89", "***@example.tw", True)
    assert (own["phone"], own["email"], own["is_masked"]) == ("+886 2 2345 6789", "chen@example.tw", False)


@pytest.mark.parametrize("path", [*MAKE, "/figures", "/indicators", "/ranking-editions", "/parks"])
def test_an_adviser_sees_nothing(program, path: str) -> None:
    make_zone()

    assert program(Role.ADVISER).get(path).status_code == 403


def sorts_of(asks, path: str) -> list[str]:
    """The sorts as the refusal of a wrong one names them."""
    (words,) = asks.get(path, sort="?").json["error"]["fields"]["sort"]
    return [
        word.strip("' ")
        for word in words.removeprefix("One of: ").rstrip(".").replace(" or ", ", ").split(",")
    ]


def test_a_number_is_read_whole_or_not_at_all(program) -> None:
    firm = make_firm()
    make_project(park="YY", firm=firm)
    asks = program()

    long = asks.get(f"/projects?firm={firm.id:040d}")
    longer = asks.get(f"/projects?firm={firm.id}{'0' * 5000}")

    assert [row["firm"]["id"] for row in long.json["data"]] == [firm.id]
    assert longer.status_code == 422
