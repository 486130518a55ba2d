"""The table of gates: every requirement has words, a place, and is met by its own fact alone."""

from dataclasses import fields, replace

import pytest

from crm.projects import labels, rules
from crm.projects.rules import GATES, REQUIREMENTS, GateFacts, Place
from crm.projects.service import ProjectFields
from models.enums import AgreementKind, ProjectDocumentKind, Stage

pytestmark = pytest.mark.no_database

EVERYTHING = GateFacts(
    has_firm=True,
    has_park=True,
    has_industry=True,
    has_responsible=True,
    engagements=1,
    has_planned_investment=True,
    has_content=True,
    has_land_need=True,
    has_jobs=True,
    has_energy_class=True,
    has_carbon_class=True,
    has_source=True,
    is_review_passed=True,
    has_incentive=True,
    is_fair_competition_reviewed=True,
    agreement_kind=AgreementKind.FORMAL,
    has_agreement_date=True,
    has_signing_event=True,
    has_verified_agreed_entry=True,
    has_establishment=True,
    has_credit_code=True,
    has_licence=True,
    has_contracted_capital=True,
    has_construction_start=True,
    is_land_secured=True,
    has_production_start=True,
    documents=frozenset({ProjectDocumentKind.LEASE, ProjectDocumentKind.ACCEPTANCE}),
)

# One row per requirement of the domain: what is taken away, and what the gate then says.
TAKEN_AWAY = [
    (Stage.TALKS, {"has_firm": False}, "firm"),
    (Stage.TALKS, {"has_park": False}, "park"),
    (Stage.TALKS, {"has_industry": False}, "industry"),
    (Stage.TALKS, {"has_responsible": False}, "responsible"),
    (Stage.TALKS, {"engagements": 0}, "engagement"),
    (Stage.REVIEW, {"has_planned_investment": False}, "planned_investment"),
    (Stage.REVIEW, {"has_content": False}, "content"),
    (Stage.REVIEW, {"has_land_need": False}, "land_need"),
    (Stage.REVIEW, {"has_jobs": False}, "jobs"),
    (Stage.REVIEW, {"has_energy_class": False}, "energy_class"),
    (Stage.REVIEW, {"has_carbon_class": False}, "carbon_class"),
    (Stage.REVIEW, {"has_source": False}, "source"),
    (Stage.SIGNED, {"is_review_passed": False}, "review_passed"),
    (Stage.SIGNED, {"is_fair_competition_reviewed": False}, "fair_competition"),
    (Stage.SIGNED, {"agreement_kind": None}, "formal_agreement"),
    (Stage.SIGNED, {"agreement_kind": AgreementKind.INTENT}, "formal_agreement"),
    (Stage.SIGNED, {"agreement_kind": AgreementKind.FRAMEWORK}, "formal_agreement"),
    (Stage.SIGNED, {"has_agreement_date": False}, "agreement_date"),
    (Stage.SIGNED, {"has_signing_event": False}, "signing_event"),
    (Stage.SIGNED, {"has_verified_agreed_entry": False}, "agreed_entry"),
    (Stage.REGISTERED, {"has_establishment": False}, "establishment"),
    (Stage.REGISTERED, {"has_credit_code": False}, "credit_code"),
    (Stage.REGISTERED, {"has_licence": False}, "licence"),
    (Stage.REGISTERED, {"has_contracted_capital": False}, "contracted_capital"),
    (Stage.CONSTRUCTION, {"has_construction_start": False}, "construction_start"),
    (Stage.CONSTRUCTION, {"is_land_secured": False}, "land_secured"),
    (Stage.CONSTRUCTION, {"documents": frozenset({ProjectDocumentKind.ACCEPTANCE})}, "building_evidence"),
    (Stage.OPERATING, {"has_production_start": False}, "production_start"),
    (Stage.OPERATING, {"documents": frozenset({ProjectDocumentKind.LEASE})}, "acceptance"),
]


@pytest.mark.parametrize("stage", list(Stage))
def test_a_gate_with_everything_recorded_is_open(stage: Stage) -> None:
    assert rules.missing_for(stage, EVERYTHING) == ()


@pytest.mark.parametrize(("stage", "taken", "key"), TAKEN_AWAY)
def test_each_fact_taken_away_closes_its_own_gate_and_no_other(
    stage: Stage, taken: dict[str, object], key: str
) -> None:
    facts = replace(EVERYTHING, **taken)

    closed = {each: [gap.key for gap in rules.missing_for(each, facts)] for each in Stage}

    assert closed == {each: [key] if each is stage else [] for each in Stage}


def test_the_rows_above_cover_every_requirement() -> None:
    assert {key for _stage, _taken, key in TAKEN_AWAY} == set(REQUIREMENTS)


def test_a_construction_permit_does_as_well_as_a_lease() -> None:
    facts = replace(EVERYTHING, documents=frozenset({ProjectDocumentKind.CONSTRUCTION_PERMIT}))

    assert rules.missing_for(Stage.CONSTRUCTION, facts) == ()


def test_no_fair_competition_review_is_needed_without_an_incentive() -> None:
    facts = replace(EVERYTHING, has_incentive=False, is_fair_competition_reviewed=False)

    assert rules.missing_for(Stage.SIGNED, facts) == ()


def test_gaps_are_gathered_over_all_stages_reached() -> None:
    facts = replace(EVERYTHING, has_industry=False, has_jobs=False, has_licence=False)

    assert rules.gaps_up_to(Stage.SIGNED, facts) == ["industry", "jobs"]
    assert rules.gaps_up_to(Stage.OPERATING, facts) == ["industry", "jobs", "licence"]


def test_every_requirement_has_a_name_and_a_remedy() -> None:
    assert set(labels.REQUIREMENTS) == set(labels.REMEDIES) == set(REQUIREMENTS)


def test_every_requirement_can_be_filled_in_somewhere() -> None:
    writable = {each.name for each in fields(ProjectFields)}

    for requirement in REQUIREMENTS.values():
        assert set(requirement.fields) <= writable, requirement.key
        assert bool(requirement.fields) == (requirement.place is Place.FIELDS), requirement.key
        assert bool(requirement.document) == (requirement.place is Place.DOCUMENT), requirement.key


def test_keys_are_not_used_twice() -> None:
    keys = [requirement.key for gate in GATES.values() for requirement in gate]

    assert len(keys) == len(set(keys))


def test_the_stage_after_the_last_is_none() -> None:
    assert [rules.next_stage(stage) for stage in Stage] == [*list(Stage)[1:], None]


def test_a_form_knows_which_inputs_the_next_gate_asks_for() -> None:
    assert rules.fields_needed_at(Stage.CONSTRUCTION) == {"construction_start_on", "land_secured_on"}
    assert rules.fields_needed_at(None) == frozenset()
