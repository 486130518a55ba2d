"""The history of an issue in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from crm.issues.labels import LOOKS
from crm.web.labels import label
from models import IssueStep
from models.enums import IssueAction


@dataclass(frozen=True, slots=True)
class Line:
    """What ``components/timeline.html`` prints of one step."""

    at: datetime
    icon: str
    tone: str
    title: str
    text: str
    who: str
    tags: list[str]
    url: str | None = None


def step_lines(steps: Sequence[IssueStep]) -> list[Line]:
    return [_line(step) for step in steps]


def _line(step: IssueStep) -> Line:
    look, by = LOOKS[step.action], step.recorded_by
    return Line(
        at=step.recorded_at,
        icon=look.icon,
        tone=look.tone,
        title=label(step.action),
        text=step.note or "",
        who=by.display_name if by else str(_("by the clock")),
        tags=list(_tags(step)),
    )


def _tags(step: IssueStep) -> Iterator[str]:
    """What the step changed."""
    if step.action is IssueAction.RAISE:
        yield _("due on %(day)s", day=step.to_due_on.isoformat())
        return
    if step.from_level is not None and step.from_level is not step.to_level:
        yield f"{label(step.from_level)} → {label(step.to_level)}"
    if step.action is IssueAction.ASSIGN and step.to_owner is not None:
        yield _("owner: %(name)s", name=step.to_owner.display_name)
    if step.from_due_on is not None and step.from_due_on != step.to_due_on:
        yield _("due %(before)s → %(after)s", before=step.from_due_on, after=step.to_due_on)
