"""Logging what happened with a firm, and changing what was logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm.attributes import flag_modified

from crm.claims import service as claims
from crm.core import auditing, events
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import is_own_park
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.core.visibility import may_see_project
from crm.engagements import queries, rules
from crm.engagements.rules import Fault
from crm.firms import queries as firm_queries
from crm.projects import queries as projects
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Contact, Engagement, Firm, Project, User
from models.enums import AuditAction, EngagementKind, Matter


@dataclass(frozen=True, slots=True)
class EngagementFields:
    """What people write of an engagement."""

    kind: EngagementKind
    happened_at: datetime
    park_id: int
    firm_ids: tuple[int, ...]
    summary: str
    project_id: int | None = None
    contact_ids: tuple[int, ...] = ()
    outcome: str | None = None
    next_step: str | None = None
    next_due_on: date | None = None
    next_owner_id: int | None = None
    is_confidential: bool = False
    user_ids: tuple[int, ...] = ()
    """Our people who were there."""
    duration_minutes: int | None = None
    place: str | None = None
    is_two_way: bool = True


FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NO_FIRM: ("firm_ids", _l("Name at least one firm.")),
    Fault.NO_SUMMARY: ("summary", _l("Say in a line what it was about.")),
    Fault.FUTURE: ("happened_at", _l("This lies ahead: log it once it has happened.")),
    Fault.DUE_WITHOUT_STEP: ("next_step", _l("Say what is due.")),
    Fault.OWNER_WITHOUT_STEP: ("next_step", _l("Say what is to be done.")),
    Fault.NO_TIME: ("duration_minutes", _l("Say how long in minutes, or leave it empty.")),
}
"""Fault → the input at fault and the words beside it."""


def fields_of(engagement: Engagement) -> EngagementFields:
    """What is written of the engagement now, to change some of it with ``dataclasses.replace``."""
    return EngagementFields(
        kind=engagement.kind,
        happened_at=engagement.happened_at,
        park_id=engagement.park_id,
        firm_ids=tuple(firm.id for firm in engagement.firms),
        summary=engagement.summary,
        project_id=engagement.project_id,
        contact_ids=tuple(contact.id for contact in engagement.contacts),
        outcome=engagement.outcome,
        next_step=engagement.next_step,
        next_due_on=engagement.next_due_on,
        next_owner_id=engagement.next_owner_id,
        is_confidential=engagement.is_confidential,
        user_ids=tuple(user.id for user in engagement.users),
        duration_minutes=engagement.duration_minutes,
        place=engagement.place,
        is_two_way=engagement.is_two_way,
    )


def find_logged(client_key: str | None, *, by: User) -> Engagement | None:
    """What this person logged from that draft already; None where it hasn't arrived yet.

    Raises:
        NotAllowedError: it is somebody else's draft.
    """
    found = queries.find_engagement_by_key(client_key) if client_key else None
    if found is not None and found.created_by_id != by.id:
        raise NotAllowedError(_("This draft is somebody else's."))
    return found


def log_engagement(
    written: EngagementFields,
    *,
    by: User | None,
    ref: str | None = None,
    client_key: str | None = None,
    matter: Matter | None = None,
) -> Engagement:
    """Record what happened. ``client_key`` is the draft's own: the database takes each once.

    Raises:
        NotAllowedError: in the name of another park.
        NotFoundError: about a project that the person may not see.
        ProtectedError: a group is protected for another park, and ``matter`` doesn't say which this is.
        RuleError: something written can't be, or the number is taken.
    """
    _check_park(written.park_id, by)
    checked = claims.check_matter(written.firm_ids, park_id=written.park_id, matter=matter, by=by)
    number = (ref or "").strip() or _free_ref()
    if ref and queries.is_ref_taken(number):
        raise RuleError(_("There already is an engagement %(ref)s.", ref=number), fields={"ref": ""})
    engagement = Engagement(
        ref=number,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
        client_key=client_key or None,
    )
    _write(engagement, written, by)
    session.add(engagement)
    session.flush()
    _log_links(engagement, None)
    claims.note_matter(checked, park_id=written.park_id, by=by, engagement=engagement)
    events.engagement_saved.send(engagement)
    return engagement


def edit_engagement(
    engagement: Engagement,
    written: EngagementFields,
    *,
    by: User | None,
    lock_version: int | None = None,
    matter: Matter | None = None,
) -> Engagement:
    """Write it anew.

    Raises:
        NotAllowedError: neither its author nor who leads.
        ConflictError: somebody changed it since ``lock_version``.
        ProtectedError: a firm named anew is protected for another park, and ``matter`` says nothing.
        RuleError: something written can't be.
    """
    check_may_edit(engagement, by)
    _check_park(written.park_id, by)
    refuse_stale(engagement, lock_version, _("Somebody else changed this engagement in the meantime."))
    refuse_put_away(engagement, engagement.ref)
    before = _links(engagement)
    if written.project_id is None and _is_hidden(engagement.project, by):
        written = replace(written, project_id=engagement.project_id)
    known = before["firms"] if written.park_id == engagement.park_id else []
    named_anew = set(written.firm_ids) - set(known)
    checked = claims.check_matter(named_anew, park_id=written.park_id, matter=matter, by=by)
    _write(engagement, written, by)
    claims.note_matter(checked, park_id=written.park_id, by=by, engagement=engagement)
    if before != _links(engagement):
        # Links lie in tables of their own: the record's version has to grow with them.
        flag_modified(engagement, "summary")
        session.flush()
        _log_links(engagement, before)
    events.engagement_saved.send(engagement)
    return engagement


def archive_engagement(engagement: Engagement, *, reason: str, by: User | None) -> None:
    """Put it away: it then stands on no timeline and opens no gate.

    Raises:
        NotAllowedError: neither its author nor who leads.
        RuleError: no reason, or already put away.
    """
    check_may_edit(engagement, by)
    put_away(engagement, reason)
    events.engagement_saved.send(engagement)


def restore_engagement(engagement: Engagement, *, by: User | None) -> None:
    """Bring it back.

    Raises:
        NotAllowedError: neither its author nor who leads.
    """
    check_may_edit(engagement, by)
    bring_back(engagement)
    events.engagement_saved.send(engagement)


def may_edit(engagement: Engagement, by: User | None) -> bool:
    if by is None:
        return True
    return rules.can_edit(
        by.role,
        is_own_park=is_own_park(by, engagement.park_id),
        is_author=engagement.created_by_id == by.id,
    )


def check_may_edit(engagement: Engagement, by: User | None) -> None:
    """Raises NotAllowedError for who is neither its author nor leads."""
    if not may_edit(engagement, by):
        raise NotAllowedError(_("Its author, the park's lead and the provincial office change it."))


def _check_park(park_id: int, by: User | None) -> None:
    if by is not None and not is_own_park(by, park_id):
        raise NotAllowedError(_("You log for your own park."))


def _write(engagement: Engagement, written: EngagementFields, by: User | None) -> None:
    # Everything is looked up before anything is set: a half-written record must not be flushed.
    firms = _meant(engagement, queries.list_firms(written.firm_ids))
    found = rules.faults(
        firms=len(firms),
        summary=written.summary,
        happened_at=written.happened_at,
        next_step=written.next_step,
        next_due_on=written.next_due_on,
        next_owner_id=written.next_owner_id,
        duration_minutes=written.duration_minutes,
        now=clock.now(),
    )
    if found:
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        raise RuleError(_("Some of what was written can't be."), fields=words)
    _check_named_anew(engagement, written, firms, by)
    contacts, users = _contacts(engagement, written, firms, by), _users(engagement, written, by)
    for name in (
        "kind",
        "happened_at",
        "park_id",
        "project_id",
        "outcome",
        "next_due_on",
        "next_owner_id",
        "is_confidential",
        "duration_minutes",
        "is_two_way",
    ):
        setattr(engagement, name, getattr(written, name))
    engagement.summary = written.summary.strip()
    engagement.next_step = (written.next_step or "").strip() or None
    engagement.place = (written.place or "").strip() or None
    engagement.firms = firms
    engagement.contacts = contacts
    engagement.users = users


def _meant(engagement: Engagement, named: Iterable[Firm]) -> list[Firm]:
    """A draft of a phone may name a firm that was merged since: the one that is kept is meant."""
    meant = (firm if firm in engagement.firms else firm_queries.find_kept(firm) for firm in named)
    return list(dict.fromkeys(meant))


def _check_named_anew(
    engagement: Engagement, written: EngagementFields, firms: list[Firm], by: User | None
) -> None:
    """What was named before it was put away, or passed to another park, stays named.

    Raises:
        NotFoundError: a project that the person may not see.
        RuleError: the project or a firm was put away.
    """
    if written.project_id is not None and written.project_id != engagement.project_id:
        project = projects.get_project(written.project_id, viewer=by)
        refuse_put_away(project, project.name)
    for firm in firms:
        if firm not in engagement.firms:
            refuse_put_away(firm, firm.name)


Links = dict[str, list[int]]


def _links(engagement: Engagement) -> Links:
    """Ids of the firms and of the people of both sides that it touches."""
    return {
        "firms": sorted(firm.id for firm in engagement.firms),
        "contacts": sorted(contact.id for contact in engagement.contacts),
        "users": sorted(user.id for user in engagement.users),
    }


def _log_links(engagement: Engagement, before: Links | None) -> None:
    """The audit log watches columns; which firms and people were named is said here."""
    content: auditing.Content = {
        name: [before[name] if before else None, ids] for name, ids in _links(engagement).items()
    }
    change = auditing.Change(AuditAction.CHANGED, "engagements", str(engagement.id), content)
    session().info.setdefault("changes", []).append(change)


def _contacts(
    engagement: Engagement, written: EngagementFields, firms: list[Firm], by: User | None
) -> list[Contact]:
    """People of these firms, and who was there already, though put away or gone elsewhere since."""
    if not written.contact_ids:
        return []
    firm_ids = [*written.firm_ids, *(firm.id for firm in firms)]
    there = engagement.contacts if set(engagement.firms) <= set(firms) else []
    offered = {each.id: each for each in (*queries.list_contacts(firm_ids, viewer=by), *there)}
    if not set(written.contact_ids) <= set(offered):
        words = _("Choose people of the firms named.")
        raise RuleError(words, fields={"contact_ids": words})
    return [offered[contact_id] for contact_id in written.contact_ids]


def _users(engagement: Engagement, written: EngagementFields, by: User | None) -> list[User]:
    """Our people: who is offered, and who was named already."""
    if not written.user_ids:
        return []
    known = {user.id: user for user in (*queries.list_colleagues(viewer=by), *engagement.users)}
    if not set(written.user_ids) <= set(known):
        words = _("Choose colleagues of your own park or of the office.")
        raise RuleError(words, fields={"user_ids": words})
    return [known[user_id] for user_id in written.user_ids]


def _is_hidden(project: Project | None, viewer: User | None) -> bool:
    """Whom a project is hidden from found the field empty, and didn't empty it."""
    return project is not None and not may_see_project(viewer, project)


def _free_ref() -> str:
    return free_ref("engagements", f"EN-{clock.today().year}-{{:06d}}", queries.is_ref_taken)
