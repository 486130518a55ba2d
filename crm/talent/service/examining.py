"""The park's side: taken up, supplements asked for, an examiner named, and what the rule table says."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.records import refuse_stale
from crm.talent.queries import applications as queries
from crm.talent.queries.rules import benefit_clauses_of, clauses_of
from crm.talent.rules import answers as asked
from crm.talent.rules.benefits import Line, benefits_of, total
from crm.talent.rules.levels import Assessment, assess
from crm.talent.service import steps
from kernel import clock
from kernel.errors import RuleError
from models import TalentApplication, TalentRuleVersion, User
from models.enums import ApplicationAction, ApplicationState, TalentKind, TalentLevel

A, S = ApplicationAction, ApplicationState


@dataclass(frozen=True, slots=True)
class Computed:
    """What the rule table in force on the day of sending makes of an application."""

    version: TalentRuleVersion
    assessment: Assessment
    lines: list[Line]

    @property
    def total_minor(self) -> int:
        return total(self.lines)


def compute(application: TalentApplication) -> Computed | None:
    """None where no rule table was in force then, or it wasn't sent."""
    version, sent = application.rule_version, application.submitted_at
    if version is None or sent is None:
        return None
    kind = kind_of(application)
    facts = asked.facts_of(application.answers, on=clock.business_date(sent))
    papers = {each.kind.value for each in application.documents if not each.is_archived}
    assessment = assess(facts, papers, kind, clauses_of(version))
    return Computed(version, assessment, lines_for(version, assessment.level, kind))


def lines_for(version: TalentRuleVersion, level: TalentLevel | None, kind: TalentKind) -> list[Line]:
    """What a level entitles to under that edition."""
    return benefits_of(level, kind, benefit_clauses_of(version))


def kind_of(application: TalentApplication) -> TalentKind:
    """As what the person applied."""
    return asked.kind_of(application.answers) or application.talent.kind


def accept(application: TalentApplication, *, by: User, lock_version: int | None = None) -> None:
    """Take it up for examination; who does examines it, until somebody else is named.

    Raises:
        NotAllowedError: another park's.
        RuleError: it didn't just arrive.
    """
    steps.check(application, A.ACCEPT, by)
    refuse_stale(application, lock_version, stale_words())
    application.owner_id = application.owner_id or by.id
    steps.move(application, A.ACCEPT, S.EXAMINATION, by=by)


def ask_for_supplement(
    application: TalentApplication,
    *,
    public_note: str,
    note: str = "",
    by: User,
    lock_version: int | None = None,
) -> None:
    """Ask the applicant for papers or answers: the park's clock stands still until they come.

    Raises:
        NotAllowedError: another park's.
        RuleError: not in this state, or nothing is said.
    """
    steps.check(application, A.ASK_SUPPLEMENT, by, words=public_note)
    refuse_stale(application, lock_version, stale_words())
    application.owner_id = application.owner_id or by.id
    steps.move(application, A.ASK_SUPPLEMENT, S.SUPPLEMENT, by=by, note=note, public_note=public_note)


def assign(
    application: TalentApplication, examiner_id: int | None, *, by: User, lock_version: int | None = None
) -> None:
    """Name who examines it.

    Raises:
        NotAllowedError: another park's.
        RuleError: nobody of the park or the office.
    """
    steps.check(application, A.ASSIGN, by)
    refuse_stale(application, lock_version, stale_words())
    if examiner_id not in {person.id for person in queries.list_examiners(application.park_id)}:
        message = _("Name somebody of the park or of the provincial office.")
        raise RuleError(message, fields={"owner_id": message})
    application.owner_id = examiner_id
    steps.move(application, A.ASSIGN, application.state, by=by)
    session.flush()


def stale_words() -> str:
    return str(_("Somebody else changed this application in the meantime."))
