"""Ways in to notices: the list, opening one, what comes by mail, and no more of it."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.database import session
from crm.core.noticing import kinds_for
from crm.core.permissions import OUTSIDERS, Permission
from crm.core.preferences import get_preference
from crm.core.transactions import transaction
from crm.notices import labels, mailing, queries, service
from crm.notices.forms import ChoicesForm, UnsubscribeForm
from crm.web.display import endpoint_url
from crm.web.forms import form_page
from crm.web.guards import anyone, may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, count_up_to, page_of
from kernel.errors import NotFoundError
from models import Notice, User

bp = Blueprint("notices", __name__, url_prefix="/notices")

SORTS = {"told": Sort(Notice.id, descending=True)}


@bp.app_template_global()
def notice_sentence(notice: Notice) -> str:
    return labels.sentence(notice.kind, notice.words)


@bp.get("")
@may(Permission.USE_OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    return _list(is_unread=True)


@bp.get("/all")
@may(Permission.USE_OWN_ACCOUNT)
def everything() -> ResponseReturnValue:
    return _list(is_unread=False)


def _list(*, is_unread: bool) -> ResponseReturnValue:
    user = signed_in_user()
    query = queries.notices_query(viewer=user, is_unread=is_unread)
    tabs = [
        {"label": _("Unread"), "url": url_for(".index"), "active": is_unread},
        {"label": _("All"), "url": url_for(".everything"), "active": not is_unread},
    ]
    if user.role in OUTSIDERS:
        # Numbers of notices and keys of pages would tell how much goes on here.
        rows = queries.list_last(query)
        total = count_up_to(query)
        return render_template("notices/own.html", rows=rows, total=total, tabs=tabs, is_unread=is_unread)
    page = page_of(query, sorts=SORTS, default="told", id_column=Notice.id)
    return render_template("notices/index.html", page=page, tabs=tabs, is_unread=is_unread)


@bp.post("/<int:notice_id>/open")
@may(Permission.USE_OWN_ACCOUNT)
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Read it and go where it leads."""
    notice = queries.get_notice(notice_id, viewer=signed_in_user())
    with transaction():
        service.mark_read(notice)
    return redirect(endpoint_url(notice.endpoint, **notice.arguments) or url_for(".index"))


@bp.post("/read")
@may(Permission.USE_OWN_ACCOUNT)
def read_all() -> ResponseReturnValue:
    with transaction():
        service.mark_all_read(signed_in_user())
    flash(_("All are read."), "success")
    return redirect(url_for(".index"))


@bp.route("/choices", methods=["GET", "POST"])
@may(Permission.USE_OWN_ACCOUNT)
def choices() -> ResponseReturnValue:
    user = signed_in_user()
    refused, offered = queries.list_refused(user), kinds_for(user)
    form = ChoicesForm(
        data={
            "kinds": [kind for kind in offered if kind not in refused],
            "days_ahead": user.reminded_days_ahead,
        },
        offered=offered,
    )
    if form.validate_on_submit():
        with form.saving():
            service.choose(user, form.kinds.data or [], days_ahead=form.days_ahead.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".choices"))
    return form_page(
        "notices/choices.html",
        form,
        user=user,
        is_mail_set_up=bool(current_app.config["SMTP_URL"]),
        usual_days=get_preference("todos.lead_days"),
    )


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@anyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """By the link of a mail: a page that asks, or one click of the mail program (RFC 8058)."""
    found = mailing.read_token(current_app, token)
    user = session.get(User, found[0]) if found else None
    if found is None or user is None:
        raise NotFoundError(_("This link isn't one of ours, or was cut short."))
    form = UnsubscribeForm()
    is_done = form.validate_on_submit()
    if is_done:
        with transaction():
            service.refuse_mail(user, found[1])
    kinds = [label(kind) for kind in found[1]]
    return render_template("notices/unsubscribe.html", kinds=kinds, is_done=is_done)


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """A mail program has no token of ours; what it sends is signed in the address."""
    state.app.extensions["csrf"].exempt("crm.notices.views.unsubscribe")
