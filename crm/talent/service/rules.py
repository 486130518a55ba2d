"""Editions of the rule table: drafted, put in force by a second person, and unchanged from then on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.records import hold, refuse_stale
from crm.talent.labels import RULE_FAULTS
from crm.talent.queries import rules as queries
from crm.talent.rules.levels import faults_of
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import BenefitRule, LevelRule, TalentRuleVersion, User
from models.enums import BenefitKind, RuleState, TalentKind, TalentLevel


@dataclass(frozen=True, slots=True)
class VersionFields:
    title: str
    in_force_from: date
    text: str | None = None
    source: str | None = None
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class LevelFields:
    number: str
    level: TalentLevel
    audience: TalentKind | None
    conditions: list[dict[str, Any]]
    text_hans: str
    text_hant: str
    text_en: str


@dataclass(frozen=True, slots=True)
class BenefitFields:
    number: str
    level: TalentLevel
    audience: TalentKind | None
    kind: BenefitKind
    amount_minor: int | None
    months: int | None
    text_hans: str
    text_hant: str
    text_en: str


def draft_version(
    written: VersionFields, *, copied: TalentRuleVersion | None, by: User | None
) -> TalentRuleVersion:
    """Begin an edition, with the clauses of another one where that is given.

    Raises:
        NotAllowedError: not the office.
        RuleError: no title.
    """
    _check_editor(by)
    _check_version(written)
    version = TalentRuleVersion(
        ref=free_ref("talent_rule", "TR-{:04d}", queries.is_ref_taken),
        state=RuleState.DRAFT,
        drafted_at=clock.now(),
        drafted_by_id=by.id if by else None,
    )
    _apply(version, written)
    session.add(version)
    session.flush()
    if copied is not None:
        _copy(copied, version)
    return version


def edit_version(
    version: TalentRuleVersion, written: VersionFields, *, by: User | None, lock_version: int | None = None
) -> TalentRuleVersion:
    """
    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it is in force, or has no title.
    """
    _check_editor(by)
    refuse_stale(version, lock_version, _("Somebody else changed this edition in the meantime."))
    _touch(version, by)
    _check_version(written)
    _apply(version, written)
    session.flush()
    return version


def save_level_rule(
    version: TalentRuleVersion, rule: LevelRule | None, written: LevelFields, *, by: User | None
) -> LevelRule:
    """Write a clause on levels.

    Raises:
        NotAllowedError: not the office.
        RuleError: the edition is in force, or the clause can't be.
    """
    _check_editor(by)
    _touch(version, by)
    faults = _clause_faults(version, rule, written.number, written)
    found = faults_of(written.conditions)
    if found:
        faults["conditions"] = " ".join(str(RULE_FAULTS[fault]) for fault in found)
    if faults:
        raise RuleError(_("The clause can't be as written."), fields=faults)
    if rule is None:
        rule = LevelRule(version_id=version.id, position=len(version.levels) + 1)
        session.add(rule)
    for each in fields(LevelFields):
        setattr(rule, each.name, getattr(written, each.name))
    session.flush()
    session.refresh(version, ["levels"])
    return rule


def save_benefit_rule(
    version: TalentRuleVersion, rule: BenefitRule | None, written: BenefitFields, *, by: User | None
) -> BenefitRule:
    """Write a clause on benefits.

    Raises:
        NotAllowedError: not the office.
        RuleError: the edition is in force, or the clause can't be.
    """
    _check_editor(by)
    _touch(version, by)
    faults = _clause_faults(version, rule, written.number, written)
    if written.amount_minor is not None and written.amount_minor <= 0:
        faults["amount_minor"] = str(_("Write an amount above zero."))
    if written.months is not None and not 1 <= written.months <= 120:
        faults["months"] = str(_("Write a number of months from 1 to 120."))
    if rule is None or not rule.is_retired:
        faults |= _same_benefit(version, rule, (written.level, written.audience, written.kind))
    if written.months is not None and written.amount_minor is None:
        faults["amount_minor"] = str(_("An amount each month is needed."))
    if faults:
        raise RuleError(_("The clause can't be as written."), fields=faults)
    if rule is None:
        rule = BenefitRule(version_id=version.id, position=len(version.benefits) + 1)
        session.add(rule)
    for each in fields(BenefitFields):
        setattr(rule, each.name, getattr(written, each.name))
    session.flush()
    session.refresh(version, ["benefits"])
    return rule


def retire_clause(rule: LevelRule | BenefitRule, *, by: User | None) -> None:
    """Take a clause out of a draft, or put it back.

    Raises:
        NotAllowedError: not the office.
        RuleError: the edition is in force, or another clause gives the same.
    """
    _check_editor(by)
    _touch(rule.version, by)
    if rule.is_retired and isinstance(rule, BenefitRule):
        same = _same_benefit(rule.version, rule, (rule.level, rule.audience, rule.kind))
        if same:
            raise RuleError(same["kind"])
    rule.is_retired = not rule.is_retired
    session.flush()


def put_in_force(
    version: TalentRuleVersion, *, by: User | None, lock_version: int | None = None
) -> TalentRuleVersion:
    """A second person puts the draft in force, from its day on.

    Raises:
        NotAllowedError: not the office, or who wrote it last.
        ConflictError: it was changed since ``lock_version``: what is confirmed is what was read.
        RuleError: it is in force, its day has passed, or it has no clauses.
    """
    _check_editor(by)
    hold(version)
    refuse_stale(version, lock_version, _("Somebody else changed this edition in the meantime."))
    if version.state is RuleState.IN_FORCE:
        raise RuleError(_("It is in force already."))
    if by is not None and version.drafted_by_id == by.id:
        raise NotAllowedError(_("A second person puts it in force, not who wrote it last."))
    if version.in_force_from < clock.today():
        raise RuleError(_("Its day has passed: applications of then were sent under another edition."))
    if not any(not each.is_retired for each in version.levels):
        raise RuleError(_("It has no clause on levels."))
    version.state = RuleState.IN_FORCE
    version.confirmed_at, version.confirmed_by_id = clock.now(), by.id if by else None
    session.flush()
    return version


def _copy(source: TalentRuleVersion, version: TalentRuleVersion) -> None:
    for rule in source.levels:
        if not rule.is_retired:
            values = {each.name: getattr(rule, each.name) for each in fields(LevelFields)}
            session.add(LevelRule(version_id=version.id, position=rule.position, **values))
    for clause in source.benefits:
        if not clause.is_retired:
            values = {each.name: getattr(clause, each.name) for each in fields(BenefitFields)}
            session.add(BenefitRule(version_id=version.id, position=clause.position, **values))
    session.flush()
    session.refresh(version, ["levels", "benefits"])


def _apply(version: TalentRuleVersion, written: VersionFields) -> None:
    for each in fields(VersionFields):
        setattr(version, each.name, getattr(written, each.name))
    version.title = written.title.strip()


def _touch(version: TalentRuleVersion, by: User | None) -> None:
    """Who wrote it last is the one who can't put it in force."""
    if version.state is RuleState.IN_FORCE:
        raise RuleError(_("It is in force: nothing in it changes any more. Draft a new edition."))
    version.drafted_by_id = by.id if by else None
    # Also where a clause alone changes, so that nobody confirms what they haven't read.
    version.drafted_at = clock.now()


def _check_version(written: VersionFields) -> None:
    if not written.title.strip():
        message = _("Give it a title.")
        raise RuleError(message, fields={"title": message})


def _clause_faults(
    version: TalentRuleVersion,
    rule: LevelRule | BenefitRule | None,
    number: str,
    written: LevelFields | BenefitFields,
) -> dict[str, str]:
    faults = {}
    clauses: list[LevelRule | BenefitRule] = [*version.levels, *version.benefits]
    others = {each.number for each in clauses if each is not rule and not each.is_retired}
    if not number.strip():
        faults["number"] = str(_("Give the clause a number."))
    elif number in others:
        faults["number"] = str(_("Another clause has this number."))
    for name in ("text_hans", "text_hant", "text_en"):
        if not str(getattr(written, name)).strip():
            faults[name] = str(_("The clause is cited in three languages: write its text."))
    return faults


def _same_benefit(
    version: TalentRuleVersion,
    rule: BenefitRule | None,
    given: tuple[TalentLevel, TalentKind | None, BenefitKind],
) -> dict[str, str]:
    """A benefit is given by one clause: what was paid of it is added up by its kind."""
    others = (each for each in version.benefits if each is not rule and not each.is_retired)
    if all((each.level, each.audience, each.kind) != given for each in others):
        return {}
    return {"kind": str(_("Another clause gives this benefit to this level and applicant: write it as one."))}


def _check_editor(by: User | None) -> None:
    if by is not None and not may(by, Permission.EDIT_TALENT_RULES):
        raise NotAllowedError(_("The provincial office keeps the rule table."))
