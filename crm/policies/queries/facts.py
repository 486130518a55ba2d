"""What is known of a firm or a person, as the conditions of policies ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import exists, func, select

from crm.core.database import session
from crm.core.visibility import visible_projects, visible_talents
from crm.firms.queries import ids_of_record
from crm.policies.rules.matching import Facts
from kernel.money import MINOR_PER_UNIT, Currency, convert
from models import Employer, Establishment, ExchangeRate, Firm, Park, Project, Talent, User
from models.enums import Stage, Status, TalentKind


def firm_facts(firm: Firm, *, viewer: User | None) -> Facts:
    """What records say of a firm and those merged into it.

    Of projects and talents only those that the viewer may see.
    """
    own = ids_of_record(firm.id)
    settled = session.execute(
        select(Park.code, Establishment.operating_on)
        .join(Establishment.park)
        .where(
            Establishment.firm_id.in_(own),
            Establishment.ceased_on.is_(None),
            Establishment.is_retracted.is_(False),
            Establishment.archived_at.is_(None),
        )
    ).all()
    projects = session.scalars(
        select(Project).where(
            Project.firm_id.in_(own),
            Project.archived_at.is_(None),
            Project.status != Status.TERMINATED,
            visible_projects(viewer),
        )
    ).all()
    industries = {firm.industry_id, *(project.industry_id for project in projects)} - {None}
    return Facts(
        parks=frozenset(code for code, _on in settled),
        industries=frozenset(map(str, industries)),
        is_settled=bool(settled),
        is_operating=any(on is not None for _code, on in settled),
        stage=max((project.stage for project in projects), key=list(Stage).index, default=None),
        investment_usd=_largest(projects),
        is_listed=bool(firm.stock_code) or None,
        employs_talents=_employs_talents(firm, viewer) or None,
    )


def _employs_talents(firm: Firm, viewer: User | None) -> bool:
    there = exists().where(
        Talent.employer_id == Employer.id,
        Employer.firm_id.in_(ids_of_record(firm.id)),
        Talent.archived_at.is_(None),
        visible_talents(viewer),
    )
    return bool(session.execute(select(there)).scalar_one())


def _largest(projects: Sequence[Project]) -> int | None:
    """The largest planned investment in whole US dollars, by the newest rates; None where none is planned."""
    planned = [each.planned for each in projects if each.planned is not None]
    if not planned:
        return None
    rates = _rates()
    cents = [convert(each.minor, by=rates[each.currency]) for each in planned if each.currency in rates]
    return max(cents) // MINOR_PER_UNIT if cents else None


def _rates() -> Mapping[Currency, Decimal]:
    """Units of each currency per US dollar, of the newest month known."""
    known = ExchangeRate.is_retracted.is_(False)
    month = select(func.max(ExchangeRate.month)).where(known).scalar_subquery()
    row = session.scalars(
        select(ExchangeRate)
        .where(known, ExchangeRate.month == month)
        .order_by(ExchangeRate.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return {Currency.USD: Decimal(1)}
    return {
        Currency.USD: Decimal(1),
        Currency.CNY: row.cny_per_usd,
        Currency.TWD: row.twd_per_usd,
        Currency.HKD: row.hkd_per_usd,
    }


def talent_facts(talent: Talent) -> Facts:
    """What records say of a person."""
    code = talent.park.code if talent.park else None
    return Facts(
        parks=frozenset({code} if code else ()),
        industries=frozenset({str(talent.industry_id)} if talent.industry_id else ()),
        level=talent.level.value if talent.level else None,
        is_employed=True if talent.employer_id else None,
        is_self_employed=True if talent.kind is TalentKind.SELF_EMPLOYED else None,
    )
