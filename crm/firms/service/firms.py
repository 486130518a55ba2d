"""Adding and changing firms, and the keys by which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from flask_babel import gettext as _

from crm.core import names
from crm.core.database import session
from crm.core.events import firm_changed
from crm.core.numbering import free_ref
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.firms import queries, rules
from crm.firms.service.parentage import set_parent
from kernel import clock
from kernel.errors import RuleError
from models import Firm, FirmAlias, Industry, RegisteredCompany
from models.enums import AliasKind

MAX_TEXT = 500
NAMES = ("name_hant", "name_hans", "name_en")
_WEBSITE = re.compile(r"(https?://)?[^\s/:?#@]+\.[^\s/:?#@]+([/:?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    name: str
    kind: AliasKind = AliasKind.OTHER


@dataclass(frozen=True, slots=True)
class FirmFields:
    """What people write on a firm. Its parent is set by :func:`set_parent`, from a day on."""

    name_hant: str | None = None
    name_hans: str | None = None
    name_en: str | None = None
    aliases: tuple[Alias, ...] = ()
    business_number: str | None = None
    credit_code: str | None = None
    stock_code: str | None = None
    industry: str | None = None
    """As written; a new one enters the dictionary."""
    address: str | None = None
    website: str | None = None
    source: str | None = None


def fields_of(firm: Firm) -> FirmFields:
    """What is written on the firm now, to change some of it with ``dataclasses.replace``."""
    own = {each.name: getattr(firm, each.name) for each in fields(FirmFields)}
    own["aliases"] = tuple(Alias(alias.name, alias.kind) for alias in firm.own_aliases)
    own["industry"] = firm.industry.name if firm.industry else None
    return FirmFields(**own)


def aliases_named(written: Iterable[str], firm: Firm | None = None) -> tuple[Alias, ...]:
    """Aliases from bare names; one that the firm has already keeps its kind."""
    kinds = {alias.name: alias.kind for alias in firm.own_aliases} if firm else {}
    cleaned = dict.fromkeys(filter(None, map(rules.clean_text, written)))
    return tuple(Alias(name, kinds.get(name, AliasKind.OTHER)) for name in cleaned)


def add_firm(
    written: FirmFields, *, ref: str | None = None, parent: Firm | None = None, is_distinct: bool = False
) -> Firm:
    """Add a firm; with ``parent`` it is owned by it since ever.

    Raises:
        RuleError: something written can't be, a number is taken, or a firm of that name is there already and
            nobody said that this is another one (``is_distinct``).
    """
    written = _checked(written, None)
    if not is_distinct:
        _refuse_namesake(written)
    if ref and queries.find_firm_by_ref(ref):
        raise RuleError(_("There already is a firm %(ref)s.", ref=ref), fields={"ref": ""})
    now = clock.now()
    firm = Firm(
        ref=ref or free_ref("firms", "F-{:06d}", queries.find_firm_by_ref),
        is_ref_generated=not ref,
        created_at=now,
        updated_at=now,
    )
    _write(firm, written)
    session.add(firm)
    session.flush()
    if parent is not None:
        set_parent(firm, parent, holds_from=None)
    return firm


def new_firm(written: FirmFields, *, ref: str, industry: Industry | None) -> Firm:
    """One of many firms made together: who calls has looked up refs and numbers at once, and flushes.

    Raises:
        RuleError: something written can't be.
    """
    cleaned = _cleaned(written)
    if faults := _faults(cleaned):
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    now = clock.now()
    firm = Firm(ref=ref, is_ref_generated=False, created_at=now, updated_at=now)
    _write(firm, cleaned, industry)
    session.add(firm)
    return firm


def change_firm(firm: Firm, written: FirmFields, *, lock_version: int | None = None) -> Firm:
    """Write the fields anew.

    Raises:
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, something written can't be, or a number is taken.
    """
    refuse_put_away(firm, firm.name)
    words = _("Somebody else changed this firm in the meantime. Compare before you save again.")
    refuse_stale(firm, lock_version, words)
    written = _checked(written, firm)
    if _in_order(written) == _in_order(fields_of(firm)):
        return firm
    _write(firm, written)
    firm.updated_at = clock.now()
    session.flush()
    firm_changed.send(firm)
    return firm


def add_from_register(company: RegisteredCompany) -> Firm:
    """Add a firm with what the public register says of it.

    Raises:
        RuleError: a firm with its number or name is there already.
    """
    return add_firm(fields_from_register(company))


def fields_from_register(company: RegisteredCompany) -> FirmFields:
    """What the register says, as a firm's fields. Its short names become aliases."""
    shorts = [name for name in (company.short_hant, company.short_en) if name and name != company.name_en]
    number = rules.clean_business_number(company.business_number)
    return FirmFields(
        name_hant=company.name_hant,
        name_en=company.name_en,
        aliases=tuple(Alias(name, AliasKind.SHORT) for name in dict.fromkeys(shorts)),
        business_number=number if number and rules.is_business_number(number) else None,
        stock_code=company.code,
        industry=company.industry,
        address=company.address,
        website=company.website if company.website and _WEBSITE.fullmatch(company.website) else None,
        source=_("Public register of listed companies, %(day)s", day=company.as_of.isoformat()),
    )


def archive_firm(firm: Firm, *, reason: str) -> None:
    """Put a firm away.

    Raises:
        RuleError: no reason, already put away, or others still rest on it.
    """
    if queries.has_dependants(firm):
        # Not how many: some of the projects may be a rival park's.
        words = _("Firms that it owns, establishments or projects rest on it. Move or put these away first.")
        raise RuleError(words)
    put_away(firm, reason)
    firm.updated_at = clock.now()


def restore_firm(firm: Firm) -> None:
    """Bring a firm back that was put away.

    Raises:
        RuleError: it was merged into another one.
    """
    if firm.merged_into_id is not None:
        kept = queries.find_kept(firm)
        raise RuleError(_("It was merged into %(name)s (%(ref)s).", name=kept.name, ref=kept.ref))
    bring_back(firm)
    firm.updated_at = clock.now()


def industry_named(name: str | None) -> Industry | None:
    """The entry of the dictionary with this name, made where it is new; None for no name."""
    written = rules.clean_text(name)
    if written is None:
        return None
    found = queries.find_industry(written)
    if found is None:
        found = Industry(name=written, name_hans=names.in_simplified(written), name_hant=written)
        session.add(found)
        session.flush()
    return found


def write_keys(firm: Firm) -> None:
    """Write the columns by which a firm is matched, sorted and found; after every change of its names."""
    called = firm.name_hant or firm.name_hans or firm.name_en or ""
    firm.name_key = names.fold(called)
    firm.pinyin_key = names.pinyin(called)
    firm.initials_key = names.initials(called)
    firm.english_key = names.fold(firm.name_en or "")
    firm.search_text = names.tokens(
        [firm.name_hant, firm.name_hans, firm.name_en, *(alias.name for alias in firm.aliases)],
        [firm.ref, firm.stock_code, firm.business_number, firm.credit_code],
    )


def _write(firm: Firm, written: FirmFields, industry: Industry | None = None) -> None:
    industry = industry or industry_named(written.industry)
    for each in fields(FirmFields):
        if each.name not in ("aliases", "industry"):
            setattr(firm, each.name, getattr(written, each.name))
    firm.industry = industry
    _write_aliases(firm, written.aliases)
    write_keys(firm)


def _write_aliases(firm: Firm, written: tuple[Alias, ...]) -> None:
    """Rows that are still wanted stay, so that the log names only what changed; merges have their own."""
    wanted = {alias.name: alias.kind for alias in written if alias.kind is not AliasKind.MERGED}
    for row in list(firm.own_aliases):
        if row.name in wanted:
            row.kind = wanted.pop(row.name)
        else:
            firm.aliases.remove(row)
    for name, kind in wanted.items():
        firm.aliases.append(FirmAlias(name=name, kind=kind, name_key=names.fold(name)))


def _checked(written: FirmFields, firm: Firm | None) -> FirmFields:
    cleaned = _cleaned(written)
    faults = _faults(cleaned) or _taken(cleaned, firm)
    if faults:
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    return cleaned


def _in_order(written: FirmFields) -> FirmFields:
    """The order of aliases says nothing."""
    return replace(written, aliases=tuple(sorted(written.aliases)))


def _cleaned(written: FirmFields) -> FirmFields:
    texts = {
        name: rules.clean_text(getattr(written, name))
        for name in (*NAMES, "industry", "address", "website", "source")
    }
    aliases = {cleaned: each.kind for each in written.aliases if (cleaned := rules.clean_text(each.name))}
    return replace(
        written,
        **texts,
        aliases=tuple(Alias(name, kind) for name, kind in aliases.items()),
        business_number=rules.clean_business_number(written.business_number),
        credit_code=rules.clean_code(written.credit_code),
        stock_code=rules.clean_code(written.stock_code),
    )


def _faults(written: FirmFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not any(getattr(written, name) for name in NAMES):
        faults["name_hant"] = _("A firm needs a name in one of the three scripts.")
    if written.business_number and not rules.is_business_number(written.business_number):
        faults["business_number"] = _(
            "No unified business number: eight digits of which the last checks the others. "
            "Spreadsheets drop a leading zero."
        )
    if written.credit_code and not rules.is_credit_code(written.credit_code):
        faults["credit_code"] = _(
            "No unified social credit code: eighteen characters of which the last checks the others."
        )
    if written.stock_code and not rules.is_stock_code(written.stock_code):
        faults["stock_code"] = _("A stock code is two to six digits or letters, such as 2317 or 6088.HK.")
    if written.website and not _WEBSITE.fullmatch(written.website):
        faults["website"] = _("Write the address of a website, such as www.example.com.")
    for name in (*NAMES, "industry", "address", "website", "source"):
        if len(getattr(written, name) or "") > MAX_TEXT:
            faults[name] = _("At most %(limit)s characters.", limit=MAX_TEXT)
    return faults


def _taken(written: FirmFields, firm: Firm | None) -> dict[str, str]:
    """A number belongs to one firm, put away or not."""
    faults: dict[str, str] = {}
    for name in ("business_number", "credit_code"):
        value = getattr(written, name)
        if not value or (firm is not None and getattr(firm, name) == value):
            continue
        if other := queries.find_firm_by_number(**{name: value}):
            faults[name] = _("This number belongs to %(name)s (%(ref)s).", name=other.name, ref=other.ref)
    return faults


def _refuse_namesake(written: FirmFields) -> None:
    keys = [names.fold(getattr(written, name) or "") for name in NAMES]
    if namesakes := queries.list_namesakes(keys):
        called = _(", ").join(f"{firm.name} ({firm.ref})" for firm in namesakes[:3])
        words = _("There already is a firm of this name: %(firms)s. Is this another one?", firms=called)
        raise RuleError(words, fields={"is_distinct": words})
