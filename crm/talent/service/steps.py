"""One step of an application: who may take it, what it leaves behind, who is told, and its clock."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.core import events
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, is_own_park, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_put_away
from crm.core.workdays import add_working_days, working_days_between
from crm.talent.labels import STEP_REFUSALS
from crm.talent.queries import applications as queries
from crm.talent.queries import people
from crm.talent.rules import steps as rules
from crm.talent.rules.steps import ACTIONS, Part
from crm.talent.service import keyholders
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import ApplicationStep, TalentApplication, User
from models.enums import ApplicationAction, ApplicationState, NoticeKind, TodoSource

A, S = ApplicationAction, ApplicationState


def parts_of(application: TalentApplication, by: User) -> frozenset[Part]:
    """What somebody is to the application."""
    is_near = is_own_park(by, application.park_id)
    stands = {
        Part.APPLICANT: may(by, Permission.APPLY_AS_TALENT) and application.talent.user_id == by.id,
        Part.EMPLOYER: may(by, Permission.REVIEW_OWN_STAFF) and people.acts_for(by, application.employer_id),
        Part.EXAMINER: may(by, Permission.EDIT_TALENTS) and is_near,
        Part.DECIDER: keyholders.holds(application, Part.DECIDER, by),
        Part.CONFIRMER: keyholders.holds(application, Part.CONFIRMER, by),
    }
    return frozenset(part for part, is_so in stands.items() if is_so)


def check(
    application: TalentApplication, action: ApplicationAction, by: User, *, words: str | None = None
) -> None:
    """
    Raises:
        NotAllowedError: not this person's to do.
        RuleError: its state has no such step, or ``words`` are needed and empty.
    """
    allowed = ACTIONS[action]
    if allowed.who not in parts_of(application, by):
        barred = keyholders.refusal(application, allowed.who, by)
        raise NotAllowedError(barred or str(STEP_REFUSALS[allowed.who]))
    refuse_put_away(application, application.ref)
    if not rules.is_open(action, application.state):
        raise RuleError(_("Its state has no such step. Load the page again to see where it stands."))
    if allowed.needs_words and words is not None and not words.strip():
        message = _("Write it down: the applicant reads it.")
        raise RuleError(message, fields={"public_note": message})


def move(
    application: TalentApplication,
    action: ApplicationAction,
    to: ApplicationState,
    *,
    by: User | None,
    note: str | None = None,
    public_note: str | None = None,
) -> ApplicationStep:
    """Take the step: state, clock, history, duties, and who is told."""
    before = application.state
    application.state = to
    _set_clock(application, before)
    session.flush()
    step = note_step(application, action, before=before, by=by, note=note, public_note=public_note)
    follow(application)
    _tell(application, by)
    events.application_moved.send(application, action=action)
    return step


def note_step(
    application: TalentApplication,
    action: ApplicationAction,
    *,
    before: ApplicationState | None,
    by: User | None,
    note: str | None = None,
    public_note: str | None = None,
) -> ApplicationStep:
    """Add a line to the history."""
    step = ApplicationStep(
        application_id=application.id,
        action=action,
        from_state=before,
        to_state=application.state,
        role=by.role if by else None,
        note=(note or "").strip() or None,
        public_note=(public_note or "").strip() or None,
        due_on=application.due_on,
    )
    session.add(step)
    session.flush()
    return step


def _set_clock(application: TalentApplication, before: ApplicationState) -> None:
    """The park's clock begins as it arrives, stands still for a supplement, and goes on after it."""
    today, to = clock.today(), application.state
    if to is before:
        return
    if to is S.SUPPLEMENT:
        left = working_days_between(today, application.due_on) if application.due_on else 0
        application.paused_days = left
        application.due_on = add_working_days(today, get_preference("talent.supplement_days"))
    elif before is S.SUPPLEMENT and to is S.EXAMINATION:
        application.due_on = add_working_days(today, application.paused_days or 0)
        application.paused_days = None
    elif to is S.EMPLOYER_REVIEW:
        application.due_on = add_working_days(today, get_preference("talent.employer_days"))
    elif to is S.SUBMITTED:
        application.due_on = add_working_days(today, get_preference("talent.examination_days"))
    elif to in (S.DECIDED, S.WITHDRAWN, S.RETURNED):
        application.paused_days = None


def follow(application: TalentApplication) -> None:
    """Bring the examiner's to-do in line with where the application stands."""
    if application.owner_id is None or application.is_archived:
        drop_todo(TodoSource.APPLICATION, application.id)
    elif application.state in rules.WITH_PARK:
        put_todo(
            TodoSource.APPLICATION,
            application.id,
            title=_l("Examine the talent application %(ref)s", ref=application.ref),
            owner_id=application.owner_id,
            due_on=application.due_on,
            park_id=application.park_id,
        )
    else:
        settle_todo(TodoSource.APPLICATION, application.id)


def _tell(application: TalentApplication, by: User | None) -> None:
    """Who of the staff has to act now."""
    state = application.state
    if state is S.EXAMINED:
        barred = keyholders.barred_ids(application, Part.CONFIRMER)
        people_ids = [each for each in queries.confirmer_ids() if each not in barred]
        _notify(application, people_ids, NoticeKind.SECOND_KEY_WANTED)
    elif state in (S.SUBMITTED, S.IN_REVIEW) or (state is S.EXAMINATION and by is not None):
        people_ids = (
            [application.owner_id] if application.owner_id else queries.examiner_ids(application.park_id)
        )
        _notify(application, people_ids, NoticeKind.APPLICATION_WAITING)


def _notify(application: TalentApplication, user_ids: list[int], kind: NoticeKind) -> None:
    notify(
        user_ids,
        kind,
        "talent.application",
        {"application_id": application.id},
        park_id=application.park_id,
        title=application.ref,
        due=application.due_on.isoformat() if application.due_on else "",
    )
