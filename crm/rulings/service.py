"""The office decides: with reasons, once, and with all that follows for both sides."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from crm.claims import queries as claims
from crm.claims import service as claim_service
from crm.claims.rules import same_words
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_stale
from crm.rulings import queries, rules
from crm.rulings.labels import FAULTS
from crm.rulings.rules import Decision
from kernel import clock, money
from kernel.errors import NotAllowedError, RuleError
from models import Claim, ClaimRequest, ClaimShare, Ruling, User
from models.enums import ClaimState, NoticeKind, RequestState, RulingOutcome

CARRIED = (
    "firm_id",
    "group_id",
    "subject",
    "subject_key",
    "industry_id",
    "planned_minor",
    "planned_currency",
    "planned_usd_cents",
    "first_talk_on",
    "project_id",
)
"""What passes to another park with a matter. Proof, steps and notes stay with the park that wrote them."""


def decide(
    request: ClaimRequest, written: Decision, *, by: User | None, lock_version: int | None = None
) -> Ruling:
    """Rule on a request.

    Raises:
        NotAllowedError: not the office.
        ConflictError: somebody decided since ``lock_version``.
        RuleError: something written can't be.
    """
    if by is not None and not may(by, Permission.RULE_CLAIMS):
        raise NotAllowedError(_("Only the provincial office rules on claims."))
    fresh = queries.reread_locked(request)
    refuse_stale(fresh, lock_version, _("Somebody else dealt with this request in the meantime."))
    claim = fresh.claim
    _check(fresh, written)
    ruling = _record(fresh, written)
    _follow(fresh, written)
    for each in (fresh, *queries.list_alike(fresh)):
        claim_service.close(each, RequestState.DECIDED)
    session.flush()
    _tell(fresh, claim, written)
    return ruling


def _check(request: ClaimRequest, written: Decision) -> None:
    found = rules.faults(
        written,
        kind=request.kind,
        is_open=request.is_open,
        holder_id=request.claim.park_id,
        today=clock.today(),
        is_held_elsewhere=written.outcome is RulingOutcome.RENEWED and _is_held_elsewhere(request.claim),
    )
    if found:
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(str(FAULTS[found[0]][1]), fields={key: word for key, word in words.items() if key})


def _is_held_elsewhere(claim: Claim) -> bool:
    """Whoever files on the group meanwhile waits: of two protections on the same words one would be wrong."""
    claims.hold_group(claim.firm_id)
    firms = {claim.firm_id, claim.group_id}
    others = claims.list_protections(firms, on=clock.today(), but_park_id=claim.park_id)
    return bool(same_words(claim.subject_key, others))


def _record(request: ClaimRequest, written: Decision) -> Ruling:
    claim = request.claim
    is_transfer = written.outcome is RulingOutcome.TRANSFERRED
    ruling = Ruling(
        claim=claim,
        request=request,
        outcome=written.outcome,
        reasons=written.reasons.strip(),
        holds_from=written.holds_from or clock.today(),
        from_park_id=claim.park_id,
        to_park_id=(written.to_park_id if is_transfer else None) or claim.park_id,
        until_on=written.until_on,
    )
    ruling.shares = [
        ClaimShare(park_id=park_id, position=place, share=share)
        for place, (park_id, share) in enumerate(written.shares)
    ]
    session.add(ruling)
    return ruling


def _follow(request: ClaimRequest, written: Decision) -> None:
    """What the ruling does to the claim, and to what the other park filed itself."""
    claim, other, outcome = request.claim, request.other_claim, written.outcome
    claim.state = rules.state_after(outcome, claim.state)
    if outcome is RulingOutcome.RENEWED:
        granted = [day for day in (claim.granted_until, written.until_on) if day is not None]
        claim.granted_until, claim.warned_days = max(granted, default=None), None
        claim.protected_until = max([claim.protected_until, *granted])
    if outcome in (RulingOutcome.ENDED, RulingOutcome.TRANSFERRED):
        claim.ended_reason = written.reasons.strip()
    if outcome in (RulingOutcome.SAME_MATTER, RulingOutcome.SHARED) and claim.project_id is None:
        # The project that the other park opened is what the matter became.
        claim.project_id = request.project_id
    if outcome is RulingOutcome.TRANSFERRED:
        _pass_on(request, written)
    elif other is not None and not queries.waits_elsewhere(other, request):
        other.state = rules.other_state_after(
            outcome,
            other.state,
            usd_cents=other.planned_usd_cents,
            threshold_cents=get_preference("claims.threshold_usd") * money.MINOR_PER_UNIT,
        )


def _pass_on(request: ClaimRequest, written: Decision) -> None:
    """The new holder's own filing stands, or a new one is made: no park inherits another's notes."""
    claim, other = request.claim, request.other_claim
    until = written.until_on or clock.today() + timedelta(days=get_preference("claims.protected_days"))
    if other is not None and other.park_id != written.to_park_id:
        other.state = ClaimState.RULED_OUT
        other = None
    if other is None and (case := queries.find_case_of_filing(claim, written.to_park_id)) is not None:
        claim_service.close(case, RequestState.DECIDED)
        other = case.other_claim
    if other is None:
        other = Claim(
            ref=free_ref("claims", f"CL-{clock.today().year}-{{:06d}}", claims.is_ref_taken),
            park_id=written.to_park_id,
            filed_at=clock.now(),
            **{name: getattr(claim, name) for name in CARRIED},
        )
        session.add(other)
    else:
        other.project_id = other.project_id or claim.project_id
    claim.project_id = None
    other.state, other.granted_until, other.protected_until = ClaimState.PROTECTED, until, until
    request.other_claim = other


def _tell(request: ClaimRequest, claim: Claim, written: Decision) -> None:
    people = {*claims.people_of(claim.park_id), *claims.people_of(request.park_id)}
    people |= {number for number in (claim.filed_by_id, request.asked_by_id) if number is not None}
    title = f"{claim.group.name} · {claim.subject}"
    notify(people, NoticeKind.CLAIM_RULED, "claims.detail", {"claim_id": claim.id}, title=title)
    if written.to_park_id is not None and request.other_claim_id is not None:
        holders = set(claims.people_of(written.to_park_id)) - people
        where = {"claim_id": request.other_claim_id}
        notify(holders, NoticeKind.CLAIM_RULED, "claims.detail", where, title=title)
