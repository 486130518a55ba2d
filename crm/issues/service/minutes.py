"""Writing minutes, and issuing them: each decision then becomes an issue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.core import storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.issues.queries import issues
from crm.issues.queries import minutes as queries
from crm.issues.service.raising import Given, IssueFields, open_issue
from crm.issues.service.steps import File
from crm.projects import queries as projects
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Minutes, MinutesDecision, MinutesDocument, User
from models.enums import IssueKind, Role

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class MinutesFields:
    """What people write of a meeting."""

    title: str
    held_on: date
    park_id: int | None = None
    number: str | None = None
    place: str | None = None
    chair: str | None = None
    present: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionFields:
    text: str
    owner_id: int
    due_on: date
    partners: str | None = None
    project_id: int | None = None


def fields_of(minutes: Minutes) -> MinutesFields:
    return MinutesFields(**{each.name: getattr(minutes, each.name) for each in fields(MinutesFields)})


def write_minutes(written: MinutesFields, files: Collection[File], *, by: User | None) -> Minutes:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: something written can't be.
    """
    _check_park(written.park_id, by)
    _check(written)
    year = written.held_on.year
    minutes = Minutes(
        ref=free_ref("minutes", f"MM-{year}-{{:05d}}", queries.is_ref_taken),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
        **asdict(written),
    )
    session.add(minutes)
    session.flush()
    _keep_files(minutes, files, by)
    return minutes


def edit_minutes(
    minutes: Minutes,
    written: MinutesFields,
    files: Collection[File],
    *,
    by: User | None,
    lock_version: int | None = None,
) -> Minutes:
    """
    Raises:
        NotAllowedError: another park's, or neither its writer nor who leads.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: issued already, or something written can't be.
    """
    check_may_edit(minutes, by)
    _refuse_issued(minutes)
    _check_park(written.park_id, by)
    refuse_stale(minutes, lock_version, _("Somebody else changed these minutes in the meantime."))
    refuse_put_away(minutes, minutes.ref)
    _check(written)
    for name, value in asdict(written).items():
        setattr(minutes, name, value)
    session.flush()
    _keep_files(minutes, files, by)
    return minutes


def add_decision(minutes: Minutes, written: DecisionFields, *, by: User | None) -> MinutesDecision:
    """
    Raises:
        NotAllowedError: neither its writer nor who leads.
        RuleError: issued already, or something written can't be.
    """
    check_may_edit(minutes, by)
    _refuse_issued(minutes)
    refuse_put_away(minutes, minutes.ref)
    _check_decision(minutes, written, by)
    decision = MinutesDecision(minutes=minutes, **asdict(written))
    session.add(decision)
    session.flush()
    return decision


def drop_decision(decision: MinutesDecision, *, by: User | None) -> None:
    """Take a decision out of minutes that aren't issued yet; it stays recorded as put away.

    Raises:
        NotAllowedError: neither its writer nor who leads.
        RuleError: issued already.
    """
    check_may_edit(decision.minutes, by)
    _refuse_issued(decision.minutes)
    put_away(decision, in_house(_l("taken out of the draft")))


def issue_minutes(minutes: Minutes, *, by: User | None, lock_version: int | None = None) -> int:
    """Let the minutes stand, and make an issue of each decision; how many there are.

    Raises:
        NotAllowedError: not the park's lead nor the office.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: issued already, or it decides nothing and says nothing.
    """
    if by is not None and not may(by, Permission.ISSUE_MINUTES):
        raise NotAllowedError(_("The park's lead or the provincial office issues minutes."))
    _check_park(minutes.park_id, by)
    _refuse_issued(minutes)
    refuse_stale(minutes, lock_version, _("Somebody else changed these minutes in the meantime."))
    refuse_put_away(minutes, minutes.ref)
    decided = [each for each in minutes.decisions if not each.is_archived]
    if not decided and not minutes.text:
        raise RuleError(_("Write what was said, or a decision, before you issue it."))
    minutes.issued_at, minutes.issued_by_id = clock.now(), by.id if by else None
    session.flush()
    for decision in decided:
        decision.issue = open_issue(_fields_of_issue(minutes, decision), _given(decision), by=by)
    session.flush()
    return len(decided)


def archive_minutes(minutes: Minutes, *, reason: str, by: User | None) -> None:
    """Put a draft, or issued minutes, away. The issues that came of it stay.

    Raises:
        NotAllowedError: neither its writer nor who leads.
        RuleError: no reason, or already put away.
    """
    check_may_edit(minutes, by)
    put_away(minutes, reason)


def restore_minutes(minutes: Minutes, *, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: neither its writer nor who leads.
    """
    check_may_edit(minutes, by)
    bring_back(minutes)


def may_edit(minutes: Minutes, by: User | None) -> bool:
    """Who wrote it, the park's lead and the office."""
    if by is None:
        return True
    is_theirs = minutes.created_by_id == by.id or by.role is not Role.OFFICER
    return may(by, Permission.EDIT_MINUTES) and is_own_park(by, minutes.park_id) and is_theirs


def check_may_edit(minutes: Minutes, by: User | None) -> None:
    """Raises NotAllowedError for who neither wrote it nor leads."""
    if not may_edit(minutes, by):
        raise NotAllowedError(_("Who wrote them, the park's lead and the provincial office change minutes."))


def _check_park(park_id: int | None, by: User | None) -> None:
    check_own_park(park_id, by)


def _refuse_issued(minutes: Minutes) -> None:
    if minutes.issued_at is not None:
        raise RuleError(_("These minutes are issued: they stand as they are."))


def _check(written: MinutesFields) -> None:
    if not written.title.strip():
        words = _("Name the meeting.")
        raise RuleError(words, fields={"title": words})
    if written.held_on > clock.today():
        words = _("This day lies ahead.")
        raise RuleError(words, fields={"held_on": words})


def _check_decision(minutes: Minutes, written: DecisionFields, by: User | None) -> None:
    faults: dict[str, str] = {}
    if not written.text.strip():
        faults["text"] = _("Say what was decided.")
    if issues.find_owner(written.owner_id, minutes.park_id) is None:
        faults["owner_id"] = _("The owner is one of the park's people or of the provincial office.")
    if written.due_on < minutes.held_on:
        faults["due_on"] = _("This day lies before the meeting.")
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
    if written.project_id is not None:
        project = projects.get_project(written.project_id, viewer=by)
        refuse_put_away(project, project.name)


def _fields_of_issue(minutes: Minutes, decision: MinutesDecision) -> IssueFields:
    line = " ".join(decision.text.split())
    is_long = len(line) > TITLE_LENGTH
    return IssueFields(
        kind=IssueKind.DECISION,
        title=f"{line[:TITLE_LENGTH]}…" if is_long else line,
        text=f"{minutes.title} ({minutes.held_on.isoformat()})\n{decision.text}",
        park_id=minutes.park_id,
        firm_id=decision.project.firm_id if decision.project else None,
        project_id=decision.project_id,
        source_url=f"/minutes/{minutes.id}",
        partners=decision.partners,
    )


def _given(decision: MinutesDecision) -> Given:
    return Given(owner_id=decision.owner_id, due_on=decision.due_on)


def _keep_files(minutes: Minutes, files: Collection[File], by: User | None) -> None:
    for file in files:
        attachment = storage.attach(file.content, file.name, by_id=by.id if by else None)
        session.add(MinutesDocument(minutes=minutes, attachment=attachment))
    session.flush()
