"""The handbook of a delegation (接待手册): who comes, who receives, when, where, what about.

Heads and their order are those that readers of such papers expect. The internal edition adds talking points,
approvals and budget.
"""

from __future__ import annotations

from itertools import groupby

from reports import formatting, words
from reports.content import (
    Align,
    Block,
    Column,
    Definition,
    DefinitionList,
    Document,
    Heading,
    Kind,
    Notice,
    Paragraph,
    Table,
)
from reports.documents.handbook.data import HandbookInput, Internal
from reports.words import Translate

NAME = "handbook"

__all__ = ["NAME", "HandbookInput", "build"]


def build(data: HandbookInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    edition = t("Internal edition") if data.internal else t("External edition")
    days = t("%(first)s to %(last)s") % {
        "first": formatting.show_date(data.from_on, data.locale),
        "last": formatting.show_date(data.until_on, data.locale),
    }
    return Document(
        name=NAME,
        title=t("%(name)s: handbook") % {"name": data.name},
        subtitle=f"{days} · {edition}",
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=(*_for_all(data, t), *(_internal(data.internal, t) if data.internal else ())),
        lenses={},
        document_number=data.ref,
        issuer=data.issuer,
    )


def _for_all(data: HandbookInput, t: Translate) -> tuple[Block, ...]:
    purpose = t("Purpose of the visit") if data.is_inbound else t("Purpose of the journey")
    guests = t("Guests") if data.is_inbound else t("People of the other side")
    only_own = (Notice(t("Internal"), t("For our own people. Not to be handed to guests.")),)
    return (
        *(only_own if data.internal else ()),
        Heading(1, purpose, "purpose"),
        *_lines(data.purpose, t),
        Heading(1, guests, "guests"),
        _guests(data, guests, t),
        Heading(1, t("Accompanying"), "companions"),
        _companions(data, t),
        Heading(1, t("Programme"), "programme"),
        _programme(data, t),
        *_talks(data, t),
        Heading(1, t("Agenda of meetings, seating"), "seating"),
        *_lines(data.seating, t),
        Heading(1, t("Points to visit, explained by"), "points"),
        _points(data, t),
        Heading(1, t("Lodging, meals, vehicles"), "lodging"),
        *_lines(data.lodging, t),
        Heading(1, t("The firms in brief"), "firms"),
        _firms(data, t),
        Heading(1, t("Projects to talk about, and needs"), "topics"),
        *_lines(data.topics, t),
        Heading(1, t("Emergency contacts"), "emergency"),
        *_lines(data.emergency, t),
    )


def _internal(internal: Internal, t: Translate) -> tuple[Block, ...]:
    columns = (
        Column("kind", t("Kind"), weight=22),
        Column("number", t("Number"), weight=24),
        Column("body", t("Granted by"), weight=24),
        Column("issued_on", t("Issued on"), Kind.DATE, weight=16),
        Column("state", t("State"), weight=14, align=Align.CENTER),
    )
    rows = tuple((row.kind, row.number, row.body, row.issued_on, row.state) for row in internal.approvals)
    money = (Column("item", t("Item"), weight=40), Column("amount", t("Amount"), weight=60, align=Align.END))
    amounts = (
        (t("Budget"), internal.budget),
        (t("Cost"), internal.cost),
        (t("Left of the budget"), internal.left),
    )
    return (
        Heading(1, t("Talking points"), "talking-points"),
        *_lines(internal.talking_points, t),
        *(_lines(internal.notes, t) if internal.notes else ()),
        Heading(1, t("Approvals"), "approvals"),
        Table("approvals", t("Approvals"), columns, rows, empty=t("None was noted.")),
        Heading(1, t("Budget"), "budget"),
        Table("budget", t("Budget and cost"), money, amounts),
    )


def _guests(data: HandbookInput, title: str, t: Translate) -> Table:
    columns = (
        Column("name", t("Full name"), weight=14),
        Column("organisation", t("Organisation"), weight=26),
        Column("title", t("Title"), weight=16),
        Column("form_of_address", t("Form of address"), weight=12),
        Column("diet", t("Diet"), weight=12),
        Column("room", t("Room number"), weight=10, align=Align.CENTER),
        Column("car", t("Car number"), weight=10, align=Align.CENTER),
    )
    rows = tuple(
        (each.name, each.organisation, each.title, each.form_of_address, each.diet, each.room, each.car)
        for each in data.guests
    )
    return Table("guests", title, columns, rows, empty=t("Nobody was named yet."))


def _companions(data: HandbookInput, t: Translate) -> Table:
    columns = (
        Column("name", t("Full name"), weight=22),
        Column("title", t("Title"), weight=28),
        Column("duty", t("Duty"), weight=28),
        Column("phone", t("Mobile phone"), weight=22),
    )
    rows = tuple((each.name, each.title, each.duty, each.phone) for each in data.companions)
    return Table("companions", t("Accompanying"), columns, rows, empty=t("Nobody was named yet."))


def _programme(data: HandbookInput, t: Translate) -> Table:
    columns = (
        Column("day", t("Date"), Kind.DATE, weight=13),
        Column("time", t("Time"), weight=11, align=Align.CENTER),
        Column("title", t("Activity"), weight=17),
        Column("place", t("Place"), weight=14),
        Column("leader", t("Our leader"), weight=14),
        Column("companions", t("Accompanied by"), weight=12),
        Column("car", t("Car"), weight=8),
        Column("responsible", t("Responsible"), weight=14),
    )
    rows = tuple(
        (
            stop.day,
            stop.time,
            stop.title,
            stop.place,
            stop.leader,
            stop.companions or t("all"),
            stop.car,
            stop.responsible,
        )
        for stop in data.programme
    )
    return Table("programme", t("Programme"), columns, rows, empty=t("No stop is planned yet."))


def _talks(data: HandbookInput, t: Translate) -> tuple[Block, ...]:
    if not data.talks:
        return ()
    columns = (
        Column("day", t("Date"), Kind.DATE, weight=16),
        Column("time", t("Time"), weight=16, align=Align.CENTER),
        Column("firm", t("Firm"), weight=32),
        Column("counterpart", t("With"), weight=22),
        Column("room", t("Room"), weight=14),
    )
    rows = tuple((each.day, each.time, each.firm, each.counterpart, each.room) for each in data.talks)
    return (
        Heading(2, t("Talks one to one"), "talks"),
        Table("talks", t("Talks one to one"), columns, rows),
    )


def _points(data: HandbookInput, t: Translate) -> Table:
    columns = (
        Column("day", t("Date"), Kind.DATE, weight=16),
        Column("place", t("Place"), weight=30),
        Column("points", t("Points to visit, explained by"), weight=54),
    )
    rows = tuple((stop.day, stop.place or stop.title, stop.points) for stop in data.programme if stop.points)
    return Table("points", t("Points to visit"), columns, rows, empty=t("None was noted."))


def _firms(data: HandbookInput, t: Translate) -> Block:
    if not data.firms:
        return Paragraph((t("None was noted."),))
    items = tuple(
        Definition(name, "", tuple(fact for each in same for fact in each.facts))
        for name, same in groupby(data.firms, key=lambda each: each.name)
    )
    return DefinitionList(t("The firms in brief"), items)


def _lines(text: str, t: Translate) -> tuple[Paragraph, ...]:
    """A paragraph for each line that was written."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph((line,)) for line in lines or [t("Nothing was noted yet.")])
