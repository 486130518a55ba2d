"""Firms by what somebody types: two characters and up, in any script, best first.

First the keys that begin with it, each a range of an index; then the word index for what stands inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from crm.core import names
from crm.core.database import session
from crm.core.search_index import matches
from crm.core.visibility import visible_firms
from crm.firms.rules import clean_code
from models import Firm, FirmAlias, User

LOOKUP_LIMIT = 20
LEAST_CHARACTERS = 2
_LAST = "\U0010ffff"
_EXACT, _BEGINNING, _INSIDE = 0, 1, 2


def search_firms(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Firm]:
    """Firms that answer to ``query``: exactly, beginning with it, holding it; none put away."""
    folded, code = names.fold(query), clean_code(query) or ""
    if len(code) < LEAST_CHARACTERS:
        return []
    ranked = _beginning_with(folded, code, limit * 2)
    firms = _load(ranked, viewer)
    if len(firms) < limit:
        inside = select(Firm.id).where(
            matches(Firm, query), Firm.archived_at.is_(None), visible_firms(viewer)
        )
        for firm_id in session.scalars(inside.order_by(Firm.id).limit(limit * 2)):
            ranked.setdefault(firm_id, (_INSIDE, 0, ""))
        firms = _load(ranked, viewer)
    return sorted(firms, key=lambda firm: (*ranked[firm.id], firm.id))[:limit]


def _beginning_with(folded: str, code: str, limit: int) -> dict[int, tuple[int, int, str]]:
    """Firm → (tier, length of the key found, key), in one statement of bounded ranges."""
    ranges = [
        _range(Firm.id, column, folded, limit)
        for column in (Firm.name_key, Firm.english_key, Firm.pinyin_key, Firm.initials_key)
    ]
    ranges += [
        _range(FirmAlias.firm_id, FirmAlias.name_key, folded, limit),
        _range(Firm.id, Firm.ref, code, limit),
        _exactly(Firm.stock_code, code, limit),
        _exactly(Firm.business_number, code, limit),
        _exactly(Firm.credit_code, code, limit),
    ]
    wanted = {folded, code}
    ranked: dict[int, tuple[int, int, str]] = {}
    for firm_id, key in session.execute(union_all(*(each for each in ranges if each is not None))):
        place = (_EXACT if key in wanted else _BEGINNING, len(key), key)
        ranked[firm_id] = min(place, ranked.get(firm_id, place))
    return ranked


def _range(id_column: Any, key: Any, start: str, limit: int) -> Select[Any] | None:
    """Rows whose key begins with ``start``: byte order makes that one range of the key's index."""
    if not start:
        return None
    part = select(id_column.label("id"), key.label("key")).where(key >= start, key < start + _LAST)
    part = part.order_by(key).limit(limit)
    return select(part.subquery())


def _exactly(column: Any, code: str, limit: int) -> Select[Any]:
    part = select(Firm.id.label("id"), literal(code).label("key")).where(column == code).limit(limit)
    return select(part.subquery())


def _load(ranked: dict[int, tuple[int, int, str]], viewer: User | None) -> Sequence[Firm]:
    if not ranked:
        return []
    return session.scalars(
        select(Firm)
        .where(Firm.id.in_(ranked), Firm.archived_at.is_(None), visible_firms(viewer))
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
