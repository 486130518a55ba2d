"""What is looked at before a ruling on a referral: a table of checks, each with its result and reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.enums import CheckResult, ReferralCheck, ReferralOutcome

PASSED, FAILED = CheckResult.PASSED, CheckResult.FAILED
CONFLICT, UNKNOWN = CheckResult.CONFLICT, CheckResult.UNKNOWN


@dataclass(frozen=True, slots=True)
class Appointment:
    """A term of an adviser; ``until`` is the last day on which it held."""

    from_on: date
    until: date


@dataclass(frozen=True, slots=True)
class Rival:
    """Another referral of the same group that is not refused and not withdrawn."""

    ref: str
    adviser: str
    received_on: date
    is_earlier: bool
    is_recognised: bool
    is_own: bool
    """By the same adviser."""


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A claim of a park on the group, in force when the referral came."""

    ref: str
    park: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a referral and of the group it names, at the moment somebody looks.

    ``signed_on`` is the signing of the project it is tied to; ``other_signed_on`` the first signing of the
    group's other projects. ``met_on`` is the first two-way contact that a park had before the referral.
    """

    received_on: date
    firm_known: bool
    appointments: Sequence[Appointment] = ()
    has_project: bool = False
    signed_on: date | None = None
    other_signed_on: date | None = None
    relations: Sequence[str] = ()
    rivals: Sequence[Rival] = ()
    claims: Sequence[ClaimSeen] = ()
    met_on: date | None = None
    proofs: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. ``reason`` names its sentence, ``words`` fill it."""

    check: ReferralCheck
    result: CheckResult
    reason: str
    words: dict[str, str] = field(default_factory=dict)


Found = tuple[CheckResult, str, dict[str, str]]


def _firm_known(facts: Facts) -> Found:
    return (PASSED, "matched", {}) if facts.firm_known else (UNKNOWN, "no_firm", {})


def _term(facts: Facts) -> Found:
    """An adviser works by appointment: what comes outside of a term doesn't count."""
    day = facts.received_on
    held = [each for each in facts.appointments if each.from_on <= day <= each.until]
    return (PASSED, "appointed", {}) if held else (FAILED, "not_appointed", {"day": day.isoformat()})


def _before_signing(facts: Facts) -> Found:
    """It must lie before the day of the signing, not on it."""
    if not facts.firm_known:
        return UNKNOWN, "no_firm", {}
    if facts.signed_on is not None:
        words = {"day": facts.signed_on.isoformat(), "received": facts.received_on.isoformat()}
        return (PASSED, "before", words) if facts.received_on < facts.signed_on else (FAILED, "after", words)
    if facts.has_project:
        return PASSED, "not_signed", {}
    if facts.other_signed_on is not None and facts.other_signed_on <= facts.received_on:
        return CONFLICT, "other_signed", {"day": facts.other_signed_on.isoformat()}
    return PASSED, "no_project", {}


def _related_party(facts: Facts) -> Found:
    if facts.relations:
        return FAILED, "related", {"why": "; ".join(facts.relations)}
    return (PASSED, "unrelated", {}) if facts.firm_known else (UNKNOWN, "no_firm", {})


def _other_referrals(facts: Facts) -> Found:
    others = [each for each in facts.rivals if not each.is_own]
    own = [each for each in facts.rivals if each.is_own and each.is_earlier]
    if others:
        first = min(others, key=lambda each: (not each.is_recognised, each.received_on))
        words = {
            "number": str(len(others)),
            "ref": first.ref,
            "adviser": first.adviser,
            "day": first.received_on.isoformat(),
        }
        reason = "recognised" if first.is_recognised else "earlier" if first.is_earlier else "later"
        return CONFLICT, reason, words
    if own:
        return PASSED, "own_again", {"ref": own[0].ref, "day": own[0].received_on.isoformat()}
    return (PASSED, "alone", {}) if facts.firm_known else (UNKNOWN, "no_firm", {})


def _claims(facts: Facts) -> Found:
    earlier = [each for each in facts.claims if each.filed_on <= facts.received_on]
    if earlier:
        parks = "、".join(dict.fromkeys(each.park for each in earlier))
        return CONFLICT, "claimed", {"park": parks, "ref": earlier[0].ref, "day": _first(earlier).isoformat()}
    if facts.claims:
        return PASSED, "claimed_later", {"day": _first(facts.claims).isoformat()}
    return (PASSED, "unclaimed", {}) if facts.firm_known else (UNKNOWN, "no_firm", {})


def _first(claims: Sequence[ClaimSeen]) -> date:
    return min(each.filed_on for each in claims)


def _first_contact(facts: Facts) -> Found:
    if facts.met_on is not None and facts.met_on < facts.received_on:
        return CONFLICT, "met", {"day": facts.met_on.isoformat()}
    return (PASSED, "not_met", {}) if facts.firm_known else (UNKNOWN, "no_firm", {})


def _proof(facts: Facts) -> Found:
    return (PASSED, "handed_in", {"number": str(facts.proofs)}) if facts.proofs else (UNKNOWN, "no_proof", {})


CHECKS: tuple[tuple[ReferralCheck, Callable[[Facts], Found]], ...] = (
    (ReferralCheck.FIRM_KNOWN, _firm_known),
    (ReferralCheck.TERM, _term),
    (ReferralCheck.BEFORE_SIGNING, _before_signing),
    (ReferralCheck.RELATED_PARTY, _related_party),
    (ReferralCheck.OTHER_REFERRALS, _other_referrals),
    (ReferralCheck.CLAIMS, _claims),
    (ReferralCheck.FIRST_CONTACT, _first_contact),
    (ReferralCheck.PROOF, _proof),
)


def examine(facts: Facts) -> list[Finding]:
    """Every check with what it found, in the order of the table."""
    return [Finding(check, *judge(facts)) for check, judge in CHECKS]


NEEDED = frozenset({ReferralCheck.FIRM_KNOWN})
"""Without these nothing is recognised; what another check can't tell stands against nothing."""


def stands_against(outcome: ReferralOutcome, findings: Collection[Finding]) -> list[Finding]:
    """What forbids the outcome. To refuse is always possible: with reasons."""
    if outcome is ReferralOutcome.NOT_RECOGNISED:
        return []
    return [
        each
        for each in findings
        if each.result is FAILED or (each.check in NEEDED and each.result is UNKNOWN)
    ]


def needs_second_look(findings: Collection[Finding], *, overturns: bool) -> bool:
    """Where several have a claim to it, or an earlier ruling is set aside, a second person looks."""
    return overturns or any(each.result is CONFLICT for each in findings)
