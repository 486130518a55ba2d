"""One firm, one establishment, who owns whom, the register."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CompoundSelect, Select, SelectBase, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from crm.core.database import session
from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.visibility import visible_firms
from crm.firms.rules import Parentage
from kernel.errors import NotFoundError
from models import (
    Establishment,
    EstablishmentEvidence,
    EstablishmentVersion,
    Firm,
    FirmParentage,
    Industry,
    Merge,
    Project,
    RegisteredCompany,
    User,
)

TREE_LIMIT = 200
REGISTER_LIMIT = 20


def get_firm(firm_id: int, *, viewer: User | None) -> Firm:
    """The firm with its aliases, industry, parent and group.

    Raises:
        NotFoundError: no such firm, or none that the viewer may know of.
    """
    firm = session.scalars(
        select(Firm)
        .where(Firm.id == firm_id, visible_firms(viewer))
        .options(
            selectinload(Firm.aliases),
            joinedload(Firm.industry),
            joinedload(Firm.parent),
            joinedload(Firm.group),
        )
    ).one_or_none()
    if firm is None:
        raise NotFoundError(_("There is no such firm, or none that you may see."))
    return firm


def find_kept(firm: Firm) -> Firm:
    """The record that is kept of a firm: itself, or the one into which it was merged."""
    if firm.merged_into_id is None:
        return firm
    return session.get_one(Firm, firm.merged_into_id)


def list_merged_into(firm_id: int) -> Sequence[Firm]:
    """The records that were merged into a firm."""
    return session.scalars(select(Firm).where(Firm.merged_into_id == firm_id).order_by(Firm.id)).all()


def list_led_through(firm_id: int) -> Sequence[Firm]:
    """The records that were merged into a firm before it was merged itself, over all steps."""
    still = (Merge.undone_at.is_(None), Merge.from_firm_id.is_not(None))
    through = select(Merge.from_firm_id.label("id")).where(Merge.into_firm_id == firm_id, *still)
    line = through.cte("line", recursive=True)
    line = line.union(select(Merge.from_firm_id).where(Merge.into_firm_id == line.c.id, *still))
    return session.scalars(select(Firm).where(Firm.id.in_(select(line.c.id))).order_by(Firm.id)).all()


def find_firm_by_ref(ref: str) -> Firm | None:
    return session.scalars(
        select(Firm).where(Firm.ref == ref).options(selectinload(Firm.aliases), joinedload(Firm.industry))
    ).one_or_none()


def find_firm_by_number(*, business_number: str | None = None, credit_code: str | None = None) -> Firm | None:
    """The firm, put away or not, that has one of the numbers."""
    wanted = [
        column == value
        for column, value in ((Firm.business_number, business_number), (Firm.credit_code, credit_code))
        if value
    ]
    return session.scalars(select(Firm).where(or_(*wanted))).first() if wanted else None


def list_firms_by_id(ids: Collection[int]) -> dict[int, Firm]:
    """The firms by id; for names beside figures."""
    if not ids:
        return {}
    return {firm.id: firm for firm in session.scalars(select(Firm).where(Firm.id.in_(ids)))}


def find_industry(name: str) -> Industry | None:
    """By the name as first written, or its simplified or traditional form."""
    found = session.scalars(
        select(Industry)
        .where(or_(Industry.name == name, Industry.name_hans == name, Industry.name_hant == name))
        .order_by(Industry.id)
    )
    return found.first()


def list_industries() -> Sequence[Industry]:
    return session.scalars(select(Industry).order_by(Industry.id)).all()


def list_parentages(firm_id: int) -> Sequence[FirmParentage]:
    """Every version recorded of who owns the firm, the last first."""
    return session.scalars(
        select(FirmParentage)
        .where(FirmParentage.firm_id == firm_id)
        .options(joinedload(FirmParentage.parent))
        .order_by(FirmParentage.recorded_at.desc(), FirmParentage.id.desc())
    ).all()


def list_parentages_above(
    firm_ids: Collection[int] | SelectBase, *, known_at: datetime | None = None
) -> list[Parentage]:
    """All versions of the firms named and of whoever ever stood above them, in one statement."""
    line = select(Firm.id).where(Firm.id.in_(firm_ids)).cte("line", recursive=True)
    line = line.union(
        select(FirmParentage.parent_id).where(
            FirmParentage.firm_id == line.c.id, FirmParentage.parent_id.is_not(None)
        )
    )
    query = select(
        FirmParentage.firm_id,
        FirmParentage.parent_id,
        FirmParentage.holds_from,
        FirmParentage.recorded_at,
        FirmParentage.id,
    ).join(line, FirmParentage.firm_id == line.c.id)
    if known_at is not None:
        query = query.where(FirmParentage.recorded_at <= known_at)
    return [Parentage(*row) for row in session.execute(query)]


def list_subtree(firm_id: int) -> Sequence[Firm]:
    """The firms below a firm by today's parents, without itself."""
    below = select(Firm.id).where(Firm.parent_id == firm_id).cte("below", recursive=True)
    child = aliased(Firm)
    below = below.union(select(child.id).where(child.parent_id == below.c.id))
    return session.scalars(select(Firm).where(Firm.id.in_(select(below.c.id)), Firm.id != firm_id)).all()


def one_record(firm_id: int) -> ColumnElement[bool]:
    """A firm itself and the records that were merged into it: what is one firm to whoever reads its page."""
    return or_(Firm.id == firm_id, Firm.merged_into_id == firm_id)


def ids_of_record(firm_id: int) -> Select[int]:
    """The same as numbers, for lists of what hangs on a firm."""
    return select(Firm.id).where(one_record(firm_id))


def with_kept(ids: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    """Firms among ``ids``, and those into which one of them was merged.

    One list rather than a choice of two: a database then begins with the few instead of asking every firm.
    """
    merged = aliased(Firm)
    kept = select(merged.merged_into_id).where(merged.merged_into_id.is_not(None), merged.id.in_(ids))
    own = ids.subquery()
    return Firm.id.in_(union_all(select(own.c[0]), kept))


def in_group(firm_id: int) -> ColumnElement[bool]:
    """A firm itself with what was merged into it and, where it is a group, its members by today's parents."""
    return or_(one_record(firm_id), Firm.group_id == firm_id)


def list_group_members(group_id: int, *, viewer: User | None) -> tuple[Sequence[Firm], int]:
    """The first members of a group, itself among them, by level and name; and how many there are."""
    member = (in_group(group_id), visible_firms(viewer))
    active = Firm.archived_at.is_(None)
    total = session.execute(select(func.count()).select_from(Firm).where(*member, active)).scalar_one()
    rows = session.scalars(
        select(Firm)
        .where(*member, active)
        .order_by(Firm.group_id.is_not(None), Firm.parent_id != group_id, Firm.pinyin_key, Firm.id)
        .limit(TREE_LIMIT)
    ).all()
    return rows, total


def has_dependants(firm: Firm) -> bool:
    """Whether it owns firms, has establishments or carries on projects, whoever may see them."""
    return bool(
        session.execute(
            select(
                or_(
                    exists().where(Firm.parent_id == firm.id, Firm.archived_at.is_(None)),
                    exists().where(Establishment.firm_id == firm.id, Establishment.is_retracted.is_(False)),
                    exists().where(Project.firm_id == firm.id, Project.archived_at.is_(None)),
                )
            )
        ).scalar_one()
    )


def get_establishment(establishment_id: int, *, viewer: User | None) -> Establishment:
    """The establishment with its firm, park and evidence.

    Raises:
        NotFoundError: there is none, or none that the viewer may know of.
    """
    found = session.scalars(
        select(Establishment)
        .join(Establishment.firm)
        .where(Establishment.id == establishment_id, visible_firms(viewer))
        .options(
            joinedload(Establishment.firm),
            joinedload(Establishment.park),
            selectinload(Establishment.evidence).joinedload(EstablishmentEvidence.attachment),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such establishment, or none that you may see."))
    return found


def find_establishment_by_ref(ref: str) -> Establishment | None:
    return session.scalars(
        select(Establishment).where(Establishment.ref == ref).options(joinedload(Establishment.park))
    ).one_or_none()


def list_establishments(firm_id: int) -> Sequence[Establishment]:
    """The establishments of a firm and of its group's members, with their evidence, the eldest first.

    Those that were taken back come last.
    """
    return session.scalars(
        select(Establishment)
        .join(Establishment.firm)
        .where(in_group(firm_id))
        .options(
            joinedload(Establishment.firm),
            joinedload(Establishment.park),
            selectinload(Establishment.evidence),
        )
        .order_by(Establishment.is_retracted, Establishment.registered_on, Establishment.id)
    ).all()


def list_establishment_versions(establishment: Establishment) -> Sequence[EstablishmentVersion]:
    """What was known of it, the last first."""
    return session.scalars(
        select(EstablishmentVersion)
        .where(EstablishmentVersion.establishment_id == establishment.id)
        .options(joinedload(EstablishmentVersion.park))
        .order_by(EstablishmentVersion.recorded_at.desc(), EstablishmentVersion.id.desc())
    ).all()


def get_evidence(evidence_id: int, *, viewer: User | None) -> EstablishmentEvidence:
    """Raises NotFoundError, also where the viewer may not see the firm."""
    found = session.scalars(
        select(EstablishmentEvidence)
        .join(EstablishmentEvidence.establishment)
        .join(Establishment.firm)
        .where(EstablishmentEvidence.id == evidence_id, visible_firms(viewer))
        .options(joinedload(EstablishmentEvidence.attachment))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such file, or none that you may see."))
    return found


def find_registered_company(
    *, business_number: str | None = None, code: str | None = None
) -> RegisteredCompany | None:
    """The row of the public register with the number, or else with the stock code."""
    for column, value in (
        (RegisteredCompany.business_number, business_number),
        (RegisteredCompany.code, code),
    ):
        if value:
            found = session.scalars(select(RegisteredCompany).where(column == value)).first()
            if found is not None:
                return found
    return None


def get_registered_company(company_id: int) -> RegisteredCompany:
    """Raises NotFoundError."""
    company = session.get(RegisteredCompany, company_id)
    if company is None:
        raise NotFoundError(_("There is no such company in the register."))
    return company


def search_register(query: str, limit: int = REGISTER_LIMIT) -> Sequence[RegisteredCompany]:
    """Companies of the register by code, number or name in any script; those that begin so first."""
    if not query_tokens(query):
        return []
    begins = RegisteredCompany.code == query.strip()
    return session.scalars(
        select(RegisteredCompany)
        .where(matches(RegisteredCompany, query))
        .order_by(begins.desc(), RegisteredCompany.name_key, RegisteredCompany.id)
        .limit(limit)
    ).all()
