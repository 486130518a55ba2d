"""What the office may decide on a request, and what that does to the claims: pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.claims.rules import is_full
from models.enums import ClaimState, RequestKind, RulingOutcome

K, O = RequestKind, RulingOutcome  # noqa: E741 - two letters for the table below

OUTCOMES: Mapping[RequestKind, tuple[RulingOutcome, ...]] = {
    K.SAME_MATTER: (O.SAME_MATTER, O.OTHER_MATTER, O.SHARED, O.TRANSFERRED),
    K.OTHER_MATTER: (O.OTHER_MATTER, O.SAME_MATTER, O.SHARED, O.TRANSFERRED),
    K.SHARING: (O.SHARED, O.TRANSFERRED, O.REFUSED),
    K.TRANSFER: (O.TRANSFERRED, O.SHARED, O.REFUSED),
    K.RENEWAL: (O.RENEWED, O.REFUSED),
    K.DISPUTE: (O.ENDED, O.TRANSFERRED, O.SHARED, O.REFUSED),
}
"""What each kind of request may end with, the likeliest first."""


class Fault(StrEnum):
    NOT_OPEN = "not_open"
    OUTCOME = "outcome"
    NO_REASONS = "no_reasons"
    SHARES_SUM = "shares_sum"
    SHARES_HOLDER = "shares_holder"
    NO_SHARES = "no_shares"
    NO_PARK = "no_park"
    DAY_PAST = "day_past"
    FROM_AHEAD = "from_ahead"
    HELD_ELSEWHERE = "held_elsewhere"


@dataclass(frozen=True, slots=True)
class Decision:
    """A ruling as written: ``shares`` are park ids with hundredths of a percent."""

    outcome: RulingOutcome
    reasons: str
    shares: tuple[tuple[int, int], ...] = ()
    to_park_id: int | None = None
    until_on: date | None = None
    holds_from: date | None = None


def faults(
    written: Decision,
    *,
    kind: RequestKind,
    is_open: bool,
    holder_id: int,
    today: date,
    is_held_elsewhere: bool = False,
) -> list[Fault]:
    """What stands against the ruling. ``is_held_elsewhere``: another park holds the same words by now."""
    shares = dict(written.shares)
    is_shared = written.outcome is O.SHARED
    needs_day = written.outcome is O.RENEWED
    against = {
        Fault.NOT_OPEN: not is_open,
        Fault.OUTCOME: written.outcome not in OUTCOMES[kind],
        Fault.NO_REASONS: not written.reasons.strip(),
        Fault.SHARES_SUM: is_shared and not _is_split(written.shares),
        Fault.SHARES_HOLDER: is_shared and bool(shares) and holder_id not in shares,
        Fault.NO_SHARES: not is_shared and bool(shares),
        Fault.NO_PARK: written.outcome is O.TRANSFERRED and written.to_park_id in (None, holder_id),
        Fault.DAY_PAST: _is_past(written.until_on, today=today, is_needed=needs_day),
        Fault.HELD_ELSEWHERE: needs_day and is_held_elsewhere,
        Fault.FROM_AHEAD: written.holds_from is not None and written.holds_from > today,
    }
    return [fault for fault, stands in against.items() if stands]


def _is_split(shares: Collection[tuple[int, int]]) -> bool:
    """Several parks, each once, that make up the whole."""
    parks = {park for park, _share in shares}
    return len(parks) > 1 and len(parks) == len(shares) and is_full([share for _park, share in shares])


def _is_past(day: date | None, *, today: date, is_needed: bool) -> bool:
    return is_needed if day is None else day <= today


def state_after(outcome: RulingOutcome, state: ClaimState) -> ClaimState:
    """Where the claim stands that the request was about."""
    after = {
        O.ENDED: ClaimState.RULED_OUT,
        O.TRANSFERRED: ClaimState.TRANSFERRED,
        O.RENEWED: ClaimState.PROTECTED,
    }
    return after.get(outcome, state)


def other_state_after(
    outcome: RulingOutcome, state: ClaimState, *, usd_cents: int, threshold_cents: int
) -> ClaimState:
    """Where the other park's own filing stands: its own matter if the two differ or the first one fell."""
    if state not in (ClaimState.NEEDS_RULING, ClaimState.PROTECTED, ClaimState.BELOW_THRESHOLD):
        return state
    if outcome in (O.REFUSED, O.RENEWED):
        return state
    if outcome not in (O.OTHER_MATTER, O.ENDED):
        return ClaimState.RULED_OUT
    return ClaimState.PROTECTED if usd_cents >= threshold_cents else ClaimState.BELOW_THRESHOLD
