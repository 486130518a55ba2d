"""Asking the office about a claim, in words or by what another park saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.claims import queries, rules
from crm.claims.labels import FAULTS
from crm.claims.rules import Fault, Protection
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.records import hold
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from kernel.money import FULL_SHARE
from models import Claim, ClaimRequest, User
from models.enums import NoticeKind, RequestKind, RequestState


@dataclass(frozen=True, slots=True)
class AskedFields:
    """What people write when they ask."""

    reasons: str | None = None
    share: int | None = None
    until_on: date | None = None


def ask(
    claim: Claim, kind: RequestKind, asked: AskedFields, *, park_id: int, by: User | None
) -> ClaimRequest:
    """Ask the office for a part of a claim, for all of it, for more time, or against it.

    Raises:
        NotAllowedError: in the name of another park, or what only the holder or only others ask for.
        RuleError: something written can't be, or it is asked for already.
    """
    if by is not None and not may(by, Permission.FILE_CLAIMS):
        raise NotAllowedError(_("You don't file claims."))
    check_own_park(park_id, by)
    hold(claim)
    is_holder = park_id == claim.park_id
    if not rules.may_ask(kind, is_holder=is_holder, state=claim.state_on(clock.today())):
        raise RuleError(_("This can't be asked about the claim as it stands."))
    if found := _faults(kind, asked):
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(_("Some of what was written can't be."), fields=words)
    if queries.is_asked(claim.id, kind, park_id):
        raise RuleError(_("This was asked already and waits for the office."))
    return open_request(queries.protection_of(claim), kind, park_id=park_id, by=by, asked=asked)


def open_request(
    protection: Protection,
    kind: RequestKind,
    *,
    park_id: int,
    by: User | None,
    asked: AskedFields,
    other_claim_id: int | None = None,
    engagement_id: int | None = None,
    project_id: int | None = None,
) -> ClaimRequest:
    """Put it before the office. All but "another matter", which is only listed, is told of at once."""
    request = ClaimRequest(
        claim_id=protection.claim_id,
        kind=kind,
        state=RequestState.OPEN,
        park_id=park_id,
        other_claim_id=other_claim_id,
        engagement_id=engagement_id,
        project_id=project_id,
        reasons=(asked.reasons or "").strip() or None,
        share=asked.share,
        until_on=asked.until_on,
        asked_at=clock.now(),
        asked_by_id=by.id if by else None,
    )
    session.add(request)
    session.flush()
    if kind is not RequestKind.OTHER_MATTER:
        _tell(request, protection)
    return request


def take_back(request: ClaimRequest, *, by: User | None) -> None:
    """The park that asked no longer does.

    Raises:
        NotAllowedError: another park's.
        RuleError: it was decided, or stands for a record that is still there.
    """
    check_own_park(request.park_id, by)
    if not request.is_open:
        raise RuleError(_("It was decided or taken back already."))
    if not rules.can_take_back(request.kind):
        raise RuleError(_("It stands for a record that was saved: the office rules on it."))
    close(request, RequestState.WITHDRAWN)


def may_take_back(request: ClaimRequest, by: User) -> bool:
    """Whether :func:`take_back` would be allowed: what the page offers."""
    is_own = may(by, Permission.FILE_CLAIMS) and is_own_park(by, request.park_id)
    return is_own and request.is_open and rules.can_take_back(request.kind)


def close(request: ClaimRequest, state: RequestState) -> None:
    request.state, request.closed_at = state, clock.now()


def _faults(kind: RequestKind, asked: AskedFields) -> list[Fault]:
    share, day = asked.share, asked.until_on
    against = {
        Fault.NO_REASONS: not (asked.reasons or "").strip(),
        Fault.NO_SHARE: kind is RequestKind.SHARING and (share is None or not 0 < share < FULL_SHARE),
        Fault.NO_DAY: kind is RequestKind.RENEWAL and (day is None or day <= clock.today()),
    }
    return [fault for fault, stands in against.items() if stands]


def _tell(request: ClaimRequest, protection: Protection) -> None:
    """The office opens the case; both parks the claim. Neither learns more than the protection tells."""
    title = f"{protection.group} · {protection.subject}"
    office = queries.office_ids()
    notify(office, NoticeKind.RULING_WANTED, "rulings.detail", {"request_id": request.id}, title=title)
    filer = queries.filer_of(protection.claim_id)
    parks = {*queries.people_of(protection.park_id), *queries.people_of(request.park_id), filer}
    where = {"claim_id": protection.claim_id}
    notify(parks - set(office), NoticeKind.RULING_WANTED, "claims.detail", where, title=title)


def may_ask_about(claim: Claim, by: User) -> list[RequestKind]:
    """What the person's park may ask about the claim now."""
    if not may(by, Permission.FILE_CLAIMS):
        return []
    is_holder = is_own_park(by, claim.park_id) if by.park_id is not None else True
    state = claim.state_on(clock.today())
    asked = (RequestKind.SHARING, RequestKind.TRANSFER, RequestKind.RENEWAL, RequestKind.DISPUTE)
    return [kind for kind in asked if rules.may_ask(kind, is_holder=is_holder, state=state)]
