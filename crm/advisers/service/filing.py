"""What advisers do themselves: refer a firm, take it back, tell of their project.

Filing asks nothing of what the zone knows: whether the firm is known, claimed or referred by others, the same
statements are sent and the same words come back.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.advisers import queries, rules
from crm.advisers.labels import FAULTS, FIELDS
from crm.advisers.service import duties
from crm.advisers.service.advisers import Upload
from crm.advisers.service.keys import keys_of
from crm.core import names, storage
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, may
from crm.core.records import hold
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Adviser, Project, Referral, ReferralFile, StatusUpdate, User
from models.enums import NoticeKind, ReferralState


@dataclass(frozen=True, slots=True)
class ReferralFields:
    """What an adviser writes: all of it as typed, none of it looked up."""

    firm_name: str
    proposal: str
    introduced_on: date
    firm_name_other: str | None = None
    business_number: str | None = None
    person: str | None = None
    wished_park_id: int | None = None


def file_referral(
    adviser: Adviser,
    written: ReferralFields,
    *,
    client_key: str,
    files: Sequence[Upload] = (),
    by: User | None,
) -> Referral:
    """Receive a referral. It is always taken; what comes of it is ruled on later.

    Raises:
        NotAllowedError: neither the adviser's own account nor the office.
        RuleError: what was written lacks something, whatever it is about.
    """
    _check_may_file(adviser, by)
    found = rules.referral_faults(
        firm_name=written.firm_name,
        proposal=written.proposal,
        introduced_on=written.introduced_on,
        today=clock.today(),
        files=len(files),
    )
    _refuse(found, long="proposal")
    # What is sent twice at one moment comes one by one.
    hold(adviser)
    filed = queries.find_filed(adviser.id, client_key)
    if filed is not None:
        return filed
    referral = _received(adviser, written, client_key, by)
    for content, file_name in files:
        attachment = storage.attach(content, file_name, by_id=by.id if by else None)
        session.add(ReferralFile(referral=referral, attachment=attachment))
    session.flush()
    duties.follow_referral(referral)
    notify(
        queries.office_ids(),
        NoticeKind.REFERRAL_FILED,
        "advisers.referral",
        {"referral_id": referral.id},
        title=referral.ref,
    )
    return referral


def _received(adviser: Adviser, written: ReferralFields, client_key: str, by: User | None) -> Referral:
    ref = _draw()
    typed = (written.firm_name.strip(), (written.firm_name_other or "").strip() or None)
    number = (written.business_number or "").strip() or None
    referral = Referral(
        ref=ref,
        client_key=client_key,
        adviser_id=adviser.id,
        firm_name=typed[0],
        firm_name_other=typed[1],
        business_number=number,
        person=(written.person or "").strip() or None,
        proposal=written.proposal.strip(),
        wished_park_id=written.wished_park_id,
        introduced_on=written.introduced_on,
        received_at=clock.now(),
        filed_by_id=by.id if by else None,
        state=ReferralState.RECEIVED,
        search_text=names.tokens(typed, [ref, number]),
        **keys_of(*typed, number),
    )
    session.add(referral)
    session.flush()
    return referral


def _draw() -> str:
    """A number that nobody has."""
    while queries.is_receipt_taken(ref := rules.receipt_number(secrets.choice)):
        pass
    return ref


def withdraw_referral(referral: Referral, *, reason: str, by: User | None) -> None:
    """Take it back, as long as no ruling was told.

    Raises:
        NotAllowedError: neither the adviser's own account nor the office.
        RuleError: no reason, or it was ruled on.
    """
    _check_may_file(referral.adviser, by)
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    if not rules.can_be_withdrawn(referral.state):
        raise RuleError(_("It can't be taken back any more."))
    referral.state = ReferralState.WITHDRAWN
    referral.withdrawn_at, referral.withdrawn_reason = clock.now(), reason.strip()
    session.flush()
    duties.follow_referral(referral)


def submit_update(
    referral: Referral,
    *,
    text: str,
    happened_on: date,
    client_key: str,
    files: Sequence[Upload] = (),
    by: User,
) -> StatusUpdate:
    """Tell of an own project; it counts for nothing until the park confirmed it.

    Raises:
        NotAllowedError: not the adviser's own account.
        RuleError: it is about no project, or what was written lacks something.
    """
    _check_may_file(referral.adviser, by)
    found = rules.update_faults(text=text, happened_on=happened_on, today=clock.today())
    _refuse(found, long="text", day="happened_on")
    project = open_project_of(referral)
    if project is None:
        raise RuleError(_("There is no project yet of which you could tell."))
    hold(referral)
    told = queries.find_submitted(referral.id, client_key)
    if told is not None:
        return told
    update = StatusUpdate(
        referral=referral,
        project=project,
        client_key=client_key,
        happened_on=happened_on,
        text=text.strip(),
        submitted_at=clock.now(),
        submitted_by_id=by.id,
    )
    for content, file_name in files[:1]:
        update.attachment = storage.attach(content, file_name, by_id=by.id)
    session.add(update)
    session.flush()
    duties.follow_update(update)
    _tell_park(update, project)
    return update


def open_project_of(referral: Referral) -> Project | None:
    """The project that its adviser may tell of: of a recognised referral, while it isn't put away."""
    project = referral.project if referral.state is ReferralState.RECOGNISED else None
    return None if project is None or project.is_archived else project


def _tell_park(update: StatusUpdate, project: Project) -> None:
    notify(
        [*queries.people_of(project.park_id), project.responsible_id],
        NoticeKind.STATUS_TOLD,
        "advisers.update",
        {"update_id": update.id},
        park_id=project.park_id,
        title=project.name,
    )


def _check_may_file(adviser: Adviser, by: User | None) -> None:
    if by is None or may(by, Permission.RULE_REFERRALS):
        return
    if adviser.user_id != by.id or adviser.is_archived or not may(by, Permission.USE_ADVISER_PORTAL):
        raise NotAllowedError(_("Your role does not include this."))


def _refuse(found: Sequence[rules.Fault], *, long: str, day: str = "introduced_on") -> None:
    own = {rules.Fault.TOO_LONG: long, rules.Fault.DAY_AHEAD: day}
    if found:
        words = {own.get(fault, FIELDS[fault]): str(FAULTS[fault]) for fault in found}
        raise RuleError(_("Some of what was written can't be."), fields=words)
