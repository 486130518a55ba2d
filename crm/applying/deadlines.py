"""The clock that an applicant sees: who has to act, by which day, and how many working days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.core.workdays import working_days_between
from crm.talent.rules.steps import WITH_PARK
from kernel import clock
from models import TalentApplication
from models.enums import ApplicationState


class Turn(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    EMPLOYER = "employer"
    PARK = "park"


@dataclass(frozen=True, slots=True)
class Deadline:
    turn: Turn
    due_on: date | None
    days_left: int | None
    """Working days; below 0: so many past the day."""


def turn_of(state: ApplicationState) -> Turn | None:
    """None: nobody has to act any more."""
    if state in WITH_PARK:
        return Turn.PARK
    if state is ApplicationState.EMPLOYER_REVIEW:
        return Turn.EMPLOYER
    is_mine = state in (ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.SUPPLEMENT)
    return Turn.APPLICANT if is_mine else None


def deadline_of(application: TalentApplication) -> Deadline | None:
    turn = turn_of(application.state)
    if turn is None:
        return None
    return Deadline(turn, application.due_on, _days_left(application.due_on))


def _days_left(due_on: date | None) -> int | None:
    if due_on is None:
        return None
    today = clock.today()
    if due_on >= today:
        return working_days_between(today, due_on)
    return -working_days_between(due_on, today)
