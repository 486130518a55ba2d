"""What pages and files show of a talent: in clear for who may read it, else masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm.core.visibility import may_read_talent
from crm.talent.labels import FIELD_NAMES, VERDICT_LOOKS
from crm.talent.rules import masking
from crm.talent.rules.answers import KINDS, NAMES
from crm.talent.rules.benefits import open_minor
from crm.talent.rules.levels import SCALES
from crm.web.labels import label, language, local_name
from kernel.money import group_minor
from models import (
    BenefitAward,
    BenefitPayment,
    BenefitRule,
    LevelRule,
    Talent,
    TalentApplication,
    TalentDecision,
    TalentRuleVersion,
    User,
)
from models.enums import TalentDocumentKind


def name_of(talent: Talent, viewer: User | None) -> str:
    """The name in the reader's script; its first character alone for who may not read it."""
    name = talent.name_hant if language() == "zh_Hant_TW" else talent.name_hans
    name = name or talent.name_hant
    if not may_read_talent(viewer, talent):
        return masking.masked_name(name)
    return f"{name}（{talent.team_name}）" if talent.team_name else name


def paper_of(talent: Talent, viewer: User | None, *, is_whole: bool = False) -> str:
    """The number of the identity paper: its end alone, but where it is what somebody checks."""
    if is_whole and may_read_talent(viewer, talent):
        return talent.paper_number or ""
    return masking.masked_number(talent.paper_number)


def email_of(talent: Talent, viewer: User | None) -> str:
    is_clear = may_read_talent(viewer, talent)
    return (talent.email or "") if is_clear else masking.masked_address(talent.email)


def phone_of(talent: Talent, viewer: User | None) -> str:
    is_clear = may_read_talent(viewer, talent)
    return (talent.phone or "") if is_clear else masking.masked_number(talent.phone)


@dataclass(frozen=True, slots=True)
class Answer:
    name: str
    text: str


def answers_of(application: TalentApplication) -> list[Answer]:
    """The answers with their questions, in the order of the form; the caller may read them."""
    found = []
    for name in NAMES:
        value = application.answers.get(name)
        if value in (None, ""):
            continue
        found.append(Answer(str(FIELD_NAMES[name]), _text(name, value, application)))
    return found


def _text(name: str, value: object, application: TalentApplication) -> str:
    if name in KINDS:
        member = next((each for each in KINDS[name] if each.value == value), None)
        return label(member)
    if name == "monthly_pay":
        return group_minor(int(str(value)))
    if name == "industry_id":
        industry = application.talent.industry
        return local_name(industry) if industry is not None else ""
    return str(value)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award that stands, and what of it was paid and given."""

    award: BenefitAward
    text: str
    paid_minor: int
    open_minor: int
    payments: list[BenefitPayment]
    reversed_ids: frozenset[int]


def awards_of(standing: TalentDecision | None, application: TalentApplication) -> list[AwardLine]:
    """What the decision that holds entitles to; payments on awards that it replaced count against it."""
    if standing is None:
        return []
    every = [award for decision in application.decisions for award in decision.awards]
    lines = []
    for award in standing.awards:
        payments = [paid for each in every if each.kind is award.kind for paid in each.payments]
        amounts = [paid.amount_minor for paid in payments]
        lines.append(
            AwardLine(
                award,
                clause_text(award.rule),
                sum(amounts),
                open_minor(award.amount_minor, amounts),
                payments,
                frozenset(paid.reverses_id for paid in payments if paid.reverses_id is not None),
            )
        )
    return lines


def words_for(version: TalentRuleVersion | None) -> dict[str, Any]:
    """What the pieces of a page need to name clauses, fields and papers."""
    rules: list[LevelRule | BenefitRule] = []
    if version is not None:
        rules = [*version.levels, *version.benefits]
    return {
        "clause_texts": {rule.number: clause_text(rule) for rule in rules},
        "field_names": FIELD_NAMES,
        "paper_names": {kind.value: label(kind) for kind in TalentDocumentKind},
        "verdict_looks": VERDICT_LOOKS,
        "value_word": value_word,
    }


def value_word(name: str, value: object) -> str:
    """A value of the rule table as people read it."""
    if value is None:
        return "—"
    if name == "monthly_pay":
        return group_minor(int(str(value)))
    member = next((each for each in SCALES.get(name, ()) if each.value == value), None)
    return str(value) if member is None else label(member)


def clause_text(rule: object) -> str:
    """The clause as it stands, in the reader's language."""
    return local_name(rule, "text")


def condition_lines(conditions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a clause asks for as people read it, a line each; how it is written stays with who writes it."""
    either = f" {_('or')} "
    return [either.join(_leaf_words(leaf) for leaf in node.get("any") or [node]) for node in conditions]


def _leaf_words(leaf: Mapping[str, Any]) -> str:
    name = leaf["field"]
    side, line = ("≥", leaf["least"]) if "least" in leaf else ("≤", leaf["most"])
    notes = []
    if paper := leaf.get("paper"):
        notes.append(_("proven by: %(paper)s", paper=label(TalentDocumentKind(paper))))
    if margin := leaf.get("margin"):
        shown = group_minor(margin) if name == "monthly_pay" else margin
        notes.append(_("within %(margin)s of it a person decides", margin=shown))
    return f"{FIELD_NAMES[name]} {side} {value_word(name, line)}" + (
        f" ({'; '.join(notes)})" if notes else ""
    )
