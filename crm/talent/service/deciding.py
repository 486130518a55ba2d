"""Decisions: made by one official, above a threshold or beside the rule confirmed by another one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.preferences import get_preference
from crm.core.records import refuse_stale
from crm.core.wording import offences
from crm.talent.queries import applications as queries
from crm.talent.rules.benefits import Line, needs_second_key, total
from crm.talent.rules.keys import is_effective
from crm.talent.service import consents, examining, steps
from crm.talent.service.examining import Computed, stale_words
from kernel import clock
from kernel.errors import RuleError
from models import BenefitAward, DecisionKey, TalentApplication, TalentDecision, User
from models.enums import ApplicationAction, ApplicationState, DecisionOutcome, TalentLevel, TalentPurpose

A, S = ApplicationAction, ApplicationState


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """What an official writes. ``level`` where one is granted."""

    outcome: DecisionOutcome
    level: TalentLevel | None
    reasons: str
    """The applicant reads them."""
    note: str = ""


def standing_decision(application: TalentApplication) -> TalentDecision | None:
    """The last decision that holds: it needs no second key, or has it."""
    return next((each for each in reversed(application.decisions) if is_effective(each)), None)


def decide(
    application: TalentApplication, written: DecisionFields, *, by: User, lock_version: int | None = None
) -> TalentDecision:
    """Decide on the application, beside what the rule table says.

    Raises:
        NotAllowedError: neither the park's lead nor the office; of a review, who had a hand in the decision.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: not in this state, no rule table, no level or no reasons, or the consent was taken back.
    """
    queries.hold_application(application)
    steps.check(application, A.DECIDE, by, words=written.reasons)
    refuse_stale(application, lock_version, stale_words())
    _check_wording(written.reasons)
    _refuse_without_consent(application)
    computed = _computed(application)
    is_review = application.state is S.IN_REVIEW or standing_decision(application) is not None
    level = _level(written)
    lines = examining.lines_for(computed.version, level, examining.kind_of(application))
    decision = _add(application, written, computed, lines, is_review=is_review, by=by)
    if decision.needs_second_key:
        # Until it holds, the applicant reads nothing of it.
        steps.move(application, A.DECIDE, S.EXAMINED, by=by, note=written.note)
    else:
        _take_effect(decision, A.DECIDE, by, note=written.note)
    return decision


def confirm(
    application: TalentApplication, *, note: str = "", by: User, lock_version: int | None = None
) -> TalentDecision:
    """Give the second key: from now on the decision holds.

    Raises:
        NotAllowedError: not the office, who made the decision, or who had a hand in the one reviewed.
        RuleError: no decision waits, or the consent was taken back.
    """
    _refuse_without_consent(application)
    decision = _turn_key(application, A.CONFIRM, by, lock_version, note=note)
    _take_effect(decision, A.CONFIRM, by, note=note)
    return decision


def send_back(
    application: TalentApplication, *, note: str, by: User, lock_version: int | None = None
) -> TalentDecision:
    """Refuse the second key, with the reason: it is examined anew.

    Raises:
        NotAllowedError: not the office, who made the decision, or who had a hand in the one reviewed.
        RuleError: no decision waits, or no reason.
    """
    if not note.strip():
        message = _("Say why it goes back.")
        raise RuleError(message, fields={"note": message})
    decision = _turn_key(application, A.SEND_BACK, by, lock_version, note=note)
    to = S.IN_REVIEW if decision.is_review else S.EXAMINATION
    steps.move(application, A.SEND_BACK, to, by=by, note=note)
    return decision


def _refuse_without_consent(application: TalentApplication) -> None:
    """
    Raises:
        RuleError: the person no longer agrees that it is examined.
    """
    if not consents.holds(application.talent_id, TalentPurpose.APPLICATION):
        raise RuleError(_("The person took back the consent to its examination: ask for a supplement first."))


def _check_wording(reasons: str) -> None:
    """They stand in an official letter.

    Raises:
        RuleError: a wording that doesn't go out.
    """
    found = offences(reasons)
    if found:
        words = "; ".join(f"{each.found} → {each.instead or '—'}" for each in found)
        message = _("This wording doesn't go out: %(words)s.", words=words)
        raise RuleError(message, fields={"reasons": message})


def _computed(application: TalentApplication) -> Computed:
    computed = examining.compute(application)
    if computed is None:
        raise RuleError(_("No rule table was in force on the day on which it was sent."))
    return computed


def _level(written: DecisionFields) -> TalentLevel | None:
    if written.outcome is DecisionOutcome.REFUSED:
        return None
    if written.level is None:
        message = _("Choose the level that is granted.")
        raise RuleError(message, fields={"level": message})
    return written.level


def _add(
    application: TalentApplication,
    written: DecisionFields,
    computed: Computed,
    lines: list[Line],
    *,
    is_review: bool,
    by: User,
) -> TalentDecision:
    level = _level(written)
    amount = total(lines)
    departs = level is not computed.assessment.level or computed.assessment.is_borderline
    is_above = needs_second_key(amount, get_preference("talent.second_key_cny"))
    decision = TalentDecision(
        number=free_ref("talent_decision", "TD-{:06d}", queries.is_number_taken),
        application_id=application.id,
        outcome=written.outcome,
        level_by_rule=computed.assessment.level,
        level=level,
        reasons=written.reasons.strip(),
        note=written.note.strip() or None,
        rule_version_id=computed.version.id,
        snapshot=_snapshot(computed, lines),
        total_minor=amount,
        needs_second_key=departs or is_above,
        is_review=is_review,
        recorded_by_id=by.id,
    )
    session.add(decision)
    session.flush()
    session.refresh(application, ["decisions"])
    return decision


def _snapshot(computed: Computed, lines: list[Line]) -> str:
    """What was computed, kept as it was: the clauses with their answers, and the benefits."""
    assessment = computed.assessment
    content = {
        "level": assessment.level,
        "causes": list(assessment.causes),
        "clauses": [
            {
                "number": result.clause.number,
                "level": result.clause.level,
                "verdict": result.verdict,
                "conditions": [
                    {**each.condition, "answer": each.answer, "verdict": each.verdict}
                    for each in result.tested
                ],
            }
            for result in assessment.results
        ],
        "benefits": [
            {
                "number": line.clause.number,
                "kind": line.clause.kind,
                "amount_minor": line.clause.amount_minor,
                "months": line.clause.months,
                "total_minor": line.total_minor,
            }
            for line in lines
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _turn_key(
    application: TalentApplication,
    action: ApplicationAction,
    by: User,
    lock_version: int | None,
    *,
    note: str,
) -> TalentDecision:
    queries.hold_application(application)
    steps.check(application, action, by)
    refuse_stale(application, lock_version, stale_words())
    decision = application.decisions[-1] if application.decisions else None
    if decision is None or decision.keys:
        raise RuleError(_("No decision waits for a second key."))
    key = DecisionKey(
        decision=decision, is_confirmed=action is A.CONFIRM, note=note.strip() or None, recorded_by_id=by.id
    )
    session.add(key)
    session.flush()
    return decision


def _take_effect(decision: TalentDecision, action: ApplicationAction, by: User, *, note: str) -> None:
    """The decision holds: its benefits are awarded, the talent has the level, the applicant is told."""
    application = decision.application
    talent = application.talent
    kind = examining.kind_of(application)
    for line in examining.lines_for(decision.rule_version, decision.level, kind):
        session.add(
            BenefitAward(
                application_id=application.id,
                decision_id=decision.id,
                rule_id=line.clause.id,
                park_id=application.park_id,
                kind=line.clause.kind,
                amount_minor=line.total_minor,
                months=line.clause.months,
            )
        )
    application.decided_on = clock.today()
    talent.level, talent.level_on = decision.level, clock.today() if decision.level else None
    session.flush()
    steps.move(application, action, S.DECIDED, by=by, note=note, public_note=decision.reasons)
