from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.contacts import queries as contacts
from crm.core import merging
from crm.core.database import session
from crm.core.merging import MERGE_RULES, FieldPair, Side, compare, taken
from crm.engagements import queries as engagements
from crm.engagements.service import edit_engagement, fields_of, log_engagement
from crm.firms import queries, service
from crm.firms.rules import Parentage, owner_on, parent_steps
from crm.firms.service import Seen
from crm.firms.service.parentage import steps_of
from crm.imports.rules import Kind
from crm.rankings import queries as rankings
from crm.rankings.rules import count_groups
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Base, Contact, Firm, FirmParentage, Merge, User
from models.enums import MergeKind, Role
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import business_number, make_establishment, make_firm
from tests.factories.rankings import SERIES, make_edition
from tests.factories.users import make_user
from tests.imports.zone import take

DAY = date(2024, 6, 30)


@pytest.fixture
def office() -> User:
    return make_user(role=Role.COORDINATOR)


def merge(into: Firm, other: Firm, by: User | None = None, **choices: Side) -> Merge:
    made = service.merge_firms(into, other, choices=choices, reason="同一家", by=by)
    session.commit()
    return made


def undo(made: Merge, by: User | None = None) -> list[str]:
    left = service.undo_firm_merge(made, reason="两家", by=by)
    session.commit()
    return left


@pytest.mark.no_database
@pytest.mark.parametrize("kind", list(MergeKind))
def test_every_relation_has_a_merge_rule(kind: MergeKind) -> None:
    target = {MergeKind.FIRM: "firms", MergeKind.CONTACT: "contacts"}[kind]
    keys = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == target for key in column.foreign_keys)
    }

    assert keys - set(MERGE_RULES[kind]) == set(), "say in crm.core.merging what a merge does to these"
    assert set(MERGE_RULES[kind]) - keys == set(), "rules about relations that are gone"


@pytest.mark.no_database
def test_fields_are_put_together_as_chosen_and_two_numbers_are_refused() -> None:
    pairs = compare({"a": "1", "b": None, "c": "3"}, {"a": "2", "b": "5", "c": "3"}, exclusive=["c"])

    assert [pair.default for pair in pairs] == [Side.INTO, Side.FROM, Side.INTO]
    assert taken(pairs, {}) == {"b": "5"}
    assert taken(pairs, {"a": Side.FROM, "b": Side.INTO}) == {"a": "2"}
    with pytest.raises(RuleError) as refusal:
        taken([FieldPair("number", "1", "2", is_conflict=True)], {})
    assert "number" in refusal.value.fields


@pytest.mark.no_database
def test_steps_say_who_owned_a_firm_on_every_day() -> None:
    def version(parent: int | None, since: date | None, number: int) -> Parentage:
        return Parentage(1, parent, since, clock.now(), number)

    steps = parent_steps([version(7, None, 1), version(8, DAY, 2), version(9, None, 3)])

    assert steps == ((None, 9), (DAY, 8))
    assert [owner_on(steps, day) for day in (None, DAY - timedelta(1), DAY)] == [9, 9, 8]
    assert owner_on(parent_steps([]), None) is None


def test_the_kept_firm_has_what_hung_on_both_and_the_other_leaves_the_lists(office: User) -> None:
    into, other = make_firm("鴻示例電子"), make_firm("宏示範科技", stock_code="9876")
    make_establishment(other)
    make_contact(other)
    make_engagement(firms=[other])

    merge(into, other, office)

    assert [each.firm_id for each in queries.list_establishments(into.id)] == [other.id]
    assert len(contacts.list_contacts([into.id], viewer=office)) == 1
    assert engagements.list_timeline(firm_id=into.id, viewer=office).total == 1
    assert list(queries.search_firms("宏示範", viewer=office)) == [into]
    assert list(queries.search_firms(other.ref, viewer=office)) == [into]
    assert into.stock_code == "9876"
    listed = session.scalars(queries.firms_query(queries.FirmFilters(), viewer=office)).all()
    away = session.scalars(queries.firms_query(queries.FirmFilters(is_archived=True), viewer=office)).all()
    assert other not in [*listed, *away]
    settled = queries.FirmFilters(state=queries.FirmState.SETTLED)
    assert list(session.scalars(queries.firms_query(settled, viewer=office))) == [into]


def test_undoing_puts_everything_back(office: User) -> None:
    number = business_number()
    owner = make_firm()
    into = make_firm("鴻示例電子")
    other = make_firm("宏示範科技", business_number=number, website="www.example.com", parent=owner)
    made = merge(into, other, office)
    assert (into.business_number, other.business_number) == (number, None)
    assert into.group_id == owner.id

    assert undo(made, office) == []

    assert (into.business_number, into.website, into.group_id) == (None, None, None)
    assert (other.business_number, other.parent_id, other.group_id) == (number, owner.id, owner.id)
    assert not other.is_archived
    assert other.merged_into_id is None
    assert list(queries.search_firms("宏示範", viewer=office)) == [other]
    assert list(queries.search_firms(other.ref, viewer=office)) == [other]
    with pytest.raises(RuleError):
        service.undo_firm_merge(made, reason="again", by=office)


def test_what_was_written_since_stays_when_a_merge_is_undone(office: User) -> None:
    into, other = make_firm(), make_firm(website="www.example.com")
    made = merge(into, other, office)
    session.rollback()
    service.change_firm(into, replace(service.fields_of(into), website="www.example.org"))
    session.commit()

    assert undo(made, office) == ["website"]
    assert into.website == "www.example.org"


def test_a_group_counts_once_from_the_merge_on_and_as_known_before_as_it_was(office: User, clock_at) -> None:
    clock_at("2025-02-01T02:00:00Z")
    into, other = make_firm("鴻示例電子"), make_firm("宏示範科技")
    make_establishment(into)
    make_establishment(other, registered_on=date(2023, 1, 1))
    make_edition(ranks={into: 5, other: 7})

    def counted(known_at=None) -> list[tuple[int, int]]:
        facts = rankings.load_counting_facts(SERIES, DAY, known_at or clock.now())
        found = count_groups(facts, DAY)
        return sorted((each.group_firm_id, each.rank) for each in found.counted)

    clock_at("2025-03-01T02:00:00Z")
    before = clock.now()
    assert counted() == [(into.id, 5), (other.id, 7)]
    clock_at("2025-03-02T02:00:00Z")
    made = merge(into, other, office)

    assert counted() == [(into.id, 5)]
    assert counted(before) == [(into.id, 5), (other.id, 7)]

    merged = clock.now()
    clock_at("2025-03-03T02:00:00Z")
    undo(made, office)

    assert counted() == [(into.id, 5), (other.id, 7)]
    assert counted(merged) == [(into.id, 5)]


def test_parentages_that_turn_later_are_overlaid_and_come_back(office: User) -> None:
    owner, into, other = make_firm(), make_firm(), make_firm()
    service.set_parent(other, owner, holds_from=date(2020, 1, 1))
    session.commit()
    steps = steps_of(other)

    made = merge(into, other, office, parent_id=Side.INTO)
    after = steps_of(other)
    assert {parent for _day, parent in after} == {into.id}
    undo(made, office)

    again = steps_of(other)
    assert again == steps
    assert session.query(FirmParentage).filter_by(firm_id=other.id).count() > 1


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_there(office: User) -> None:
    first, second, third = make_firm("甲示例"), make_firm("乙示例"), make_firm("丙示例")
    one = merge(second, first, office)
    two = merge(third, second, office)

    assert {first.merged_into_id, second.merged_into_id} == {third.id}
    assert list(queries.search_firms(first.ref, viewer=office)) == [third]
    with pytest.raises(RuleError):
        service.undo_firm_merge(one, reason="no", by=office)
    undo(two, office)
    assert (first.merged_into_id, second.merged_into_id) == (second.id, None)
    undo(one, office)
    assert first.merged_into_id is None


def test_what_cannot_be_one_is_refused(office: User) -> None:
    into = make_firm(business_number=business_number())
    other = make_firm(business_number=business_number())
    child = make_firm(parent=other)
    lead = make_user(role=Role.PARK_LEAD, park="YY")

    for kept, away, by, kind in (
        (into, other, office, RuleError),
        (child, other, office, RuleError),
        (into, into, office, RuleError),
        (other, child, lead, NotAllowedError),
    ):
        with pytest.raises(kind):
            service.merge_firms(kept, away, choices={}, reason="x", by=by)
        session.rollback()
    with pytest.raises(RuleError):
        service.merge_firms(other, child, choices={}, reason=" ", by=office)
    session.rollback()
    with pytest.raises(ConflictError):
        service.merge_firms(other, child, choices={}, reason="x", by=office, seen=Seen(0, None))
    session.rollback()
    assert merge(other, child, office).into_id == other.id


def test_shares_are_counted_and_parks_matters_for_the_office_only(office: User) -> None:
    firm = make_firm()
    make_contact(firm)
    make_engagement(firms=[firm])

    both = merging.count_shares(MergeKind.FIRM, firm.id, is_office=True)
    own = merging.count_shares(MergeKind.FIRM, firm.id, is_office=False)

    assert sorted(each.rows for each in both) == [1, 1]
    assert len(own) == 1


def test_a_file_that_names_the_old_ref_is_taken_to_mean_the_kept_firm(coordinator) -> None:
    into, other = make_firm("鴻示例電子", ref="K-1"), make_firm("宏示範科技", ref="A-1")
    merge(into, other)

    head = ("ref", "website")
    outcome = take(Kind.FIRMS, [head, ("A-1", "www.example.com")], coordinator.user)
    people = take(
        Kind.CONTACTS,
        [("ref", "firm_ref", "name", "source"), ("P-9", "A-1", "王示例", "card")],
        coordinator.user,
    )

    assert (into.ref, into.website, other.website) == ("K-1", "www.example.com", None)
    assert [contact.firm_id for contact in session.query(Contact)] == [into.id]
    assert all(each.plan.notes for each in (outcome, people))
    assert queries.match_firm(names=["宏示範科技"]).firm is into


def test_a_draft_that_names_the_old_firm_is_logged_with_the_kept_one(officer) -> None:
    into, other = make_firm(), make_firm()
    old = make_engagement(firms=[other], created_by=officer.user)
    merge(into, other)

    logged = log_engagement(replace(fields_of(old), firm_ids=(other.id, into.id)), by=officer.user)
    edited = edit_engagement(old, replace(fields_of(old), outcome="好"), by=officer.user)

    assert logged.firms == [into]
    assert edited.firms == [other]
