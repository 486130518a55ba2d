"""Promises, what was paid on them, and their sums by park."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.names import in_simplified
from crm.core.records import hold
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_projects, visible_promises
from crm.firms.queries import ids_of_record
from crm.policies.rules.promises import DUE_SOON, Paid, Show, Standing, paid_sum, state_of
from kernel.errors import NotFoundError
from models import (
    Firm,
    Park,
    PolicyArticle,
    Project,
    Promise,
    PromisePayment,
    PromisePaymentDecision,
    User,
)
from models.enums import PaymentVerdict, PromiseKind, PromiseState

CARD_LIMIT = 5
WAITING_LIMIT = 100

PAYMENTS = selectinload(Promise.payments).joinedload(PromisePayment.decision)
LISTED = (
    joinedload(Promise.firm),
    joinedload(Promise.park),
    joinedload(Promise.project),
    joinedload(Promise.owner),
    PAYMENTS,
)


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    query: str = ""
    show: Show = Show.OPEN
    kind: PromiseKind | None = None
    park_id: int | None = None
    owner_id: int | None = None
    firm_id: int | None = None
    project_id: int | None = None
    is_unbound: bool = False
    has_unconfirmed: bool = False
    is_archived: bool = False


def get_promise(promise_id: int, *, viewer: User | None) -> Promise:
    """The promise with all that its page names.

    Raises:
        NotFoundError: no such promise, or none that the viewer may know of.
    """
    payments = selectinload(Promise.payments)
    promise = session.scalars(
        select(Promise)
        .where(Promise.id == promise_id, visible_promises(viewer))
        .options(
            *LISTED,
            joinedload(Promise.article).joinedload(PolicyArticle.policy),
            joinedload(Promise.fair_review),
            joinedload(Promise.legality_review),
            joinedload(Promise.attachment),
            joinedload(Promise.created_by),
            payments.joinedload(PromisePayment.recorded_by),
            payments.joinedload(PromisePayment.attachment),
            payments.joinedload(PromisePayment.decision).joinedload(PromisePaymentDecision.recorded_by),
        )
    ).one_or_none()
    if promise is None:
        raise NotFoundError(_("There is no such promise, or none that you may see."))
    return promise


def get_payment(payment_id: int, *, viewer: User | None) -> PromisePayment:
    """
    Raises:
        NotFoundError: no such payment, or on a promise that the viewer may not know of.
    """
    payment = session.scalars(
        select(PromisePayment)
        .join(PromisePayment.promise)
        .where(PromisePayment.id == payment_id, visible_promises(viewer))
        .options(joinedload(PromisePayment.promise).options(*LISTED), joinedload(PromisePayment.decision))
    ).one_or_none()
    if payment is None:
        raise NotFoundError(_("There is no such payment, or none that you may see."))
    return payment


def hold_promise(promise: Promise) -> None:
    """Keep it until the commit, with its payments as they are by now: nobody pays it twice at one moment."""
    hold(promise)
    session.scalars(
        select(Promise)
        .where(Promise.id == promise.id)
        .options(PAYMENTS)
        .execution_options(populate_existing=True)
    ).one()


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Promise.id).where(Promise.ref == ref)).first() is not None


# --- Lists -----------------------------------------------------------------------------------------------


def promises_query(filters: PromiseFilters, *, viewer: User | None, today: date) -> Select[Promise]:
    """The promises that fit, without an order."""
    return (
        select(Promise).where(visible_promises(viewer), *_conditions(filters, viewer, today)).options(*LISTED)
    )


def _conditions(filters: PromiseFilters, viewer: User | None, today: date) -> Iterator[ColumnElement[bool]]:
    archived = Promise.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    equal: dict[Any, Any] = {
        Promise.kind: filters.kind,
        Promise.park_id: filters.park_id,
        Promise.owner_id: filters.owner_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.firm_id is not None:
        yield Promise.firm_id.in_(ids_of_record(filters.firm_id))
    if filters.project_id is not None:
        asked = select(Project.id).where(Project.id == filters.project_id, visible_projects(viewer))
        yield Promise.project_id.in_(asked)
    if filters.is_unbound:
        yield Promise.bound_on.is_(None)
    if filters.has_unconfirmed:
        yield Promise.id.in_(_unconfirmed())
    if not filters.is_archived:
        yield from _shown(filters.show, today)
    if query := filters.query.strip():
        yield _names(query)


def _paid() -> ColumnElement[int]:
    """What was paid on a promise: confirmed payments, reversals taken off; ``rules.paid_sum`` in SQL."""
    return (
        select(func.coalesce(func.sum(PromisePayment.amount_minor), 0))
        .join(PromisePaymentDecision, PromisePaymentDecision.payment_id == PromisePayment.id)
        .where(
            PromisePayment.promise_id == Promise.id,
            PromisePaymentDecision.verdict == PaymentVerdict.CONFIRMED,
        )
        .correlate(Promise)
        .scalar_subquery()
    )


def _unconfirmed() -> Select[int]:
    decided = select(PromisePaymentDecision.payment_id)
    return select(PromisePayment.promise_id).where(PromisePayment.id.not_in(decided))


def _is_ended() -> ColumnElement[bool]:
    """``rules.ENDED`` in SQL."""
    is_paid = and_(Promise.amount_minor.is_not(None), _paid() >= Promise.amount_minor)
    return or_(Promise.cancelled_on.is_not(None), Promise.cleared_on.is_not(None), is_paid)


def _shown(show: Show, today: date) -> Iterator[ColumnElement[bool]]:
    if show is Show.ALL:
        return
    if show is Show.GIVEN:
        yield Promise.cancelled_on.is_(None)
        return
    if show is Show.CLEARED:
        yield and_(Promise.cleared_on.is_not(None), Promise.cancelled_on.is_(None))
        return
    yield _is_ended() if show is Show.ENDED else not_(_is_ended())
    if show is Show.OVERDUE:
        yield Promise.due_on < today
    elif show is Show.DUE:
        yield Promise.due_on.between(today, today + DUE_SOON)


def _names(query: str) -> ColumnElement[bool]:
    """A part of the clause or the number, or the firm's name."""
    writings = dict.fromkeys((query, in_simplified(query)))
    firms = select(Firm.id).where(matches(Firm, query))
    return or_(
        Promise.ref == query.upper(),
        *(Promise.text.icontains(each, autoescape=True) for each in writings),
        Promise.firm_id.in_(firms),
    )


def iterate_promises(filters: PromiseFilters, *, viewer: User | None, today: date) -> Iterator[Promise]:
    """Every promise that fits, by its number, in flat memory."""
    return iterate(promises_query(filters, viewer=viewer, today=today), Promise.id)


# --- Sums ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParkSums:
    """Of one park's promises that aren't called off: amounts in fen. ``promised = paid + open + let_off``."""

    park: Park
    count: int
    promised: int
    paid: int
    open: int
    overdue: int
    """How many are past their day."""

    @property
    def let_off(self) -> int:
        """Promised, and cleared up without being paid."""
        return self.promised - self.paid - self.open


def sums_by_park(*, viewer: User | None, today: date) -> list[ParkSums]:
    """What parks promised, paid and owe, in the order of the parks."""
    paid = _paid()
    # Where no amount was promised it is what was paid: nothing is owed, and nothing let off.
    amount = func.coalesce(Promise.amount_minor, paid)
    rows = (
        select(
            Promise.park_id.label("park_id"),
            amount.label("promised"),
            paid.label("paid"),
            case((Promise.cleared_on.is_not(None), 0), else_=amount - paid).label("open"),
            case((and_(not_(_is_ended()), Promise.due_on < today), 1), else_=0).label("overdue"),
        )
        .where(visible_promises(viewer), Promise.archived_at.is_(None), Promise.cancelled_on.is_(None))
        .subquery()
    )
    owed = case((rows.c.open > 0, rows.c.open), else_=0)
    query = (
        select(
            Park,
            func.count(),
            func.sum(rows.c.promised),
            func.sum(rows.c.paid),
            func.sum(owed),
            func.sum(rows.c.overdue),
        )
        .join(rows, rows.c.park_id == Park.id)
        .group_by(Park.id)
        .order_by(Park.position, Park.id)
    )
    return [ParkSums(park, *(int(value) for value in sums)) for park, *sums in session.execute(query)]


def standing_of(promise: Promise) -> Standing:
    """What the state of a promise follows from; its payments are loaded."""
    payments = (
        Paid(each.amount_minor, each.decision.verdict if each.decision else None) for each in promise.payments
    )
    return Standing(
        amount=promise.amount_minor,
        paid=paid_sum(payments),
        due_on=promise.due_on,
        is_cleared=promise.cleared_on is not None,
        is_cancelled=promise.cancelled_on is not None,
    )


# --- Of a firm -------------------------------------------------------------------------------------------


def card_of_firm(firm_id: int, *, viewer: User | None, today: date) -> list[tuple[Promise, PromiseState]]:
    """What a firm is still owed, the nearest day first, with where each stands; in two statements."""
    rows = session.scalars(
        select(Promise)
        .where(
            visible_promises(viewer),
            Promise.firm_id.in_(ids_of_record(firm_id)),
            Promise.archived_at.is_(None),
            not_(_is_ended()),
        )
        .options(joinedload(Promise.park), PAYMENTS)
        .order_by(Promise.due_key, Promise.id)
        .limit(at_most(CARD_LIMIT))
    ).all()
    return [(each, state_of(standing_of(each), today)) for each in rows]


def list_promises_of_firm(firm_id: int, *, viewer: User | None) -> Sequence[Promise]:
    """What a firm was promised and wasn't called off, with what a paper names."""
    return session.scalars(
        select(Promise)
        .where(
            visible_promises(viewer),
            Promise.firm_id.in_(ids_of_record(firm_id)),
            Promise.archived_at.is_(None),
            Promise.cancelled_on.is_(None),
        )
        .options(
            *LISTED,
            joinedload(Promise.article).joinedload(PolicyArticle.policy),
            joinedload(Promise.fair_review),
            joinedload(Promise.legality_review),
        )
        .order_by(Promise.park_id, Promise.id)
        .limit(WAITING_LIMIT)
    ).all()


def find_article(article_id: int | None) -> PolicyArticle | None:
    article = session.get(PolicyArticle, article_id) if article_id is not None else None
    return None if article is None or article.is_archived else article


def find_project(project_id: int, firm_id: int, park_id: int, *, viewer: User | None) -> Project | None:
    """The project of the firm in the park, where the viewer may see it."""
    return session.scalars(
        select(Project).where(
            Project.id == project_id,
            Project.firm_id.in_(ids_of_record(firm_id)),
            Project.park_id == park_id,
            visible_projects(viewer),
        )
    ).one_or_none()


def find_seen_project(project_id: int | None, *, viewer: User | None) -> Project | None:
    """A project to show by its name, where the viewer may see it."""
    if project_id is None:
        return None
    return session.scalars(
        select(Project).where(Project.id == project_id, visible_projects(viewer))
    ).one_or_none()


def list_staff(park_id: int | None) -> Sequence[User]:
    """Who can be responsible: people of the park; without one, of all parks; and of the office."""
    query = select(User).where(
        User.role.in_(("officer", "park_lead", "coordinator")),
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
    )
    if park_id is not None:
        query = query.where(or_(User.park_id == park_id, User.role == "coordinator"))
    return session.scalars(query.order_by(User.park_id, User.id)).all()
