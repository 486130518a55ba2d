"""The applicant's and the employer's side of an application: written, sent, supplemented, taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_stale
from crm.core.workdays import add_working_days
from crm.talent.labels import ANSWER_FAULTS
from crm.talent.queries import applications as queries
from crm.talent.queries import people
from crm.talent.queries.rules import find_in_force
from crm.talent.rules import answers as asked
from crm.talent.rules.steps import WITH_APPLICANT, Part, first_state
from crm.talent.service import consents, steps
from crm.talent.service.talents import fill_from_answers, new_talent_of
from crm.web.labels import label
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import ApplicationDocument, Attachment, TalentApplication, User
from models.enums import ApplicationAction, ApplicationState, TalentDocumentKind, TalentPurpose

A, S = ApplicationAction, ApplicationState


@dataclass(frozen=True, slots=True)
class ApplicationFields:
    """What an applicant writes: answers as :mod:`crm.talent.rules.answers` names them, and for whom."""

    answers: dict[str, Any] = field(default_factory=dict)
    employer_id: int | None = None
    park_id: int | None = None
    step: str | None = None
    """Where the applicant is."""


def create_application(fields: ApplicationFields, *, by: User) -> TalentApplication:
    """Begin an application of the person's own. Whoever has none yet becomes a talent by it.

    Raises:
        NotAllowedError: not an applicant.
        RuleError: another one is under way.
    """
    if not may(by, Permission.APPLY_AS_TALENT):
        raise NotAllowedError(_("Only an applicant applies."))
    talent = people.find_own(by) or new_talent_of(by)
    if queries.find_open(talent.id) is not None:
        raise RuleError(_("An application of yours is under way: go on with that one."))
    now = clock.now()
    application = TalentApplication(
        ref=free_ref("talent_application", "TA-{:06d}", queries.is_ref_taken),
        talent_id=talent.id,
        answers={},
        state=S.DRAFT,
        started_at=now,
        saved_at=now,
    )
    session.add(application)
    session.flush()
    steps.note_step(application, A.CREATE, before=None, by=by)
    _write(application, fields)
    return application


def save_answers(
    application: TalentApplication, fields: ApplicationFields, *, by: User, lock_version: int | None = None
) -> TalentApplication:
    """Keep what was typed so far, complete or not.

    Raises:
        NotAllowedError: somebody else's.
        ConflictError: it was changed elsewhere since ``lock_version``.
        RuleError: it was sent already, or an answer can't be kept.
    """
    _check_own(application, by)
    refuse_stale(application, lock_version, _("This application was changed in another window."))
    if application.state not in WITH_APPLICANT:
        raise RuleError(_("It was sent: nothing in it is changed any more."))
    if application.state is S.SUPPLEMENT:
        _refuse_settled(application, fields)
    _write(application, fields)
    return application


def _refuse_settled(application: TalentApplication, fields: ApplicationFields) -> None:
    """A supplement goes straight back to the park: nothing that the employer confirmed is changed by it."""
    has_employer = application.employer_id is not None
    names = asked.settled_changes(application.answers, fields.answers, has_employer=has_employer)
    if fields.employer_id != application.employer_id:
        names.append("employer_id")
    elif not has_employer and fields.park_id != application.park_id:
        names.append("park_id")
    if names:
        words = str(ANSWER_FAULTS[asked.AnswerFault.SETTLED])
        raise RuleError(words, fields=dict.fromkeys(names, words))


def _write(application: TalentApplication, fields: ApplicationFields) -> None:
    found = asked.faults(fields.answers, today=clock.today())
    if found:
        words = {name: str(ANSWER_FAULTS[fault]) for name, fault in found.items()}
        raise RuleError(_("Some answers can't be kept as they are."), fields=words)
    industry_id = fields.answers.get("industry_id")
    if industry_id and not people.has_industry(industry_id):
        message = _("Choose one of the list.")
        raise RuleError(message, fields={"industry_id": message})
    employer = people.find_employer(fields.employer_id)
    if fields.employer_id is not None and employer is None:
        raise RuleError(_("There is no such employer."), fields={"employer_id": _("Choose one of the list.")})
    application.answers = {name: value for name, value in fields.answers.items() if value not in (None, "")}
    application.employer_id = fields.employer_id
    application.park_id = employer.park_id if employer else fields.park_id
    application.step = fields.step
    application.saved_at = clock.now()
    session.flush()


def add_document(
    application: TalentApplication, kind: TalentDocumentKind, attachment: Attachment, *, name: str, by: User
) -> ApplicationDocument:
    """A paper is handed in. ``attachment`` lies in the store under a name that says nothing.

    Raises:
        NotAllowedError: somebody else's.
        RuleError: it was sent already.
    """
    _check_own(application, by)
    if application.state not in WITH_APPLICANT:
        raise RuleError(_("It was sent: nothing in it is changed any more."))
    document = ApplicationDocument(
        application_id=application.id,
        kind=kind,
        attachment=attachment,
        file_name=storage.clean_name(name),
    )
    session.add(document)
    session.flush()
    return document


def add_employer_document(
    application: TalentApplication, attachment: Attachment, *, name: str, by: User
) -> ApplicationDocument:
    """A paper to the employer's answer: applicant and park read it. Only while the answer is waited for.

    Raises:
        NotAllowedError: not of this employer.
        RuleError: it doesn't wait for the employer.
    """
    steps.check(application, A.EMPLOYER_RETURN, by)
    document = ApplicationDocument(
        application_id=application.id,
        kind=TalentDocumentKind.EMPLOYER,
        attachment=attachment,
        file_name=storage.clean_name(name),
    )
    session.add(document)
    session.flush()
    return document


def take_document_back(document: ApplicationDocument, *, by: User) -> None:
    """Raises NotAllowedError for somebody else's, RuleError once it was sent."""
    application = document.application
    _check_own(application, by)
    if document.kind is TalentDocumentKind.EMPLOYER:
        raise RuleError(_("This is your employer's paper: it stays."))
    if application.state not in WITH_APPLICANT or document.is_archived:
        raise RuleError(_("It was sent: nothing in it is changed any more."))
    document.archived_at, document.archived_reason = clock.now(), str(_("Taken back by the applicant."))
    session.flush()


def submit(application: TalentApplication, *, by: User, lock_version: int | None = None) -> TalentApplication:
    """Send it: to the employer where there is one, else to the park.

    Raises:
        NotAllowedError: somebody else's.
        ConflictError: it was changed elsewhere since ``lock_version``.
        RuleError: something is missing; ``fields`` names what.
    """
    steps.check(application, A.SUBMIT, by)
    refuse_stale(application, lock_version, _("This application was changed in another window."))
    _refuse_unready(application)
    fill_from_answers(application)
    if application.submitted_at is None:
        application.submitted_at = clock.now()
        version = find_in_force(clock.today())
        application.rule_version_id = version.id if version else None
    kind = application.talent.kind
    to = first_state(kind, has_employer=application.employer_id is not None)
    steps.move(application, A.SUBMIT, to, by=by)
    return application


def _refuse_unready(application: TalentApplication) -> None:
    kind = asked.kind_of(application.answers)
    words = {name: str(_("This answer is needed.")) for name in asked.missing(application.answers)}
    papers = {each.kind for each in application.documents if not each.is_archived}
    if kind is not None:
        for paper in asked.missing_papers(kind, papers):
            words[f"paper_{paper.value}"] = str(_("This paper is needed: %(paper)s.", paper=label(paper)))
    if application.park_id is None:
        words["park_id"] = str(_("Choose the park."))
    if not consents.holds(application.talent_id, TalentPurpose.APPLICATION):
        words["consent"] = str(_("Without your consent nobody may look at it."))
    if words:
        raise RuleError(_("It can't be sent yet: something is missing."), fields=words)


def supplement(
    application: TalentApplication, *, note: str = "", by: User, lock_version: int | None = None
) -> TalentApplication:
    """What was asked for is there (saved and handed in before): the park's clock goes on.

    Raises:
        NotAllowedError: somebody else's.
        RuleError: nothing was asked for, or something needed was taken out.
    """
    steps.check(application, A.SUPPLEMENT, by)
    refuse_stale(application, lock_version, _("This application was changed in another window."))
    _refuse_unready(application)
    fill_from_answers(application)
    steps.move(application, A.SUPPLEMENT, S.EXAMINATION, by=by, public_note=note)
    return application


def withdraw(application: TalentApplication, *, reason: str = "", by: User) -> TalentApplication:
    """
    Raises:
        NotAllowedError: somebody else's.
        RuleError: it is decided.
    """
    steps.check(application, A.WITHDRAW, by)
    steps.move(application, A.WITHDRAW, S.WITHDRAWN, by=by, public_note=reason)
    return application


def ask_review(application: TalentApplication, *, reasons: str, by: User) -> TalentApplication:
    """The applicant asks that the decision be looked at again.

    Raises:
        NotAllowedError: somebody else's.
        RuleError: nothing is decided, the time for it is over, or no reasons.
    """
    steps.check(application, A.ASK_REVIEW, by, words=reasons)
    window = get_preference("talent.review_window_days")
    if application.decided_on is None or application.decided_on + timedelta(days=window) < clock.today():
        raise RuleError(_("A review can be asked for within %(days)s days of the decision.", days=window))
    steps.move(application, A.ASK_REVIEW, S.IN_REVIEW, by=by, public_note=reasons)
    application.due_on = add_working_days(clock.today(), get_preference("talent.review_days"))
    session.flush()
    return application


def confirm_as_employer(
    application: TalentApplication, *, note: str = "", by: User, lock_version: int | None = None
) -> TalentApplication:
    """The employer says that it is so; it goes to the park, whose clock begins.

    Raises:
        NotAllowedError: not of this employer.
        RuleError: it doesn't wait for the employer.
    """
    steps.check(application, A.EMPLOYER_CONFIRM, by)
    refuse_stale(application, lock_version, _("This application was changed in another window."))
    steps.move(application, A.EMPLOYER_CONFIRM, S.SUBMITTED, by=by, public_note=note)
    return application


def return_as_employer(
    application: TalentApplication, *, reason: str, by: User, lock_version: int | None = None
) -> TalentApplication:
    """The employer says what isn't so; the applicant corrects and sends it again.

    Raises:
        NotAllowedError: not of this employer.
        RuleError: it doesn't wait for the employer, or no reason.
    """
    steps.check(application, A.EMPLOYER_RETURN, by, words=reason)
    refuse_stale(application, lock_version, _("This application was changed in another window."))
    steps.move(application, A.EMPLOYER_RETURN, S.RETURNED, by=by, public_note=reason)
    return application


def _check_own(application: TalentApplication, by: User) -> None:
    if Part.APPLICANT not in steps.parts_of(application, by):
        raise NotAllowedError(_("This is another person's application."))
