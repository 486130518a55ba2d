"""What became of a claim, as its page shows it: one line per event, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _

from crm.core.visibility import may_read_claim, may_see_engagement, own_park_id
from crm.web.labels import label, local_name
from kernel.money import format_minor
from models import Claim, ClaimProgress, ClaimRequest, Ruling, User


@dataclass(frozen=True, slots=True)
class Line:
    """What ``components/timeline.html`` prints of one event."""

    at: datetime
    icon: str
    tone: str
    title: str
    text: str = ""
    who: str = ""
    url: str | None = None
    tags: list[str] = field(default_factory=list)


def history_lines(
    claim: Claim, progress: Sequence[ClaimProgress], requests: Sequence[ClaimRequest], *, viewer: User | None
) -> list[Line]:
    """Filing, steps, requests and rulings, as far as the viewer may know of them.

    What another park asked is named by the park alone: its reasons are the office's to read.
    """
    lines = [_asked(each, viewer) for each in requests]
    lines += [_ruled(each) for request in requests for each in request.rulings]
    if may_read_claim(viewer, claim):
        who = claim.filed_by.display_name if claim.filed_by else ""
        lines.append(Line(claim.filed_at, "flag", "info", str(_("Claim filed")), who=who))
        lines += [_step(each, viewer) for each in progress]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def shares_words(requests: Sequence[ClaimRequest]) -> list[str]:
    """The parks' parts by the last ruling that gave any."""
    shared = [each for request in requests for each in request.rulings if each.shares]
    last = max(shared, key=lambda each: (each.holds_from, each.id), default=None)
    return _parts(last) if last else []


def _parts(ruling: Ruling) -> list[str]:
    return [f"{local_name(each.park)} {format_minor(each.share)} %" for each in ruling.shares]


def _asked(request: ClaimRequest, viewer: User | None) -> Line:
    is_own = own_park_id(viewer) in (None, request.park_id)
    return Line(
        request.asked_at,
        "gavel",
        "warn" if request.is_open else "quiet",
        label(request.kind),
        text=(request.reasons or "") if is_own else "",
        who=local_name(request.park),
        tags=[label(request.state)],
    )


def _ruled(ruling: Ruling) -> Line:
    tags = _parts(ruling)
    if ruling.to_park_id != ruling.from_park_id:
        tags.append(f"{local_name(ruling.from_park)} → {local_name(ruling.to_park)}")
    title = str(_("Ruling: %(outcome)s", outcome=label(ruling.outcome)))
    return Line(ruling.recorded_at, "scale", "good", title, text=ruling.reasons, tags=tags)


def step_words(step: ClaimProgress, viewer: User | None) -> str | None:
    """What was reached; a confidential engagement says nothing to whom it is hidden from."""
    if step.engagement is None:
        return step.words
    return step.engagement.summary if may_see_engagement(viewer, step.engagement) else None


def _step(step: ClaimProgress, viewer: User | None) -> Line:
    words = step_words(step, viewer)
    who = step.recorded_by.display_name if step.recorded_by else ""
    title = str(_("Progress of %(day)s", day=_day(step.happened_on)))
    return Line(step.recorded_at, "trending-up", "info", title, text=words or "", who=who)


def _day(day: date) -> str:
    return day.isoformat()
