"""Associations and their member firms."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.contacts import queries
from crm.core import names
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.records import bring_back, put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.firms.rules import clean_text
from kernel import clock
from kernel.errors import RuleError
from models import Association, AssociationFirm
from models.enums import AssociationKind

MAX_TEXT = 500
NAMES = ("name_hans", "name_hant", "name_en")


@dataclass(frozen=True, slots=True)
class AssociationFields:
    """What people write on an association."""

    kind: AssociationKind
    name_hans: str | None = None
    name_hant: str | None = None
    name_en: str | None = None
    region: str | None = None
    website: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MembershipFields:
    """What people write of a firm's membership. From ``until_on`` on it no longer holds."""

    firm_id: int
    role: str | None = None
    from_on: date | None = None
    until_on: date | None = None


def add_association(written: AssociationFields, *, ref: str | None = None) -> Association:
    """Add an association.

    Raises:
        RuleError: no name, or there is one of this name already.
    """
    written = _checked(written, None)
    association = Association(
        ref=ref or free_ref("associations", "A-{:04d}", queries.is_association_ref_taken),
        created_at=clock.now(),
    )
    _write(association, written)
    session.add(association)
    session.flush()
    return association


def change_association(
    association: Association, written: AssociationFields, *, lock_version: int | None = None
) -> Association:
    """Write the fields anew.

    Raises:
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, no name, or there is one of this name already.
    """
    refuse_put_away(association, association.name)
    words = _("Somebody else changed this association in the meantime. Compare before you save again.")
    refuse_stale(association, lock_version, words)
    _write(association, _checked(written, association))
    session.flush()
    return association


def archive_association(association: Association, *, reason: str) -> None:
    """Raises RuleError: no reason, or already put away."""
    put_away(association, reason)


def restore_association(association: Association) -> None:
    bring_back(association)


def add_membership(association: Association, written: MembershipFields) -> AssociationFirm:
    """Record that a firm is a member.

    Raises:
        RuleError: one of them was put away, it is recorded already, or days that can't be.
    """
    refuse_put_away(association, association.name)
    refuse_firm_away(written.firm_id)
    written = _checked_membership(written)
    if _is_member(association, written.firm_id):
        words = _("That this firm is a member is recorded already.")
        raise RuleError(words, fields={"firm_id": words})
    membership = AssociationFirm(association_id=association.id, created_at=clock.now())
    _write_membership(membership, written)
    session.add(membership)
    session.flush()
    return membership


def change_membership(
    membership: AssociationFirm, written: MembershipFields, *, lock_version: int | None = None
) -> AssociationFirm:
    """Write it anew: a correction, or its end.

    Raises:
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, or days that can't be.
    """
    refuse_put_away(membership, membership.firm.name)
    refuse_stale(membership, lock_version, _("Somebody else changed this membership in the meantime."))
    _write_membership(membership, replace(_checked_membership(written), firm_id=membership.firm_id))
    session.flush()
    return membership


def archive_membership(membership: AssociationFirm, *, reason: str) -> None:
    """Put a membership away that was recorded by mistake.

    Raises:
        RuleError: no reason, or already put away.
    """
    put_away(membership, reason)


def _is_member(association: Association, firm_id: int) -> bool:
    return any(
        each.firm_id == firm_id and each.until_on is None
        for each in queries.list_member_firms(association.id, viewer=None)
    )


def _checked(written: AssociationFields, own: Association | None) -> AssociationFields:
    texts: dict[str, Any] = {
        name: clean_text(getattr(written, name)) for name in (*NAMES, "region", "website", "note")
    }
    cleaned = replace(written, **texts)
    faults = {
        name: _("At most %(limit)s characters.", limit=MAX_TEXT)
        for name, text in texts.items()
        if len(text or "") > MAX_TEXT
    }
    if not any(texts[name] for name in NAMES):
        faults["name_hans"] = _("An association needs a name in one of the three scripts.")
    if faults:
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    keys = [names.fold(texts[name] or "") for name in NAMES if texts[name]]
    other = queries.find_association_named(keys, but=own.id if own else None)
    if other is not None:
        words = _(
            "There already is an association of this name: %(name)s (%(ref)s).",
            name=other.name,
            ref=other.ref,
        )
        raise RuleError(words, fields={"name_hans": words})
    return cleaned


def _checked_membership(written: MembershipFields) -> MembershipFields:
    cleaned = replace(written, role=clean_text(written.role))
    if cleaned.from_on and cleaned.until_on and cleaned.until_on < cleaned.from_on:
        words = _("It can't end before it begins.")
        raise RuleError(words, fields={"until_on": words})
    return cleaned


def _write(association: Association, written: AssociationFields) -> None:
    for each in fields(AssociationFields):
        setattr(association, each.name, getattr(written, each.name))
    write_keys(association)


def write_keys(association: Association) -> None:
    """Write the columns by which an association is sorted and found."""
    own = [association.name_hans, association.name_hant, association.name_en]
    called = next(filter(None, own), "")
    association.pinyin_key = names.pinyin(called)
    association.search_text = names.tokens([*own, association.region], [association.ref])


def _write_membership(membership: AssociationFirm, written: MembershipFields) -> None:
    for each in fields(MembershipFields):
        setattr(membership, each.name, getattr(written, each.name))
