"""Accounts, in the hands of three separate posts: one makes them, one opens them, one looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.streaming import iterate
from crm.core.transactions import transaction
from crm.users import exports, queries, rules, service
from crm.users.forms import ActionForm, EditUserForm, GrantForm, NewUserForm, UserFilterForm
from crm.users.queries import UserFilter
from crm.users.rules import UserState
from crm.users.service import NewUser
from crm.users.views.blueprint import bp
from crm.web.choices import records, to_id
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Park, User
from models.enums import Role

SORTS = {
    "name": Sort(User.name),
    "display_name": Sort(User.display_name),
    "created": Sort(User.created_at, descending=True),
}


@bp.get("/users")
@may(Permission.VIEW_USERS)
def index() -> ResponseReturnValue:
    parks = list_parks()
    form = UserFilterForm.from_address(parks=records(parks, _("All parks")))
    now = clock.real_now()
    page = page_of(
        queries.list_users(_filters(form), now=now), sorts=SORTS, default="name", id_column=User.id
    )
    locked = queries.list_locked(page.rows, now)
    return render_template(
        "users/index.html", page=page, form=form, chips=active_filters(form), locked=locked
    )


def _filters(form: UserFilterForm) -> UserFilter:
    read = form.readable()
    return UserFilter(
        text=(read["q"] or "").strip(),
        role=Role(read["role"]) if read["role"] else None,
        park_id=to_id(read["park"]),
        state=UserState(read["state"]) if read["state"] else None,
    )


@bp.get("/users/export.csv")
@may(Permission.VIEW_USERS)
def export() -> ResponseReturnValue:
    """All that the filters let through, as the list shows it."""
    form = UserFilterForm.from_address(parks=records(list_parks(), _("All parks")))
    now = clock.real_now()
    locked = queries.list_all_locked(now)
    accounts = iterate(queries.list_users(_filters(form), now=now), User.id)
    rows = (exports.row_of(user, locked=locked) for user in accounts)
    return send_export(exports.head(), rows, f"users-{clock.today().isoformat()}.csv", entity="users")


@bp.get("/users/<int:user_id>")
@may(Permission.VIEW_USERS)
def detail(user_id: int) -> ResponseReturnValue:
    viewer = signed_in_user()
    user = queries.get_user(user_id, viewer=viewer)
    return render_template(
        "users/detail.html",
        user=user,
        locked_until=queries.find_lock(user, clock.real_now()),
        sign_ins=queries.list_open_sign_ins(user),
        last_seen=queries.last_seen(user),
        may_act=rules.may_act_on(user, by=viewer),
        action=ActionForm(),
    )


@bp.route("/users/new", methods=["GET", "POST"])
@may(Permission.CREATE_USERS)
def new() -> ResponseReturnValue:
    parks = list_parks()
    form = NewUserForm()
    form.park.choices = records(parks, _("No park"))
    if form.validate_on_submit():
        wish = NewUser(
            name=form.name.data or "",
            display_name=form.display_name.data or "",
            email=form.email.data,
            role=Role(form.role.data),
            park=_chosen(parks, form.park.data),
        )
        with form.saving():
            user = service.create_account(wish)
        if not form.has_failed:
            flash(_("The account is made. The security administrator has to enable it."), "success")
            return redirect(url_for(".detail", user_id=user.id))
    return form_page("users/new.html", form)


@bp.route("/users/<int:user_id>/edit", methods=["GET", "POST"])
@may(Permission.CREATE_USERS)
def edit(user_id: int) -> ResponseReturnValue:
    viewer = signed_in_user()
    user = queries.get_user(user_id, viewer=viewer)
    service.refuse_own(user, by=viewer)
    form = EditUserForm(obj=user)
    if form.validate_on_submit():
        with form.saving():
            service.edit_user(
                user,
                display_name=form.display_name.data or "",
                email=form.email.data,
                lock_version=form.lock_version.data,
                by=viewer,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", user_id=user.id))
    return form_page("users/edit.html", form, user=user)


@bp.route("/users/<int:user_id>/role", methods=["GET", "POST"])
@may(Permission.GRANT_ROLES)
def role(user_id: int) -> ResponseReturnValue:
    viewer = signed_in_user()
    user = queries.get_user(user_id, viewer=viewer)
    service.refuse_own(user, by=viewer)
    parks = list_parks()
    form = GrantForm(role=user.role.value, park=str(user.park_id or ""), lock_version=user.lock_version)
    form.park.choices = records(parks, _("No park"))
    if form.validate_on_submit():
        with form.saving():
            service.grant_role(
                user,
                role=Role(form.role.data),
                park=_chosen(parks, form.park.data),
                lock_version=form.lock_version.data,
                by=viewer,
            )
        if not form.has_failed:
            flash(_("Granted. What was open under the former role has ended."), "success")
            return redirect(url_for(".detail", user_id=user.id))
    return form_page("users/role.html", form, user=user)


def _chosen(parks: Iterable[Park], value: str | None) -> Park | None:
    return next((park for park in parks if str(park.id) == value), None)


# --- One button each ----------------------------------------------------------------------------------------


@bp.post("/users/<int:user_id>/enable")
@may(Permission.GRANT_ROLES)
def enable(user_id: int) -> ResponseReturnValue:
    return _do(user_id, service.enable_user, _("The account is enabled."))


@bp.post("/users/<int:user_id>/disable")
@may(Permission.GRANT_ROLES)
def disable(user_id: int) -> ResponseReturnValue:
    return _do(user_id, service.disable_user, _("The account is disabled; its sessions have ended."))


@bp.post("/users/<int:user_id>/unlock")
@may(Permission.GRANT_ROLES)
def unlock(user_id: int) -> ResponseReturnValue:
    return _do(user_id, service.unlock_user, _("The account is unlocked."))


@bp.post("/users/<int:user_id>/reset-password")
@may(Permission.GRANT_ROLES)
def reset_password(user_id: int) -> ResponseReturnValue:
    return _do(user_id, service.reset_password, "")


@bp.post("/users/<int:user_id>/end-sessions")
@may(Permission.GRANT_ROLES)
def end_sessions(user_id: int) -> ResponseReturnValue:
    return _do(user_id, service.end_sessions, _("The sessions have ended."))


def _do(user_id: int, change: Callable[..., object], words: str) -> ResponseReturnValue:
    """Make one change. A password that it answers is shown now, on this page, and never again."""
    viewer = signed_in_user()
    user = queries.get_user(user_id, viewer=viewer)
    with transaction():
        answer = change(user, by=viewer)
    if isinstance(answer, str):
        return render_template("users/one_time_password.html", user=user, password=answer)
    flash(words, "success")
    return redirect(url_for(".detail", user_id=user.id))
