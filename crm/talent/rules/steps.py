"""The way of an application: one table of who may do what in which state, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.enums import ApplicationAction, ApplicationState, Colour, TalentKind

A, S = ApplicationAction, ApplicationState


class Part(StrEnum):
    """What somebody is to an application."""

    APPLICANT = "applicant"
    EMPLOYER = "employer"
    EXAMINER = "examiner"
    """Of the park's staff, or of the office."""
    DECIDER = "decider"
    CONFIRMER = "confirmer"
    """Holds the second key, and didn't make the decision."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """When an action is open and to whom."""

    states: frozenset[ApplicationState]
    who: Part
    needs_words: bool = False
    """A note that the applicant reads."""


OPEN_STATES = frozenset(set(S) - {S.DECIDED, S.WITHDRAWN})
"""In these the application is under way."""
WITH_APPLICANT = frozenset({S.DRAFT, S.RETURNED, S.SUPPLEMENT})
WITH_PARK = frozenset({S.SUBMITTED, S.EXAMINATION, S.EXAMINED, S.IN_REVIEW})
"""In these the park owes the next step, by the due day."""
CLOCKED = WITH_PARK | {S.EMPLOYER_REVIEW, S.SUPPLEMENT}
"""In these the due day means something."""
TO_DECIDE = frozenset({S.EXAMINATION, S.IN_REVIEW})

ACTIONS: Mapping[ApplicationAction, Allowed] = {
    A.SUBMIT: Allowed(frozenset({S.DRAFT, S.RETURNED}), Part.APPLICANT),
    A.WITHDRAW: Allowed(OPEN_STATES - {S.IN_REVIEW}, Part.APPLICANT),
    A.SUPPLEMENT: Allowed(frozenset({S.SUPPLEMENT}), Part.APPLICANT),
    A.ASK_REVIEW: Allowed(frozenset({S.DECIDED}), Part.APPLICANT, needs_words=True),
    A.EMPLOYER_CONFIRM: Allowed(frozenset({S.EMPLOYER_REVIEW}), Part.EMPLOYER),
    A.EMPLOYER_RETURN: Allowed(frozenset({S.EMPLOYER_REVIEW}), Part.EMPLOYER, needs_words=True),
    A.ACCEPT: Allowed(frozenset({S.SUBMITTED}), Part.EXAMINER),
    A.ASK_SUPPLEMENT: Allowed(
        frozenset({S.SUBMITTED, S.EXAMINATION, S.IN_REVIEW}), Part.EXAMINER, needs_words=True
    ),
    A.ASSIGN: Allowed(WITH_PARK | {S.SUPPLEMENT}, Part.EXAMINER),
    A.DECIDE: Allowed(TO_DECIDE, Part.DECIDER, needs_words=True),
    A.CONFIRM: Allowed(frozenset({S.EXAMINED}), Part.CONFIRMER),
    A.SEND_BACK: Allowed(frozenset({S.EXAMINED}), Part.CONFIRMER),
}
"""Every step after the beginning."""


def is_open(action: ApplicationAction, state: ApplicationState) -> bool:
    return state in ACTIONS[action].states


def open_actions(state: ApplicationState, parts: frozenset[Part]) -> list[ApplicationAction]:
    """What somebody can do now, in the order of the table."""
    return [action for action, allowed in ACTIONS.items() if state in allowed.states and allowed.who in parts]


def first_state(kind: TalentKind, *, has_employer: bool) -> ApplicationState:
    """Where an application goes when it is sent: to the employer, if there is one to ask."""
    if has_employer and kind is not TalentKind.SELF_EMPLOYED:
        return S.EMPLOYER_REVIEW
    return S.SUBMITTED


def light(state: ApplicationState, due_on: date | None, days_left: int) -> Colour | None:
    """Of what the park owes: red past its day, yellow in its last three working days. None: no clock."""
    if due_on is None or state not in WITH_PARK:
        return None
    if days_left < 0:
        return Colour.RED
    return Colour.YELLOW if days_left <= 3 else Colour.GREEN
