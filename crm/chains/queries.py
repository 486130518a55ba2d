"""Chains, links and who fills them, limited by the viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from crm.chains import rules
from crm.chains.rules import Filling
from crm.core.database import session
from crm.core.visibility import visible_chains, visible_projects
from kernel import clock
from kernel.errors import NotFoundError
from models import Chain, ChainLink, Establishment, Firm, LinkFiller, Project, User
from models.enums import ChainNeed, LinkState, Status

MAX_CHOICES = 200


@dataclass(frozen=True, slots=True)
class ChainFilters:
    query: str = ""
    park_id: int | None = None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as it stands: its state, what it asks for, and who fills it today."""

    link: ChainLink
    state: LinkState
    need: ChainNeed | None
    fillers: Sequence[LinkFiller]

    @property
    def chain(self) -> Chain:
        return self.link.chain


def list_chains(filters: ChainFilters, *, viewer: User | None) -> Sequence[Chain]:
    """In the order of the parks, then their own: a park has a handful."""
    return session.scalars(
        select(Chain)
        .join(Chain.park)
        .where(visible_chains(viewer), *_conditions(filters))
        .options(contains_eager(Chain.park), joinedload(Chain.industry))
        .order_by(Chain.park_id, Chain.position, Chain.id)
    ).all()


def _conditions(filters: ChainFilters) -> Iterator[ColumnElement[bool]]:
    yield Chain.archived_at.is_not(None) if filters.is_archived else Chain.archived_at.is_(None)
    if filters.park_id is not None:
        yield Chain.park_id == filters.park_id
    if text := filters.query.strip():
        names = (Chain.name_hans, Chain.name_hant, Chain.name_en, Chain.ref)
        links = (ChainLink.name_hans, ChainLink.name_hant, ChainLink.name_en)
        inside = select(ChainLink.chain_id).where(_any_like(links, text), ChainLink.archived_at.is_(None))
        yield or_(_any_like(names, text), Chain.id.in_(inside))


def _any_like(columns: Sequence[Any], text: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def get_chain(chain_id: int, *, viewer: User | None) -> Chain:
    """
    Raises:
        NotFoundError: no such chain, or none that the viewer may know of.
    """
    row = session.scalars(
        select(Chain)
        .where(Chain.id == chain_id, visible_chains(viewer))
        .options(joinedload(Chain.park), joinedload(Chain.industry))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such chain, or none that you may see."))
    return row


def get_link(link_id: int, *, viewer: User | None) -> ChainLink:
    row = session.scalars(
        select(ChainLink)
        .join(ChainLink.chain)
        .where(ChainLink.id == link_id, visible_chains(viewer))
        .options(
            contains_eager(ChainLink.chain).joinedload(Chain.park),
            contains_eager(ChainLink.chain).joinedload(Chain.industry),
            joinedload(ChainLink.industry),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such link, or none that you may see."))
    return row


def get_filler(filler_id: int, *, viewer: User | None, is_any: bool = False) -> LinkFiller:
    """
    Raises:
        NotFoundError: none such, or of a chain that the viewer may not see; or, unless ``is_any``, put away.
    """
    row = session.scalars(
        select(LinkFiller)
        .join(LinkFiller.link)
        .join(ChainLink.chain)
        .where(
            LinkFiller.id == filler_id,
            true() if is_any else LinkFiller.archived_at.is_(None),
            visible_chains(viewer),
        )
        .options(
            contains_eager(LinkFiller.link).contains_eager(ChainLink.chain).joinedload(Chain.park),
            joinedload(LinkFiller.firm),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such entry, or none that you may see."))
    return row


def view_links(chain_ids: Collection[int]) -> dict[int, list[LinkView]]:
    """By chain its links as they stand, in two statements. The chains are those that the viewer may see."""
    links = session.scalars(
        select(ChainLink)
        .where(ChainLink.chain_id.in_(chain_ids), ChainLink.archived_at.is_(None))
        .options(joinedload(ChainLink.industry), joinedload(ChainLink.chain).joinedload(Chain.park))
        .order_by(ChainLink.chain_id, ChainLink.position, ChainLink.id)
    ).all()
    fillers = _fillers_of(chain_ids)
    grouped: dict[int, list[ChainLink]] = {chain_id: [] for chain_id in chain_ids}
    for link in links:
        grouped[link.chain_id].append(link)
    return {chain_id: _view(of_chain, fillers) for chain_id, of_chain in grouped.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a link and what it asks for, without who fills it."""

    state: LinkState = LinkState.MISSING
    need: ChainNeed | None = None


def standings(chain_ids: Select[Any]) -> dict[int, Standing]:
    """By link how it stands, beside the others of its chain, in one statement."""
    standing = _standing(select(LinkFiller.link_id, LinkFiller.strength, LinkFiller.park_id)).subquery()
    rows = session.execute(
        select(ChainLink.chain_id, ChainLink.id, Chain.park_id, standing.c.strength, standing.c.park_id)
        .join(ChainLink.chain)
        .outerjoin(standing, standing.c.link_id == ChainLink.id)
        .where(ChainLink.chain_id.in_(chain_ids), ChainLink.archived_at.is_(None))
        .order_by(ChainLink.chain_id, ChainLink.position, ChainLink.id)
    )
    fillings: dict[int, dict[int, list[Filling]]] = {}
    for chain_id, link_id, park_id, strength, filled_in in rows:
        link = fillings.setdefault(chain_id, {}).setdefault(link_id, [])
        if strength is not None:
            link.append(Filling(strength, filled_in == park_id))
    found: dict[int, Standing] = {}
    for links in fillings.values():
        states = [rules.link_state(each) for each in links.values()]
        found |= zip(links, map(Standing, states, rules.needs(states)), strict=True)
    return found


def standing_of(link: ChainLink) -> Standing:
    """How a link stands that the viewer may see; one put away is missing."""
    of_chain = standings(select(Chain.id).where(Chain.id == link.chain_id))
    return of_chain.get(link.id, Standing())


def _view(links: Sequence[ChainLink], fillers: Mapping[int, Sequence[LinkFiller]]) -> list[LinkView]:
    states = [
        rules.link_state(
            Filling(each.strength, each.park_id == link.chain.park_id) for each in fillers.get(link.id, ())
        )
        for link in links
    ]
    asked = rules.needs(states)
    return [
        LinkView(link, state, need, fillers.get(link.id, ()))
        for link, state, need in zip(links, states, asked, strict=True)
    ]


def _fillers_of(chain_ids: Collection[int]) -> dict[int, list[LinkFiller]]:
    """By link who fills it today: what closed, was broken off or put away fills nothing."""
    rows = session.scalars(
        _standing(select(LinkFiller))
        .join(LinkFiller.link)
        .where(ChainLink.chain_id.in_(chain_ids))
        .options(
            joinedload(LinkFiller.firm).joinedload(Firm.group),
            contains_eager(LinkFiller.establishment),
            contains_eager(LinkFiller.project),
            joinedload(LinkFiller.park),
        )
        .order_by(LinkFiller.strength.desc(), LinkFiller.id)
    )
    by_link: dict[int, list[LinkFiller]] = {}
    for row in rows:
        by_link.setdefault(row.link_id, []).append(row)
    return by_link


def _standing(query: Any) -> Any:
    return (
        query.outerjoin(LinkFiller.establishment)
        .outerjoin(LinkFiller.project)
        .where(
            LinkFiller.archived_at.is_(None),
            or_(Establishment.id.is_(None), Establishment.is_retracted.is_(False)),
            or_(Establishment.id.is_(None), func.coalesce(Establishment.ceased_on > clock.today(), True)),
            or_(Project.id.is_(None), Project.archived_at.is_(None)),
            or_(Project.id.is_(None), Project.status != Status.TERMINATED),
        )
    )


@dataclass(frozen=True, slots=True)
class GapFilters:
    query: str = ""
    park_id: int | None = None
    chain_id: int | None = None
    state: LinkState | None = None
    need: ChainNeed | None = None


def list_gaps(filters: GapFilters, *, viewer: User | None) -> list[LinkView]:
    """Links that are missing or weak. State and need follow from the links beside, so all are looked at."""
    chains = list_chains(ChainFilters(park_id=filters.park_id), viewer=viewer)
    ids = [chain.id for chain in chains if filters.chain_id in (None, chain.id)]
    views = view_links(ids)
    return [view for chain_id in ids for view in views[chain_id] if _is_asked(view, filters)]


def _is_asked(view: LinkView, filters: GapFilters) -> bool:
    link, chain = view.link, view.chain
    names = (link.name_hans, link.name_hant, link.name_en, chain.name_hans, chain.name_hant, chain.name_en)
    words = filters.query.strip().casefold()
    return (
        view.need is not None
        and filters.state in (None, view.state)
        and filters.need in (None, view.need)
        and (not words or any(words in (name or "").casefold() for name in names))
    )


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Chain.id).where(Chain.ref == ref)).first() is not None


def is_name_taken(park_id: int, name: str, *, besides: int | None) -> bool:
    same = select(Chain.id).where(
        Chain.park_id == park_id,
        Chain.name_hans == name,
        Chain.id != (besides or 0),
        Chain.archived_at.is_(None),
    )
    return session.execute(same).first() is not None


def last_position(chain_id: int) -> int:
    return session.scalar(select(func.max(ChainLink.position)).where(ChainLink.chain_id == chain_id)) or 0


def list_archived_fillers(chain_id: int) -> Sequence[LinkFiller]:
    """Who filled a link of the chain and was put away, of links that are there."""
    return session.scalars(
        select(LinkFiller)
        .join(LinkFiller.link)
        .where(
            ChainLink.chain_id == chain_id,
            ChainLink.archived_at.is_(None),
            LinkFiller.archived_at.is_not(None),
        )
        .options(contains_eager(LinkFiller.link), joinedload(LinkFiller.firm))
        .order_by(ChainLink.position, LinkFiller.id)
    ).all()


def list_archived_links(chain_id: int) -> Sequence[ChainLink]:
    return session.scalars(
        select(ChainLink)
        .where(ChainLink.chain_id == chain_id, ChainLink.archived_at.is_not(None))
        .order_by(ChainLink.position, ChainLink.id)
    ).all()


# --- What a firm can fill a link through ---------------------------------------------------------


def list_establishments(firm_id: int) -> Sequence[Establishment]:
    """Those of the firm's group that stand."""
    return session.scalars(
        select(Establishment)
        .join(Establishment.firm)
        .where(
            _in_group_of(firm_id),
            Establishment.archived_at.is_(None),
            Establishment.is_retracted.is_(False),
            func.coalesce(Establishment.ceased_on > clock.today(), True),
        )
        .options(joinedload(Establishment.park))
        .order_by(Establishment.id)
        .limit(MAX_CHOICES)
    ).all()


def list_projects(firm_id: int, park_id: int, *, viewer: User | None) -> Sequence[Project]:
    """Those of the firm's group in the park that the viewer sees and that go on; a rival's stay its own."""
    return session.scalars(
        select(Project)
        .join(Project.firm)
        .where(
            _in_group_of(firm_id),
            Project.park_id == park_id,
            Project.archived_at.is_(None),
            Project.status != Status.TERMINATED,
            visible_projects(viewer),
        )
        .options(joinedload(Project.park))
        .order_by(Project.id)
        .limit(MAX_CHOICES)
    ).all()


def _in_group_of(firm_id: int) -> ColumnElement[bool]:
    group = select(func.coalesce(Firm.group_id, Firm.id)).where(Firm.id == firm_id).scalar_subquery()
    return func.coalesce(Firm.group_id, Firm.id) == group


def find_firm(firm_id: int | None) -> Firm | None:
    """The record kept of a firm; None for one put away."""
    firm = session.get(Firm, firm_id) if firm_id else None
    if firm is not None and firm.merged_into_id is not None:
        firm = session.get(Firm, firm.merged_into_id)
    return firm if firm is not None and not firm.is_archived else None
