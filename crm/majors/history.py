"""What happened to a record of the library, as lines of a timeline, from what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.web.display import endpoint_url
from crm.web.labels import label, local_name
from models import (
    GreenChannelStep,
    MajorConversion,
    MajorProblem,
    MajorProject,
    MajorYear,
    StageMove,
)
from models.enums import ConversionKind

Line = dict[str, Any]


def lines_of(
    major: MajorProject,
    *,
    conversions: Sequence[MajorConversion],
    years: Sequence[MajorYear],
    problems: Sequence[MajorProblem],
    steps: Sequence[GreenChannelStep],
    moves: Sequence[StageMove],
) -> list[Line]:
    """Newest first."""
    lines = [
        {
            "at": major.created_at,
            "icon": "plus",
            "title": _("Put into the library"),
            "who": major.created_by.display_name if major.created_by else None,
        },
        *map(_conversion, conversions),
        *(line for year in years for line in _reports(year)),
        *(line for problem in problems for line in _problem(problem)),
        *(_step(step) for step in steps if step.done_on is not None),
        *map(_move, moves),
    ]
    return sorted(lines, key=lambda line: _moment(line["at"]), reverse=True)


def _moment(at: datetime | date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)


def _conversion(conversion: MajorConversion) -> Line:
    url = None
    if conversion.kind is ConversionKind.PROJECT:
        url = url_for("projects.detail", project_id=conversion.project_id)
    elif conversion.offer_id is not None:
        url = endpoint_url("catalogue.detail", offer_id=conversion.offer_id)
    return {
        "at": conversion.recorded_at,
        "icon": "arrow-right",
        "tone": "good",
        "title": label(conversion.kind),
        "url": url,
        "who": conversion.recorded_by.display_name if conversion.recorded_by else None,
    }


def _reports(year: MajorYear) -> Iterator[Line]:
    for report in year.reports:
        yield {
            "at": report.reported_on,
            "icon": "chart-bar",
            "title": _(
                "%(year)s: %(percent)s percent of the year's plan", year=year.year, percent=report.percent
            ),
            "text": report.text,
            "who": report.recorded_by.display_name if report.recorded_by else None,
        }


def _problem(problem: MajorProblem) -> Iterator[Line]:
    who = problem.created_by.display_name if problem.created_by else None
    yield {
        "at": problem.raised_on,
        "icon": "alert-triangle",
        "tone": "warn",
        "title": _("A problem"),
        "text": problem.text,
        "who": who,
    }
    if problem.solved_on is not None:
        yield {
            "at": problem.solved_on,
            "icon": "circle-check",
            "tone": "good",
            "title": _("Problem solved"),
            "text": problem.solution,
        }


def _step(step: GreenChannelStep) -> Line:
    return {
        "at": step.done_on,
        "icon": "map-pin-check",
        "tone": "good",
        "title": _("Green channel: %(step)s", step=local_name(step.kind)),
        "text": step.number,
    }


def _move(move: StageMove) -> Line:
    return {
        "at": move.happened_on,
        "icon": "stairs-up",
        "title": _("Pipeline: %(stage)s, %(state)s", stage=label(move.to_stage), state=label(move.to_status)),
        "text": move.reason,
        "who": move.recorded_by.display_name if move.recorded_by else None,
    }
