"""Raising an issue, and changing what is written of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.core import events
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.preferences import get_preference
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.core.workdays import add_working_days
from crm.engagements import queries as engagements
from crm.firms import queries as firms
from crm.issues.queries import issues as queries
from crm.issues.rules import Part
from crm.issues.service import duties
from crm.issues.service.steps import File, keep_files, note_step, parts_for
from crm.projects import queries as projects
from crm.users.queries import principals_of
from crm.users.rules import is_safe_next
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Issue, User
from models.enums import IssueAction, IssueKind, IssueLevel, IssueState, NeedCategory, Role


@dataclass(frozen=True, slots=True)
class IssueFields:
    """What people write of an issue; its owner, due date and state come by steps."""

    kind: IssueKind
    title: str
    text: str | None = None
    park_id: int | None = None
    firm_id: int | None = None
    project_id: int | None = None
    engagement_id: int | None = None
    source_url: str | None = None
    need_category: NeedCategory | None = None
    partners: str | None = None
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to solve it by when, where that is known as it is raised, and in whose name it is."""

    owner_id: int | None = None
    due_on: date | None = None
    in_name_of: User | None = None
    files: tuple[File, ...] = ()


def fields_of(issue: Issue) -> IssueFields:
    """What is written of the issue now."""
    return IssueFields(**{each.name: getattr(issue, each.name) for each in fields(IssueFields)})


def raise_issue(written: IssueFields, given: Given, *, by: User | None) -> Issue:
    """Write an issue down; with an owner it is assigned at once.

    Raises:
        NotAllowedError: another park's; a directive of nobody who gives any.
        NotFoundError: about a record that the person may not see.
        RuleError: something written can't be.
    """
    raiser = given.in_name_of or by
    _check_raiser(written, raiser, by)
    if by is not None and (raiser is by or written.park_id is not None):
        check_own_park(written.park_id, raiser)
    _check(written, given, raiser)
    _check_links(written, by)
    return open_issue(written, given, by=by)


def open_issue(written: IssueFields, given: Given, *, by: User | None) -> Issue:
    """The bare record with its first steps, its to-do and its notices: what it says was checked before."""
    issue = _new(written, given, by)
    session.add(issue)
    session.flush()
    step = note_step(issue, IssueAction.RAISE, note=None, before=None)
    keep_files(issue, step, given.files, by)
    duties.follow(issue)
    if issue.owner_id is not None:
        before = duties.snapshot(issue)
        issue.state = IssueState.ASSIGNED
        note_step(issue, IssueAction.ASSIGN, note=None, before=before)
    session.flush()
    duties.tell_raised(issue, by)
    events.issue_changed.send(issue)
    return issue


def edit_issue(issue: Issue, written: IssueFields, *, by: User | None, lock_version: int | None) -> Issue:
    """Write it anew. Its kind and park stay, and what its steps set.

    Raises:
        NotAllowedError: neither who raised it nor who leads.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    check_may_edit(issue, by)
    refuse_stale(issue, lock_version, _("Somebody else changed this issue in the meantime."))
    refuse_put_away(issue, issue.ref)
    _refuse_faults(_faults(written))
    _check_links(written, by, issue)
    for each in fields(IssueFields):
        if each.name not in ("kind", "park_id", "source_url"):
            setattr(issue, each.name, getattr(written, each.name))
    issue.title = written.title.strip()
    session.flush()
    duties.sync_todo(issue)
    events.issue_changed.send(issue)
    return issue


def archive_issue(issue: Issue, *, reason: str, by: User | None) -> None:
    """Put it away: nobody owes it any more.

    Raises:
        NotAllowedError: neither who raised it nor who leads.
        RuleError: no reason, or already put away.
    """
    check_may_edit(issue, by)
    put_away(issue, reason)
    duties.follow(issue)
    events.issue_changed.send(issue)


def restore_issue(issue: Issue, *, by: User | None) -> None:
    """Bring it back, with its duty.

    Raises:
        NotAllowedError: neither who raised it nor who leads.
    """
    check_may_edit(issue, by)
    bring_back(issue)
    duties.follow(issue)
    events.issue_changed.send(issue)


def may_edit(issue: Issue, by: User | None) -> bool:
    """Who raised it until it is closed, and who leads."""
    parts = parts_for(issue, by)
    is_theirs = Part.RAISER in parts and issue.state is not IssueState.CLOSED
    return Part.STEWARD in parts or is_theirs


def check_may_edit(issue: Issue, by: User | None) -> None:
    """Raises NotAllowedError for who neither raised it nor leads."""
    if not may_edit(issue, by):
        raise NotAllowedError(_("Who raised it, the park's lead and the provincial office change it."))


def directing(by: User) -> list[User]:
    """In whose name the person may give directives: their own, and leaders' whom they stand in for."""
    people = [by, *principals_of(by, clock.today())]
    return [person for person in people if may(person, Permission.GIVE_DIRECTIVES)]


def may_name_owner(park_id: int | None, owner_id: int, raiser: User | None) -> bool:
    """Who leads names anybody, a leader too; an officer only takes it on."""
    if raiser is None or raiser.role in (Role.COORDINATOR, Role.LEADER):
        return True
    is_lead = raiser.role is Role.PARK_LEAD and is_own_park(raiser, park_id)
    return is_lead or owner_id == raiser.id


def _new(written: IssueFields, given: Given, by: User | None) -> Issue:
    today, now = clock.today(), clock.now()
    raiser = given.in_name_of or by
    issue = Issue(
        ref=free_ref("issues", f"IS-{today.year}-{{:06d}}", queries.is_ref_taken),
        state=IssueState.RAISED,
        level=IssueLevel.PROVINCE if written.park_id is None else IssueLevel.PARK,
        level_since=today,
        raised_at=now,
        raised_by_id=raiser.id if raiser else None,
        entered_by_id=by.id if by is not None and raiser is not by else None,
        owner_id=given.owner_id,
        due_on=given.due_on or add_working_days(today, get_preference("issues.due_days")),
        response_due_on=add_working_days(today, get_preference("issues.response_days")),
        response_days=0 if given.owner_id is not None else None,
        **{each.name: getattr(written, each.name) for each in fields(IssueFields)},
    )
    issue.title = written.title.strip()
    return issue


def _check_raiser(written: IssueFields, raiser: User | None, by: User | None) -> None:
    if by is None or raiser is None:
        return
    if raiser is not by and raiser not in directing(by):
        raise NotAllowedError(_("You don't stand in for this person today."))
    is_directive = written.kind is IssueKind.DIRECTIVE
    if is_directive and not may(raiser, Permission.GIVE_DIRECTIVES):
        raise NotAllowedError(_("Leaders give directives, or who stands in for one."))
    if raiser is not by and not is_directive:
        raise NotAllowedError(_("Only directives are entered in a leader's name."))


def _check(written: IssueFields, given: Given, raiser: User | None) -> None:
    faults = _faults(written)
    if given.due_on is not None and given.due_on < clock.today():
        faults["due_on"] = _("This day has passed.")
    if given.owner_id is not None:
        if queries.find_owner(given.owner_id, written.park_id) is None:
            faults["owner_id"] = _("The owner is one of the park's people or of the provincial office.")
        elif not may_name_owner(written.park_id, given.owner_id, raiser):
            faults["owner_id"] = _("The park's lead names the owner. You can take it on yourself.")
    _refuse_faults(faults)


def _faults(written: IssueFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    is_need = written.kind is IssueKind.NEED
    if not written.title.strip():
        faults["title"] = _("Say in a line what it is.")
    if is_need and written.firm_id is None:
        faults["firm_id"] = _("Name the firm whose need it is.")
    if is_need and written.need_category is None:
        faults["need_category"] = _("Say what kind of need it is.")
    if not is_need and written.need_category is not None:
        faults["need_category"] = _("Only a firm's need has a kind of need.")
    url = written.source_url or ""
    if url and not is_safe_next(url):
        faults["source_url"] = _("Give an address of this system, such as /ledger/lenses.")
    return faults


def _refuse_faults(faults: dict[str, str]) -> None:
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)


def _check_links(written: IssueFields, by: User | None, issue: Issue | None = None) -> None:
    """What is named anew has to be there for who names it; what stood there before stays.

    Raises:
        NotFoundError: a project, engagement or firm that the person may not see.
        RuleError: one that was put away.
    """
    if written.project_id is not None and (issue is None or issue.project_id != written.project_id):
        project = projects.get_project(written.project_id, viewer=by)
        refuse_put_away(project, project.name)
    if written.engagement_id is not None and (issue is None or issue.engagement_id != written.engagement_id):
        engagement = engagements.get_engagement(written.engagement_id, viewer=by)
        refuse_put_away(engagement, engagement.ref)
    if written.firm_id is not None and (issue is None or issue.firm_id != written.firm_id):
        firm = firms.get_firm(written.firm_id, viewer=by)
        refuse_put_away(firm, firm.name)
