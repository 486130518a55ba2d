"""Ways in to saved views, and the menu of them on every page that has one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.pages.saved_views import queries, rules, service
from crm.pages.saved_views.forms import ViewForm
from crm.web.display import endpoint_url
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel.errors import NotFoundError
from models import SavedView
from models.enums import Sharing

bp = Blueprint("saved_views", __name__, url_prefix="/views")


@bp.get("")
@may(Permission.VIEW_PROJECTS)
def index() -> ResponseReturnValue:
    """One's own views, to share them otherwise or put them away."""
    return render_template("saved_views/index.html", views=queries.list_own(viewer=signed_in_user()))


@bp.route("/new/<page>", methods=["GET", "POST"])
@may(Permission.VIEW_PROJECTS)
def new(page: str) -> ResponseReturnValue:
    """Keep what the address says beside the page's name: filters, sort, columns, lanes."""
    if page not in rules.PAGES:
        raise NotFoundError(_("Views of this page can't be saved."))
    arguments = rules.kept_arguments(request.args.lists())
    form = ViewForm(data={"shared_with": Sharing.NOBODY})
    if form.validate_on_submit():
        with form.saving():
            service.save_view(
                page,
                arguments,
                name=form.name.data or "",
                shared_with=form.shared_with.data,
                by=signed_in_user(),
            )
        if not form.has_failed:
            flash(_("The view is saved."), "success")
            return redirect(endpoint_url(page, **arguments) or url_for(".index"))
    back = endpoint_url(page, **arguments) or url_for(".index")
    return form_page("saved_views/form.html", form, view=None, back=back)


@bp.route("/<int:view_id>", methods=["GET", "POST"])
@may(Permission.VIEW_PROJECTS)
def edit(view_id: int) -> ResponseReturnValue:
    view = queries.get_own(view_id, viewer=signed_in_user())
    form = ViewForm(obj=view)
    if form.validate_on_submit():
        with form.saving():
            service.edit_view(
                view,
                name=form.name.data or "",
                shared_with=form.shared_with.data,
                by=signed_in_user(),
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".index"))
    return form_page("saved_views/form.html", form, view=view, back=url_for(".index"))


@bp.post("/<int:view_id>/archive")
@may(Permission.VIEW_PROJECTS)
def archive(view_id: int) -> ResponseReturnValue:
    view = queries.get_own(view_id, viewer=signed_in_user())
    with transaction():
        service.archive_view(view, by=signed_in_user())
    flash(_("The view is put away."), "success")
    return redirect(url_for(".index"))


def _menu(endpoint: str) -> Sequence[SavedView]:
    return queries.list_for_page(endpoint, viewer=signed_in_user())


def _view_url(view: SavedView) -> str | None:
    """Where it opens; None where its page is no part of this installation."""
    arguments: dict[str, Any] = view.arguments
    return endpoint_url(view.endpoint, **arguments)


def _arguments() -> dict[str, list[str]]:
    return rules.kept_arguments(request.args.lists())


@bp.record
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(saved_views=_menu, view_url=_view_url, view_arguments=_arguments)
