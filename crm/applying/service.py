"""Keeping what is typed as it comes, handing papers in, agreeing: on top of what the talent pool does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from crm.applying import queries, rules
from crm.applying.consents import VERSION, consent_text
from crm.core import storage
from crm.core.database import session
from crm.talent.labels import ANSWER_FAULTS
from crm.talent.rules import answers as asked
from crm.talent.rules.answers import AnswerFault
from crm.talent.service import applications, consents
from crm.talent.service.applications import ApplicationFields
from kernel import clock
from kernel.errors import RuleError
from models import ApplicationDocument, TalentApplication, User
from models.enums import ApplicationState, TalentDocumentKind, TalentKind, TalentPurpose


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a save: the questions whose answer can't be kept as typed, with the reason."""

    faults: Mapping[str, str] = field(default_factory=dict)


def begin(by: User) -> TalentApplication:
    """The application under way, or a new one.

    Raises:
        NotAllowedError: not an applicant.
    """
    return queries.find_under_way(by) or applications.create_application(ApplicationFields(), by=by)


def save_step(
    application: TalentApplication, step: str, typed: Mapping[str, str], *, by: User, lock_version: int | None
) -> Kept:
    """Keep all of a step's answers that can be kept; of the others the former ones stay.

    Raises:
        ConflictError: it was changed elsewhere since ``lock_version``.
        RuleError: it was sent already.
    """
    read = {name: rules.read(name, typed[name]) for name in asked.STEPS[step] if name in typed}
    faults = asked.faults(read, today=clock.today(), step=step)
    if read.get("industry_id") is not None and not queries.is_industry(read["industry_id"]):
        faults["industry_id"] = AnswerFault.NOT_ONE_OF
    is_settled = application.state is ApplicationState.SUPPLEMENT
    if is_settled:
        faults |= _settled(application, read, typed.get("park_id"))
    kept = {name: value for name, value in read.items() if name not in faults}
    answers: dict[str, Any] = {**application.answers, **kept}
    park_id, employer_id = application.park_id, application.employer_id
    if step == "work" and not is_settled:
        park_id = queries.find_park_id(typed.get("park_id"))
    if step in ("person", "work") and not is_settled:
        employer_id = _employer_of(answers)
    fields = ApplicationFields(answers=answers, employer_id=employer_id, park_id=park_id, step=step)
    applications.save_answers(application, fields, by=by, lock_version=lock_version)
    return Kept({name: str(ANSWER_FAULTS[fault]) for name, fault in faults.items()})


def _settled(
    application: TalentApplication, read: Mapping[str, Any], park: str | None
) -> dict[str, AnswerFault]:
    """What the park and the employer went by stands while a supplement is waited for."""
    has_employer = application.employer_id is not None
    after = {**application.answers, **read}
    names = asked.settled_changes(application.answers, after, has_employer=has_employer)
    if park is not None and queries.find_park_id(park) != application.park_id:
        names.append("park_id")
    return dict.fromkeys(names, AnswerFault.SETTLED)


def _employer_of(answers: Mapping[str, Any]) -> int | None:
    """The employer that takes part here, by its code alone: a list to choose from would name all others."""
    if asked.kind_of(answers) is TalentKind.SELF_EMPLOYED:
        return None
    employer = queries.find_employer_by_code(answers.get("credit_code"))
    return employer.id if employer else None


def hand_in(
    application: TalentApplication, kind: TalentDocumentKind, content: bytes, name: str, *, by: User
) -> ApplicationDocument:
    """Add a paper.

    Raises:
        RuleError: of a kind or size that isn't taken, too many, or it was sent already.
    """
    _check_file(content, name)
    if sum(not each.is_archived for each in application.documents) >= rules.MAX_FILES:
        raise RuleError(_("At most %(number)s files. Take one out first.", number=rules.MAX_FILES))
    attachment = storage.attach(content, rules.store_name(kind, name), by_id=by.id)
    document = applications.add_document(application, kind, attachment, name=name, by=by)
    session.expire(application, ["documents"])
    return document


def answer_as_employer(
    application: TalentApplication,
    *,
    is_so: bool,
    note: str,
    file: tuple[str, bytes] | None,
    by: User,
    lock_version: int | None,
) -> None:
    """The employer confirms, or returns it with what isn't so; a paper may go with either.

    Raises:
        NotAllowedError: not of this employer.
        ConflictError: it was changed elsewhere since ``lock_version``.
        RuleError: it doesn't wait for the employer, no reason, or a file that isn't taken.
    """
    if file is not None:
        name, content = file
        _check_file(content, name)
        kept_as = rules.store_name(TalentDocumentKind.EMPLOYER, name)
        attachment = storage.attach(content, kept_as, by_id=by.id)
        applications.add_employer_document(application, attachment, name=name, by=by)
        session.expire(application, ["documents"])
    if is_so:
        applications.confirm_as_employer(application, note=note, by=by, lock_version=lock_version)
    else:
        applications.return_as_employer(application, reason=note, by=by, lock_version=lock_version)


def _check_file(content: bytes, name: str) -> None:
    if not rules.is_taken(name):
        words = _("Photos (JPG, PNG) and PDF files are taken.")
        raise RuleError(words, fields={"file": words})
    if len(content) > rules.MAX_FILE_BYTES:
        words = _("A file has at most %(limit)s MB.", limit=rules.MAX_FILE_BYTES // 2**20)
        raise RuleError(words, fields={"file": words})


def agree(application: TalentApplication, purposes: set[TalentPurpose], *, by: User) -> None:
    """Write down to what the person agrees now, in the words shown; what isn't ticked any more is over."""
    talent = application.talent
    for purpose in TalentPurpose:
        holds = consents.holds(talent.id, purpose)
        if purpose in purposes and not holds:
            consents.give_consent(talent, purpose, text=consent_text(purpose), text_version=VERSION, by=by)
        elif purpose not in purposes and holds:
            consents.withdraw_consent(talent, purpose, by=by)
