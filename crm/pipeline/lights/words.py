"""A light in words: why it is so, what turns it green, who owes that."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from crm.pipeline.lights.labels import REMEDIES, WHY, WHY_GREEN
from crm.web.labels import label
from kernel import clock
from models import ProjectLight
from models.enums import Colour, LightReason


def why(light: ProjectLight) -> str:
    """The whole sentence, with its days and numbers."""
    is_green = light.colour is Colour.GREEN and light.reason in WHY_GREEN
    sentence = str((WHY_GREEN if is_green else WHY)[light.reason])
    return sentence % {
        "since": _day(light.counted_on),
        "until": _day(light.until_on),
        "days": _days_since(light.counted_on),
        "bound": light.bound,
        "points": light.points,
        "computed": label(light.computed_colour),
    }


def in_short(light: ProjectLight) -> str:
    """A few words for a row of a list."""
    if light.reason in (LightReason.CONTACT, LightReason.NO_CONTACT):
        return str(_("%(days)s days without contact", days=_days_since(light.counted_on)))
    if light.reason is LightReason.SLIP:
        return str(_("%(points)s points behind the plan", points=light.points))
    if light.reason in (LightReason.HELD, LightReason.OVERRIDDEN) and light.until_on:
        return f"{label(light.reason)}: {_day(light.until_on)}"
    return label(light.reason)


def remedy(light: ProjectLight) -> str:
    """What turns it green; nothing where it is, or where none burns."""
    if light.colour not in (Colour.YELLOW, Colour.RED):
        return ""
    return str(REMEDIES[light.reason])


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _days_since(day: date | None) -> int:
    return (clock.today() - day).days if day else 0
