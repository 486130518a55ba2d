"""The list of establishments as a file: exactly the rows that the filters let through."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from crm.core.database import session
from crm.firms import service
from crm.firms.exports import ESTABLISHMENT_HEAD
from crm.imports.columns import COLUMNS
from crm.imports.planning import ImportFile
from crm.imports.rules import Kind
from models import AuditRecord
from models.enums import AuditAction
from tests.factories.firms import make_establishment, make_firm
from tests.factories.zone import get_park
from tests.imports.zone import counts, take_file


def exported(client, address: str = "") -> list[list[str]]:
    reply = client.get(f"/firms/establishments/export.csv{address}")
    assert reply.status_code == 200
    return list(csv.reader(StringIO(reply.text.removeprefix("\ufeff"))))


@pytest.fixture
def three() -> list[str]:
    """One in a park, two in another, of which one has ceased; a fourth was taken back."""
    firm = make_firm("甲股份有限公司", ref="F-1")
    made = [
        make_establishment(firm, park="YY", registered_name="=岳阳甲"),
        make_establishment(firm, park="XT"),
        make_establishment(firm, park="XT", ceased_on=date(2024, 2, 1)),
    ]
    service.retract_establishment(make_establishment(firm, park="YY"), reason="twice", by=None)
    session.commit()
    refs = [each.ref for each in made]
    session.rollback()
    return refs


def test_the_export_is_exactly_what_the_filters_let_through_and_is_logged(officer, three) -> None:
    park = get_park("XT").id
    session.rollback()

    everything = exported(officer)
    assert everything[0] == list(ESTABLISHMENT_HEAD)
    assert [row[0] for row in everything[1:]] == three
    assert everything[1][3] == "'=岳阳甲"
    assert [row[0] for row in exported(officer, f"?park={park}")[1:]] == three[1:]
    assert [row[0] for row in exported(officer, f"?park={park}&state=gone")[1:]] == three[2:]
    session.rollback()
    taken = session.query(AuditRecord).filter_by(action=AuditAction.EXPORTED, entity="establishments")
    assert taken.count() == 3


def test_its_columns_are_those_of_an_import_and_taken_in_again_it_changes_nothing(coordinator, three) -> None:
    assert [column.name for column in COLUMNS[Kind.ESTABLISHMENTS]] == list(ESTABLISHMENT_HEAD)
    content = coordinator.get("/firms/establishments/export.csv").data
    session.rollback()

    outcome = take_file(Kind.ESTABLISHMENTS, ImportFile("x.csv", content), coordinator.user)

    assert counts(outcome) == {"same": 3}


def test_the_list_leads_to_its_export_with_the_filters(officer, auditor, three) -> None:
    page = officer.get("/firms/establishments?state=gone").text

    assert "/firms/establishments/export.csv?state=gone" in page
    assert auditor.get("/firms/establishments/export.csv").status_code == 403
