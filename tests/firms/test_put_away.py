"""What stands under a firm that was put away stays as it is until the firm is back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crm.contacts import service as contacts
from crm.core.database import session
from crm.firms import service
from crm.imports.rules import Kind
from crm.projects import service as projects
from crm.projects.service import ProjectFields
from kernel.errors import RuleError
from models import Firm
from tests.factories.contacts import make_contact
from tests.factories.firms import make_establishment, make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park
from tests.imports.zone import faults

Act = Callable[[Firm], object]


def put_away(firm: Firm) -> Firm:
    service.archive_firm(firm, reason="twice there")
    session.commit()
    return firm


ACTS: dict[str, Act] = {
    "changing it": lambda firm: service.change_firm(
        firm, replace(service.fields_of(firm), address="Yueyang")
    ),
    "an owner": lambda firm: service.set_parent(firm, make_firm(), holds_from=None),
    "an establishment": make_establishment,
    "a contact": make_contact,
    "a project": lambda firm: projects.create_project(
        ProjectFields(name="示例项目", firm_id=firm.id, park_id=get_park("YY").id), by=None
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nothing_is_changed_of_a_firm_put_away_nor_added_to_it(act: Act) -> None:
    firm = put_away(make_firm())

    with pytest.raises(RuleError, match="请先恢复"):
        act(firm)

    session.rollback()
    service.restore_firm(firm)
    assert act(firm) is not None


def test_people_of_a_firm_put_away_are_neither_changed_nor_brought_back_but_may_be_put_away() -> None:
    contact = make_contact()
    firm = put_away(contact.firm)
    written = replace(contacts.contact_fields_of(contact), title="lead")

    with pytest.raises(RuleError, match="请先恢复"):
        contacts.change_contact(contact, written, by=None)
    contacts.archive_contact(contact, reason="asked for it", by=None)
    with pytest.raises(RuleError, match="请先恢复"):
        contacts.restore_contact(contact, by=None)

    service.restore_firm(firm)
    contacts.restore_contact(contact, by=None)
    assert not contact.is_archived


def test_what_was_put_away_before_its_firm_comes_back_after_it() -> None:
    establishment, project = make_establishment(), make_project()
    service.retract_establishment(establishment, reason="wrong park", by=None)
    projects.archive_project(project, reason="twice there", by=None)
    session.commit()
    put_away(establishment.firm)
    put_away(project.firm)

    with pytest.raises(RuleError, match="请先恢复"):
        service.restore_establishment(establishment, by=None)
    with pytest.raises(RuleError, match="请先恢复"):
        projects.restore_project(project, by=None)


@pytest.mark.parametrize(
    ("kind", "head", "row"),
    [
        (Kind.CONTACTS, ["ref", "firm_ref", "name", "source"], ["N-1", "A-1", "王示例", "card"]),
        (Kind.PROJECTS, ["ref", "firm_ref", "name", "park"], ["N-1", "A-1", "示例项目", "YY"]),
    ],
)
def test_an_import_adds_nothing_to_it_either(kind: Kind, head: list[str], row: list[str]) -> None:
    put_away(make_firm(ref="A-1"))

    assert faults(kind, [head, row], make_user()) == [(2, "firm_ref")]


def test_an_import_changes_nothing_of_it_where_the_row_leaves_the_firm_out() -> None:
    contact = make_contact()
    put_away(contact.firm)

    assert faults(Kind.CONTACTS, [["ref", "title"], [contact.ref, "lead"]], make_user()) == [(2, "firm_ref")]
