"""Versions of the rule: drafted by one person, enacted by another after the review, retired ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.records import hold, put_away, refuse_stale
from crm.rewards.labels import FAULTS
from crm.rewards.queries import reckoning, rules_of
from crm.rewards.rules import drafts
from crm.rewards.rules.drafts import Fault
from crm.rewards.rules.reckoning import Band, Terms
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import RewardBand, RewardRule, User
from models.enums import RewardRuleState


@dataclass(frozen=True, slots=True)
class RuleFields:
    """A version as written."""

    name: str
    in_force_from: date
    terms: Terms
    basis: str | None = None
    review_id: int | None = None


def draft_rule(written: RuleFields, *, by: User) -> RewardRule:
    """
    Raises:
        NotAllowedError: not the office.
        RuleError: its terms don't hold together.
    """
    _check_office(by)
    if found := _faults(written):
        raise _refusal(*found)
    row = RewardRule(
        version=int(free_ref("reward-rules", "{}", rules_of.is_version_taken)),
        revision=1,
        state=RewardRuleState.DRAFT,
    )
    _write(row, written, by)
    row.bands = _bands(written.terms, row.revision)
    session.add(row)
    session.flush()
    return row


def edit_draft(rule: RewardRule, written: RuleFields, *, by: User, seen: int | None = None) -> RewardRule:
    """Write a draft anew. Who did so has drafted it, and doesn't enact it; the bands as they were are kept.

    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody else changed it.
        RuleError: it is no draft any more, or its terms don't hold together.
    """
    _check_office(by)
    fresh = rules_of.get_locked(rule)
    refuse_stale(fresh, seen, _stale())
    if fresh.state is not RewardRuleState.DRAFT or fresh.is_archived:
        raise _refusal(Fault.NOT_DRAFT)
    if found := _faults(written):
        raise _refusal(*found)
    _write(fresh, written, by)
    fresh.revision += 1
    for band in _bands(written.terms, fresh.revision):
        band.rule_id = fresh.id
        session.add(band)
    session.flush()
    session.expire(fresh, ["bands"])
    return fresh


def _write(row: RewardRule, written: RuleFields, by: User) -> None:
    terms = written.terms
    row.name, row.basis = written.name.strip(), written.basis
    row.in_force_from = written.in_force_from
    row.period_start, row.period_months = terms.period_start, terms.period_months
    row.threshold_cents = terms.threshold_cents
    row.cap_minor, row.cap_currency = terms.cap_minor, terms.cap_currency
    row.review_id = _review_id(written.review_id, by)
    row.drafted_at, row.drafted_by_id = clock.now(), by.id


def _bands(terms: Terms, revision: int) -> list[RewardBand]:
    return [
        RewardBand(revision=revision, position=at, from_cents=band.from_cents, share=band.share)
        for at, band in enumerate(terms.bands)
    ]


def name_review(rule: RewardRule, review_id: int | None, *, by: User, seen: int | None = None) -> None:
    """Say on which review a draft rests; the review itself is filed where reviews are.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check_office(by)
    refuse_stale(rule, seen, _stale())
    if rule.state is not RewardRuleState.DRAFT:
        raise _refusal(Fault.NOT_DRAFT)
    rule.review_id = _review_id(review_id, by)
    session.flush()


def enact_rule(rule: RewardRule, *, by: User, seen: int | None = None) -> None:
    """Let a draft come into force on its day.

    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody else changed it.
        RuleError: the drafter enacts, the review is missing, or its day is taken.
    """
    _check_office(by)
    fresh = rules_of.get_locked(rule)
    refuse_stale(fresh, seen, _stale())
    if fresh.review is not None:
        hold(fresh.review)
    others = [each for each in rules_of.list_rules() if each.id != fresh.id]
    counted = reckoning.is_counted_since(fresh.in_force_from)
    if fault := drafts.can_enact(fresh, others, by_id=by.id, counted_since=counted):
        raise _refusal(fault)
    fresh.state, fresh.enacted_at, fresh.enacted_by_id = RewardRuleState.IN_FORCE, clock.now(), by.id
    session.flush()


def retire_rule(rule: RewardRule, day: date, *, by: User, seen: int | None = None) -> None:
    """Nothing introduced from ``day`` on earns anything, until another version begins.

    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check_office(by)
    refuse_stale(rule, seen, _stale())
    if fault := drafts.can_retire(rule, day, today=clock.today()):
        raise _refusal(fault, "day")
    rule.state, rule.retired_from = RewardRuleState.RETIRED, day
    session.flush()


def archive_draft(rule: RewardRule, *, reason: str, by: User) -> None:
    _check_office(by)
    if rule.state is not RewardRuleState.DRAFT:
        raise _refusal(Fault.NOT_DRAFT)
    put_away(rule, reason)


def _faults(written: RuleFields) -> tuple[Fault, str] | None:
    terms = written.terms
    against = {
        (Fault.NO_NAME, "name"): not written.name.strip(),
        (Fault.MONTHS, "period_months"): not 1 <= terms.period_months <= drafts.MOST_MONTHS,
        (Fault.THRESHOLD, "threshold"): terms.threshold_cents < 0,
        (Fault.CAP, "cap"): terms.cap_minor is not None
        and (terms.cap_minor <= 0 or terms.cap_currency is None),
    }
    found = next((fault for fault, stands in against.items() if stands), None)
    fault = drafts.band_fault(terms.bands)
    return found or ((fault, "from_0") if fault else None)


def _review_id(review_id: int | None, by: User) -> int | None:
    """Only one that passes may be named; a draft may wait for its own."""
    if review_id is None:
        return None
    review = rules_of.find_review(review_id, viewer=by)
    if not drafts.passes(review):
        raise _refusal(Fault.NO_REVIEW, "review_id")
    return review_id


def _check_office(by: User) -> None:
    if not may(by, Permission.EDIT_REWARD_RULES):
        raise NotAllowedError(_("Only the provincial office sets the rules of rewards."))


def _stale() -> str:
    return str(_("Somebody else changed this rule in the meantime."))


def _refusal(fault: Fault, field: str = "") -> RuleError:
    words = str(FAULTS[fault])
    kind = DeniedError if fault in drafts.DENYING else RuleError
    return kind(words, fields={field: words} if field else {})


def bands_of(starts: list[tuple[int | None, int | None]]) -> tuple[Band, ...]:
    """The bands that were written; lines left empty fall away."""
    return tuple(Band(start, share) for start, share in starts if start is not None and share is not None)
