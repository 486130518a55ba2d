"""Which firm a ranked row means: one that is here, one of the register, or one that only the list names."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from crm.core import names
from crm.firms import queries as firm_queries
from crm.firms import rules as firm_rules
from crm.firms import service as firms
from crm.firms.queries import Match, Wanted
from crm.firms.service import FirmFields
from crm.imports.kinds import queries
from crm.imports.kinds.base import Scene, values_of
from crm.imports.kinds.firm_lookup import NEW
from crm.imports.rows import Candidate, Row
from models import Firm, RegisteredCompany

Identity = tuple[str, str]


def clean_identifiers(row: Row) -> None:
    """Numbers and codes as they are kept; the register's placeholder for “none” says nothing."""
    for name in ("business_number", "code"):
        if row.get(name) is not None:
            cleaned = firm_rules.clean_business_number(row.given[name])
            if cleaned is None:
                del row.given[name]
            else:
                row.given[name] = cleaned


class RankedFirms:
    """The firms of a whole file, found in bulk; each one that has to be made is made once."""

    def __init__(self, rows: Sequence[Row], scene: Scene) -> None:
        self._scene = scene
        self._by_ref = queries.firms_by_ref(values_of(rows, "firm_ref"))
        self._register = queries.registered_companies(
            values_of(rows, "business_number"), values_of(rows, "code")
        )
        without_ref = [row for row in rows if row.get("firm_ref") is None]
        matches = firm_queries.match_firms([self._wanted(row) for row in without_ref])
        self._matches = {row.number: match for row, match in zip(without_ref, matches, strict=True)}
        self._makers: dict[Identity, Row] = {}
        self._made: dict[int, Firm] = {}

    def find(self, row: Row) -> str | None:
        """Put the firm into ``row.found``, or note that it will be made; what tells it from others.

        None where the row was refused.
        """
        if row.get("firm_ref") is not None:
            return self._by_given_ref(row)
        if not any(row.get(name) for name in ("business_number", "code", "name_hant")):
            row.refuse("name_hant", _("One of firm_ref, business_number, code and name_hant is needed."))
            return None
        match = self._matches[row.number]
        firm = match.firm or self._answered(row, match)
        if firm is not None:
            row.found["firm"] = firm
            return firm.ref
        if row.bad:
            return None
        return self._to_be_made(row)

    def firm_for(self, row: Row) -> Firm:
        """The row's firm, made where it isn't here yet, brought back where it was put away."""
        firm: Firm | None = row.found.get("firm")
        if firm is None:
            maker = row.found["maker"]
            if maker.number not in self._made:
                self._made[maker.number] = firms.add_firm(self._fields(maker), is_distinct=True)
                row.made["firm"] = self._made[maker.number].id
            return self._made[maker.number]
        if firm.is_archived:
            firms.restore_firm(firm)
            row.made["firm"] = firm.id
        return firm

    def _by_given_ref(self, row: Row) -> str | None:
        firm = self._by_ref.get(row.given["firm_ref"])
        if firm is None:
            row.refuse("firm_ref", _("There is no firm “%(ref)s” here.", ref=row.given["firm_ref"]))
            return None
        row.found["firm"] = firm
        return firm.ref

    def _answered(self, row: Row, match: Match) -> Firm | None:
        """The candidate that a person chose; where nobody did, the row is a question."""
        if not match.candidates:
            return None
        answer = self._scene.answers.get((row.number, "name_hant"))
        chosen = [firm for firm in match.candidates if firm.ref == answer]
        if not chosen and answer != NEW:
            choices = [Candidate(firm.ref, firm.name) for firm in match.candidates]
            choices.append(Candidate(NEW, _("a new firm")))
            row.refuse("name_hant", _("Several firms bear this name; say which one is meant."), choices)
        return chosen[0] if chosen else None

    def _to_be_made(self, row: Row) -> str | None:
        company = self._company(row)
        if company is None and not row.get("name_hant") and not row.get("name_en"):
            row.refuse("name_hant", _("Neither a firm nor the register knows this number; name the firm."))
            return None
        if company is None:
            self._check_identifiers(row)
        identities = self._identities(row, company)
        maker = next((self._makers[each] for each in identities if each in self._makers), row)
        for each in identities:
            self._makers.setdefault(each, maker)
        row.found["maker"] = maker
        return f"row {maker.number}"

    def _check_identifiers(self, row: Row) -> None:
        number, code = row.get("business_number"), row.get("code")
        if number and not firm_rules.is_business_number(number):
            row.refuse("business_number", _("The check digit does not fit; Excel drops leading zeros."))
        if code and not firm_rules.is_stock_code(code):
            row.refuse("code", _("A stock code is two to six digits or letters, such as 2317 or 6088.HK."))

    def _company(self, row: Row) -> RegisteredCompany | None:
        by_number = self._register.get(("business_number", row.get("business_number") or ""))
        return by_number or self._register.get(("code", row.get("code") or ""))

    def _wanted(self, row: Row) -> Wanted:
        """What the row says, and what the register adds to it."""
        company = self._company(row)
        called = (row.get("name_hant"), company.name_hant if company else None)
        return Wanted(
            row.get("business_number") or (company.business_number if company else None),
            row.get("code") or (company.code if company else None),
            tuple(name for name in called if name),
        )

    def _identities(self, row: Row, company: RegisteredCompany | None) -> list[Identity]:
        wanted = self._wanted(row)
        found = [("business_number", wanted.business_number), ("code", wanted.code)]
        if company is None and not any(value for _name, value in found):
            found.append(("name", names.fold(row.get("name_hant") or row.get("name_en") or "")))
        return [(name, value) for name, value in found if value]

    def _fields(self, row: Row) -> FirmFields:
        company = self._company(row)
        if company is not None:
            return firms.fields_from_register(company)
        return FirmFields(
            name_hant=row.get("name_hant"),
            name_en=row.get("name_en"),
            business_number=row.get("business_number"),
            stock_code=row.get("code"),
            source=row.get("source"),
        )
