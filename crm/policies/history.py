"""What happened with a policy, a promise or a claim, as lines of a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from crm.web.labels import label
from kernel.money import group_minor
from models import PolicyArticleVersion, PolicyClaimStep, PolicyVersion, User


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


def version_lines(
    versions: Sequence[PolicyVersion], of_articles: Sequence[PolicyArticleVersion]
) -> list[Line]:
    """Each version with what it said, the newest first."""
    lines = [*(_version(each) for each in versions), *(_version(each) for each in of_articles)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _version(version: PolicyVersion | PolicyArticleVersion) -> Line:
    at, who = version.recorded_at, _who(version.recorded_by)
    if isinstance(version, PolicyVersion):
        text = version.full_title or version.name
        return Line(at, "scale", "info", str(_("The policy as written then")), text, who)
    title = version.number or str(_("Article as written then"))
    cap = version.cap_minor
    tags = [label(version.benefit)]
    if cap is not None:
        tags.append(str(_("at most %(amount)s CNY", amount=group_minor(cap))))
    return Line(at, "section", "neutral", title, version.text, who, tags=tags)


def step_lines(steps: Sequence[PolicyClaimStep]) -> list[Line]:
    """The way of a claim, the newest step first."""
    return [_step(each) for each in reversed(steps)]


def _step(step: PolicyClaimStep) -> Line:
    tags = [step.happened_on.isoformat()]
    if step.amount_minor is not None:
        tags.append(f"{group_minor(step.amount_minor)} CNY")
    title, who = label(step.to_state), _who(step.recorded_by)
    return Line(step.recorded_at, "arrow-right", "info", title, step.note or "", who, tags=tags)


def _who(person: User | None) -> str:
    return person.display_name if person else str(_("reference data"))
