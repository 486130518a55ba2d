"""Working lights out and keeping them; words over them, signed and until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from crm.core.actors import current_actor
from crm.core.bulk import insert_derived, update_derived
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import refuse_put_away
from crm.core.workdays import due_days
from crm.pipeline.lights import queries, rules
from crm.pipeline.lights.queries import LIGHT_COLUMNS, Ids, Known
from crm.pipeline.lights.rules import Light
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import LightChange, LightOverride, Project, ProjectLight, User
from models.enums import Colour, NoticeKind

LONGEST_OVERRIDE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over the projects found."""

    seen: int
    written: int
    turned: int


def refresh_lights(ids: Ids = None) -> Pass:
    """Work out the lights of these projects, or of all, and write those that differ from what is there."""
    today = clock.today()
    limits, due = rules.thresholds(queries.settings().__getitem__), due_days()
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    turned: list[tuple[Known, Light]] = []
    seen = 0
    for known in queries.known(today, ids):
        seen += 1
        light = rules.light_of(known.facts, limits, today, due)
        if known.light is None:
            new.append({"project_id": known.project_id, "since_on": today, **_values(light)})
        elif _differs(known, light):
            changed.append(
                {"id": known.light.light_id, "since_on": _since(known, light, today), **_values(light)}
            )
        if known.light is None or known.light.light_colour is not light.colour:
            turned.append((known, light))
    insert_derived(ProjectLight, new)
    update_derived(ProjectLight, changed)
    _record_turns(turned, today)
    return Pass(seen, len(new) + len(changed), len(turned))


def _values(light: Light) -> dict[str, Any]:
    return {
        "colour": light.colour,
        "reason": light.reason,
        "counted_on": light.counted_on,
        "bound": light.bound,
        "points": light.points,
        "until_on": light.until_on,
        "owner_id": light.owner,
        "computed_colour": light.computed,
    }


def _differs(known: Known, light: Light) -> bool:
    values = _values(light)
    return any(getattr(known.light, f"light_{name}") != values[name] for name in LIGHT_COLUMNS)


def _since(known: Known, light: Light, today: date) -> date:
    """Since when it has this colour: a light that turns has it from today on."""
    former: Any = known.light
    since: date = former.light_since_on
    return since if former.light_colour is light.colour else today


def _record_turns(turned: list[tuple[Known, Light]], today: date) -> None:
    """The history of colours; and whoever answers for a project hears that it turned for the worse."""
    now, actor = clock.now(), current_actor().user_id
    rows = [
        {
            "project_id": known.project_id,
            "from_colour": known.light.light_colour if known.light is not None else None,
            "to_colour": light.colour,
            "reason": light.reason,
            "happened_on": today,
            "recorded_at": now,
            "recorded_by_id": actor,
        }
        for known, light in turned
    ]
    insert_derived(LightChange, rows)
    for known, light in turned:
        if known.light is not None and light.colour.weight > max(known.light.light_colour.weight, 1):
            notify(
                [known.facts.responsible],
                NoticeKind.LIGHT_TURNED,
                "projects.detail",
                {"project_id": known.project_id},
                park_id=known.park_id,
                title=known.name,
                light=light.colour.value,
            )


def override_light(
    project: Project, colour: Colour, *, reason: str, expires_on: date, by: User | None
) -> LightOverride:
    """Put one's word over a light until a day.

    Raises:
        NotAllowedError: not for who asks, or another park's project.
        RuleError: no reason, a day that doesn't fit, no light to stand over, or it was put away.
    """
    _check(project, by)
    light = queries.find_light(project.id)
    if light is None or light.computed_colour is Colour.GREY or colour is Colour.GREY:
        raise RuleError(_("No light burns here, so there is none to stand over."))
    today = clock.today()
    if not today < expires_on <= today + LONGEST_OVERRIDE:
        words = _("A later day than today, at most %(days)s days ahead.", days=LONGEST_OVERRIDE.days)
        raise RuleError(words, fields={"expires_on": words})
    return _add(project, colour, reason, expires_on)


def withdraw_override(project: Project, *, reason: str, by: User | None) -> LightOverride:
    """Take back the word that stands over a light.

    Raises:
        NotAllowedError: as above.
        RuleError: no reason, or no word stands over it.
    """
    _check(project, by)
    last = queries.find_override(project.id)
    if last is None or last.colour is None or last.expires_on is None or last.expires_on < clock.today():
        raise RuleError(_("No word stands over this light."))
    return _add(project, None, reason, None)


def _check(project: Project, by: User | None) -> None:
    if by is not None and not may(by, Permission.OVERRIDE_LIGHTS):
        raise NotAllowedError(_("A park's lead or the provincial office puts a word over a light."))
    check_own_park(project.park_id, by)
    refuse_put_away(project, project.name)


def _add(project: Project, colour: Colour | None, reason: str, expires_on: date | None) -> LightOverride:
    if not reason.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    word = LightOverride(project_id=project.id, colour=colour, reason=reason.strip(), expires_on=expires_on)
    session.add(word)
    session.flush()
    return word
