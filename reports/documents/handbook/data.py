"""What a handbook is made from: texts as they stand in the record, names in the language of the edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports.content import Locale


@dataclass(frozen=True, slots=True)
class Guest:
    name: str
    organisation: str
    title: str
    form_of_address: str
    diet: str
    room: str
    car: str


@dataclass(frozen=True, slots=True)
class Companion:
    """One of ours."""

    name: str
    title: str
    duty: str
    phone: str


@dataclass(frozen=True, slots=True)
class ProgrammeStop:
    """``companions`` is empty where all are there; ``points`` says what is shown, and who explains it."""

    day: date
    time: str
    title: str
    place: str
    leader: str
    companions: str
    car: str
    responsible: str
    points: str


@dataclass(frozen=True, slots=True)
class Talk:
    day: date
    time: str
    firm: str
    counterpart: str
    room: str


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """``facts`` are terms with their texts, in the order in which they are printed."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    kind: str
    number: str
    body: str
    issued_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Internal:
    """What only our own people read. Amounts are texts with their currency."""

    talking_points: str
    notes: str
    approvals: tuple[ApprovalFacts, ...]
    budget: str
    cost: str
    left: str


@dataclass(frozen=True, slots=True)
class HandbookInput:
    """``internal`` is None in the edition that guests may be given."""

    name: str
    ref: str
    is_inbound: bool
    from_on: date
    until_on: date
    issuer: str
    purpose: str
    guests: tuple[Guest, ...]
    companions: tuple[Companion, ...]
    programme: tuple[ProgrammeStop, ...]
    talks: tuple[Talk, ...]
    seating: str
    lodging: str
    firms: tuple[FirmFacts, ...]
    topics: str
    emergency: str
    as_of: date
    known_at: datetime
    locale: Locale
    internal: Internal | None = None
