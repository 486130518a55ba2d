"""The Top-100 groups: which count and why, which don't and what they lack."""

from __future__ import annotations

from reports.content import Align, Block, Column, Heading, Kind, Table
from reports.documents.progress.data import ProgressInput
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("Top-100 groups"), "groups"),
        Heading(2, t("Groups counted"), "groups-counted"),
        _counted(data, t),
        Heading(2, t("Groups not counted"), "groups-not-counted"),
        _not_counted(data, t),
    )


def _counted(data: ProgressInput, t: Translate) -> Table:
    columns = (
        Column("number", t("No."), Kind.COUNT, align=Align.CENTER, weight=6),
        Column("group", t("Group"), weight=30),
        Column("edition", t("Edition"), align=Align.CENTER, weight=12),
        Column("rank", t("Rank"), Kind.COUNT, weight=8),
        Column("park", t("Park"), weight=16),
        Column("counted_on", t("Counted on"), Kind.DATE, weight=15),
        Column("state", t("State"), align=Align.CENTER, weight=13),
    )
    rows = tuple(
        (
            number,
            group.name,
            group.edition,
            group.rank,
            group.park,
            group.counted_on,
            t("gone") if group.is_gone else t("present"),
        )
        for number, group in enumerate(data.groups.counted, 1)
    )
    note = t(
        "A group counts from the first day on which it is present in a core park and ranked in the edition "
        "in force; once counted it stays."
    )
    return Table("groups-counted", t("Groups counted"), columns, rows, note=note)


def _not_counted(data: ProgressInput, t: Translate) -> Table:
    columns = (
        Column("group", t("Group"), weight=34),
        Column("edition", t("Edition"), align=Align.CENTER, weight=14),
        Column("rank", t("Rank"), Kind.COUNT, weight=8),
        Column("missing", t("What is missing"), weight=44),
    )
    joint = "；" if data.locale.is_chinese else "; "
    groups = data.groups
    rows = tuple(
        (group.name, group.edition, group.rank, joint.join(group.missing)) for group in groups.not_counted
    )
    shown = t("%(shown)s of %(all)s groups: those nearest to being counted.")
    is_excerpt = len(rows) < groups.not_counted_total
    note = shown % {"shown": len(rows), "all": groups.not_counted_total} if is_excerpt else ""
    return Table("groups-not-counted", t("Groups not counted"), columns, rows, note=note)
