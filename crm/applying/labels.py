"""Words of the applicant's and the employer's side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.applying import rules
from crm.applying.deadlines import Turn
from crm.talent.labels import FIELD_NAMES, STEP_LOOKS
from crm.talent.rules.answers import KINDS, READ_BY_EMPLOYER, STEPS, kind_of
from crm.web.labels import label, local_name, register_labels
from models import ApplicationStep, BenefitRule, LevelRule, TalentApplication, TalentRuleVersion
from models.enums import ApplicationAction, ApplicationState, ErasureState, Role, TalentLevel

register_labels(
    ErasureState,
    {
        ErasureState.ASKED: _l("asked for"),
        ErasureState.AGREED: _l("agreed; a second official has yet to look"),
        ErasureState.REFUSED: _l("refused"),
        ErasureState.TAKEN_BACK: _l("taken back"),
        ErasureState.DONE: _l("done"),
    },
)

STEP_NAMES: Mapping[str, LazyString] = {
    "person": _l("Who you are"),
    "ability": _l("Education and experience"),
    "work": _l("Where you work"),
    "statement": _l("What you want to do here"),
    "papers": _l("Papers"),
    "consent": _l("Consent"),
    "send": _l("Look over and send"),
}

TURNS: Mapping[Turn, LazyString] = {
    Turn.APPLICANT: _l("It is your turn"),
    Turn.EMPLOYER: _l("Your employer looks at it"),
    Turn.PARK: _l("The park works on it"),
}
_WHO: Mapping[Role | None, LazyString] = {
    Role.APPLICANT: _l("You"),
    Role.EMPLOYER: _l("Your employer"),
}
_WHO_TO_EMPLOYER: Mapping[Role | None, LazyString] = {
    Role.APPLICANT: _l("The applicant"),
    Role.EMPLOYER: _l("You"),
}
_INTERNAL = frozenset({ApplicationAction.ASSIGN, ApplicationAction.SEND_BACK})
"""Steps inside the office."""


def told_state(state: ApplicationState) -> ApplicationState:
    """A decision that waits for its second key is none yet: to the outside it is under examination."""
    return ApplicationState.EXAMINATION if state is ApplicationState.EXAMINED else state


def public_state(state: ApplicationState) -> str:
    """As :func:`told_state`, in the reader's language."""
    return label(told_state(state))


def is_public_step(step: ApplicationStep) -> bool:
    return step.action not in _INTERNAL and step.to_state is not ApplicationState.EXAMINED


def public_history(steps: Iterable[ApplicationStep], *, is_employer: bool = False) -> list[dict[str, object]]:
    """What is read outside of each step: what, when, by which side, and what was written to the applicant.

    An employer reads only what it wrote itself.
    """
    who = _WHO_TO_EMPLOYER if is_employer else _WHO
    return [
        {
            "at": step.recorded_at,
            "icon": STEP_LOOKS[step.action].icon,
            "tone": STEP_LOOKS[step.action].tone,
            "title": label(step.action),
            "text": step.public_note if not is_employer or step.role is Role.EMPLOYER else None,
            "who": str(who.get(step.role, _l("The park"))),
        }
        for step in steps
        if is_public_step(step)
    ]


def answers_shown(
    application: TalentApplication, *, industry: str
) -> list[tuple[str, str, list[dict[str, object]]]]:
    """By step: its name, and each question that is asked with the answer as the reader sees it.

    ``industry`` is the name of the one that was chosen.
    """
    kind = kind_of(application.answers)
    shown = []
    for page, names in STEPS.items():
        rows = [
            {
                "label": str(FIELD_NAMES[name]),
                "value": industry if name == "industry_id" else _answer(name, application),
                "wide": name in ("statement", "awards", "skills"),
            }
            for name in names
            if rules.is_asked(name, kind)
        ]
        shown.append((page, str(STEP_NAMES[page]), rows))
    return shown


def employer_facts(application: TalentApplication) -> list[dict[str, object]]:
    kind = kind_of(application.answers)
    names = (name for name in READ_BY_EMPLOYER if rules.is_asked(name, kind))
    return [{"label": str(FIELD_NAMES[name]), "value": _answer(name, application)} for name in names]


def _answer(name: str, application: TalentApplication) -> str:
    value = application.answers.get(name)
    if value is None:
        return ""
    if name in KINDS:
        return next((label(member) for member in KINDS[name] if member.value == value), "")
    return rules.shown(name, value)


def offered_by_level(version: TalentRuleVersion) -> list[tuple[TalentLevel, list[str], list[str]]]:
    """For each level that the rule table knows, the highest first: who has it, and what it brings."""
    found = []
    for level in TalentLevel:
        conditions = _texts(version.levels, level)
        benefits = _texts(version.benefits, level)
        if conditions or benefits:
            found.append((level, conditions, benefits))
    return found


def _texts(clauses: Iterable[LevelRule] | Iterable[BenefitRule], level: TalentLevel) -> list[str]:
    return [local_name(each, "text") for each in clauses if each.level is level and not each.is_retired]
