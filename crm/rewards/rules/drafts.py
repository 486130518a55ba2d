"""What a version of the rule may say, and when it may come into force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from crm.rewards.rules.reckoning import Band
from kernel.money import FULL_SHARE
from models.enums import ReviewKind, RewardRuleState

if TYPE_CHECKING:
    from models import Review, RewardRule

MOST_MONTHS = 120
MOST_BANDS = 5


class Fault(StrEnum):
    """What is wrong with a draft; the words stand in labels."""

    NO_NAME = "no_name"
    NO_BANDS = "no_bands"
    FIRST_BAND = "first_band"
    BANDS_RISE = "bands_rise"
    SHARE = "share"
    MONTHS = "months"
    THRESHOLD = "threshold"
    CAP = "cap"
    NOT_DRAFT = "not_draft"
    OWN_DRAFT = "own_draft"
    NO_REVIEW = "no_review"
    REVIEW_LATER = "review_later"
    NOT_LAST = "not_last"
    USED_ALREADY = "used_already"
    NOT_IN_FORCE = "not_in_force"
    RETIRED_BEFORE = "retired_before"


DENYING = frozenset({Fault.OWN_DRAFT, Fault.NO_REVIEW})


def band_fault(bands: Sequence[Band]) -> Fault | None:
    """They begin at nought and rise; each pays more than nothing and at most all."""
    if not bands:
        return Fault.NO_BANDS
    if bands[0].from_cents != 0:
        return Fault.FIRST_BAND
    starts = [band.from_cents for band in bands]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        return Fault.BANDS_RISE
    return Fault.SHARE if any(not 0 <= band.share <= FULL_SHARE for band in bands) else None


def passes(review: Review | None) -> bool:
    """Whether the rule may rest on it: a review for fair competition that was passed and stands."""
    return review is not None and review.kind is ReviewKind.FAIR_COMPETITION and review.is_passed


def can_enact(
    rule: RewardRule, others: Sequence[RewardRule], *, by_id: int, counted_since: bool
) -> Fault | None:
    """Two keys, the review first, one after another, and never for what was computed already.

    ``counted_since``: an introduction received on or after its first day was computed by another version.
    """
    enacted = [each.in_force_from for each in others if each.state is not RewardRuleState.DRAFT]
    against = {
        Fault.NOT_DRAFT: rule.state is not RewardRuleState.DRAFT or rule.is_archived,
        Fault.OWN_DRAFT: rule.drafted_by_id == by_id,
        Fault.NO_REVIEW: not passes(rule.review),
        Fault.REVIEW_LATER: rule.review is not None and rule.review.reviewed_on > rule.in_force_from,
        Fault.NOT_LAST: any(day >= rule.in_force_from for day in enacted),
        Fault.USED_ALREADY: counted_since,
    }
    return next((fault for fault, stands in against.items() if stands), None)


def can_retire(rule: RewardRule, day: date, *, today: date) -> Fault | None:
    """From a day on that has not passed, so that nobody loses what was promised when the firm was named."""
    if rule.state is not RewardRuleState.IN_FORCE:
        return Fault.NOT_IN_FORCE
    return Fault.RETIRED_BEFORE if day < max(today, rule.in_force_from) else None
