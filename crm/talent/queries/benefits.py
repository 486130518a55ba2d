"""Awards, what was paid and given on them, and the sums by year and park."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import readable_applications, visible_applications, visible_benefit_payments
from kernel.errors import NotFoundError
from models import (
    BenefitAward,
    BenefitPayment,
    Park,
    TalentApplication,
    TalentBudget,
    TalentDecision,
    User,
)
from models.enums import BenefitKind, ParkKind


def get_award(award_id: int, *, viewer: User | None) -> BenefitAward:
    """
    Raises:
        NotFoundError: no such award, or none that the viewer may know of.
    """
    award = session.scalars(
        select(BenefitAward)
        .join(BenefitAward.application)
        .where(BenefitAward.id == award_id, visible_applications(viewer))
        .options(
            joinedload(BenefitAward.rule),
            joinedload(BenefitAward.park),
            joinedload(BenefitAward.application).options(
                joinedload(TalentApplication.talent),
                selectinload(TalentApplication.decisions).selectinload(TalentDecision.keys),
            ),
            selectinload(BenefitAward.payments),
        )
    ).one_or_none()
    if award is None:
        raise NotFoundError(_("There is no such award, or none that you may see."))
    return award


def get_payment(payment_id: int, *, viewer: User | None) -> BenefitPayment:
    """
    Raises:
        NotFoundError: no such payment, or none that the viewer may know of.
    """
    payment = session.scalars(
        select(BenefitPayment)
        .where(BenefitPayment.id == payment_id, visible_benefit_payments(viewer))
        .options(joinedload(BenefitPayment.award).joinedload(BenefitAward.application))
    ).one_or_none()
    if payment is None:
        raise NotFoundError(_("There is no such payment, or none that you may see."))
    return payment


def list_amounts(application_id: int, kind: BenefitKind) -> Sequence[int]:
    """CNY cents paid and taken back on all awards of that kind of an application, replaced ones too."""
    return session.scalars(
        select(BenefitPayment.amount_minor)
        .join(BenefitPayment.award)
        .where(BenefitAward.application_id == application_id, BenefitAward.kind == kind)
    ).all()


def is_voucher_taken(park_id: int, voucher: str) -> bool:
    """Whether a payment with this number stands, not taken back."""
    reversal = aliased(BenefitPayment)
    taken_back = select(reversal.id).where(reversal.reverses_id == BenefitPayment.id).exists()
    query = select(BenefitPayment.id).where(
        BenefitPayment.park_id == park_id, BenefitPayment.voucher == voucher, ~taken_back
    )
    return session.execute(query).first() is not None


def is_reversed(payment_id: int) -> bool:
    query = select(BenefitPayment.id).where(BenefitPayment.reverses_id == payment_id)
    return session.execute(query).first() is not None


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(BenefitPayment.id).where(BenefitPayment.ref == ref)).first() is not None


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    year: int | None = None
    park_id: int | None = None
    kind: BenefitKind | None = None


def payments_query(filters: PaymentFilters, *, viewer: User | None) -> Select[BenefitPayment]:
    """The payments and reversals that fit, without an order."""
    query = (
        select(BenefitPayment)
        .join(BenefitPayment.award)
        .where(visible_benefit_payments(viewer))
        .options(
            joinedload(BenefitPayment.park),
            joinedload(BenefitPayment.recorded_by),
            joinedload(BenefitPayment.reverses),
            joinedload(BenefitPayment.award)
            .joinedload(BenefitAward.application)
            .joinedload(TalentApplication.talent),
        )
    )
    if filters.year is not None:
        query = query.where(func.extract("year", BenefitPayment.paid_on) == filters.year)
    if filters.park_id is not None:
        query = query.where(BenefitPayment.park_id == filters.park_id)
    if filters.kind is not None:
        query = query.where(BenefitAward.kind == filters.kind)
    return query


@dataclass(frozen=True, slots=True)
class YearOfPark:
    """CNY cents of a year and a park: set aside, paid net of reversals, how many rows that are."""

    park: Park
    budget_minor: int | None
    paid_minor: int
    rows: int


def list_years_of_parks(year: int, *, viewer: User | None) -> list[YearOfPark]:
    """Every park that has a budget or payments in the year, and every core park."""
    budgets = current_budgets(year)
    paid = _paid(year, viewer)
    own = viewer.park_id if viewer is not None and viewer.park_id is not None else None
    parks = session.scalars(select(Park).order_by(Park.kind, Park.id)).all()
    return [
        YearOfPark(park, budgets.get(park.id), *paid.get(park.id, (0, 0)))
        for park in parks
        if own in (None, park.id) and (park.id in budgets or park.id in paid or park.kind is ParkKind.CORE)
    ]


def current_budgets(year: int) -> dict[int, int]:
    """By park: the last row of the year holds."""
    rows = session.execute(
        select(TalentBudget.park_id, TalentBudget.amount_minor)
        .where(TalentBudget.year == year)
        .order_by(TalentBudget.id)
    )
    return {row.park_id: row.amount_minor for row in rows}


def list_budget_rows(year: int) -> Sequence[TalentBudget]:
    """What was set for the year, the newest first."""
    return session.scalars(
        select(TalentBudget)
        .where(TalentBudget.year == year)
        .options(joinedload(TalentBudget.park), joinedload(TalentBudget.recorded_by))
        .order_by(TalentBudget.id.desc())
        .limit(100)
    ).all()


def _paid(year: int, viewer: User | None) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(BenefitPayment.park_id, func.sum(BenefitPayment.amount_minor), func.count())
        .where(
            visible_benefit_payments(viewer),
            func.extract("year", BenefitPayment.paid_on) == year,
        )
        .group_by(BenefitPayment.park_id)
    )
    return {park_id: (int(total), count) for park_id, total, count in rows}


def list_years(*, viewer: User | None) -> list[int]:
    """Years with a budget or a payment, the newest first."""
    year_paid = func.extract("year", BenefitPayment.paid_on)
    paid = session.scalars(select(year_paid).where(visible_benefit_payments(viewer)).distinct())
    planned = session.scalars(select(TalentBudget.year).distinct())
    return sorted({*(int(year) for year in paid), *planned}, reverse=True)


def list_awards_of_talent(talent_id: int, *, viewer: User | None) -> Sequence[BenefitAward]:
    """Awards of every decision on the talent's applications, the newest first."""
    return session.scalars(
        select(BenefitAward)
        .join(BenefitAward.application)
        .where(TalentApplication.talent_id == talent_id, readable_applications(viewer))
        .options(
            joinedload(BenefitAward.rule),
            selectinload(BenefitAward.payments),
            selectinload(BenefitAward.deliveries),
        )
        .order_by(BenefitAward.id.desc())
        .limit(100)
    ).all()


def iterate_payments(filters: PaymentFilters, *, viewer: User | None) -> Iterator[BenefitPayment]:
    """Every payment and reversal that fits, in flat memory."""
    return iterate(payments_query(filters, viewer=viewer), BenefitPayment.id)
