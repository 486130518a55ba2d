"""Timelines as pages show them: one line per happening, with its icon, words and address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from crm.core.permissions import Permission, may
from crm.engagements.queries import Happening, Timeline
from crm.web.display import endpoint_url
from crm.web.labels import label
from models import Engagement, StageMove, User
from models.enums import EngagementKind, MoveKind


@dataclass(frozen=True, slots=True)
class Look:
    icon: str
    tone: str = "info"


ENGAGEMENT_LOOKS = {
    EngagementKind.VISIT: Look(icon="walk"),
    EngagementKind.MEETING: Look(icon="users"),
    EngagementKind.CALL: Look(icon="phone"),
    EngagementKind.MESSAGE: Look(icon="message"),
    EngagementKind.SITE_VISIT: Look(icon="map-pin"),
    EngagementKind.EVENT: Look(icon="calendar-event"),
}
MOVE_LOOKS = {
    MoveKind.OPENED: Look(icon="bulb", tone="neutral"),
    MoveKind.FORWARD: Look(icon="arrow-right", tone="good"),
    MoveKind.SKIP: Look(icon="player-skip-forward", tone="warn"),
    MoveKind.BACK: Look(icon="arrow-back-up", tone="warn"),
    MoveKind.IMPORTED: Look(icon="file-import", tone="quiet"),
    MoveKind.STATUS: Look(icon="switch-horizontal"),
    MoveKind.CORRECTED: Look(icon="pencil", tone="quiet"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What ``components/timeline.html`` prints of one happening."""

    at: datetime | date
    icon: str
    tone: str
    title: str
    url: str | None
    text: str
    who: str
    tags: list[str]


def timeline_lines(timeline: Timeline, *, viewer: User | None) -> list[Line]:
    """The happenings in words, newest first."""
    return [_line(item, viewer) for item in timeline.items]


def _line(item: Happening, viewer: User | None) -> Line:
    if item.engagement is not None:
        return engagement_line(item.engagement)
    if item.move is None:
        raise ValueError("a happening is an engagement or a move")
    return _move_line(item.move, viewer)


def engagement_line(engagement: Engagement) -> Line:
    look = ENGAGEMENT_LOOKS[engagement.kind]
    tags = [firm.name for firm in engagement.firms]
    if engagement.is_confidential:
        tags.append(str(_("confidential")))
    return Line(
        at=engagement.happened_at,
        icon=look.icon,
        tone=look.tone,
        title=str(_(": ")).join((label(engagement.kind), _short(engagement.summary))),
        url=endpoint_url("engagements.detail", engagement_id=engagement.id),
        text=engagement.outcome or "",
        who=engagement.created_by.display_name if engagement.created_by else "",
        tags=tags,
    )


def _move_line(move: StageMove, viewer: User | None) -> Line:
    look = MOVE_LOOKS[move.kind]
    may_open = viewer is None or may(viewer, Permission.VIEW_PROJECTS)
    return Line(
        at=move.happened_on,
        icon=look.icon,
        tone=look.tone,
        title=move_words(move),
        url=endpoint_url("projects.detail", project_id=move.project_id) if may_open else None,
        text=move.reason or "",
        who=move.recorded_by.display_name if move.recorded_by else "",
        tags=[move.project.name],
    )


def move_words(move: StageMove) -> str:
    """``Signed → Registered``, or the like of it for a state."""
    if move.kind is MoveKind.STATUS:
        return f"{label(move.from_status)} → {label(move.to_status)}"
    if move.kind in (MoveKind.OPENED, MoveKind.CORRECTED):
        return label(move.kind)
    if move.from_stage is None:
        return f"{label(move.kind)}{_(': ')}{label(move.to_stage)}"
    return f"{label(move.from_stage)} → {label(move.to_stage)}"


def _short(text: str, limit: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
