"""Talks one to one: slots, and a proposal of who meets whom when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    day: date
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class Talk:
    """A firm and whom it meets (a park or an officer, by the name of the column) in a slot."""

    slot: Slot
    firm: int
    column: str


MOST_SLOTS = 48


def slots(day: date, starts_at: time, ends_at: time, *, minutes: int, pause: int = 0) -> list[Slot]:
    """Slots of so many minutes one after the other, as many as fit before the end."""
    first, last = starts_at.hour * 60 + starts_at.minute, ends_at.hour * 60 + ends_at.minute
    begins = range(first, last - minutes + 1, minutes + pause) if minutes > 0 and pause >= 0 else range(0)
    return [Slot(day, time(*divmod(at, 60)), time(*divmod(at + minutes, 60))) for at in begins][:MOST_SLOTS]


def overlap(one: Slot, other: Slot) -> bool:
    return one.day == other.day and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def propose(
    firms: Sequence[int], columns: Sequence[str], offered: Sequence[Slot], taken: Iterable[Talk] = ()
) -> tuple[list[Talk], list[tuple[int, str]]]:
    """Let every firm meet everybody once, nobody twice at a time; and the pairs for which no slot is left.

    In turns, as in a tournament: in the first slot firm 1 meets column 1, firm 2 column 2…, in the next all
    move on by one. Talks that stand already keep their places.
    """
    held = list(taken)
    met = {(talk.firm, talk.column) for talk in held}
    made: list[Talk] = []
    left: list[tuple[int, str]] = []
    for firm, column in _in_turns(firms, columns):
        if (firm, column) in met:
            continue
        slot = _first_free(firm, column, offered, [*held, *made])
        if slot is None:
            left.append((firm, column))
        else:
            made.append(Talk(slot, firm, column))
    return sorted(made, key=lambda talk: (talk.slot, talk.firm)), left


def _in_turns(firms: Sequence[int], columns: Sequence[str]) -> Iterable[tuple[int, str]]:
    size = max(len(firms), len(columns))
    for turn in range(size):
        for row, firm in enumerate(firms):
            at = (row + turn) % size
            if at < len(columns):
                yield firm, columns[at]


def _first_free(firm: int, column: str, offered: Sequence[Slot], held: Sequence[Talk]) -> Slot | None:
    busy = [talk.slot for talk in held if talk.firm == firm or talk.column == column]
    return next((slot for slot in offered if not any(overlap(slot, other) for other in busy)), None)
