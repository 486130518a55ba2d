"""Filing a matter of a group, changing what is written of it, and letting it go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from crm.claims import queries, rules
from crm.claims.labels import FAULTS
from crm.claims.rules import Fault
from crm.claims.service.matters import Checked, ProtectedError, note_matter
from crm.claims.service.progress import Upload, attach_proof
from crm.core import events, names
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_put_away, refuse_stale
from kernel import clock, money
from kernel.errors import NotAllowedError, RuleError
from kernel.money import Currency
from models import Claim, Firm, Project, User
from models.enums import ClaimState, Matter


@dataclass(frozen=True, slots=True)
class ClaimFields:
    """What people write of a claim. Firm, subject and amount stand as filed."""

    firm_id: int
    park_id: int
    subject: str
    planned_minor: int
    planned_currency: Currency
    first_talk_on: date
    industry_id: int | None = None
    note: str | None = None


def file_claim(
    written: ClaimFields,
    *,
    files: Sequence[Upload],
    by: User | None,
    matter: Matter | None = None,
    ref: str | None = None,
) -> Claim:
    """File a matter. Of two parks that file the same words at one moment, one is first.

    Raises:
        NotAllowedError: in the name of another park.
        ProtectedError: the group is protected for another park, and ``matter`` doesn't say which this is.
        RuleError: something written can't be, or the park holds it already.
    """
    _check_may_file(written.park_id, by)
    usd = _checked(written, files)
    firm, group = queries.hold_group(written.firm_id)
    refuse_put_away(firm, firm.name)
    key = names.fold(written.subject)
    _refuse_twice(group, written.park_id, key)
    found = queries.find_protection({group.id, firm.id}, park_id=written.park_id, on=clock.today())
    if by is None and matter is None:
        matter = Matter.SAME
    if rules.needs_answer(key, found, matter):
        raise ProtectedError(found)
    threshold = get_preference("claims.threshold_usd") * money.MINOR_PER_UNIT
    state = rules.filed_as(key, found, matter, usd_cents=usd, threshold_cents=threshold)
    claim = _claim(written, firm, group, key=key, usd=usd, state=state, by=by, ref=ref)
    for content, name in files:
        attach_proof(claim, content=content, file_name=name, by=by)
    note_matter(Checked(found, matter), park_id=written.park_id, by=by, claim=claim)
    events.claim_filed.send(claim)
    return claim


def _claim(
    written: ClaimFields,
    firm: Firm,
    group: Firm,
    *,
    key: str,
    usd: int,
    state: ClaimState,
    by: User | None,
    ref: str | None,
) -> Claim:
    claim = Claim(
        ref=ref or free_ref("claims", f"CL-{clock.today().year}-{{:06d}}", queries.is_ref_taken),
        firm=firm,
        group=group,
        park_id=written.park_id,
        subject=written.subject.strip(),
        subject_key=key,
        industry_id=written.industry_id,
        planned_minor=written.planned_minor,
        planned_currency=written.planned_currency,
        planned_usd_cents=usd,
        first_talk_on=written.first_talk_on,
        note=(written.note or "").strip() or None,
        filed_at=clock.now(),
        filed_by_id=by.id if by else None,
        state=state,
        protected_until=clock.today() + timedelta(days=get_preference("claims.protected_days")),
    )
    session.add(claim)
    session.flush()
    return claim


def edit_claim(
    claim: Claim,
    *,
    industry_id: int | None,
    note: str | None,
    by: User | None,
    lock_version: int | None = None,
) -> None:
    """Write its industry and its note anew. What others were told of it stands as it was filed.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
    """
    check_own_park(claim.park_id, by)
    refuse_stale(claim, lock_version, _("Somebody else changed this claim in the meantime."))
    claim.industry_id, claim.note = industry_id, (note or "").strip() or None


def link_project(claim: Claim, project_id: int, *, by: User | None) -> None:
    """Say which project the matter became.

    Raises:
        NotAllowedError: another park's.
        NotFoundError: no project that the person may see.
        RuleError: a project of another group.
    """
    check_own_park(claim.park_id, by)
    project = queries.get_own_project(project_id, viewer=by)
    refuse_put_away(project, project.name)
    if not queries.is_of_claim(project.firm_id, claim):
        words = _("This project is another group's.")
        raise RuleError(words, fields={"project_id": words})
    claim.project_id = project.id


def link_opened(project: Project, checked: Checked) -> None:
    """A project that the holding park opens is what its claim on the group became, if it holds just one.

    Not where it is about the matter that another park holds.
    """
    if checked.protections and checked.matter is Matter.SAME:
        return
    found = queries.list_unlinked(project.firm_id, park_id=project.park_id, on=clock.today())
    if len(found) == 1:
        found[0].project_id = project.id


def release_claim(claim: Claim, *, reason: str, by: User | None) -> None:
    """Let the matter go: anybody may file it from now on.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, or it holds nothing any more.
    """
    check_own_park(claim.park_id, by)
    if not reason.strip():
        words = _("Say why it is released.")
        raise RuleError(words, fields={"reason": words})
    if not rules.can_release(claim.state_on(clock.today())):
        raise RuleError(_("It holds nothing any more."))
    claim.state, claim.ended_reason = ClaimState.RELEASED, reason.strip()


def may_change(claim: Claim, by: User | None) -> bool:
    return by is None or (may(by, Permission.FILE_CLAIMS) and is_own_park(by, claim.park_id))


def _check_may_file(park_id: int, by: User | None) -> None:
    if by is not None and not (may(by, Permission.FILE_CLAIMS) and is_own_park(by, park_id)):
        raise NotAllowedError(_("You file for your own park."))


def _checked(written: ClaimFields, files: Sequence[Upload]) -> int:
    """The amount in cents of a dollar, by the rate of the month before, as the ledger takes it.

    Raises:
        RuleError: something written can't be.
    """
    against = {
        Fault.NO_SUBJECT: not names.fold(written.subject),
        Fault.NOT_POSITIVE: written.planned_minor <= 0,
        Fault.TALK_AHEAD: written.first_talk_on > clock.today(),
        Fault.NO_PROOF: not files,
    }
    words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault, stands in against.items() if stands}
    if words:
        raise RuleError(_("Some of what was written can't be."), fields=words)
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    rate = queries.usd_rate(written.planned_currency, f"{last_month:%Y-%m}")
    if rate is None:
        told = _("There is no exchange rate yet: write the amount in US dollars.")
        raise RuleError(told, fields={"planned_currency": told})
    return money.convert(written.planned_minor, by=rate)


def _refuse_twice(group: Firm, park_id: int, key: str) -> None:
    there = queries.find_own_like(group.id, park_id, key)
    if there is not None:
        words = _("Your park has filed this already: %(ref)s.", ref=there.ref)
        raise RuleError(words, fields={"subject": words})
