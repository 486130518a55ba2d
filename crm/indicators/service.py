"""Changes to plans, targets and reported values: all of them append, none overwrites."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.indicators import queries, rules
from kernel import clock
from kernel.errors import ConflictError, DeniedError, NotAllowedError, RuleError
from models import (
    Indicator,
    IndicatorDecision,
    IndicatorTarget,
    IndicatorValue,
    Park,
    Plan,
    User,
)
from models.enums import Decision, IndicatorSource, TargetKind


def set_target(
    indicator: Indicator,
    *,
    year: int | None,
    park: Park | None,
    value: Decimal | None,
    note: str = "",
    by: User,
) -> IndicatorTarget:
    """Record a target for a year and park; an earlier one stays readable. None takes it back.

    Raises:
        NotAllowedError: not the provincial office.
        RuleError: the year lies outside the plan.
    """
    if not may(by, Permission.EDIT_TARGETS):
        raise NotAllowedError(_("Only the provincial office sets targets."))
    plan = indicator.plan
    if year is not None and not plan.starts_on.year <= year <= plan.ends_on.year:
        raise RuleError(
            _("The plan runs from %(first)s to %(last)s.", first=plan.starts_on.year, last=plan.ends_on.year),
            fields={"year": ""},
        )
    target = IndicatorTarget(indicator=indicator, year=year, park=park, value=value, note=note or None)
    session.add(target)
    return target


def report_value(
    indicator: Indicator,
    *,
    park: Park | None,
    period: str,
    value: Decimal | None,
    evidence_note: str | None = None,
    evidence: tuple[str, bytes] | None = None,
    by: User | None,
) -> IndicatorValue:
    """Record what a park reports for a period; it counts once somebody else has verified it.

    ``evidence`` is a file: its name and its bytes.

    Raises:
        RuleError: the indicator is computed here, or the period is unreadable or hasn't begun.
        NotAllowedError: the person reports no values, or the park is not the reporter's.
    """
    if indicator.source is not IndicatorSource.REPORTED:
        raise RuleError(
            _("Indicator %(number)s is computed here; it is not reported.", number=indicator.number)
        )
    is_own = by is None or is_own_park(by, park.id if park else None)
    if not is_own or (by is not None and not may(by, Permission.REPORT_INDICATORS)):
        raise NotAllowedError(_("You report for your own park only."))
    row = IndicatorValue(
        indicator=indicator,
        park=park,
        period=_checked_period(period),
        value=value,
        evidence_note=evidence_note,
    )
    if evidence is not None:
        name, content = evidence
        row.attachment = storage.attach(content, name, by_id=by.id if by else None)
    session.add(row)
    return row


def decide_value(
    value: IndicatorValue, decision: Decision, *, by: User, note: str = "", seen: int | None = None
) -> IndicatorDecision | None:
    """Verify or return a reported value; None where that is its last decision already.

    ``seen`` is the number of decisions that the person saw: one more since then is a conflict.

    Raises:
        NotAllowedError: not the provincial office.
        RuleError: the decider reported it, or returns it without a word.
        ConflictError: somebody else decided in between.
    """
    if not may(by, Permission.VERIFY_INDICATORS):
        raise NotAllowedError(_("Only the provincial office verifies and returns values."))
    value = queries.reread_locked(value)
    if rules.holding_decision([row.decision for row in value.decisions]) is decision:
        return None
    if seen is not None and seen != len(value.decisions):
        raise ConflictError(_("Somebody else decided on this value in the meantime. Look at it again."))
    if not rules.can_verify_value(recorded_by_id=value.recorded_by_id, by_id=by.id):
        raise DeniedError(_("A second person must decide on this value: you reported it yourself."))
    if decision is Decision.RETURNED and not note.strip():
        raise RuleError(_("Say what is wrong, so that it can be mended."), fields={"note": ""})
    row = IndicatorDecision(indicator_value=value, decision=decision, note=note.strip() or None)
    session.add(row)
    session.flush()
    return row


def add_plan(*, key: str, names: tuple[str, str, str], starts_on: date, ends_on: date) -> Plan:
    """Open the next plan. The last plan's indicators carry over, without targets: those are set anew.

    Raises:
        RuleError: it ends before it starts, overlaps another plan, or its key is taken.
    """
    plans = queries.list_plans()
    if ends_on <= starts_on:
        raise RuleError(_("A plan ends after it starts."), fields={"ends_on": ""})
    if any(each.key == key for each in plans):
        raise RuleError(_("There is a plan with this key already."), fields={"key": ""})
    if any(each.starts_on <= ends_on and starts_on <= each.ends_on for each in plans):
        raise RuleError(_("It overlaps another plan."), fields={"starts_on": ""})
    hans, hant, english = names
    plan = Plan(
        key=key, name_hans=hans, name_hant=hant, name_en=english, starts_on=starts_on, ends_on=ends_on
    )
    session.add(plan)
    for indicator in queries.list_indicators(plans[-1]) if plans else ():
        plan.indicators.append(_carried_over(indicator))
    return plan


def _carried_over(indicator: Indicator) -> Indicator:
    kept = (
        "number",
        "kind",
        "direction",
        "source",
        *(f"{text}_{script}" for text in ("category", "name", "unit") for script in ("hans", "hant", "en")),
    )
    values = {name: getattr(indicator, name) for name in kept}
    return Indicator(target_kind=TargetKind.QUALITATIVE, target_text="", **values)


def _checked_period(text: str) -> str:
    try:
        period = rules.parse_period(text)
    except ValueError as error:
        raise RuleError(
            _("Write the period as 2024, 2024-H1, 2024-Q2 or 2024-06."), fields={"period": ""}
        ) from error
    if period.starts_on > clock.today():
        raise RuleError(_("This period has not begun yet."), fields={"period": ""})
    return period.text
