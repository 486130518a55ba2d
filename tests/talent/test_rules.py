"""Rules of levels, benefits, fit and masking, by themselves; and a thousand cases counted a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from crm.talent.rules import answers, masking, versions
from crm.talent.rules.benefits import BenefitClause, benefits_of, paid_by_year_and_park, total
from crm.talent.rules.fit import Offered, Reason, Sought, fit
from crm.talent.rules.levels import Cause, Clause, RuleFault, Verdict, assess, faults_of
from crm.talent.rules.steps import first_state
from crm.talent.rules.writing import UnreadableError, read_conditions, write_conditions
from models.enums import (
    ApplicationState,
    AwardGrade,
    BenefitKind,
    Education,
    TalentDocumentKind,
    TalentKind,
    TalentLevel,
)
from seed.demo.talent_rules import EDITIONS
from tests.talent import recount

pytestmark = pytest.mark.no_database

CASES = 1000
PARKS = (1, 2, 3)


@dataclass(frozen=True)
class Version:
    id: int
    in_force_from: date


VERSIONS = [Version(number, edition.in_force_from) for number, edition in enumerate(EDITIONS)]


def _clauses(edition: Any) -> list[Clause]:
    return [
        Clause(number, row.number, row.level, row.audience, list(row.conditions))
        for number, row in enumerate(edition.levels)
    ]


def _benefit_clauses(edition: Any) -> list[BenefitClause]:
    return [
        BenefitClause(
            number,
            row.number,
            row.level,
            row.audience,
            row.kind,
            None if row.amount_cny is None else row.amount_cny * 100,
            row.months,
        )
        for number, row in enumerate(edition.benefits)
    ]


def _case(random: Random) -> dict[str, Any]:
    """Values lie about the lines of the clauses; one answer in ten is missing."""

    def maybe(value: Any) -> Any:
        return None if random.random() < 0.1 else value

    return {
        "kind": random.choice([kind.value for kind in TalentKind]),
        "sent_on": date(2022, 1, 1) + timedelta(days=random.randrange(365 * 5)),
        "birth_year": maybe(random.choice([*range(1955, 1970), 1980, 1990])),
        "education": maybe(random.choice([each.value for each in Education])),
        "experience_years": maybe(random.randrange(18)),
        "award_grade": maybe(random.choice([each.value for each in AwardGrade])),
        "patents": maybe(random.randrange(14)),
        "monthly_pay": maybe(
            random.choice([1_000_000, 1_799_999, 1_800_000, 1_999_999, 2_000_000, 5_000_000])
        ),
        "team_size": maybe(random.randrange(2, 9)),
        "team_doctorates": maybe(random.randrange(5)),
        "post_rank": None,
        "papers": {kind.value for kind in TalentDocumentKind if random.random() < 0.7},
    }


def test_a_thousand_random_cases_agree_with_a_count_by_the_words_to_the_cent() -> None:
    random, levels = Random(14), set()
    for number in range(CASES):
        case = _case(random)
        kind = TalentKind(case["kind"])
        held = versions.in_force_on(case["sent_on"], VERSIONS)
        edition = EDITIONS[held.id]
        facts = answers.facts_of(case, on=case["sent_on"])
        found = assess(facts, case["papers"], kind, _clauses(edition))
        lines = benefits_of(found.level, kind, _benefit_clauses(edition))

        level = found.level.value if found.level else None
        assert (level, found.is_borderline) == recount.level_of(case), (number, case)
        expected = recount.benefits_of(level, case["kind"], case["sent_on"])
        assert {line.clause.kind.value: line.total_minor for line in lines} == expected, (number, case)
        assert total(lines) == sum(expected.values())
        levels.add((level, found.is_borderline, held.id))
    assert len(levels) >= 15, "the cases leave out too much"


@dataclass(frozen=True)
class Payment:
    paid_on: date
    park_id: int
    amount_minor: int


def test_payments_with_reversals_add_up_by_year_and_park_as_counted_a_second_time() -> None:
    random = Random(41)
    for _number in range(CASES):
        rows: list[tuple[date, int, int, int | None]] = []
        for _each in range(random.randrange(1, 12)):
            day = date(2023, 1, 1) + timedelta(days=random.randrange(1000))
            rows.append((day, random.choice(PARKS), random.randrange(1, 10**9), None))
            if random.random() < 0.3:
                later = day + timedelta(days=random.randrange(400))
                rows.append((later, rows[-1][1], -rows[-1][2], len(rows) - 1))
        found = paid_by_year_and_park([Payment(*row[:3]) for row in rows])
        assert dict(found) == recount.sums(rows)


DOCTOR = Clause(
    1,
    "1",
    TalentLevel.B,
    None,
    [
        {"field": "education", "least": "doctorate", "paper": "diploma"},
        {"field": "experience_years", "least": 8, "margin": 1},
    ],
)


@pytest.mark.parametrize(
    ("education", "years", "papers", "verdict"),
    [
        ("doctorate", 8, {"diploma"}, Verdict.MET),
        ("doctorate", 7, {"diploma"}, Verdict.NEAR),
        ("doctorate", 6, {"diploma"}, Verdict.NOT_MET),
        ("doctorate", 8, set(), Verdict.UNPROVEN),
        ("doctorate", None, {"diploma"}, Verdict.UNKNOWN),
        ("master", None, set(), Verdict.NOT_MET),
    ],
)
def test_a_clause_is_met_missed_or_a_persons_to_judge(education, years, papers, verdict) -> None:
    facts = {"education": education, "experience_years": years}

    found = assess(facts, papers, TalentKind.PERSON, [DOCTOR])

    assert found.results[0].verdict is verdict
    assert found.is_borderline is verdict.is_open
    assert (found.level is TalentLevel.B) is (verdict is Verdict.MET)


def test_what_is_open_below_the_level_that_is_met_bothers_nobody() -> None:
    lower = Clause(2, "2", TalentLevel.D, None, [{"field": "patents", "least": 3}])

    found = assess(
        {"education": "doctorate", "experience_years": 9}, {"diploma"}, TalentKind.PERSON, [DOCTOR, lower]
    )

    assert not found.causes


def test_a_clause_of_ones_own_against_a_general_one_goes_to_a_person() -> None:
    own = Clause(2, "2", TalentLevel.D, TalentKind.TEAM, [{"field": "team_size", "least": 2}])
    facts = {"education": "doctorate", "experience_years": 9, "team_size": 3}

    assert assess(facts, {"diploma"}, TalentKind.TEAM, [DOCTOR, own]).causes == [Cause.CONFLICT]
    assert assess(facts, {"diploma"}, TalentKind.PERSON, [DOCTOR, own]).causes == []


@pytest.mark.parametrize(
    ("conditions", "fault"),
    [
        ([], RuleFault.NO_CONDITION),
        ([{"any": []}], RuleFault.NO_CONDITION),
        ([{"field": "shoe_size", "least": 40}], RuleFault.NO_FIELD),
        ([{"field": "age"}], RuleFault.NO_LINE),
        ([{"field": "age", "least": 1, "most": 2}], RuleFault.NO_LINE),
        ([{"field": "education", "least": "phd"}], RuleFault.BAD_VALUE),
        ([{"field": "patents", "least": -1}], RuleFault.BAD_VALUE),
        ([{"field": "patents", "least": 1, "margin": "x"}], RuleFault.BAD_MARGIN),
        ([{"field": "patents", "least": 1, "paper": "护照"}], RuleFault.BAD_PAPER),
    ],
)
def test_a_clause_that_cannot_be_is_refused(conditions, fault) -> None:
    assert fault in faults_of(conditions)


def test_every_clause_of_the_example_is_sound_and_is_written_as_it_is_read() -> None:
    for edition in EDITIONS:
        assert len({row.number for row in (*edition.levels, *edition.benefits)}) == len(
            edition.levels + edition.benefits
        )
        for row in edition.levels:
            assert faults_of(list(row.conditions)) == []
            assert read_conditions(write_conditions(row.conditions)) == list(row.conditions)


@pytest.mark.parametrize(
    "line", ["education", "age = 3", "age >=", "education >= doctorate and age <= 3", "x" * 90]
)
def test_a_line_that_is_no_condition_is_named(line) -> None:
    with pytest.raises(UnreadableError, match=line[:10]):
        read_conditions(line)


@pytest.mark.parametrize(
    ("kind", "has_employer", "state"),
    [
        (TalentKind.PERSON, True, ApplicationState.EMPLOYER_REVIEW),
        (TalentKind.TEAM, False, ApplicationState.SUBMITTED),
        (TalentKind.SELF_EMPLOYED, True, ApplicationState.SUBMITTED),
    ],
)
def test_the_self_employed_pass_no_employer(kind, has_employer, state) -> None:
    assert first_state(kind, has_employer=has_employer) is state


def test_a_fit_names_the_skills_that_match_and_those_that_lack() -> None:
    offered = Offered("PLC, 伺服控制", 1, Education.MASTER, 4, TalentLevel.C, 7)
    sought = Sought("plc、视觉检测", 1, Education.BACHELOR, 8, TalentLevel.B, 7)

    found = fit(offered, sought)
    points = {point.reason: point for point in found.points}

    assert points[Reason.SKILLS].matched == ["plc"]
    assert points[Reason.SKILLS].lacking == ["视觉检测"]
    assert points[Reason.LEVEL].points == 0
    assert found.score == 20 + 20 + 10 + 5 + 0 + 10


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"kind": "clan"}, "kind"),
        ({"paper_kind": "passport"}, "paper_kind"),
        ({"birth_year": 2024}, "birth_year"),
        ({"experience_years": "12"}, "experience_years"),
        ({"skills": "x" * 5000}, "skills"),
        ({"is_admin": True}, "is_admin"),
    ],
)
def test_answers_that_cannot_be_are_named(changes, wrong) -> None:
    assert wrong in answers.faults(changes, today=date(2026, 1, 1))


def test_what_is_masked_tells_nobody_who_it_is() -> None:
    assert masking.masked_name("陳大文") == "陳＊＊"
    assert masking.masked_number("01234567") == "******67"
    assert masking.masked_number("123") == "****"
    assert masking.masked_address("someone@example.org") == "s***@example.org"


def test_a_team_has_benefits_of_its_own_where_a_clause_says_so() -> None:
    clauses = _benefit_clauses(EDITIONS[0])

    def settlement(kind: TalentKind) -> list[int]:
        lines = benefits_of(TalentLevel.C, kind, clauses)
        return [line.total_minor for line in lines if line.clause.kind is BenefitKind.SETTLEMENT]

    assert settlement(TalentKind.TEAM) == [15_000_000]
    assert settlement(TalentKind.PERSON) == [8_000_000]
