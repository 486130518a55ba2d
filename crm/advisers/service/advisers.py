"""Advisers: who they are, their terms, to whom they are related, and which account acts for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.advisers import queries, rules
from crm.advisers.labels import FAULTS, FIELDS
from crm.core import names, storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, may
from crm.core.records import bring_back, put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.firms.rules import clean_text
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Adviser, AdviserArea, AdviserField, AdviserRelation, AdviserTerm, User
from models.enums import AdviserKind, AdviserRegion, TermState

Upload = tuple[bytes, str]
"""Content and name of a file."""

MAX_TEXT = 500
NAMES = ("name_hans", "name_hant", "name_en")
TEXTS = (*NAMES, "organisation", "title", "email", "phone", "note")


@dataclass(frozen=True, slots=True)
class AdviserFields:
    """What people write on an adviser."""

    kind: AdviserKind
    name_hans: str | None = None
    name_hant: str | None = None
    name_en: str | None = None
    organisation: str | None = None
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    contact_id: int | None = None
    association_id: int | None = None
    note: str | None = None
    regions: tuple[AdviserRegion, ...] = ()
    industry_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFields:
    from_on: date
    until_on: date
    letter_number: str | None = None
    duties: str | None = None


def add_adviser(written: AdviserFields, *, by: User | None, ref: str | None = None) -> Adviser:
    """
    Raises:
        NotAllowedError: who doesn't look after advisers.
        RuleError: no name, or a text that is too long.
    """
    _check_may_edit(by)
    written = _checked(written)
    adviser = Adviser(
        ref=ref or free_ref("advisers", "AD-{:04d}", queries.is_adviser_ref_taken),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _write(adviser, written)
    session.add(adviser)
    session.flush()
    return adviser


def change_adviser(
    adviser: Adviser, written: AdviserFields, *, by: User | None, lock_version: int | None = None
) -> Adviser:
    """
    Raises:
        NotAllowedError: who doesn't look after advisers.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, no name, or a text that is too long.
    """
    _check_may_edit(by)
    refuse_put_away(adviser, adviser.name)
    refuse_stale(adviser, lock_version, _("Somebody else changed this adviser in the meantime."))
    _write(adviser, _checked(written))
    session.flush()
    return adviser


def archive_adviser(adviser: Adviser, *, reason: str, by: User | None) -> None:
    """Put it away: its account sees nothing any more.

    Raises:
        NotAllowedError: who doesn't look after advisers.
        RuleError: no reason, or put away already.
    """
    _check_may_edit(by)
    put_away(adviser, reason)


def restore_adviser(adviser: Adviser, *, by: User | None) -> None:
    """Raises NotAllowedError."""
    _check_may_edit(by)
    bring_back(adviser)


def link_account(adviser: Adviser, name: str, *, by: User | None) -> None:
    """Let the account of that name act as the adviser; no name: none does any more.

    Raises:
        NotAllowedError: who isn't of the office: an account opens an adviser's referrals.
        RuleError: no adviser's account has that name, or it acts for another one.
    """
    if by is not None and not may(by, Permission.RULE_REFERRALS):
        raise NotAllowedError(_("The office says which account acts for an adviser."))
    refuse_put_away(adviser, adviser.name)
    adviser.user_id = _free_account(adviser, name.strip()).id if name.strip() else None
    session.flush()


def _free_account(adviser: Adviser, name: str) -> User:
    account = queries.find_account(name)
    other = queries.find_adviser_of(account.id) if account else None
    if account is None or (other is not None and other.id != adviser.id):
        words = _("There is no adviser's account of this name, or it acts for another adviser.")
        raise RuleError(words, fields={"account": words})
    return account


def add_term(
    adviser: Adviser, written: TermFields, *, files: Sequence[Upload] = (), by: User | None
) -> AdviserTerm:
    """
    Raises:
        NotAllowedError: who doesn't look after advisers.
        RuleError: days that can't be, or that belong to another term.
    """
    _check_may_edit(by)
    refuse_put_away(adviser, adviser.name)
    _check_days(adviser.id, written)
    term = AdviserTerm(adviser_id=adviser.id, created_at=clock.now(), created_by_id=by.id if by else None)
    _write_term(term, written, files, by)
    session.add(term)
    session.flush()
    return term


def change_term(
    term: AdviserTerm,
    written: TermFields,
    *,
    files: Sequence[Upload] = (),
    by: User | None,
    lock_version: int | None = None,
) -> AdviserTerm:
    """
    Raises:
        NotAllowedError: who doesn't look after advisers.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: days that can't be, or that belong to another term.
    """
    _check_may_edit(by)
    refuse_put_away(term.adviser, term.adviser.name)
    refuse_stale(term, lock_version, _("Somebody else changed this term in the meantime."))
    _check_days(term.adviser_id, written, own=term)
    _write_term(term, written, files, by)
    session.flush()
    return term


def end_term(term: AdviserTerm, *, ended_on: date, reason: str, by: User | None) -> None:
    """End it before its time; ``ended_on`` is the last day on which it holds.

    Raises:
        NotAllowedError: who doesn't look after advisers.
        RuleError: no reason, or a day outside of the term.
    """
    _check_may_edit(by)
    refuse_put_away(term.adviser, term.adviser.name)
    if not reason.strip():
        words = _("Say why it ends.")
        raise RuleError(words, fields={"reason": words})
    if not term.from_on <= ended_on <= term.until_on:
        words = _("This day lies outside of the term.")
        raise RuleError(words, fields={"ended_on": words})
    term.ended_on, term.ended_reason = ended_on, reason.strip()
    session.flush()


def term_state_today(term: AdviserTerm) -> TermState:
    return rules.term_state(term.from_on, term.until_on, term.ended_on, clock.today())


def archive_term(term: AdviserTerm, *, reason: str, by: User | None) -> None:
    """Put away what was recorded by mistake."""
    _check_may_edit(by)
    put_away(term, reason)


def add_relation(adviser: Adviser, firm_id: int, *, why: str, by: User | None) -> AdviserRelation:
    """Record that a firm is a related party.

    Raises:
        NotAllowedError: who doesn't look after advisers.
        RuleError: no reason, a firm put away, or it is recorded already.
    """
    _check_may_edit(by)
    refuse_put_away(adviser, adviser.name)
    refuse_firm_away(firm_id)
    if not why.strip():
        words = _("Say how they are related.")
        raise RuleError(words, fields={"why": words})
    if any(each.firm_id == firm_id for each in queries.list_relations(adviser.id)):
        words = _("This relation is recorded already.")
        raise RuleError(words, fields={"firm_id": words})
    relation = AdviserRelation(
        adviser_id=adviser.id,
        firm_id=firm_id,
        why=why.strip(),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    session.add(relation)
    session.flush()
    return relation


def archive_relation(relation: AdviserRelation, *, reason: str, by: User | None) -> None:
    _check_may_edit(by)
    put_away(relation, reason)


def _check_may_edit(by: User | None) -> None:
    if by is not None and not may(by, Permission.EDIT_ADVISERS):
        raise NotAllowedError(_("Park leads and the office look after advisers."))


def _checked(written: AdviserFields) -> AdviserFields:
    texts: dict[str, Any] = {name: clean_text(getattr(written, name)) for name in TEXTS}
    cleaned = replace(written, **texts)
    faults = {
        name: _("At most %(limit)s characters.", limit=MAX_TEXT)
        for name, text in texts.items()
        if len(text or "") > MAX_TEXT
    }
    if not any(texts[name] for name in NAMES):
        faults["name_hant"] = _("An adviser needs a name in one of the three scripts.")
    if faults:
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    return cleaned


def _write(adviser: Adviser, written: AdviserFields) -> None:
    lists = ("regions", "industry_ids")
    for each in fields(AdviserFields):
        if each.name not in lists:
            setattr(adviser, each.name, getattr(written, each.name))
    areas = {area.region: area for area in adviser.areas}
    adviser.areas = [areas.get(each) or AdviserArea(region=each) for each in dict.fromkeys(written.regions)]
    known = {each.industry_id: each for each in adviser.fields}
    adviser.fields = [
        known.get(each) or AdviserField(industry_id=each) for each in dict.fromkeys(written.industry_ids)
    ]
    write_keys(adviser)


def write_keys(adviser: Adviser) -> None:
    """Write the columns by which an adviser is sorted and found."""
    own = [adviser.name_hant, adviser.name_hans, adviser.name_en]
    adviser.pinyin_key = names.pinyin(next(filter(None, own), ""))
    adviser.search_text = names.tokens([*own, adviser.organisation], [adviser.ref])


def _check_days(adviser_id: int, written: TermFields, *, own: AdviserTerm | None = None) -> None:
    others = [
        (term.from_on, min(term.until_on, term.ended_on or term.until_on))
        for term in queries.list_terms(adviser_id)
        if own is None or term.id != own.id
    ]
    found = rules.term_faults(written.from_on, written.until_on, others)
    if found:
        words = str(FAULTS[found[0]])
        raise RuleError(words, fields={FIELDS[found[0]]: words})


def _write_term(term: AdviserTerm, written: TermFields, files: Sequence[Upload], by: User | None) -> None:
    term.from_on, term.until_on = written.from_on, written.until_on
    term.letter_number, term.duties = clean_text(written.letter_number), clean_text(written.duties)
    for content, file_name in files[:1]:
        term.attachment = storage.attach(content, file_name, by_id=by.id if by else None)
