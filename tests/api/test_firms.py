from __future__ import annotations

from crm.core.database import session
from models import Firm
from models.enums import Role
from tests.factories.firms import make_establishment, make_firm


def test_a_list_goes_page_by_page_to_its_end(program) -> None:
    made = {make_firm().ref for _ in range(7)}
    asks = program(Role.OFFICER)

    seen: list[str] = []
    address = "/firms?limit=3&sort=ref"
    while address:
        page = asks.get(address).json
        assert page["total"] == 7
        seen += [row["ref"] for row in page["data"]]
        address = page["next"]

    assert seen == sorted(made)


def test_a_row_says_where_the_firm_is_now(program) -> None:
    firm = make_establishment(park="XT").firm

    (row,) = program().get("/firms", park="XT").json["data"]

    assert (row["id"], row["name_hant"], row["parks"]) == (firm.id, firm.name_hant, ["XT"])


def test_an_unknown_argument_is_refused_by_name(program) -> None:
    reply = program().get("/firms", colour="red", sort="size")

    assert reply.status_code == 422
    assert set(reply.json["error"]["fields"]) == {"colour"}
    assert set(program().get("/firms", sort="size", limit="many").json["error"]["fields"]) == {
        "sort",
        "limit",
    }


def test_a_key_of_another_list_does_not_begin_anew(program) -> None:
    make_firm()

    reply = program().get("/firms", after='["x",1e999]')

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, ["after"])


def test_a_firm_is_added_with_its_names_and_its_owner(program) -> None:
    owner = make_firm()
    sent = {
        "name_hant": "示例精密股份有限公司",
        "aliases": [{"name": "示例精密", "kind": "short"}],
        "parent_id": owner.id,
    }

    reply = program(Role.OFFICER).post("/firms", sent)

    assert reply.status_code == 201, reply.text
    firm = reply.json["data"]
    assert firm["aliases"] == [{"name": "示例精密", "kind": "short"}]
    assert firm["parent"]["id"] == firm["group"]["id"] == owner.id


def test_a_change_leaves_what_it_does_not_name(program) -> None:
    firm = make_firm(address="somewhere", stock_code="2317")
    asks = program()
    version = asks.get(f"/firms/{firm.id}").json["data"]["lock_version"]

    reply = asks.patch(
        f"/firms/{firm.id}", {"lock_version": version, "stock_code": None, "name_en": "Example"}
    )

    changed = reply.json["data"]
    assert (changed["name_en"], changed["address"], changed["stock_code"]) == ("Example", "somewhere", None)
    assert changed["lock_version"] > version


def test_a_change_of_what_somebody_else_changed_says_the_present_version(program) -> None:
    firm = make_firm()
    asks = program()
    old = firm.lock_version
    asks.patch(f"/firms/{firm.id}", {"lock_version": old, "name_en": "First"})

    reply = asks.patch(f"/firms/{firm.id}", {"lock_version": old, "name_en": "Second"})

    assert reply.status_code == 409
    assert reply.json["error"]["present"] == {"lock_version": old + 1}
    assert session.get_one(Firm, firm.id, populate_existing=True).name_en == "First"


def test_what_is_wrong_is_said_by_field_and_not_said_back(program) -> None:
    sent = {"name_hant": "x" * 501, "business_number": 12345678, "secret_colour": "mauve", "aliases": [{}]}

    reply = program().post("/firms", sent)

    assert reply.status_code == 422
    fields = set(reply.json["error"]["fields"])
    assert fields == {"name_hant", "business_number", "secret_colour", "aliases.0.name"}
    assert "12345678" not in reply.text
    assert "mauve" not in reply.text


def test_a_group_names_its_members(program) -> None:
    group = make_firm()
    member = make_firm(parent=group)
    asks = program(Role.LEADER)

    assert [row["id"] for row in asks.get("/groups").json["data"]] == [group.id]
    found = asks.get(f"/groups/{member.id}").json["data"]
    assert (found["id"], {row["id"] for row in found["members"]}) == (group.id, {group.id, member.id})
