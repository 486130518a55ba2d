"""Which firm a row of somebody's file means: by number, then by code, then by name; never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, union_all
from sqlalchemy.orm import selectinload

from crm.core import names
from crm.core.database import session
from crm.firms.rules import clean_business_number, clean_code
from models import Firm, FirmAlias

CHUNK = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a firm. ``names`` in any script; former and brand names too."""

    business_number: str | None = None
    code: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One ``firm``, or the ``candidates`` among which a person must choose, or neither."""

    firm: Firm | None = None
    candidates: tuple[Firm, ...] = ()


def match_firm(
    business_number: str | None = None, code: str | None = None, names: Iterable[str | None] = ()
) -> Match:
    """The firm that is meant; see :func:`match_firms`."""
    return match_firms([Wanted(business_number, code, tuple(filter(None, names)))])[0]


def match_firms(wanted: Sequence[Wanted]) -> list[Match]:
    """A match for each, in four hundred at a time.

    The business number decides, then the stock code, then the name as folded across scripts. A firm whose own
    number or code says otherwise is never meant. Of several with one folded name, the one written exactly so.
    """
    found: list[Match] = []
    for start in range(0, len(wanted), CHUNK):
        chunk = [_cleaned(each) for each in wanted[start : start + CHUNK]]
        firms = _list_near(chunk)
        found += [_kept(_choose(each, firms)) for each in chunk]
    return found


def _kept(match: Match) -> Match:
    """Who means one that was merged into another means the one that is kept."""
    if match.firm is None or match.firm.merged_into_id is None:
        return match
    return Match(session.get_one(Firm, match.firm.merged_into_id))


def _cleaned(wanted: Wanted) -> Wanted:
    return Wanted(
        clean_business_number(wanted.business_number),
        clean_code(wanted.code),
        tuple(name for name in wanted.names if names.fold(name)),
    )


def _list_near(chunk: Sequence[Wanted]) -> Sequence[Firm]:
    """Every firm that shares a number, a code or a folded name with one of the chunk; archived ones last."""
    numbers = {each.business_number for each in chunk if each.business_number}
    codes = {each.code for each in chunk if each.code}
    keys = {names.fold(name) for each in chunk for name in each.names}
    ids = union_all(
        select(Firm.id).where(Firm.business_number.in_(numbers)),
        select(Firm.id).where(Firm.stock_code.in_(codes)),
        select(Firm.id).where(Firm.name_key.in_(keys)),
        select(Firm.id).where(Firm.english_key.in_(keys)),
        select(FirmAlias.firm_id).where(FirmAlias.name_key.in_(keys)),
    )
    return session.scalars(
        select(Firm)
        .where(Firm.id.in_(ids))
        .options(selectinload(Firm.aliases))
        .order_by(Firm.archived_at.is_not(None), Firm.id)
    ).all()


def _choose(wanted: Wanted, firms: Sequence[Firm]) -> Match:
    if wanted.business_number:
        for firm in firms:
            if firm.business_number == wanted.business_number:
                return Match(firm)
    fitting = [firm for firm in firms if _may_be(firm, wanted)]
    if wanted.code:
        by_code = [firm for firm in fitting if firm.stock_code == wanted.code]
        if by_code:
            return _decide(by_code, wanted)
    keys = {names.fold(name) for name in wanted.names}
    by_name = [firm for firm in fitting if keys & _keys_of(firm)]
    return _decide(by_name, wanted) if by_name else Match()


def _may_be(firm: Firm, wanted: Wanted) -> bool:
    """Not where its own number or code differs from the one given."""
    return all(
        not given or not own or given == own
        for given, own in ((wanted.business_number, firm.business_number), (wanted.code, firm.stock_code))
    )


def _decide(candidates: Sequence[Firm], wanted: Wanted) -> Match:
    active = [firm for firm in candidates if not firm.is_archived] or list(candidates)
    if len(active) == 1:
        return Match(active[0])
    written = {names.simplify(name) for name in wanted.names}
    exact = [firm for firm in active if written & _names_of(firm)]
    return Match(exact[0]) if len(exact) == 1 else Match(candidates=tuple(active))


def _keys_of(firm: Firm) -> set[str]:
    own = {firm.name_key, firm.english_key} | {alias.name_key for alias in firm.aliases}
    return own - {""}


def _names_of(firm: Firm) -> set[str]:
    return {names.simplify(name) for name in (firm.name_hant, firm.name_hans, firm.name_en) if name}
