"""The letter on a decision that holds: as a document, and as a file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from importlib import import_module

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.core.preferences import get_preference
from crm.talent import labels as _words  # noqa: F401 - names levels and benefits
from crm.talent import shown
from crm.talent.service.deciding import standing_decision
from crm.web.labels import label, local_name, own_words
from kernel import clock
from kernel.errors import RuleError
from models import BenefitAward, TalentApplication, TalentDecision
from reports.content import Document, Locale
from reports.documents import decision_letter
from reports.documents.decision_letter import Award, DecisionLetterInput, Ground

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def letter(application: TalentApplication, *, locale: str) -> Document:
    """The letter, in the language asked for. The caller has seen to who may read it in clear.

    Raises:
        RuleError: nothing is decided that holds.
    """
    decision = standing_decision(application)
    if decision is None or application.submitted_at is None or application.decided_on is None:
        raise RuleError(_("There is no decision that holds, so there is no letter."))
    with force_locale(locale):
        return decision_letter.build(_input(application, decision, locale), lambda text: str(_(text)))


def render(document: Document, file_format: str) -> bytes:
    """The letter as PDF or Word."""
    with force_locale(document.locale.value):
        content: bytes = import_module(f"reports.render.{file_format}").render(document)
    return content


def _input(application: TalentApplication, decision: TalentDecision, locale: str) -> DecisionLetterInput:
    talent, park = application.talent, application.park
    decided_on = clock.business_date(_held_at(decision))
    received_on = clock.business_date(application.submitted_at or decision.recorded_at)
    window = timedelta(days=get_preference("talent.review_window_days"))
    return DecisionLetterInput(
        zone=str(_("Cross-Strait Industrial Cooperation Zone (Hunan)")),
        park=local_name(park) if park else "",
        as_of=decided_on,
        known_at=_held_at(decision),
        locale=Locale(locale),
        name=shown.name_of(talent, None),
        applies_as=label(talent.kind),
        employer=application.employer.name if application.employer else "",
        application=application.ref,
        number=decision.number,
        received_on=received_on,
        decided_on=decided_on,
        level=label(decision.level),
        reasons=own_words(decision.reasons),
        rules=own_words(decision.rule_version.title),
        grounds=_grounds(decision),
        awards=tuple(_award(each) for each in decision.awards),
        is_review=decision.is_review,
        is_example=decision.rule_version.is_example,
        review_until=None if decision.is_review else decided_on + window,
        data={
            "decision": decision.number,
            "application": application.ref,
            "level": decision.level.value if decision.level else None,
            "total_minor": decision.total_minor,
        },
    )


def _held_at(decision: TalentDecision) -> datetime:
    """When it came to hold: with its second key, where it needed one."""
    return next((key.recorded_at for key in decision.keys if key.is_confirmed), decision.recorded_at)


def _grounds(decision: TalentDecision) -> tuple[Ground, ...]:
    """The clauses that were met and give the level that was decided, as kept with the decision."""
    if not decision.snapshot or decision.level is None:
        return ()
    texts = {rule.number: shown.clause_text(rule) for rule in decision.rule_version.levels}
    return tuple(
        Ground(clause["number"], texts.get(clause["number"], ""))
        for clause in json.loads(decision.snapshot)["clauses"]
        if clause["verdict"] == "met" and clause["level"] == decision.level.value
    )


def _award(award: BenefitAward) -> Award:
    rule = award.rule
    is_money = rule.amount_minor is not None
    return Award(
        kind=label(award.kind),
        number=rule.number,
        text=shown.clause_text(rule),
        monthly_minor=rule.amount_minor if award.months else None,
        months=award.months,
        total_minor=award.amount_minor if is_money else None,
    )
