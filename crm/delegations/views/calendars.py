"""A visit as a calendar file, and the addresses under which calendar programs read a person's calendar."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.delegations import calendars
from crm.delegations.queries import feeds, records
from crm.delegations.service import feeds as service
from crm.delegations.views.blueprint import bp
from crm.web.downloads import send_bytes
from crm.web.forms import BaseForm, form_page
from crm.web.guards import anyone, may, signed_in_user
from crm.web.languages import DEFAULT_LANGUAGE

ICS = "text/calendar; charset=utf-8"


class FeedForm(BaseForm):
    name = StringField(_l("For which program or device"), validators=[DataRequired(), Length(max=100)])


@bp.get("/<int:delegation_id>/calendar.ics")
@may(Permission.VIEW_DELEGATIONS)
def calendar_file(delegation_id: int) -> ResponseReturnValue:
    delegation = records.get_delegation(delegation_id, viewer=signed_in_user())
    return send_bytes(calendars.file_of(delegation, _link), f"{delegation.ref}.ics", ICS)


@bp.route("/feeds", methods=["GET", "POST"])
@may(Permission.VIEW_DELEGATIONS)
def feeds_page() -> ResponseReturnValue:
    """One's own subscriptions. A new one's address is shown once, here."""
    user, form = signed_in_user(), FeedForm()
    if form.validate_on_submit():
        with form.saving():
            _row, secret = service.make_feed(form.name.data or "", by=user)
        if not form.has_failed:
            address = url_for(".feed", secret=secret, _external=True)
            page = render_template(
                "delegations/feeds.html",
                form=FeedForm(formdata=None),
                feeds=feeds.list_feeds(user),
                address=address,
            )
            response = make_response(page)
            response.headers["Cache-Control"] = "no-store"
            return response
    return form_page("delegations/feeds.html", form, feeds=feeds.list_feeds(user), address=None)


@bp.post("/feeds/<int:feed_id>/end")
@may(Permission.VIEW_DELEGATIONS)
def end_feed(feed_id: int) -> ResponseReturnValue:
    with transaction():
        service.end_feed(feeds.get_feed(feed_id, owner=signed_in_user()))
    flash(_("Its address leads nowhere any more."), "success")
    return redirect(url_for(".feeds_page"))


@bp.get("/feeds/<secret>.ics")
@anyone
def feed(secret: str) -> ResponseReturnValue:
    """The secret alone says whose calendar it is; a wrong one is no page."""
    user = service.reader_of(secret)
    with force_locale(user.locale or DEFAULT_LANGUAGE):
        content = calendars.feed_of(user, _link)
    response = Response(content, mimetype=ICS)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _link(endpoint: str, arguments: dict[str, int]) -> str:
    """The page of the house; nothing where it isn't installed."""
    if endpoint not in current_app.view_functions:
        return ""
    places: dict[str, Any] = dict(arguments)
    return url_for(endpoint, _external=True, **places)
