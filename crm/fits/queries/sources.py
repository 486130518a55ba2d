"""Where facts of groups come from: each source an arm of one statement, so groups are found once for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    CompoundSelect,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from crm.core.visibility import (
    visible_chains,
    visible_engagements,
    visible_enquiries,
    visible_firms,
    visible_projects,
)
from crm.fits.rules import MEANS_OF_TURNOVER, FirmFacts
from kernel import clock
from models import (
    Chain,
    ChainLink,
    Contact,
    Engagement,
    Enquiry,
    Establishment,
    Firm,
    LinkFiller,
    Offer,
    Project,
    RankingEdition,
    RankingEntry,
    RegisteredCompany,
    User,
    engagement_firms,
)
from models.types import UtcDateTime

NTD_OF_UNIT = {"NTD thousand": 1_000, "NTD million": 1_000_000}
"""Turnover in lists; another unit says nothing here."""


@dataclass(slots=True)
class Gathered:
    """What is gathered of one group."""

    name: str = ""
    industries: set[int] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    capital: int | None = None
    turnover: int | None = None
    rank: int | None = None
    edition_id: int | None = None
    sites: dict[int, int] = field(default_factory=dict)
    mainland_firm_id: int | None = None
    last_contact_at: datetime | None = None
    engagement_id: int | None = None
    contacts: int = 0
    projects: dict[int | None, int] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    asked_industries: dict[int, int] = field(default_factory=dict)

    def facts(self, group_id: int) -> FirmFacts:
        means = self.capital
        if means is None and self.turnover is not None:
            means = self.turnover // MEANS_OF_TURNOVER
        last = self.last_contact_at
        return FirmFacts(
            firm_id=group_id,
            industries=frozenset(self.industries),
            links=frozenset(self.links),
            means_ntd=means,
            rank=self.rank,
            edition_id=self.edition_id,
            sites=dict(sorted(self.sites.items(), key=lambda site: site[1])),
            mainland_firm_id=self.mainland_firm_id,
            last_contact_on=clock.business_date(last) if last else None,
            engagement_id=self.engagement_id,
            contacts=self.contacts,
            projects=dict(sorted(self.projects.items(), key=lambda project: -project[1])),
            asked=self.asked,
            asked_industries=self.asked_industries,
        )


def group_of(firm: Any) -> Any:
    return func.coalesce(firm.group_id, firm.id)


def _row(
    source: int,
    firm_id: Any,
    *,
    one: Any = None,
    two: Any = None,
    amount: Any = None,
    words: Any = None,
    at: Any = None,
) -> Select[Any]:
    """A row of any source: the kept firm, up to two ids or counts, an amount, words, a moment."""
    return select(
        literal_column(str(source), Integer).label("source"),
        firm_id.label("firm_id"),
        (cast(null(), Integer) if one is None else one).label("one"),
        (cast(null(), Integer) if two is None else two).label("two"),
        (cast(null(), BigInteger) if amount is None else amount).label("amount"),
        (cast(null(), Text) if words is None else words).label("words"),
        (cast(null(), UtcDateTime) if at is None else at).label("at"),
    )


def _kept(firm: Any) -> Any:
    return func.coalesce(firm.merged_into_id, firm.id)


def _firms(source: int, ids: CTE, viewer: User | None) -> Select[Any]:
    """The kept records of the groups themselves. One with a credit code is registered on the mainland."""
    return _row(
        source,
        Firm.id,
        one=group_of(Firm),
        two=Firm.industry_id,
        amount=case((Firm.credit_code != "", 1)),
        words=func.coalesce(Firm.name_hant, Firm.name_hans, Firm.name_en, Firm.ref),
    ).where(
        Firm.id.in_(select(ids.c[0])),
        Firm.archived_at.is_(None),
        Firm.merged_into_id.is_(None),
        visible_firms(viewer),
    )


def _note_firm(group: Gathered, row: Any) -> None:
    if row.two is not None:
        group.industries.add(row.two)
    if row.amount:
        group.mainland_firm_id = min(group.mainland_firm_id or row.firm_id, row.firm_id)


def _capital(source: int, ids: CTE, _viewer: User | None) -> Select[Any]:
    """From the register of listed companies, by stock code or business number."""
    same = or_(
        RegisteredCompany.code == Firm.stock_code, RegisteredCompany.business_number == Firm.business_number
    )
    return (
        _row(source, _kept(Firm), amount=RegisteredCompany.paid_in_capital_ntd)
        .join(RegisteredCompany, same)
        .where(Firm.id.in_(select(ids.c[0])), RegisteredCompany.paid_in_capital_ntd.is_not(None))
    )


def _note_capital(group: Gathered, row: Any) -> None:
    group.capital = max(group.capital or 0, row.amount)


def _places(source: int, ids: CTE, _viewer: User | None) -> Select[Any]:
    """In the editions in force today, one of each list; the turnover beside it, and dollars in its unit."""
    turn = func.row_number().over(
        partition_by=RankingEdition.series_id,
        order_by=(RankingEdition.in_force_from.desc(), RankingEdition.id.desc()),
    )
    editions = (
        select(RankingEdition.id, turn.label("turn"))
        .where(RankingEdition.in_force_from <= clock.today(), RankingEdition.is_retracted.is_(False))
        .subquery()
    )
    return (
        _row(
            source,
            _kept(Firm),
            one=RankingEntry.rank,
            two=RankingEntry.edition_id,
            amount=case(NTD_OF_UNIT, value=RankingEntry.unit),
            words=type_coerce(RankingEntry.value, Text),
        )
        .join(RankingEntry, RankingEntry.firm_id == Firm.id)
        .join(editions, editions.c.id == RankingEntry.edition_id)
        .where(editions.c.turn == 1, Firm.id.in_(select(ids.c[0])), RankingEntry.is_retracted.is_(False))
    )


def _note_place(group: Gathered, row: Any) -> None:
    if group.rank is None or (row.one, row.two) < (group.rank, group.edition_id):
        group.rank, group.edition_id = row.one, row.two
    if row.words is not None and row.amount:
        group.turnover = max(group.turnover or 0, int(Decimal(row.words)) * row.amount)


def _establishments(source: int, ids: CTE, _viewer: User | None) -> Select[Any]:
    """Those that stand; that a firm has settled is every park's to know."""
    return (
        _row(source, _kept(Firm), one=Establishment.park_id, two=Establishment.id)
        .join(Establishment, Establishment.firm_id == Firm.id)
        .where(
            Firm.id.in_(select(ids.c[0])),
            Establishment.archived_at.is_(None),
            Establishment.is_retracted.is_(False),
            or_(Establishment.ceased_on.is_(None), Establishment.ceased_on > clock.today()),
        )
    )


def _note_site(group: Gathered, row: Any) -> None:
    group.sites[row.one] = min(group.sites.get(row.one, row.two), row.two)


def _contacts(source: int, ids: CTE, viewer: User | None) -> Select[Any]:
    """By firm the moment of the last contact both ways that the viewer may know of, and which it was."""
    turn = func.row_number().over(
        partition_by=engagement_firms.c.firm_id,
        order_by=(Engagement.happened_at.desc(), Engagement.id.desc()),
    )
    last = (
        select(engagement_firms.c.firm_id, Engagement.id, Engagement.happened_at, turn.label("turn"))
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(
            engagement_firms.c.firm_id.in_(select(ids.c[0])),
            Engagement.archived_at.is_(None),
            Engagement.is_two_way.is_(True),
            visible_engagements(viewer),
        )
        .subquery()
    )
    return (
        _row(source, _kept(Firm), one=last.c.id, at=last.c.happened_at)
        .join(last, last.c.firm_id == Firm.id)
        .where(last.c.turn == 1)
    )


def _note_contact(group: Gathered, row: Any) -> None:
    if group.last_contact_at is None or (row.at, row.one) > (group.last_contact_at, group.engagement_id):
        group.last_contact_at, group.engagement_id = row.at, row.one


def _people(source: int, ids: CTE, _viewer: User | None) -> Select[Any]:
    """How many people are known at a firm."""
    return (
        _row(source, _kept(Firm), one=func.count())
        .join(Contact, Contact.firm_id == Firm.id)
        .where(Firm.id.in_(select(ids.c[0])), Contact.archived_at.is_(None))
        .group_by(_kept(Firm))
    )


def _note_people(group: Gathered, row: Any) -> None:
    group.contacts += row.one


def _projects(source: int, ids: CTE, viewer: User | None) -> Select[Any]:
    return (
        _row(source, _kept(Firm), one=Project.industry_id, two=Project.id)
        .join(Project, Project.firm_id == Firm.id)
        .where(Firm.id.in_(select(ids.c[0])), Project.archived_at.is_(None), visible_projects(viewer))
    )


def _note_project(group: Gathered, row: Any) -> None:
    group.projects[row.one] = max(group.projects.get(row.one, 0), row.two)


def _enquiries(source: int, ids: CTE, viewer: User | None) -> Select[Any]:
    return (
        _row(source, _kept(Firm), one=Enquiry.offer_id, two=Enquiry.id, amount=Offer.industry_id)
        .join(Enquiry, Enquiry.firm_id == Firm.id)
        .join(Offer, Offer.id == Enquiry.offer_id)
        .where(Firm.id.in_(select(ids.c[0])), visible_enquiries(viewer))
    )


def _note_enquiry(group: Gathered, row: Any) -> None:
    group.asked[row.one] = max(group.asked.get(row.one, 0), row.two)
    if row.amount is not None:
        group.asked_industries[row.amount] = max(group.asked_industries.get(row.amount, 0), row.two)


def _fillings(source: int, ids: CTE, viewer: User | None) -> Select[Any]:
    """Links that the group fills somewhere, by name: the same link of another park's chain is the like."""
    return (
        _row(source, _kept(Firm), words=ChainLink.name_hans)
        .join(LinkFiller, LinkFiller.firm_id == Firm.id)
        .join(ChainLink, ChainLink.id == LinkFiller.link_id)
        .join(Chain, Chain.id == ChainLink.chain_id)
        .where(Firm.id.in_(select(ids.c[0])), LinkFiller.archived_at.is_(None), visible_chains(viewer))
    )


def _note_link(group: Gathered, row: Any) -> None:
    group.links.add(row.words)


Source = tuple[Callable[[int, CTE, User | None], Select[Any]], Callable[[Gathered, Any], None]]

SOURCES: tuple[Source, ...] = (
    (_firms, _note_firm),
    (_capital, _note_capital),
    (_places, _note_place),
    (_establishments, _note_site),
    (_contacts, _note_contact),
    (_people, _note_people),
    (_projects, _note_project),
    (_enquiries, _note_enquiry),
    (_fillings, _note_link),
)
"""Each an arm of the statement, and what one of its rows adds to its group."""
FIRMS = 0


def every_row(ids: CTE, viewer: User | None) -> CompoundSelect[Any]:
    """The rows of all sources about the firms."""
    return union_all(*(query(place, ids, viewer) for place, (query, _note) in enumerate(SOURCES)))


def note(group: Gathered, row: Any) -> None:
    """Add a row of any source to its group."""
    SOURCES[row.source][1](group, row)
