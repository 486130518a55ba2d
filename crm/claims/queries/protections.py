"""What is protected of a group, whose filings come one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CompoundSelect, and_, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from crm.claims.rules import Protection
from crm.core.database import session
from crm.web.labels import local_name
from kernel import clock
from kernel.errors import NotFoundError
from kernel.money import Currency
from models import (
    Claim,
    ClaimRequest,
    ClaimShare,
    ExchangeRate,
    Firm,
    Ruling,
)
from models.enums import ClaimState, RulingOutcome

PROTECTIONS_READ = 200
LISTED = (joinedload(Claim.group), joinedload(Claim.firm), joinedload(Claim.park))


def list_protections(
    firm_ids: Collection[int], *, on: date, but_park_id: int | None = None
) -> list[Protection]:
    """What is protected on ``on`` of the groups to which these firms belong now, the eldest first.

    A claim holds for the group it was filed on and for the firm it named, wherever that belongs by now.
    """
    if not firm_ids:
        return []
    query = (
        select(Claim)
        .where(is_protected(on), is_on_groups_of(firm_ids))
        .options(*LISTED)
        .order_by(Claim.filed_at, Claim.id)
        .limit(PROTECTIONS_READ)
    )
    if but_park_id is not None:
        query = query.where(Claim.park_id != but_park_id)
    return [protection_of(claim) for claim in session.scalars(query)]


def find_protection(firm_ids: Collection[int], *, park_id: int, on: date) -> list[Protection]:
    """The protections of other parks that somebody of ``park_id`` is told of before it saves.

    Where the office ruled already on the two parks in that matter, nobody is asked again.
    """
    found = list_protections(firm_ids, on=on, but_park_id=park_id)
    if not found:
        return []
    settled = set(
        session.scalars(
            select(Ruling.claim_id)
            .join(Ruling.request)
            .where(
                Ruling.claim_id.in_([each.claim_id for each in found]),
                or_(
                    and_(Ruling.outcome == RulingOutcome.OTHER_MATTER, ClaimRequest.park_id == park_id),
                    Ruling.shares.any(ClaimShare.park_id == park_id),
                ),
            )
        )
    )
    return [each for each in found if each.claim_id not in settled]


def protection_of(claim: Claim) -> Protection:
    return Protection(
        claim_id=claim.id,
        park_id=claim.park_id,
        park=local_name(claim.park),
        group=claim.group.name,
        subject=claim.subject,
        subject_key=claim.subject_key,
        until=claim.protected_until,
    )


def of_groups(firm_ids: Collection[int]) -> CompoundSelect[int]:
    """Ids of all firms of the groups to which these belong now: the ultimate parents and whoever has one."""
    asked, member = aliased(Firm), aliased(Firm)
    roots = select(func.coalesce(asked.group_id, asked.id)).where(asked.id.in_(firm_ids))
    return union(roots, select(member.id).where(member.group_id.in_(roots)))


def is_on_groups_of(firm_ids: Collection[int]) -> ColumnElement[bool]:
    """Claims on the groups of these firms, by the group they were filed on or the firm they named."""
    members = of_groups(firm_ids)
    return or_(Claim.group_id.in_(members), Claim.firm_id.in_(members))


def list_unlinked(firm_id: int, *, park_id: int, on: date) -> Sequence[Claim]:
    """The park's protected claims on the firm's group that have become no project yet; two say enough."""
    return session.scalars(
        select(Claim)
        .where(
            is_protected(on),
            Claim.park_id == park_id,
            Claim.project_id.is_(None),
            is_on_groups_of({firm_id}),
        )
        .order_by(Claim.filed_at, Claim.id)
        .limit(2)
    ).all()


def is_protected(on: date) -> ColumnElement[bool]:
    return and_(Claim.state == ClaimState.PROTECTED, Claim.protected_until >= on, Claim.archived_at.is_(None))


def is_pending(on: date) -> ColumnElement[bool]:
    """Protected, or waiting for the office to say whether it is."""
    waits = and_(Claim.state == ClaimState.NEEDS_RULING, Claim.archived_at.is_(None))
    return or_(is_protected(on), waits)


def hold_group(firm_id: int) -> tuple[Firm, Firm]:
    """The firm and its ultimate parent, the parent held until the commit: filings on a group come one by one.

    While one waits for the lock, somebody may give the firm another parent; then that one is held.
    (SQLite has one writer anyway.)
    """
    while True:
        firm = _reread(firm_id)
        root_id = firm.group_id or firm.id
        root = _held(root_id)
        if (_reread(firm_id).group_id or firm_id) == root_id:
            return firm, root


def _reread(firm_id: int) -> Firm:
    found = session.scalars(
        select(Firm).where(Firm.id == firm_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such firm, or none that you may see."))
    return found


def _held(firm_id: int) -> Firm:
    """Held against other filings, not against records that only name the firm."""
    held = select(Firm).where(Firm.id == firm_id).with_for_update(key_share=True)
    return session.scalars(held.execution_options(populate_existing=True)).one()


def find_own_like(group_id: int, park_id: int, subject_key: str) -> Claim | None:
    """What the park has filed already on the same words of the group and still stands."""
    return session.scalars(
        select(Claim)
        .where(
            Claim.group_id == group_id,
            Claim.park_id == park_id,
            Claim.subject_key == subject_key,
            is_pending(clock.today()),
        )
        .limit(1)
    ).one_or_none()


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Claim.id).where(Claim.ref == ref)).first() is not None


def usd_rate(currency: Currency, month: str) -> Decimal | None:
    """Units of the currency for a dollar in the month, or in the latest one before it that has any."""
    if currency is Currency.USD:
        return Decimal(1)
    latest = select(func.max(ExchangeRate.id)).where(ExchangeRate.month <= month).group_by(ExchangeRate.month)
    row = session.scalars(
        select(ExchangeRate)
        .where(ExchangeRate.id.in_(latest), ExchangeRate.is_retracted.is_(False))
        .order_by(ExchangeRate.month.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return {
        Currency.CNY: row.cny_per_usd,
        Currency.TWD: row.twd_per_usd,
        Currency.HKD: row.hkd_per_usd,
    }[currency]


def list_protected_groups(on: date) -> list[tuple[frozenset[int], Protection]]:
    """Every protection, with the groups for which it holds now: for looking at many records at once."""
    group, named = aliased(Firm), aliased(Firm)
    rows = session.execute(
        select(Claim, func.coalesce(group.group_id, group.id), func.coalesce(named.group_id, named.id))
        .join(group, group.id == Claim.group_id)
        .join(named, named.id == Claim.firm_id)
        .where(is_protected(on))
        .options(*LISTED)
        .order_by(Claim.filed_at, Claim.id)
    )
    return [(frozenset(roots), protection_of(claim)) for claim, *roots in rows]
