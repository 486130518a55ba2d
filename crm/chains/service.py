"""Chains and links are drawn, and who fills a link is recorded."""

from __future__ import annotations

from dataclasses import dataclass, fields

from flask_babel import gettext as _

from crm.chains import queries
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Chain, ChainLink, Establishment, Firm, LinkFiller, Project, User
from models.enums import LinkTier


@dataclass(frozen=True, slots=True)
class ChainFields:
    park_id: int | None
    name_hans: str
    name_hant: str
    name_en: str | None = None
    industry_id: int | None = None
    position: int = 0
    note: str | None = None
    quote: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class LinkFields:
    name_hans: str
    name_hant: str
    name_en: str | None = None
    tier: LinkTier | None = None
    industry_id: int | None = None
    position: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FillerFields:
    """``establishment_id`` or ``project_id``: one of both."""

    strength: int
    evidence: str
    establishment_id: int | None = None
    project_id: int | None = None


def check_may_edit(park_id: int | None, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: not in this role, or another park's chain.
    """
    if by is not None and not may(by, Permission.EDIT_CHAINS):
        raise NotAllowedError(_("Your role does not include this."))
    check_own_park(park_id, by)


def add_chain(written: ChainFields, *, by: User | None, ref: str | None = None) -> Chain:
    """
    Raises:
        NotAllowedError, RuleError
    """
    check_may_edit(written.park_id, by)
    row = Chain(
        ref=ref or free_ref("chains", "CH-{:05d}", queries.is_ref_taken),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _write_chain(row, written)
    session.add(row)
    session.flush()
    return row


def edit_chain(row: Chain, written: ChainFields, *, by: User | None, lock_version: int | None = None) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_edit(row.park_id, by)
    refuse_put_away(row, row.name_hans)
    refuse_stale(row, lock_version, _("Somebody else changed this chain in the meantime."))
    if written.park_id != row.park_id:
        words = _("A chain stays in its park: what its links rest on lies there.")
        raise RuleError(words, fields={"park_id": words})
    _write_chain(row, written)


def _write_chain(row: Chain, written: ChainFields) -> None:
    _check_names(written.name_hans, written.name_hant)
    if written.park_id is None:
        words = _("Choose the park.")
        raise RuleError(words, fields={"park_id": words})
    if queries.is_name_taken(written.park_id, written.name_hans, besides=row.id):
        words = _("The park has a chain of this name.")
        raise RuleError(words, fields={"name_hans": words})
    for field in fields(written):
        setattr(row, field.name, getattr(written, field.name))


def _check_names(hans: str, hant: str) -> None:
    missing = {name: value for name, value in (("name_hans", hans), ("name_hant", hant)) if not value.strip()}
    if missing:
        words = _("Give it a name in both scripts.")
        raise RuleError(words, fields=dict.fromkeys(missing, words))


def archive_chain(row: Chain, *, reason: str, by: User | None) -> None:
    check_may_edit(row.park_id, by)
    put_away(row, reason)


def restore_chain(row: Chain, *, by: User | None) -> None:
    check_may_edit(row.park_id, by)
    if queries.is_name_taken(row.park_id, row.name_hans, besides=row.id):
        raise RuleError(_("The park has a chain of this name."))
    bring_back(row)


# --- Links ---------------------------------------------------------------------------------------


def add_link(chain: Chain, written: LinkFields, *, by: User | None) -> ChainLink:
    """At the end of its chain unless a place is given."""
    check_may_edit(chain.park_id, by)
    refuse_put_away(chain, chain.name_hans)
    row = ChainLink(chain_id=chain.id, created_at=clock.now())
    _write_link(row, written)
    session.add(row)
    session.flush()
    return row


def edit_link(
    row: ChainLink, written: LinkFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check_link(row, by)
    refuse_stale(row, lock_version, _("Somebody else changed this link in the meantime."))
    _write_link(row, written)


def _write_link(row: ChainLink, written: LinkFields) -> None:
    _check_names(written.name_hans, written.name_hant)
    for field in fields(written):
        setattr(row, field.name, getattr(written, field.name))
    if written.position is None:
        row.position = queries.last_position(row.chain_id) + 1


def archive_link(row: ChainLink, *, reason: str, by: User | None) -> None:
    check_may_edit(row.chain.park_id, by)
    put_away(row, reason)


def restore_link(row: ChainLink, *, by: User | None) -> None:
    check_may_edit(row.chain.park_id, by)
    bring_back(row)


def _check_link(row: ChainLink, by: User | None) -> None:
    check_may_edit(row.chain.park_id, by)
    refuse_put_away(row.chain, row.chain.name_hans)
    refuse_put_away(row, row.name_hans)


# --- Who fills a link ----------------------------------------------------------------------------


def add_filler(link: ChainLink, firm: Firm, written: FillerFields, *, by: User | None) -> LinkFiller:
    """
    Raises:
        NotAllowedError: another park's chain.
        RuleError: nothing shows that the firm is there, or what is named isn't the firm's.
    """
    _check_link(link, by)
    refuse_put_away(firm, firm.name)
    row = LinkFiller(
        link_id=link.id, firm_id=firm.id, created_at=clock.now(), created_by_id=by.id if by else None
    )
    _write_filler(row, written, by)
    session.add(row)
    session.flush()
    return row


def edit_filler(
    row: LinkFiller, written: FillerFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    _check_link(row.link, by)
    refuse_stale(row, lock_version, _("Somebody else changed this entry in the meantime."))
    _write_filler(row, written, by)


def archive_filler(row: LinkFiller, *, reason: str, by: User | None) -> None:
    check_may_edit(row.link.chain.park_id, by)
    put_away(row, reason)


def restore_filler(row: LinkFiller, *, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: not in this role, or another park's chain.
        RuleError: the chain, its link or the firm was put away.
    """
    _check_link(row.link, by)
    refuse_put_away(row.firm, row.firm.name)
    bring_back(row)


def _write_filler(row: LinkFiller, written: FillerFields, by: User | None) -> None:
    if not written.evidence.strip():
        words = _("Say what shows it.")
        raise RuleError(words, fields={"evidence": words})
    link = session.get_one(ChainLink, row.link_id)
    through = _through(row.firm_id, link.chain.park_id, written, by)
    row.park_id = through.park_id
    row.establishment_id = through.id if isinstance(through, Establishment) else None
    row.project_id = through.id if isinstance(through, Project) else None
    row.strength, row.evidence = written.strength, written.evidence


def _through(firm_id: int, park_id: int, written: FillerFields, by: User | None) -> Establishment | Project:
    """What of the firm's group is in the zone."""
    offered: dict[tuple[str, int], Establishment | Project] = {
        **{("e", each.id): each for each in queries.list_establishments(firm_id)},
        **{("p", each.id): each for each in queries.list_projects(firm_id, park_id, viewer=by)},
    }
    named = [("e", written.establishment_id), ("p", written.project_id)]
    found = [offered.get((kind, number)) for kind, number in named if number is not None]
    if len(found) != 1 or found[0] is None:
        words = _("Choose one establishment or one project of the firm's group.")
        raise RuleError(words, fields={"through": words})
    return found[0]
