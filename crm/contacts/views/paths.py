"""Who can introduce us to a firm's group: the warmest ways, with what shows every step."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from crm.contacts import queries, rules
from crm.contacts.views.blueprint import bp
from crm.core.permissions import Permission
from crm.firms import queries as firms
from crm.web.guards import may, signed_in_user

SHOWN_PATHS = 8


@bp.get("/firms/<int:firm_id>/paths")
@may(Permission.VIEW_CONTACTS)
def paths(firm_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    firm = firms.find_kept(firms.get_firm(firm_id, viewer=user))
    around = queries.find_neighbourhood(firm.id, viewer=user)
    found = rules.warm_paths(around.edges, around.targets, limit=SHOWN_PATHS)
    return render_template(
        "contacts/paths.html",
        firm=firm,
        around=around,
        paths=found,
        introductions=queries.list_introductions(firm_id=firm.id, viewer=user),
    )
