"""The steps of an issue: each checked by the table, recorded, and followed by its duties."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core import events, storage
from crm.core.database import session
from crm.core.permissions import is_own_park
from crm.core.records import refuse_put_away, refuse_stale
from crm.core.workdays import working_days_between
from crm.issues import rules
from crm.issues.labels import FAULTS
from crm.issues.queries import issues as queries
from crm.issues.rules import Acting, Part, Wanted
from crm.issues.service import duties
from crm.issues.service.duties import Snapshot
from crm.users.queries import principals_of
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Issue, IssueDocument, IssueStep, User
from models.enums import IssueAction, IssueState

A = IssueAction
MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StepFields:
    """What people write with a step."""

    note: str = ""
    owner_id: int | None = None
    partners: str | None = None
    due_on: date | None = None
    files: tuple[File, ...] = ()


def standing_in(by: User | None) -> frozenset[int]:
    """The person and those for whom they stand in today."""
    if by is None:
        return frozenset()
    return frozenset({by.id, *(person.id for person in principals_of(by, clock.today()))})


def parts_for(issue: Issue, by: User | None, people: Collection[int] | None = None) -> frozenset[Part]:
    """What somebody is to an issue; ``people`` as of :func:`standing_in`, where it is at hand."""
    if by is None:
        return rules.parts_of(issue.level, Acting(role=None))
    mine = standing_in(by) if people is None else people
    acting = Acting(
        role=by.role,
        is_own_park=is_own_park(by, issue.park_id),
        is_owner=issue.owner_id in mine,
        is_raiser=bool({issue.raised_by_id, issue.entered_by_id} & {*mine}),
        is_answerer=issue.answered_by_id in mine,
    )
    return rules.parts_of(issue.level, acting)


def check_may_act(issue: Issue, action: IssueAction, by: User | None) -> None:
    """Raises NotAllowedError for who never may do this with the issue."""
    if not rules.may_act(action, parts_for(issue, by)):
        raise NotAllowedError(_refusal(action))


def take_step(
    issue: Issue, action: IssueAction, fields: StepFields, *, by: User | None, lock_version: int | None = None
) -> IssueStep:
    """Do something with an issue.

    Raises:
        NotAllowedError: not this person's to do.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: its state has no such step, or what is written can't be.
    """
    check_may_act(issue, action, by)
    refuse_put_away(issue, issue.ref)
    refuse_stale(issue, lock_version, _("Somebody else changed this issue in the meantime."))
    _check(issue, action, fields)
    before = duties.snapshot(issue)
    issue.state = rules.ACTIONS[action].to or issue.state
    _apply(issue, action, fields, by)
    session.flush()
    step = note_step(issue, action, note=fields.note, before=before)
    keep_files(issue, step, fields.files, by)
    duties.follow(issue)
    duties.tell(issue, action, by)
    session.flush()
    events.issue_changed.send(issue)
    return step


def escalate_overdue() -> int:
    """Take every issue a level up whose day has come; how many there were. The history names nobody."""
    found = queries.list_to_escalate(clock.today(), MOST_AT_ONCE)
    for issue in found:
        before = duties.snapshot(issue)
        _apply(issue, A.ESCALATE, StepFields(), None)
        note_step(issue, A.ESCALATE, note=None, before=before)
        duties.follow(issue)
        duties.tell(issue, A.ESCALATE, None)
        session.flush()
        events.issue_changed.send(issue)
    return len(found)


def _check(issue: Issue, action: IssueAction, fields: StepFields) -> None:
    found = rules.faults(
        Wanted(
            action=action,
            state=issue.state,
            level=issue.level,
            today=clock.today(),
            due_before=issue.due_on,
            had_owner=issue.owner_id is not None and fields.owner_id != issue.owner_id,
            owner_id=fields.owner_id,
            due_on=fields.due_on,
            note=fields.note,
            files=len(fields.files),
        )
    )
    if found:
        words = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in found}
        head = words.pop("", None) or _("Some of what was written can't be.")
        raise RuleError(head, fields=words)
    if action is A.ASSIGN and queries.find_owner(fields.owner_id or 0, issue.park_id) is None:
        words_of_owner = _("The owner is one of the park's people or of the provincial office.")
        raise RuleError(words_of_owner, fields={"owner_id": words_of_owner})


def _apply(issue: Issue, action: IssueAction, fields: StepFields, by: User | None) -> None:
    """What the step leaves on the issue, its state aside."""
    raised_on = clock.business_date(issue.raised_at)
    if action in (A.ASSIGN, A.REPORT, A.ANSWER) and issue.response_days is None:
        issue.response_days = working_days_between(raised_on, clock.today())
    if action is A.ASSIGN:
        issue.owner_id, issue.partners = fields.owner_id, fields.partners or issue.partners
    if action in (A.ASSIGN, A.EXTEND, A.REOPEN, A.RETURN) and fields.due_on is not None:
        issue.due_on = fields.due_on
    if action is A.ANSWER:
        issue.answer, issue.answered_at = fields.note.strip(), clock.now()
        issue.answered_by_id = by.id if by else None
        issue.answer_days = working_days_between(raised_on, clock.today())
    if action is A.ESCALATE:
        issue.level = rules.above(issue.level) or issue.level
        issue.level_since = clock.today()
    is_closed = issue.state is IssueState.CLOSED
    if action in (A.CLOSE, A.REOPEN):
        issue.closed_at = clock.now() if is_closed else None
        issue.closed_by_id = by.id if by and is_closed else None


def note_step(issue: Issue, action: IssueAction, *, note: str | None, before: Snapshot | None) -> IssueStep:
    """Add a line to the issue's history."""
    step = IssueStep(
        issue_id=issue.id,
        action=action,
        note=(note or "").strip() or None,
        from_state=before.state if before else None,
        to_state=issue.state,
        from_level=before.level if before else None,
        to_level=issue.level,
        from_owner_id=before.owner_id if before else None,
        to_owner_id=issue.owner_id if before else None,
        from_due_on=before.due_on if before else None,
        to_due_on=issue.due_on,
    )
    session.add(step)
    session.flush()
    return step


def keep_files(issue: Issue, step: IssueStep, files: Collection[File], by: User | None) -> None:
    """
    Raises:
        RuleError: a file that isn't taken.
    """
    for file in files:
        attachment = storage.attach(file.content, file.name, by_id=by.id if by else None)
        session.add(IssueDocument(issue_id=issue.id, step=step, attachment=attachment))
    session.flush()


def _refusal(action: IssueAction) -> str:
    words = {
        A.ANSWER: _("The owner answers, or who stands in for the owner."),
        A.REPORT: _("The owner reports, and who leads."),
        A.CLOSE: _("Who raised it or leads closes it, and neither its owner nor who answered."),
        A.RETURN: _("Who raised it or leads returns it, and neither its owner nor who answered."),
        A.EXTEND: _("Who leads puts the due date off, and not its owner."),
        A.ESCALATE: _("Its owner, who raised it and who leads pass it up."),
    }
    return words.get(action) or str(_("The park's lead or the provincial office does this."))
