from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from crm.core.database import session
from crm.rankings import service
from crm.rankings.rules import Move, Shift, compare_editions
from models.enums import Stage
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.projects import make_project
from tests.factories.rankings import make_edition


def listed(reply) -> list[str]:
    """The firms of a list, in its order."""
    return [part.split("<")[0].split(">")[-1] for part in reply.text.split("data-row-link")[1:]]


def test_the_lists_take_six_statements_however_many_editions(officer, statements) -> None:
    firm = make_firm()
    for year in range(2015, 2024):
        make_edition(f"FY{year}", in_force_from=date(year, 12, 31), ranks={firm: 1})

    with statements() as seen:
        reply = officer.get("/rankings")

    assert reply.status_code == 200
    assert "FY2015" in reply.text
    assert len(seen) <= 6, seen


def test_an_edition_shows_how_near_each_group_is(coordinator) -> None:
    untouched, met, talking, signed, linked, settled = firms = [
        make_firm(f"第{number}號股份有限公司") for number in range(6)
    ]
    edition = make_edition(ranks={firm: number + 1 for number, firm in enumerate(firms)})
    make_engagement(firms=[make_firm(parent=met)])
    make_project(firm=talking, stage=Stage.TALKS)
    make_project(firm=signed, stage=Stage.CONSTRUCTION)
    make_establishment(linked, park="CS")
    make_establishment(make_firm(parent=settled), park="XT")

    page = f"/rankings/editions/{edition.id}"
    assert listed(coordinator.get(page)) == [firm.name for firm in firms]
    for state, firm in {
        "untouched": untouched,
        "in_touch": met,
        "in_talks": talking,
        "signed": signed,
        "linked": linked,
        "settled": settled,
    }.items():
        assert listed(coordinator.get(f"{page}?state={state}")) == [firm.name], state


def test_the_state_is_that_of_the_day_asked_for(coordinator) -> None:
    firm = make_firm()
    edition = make_edition(ranks={firm: 1})
    make_establishment(firm, registered_on=date(2023, 3, 1), ceased_on=date(2024, 3, 1))

    page = f"/rankings/editions/{edition.id}?state=settled&as_of="
    days = ("2023-02-28", "2023-03-01", "2024-02-29", "2024-03-01")
    assert [len(listed(coordinator.get(page + day))) for day in days] == [0, 1, 1, 0]


def test_a_rival_parks_talks_stay_hidden(client_for) -> None:
    firm = make_firm()
    edition = make_edition(ranks={firm: 1})
    make_project(firm=firm, stage=Stage.TALKS, park="XT")
    page = f"/rankings/editions/{edition.id}?state=in_talks"

    assert len(listed(client_for("officer", "XT").get(page))) == 1
    assert len(listed(client_for("officer", "YY").get(page))) == 0


def test_an_edition_takes_ten_statements_however_long(officer, statements) -> None:
    ranks = {make_firm(parent=make_firm(), industry=f"行業{number}"): number + 1 for number in range(15)}
    edition = make_edition(ranks=ranks)

    with statements() as seen:
        officer.get(f"/rankings/editions/{edition.id}")

    assert len(seen) <= 10, seen


@pytest.mark.parametrize("typed", ["鸿海", "hong", "hh", "2317", "Hon"])
def test_an_edition_is_narrowed_by_name(officer, typed: str) -> None:
    firm = make_firm("鴻海精密工業股份有限公司", name_en="Hon Hai honghai", stock_code="2317")
    edition = make_edition(ranks={firm: 1, make_firm("乙股份有限公司"): 2})

    assert listed(officer.get(f"/rankings/editions/{edition.id}?q={typed}")) == [firm.name]


def test_the_export_can_be_imported_again(officer) -> None:
    firm = make_firm("甲股份有限公司", ref="G-1")
    edition = make_edition(ranks={firm: 7})

    reply = officer.get(f"/rankings/editions/{edition.id}/export.csv")
    head, row = csv.reader(StringIO(reply.text.removeprefix("\ufeff")))

    told = dict(zip(head, row, strict=True))
    assert (told["series"], told["edition"], told["as_of"], told["rank"], told["firm_ref"]) == (
        "taiwan-top-100",
        "FY2022",
        "2022-12-31",
        "7",
        "G-1",
    )


def test_two_editions_are_compared(officer) -> None:
    up, down, same, new, gone = [make_firm(f"第{number}號股份有限公司") for number in range(5)]
    before = make_edition(
        "FY2021", in_force_from=date(2021, 12, 31), ranks={down: 1, up: 2, same: 3, gone: 4}
    )
    after = make_edition("FY2022", ranks={up: 1, down: 2, same: 3, new: 4})

    page = f"/rankings/editions/{after.id}/compare/{before.id}"
    assert listed(officer.get(page)) == [firm.name for firm in (up, down, same, new, gone)]
    for shift, firm in {"risen": up, "fallen": down, "steady": same, "entered": new, "left": gone}.items():
        assert listed(officer.get(f"{page}?shift={shift}")) == [firm.name], shift


def test_a_long_comparison_shows_its_first_firms_and_all_on_request(officer) -> None:
    firms = [make_firm() for _number in range(30)]
    ranks = {firm: rank for rank, firm in enumerate(firms, start=1)}
    before = make_edition("FY2021", in_force_from=date(2021, 12, 31), ranks=ranks)
    after = make_edition("FY2022", ranks=ranks)

    first = officer.get(f"/rankings/editions/{after.id}/compare/{before.id}")
    whole = officer.get(f"/rankings/editions/{after.id}/compare/{before.id}?all=1")

    assert listed(first) == [firm.name for firm in firms[:25]]
    assert "all=1" in first.text
    assert listed(whole) == [firm.name for firm in firms]
    assert "Show all" not in whole.text


@pytest.mark.no_database
def test_a_move_says_what_became_of_a_firm() -> None:
    moves = compare_editions({1: 5, 2: 3, 3: 9}, {1: 2, 2: 8, 4: 1})

    assert [(move.firm_id, move.shift, move.places) for move in moves] == [
        (4, Shift.ENTERED, 0),
        (1, Shift.RISEN, 3),
        (2, Shift.FALLEN, -5),
        (3, Shift.LEFT, 0),
    ]
    assert Move(1, 5, 5).shift is Shift.STEADY


def test_an_edition_taken_back_is_not_found(officer) -> None:
    edition = make_edition()
    service.retract_edition(edition)
    session.commit()

    assert officer.get(f"/rankings/editions/{edition.id}").status_code == 404


def test_an_adviser_sees_no_list(adviser) -> None:
    edition = make_edition(ranks={make_firm("機密股份有限公司"): 1})

    for path in (
        "/rankings",
        f"/rankings/editions/{edition.id}",
        f"/rankings/editions/{edition.id}/export.csv",
    ):
        reply = adviser.get(path)
        assert reply.status_code == 403
        assert "機密" not in reply.text
