from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.core.database import session
from crm.core.transactions import transaction
from crm.firms import queries, service
from crm.firms.service import Alias, FirmFields
from kernel.errors import ConflictError, RuleError
from models import AuditRecord, FirmParentage, Industry
from models.enums import AliasKind
from tests.factories.firms import business_number, make_establishment, make_firm, make_registered_company
from tests.factories.projects import make_project


def test_a_firm_is_added_with_the_keys_by_which_it_is_found() -> None:
    with transaction():
        firm = service.add_firm(
            FirmFields(
                name_hant=" 鴻海精密工業股份有限公司 ",
                name_en="Hon Hai Precision Industry Co., Ltd.",
                aliases=(Alias("Foxconn", AliasKind.BRAND),),
                business_number="０４５４１３０２",
                stock_code="2317",
                industry="其他電子業",
            )
        )

    assert firm.ref.startswith("F-")
    assert (firm.name_key, firm.initials_key[:2], firm.english_key) == (
        "鸿海精密工业",
        "hh",
        "honhaiprecisionindustry",
    )
    assert firm.business_number == "04541302"
    assert firm.aliases[0].name_key == "foxconn"
    assert {"2317", "04541302", "foxconn", "鸿海"} <= set(firm.search_text.split())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_hant", ""),
        ("business_number", "04541303"),
        ("business_number", "4541302"),
        ("credit_code", "91350100M000100Y44"),
        ("stock_code", "=2317"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field: str, value: str) -> None:
    written = replace(FirmFields(name_hant="測試股份有限公司"), **{field: value})

    with pytest.raises(RuleError) as refusal:
        service.add_firm(written)

    assert field in refusal.value.fields


def test_a_number_belongs_to_one_firm() -> None:
    number = business_number()
    owner = make_firm(business_number=number)

    with pytest.raises(RuleError, match=owner.ref):
        service.add_firm(FirmFields(name_hant="另一家股份有限公司", business_number=number))


def test_a_namesake_in_another_script_is_noticed_until_somebody_says_it_is_another() -> None:
    make_firm("鴻海精密工業股份有限公司")

    with pytest.raises(RuleError) as refusal:
        service.add_firm(FirmFields(name_hans="鸿海精密工业有限公司"))
    assert "is_distinct" in refusal.value.fields

    assert service.add_firm(FirmFields(name_hans="鸿海精密工业有限公司"), is_distinct=True).id


def test_changing_a_firm_keeps_the_aliases_that_stay_and_their_kind() -> None:
    firm = make_firm("鴻海精密工業股份有限公司", aliases=("Foxconn", "富士康"))
    kept = firm.aliases[0].id

    with transaction():
        written = replace(service.fields_of(firm), aliases=service.aliases_named(["Foxconn", "FIH"], firm))
        service.change_firm(firm, written, lock_version=firm.lock_version)

    assert {(alias.name, alias.kind) for alias in firm.aliases} == {
        ("Foxconn", AliasKind.BRAND),
        ("FIH", AliasKind.OTHER),
    }
    assert kept in {alias.id for alias in firm.aliases}
    assert "富士康" not in firm.search_text


def test_writing_the_same_again_changes_nothing() -> None:
    firm = make_firm(aliases=("Zed", "Alpha"), industry="電子")
    before = firm.lock_version, session.query(AuditRecord).count()

    with transaction():
        service.change_firm(firm, service.fields_of(firm))

    assert (firm.lock_version, session.query(AuditRecord).count()) == before


def test_a_change_since_the_form_was_opened_is_a_conflict() -> None:
    firm = make_firm()

    with pytest.raises(ConflictError):
        service.change_firm(firm, service.fields_of(firm), lock_version=firm.lock_version - 1)


def test_an_industry_is_made_once_whatever_the_script() -> None:
    made = [service.industry_named(name) for name in ("電子零組件", "电子零组件", " 電子零組件 ", "")]

    assert made[0] is made[1] is made[2]
    assert made[3] is None
    assert session.query(Industry).count() == 1


def test_a_firm_comes_from_the_register_with_all_that_it_says() -> None:
    firm = service.add_from_register(make_registered_company())

    assert (firm.stock_code, firm.business_number, firm.industry.name) == ("2317", "04541302", "其他電子業")
    assert [alias.name for alias in firm.aliases] == ["鴻海", "HON HAI"]


def test_a_parent_makes_the_whole_subtree_one_group() -> None:
    top, middle, leaf = make_firm(), make_firm(), make_firm()
    service.set_parent(leaf, middle, holds_from=None)
    service.set_parent(middle, top, holds_from=date(2023, 1, 1))
    session.commit()
    session.expire_all()

    assert (leaf.parent_id, leaf.group_id, middle.group_id, top.group_id) == (middle.id, top.id, top.id, None)


def test_leaving_a_group_takes_the_subtree_along() -> None:
    top, middle = make_firm(), make_firm()
    leaf = make_firm(parent=middle)
    service.set_parent(middle, top, holds_from=None)
    service.set_parent(middle, None, holds_from=date(2024, 1, 1))
    session.commit()
    session.expire_all()

    assert (middle.parent_id, middle.group_id, leaf.group_id) == (None, None, middle.id)


def test_an_earlier_parentage_recorded_later_leaves_today_alone() -> None:
    old, new, firm = make_firm(), make_firm(), make_firm()
    service.set_parent(firm, new, holds_from=date(2024, 1, 1))
    service.set_parent(firm, old, holds_from=date(2020, 1, 1))

    assert firm.parent_id == new.id
    assert len(queries.list_parentages(firm.id)) == 2


def test_a_correction_holds_from_the_same_day_as_what_it_corrects() -> None:
    wrong, right, firm = make_firm(), make_firm(), make_firm()
    service.set_parent(firm, wrong, holds_from=date(2023, 5, 1))

    corrected = service.correct_parent(firm, right)

    assert corrected is not None
    assert (corrected.holds_from, firm.parent_id) == (date(2023, 5, 1), right.id)
    assert service.correct_parent(firm, right) is None


def test_recording_the_same_parent_again_adds_nothing() -> None:
    firm = make_firm(parent=(parent := make_firm()))

    assert service.set_parent(firm, parent, holds_from=None) is None
    assert session.query(FirmParentage).count() == 1


def test_no_firm_owns_itself_through_others() -> None:
    top = make_firm()
    middle = make_firm(parent=top)
    leaf = make_firm(parent=middle)

    with pytest.raises(RuleError):
        service.set_parent(top, leaf, holds_from=date(2024, 1, 1))
    with pytest.raises(RuleError):
        service.set_parent(top, top, holds_from=None)


def test_a_parentage_that_lies_ahead_is_refused(clock_at) -> None:
    clock_at("2024-03-01T02:00:00Z")

    with pytest.raises(RuleError):
        service.set_parent(make_firm(), make_firm(), holds_from=date(2024, 3, 2))


def test_a_firm_on_which_others_rest_is_not_put_away() -> None:
    firm = make_firm()
    make_establishment(firm)

    with pytest.raises(RuleError):
        service.archive_firm(firm, reason="twice there")


def test_a_firm_is_put_away_with_a_reason_and_brought_back() -> None:
    firm = make_firm("鴻海精密工業股份有限公司")
    with pytest.raises(RuleError):
        service.archive_firm(firm, reason=" ")

    service.archive_firm(firm, reason="twice there")
    session.commit()
    assert queries.search_firms("鴻海", viewer=None) == []

    service.restore_firm(firm)
    session.commit()
    assert queries.search_firms("鴻海", viewer=None) == [firm]


def test_a_refusal_to_put_a_firm_away_does_not_count_what_rests_on_it() -> None:
    firm = make_firm()
    make_project(firm=firm)
    make_project(firm=firm)

    with pytest.raises(RuleError) as caught:
        service.archive_firm(firm, reason="twice there")

    assert not any(sign.isdigit() for sign in str(caught.value))
