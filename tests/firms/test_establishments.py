from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.core.database import session
from crm.firms import queries, service
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models.enums import Role
from tests.factories.firms import make_establishment, make_firm
from tests.factories.users import make_user
from tests.factories.zone import get_park


def test_every_state_of_an_establishment_is_kept() -> None:
    establishment = make_establishment(registered_on=date(2022, 3, 1))
    written = service.establishment_fields_of(establishment)

    service.change_establishment(
        establishment, replace(written, ceased_on=date(2024, 5, 1), cease_reason="moved"), by=None
    )
    session.commit()

    versions = queries.list_establishment_versions(establishment)
    assert [(each.ceased_on, each.cease_reason) for each in versions] == [
        (date(2024, 5, 1), "moved"),
        (None, None),
    ]


def test_writing_the_same_again_adds_no_version() -> None:
    establishment = make_establishment()

    service.change_establishment(establishment, service.establishment_fields_of(establishment), by=None)
    session.commit()

    assert len(queries.list_establishment_versions(establishment)) == 1


def test_a_note_on_evidence_is_no_fact_of_a_figure() -> None:
    establishment = make_establishment()
    written = service.establishment_fields_of(establishment)

    service.change_establishment(establishment, replace(written, evidence_note="licence seen"), by=None)
    session.commit()

    assert len(queries.list_establishment_versions(establishment)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("registered_name", " "),
        ("credit_code", "123"),
        ("ceased_on", date(2020, 1, 1)),
        ("operating_on", date(2999, 1, 1)),
        ("registered_on", date(2999, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field: str, value: object) -> None:
    establishment = make_establishment()
    written = replace(service.establishment_fields_of(establishment), **{field: value})

    with pytest.raises(RuleError) as refusal:
        service.change_establishment(establishment, written, by=None)

    assert field in refusal.value.fields


def test_park_staff_record_and_change_their_own_parks_only() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    own, other = make_establishment(park="YY"), make_establishment(park="XT")

    with pytest.raises(NotAllowedError):
        make_establishment(park="XT", by=officer)
    with pytest.raises(NotAllowedError):
        service.change_establishment(other, service.establishment_fields_of(other), by=officer)
    moved = replace(service.establishment_fields_of(own), park_id=get_park("XT").id)
    with pytest.raises(NotAllowedError):
        service.change_establishment(own, moved, by=officer)
    with pytest.raises(NotAllowedError):
        service.retract_establishment(other, reason="no", by=officer)
    with pytest.raises(NotAllowedError):
        service.attach_evidence(other, content=b"%PDF-1.7", file_name="a.pdf", by=officer)


def test_what_was_recorded_by_mistake_is_taken_back_and_can_be_restored() -> None:
    establishment = make_establishment()

    service.retract_establishment(establishment, reason="wrong firm", by=None)
    session.commit()
    assert queries.list_establishment_versions(establishment)[0].is_retracted

    service.restore_establishment(establishment, by=None)
    session.commit()
    assert not queries.list_establishment_versions(establishment)[0].is_retracted


def test_a_change_since_the_form_was_opened_is_a_conflict() -> None:
    establishment = make_establishment()

    with pytest.raises(ConflictError):
        service.change_establishment(
            establishment, service.establishment_fields_of(establishment), by=None, lock_version=0
        )


def test_a_licence_is_kept_as_evidence() -> None:
    establishment = make_establishment(make_firm())

    service.attach_evidence(establishment, content=b"%PDF-1.7 licence", file_name="营业执照.pdf", by=None)
    session.commit()

    (listed,) = queries.list_establishments(establishment.firm_id)
    assert [each.attachment.file_name for each in listed.evidence] == ["营业执照.pdf"]
