"""Firms by what somebody types: two characters and up, in any script, best first.

First the keys that begin with it, each a range of an index; then the word index for what stands inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, or_, select, true, union_all
from sqlalchemy.orm import joinedload

from crm.core import names
from crm.core.database import session
from crm.core.search_index import begins_with, some_that_match
from crm.core.visibility import visible_firms
from crm.firms.rules import clean_code
from models import Firm, FirmAlias, RankingEntry, User

LOOKUP_LIMIT = 20
LEAST_CHARACTERS = 2
_Rows = Select[*tuple[Any, ...]]
_EXACT, _BEGINNING, _INSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a find stands: nearer first, then firms of a ranking list, then the shorter name."""

    tier: int
    is_unranked: bool = True
    length: int = 0
    key: str = ""


def search_firms(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Firm]:
    """Firms that answer to ``query``: exactly, beginning with it, holding it; none put away."""
    folded, code = names.fold(query), clean_code(query) or ""
    if len(code) < LEAST_CHARACTERS:
        return []
    found = _beginning_with(folded, code, limit * 2)
    firms = _load(found, viewer)
    if len(firms) < limit:
        inside = some_that_match(Firm, query, Firm.archived_at.is_(None), visible_firms(viewer))
        nearest = select(Firm.id).where(Firm.id.in_(inside)).order_by(Firm.id).limit(limit * 2)
        for firm_id in session.scalars(nearest):
            found.setdefault(firm_id, _Place(_INSIDE))
        firms = _load(found, viewer)
    return sorted(firms, key=lambda firm: (found[firm.id], firm.id))[:limit]


def _beginning_with(folded: str, code: str, limit: int) -> dict[int, _Place]:
    """The firms one of whose keys begins so, in one statement of bounded ranges."""
    keys = (Firm.name_key, Firm.english_key, Firm.pinyin_key, Firm.initials_key)
    parts = [_range(select(Firm.id, key, false()), key, folded, limit) for key in keys]
    parts += [_range(_ranked(key), key, folded, limit) for key in keys]
    alias, ref = FirmAlias.name_key, Firm.ref
    parts += [
        _range(select(FirmAlias.firm_id, alias, false()), alias, folded, limit),
        _range(select(Firm.id, ref, false()), ref, code, limit),
    ]
    parts += [
        select(select(Firm.id, column, false()).where(column == code).limit(limit).subquery())
        for column in (Firm.stock_code, Firm.business_number, Firm.credit_code)
    ]
    wanted = {folded, code}
    found: dict[int, _Place] = {}
    for firm_id, key, is_ranked in session.execute(union_all(*parts)):
        place = _Place(_EXACT if key in wanted else _BEGINNING, not is_ranked, len(key), key)
        found[firm_id] = min(place, found.get(firm_id, place))
    return found


def _ranked(key: Any) -> _Rows:
    """Firms of a ranking list: among a thousand namesakes by their initials these are meant."""
    ranked = select(RankingEntry.firm_id).distinct().subquery()
    return select(Firm.id, key, true()).join(ranked, ranked.c.firm_id == Firm.id)


def _range(query: _Rows, key: Any, start: str, limit: int) -> _Rows:
    """The first rows whose key begins with ``start``."""
    bound = begins_with(key, start) if start else false()
    return select(query.where(bound).order_by(key).limit(limit).subquery())


def _load(found: dict[int, _Place], viewer: User | None) -> Sequence[Firm]:
    if not found:
        return []
    return session.scalars(
        select(Firm)
        .where(Firm.id.in_(found), Firm.archived_at.is_(None), visible_firms(viewer))
        .options(joinedload(Firm.group))
    ).all()


def list_namesakes(folded: Sequence[str], *, but: int | None = None) -> Sequence[Firm]:
    """Firms, put away or not, one of whose names folds to one of ``folded``."""
    keys = [each for each in folded if each]
    if not keys:
        return []
    called = select(FirmAlias.firm_id).where(FirmAlias.name_key.in_(keys))
    query = select(Firm).where(
        or_(Firm.name_key.in_(keys), Firm.english_key.in_(keys), Firm.id.in_(called)), Firm.id != (but or 0)
    )
    return session.scalars(query.order_by(Firm.archived_at.is_not(None), Firm.id).limit(LOOKUP_LIMIT)).all()
