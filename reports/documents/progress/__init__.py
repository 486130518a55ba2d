"""The progress report: do we get there, by which count, where, and what is missing?"""

from __future__ import annotations

from reports import words
from reports.content import Block, Document, Notice
from reports.documents.progress import groups, headline, indicators, lenses, parks, projects
from reports.documents.progress.data import ProgressInput
from reports.words import Translate

NAME = "progress"

__all__ = ["NAME", "ProgressInput", "build"]


def build(data: ProgressInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("%(zone)s: progress report") % {"zone": data.zone},
        subtitle=data.plan,
        as_of=data.as_of,
        known_at=data.known_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=_blocks(data, t),
        lenses={**{lens.key: lens.name for lens in data.lenses}, **data.other_lenses},
        document_number=data.document_number,
        notice=data.notice,
        issuer=data.issuer,
        data=data.data,
    )


def _blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    closed = Notice(t("Plan ended"), t("This plan has ended; these are its final results as known."))
    return (
        *((closed,) if data.is_closed else ()),
        *headline.blocks(data, t),
        *parks.blocks(data, t),
        *groups.blocks(data, t),
        *projects.blocks(data, t),
        *lenses.blocks(data, t),
        *indicators.blocks(data, t),
    )
