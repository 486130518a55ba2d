"""Associations: found, listed, with their members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from crm.core import names
from crm.core.database import at_most, session
from crm.core.streaming import iterate
from crm.core.visibility import visible_associations, visible_contacts, visible_firms
from kernel import clock
from kernel.errors import NotFoundError
from models import Association, AssociationFirm, Contact, ContactRole, Firm, User
from models.enums import AssociationKind

MEMBERS_LIMIT = 100
LOOKUP_LIMIT = 20
LEAST_CHARACTERS = 2


def get_association(association_id: int, *, viewer: User | None) -> Association:
    """Raises NotFoundError."""
    found = session.scalars(
        select(Association).where(Association.id == association_id, visible_associations(viewer))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such association, or none that you may see."))
    return found


def is_association_ref_taken(ref: str) -> bool:
    return session.execute(select(Association.id).where(Association.ref == ref)).first() is not None


def find_association_named(search_keys: Sequence[str], *, but: int | None = None) -> Association | None:
    """One of the same name in another script or writing."""
    named = select(Association).where(Association.id != (but or 0), Association.archived_at.is_(None))
    return next(
        (
            each
            for each in session.scalars(named.order_by(Association.id))
            if set(search_keys) & {names.fold(name) for name in _names_of(each)}
        ),
        None,
    )


def _names_of(association: Association) -> list[str]:
    return [name for name in (association.name_hant, association.name_hans, association.name_en) if name]


@dataclass(frozen=True, slots=True)
class AssociationFilters:
    """What the list is narrowed by; ``query`` is a part of a name, in any script."""

    query: str = ""
    kind: AssociationKind | None = None
    is_archived: bool = False


def associations_query(filters: AssociationFilters, *, viewer: User | None) -> Select[Association]:
    """The associations that fit, without an order."""
    return select(Association).where(visible_associations(viewer), *_conditions(filters))


def _conditions(filters: AssociationFilters) -> Iterator[ColumnElement[bool]]:
    archived = Association.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.kind is not None:
        yield Association.kind == filters.kind
    # Some hundreds of rows: every word is looked for wherever it stands.
    for token, _is_prefix in names.query_tokens(filters.query):
        yield Association.search_text.contains(token, autoescape=True)


def iterate_associations(filters: AssociationFilters, *, viewer: User | None) -> Iterator[Association]:
    """Every association that fits, by its number."""
    return iterate(associations_query(filters, viewer=viewer), Association.id)


def search_associations(
    query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT
) -> Sequence[Association]:
    """Associations to choose from, by two characters of a name."""
    if len(query.strip()) < LEAST_CHARACTERS or not names.query_tokens(query):
        return []
    found = associations_query(AssociationFilters(query=query), viewer=viewer)
    return session.scalars(found.order_by(Association.pinyin_key, Association.id).limit(at_most(limit))).all()


@dataclass(frozen=True, slots=True)
class Size:
    """How many belong to an association now."""

    firms: int
    people: int


def count_members(association_ids: Sequence[int]) -> dict[int, Size]:
    """By association, in two statements."""
    if not association_ids:
        return {}
    today = clock.today()
    counts = [
        dict(
            session.execute(
                select(model.association_id, func.count())
                .where(
                    model.association_id.in_(association_ids),
                    model.archived_at.is_(None),
                    func.coalesce(model.until_on > today, True),
                )
                .group_by(model.association_id)
            ).all()
        )
        for model in (AssociationFirm, ContactRole)
    ]
    return {each: Size(counts[0].get(each, 0), counts[1].get(each, 0)) for each in association_ids}


def get_membership(membership_id: int, *, viewer: User | None) -> AssociationFirm:
    """Raises NotFoundError."""
    found = session.scalars(
        select(AssociationFirm)
        .join(AssociationFirm.association)
        .where(AssociationFirm.id == membership_id, visible_associations(viewer))
        .options(joinedload(AssociationFirm.association), joinedload(AssociationFirm.firm))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such membership, or none that you may see."))
    return found


def list_member_firms(association_id: int, *, viewer: User | None) -> Sequence[AssociationFirm]:
    """The first members, those that are in it first, by name."""
    return session.scalars(
        select(AssociationFirm)
        .join(AssociationFirm.firm)
        .where(
            AssociationFirm.association_id == association_id,
            AssociationFirm.archived_at.is_(None),
            visible_firms(viewer),
        )
        .options(joinedload(AssociationFirm.firm).joinedload(Firm.merged_into))
        .order_by(
            func.coalesce(AssociationFirm.until_on <= clock.today(), False),
            Firm.pinyin_key,
            AssociationFirm.id,
        )
        .limit(at_most(MEMBERS_LIMIT))
    ).all()


def list_member_people(association_id: int, *, viewer: User | None) -> Sequence[ContactRole]:
    """The first people who have a role there, those that hold first, by name."""
    return session.scalars(
        select(ContactRole)
        .join(ContactRole.contact)
        .where(
            ContactRole.association_id == association_id,
            ContactRole.archived_at.is_(None),
            visible_contacts(viewer),
        )
        .options(
            joinedload(ContactRole.contact).joinedload(Contact.firm),
            joinedload(ContactRole.contact).joinedload(Contact.merged_into),
        )
        .order_by(func.coalesce(ContactRole.until_on <= clock.today(), False), Contact.name, ContactRole.id)
        .limit(at_most(MEMBERS_LIMIT))
    ).all()
