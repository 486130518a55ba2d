"""Wishes for erasure, for the officials who decide on them and carry them out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.applying.forms import ErasureForm
from crm.applying.personal import erasing, service
from crm.applying.personal.queries import wishes
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from models import Erasure

bp = Blueprint("erasures", __name__, url_prefix="/erasures")

SORTS = {"asked": Sort(Erasure.asked_at, descending=True)}


@bp.get("/")
@may(Permission.DECIDE_TALENTS)
def index() -> ResponseReturnValue:
    page = page_of(wishes.wishes_query(signed_in_user()), sorts=SORTS, default="asked", id_column=Erasure.id)
    return render_template("erasures/index.html", page=page)


@bp.route("/<int:wish_id>", methods=["GET", "POST"])
@may(Permission.DECIDE_TALENTS)
def detail(wish_id: int) -> ResponseReturnValue:
    """What is asked for, what would stay, and the first decision."""
    user = signed_in_user()
    wish = wishes.get_wish(wish_id, viewer=user)
    form = ErasureForm(lock_version=wish.lock_version)
    if form.validate_on_submit():
        with form.saving():
            service.decide(
                wish,
                is_agreed=form.is_agreed.data == "yes",
                grounds=form.grounds.data or "",
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Decided."), "success")
            return redirect(url_for(".detail", wish_id=wish.id))
    return form_page(
        "erasures/detail.html",
        form,
        wish=wish,
        payments=wishes.count_payments(wish.talent_id),
        may_carry_out=wish.decided_by_id != user.id,
    )


@bp.post("/<int:wish_id>/carry-out")
@may(Permission.CONFIRM_TALENTS)
def carry_out(wish_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    wish = wishes.get_wish(wish_id, viewer=user)
    with transaction():
        person = service.carry_out(wish, by=user)
        own_files = erasing.files_of(person)
    erasing.remove_files(own_files)
    flash(_("Erased. What was paid stays, without a name."), "success")
    return redirect(url_for(".detail", wish_id=wish_id))
