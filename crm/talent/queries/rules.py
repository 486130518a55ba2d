"""Editions of the rule table, as clauses for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.talent.rules import versions
from crm.talent.rules.benefits import BenefitClause
from crm.talent.rules.levels import Clause
from kernel.errors import NotFoundError
from models import BenefitRule, LevelRule, TalentRuleVersion
from models.enums import RuleState

R = TypeVar("R", LevelRule, BenefitRule)


def find_in_force(day: date) -> TalentRuleVersion | None:
    """The edition that holds on the day."""
    confirmed = session.scalars(
        select(TalentRuleVersion).where(
            TalentRuleVersion.state == RuleState.IN_FORCE, TalentRuleVersion.in_force_from <= day
        )
    )
    return versions.in_force_on(day, list(confirmed))


def get_version(version_id: int) -> TalentRuleVersion:
    """
    Raises:
        NotFoundError: no such edition.
    """
    version = session.scalars(
        select(TalentRuleVersion)
        .where(TalentRuleVersion.id == version_id)
        .options(
            selectinload(TalentRuleVersion.levels),
            selectinload(TalentRuleVersion.benefits),
            joinedload(TalentRuleVersion.drafted_by),
            joinedload(TalentRuleVersion.confirmed_by),
        )
    ).one_or_none()
    if version is None:
        raise NotFoundError(_("There is no such edition of the rules."))
    return version


def list_versions() -> Sequence[TalentRuleVersion]:
    """The newest first."""
    return session.scalars(
        select(TalentRuleVersion)
        .options(
            joinedload(TalentRuleVersion.drafted_by),
            joinedload(TalentRuleVersion.confirmed_by),
            selectinload(TalentRuleVersion.levels),
            selectinload(TalentRuleVersion.benefits),
        )
        .order_by(TalentRuleVersion.in_force_from.desc(), TalentRuleVersion.id.desc())
        .limit(100)
    ).all()


def find_before(version: TalentRuleVersion) -> TalentRuleVersion | None:
    """The edition in force that it replaces, or is to replace."""
    others = [
        each
        for each in list_versions()
        if each.state is RuleState.IN_FORCE
        and each.id != version.id
        and (each.in_force_from, each.id) < (version.in_force_from, version.id)
    ]
    return max(others, key=lambda each: (each.in_force_from, each.id), default=None)


def get_level_rule(version: TalentRuleVersion, rule_id: int) -> LevelRule:
    """Raises NotFoundError where the edition has no such clause."""
    return _of(version.levels, rule_id)


def get_benefit_rule(version: TalentRuleVersion, rule_id: int) -> BenefitRule:
    """Raises NotFoundError where the edition has no such clause."""
    return _of(version.benefits, rule_id)


def _of(rules: Sequence[R], rule_id: int) -> R:
    rule = next((each for each in rules if each.id == rule_id), None)
    if rule is None:
        raise NotFoundError(_("There is no such clause."))
    return rule


def is_ref_taken(ref: str) -> bool:
    return (
        session.execute(select(TalentRuleVersion.id).where(TalentRuleVersion.ref == ref)).first() is not None
    )


def clauses_of(version: TalentRuleVersion) -> list[Clause]:
    """The edition's level clauses, in their order."""
    return [
        Clause(row.id, row.number, row.level, row.audience, row.conditions)
        for row in version.levels
        if not row.is_retired
    ]


def benefit_clauses_of(version: TalentRuleVersion) -> list[BenefitClause]:
    return [
        BenefitClause(row.id, row.number, row.level, row.audience, row.kind, row.amount_minor, row.months)
        for row in version.benefits
        if not row.is_retired
    ]
