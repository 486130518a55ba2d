"""What filters and forms offer in one statement: rows of kind, place, id and the name in three scripts."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, literal, select, union_all

from crm.core.database import session
from models import RankingEdition, RankingSeries

Rows = Select[*tuple[Any, ...]]

Offered = TypeVar("Offered")


def choice(kind: str, model: Any, place: Any) -> Rows:
    """Every record of a model, in the order of ``place``."""
    return select(
        literal(kind).label("kind"),
        place.label("place"),
        model.id,
        model.name_hans,
        model.name_hant,
        model.name_en,
    )


def edition_choice(place: Any) -> Rows:
    """The editions of ranking lists, each by its list's name and its own code."""
    names = [
        getattr(RankingSeries, f"name_{script}") + " " + RankingEdition.code
        for script in ("hans", "hant", "en")
    ]
    return (
        select(literal("editions"), place, RankingEdition.id, *names)
        .join(RankingSeries)
        .where(RankingEdition.is_retracted.is_(False))
    )


def gather(choices: Offered, *parts: Rows) -> Offered:
    """Fill the lists of ``choices``, each by the name of its kind, in one statement."""
    united = union_all(*parts).subquery()
    for row in session.execute(select(united).order_by(united.c.kind, united.c.place, united.c.id)):
        getattr(choices, row.kind).append(row)
    return choices
