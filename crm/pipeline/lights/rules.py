"""Which light a project has, and why: one table of thresholds and one pure function over plain facts.

The page, the list, the board, the notices and the job by the clock all read :func:`light_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import Colour, LightReason, Stage, Status

R = LightReason
DueDay = Callable[[date, int], date]
"""The day so many working days after another one."""


@dataclass(frozen=True, slots=True)
class Limits:
    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a light turns.

    ``contact`` counts days since the last two-way contact: at so many days it turns. ``first_steps`` are
    those of a lead in working days: once more than so many have passed it turns. ``slip`` counts
    points of the milestone plan: so many behind, and it turns.
    """

    contact: Mapping[Stage, Limits]
    first_steps: Mapping[LightReason, Limits]
    slip: Limits


DEFAULTS = Thresholds(
    contact={
        Stage.LEAD: Limits(14, 30),
        Stage.TALKS: Limits(60, 90),
        Stage.REVIEW: Limits(20, 45),
        Stage.SIGNED: Limits(20, 45),
        Stage.REGISTERED: Limits(30, 60),
        Stage.CONSTRUCTION: Limits(30, 60),
    },
    # A step that is late is red once the next one is late, too.
    first_steps={R.ANSWER: Limits(1, 3), R.JUDGEMENT: Limits(3, 7), R.FEEDBACK: Limits(7, 14)},
    slip=Limits(10, 30),
)

KEYS: Mapping[Stage | LightReason, str] = {
    R.ANSWER: "light.answer",
    R.JUDGEMENT: "light.judgement",
    R.FEEDBACK: "light.feedback",
    **{stage: f"light.{stage.value}" for stage in DEFAULTS.contact},
    R.SLIP: "light.slip",
}
"""The settings that stand over the defaults: each key with ``.yellow`` and ``.red``."""


def thresholds(setting: Callable[[str], int]) -> Thresholds:
    """The thresholds in force; ``setting`` answers a key of the settings."""

    def limits(of: Stage | LightReason) -> Limits:
        return Limits(setting(f"{KEYS[of]}.yellow"), setting(f"{KEYS[of]}.red"))

    return Thresholds(
        contact={stage: limits(stage) for stage in DEFAULTS.contact},
        first_steps={reason: limits(reason) for reason in DEFAULTS.first_steps},
        slip=limits(R.SLIP),
    )


@dataclass(frozen=True, slots=True)
class Override:
    colour: Colour
    expires_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of a project, as far as its light asks for it."""

    stage: Stage
    status: Status = Status.ACTIVE
    is_put_away: bool = False
    paused_until: date | None = None
    entered_on: date | None = None
    """The day of its stage, else the day on which it was opened."""
    lead_on: date | None = None
    answered_on: date | None = None
    """The first contact of any direction."""
    judged_on: date | None = None
    fed_back_on: date | None = None
    last_contact_on: date | None = None
    """The last two-way one."""
    next_step_on: date | None = None
    """The first planned step that still lies ahead, today's too."""
    next_step_owner: int | None = None
    responsible: int | None = None
    plan_weight: int = 0
    plan_due: int = 0
    """Of the weights of the milestones: those planned up to today, and those reached."""
    plan_reached: int = 0
    late_since: date | None = None
    """The planned day of the oldest milestone that is due and not reached, and who owes it."""
    late_owner: int | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """A colour and why. ``until_on`` is the last day of this colour if nothing happens."""

    colour: Colour
    reason: LightReason
    computed: Colour
    counted_on: date | None = None
    bound: int | None = None
    points: int | None = None
    until_on: date | None = None
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one of the rules says."""

    colour: Colour
    reason: LightReason
    counted_on: date
    bound: int
    until_on: date | None
    owner: int | None


def light_of(facts: Facts, limits: Thresholds, today: date, due: DueDay) -> Light:
    """The light of a project on a day: the worst that any rule says; somebody's word may stand over it."""
    out = _unlit(facts, today)
    if out is not None:
        return out
    points = points_behind(facts)
    found = _worst(_held(facts, finding) for finding in _findings(facts, limits, today, due))
    light = Light(
        found.colour,
        found.reason,
        found.colour,
        counted_on=found.counted_on,
        bound=found.bound,
        points=points,
        until_on=found.until_on,
        owner=found.owner,
    )
    word = facts.override
    if word is None or word.expires_on < today:
        return light
    return Light(
        word.colour,
        R.OVERRIDDEN,
        light.computed,
        points=points,
        until_on=word.expires_on,
        owner=light.owner,
    )


def points_behind(facts: Facts) -> int | None:
    """By how many hundredths of the plan's weight it is behind, rounded down; None without a plan."""
    if facts.plan_weight <= 0:
        return None
    return max(0, (facts.plan_due - facts.plan_reached) * 100 // facts.plan_weight)


_ENDED = {Status.TERMINATED: R.TERMINATED, Status.COMPLETED: R.COMPLETED}


def _unlit(facts: Facts, today: date) -> Light | None:
    """No light burns where nothing is owed; a pause whose day has passed is owed an answer."""
    if facts.is_put_away:
        return _grey(R.PUT_AWAY)
    if facts.status in _ENDED:
        return _grey(_ENDED[facts.status])
    if facts.status is Status.PAUSED:
        until = facts.paused_until
        if until is None or until >= today:
            return _grey(R.PAUSED, until)
        return Light(Colour.YELLOW, R.PAUSE_OVER, Colour.YELLOW, counted_on=until, owner=facts.responsible)
    return _grey(R.OPERATING) if facts.stage is Stage.OPERATING else None


def _grey(reason: LightReason, until: date | None = None) -> Light:
    return Light(Colour.GREY, reason, Colour.GREY, until_on=until)


def _findings(facts: Facts, limits: Thresholds, today: date, due: DueDay) -> Iterator[_Finding]:
    """In the order in which the first of equals is named."""
    if facts.stage is Stage.LEAD:
        yield from _first_steps(facts, limits, today, due)
    yield from _contact(facts, limits, today)
    yield from _slip(facts, limits)


def _first_steps(facts: Facts, limits: Thresholds, today: date, due: DueDay) -> Iterator[_Finding]:
    begun = facts.lead_on or facts.entered_on
    done = {R.ANSWER: facts.answered_on, R.JUDGEMENT: facts.judged_on, R.FEEDBACK: facts.fed_back_on}
    for reason, bounds in limits.first_steps.items():
        if done[reason] is None and begun is not None:
            span = _Span(begun, due(begun, bounds.yellow), due(begun, bounds.red))
            yield _by_days(reason, bounds, span, today, facts.responsible)


def _contact(facts: Facts, limits: Thresholds, today: date) -> Iterator[_Finding]:
    """Without any contact it counts from the day of the stage; a lead's answer is a step of its own."""
    bounds = limits.contact[facts.stage]
    reason, since = (
        (R.CONTACT, facts.last_contact_on) if facts.last_contact_on else (R.NO_CONTACT, facts.entered_on)
    )
    is_answer_owed = facts.stage is Stage.LEAD and facts.answered_on is None
    if since is None or (reason is R.NO_CONTACT and is_answer_owed):
        return
    green, yellow = (since + timedelta(days=number - 1) for number in (bounds.yellow, bounds.red))
    yield _by_days(reason, bounds, _Span(since, green, yellow), today, facts.responsible)


@dataclass(frozen=True, slots=True)
class _Span:
    """From which day on something is counted, and the last days of green and of yellow."""

    since: date
    green_until: date
    yellow_until: date


def _by_days(reason: LightReason, bounds: Limits, span: _Span, today: date, owner: int | None) -> _Finding:
    if today > span.yellow_until:
        return _Finding(Colour.RED, reason, span.since, bounds.red, None, owner)
    if today > span.green_until:
        return _Finding(Colour.YELLOW, reason, span.since, bounds.yellow, span.yellow_until, owner)
    return _Finding(Colour.GREEN, reason, span.since, bounds.yellow, span.green_until, owner)


def _slip(facts: Facts, limits: Thresholds) -> Iterator[_Finding]:
    points = points_behind(facts) or 0
    if points < limits.slip.yellow or facts.late_since is None:
        return
    is_red = points >= limits.slip.red
    yield _Finding(
        Colour.RED if is_red else Colour.YELLOW,
        R.SLIP,
        facts.late_since,
        limits.slip.red if is_red else limits.slip.yellow,
        None,
        facts.late_owner or facts.responsible,
    )


def _held(facts: Facts, finding: _Finding) -> _Finding:
    """Waiting for a known day is not forgotten: a planned step holds what counts days, not a plan behind."""
    step = facts.next_step_on
    if step is None or finding.reason is R.SLIP:
        return finding
    if finding.colour is Colour.GREEN and (finding.until_on or step) >= step:
        return finding
    owner = facts.next_step_owner or facts.responsible
    return _Finding(Colour.GREEN, R.HELD, finding.counted_on, finding.bound, step, owner)


def _worst(findings: Iterator[_Finding]) -> _Finding:
    """The worst; of several green ones that which ends first."""
    found = list(findings)
    if not found:
        raise ValueError("a project that is lit has a day of its stage")
    weight = max(finding.colour.weight for finding in found)
    heaviest = [finding for finding in found if finding.colour.weight == weight]
    if weight > Colour.GREEN.weight:
        return heaviest[0]
    return min(heaviest, key=lambda finding: finding.until_on or date.max)
