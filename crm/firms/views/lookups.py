"""Answers to what somebody types into a look-up: firms, and companies of the public register."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.firms import queries
from crm.firms.views.blueprint import bp
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from models import Firm, RegisteredCompany


@bp.get("/lookup")
@may(Permission.VIEW_FIRMS)
def lookup() -> ResponseReturnValue:
    found = queries.search_firms(request.args.get("q", ""), viewer=signed_in_user())
    return jsonify({"items": [{"id": firm.id, "text": firm.name, "note": _note(firm)} for firm in found]})


@bp.get("/register/lookup")
@may(Permission.EDIT_FIRMS)
def register_lookup() -> ResponseReturnValue:
    found = queries.search_register(request.args.get("q", ""))
    items = [{"id": each.id, "text": each.name_hant, "note": _register_note(each)} for each in found]
    return jsonify({"items": items})


def _note(firm: Firm) -> str:
    """What tells it from its namesakes."""
    other = local_name(firm)
    group = firm.group.name if firm.group else None
    parts = (other if other != firm.name else None, firm.stock_code, firm.business_number, firm.ref, group)
    return " · ".join(part for part in parts if part)


def _register_note(company: RegisteredCompany) -> str:
    parts = (company.code, company.short_hant, company.short_en, company.business_number)
    return " · ".join(part for part in parts if part)
