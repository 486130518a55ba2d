"""What a draft of the rule table may hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.talent.service import rules
from crm.talent.service.rules import BenefitFields
from kernel.errors import RuleError
from models.enums import BenefitKind, RuleState, TalentKind, TalentLevel
from tests.factories.talents import make_rules

LIVING = BenefitFields(
    number="3.1",
    level=TalentLevel.B,
    audience=None,
    kind=BenefitKind.LIVING,
    amount_minor=100_000,
    months=6,
    text_hans="第3.1条",
    text_hant="第3.1條",
    text_en="Clause 3.1",
)


def test_a_benefit_is_given_by_one_clause(app) -> None:
    draft = make_rules()
    draft.state = RuleState.DRAFT
    with pytest.raises(RuleError) as refused:
        rules.save_benefit_rule(draft, None, LIVING, by=None)
    assert "kind" in refused.value.fields

    rules.save_benefit_rule(draft, None, replace(LIVING, audience=TalentKind.TEAM), by=None)
    first = draft.benefits[0]
    rules.retire_clause(first, by=None)
    rules.save_benefit_rule(draft, None, replace(LIVING, number="3.2"), by=None)
    with pytest.raises(RuleError):
        rules.retire_clause(first, by=None)
