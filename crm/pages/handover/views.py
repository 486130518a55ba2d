"""A page to choose, look and confirm."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.pages.handover import queries, service
from crm.web.choices import to_id
from crm.web.guards import may, signed_in_user
from kernel.errors import RuleError

bp = Blueprint("handover", __name__, url_prefix="/handover")


@bp.get("")
@may(Permission.HAND_OVER)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@may(Permission.HAND_OVER)
def apply() -> ResponseReturnValue:
    user = signed_in_user()
    try:
        with transaction():
            number = service.hand_over(
                to_id(request.form.get("leaver")), to_id(request.form.get("taker")), by=user
            )
    except RuleError as error:
        flash(error.message, "error")
        return _page(), 422
    flash(_("Handed over: %(number)s records. Both are told.", number=number), "success")
    return redirect(url_for(".index"))


def _page() -> str:
    """Who leaves and who takes over stand in the address, and what would pass below them."""
    user = signed_in_user()
    leavers = queries.list_leavers(user)
    chosen = to_id(request.values.get("leaver"))
    leaver = next((each for each in leavers if each.id == chosen), None)
    takers = queries.list_takers(leaver, user) if leaver else []
    wanted = to_id(request.values.get("taker"))
    taker = next((each for each in takers if each.id == wanted), None)
    counts = queries.count_held(leaver, by=user, to=taker) if leaver else {}
    return render_template(
        "handover/index.html",
        leavers=leavers,
        leaver=leaver,
        takers=takers,
        taker=taker,
        counts=counts,
        total=sum(counts.values()),
    )
