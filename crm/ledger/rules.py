"""What an entry may hold, what it is worth, and who may decide on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kernel import money
from kernel.money import Currency
from models.enums import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing

if TYPE_CHECKING:
    from models import LedgerDecision, LedgerEntry, User


class Refusal(StrEnum):
    """Why something can't be done; the words for it stand in labels."""

    NOT_POSITIVE = "not_positive"
    ZERO = "zero"
    IN_FUTURE = "in_future"
    BASIS_NOT_ASKED = "basis_not_asked"
    NO_RATE = "no_rate"
    TOO_LARGE = "too_large"
    CREDIT_FORM = "credit_form"
    CREDIT_TWICE = "credit_twice"
    CREDIT_SUM = "credit_sum"
    OWN_ENTRY = "own_entry"
    NO_EVIDENCE = "no_evidence"
    WITHDRAWN = "withdrawn"
    NOT_OPEN = "not_open"
    NOT_RECORDER = "not_recorder"
    NOT_VERIFIED = "not_verified"
    REVERSED_ALREADY = "reversed_already"
    OTHER_PROJECT = "other_project"
    DISAGREES = "disagrees"


DENYING = frozenset(
    {
        Refusal.OWN_ENTRY,
        Refusal.NO_EVIDENCE,
        Refusal.WITHDRAWN,
        Refusal.NOT_OPEN,
        Refusal.NOT_RECORDER,
        Refusal.NOT_VERIFIED,
    }
)
"""Attempts past a right, the second key or its gate: they go into the log; others are slips of the pen."""


class RefusedError(ValueError):
    """An input that can't be read, with the reason."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for entries of a kind: its measure, the sign with which it counts, what proves it."""

    measure: Measure
    sign: int
    evidence: frozenset[EvidenceType]
    may_be_negative: bool = False
    has_basis: bool = False


_AGREEMENT = frozenset({EvidenceType.AGREEMENT})
_SUBSCRIPTION = frozenset({EvidenceType.SUBSCRIPTION, EvidenceType.AGREEMENT, EvidenceType.RECORD})
_ARRIVAL = frozenset({EvidenceType.VERIFICATION, EvidenceType.RECEIPT, EvidenceType.RECORD})

KINDS: Mapping[EntryKind, KindRule] = {
    EntryKind.AGREED: KindRule(Measure.AGREED, 1, _AGREEMENT, may_be_negative=True),
    EntryKind.CONTRACTED: KindRule(Measure.CONTRACTED, 1, _SUBSCRIPTION),
    EntryKind.AMENDMENT: KindRule(Measure.CONTRACTED, 1, _SUBSCRIPTION, may_be_negative=True),
    EntryKind.WITHDRAWAL: KindRule(Measure.CONTRACTED, -1, _SUBSCRIPTION),
    EntryKind.ARRIVED: KindRule(Measure.ARRIVED, 1, _ARRIVAL, has_basis=True),
    EntryKind.REPATRIATED: KindRule(Measure.ARRIVED, -1, _ARRIVAL, has_basis=True),
}

Credit = tuple[tuple[str, int], ...]
"""Park codes with their share in hundredths of a percent, in the order in which they were written."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as somebody wants it recorded; None in ``basis`` and ``credit`` asks for the default."""

    kind: EntryKind
    amount_minor: int
    currency: Currency
    effective_on: date
    nature: Nature
    origin: Origin
    basis: Basis | None = None
    credit: Credit | None = None
    note: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class GivenFields:
    """What was written beside a reversal; each that is given must agree with what is reversed."""

    kind: EntryKind | None = None
    amount_minor: int | None = None
    currency: Currency | None = None
    effective_on: date | None = None
    nature: Nature | None = None
    origin: Origin | None = None
    basis: Basis | None = None
    credit: Credit | None = None


@dataclass(frozen=True, slots=True)
class MonthRates:
    """A month's mean rates, in units per USD."""

    month: str
    cny_per_usd: Decimal
    twd_per_usd: Decimal
    hkd_per_usd: Decimal
    source: str

    def per_usd(self, currency: Currency) -> Decimal:
        return {
            Currency.USD: Decimal(1),
            Currency.CNY: self.cny_per_usd,
            Currency.TWD: self.twd_per_usd,
            Currency.HKD: self.hkd_per_usd,
        }[currency]


def rate_month(effective_on: date) -> str:
    """The last complete month before the effective date's month, as ``2024-02``."""
    year, month = divmod(effective_on.year * 12 + effective_on.month - 2, 12)
    return f"{year:04d}-{month + 1:02d}"


def usd_cents(amount_minor: int, currency: Currency, rates: MonthRates) -> int:
    return money.convert(amount_minor, by=rates.per_usd(currency))


def cny_fen(amount_minor: int, currency: Currency, rates: MonthRates) -> int:
    if currency is Currency.CNY:
        return amount_minor
    return money.convert(amount_minor, times=rates.cny_per_usd, by=rates.per_usd(currency))


def split_by_credit(kind: EntryKind, usd: int, shares: Sequence[int]) -> list[int]:
    """The parks' cents, with the sign with which they count."""
    return money.split(KINDS[kind].sign * usd, shares)


def check_draft(draft: EntryDraft, *, today: date) -> dict[str, Refusal]:
    """What stands against recording the draft, by field; empty where nothing does."""
    rule = KINDS[draft.kind]
    found: dict[str, Refusal] = {}
    if draft.amount_minor == 0:
        found["amount"] = Refusal.ZERO
    elif draft.amount_minor < 0 and not rule.may_be_negative:
        found["amount"] = Refusal.NOT_POSITIVE
    if draft.effective_on > today:
        found["effective_on"] = Refusal.IN_FUTURE
    if draft.basis is not None and not rule.has_basis:
        found["basis"] = Refusal.BASIS_NOT_ASKED
    return found


def basis_of(draft: EntryDraft) -> Basis | None:
    """The basis to record: the province's where one is needed and none is given."""
    return draft.basis or Basis.PROVINCE if KINDS[draft.kind].has_basis else None


_SHARE = re.compile(r"(?P<park>[A-Za-z]+)\s*[:：]\s*(?P<share>\d{1,3}(?:\.\d{1,2})?)\s*%?")


def parse_credit(text: str) -> Credit:
    """Read ``YY:70;XT:30``: up to two decimals, sum 100, every park once.

    Raises:
        RefusedError: with the reason.
    """
    shares: list[tuple[str, int]] = []
    for part in re.split(r"[;；]", text.strip().rstrip(";；")):
        match = _SHARE.fullmatch(part.strip())
        if match is None:
            raise RefusedError(Refusal.CREDIT_FORM)
        shares.append((match["park"].upper(), int(Decimal(match["share"]) * 100)))
    if refusal := check_credit(shares):
        raise RefusedError(refusal)
    return tuple(shares)


def check_credit(credit: Sequence[tuple[str, int]]) -> Refusal | None:
    """Every park once, no share below zero, all of them a hundred percent."""
    if len({park for park, _ in credit}) != len(credit):
        return Refusal.CREDIT_TWICE
    whole = sum(share for _, share in credit) == money.FULL_SHARE
    return None if whole and min(share for _, share in credit) >= 0 else Refusal.CREDIT_SUM


def format_credit(credit: Iterable[tuple[str, int]]) -> str:
    """``YY:70;XT:30``, as :func:`parse_credit` reads it."""
    return ";".join(f"{park}:{Decimal(share).scaleb(-2).normalize():f}" for park, share in credit)


def last_word(decisions: Iterable[LedgerDecision], known_at: datetime | None = None) -> LedgerDecision | None:
    """The decision that holds: the last one known, by moment and then by number; a check is none."""
    words = [
        decision
        for decision in decisions
        if decision.decision is not Decision.CHECKED
        and (known_at is None or decision.recorded_at <= known_at)
    ]
    return max(words, key=lambda word: (word.recorded_at, word.sequence), default=None)


def standing_of(decisions: Iterable[LedgerDecision], known_at: datetime | None = None) -> Standing:
    word = last_word(decisions, known_at)
    return Standing.OPEN if word is None else Standing(word.decision.value)


def is_checked(decisions: Iterable[LedgerDecision]) -> bool:
    return any(decision.decision is Decision.CHECKED for decision in decisions)


def has_fitting_evidence(entry: LedgerEntry) -> bool:
    """A document of a type that proves this kind: on the entry, or on what it reverses."""
    fitting = KINDS[entry.kind].evidence
    link: LedgerEntry | None = entry
    while link is not None:
        if any(document.type in fitting for document in link.evidence):
            return True
        link = link.reverses
    return False


def can_decide(entry: LedgerEntry, decision: Decision, *, by: User) -> Refusal | None:
    """Two keys: another person than the recorder; to verify, with a fitting document."""
    if standing_of(entry.decisions) is Standing.WITHDRAWN:
        return Refusal.WITHDRAWN
    if entry.recorded_by_id == by.id:
        return Refusal.OWN_ENTRY
    if decision is Decision.VERIFIED and not has_fitting_evidence(entry):
        return Refusal.NO_EVIDENCE
    return None


def can_check(entry: LedgerEntry, *, by: User) -> Refusal | None:
    """The park's own look at an entry that nobody decided on yet, by another than the recorder."""
    if standing_of(entry.decisions) is not Standing.OPEN:
        return Refusal.NOT_OPEN
    return Refusal.OWN_ENTRY if entry.recorded_by_id == by.id else None


def can_withdraw(entry: LedgerEntry, *, by: User) -> Refusal | None:
    """Only the recorder, only while it is open."""
    if standing_of(entry.decisions) is not Standing.OPEN:
        return Refusal.NOT_OPEN
    return None if entry.recorded_by_id == by.id else Refusal.NOT_RECORDER


STANDING_REVERSALS = frozenset({Standing.OPEN, Standing.VERIFIED})
"""A reversal that was returned or withdrawn makes room for another."""


def can_reverse(entry: LedgerEntry) -> Refusal | None:
    """Only what stands verified, and at most one reversal that is neither returned nor withdrawn."""
    if standing_of(entry.decisions) is not Standing.VERIFIED:
        return Refusal.NOT_VERIFIED
    return Refusal.REVERSED_ALREADY if standing_reversal(entry) is not None else None


def standing_reversal(entry: LedgerEntry, *, but: LedgerEntry | None = None) -> LedgerEntry | None:
    """The reversal of ``entry`` that holds or waits, other than ``but``."""
    for reversal in entry.reversals:
        if reversal is not but and standing_of(reversal.decisions) in STANDING_REVERSALS:
            return reversal
    return None


def disagreements(entry: LedgerEntry, given: GivenFields) -> list[str]:
    """The fields given for a reversal that differ from what it reverses; an amount may carry either sign."""
    credit = {share.park.code: share.share for share in entry.shares}
    amount = None if given.amount_minor is None else abs(given.amount_minor)
    pairs: dict[str, tuple[object, object]] = {
        "kind": (given.kind, entry.kind),
        "amount": (amount, abs(entry.amount_minor)),
        "currency": (given.currency, entry.currency),
        "effective_on": (given.effective_on, entry.effective_on),
        "nature": (given.nature, entry.nature),
        "origin": (given.origin, entry.origin),
        "basis": (given.basis, entry.basis),
        "credit": (None if given.credit is None else dict(given.credit), credit),
    }
    return [name for name, (said, held) in pairs.items() if said is not None and said != held]


class Oddity(StrEnum):
    """What looks odd: it warns, and blocks nothing."""

    CONTRACTED_NEGATIVE = "contracted_negative"
    ARRIVED_NEGATIVE = "arrived_negative"
    ARRIVED_ABOVE_CONTRACTED = "arrived_above_contracted"
    TWIN = "twin"
    RATE_PROVISIONAL = "rate_provisional"
    REVERSED_NOT_VERIFIED = "reversed_not_verified"


def oddities(entry: LedgerEntry, *, sums: Mapping[Measure, int], has_twin: bool) -> list[Oddity]:
    """What looks odd about an entry, given its project's sums of all entries that hold or wait."""
    contracted, arrived = sums.get(Measure.CONTRACTED, 0), sums.get(Measure.ARRIVED, 0)
    measure = KINDS[entry.kind].measure
    signs = {
        Oddity.CONTRACTED_NEGATIVE: measure is Measure.CONTRACTED and contracted < 0,
        Oddity.ARRIVED_NEGATIVE: measure is Measure.ARRIVED and arrived < 0,
        Oddity.ARRIVED_ABOVE_CONTRACTED: measure is Measure.ARRIVED and arrived > contracted,
        Oddity.TWIN: has_twin,
        Oddity.RATE_PROVISIONAL: entry.is_rate_provisional,
        Oddity.REVERSED_NOT_VERIFIED: entry.reverses is not None
        and standing_of(entry.reverses.decisions) is not Standing.VERIFIED,
    }
    return [oddity for oddity, holds in signs.items() if holds]
