"""Which articles a firm or a person fits, and what was claimed under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.visibility import visible_policy_claims
from crm.firms.queries import ids_of_record
from crm.policies.queries.facts import firm_facts, talent_facts
from crm.policies.queries.policies import list_articles
from crm.policies.rules import matching as rules
from crm.policies.rules.claims import HELD
from crm.policies.rules.matching import Facts, Finding, Fit
from models import Firm, PolicyArticle, PolicyClaim, Talent, User
from models.enums import Claimant

ORDER = {Fit.FITS: 0, Fit.TO_CHECK: 1, Fit.NOT: 2}


@dataclass(frozen=True, slots=True)
class Match:
    """An article, why it fits or not, and the newest claim under it that the viewer may see."""

    article: PolicyArticle
    fit: Fit
    findings: tuple[Finding, ...]
    claim: PolicyClaim | None

    @property
    def is_unclaimed(self) -> bool:
        """Could be claimed, and isn't under way or paid."""
        return self.fit is not Fit.NOT and (self.claim is None or self.claim.state not in HELD)


def match_firm(firm: Firm, *, viewer: User | None, today: date) -> list[Match]:
    """Articles for firms, the fitting ones first; in a handful of statements."""
    return _matches(
        Claimant.FIRM, firm_facts(firm, viewer=viewer), _claims_of_firm(firm, viewer), viewer, today
    )


def match_talent(talent: Talent, *, viewer: User | None, today: date) -> list[Match]:
    """Articles for persons, the fitting ones first."""
    claims = PolicyClaim.talent_id == talent.id
    return _matches(Claimant.PERSON, talent_facts(talent), _newest(claims, viewer), viewer, today)


def _matches(
    who: Claimant, facts: Facts, claims: Mapping[int, PolicyClaim], viewer: User | None, today: date
) -> list[Match]:
    found = []
    for article in list_articles(viewer=viewer, only=who):
        policy = article.policy
        if not rules.is_in_force(
            valid_until=policy.valid_until, claim_until=article.claim_until, today=today
        ):
            continue
        reasons = rules.findings(rules.read_conditions(article.conditions), facts)
        found.append(Match(article, rules.fit_of(reasons), reasons, claims.get(article.id)))
    return sorted(found, key=lambda match: ORDER[match.fit])


def _claims_of_firm(firm: Firm, viewer: User | None) -> Mapping[int, PolicyClaim]:
    return _newest(PolicyClaim.firm_id.in_(ids_of_record(firm.id)), viewer)


def _newest(whose: Any, viewer: User | None) -> Mapping[int, PolicyClaim]:
    rows = session.scalars(
        select(PolicyClaim)
        .where(whose, PolicyClaim.archived_at.is_(None), visible_policy_claims(viewer))
        .options(joinedload(PolicyClaim.park))
        .order_by(PolicyClaim.id)
    )
    return {claim.article_id: claim for claim in rows}
