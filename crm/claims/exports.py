"""A claim as a row of a file; of a rival's no more than its page tells."""

from __future__ import annotations

from crm.core.visibility import may_read_claim
from kernel import clock
from kernel.money import format_minor
from models import Claim, User

HEAD = (
    "ref",
    "group_ref",
    "group",
    "firm_ref",
    "park",
    "subject",
    "state",
    "protected_until",
    "industry",
    "planned_amount",
    "planned_currency",
    "first_talk_on",
    "filed_at",
)


def row_of(claim: Claim, viewer: User | None) -> list[object]:
    """The claim in the order of :data:`HEAD`; proof, steps and notes leave the house with nobody."""
    is_whole = may_read_claim(viewer, claim)
    told: list[object] = [
        claim.ref,
        claim.group.ref,
        claim.group.name,
        claim.firm.ref if is_whole else None,
        claim.park.code,
        claim.subject,
        claim.state_on(clock.today()).value,
        claim.protected_until,
    ]
    if not is_whole:
        return [*told, *([None] * (len(HEAD) - len(told)))]
    return [
        *told,
        claim.industry.name if claim.industry else None,
        format_minor(claim.planned_minor),
        claim.planned_currency.value,
        claim.first_talk_on,
        clock.format_moment(claim.filed_at),
    ]
