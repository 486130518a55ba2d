"""The firm profile (企业专报): who it is, where it stands, what passed between us, what to do next.

Heads and their order are those that readers of such papers expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports import words
from reports.content import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Locale,
    Paragraph,
    Table,
    or_words,
)
from reports.words import Translate

NAME = "firm_profile"


@dataclass(frozen=True, slots=True)
class Member:
    """A firm of the group."""

    name: str
    code: str
    owner: str


@dataclass(frozen=True, slots=True)
class Site:
    """A registered entity."""

    name: str
    firm: str
    park: str
    registered_on: date
    state: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One thing that passed between us; ``where`` is the park."""

    day: date
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class ProjectLine:
    name: str
    park: str
    stage: str
    planned: str
    rival: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """``phone`` masked unless the reader may read it."""

    name: str
    title: str
    phone: str
    known_by: str


@dataclass(frozen=True, slots=True)
class FitLine:
    """A park's offer or link of a chain, and why it fits."""

    park: str
    what: str
    degree: str
    why: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    text: str
    state: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ProfileInput:
    """``facts`` are terms with their texts; ``advice`` sentences in the language of the paper."""

    firm: str
    issuer: str
    as_of: date
    known_at: datetime
    locale: Locale
    facts: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...]
    projects: tuple[ProjectLine, ...]
    people: tuple[PersonLine, ...]
    fits: tuple[FitLine, ...]
    needs: tuple[NeedLine, ...]
    advice: tuple[str, ...]
    notice: str = ""


def build(data: ProfileInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(firm)s: firm profile") % {"firm": data.firm},
        subtitle="",
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=_blocks(data, t),
        lenses={},
        notice=data.notice,
        issuer=data.issuer,
    )


def _blocks(data: ProfileInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("The firm in brief"), "overview"),
        or_words(_facts(data, t)),
        Heading(1, t("The group"), "group"),
        or_words(_members(data, t)),
        Heading(1, t("Sites on the mainland"), "sites"),
        or_words(_sites(data, t)),
        Heading(1, t("Contacts with Hunan"), "contacts"),
        *_contacts(data, t),
        Heading(1, t("Who decides"), "people"),
        or_words(_people(data, t)),
        Heading(1, t("Rival places"), "rivals"),
        or_words(_rivals(data, t)),
        Heading(1, t("Parks and links that fit"), "fits"),
        or_words(_fits(data, t)),
        Heading(1, t("What it needs"), "needs"),
        or_words(_needs(data, t)),
        Heading(1, t("Advice"), "advice"),
        *(Paragraph((line,)) for line in data.advice or (t("Nothing follows from the records."),)),
    )


def _facts(data: ProfileInput, t: Translate) -> Table:
    columns = (Column("term", t("Fact"), weight=30), Column("text", t("As recorded"), weight=70))
    return Table("facts", t("The firm in brief"), columns, data.facts, empty=t("None is recorded."))


def _members(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("name", t("Firm"), weight=46),
        Column("code", t("Stock code"), weight=16, align=Align.CENTER),
        Column("owner", t("Owned by"), weight=38),
    )
    rows = tuple((each.name, each.code, each.owner) for each in data.members)
    return Table("group", t("The group"), columns, rows, empty=t("No other firm of the group is recorded."))


def _sites(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("name", t("Registered name"), weight=34),
        Column("firm", t("Firm"), weight=26),
        Column("park", t("Park"), weight=16),
        Column("registered_on", t("Registered on"), Kind.DATE, weight=13),
        Column("state", t("State"), weight=11, align=Align.CENTER),
    )
    rows = tuple((each.name, each.firm, each.park, each.registered_on, each.state) for each in data.sites)
    note = t("Only entities in parks of the zone are recorded.")
    return Table("sites", t("Sites on the mainland"), columns, rows, note=note, empty=t("None is recorded."))


def _contacts(data: ProfileInput, t: Translate) -> tuple[Block, ...]:
    columns = (
        Column("day", t("Date"), Kind.DATE, weight=14),
        Column("text", t("What happened"), weight=66),
        Column("where", t("Park"), weight=20),
    )
    rows = tuple((each.day, each.text, each.where) for each in data.contacts)
    note = t("Confidential contacts, and those that the reader may not see, are left out.")
    met = Table("contacts", t("Contacts with Hunan"), columns, rows, note=note, empty=t("None is recorded."))
    if not data.projects:
        return (or_words(met),)
    heads = (
        Column("name", t("Project"), weight=36),
        Column("park", t("Park"), weight=18),
        Column("stage", t("Stage"), weight=26, align=Align.CENTER),
        Column("planned", t("Planned investment"), weight=20, align=Align.END),
    )
    lines = tuple((each.name, each.park, each.stage, each.planned) for each in data.projects)
    return (
        or_words(met),
        Heading(2, t("Projects"), "projects"),
        Table("projects", t("Projects"), heads, lines),
    )


def _people(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("name", t("Full name"), weight=24),
        Column("title", t("Title"), weight=32),
        Column("phone", t("Mobile phone"), weight=22),
        Column("known_by", t("Our contact for them"), weight=22),
    )
    rows = tuple((each.name, each.title, each.phone, each.known_by) for each in data.people)
    return Table("people", t("Who decides"), columns, rows, empty=t("Nobody is recorded."))


def _rivals(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("rival", t("Rival place"), weight=36),
        Column("name", t("Project"), weight=38),
        Column("stage", t("Stage"), weight=26, align=Align.CENTER),
    )
    rows = tuple((each.rival, each.name, each.stage) for each in data.projects if each.rival)
    return Table("rivals", t("Rival places"), columns, rows, empty=t("None is recorded."))


def _fits(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("park", t("Park"), weight=13),
        Column("what", t("Offer or link"), weight=22),
        Column("degree", t("Fit"), weight=9, align=Align.CENTER),
        Column("why", t("Why"), weight=56),
    )
    rows = tuple((each.park, each.what, each.degree, each.why) for each in data.fits)
    return Table("fits", t("Parks and links that fit"), columns, rows, empty=t("None is recorded."))


def _needs(data: ProfileInput, t: Translate) -> Table:
    columns = (
        Column("text", t("Matter"), weight=50),
        Column("state", t("State"), weight=16, align=Align.CENTER),
        Column("owner", t("In the lead"), weight=18, align=Align.CENTER),
        Column("due_on", t("Time limit"), Kind.DATE, weight=16),
    )
    rows = tuple((each.text, each.state, each.owner, each.due_on) for each in data.needs)
    return Table("open-needs", t("What it needs"), columns, rows, empty=t("None that is known."))
