"""The named policies, and what the plan says of each as articles. Blank where the source says nothing."""

from __future__ import annotations

from sqlalchemy import select

from crm.core.database import session
from crm.policies.rules.matching import Condition
from crm.policies.service.policies import ArticleFields, PolicyFields, add_article, add_policy
from models import Policy, PolicyArticle
from models.enums import Claimant, PolicyBenefit, PolicyCondition, PolicyLevel, PolicyTag
from seed import facts


def load() -> int:
    """Load policies and articles that aren't here yet; how many."""
    return _load_policies() + _load_articles()


def _load_policies() -> int:
    known = set(session.scalars(select(Policy.code)))
    new = [row for row in facts.read("policies") if row["code"] not in known]
    for row in new:
        written = PolicyFields(
            name=row["name"],
            full_title=row["full_title"] or None,
            level=PolicyLevel(row["level"]) if row["level"] else None,
            issuer=row["issuer"] or None,
            issued=row["issued"],
            tags=tuple(PolicyTag(tag) for tag in row["tags"].split()),
            quote=row["quote"] or None,
            source=row["source"] or None,
        )
        add_policy(written, by=None, code=row["code"])
    return len(new)


def _load_articles() -> int:
    known = set(session.scalars(select(PolicyArticle.code)))
    policies = {policy.code: policy for policy in session.scalars(select(Policy))}
    new = [
        row for row in facts.read("policy_articles") if row["code"] not in known and row["policy"] in policies
    ]
    for row in new:
        add_article(policies[row["policy"]], _article(row), by=None, code=row["code"])
    return len(new)


def _article(row: dict[str, str]) -> ArticleFields:
    return ArticleFields(
        text=row["text"],
        benefit=PolicyBenefit(row["benefit"]),
        number=row["number"] or None,
        claimants=tuple(Claimant(each) for each in row["claimants"].split()),
        conditions=tuple(_condition(each) for each in row["conditions"].split(";") if each),
        source=row["source"] or None,
    )


def _condition(text: str) -> Condition:
    """``kind`` or ``kind=value``."""
    kind, _sign, value = text.partition("=")
    return Condition(PolicyCondition(kind), (value,) if value else ())
