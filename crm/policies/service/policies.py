"""Writing policies and their articles. Every version of both is kept."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.policies.queries import policies as queries
from crm.policies.rules.matching import Condition, stored_conditions
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Policy, PolicyArticle, User
from models.enums import Claimant, PolicyBenefit, PolicyLevel, PolicyTag

ISSUED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class PolicyFields:
    """What people write of a policy. ``issued`` is a day, a month, a year, or nothing."""

    name: str
    full_title: str | None = None
    level: PolicyLevel | None = None
    issuer: str | None = None
    issued: str = ""
    valid_until: date | None = None
    tags: tuple[PolicyTag, ...] = ()
    quote: str | None = None
    source: str | None = None
    park_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleFields:
    text: str
    benefit: PolicyBenefit
    number: str | None = None
    cap_minor: int | None = None
    claimants: tuple[Claimant, ...] = ()
    conditions: tuple[Condition, ...] = ()
    claim_until: date | None = None
    source: str | None = None


def add_policy(written: PolicyFields, *, by: User | None, code: str | None = None) -> Policy:
    """
    Raises:
        NotAllowedError: not the office.
        RuleError: something written can't be.
    """
    _check_office(by)
    _check(written)
    now = clock.now()
    policy = Policy(
        code=code or free_ref("policies", "PO-{:04d}", queries.is_code_taken),
        created_at=now,
        updated_at=now,
        **_policy_values(written),
    )
    session.add(policy)
    session.flush()
    return policy


def edit_policy(
    policy: Policy, written: PolicyFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: put away, or something written can't be.
    """
    _check_office(by)
    refuse_stale(policy, lock_version, _("Somebody else changed this policy in the meantime."))
    refuse_put_away(policy, policy.name)
    _check(written)
    for name, value in _policy_values(written).items():
        setattr(policy, name, value)
    policy.updated_at = clock.now()
    session.flush()


def archive_policy(policy: Policy, *, reason: str, by: User | None) -> None:
    """Raises NotAllowedError for others than the office, RuleError without a reason."""
    _check_office(by)
    put_away(policy, reason)


def restore_policy(policy: Policy, *, by: User | None) -> None:
    _check_office(by)
    bring_back(policy)


def add_article(
    policy: Policy, written: ArticleFields, *, by: User | None, code: str | None = None
) -> PolicyArticle:
    """
    Raises:
        NotAllowedError: not the office.
        RuleError: put away, or something written can't be.
    """
    _check_office(by)
    refuse_put_away(policy, policy.name)
    _check_article(written)
    article = PolicyArticle(
        code=code,
        policy=policy,
        position=len(policy.articles),
        created_at=clock.now(),
        **_article_values(written),
    )
    session.add(article)
    session.flush()
    return article


def edit_article(
    article: PolicyArticle, written: ArticleFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: put away, or something written can't be.
    """
    _check_office(by)
    refuse_stale(article, lock_version, _("Somebody else changed this article in the meantime."))
    refuse_put_away(article.policy, article.policy.name)
    refuse_put_away(article, article.number or article.policy.name)
    _check_article(written)
    for name, value in _article_values(written).items():
        setattr(article, name, value)
    session.flush()


def archive_article(article: PolicyArticle, *, reason: str, by: User | None) -> None:
    """Nobody claims it any more; what was claimed stays.

    Raises:
        NotAllowedError: not the office.
        RuleError: no reason, or put away already.
    """
    _check_office(by)
    put_away(article, reason)


def restore_article(article: PolicyArticle, *, by: User | None) -> None:
    _check_office(by)
    bring_back(article)


def may_edit(by: User | None) -> bool:
    return by is None or may(by, Permission.EDIT_POLICIES)


def _check_office(by: User | None) -> None:
    if not may_edit(by):
        raise NotAllowedError(_("The office keeps the policies."))


def _policy_values(written: PolicyFields) -> dict[str, object]:
    return {**asdict(written), "tags": sorted(tag.value for tag in written.tags)}


def _article_values(written: ArticleFields) -> dict[str, object]:
    return {
        **asdict(written),
        "claimants": sorted(each.value for each in written.claimants),
        "conditions": stored_conditions(written.conditions),
    }


def _check(written: PolicyFields) -> None:
    if written.issued and not _is_day(written.issued):
        words = _("Write a day, a month or a year, such as 2018-02-28, 2019-11 or 2021.")
        raise RuleError(words, fields={"issued": words})


def _is_day(text: str) -> bool:
    """A day, a month or a year of the calendar."""
    if ISSUED.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _check_article(written: ArticleFields) -> None:
    if written.cap_minor is not None and written.cap_minor <= 0:
        words = _("Write an amount above nought.")
        raise RuleError(words, fields={"cap_minor": words})
