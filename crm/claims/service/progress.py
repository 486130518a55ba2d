"""What keeps a protection alive: dated steps, written by hand or told by an engagement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.claims import queries, rules
from crm.claims.labels import FAULTS
from crm.claims.rules import Fault
from crm.core import storage
from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.preferences import get_preference
from kernel import clock
from kernel.errors import RuleError
from models import Claim, ClaimProgress, ClaimProof, Engagement, User
from models.enums import ClaimState, RequestState

Upload = tuple[bytes, str]
"""Content and name of a file."""


def add_progress(
    claim: Claim, *, happened_on: date, words: str, files: Sequence[Upload] = (), by: User | None
) -> ClaimProgress:
    """Record a step; the protection then counts from its day.

    Raises:
        NotAllowedError: another park's claim.
        RuleError: it isn't protected any more, or something written can't be.
    """
    check_own_park(claim.park_id, by)
    today, filed_on = clock.today(), clock.business_date(claim.filed_at)
    stands = claim.state_on(today) in (ClaimState.PROTECTED, ClaimState.NEEDS_RULING)
    against = {
        Fault.NOT_PROTECTED: not stands,
        Fault.NO_WORDS: not words.strip(),
        Fault.DAY_AHEAD: happened_on > today,
        Fault.BEFORE_FILING: happened_on < filed_on,
    }
    found = [fault for fault, is_so in against.items() if is_so]
    if found:
        told = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(str(FAULTS[found[0]][1]), fields={key: told[key] for key in told if key})
    step = ClaimProgress(claim=claim, happened_on=happened_on, words=words.strip())
    session.add(step)
    session.flush()
    for content, name in files:
        attach_proof(claim, content=content, file_name=name, progress=step, by=by)
    recompute(claim)
    return step


def attach_proof(
    claim: Claim, *, content: bytes, file_name: str, by: User | None, progress: ClaimProgress | None = None
) -> ClaimProof:
    """Keep a file that proves the first talk, or a step.

    Raises:
        NotAllowedError: another park's claim.
        RuleError: a file that isn't taken.
    """
    check_own_park(claim.park_id, by)
    attachment = storage.attach(content, file_name, by_id=by.id if by else None)
    proof = ClaimProof(claim=claim, attachment=attachment, progress=progress)
    session.add(proof)
    session.flush()
    return proof


def follow_engagement(engagement: Engagement) -> None:
    """Note a two-way engagement of the holding park on its claims, or that it no longer stands."""
    day = clock.business_date(engagement.happened_at)
    for claim in queries.list_claims_moved_by(engagement):
        is_step = not engagement.is_archived and rules.is_progress(
            is_holder=claim.park_id == engagement.park_id,
            is_two_way=engagement.is_two_way,
            happened_on=day,
            filed_on=clock.business_date(claim.filed_at),
        )
        if is_step and not queries.has_step(claim.id, engagement.id, day):
            session.add(ClaimProgress(claim_id=claim.id, engagement_id=engagement.id, happened_on=day))
            session.flush()
        recompute(claim)
    _follow_requests(engagement)


def _follow_requests(engagement: Engagement) -> None:
    """What waits for the office because of it: no more while it is put away, and again once it is back."""
    if engagement.is_archived:
        for request in queries.list_open_requests_for(engagement_id=engagement.id):
            request.state, request.closed_at = RequestState.WITHDRAWN, clock.now()
        return
    taken_back = queries.list_open_requests_for(engagement_id=engagement.id, state=RequestState.WITHDRAWN)
    for request in taken_back:
        if request.claim.state_on(clock.today()) is ClaimState.PROTECTED:
            request.state, request.closed_at = RequestState.OPEN, None


def recompute(claim: Claim) -> None:
    """Bring the last day in line with the steps that count; a later day is warned of anew."""
    session.flush()
    until = rules.protected_until(
        clock.business_date(claim.filed_at),
        queries.list_steps(claim),
        days=get_preference("claims.protected_days"),
        granted_until=claim.granted_until,
    )
    if until != claim.protected_until:
        claim.protected_until = until
        claim.warned_days = None
