"""What was paid to an adviser in a year, within what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.bulletins.reports import LOCALES
from crm.core.database import session
from crm.core.visibility import own_rewards, visible_rewards
from crm.rewards import labels as _words  # noqa: F401 - names the kinds of payments
from crm.web.labels import label, local_name
from kernel import clock
from kernel.errors import NotFoundError, RuleError
from kernel.figures import RowFilter
from models import Adviser, Referral, Reward, RewardCalculation, RewardPayment, RewardRule, User
from models.enums import RewardPaymentKind, RewardState
from reports.content import Document, Locale
from reports.documents import reward_statement
from reports.documents.reward_statement import PaidReward, StatedPayment, StatementInput

FIRST_YEAR, LAST_YEAR = 2000, 2199
PAYABLE = (RewardState.APPROVED, RewardState.PART_PAID)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose statement, of which year, in which language; ``limit`` is what the reader sees of it."""

    adviser: Adviser
    year: int
    locale: str
    limit: ColumnElement[bool]
    is_own: bool = False

    def file_name(self, file_format: str) -> str:
        whose = "" if self.is_own else f"-{self.adviser.ref}"
        return f"reward-statement{whose}-{self.year}-{self.locale}.{file_format}"


def ask(adviser_id: int, year: int, locale: str, *, viewer: User | None) -> Asked:
    """
    Raises:
        NotFoundError: no such adviser with a reward that the viewer may see, or no such year.
        RuleError: there is no such language.
    """
    limit = visible_rewards(viewer)
    adviser = session.scalars(
        select(Adviser).where(
            Adviser.id == adviser_id,
            select(Reward.id).where(Reward.adviser_id == Adviser.id, limit).correlate(Adviser).exists(),
        )
    ).one_or_none()
    return _asked(adviser, year, locale, limit)


def ask_own(year: int, locale: str, *, viewer: User) -> Asked | None:
    """The adviser's own; None for an account that acts as no adviser, or as one put away.

    Raises:
        NotFoundError: no such year.
        RuleError: there is no such language.
    """
    adviser = session.scalars(_acting_as(viewer)).one_or_none()
    if adviser is None:
        return None
    return _asked(adviser, year, locale, own_rewards(viewer), is_own=True)


def _acting_as(viewer: User) -> Select[Adviser]:
    return select(Adviser).where(Adviser.user_id == viewer.id, Adviser.archived_at.is_(None))


def _asked(
    adviser: Adviser | None, year: int, locale: str, limit: ColumnElement[bool], *, is_own: bool = False
) -> Asked:
    if adviser is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFoundError(_("There is no such statement, or none that you may see."))
    if locale not in LOCALES:
        raise RuleError(_("Reports are written in %(known)s.", known=", ".join(LOCALES)))
    return Asked(adviser, year, locale, limit, is_own)


def find_adviser_by_ref(ref: str) -> Adviser | None:
    return session.scalars(select(Adviser).where(Adviser.ref == ref)).one_or_none()


@dataclass(frozen=True, slots=True)
class YearRow:
    """A line of the list: what an adviser was paid in a year, net."""

    adviser: Adviser
    year: int
    payments: int
    net_fen: int


def list_years(*, viewer: User | None, limit: ColumnElement[bool] | None = None) -> list[YearRow]:
    """By adviser and year, the latest year first; as many lines as advisers were paid."""
    year = extract("year", RewardPayment.paid_on)
    rows = session.execute(
        select(Reward.adviser_id, year, func.count(), func.sum(RewardPayment.amount_fen))
        .join(RewardPayment.reward)
        .where(visible_rewards(viewer) if limit is None else limit)
        .group_by(Reward.adviser_id, year)
        .order_by(year.desc(), Reward.adviser_id)
    ).all()
    names = session.scalars(select(Adviser).where(Adviser.id.in_({number for number, *_rest in rows})))
    by_id = {adviser.id: adviser for adviser in names}
    return [YearRow(by_id[number], int(when), count, int(net)) for number, when, count, net in rows]


def document_of(asked: Asked) -> Document:
    with force_locale(asked.locale):
        return reward_statement.build(_input(asked), lambda text: str(_(text)))


def _input(asked: Asked) -> StatementInput:
    today = clock.today()
    last = date(asked.year, 12, 31)
    rewards = _list_rewards(asked, last)
    rows = None if asked.is_own else RowFilter("rewards.index", {"adviser": str(asked.adviser.id)})
    return StatementInput(
        zone=_("Cross-Strait Industrial Cooperation Zone (Hunan)"),
        adviser=local_name(asked.adviser) or asked.adviser.ref,
        adviser_number="" if asked.is_own else asked.adviser.ref,
        year=asked.year,
        as_of=min(today, last),
        known_at=clock.now(),
        locale=Locale(asked.locale),
        rewards=tuple(_stated(row, rule, asked.year) for row, rule in rewards if _paid_until(row, last)),
        payments=tuple(_payments(rewards, asked.year)),
        open_fen=_open_fen(rewards) if last >= today else None,
        rows=rows,
        notice=_("Classified matter must not be entered into this system."),
        data=_data(asked, rewards),
    )


def _list_rewards(asked: Asked, last: date) -> list[tuple[Reward, RewardRule | None]]:
    """The adviser's rewards of introductions received until then, each with its last rule."""
    newest = select(func.max(RewardCalculation.id)).group_by(RewardCalculation.reward_id).scalar_subquery()
    rows = session.execute(
        select(Reward, RewardRule)
        .join(Reward.referral)
        .outerjoin(RewardCalculation, RewardCalculation.reward_id == Reward.id)
        .outerjoin(RewardRule, RewardRule.id == RewardCalculation.rule_id)
        .where(
            Reward.adviser_id == asked.adviser.id,
            asked.limit,
            RewardCalculation.id.in_(newest),
            Referral.received_at <= clock.end_of_day(last),
        )
        .order_by(Referral.received_at, Reward.id)
        .options(joinedload(Reward.referral), selectinload(Reward.payments))
    )
    return [(reward, rule) for reward, rule in rows]


def _paid_until(reward: Reward, last: date) -> bool:
    return any(payment.paid_on <= last for payment in reward.payments)


def _stated(reward: Reward, rule: RewardRule | None, year: int) -> PaidReward:
    of_year = [each for each in reward.payments if each.paid_on.year == year]
    return PaidReward(
        referral=reward.referral.ref,
        received_on=clock.business_date(reward.referral.received_at),
        firm=reward.referral.firm_name,
        rule=str(rule.version) if rule else "",
        before_fen=sum(each.amount_fen for each in reward.payments if each.paid_on.year < year),
        paid_fen=sum(each.amount_fen for each in of_year if each.kind is RewardPaymentKind.PAYMENT),
        back_fen=sum(each.amount_fen for each in of_year if each.kind is not RewardPaymentKind.PAYMENT),
    )


def _payments(rewards: Sequence[tuple[Reward, RewardRule | None]], year: int) -> list[StatedPayment]:
    of_year = [
        (payment.paid_on, payment.id, reward, payment)
        for reward, _rule in rewards
        for payment in reward.payments
        if payment.paid_on.year == year
    ]
    return [
        StatedPayment(day, payment.number, reward.referral.ref, label(payment.kind), payment.amount_fen)
        for day, _number, reward, payment in sorted(of_year, key=lambda row: row[:2])
    ]


def _open_fen(rewards: Sequence[tuple[Reward, RewardRule | None]]) -> int:
    return sum(reward.open_fen for reward, _rule in rewards if reward.state in PAYABLE)


def _data(asked: Asked, rewards: Sequence[tuple[Reward, RewardRule | None]]) -> dict[str, object]:
    """In the shape that scripts read; the adviser reads it too, so there is no number of ours in it."""
    return {
        "year": asked.year,
        "payments": [
            {
                "referral": reward.referral.ref,
                "number": payment.number,
                "paid_on": payment.paid_on.isoformat(),
                "kind": payment.kind.value,
                "fen": payment.amount_fen,
            }
            for reward, _rule in rewards
            for payment in reward.payments
            if payment.paid_on.year == asked.year
        ],
    }
