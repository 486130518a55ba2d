"""Promises: the list with its sums, one promise, writing, binding and ending it, and its payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.policies import exports
from crm.policies.figures import SumRow, sum_rows
from crm.policies.forms.promises import MORE_FILTERS, BindForm, PromiseFilterForm, PromiseForm
from crm.policies.queries import promises as queries
from crm.policies.queries.policies import list_articles
from crm.policies.queries.promises import PromiseFilters
from crm.policies.queries.reviews import list_reviews
from crm.policies.rules.promises import Show, state_of, still_owed
from crm.policies.service import payments as paying
from crm.policies.service import promises as service
from crm.policies.views.reviews import parks_of
from crm.web.choices import to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import LookupField, set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError
from models import Promise, User
from models.enums import Claimant, ReviewKind

bp = Blueprint("promises", __name__, url_prefix="/promises")

SORTS = {
    "due": Sort(Promise.due_key),
    "ref": Sort(Promise.ref),
    "made": Sort(Promise.created_at, descending=True),
}
FROM_LINKS = ("firm", "project")
"""Arguments that come by a link and have no input."""


@bp.get("")
@may(Permission.VIEW_PROMISES)
def index() -> ResponseReturnValue:
    """What is past its day comes first."""
    user, today = signed_in_user(), clock.today()
    form = _filter_form(user)
    page = page_of(
        queries.promises_query(_filters(form), viewer=user, today=today),
        sorts=SORTS,
        default="due",
        id_column=Promise.id,
    )
    return render_template(
        "promises/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        kept=FROM_LINKS,
        sums=_sums(user),
        standing=queries.standing_of,
        state_of=lambda standing: state_of(standing, today),
        still_owed=still_owed,
    )


def _sums(user: User) -> Sequence[SumRow]:
    today, now = clock.today(), clock.now()
    return sum_rows(queries.sums_by_park(viewer=user, today=today), as_of=today, known_at=now)


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user, today = signed_in_user(), clock.today()
    rows = queries.iterate_promises(_filters(_filter_form(user)), viewer=user, today=today)
    return send_export(
        exports.PROMISES_HEAD,
        (exports.promise_row(each, user, today) for each in rows),
        f"promises-{today.isoformat()}.csv",
        entity="promises",
    )


def _filter_form(user: User) -> PromiseFilterForm:
    staff = queries.list_staff(user.park_id)
    return PromiseFilterForm.from_address(parks=parks_of(user), staff=staff)


def _filters(form: PromiseFilterForm) -> PromiseFilters:
    read = form.readable()
    return PromiseFilters(
        query=read["q"] or "",
        show=read["show"] or Show.OPEN,
        kind=read["kind"],
        park_id=read["park"],
        owner_id=read["owner"],
        firm_id=to_id(request.args.get("firm")),
        project_id=to_id(request.args.get("project")),
        is_unbound=bool(read["unbound"]),
        has_unconfirmed=bool(read["unconfirmed"]),
        is_archived=bool(read["archived"]),
    )


@bp.get("/<int:promise_id>")
@may(Permission.VIEW_PROMISES)
def detail(promise_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    promise = queries.get_promise(promise_id, viewer=user)
    standing = queries.standing_of(promise)
    may_edit = service.may_edit(promise.park_id, user)
    return render_template(
        "promises/detail.html",
        promise=promise,
        standing=standing,
        state_now=state_of(standing, clock.today()),
        owed=still_owed(standing),
        has_ended=standing.is_cleared or standing.is_cancelled,
        may_edit=may_edit,
        may_decide=lambda payment: may_edit and paying.may_decide(payment, user),
        may_reverse=lambda payment: may_edit and paying.may_reverse(payment),
    )


# --- Writing ---------------------------------------------------------------------------------------------


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def new() -> ResponseReturnValue:
    """``firm`` and ``project`` may stand in the address."""
    user = signed_in_user()
    asked: dict[str, Any] = {
        "firm_id": to_id(request.args.get("firm")),
        "project_id": to_id(request.args.get("project")),
        "park_id": user.park_id,
    }
    form = PromiseForm(data=asked)
    _offer(form, user, user.park_id)
    if form.validate_on_submit():
        with form.saving():
            promise = service.make_promise(form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Saved as %(ref)s.", ref=promise.ref), "success")
            return redirect(url_for(".detail", promise_id=promise.id))
    return form_page("promises/form.html", form, promise=None)


@bp.route("/<int:promise_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def edit(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    form = PromiseForm(obj=promise)
    _offer(form, user, promise.park_id)
    form.keep_named(promise)
    if form.validate_on_submit():
        keep_theirs(form, promise)
        with form.saving():
            service.edit_promise(
                promise, form.written(), form.uploaded(), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", promise_id=promise_id))
    conflict = conflict_rows(form, lambda: queries.get_promise(promise_id, viewer=user))
    return form_page("promises/form.html", form, promise=promise, conflict=conflict)


def own(promise_id: int) -> Promise:
    """A promise that the person may change.

    Raises:
        NotAllowedError: another park's, though it may be seen.
    """
    user = signed_in_user()
    promise = queries.get_promise(promise_id, viewer=user)
    service.check_may_edit(promise.park_id, user)
    return promise


def _offer(form: PromiseForm, user: User, park_id: int | None) -> None:
    articles = list_articles(viewer=user, only=Claimant.FIRM)
    fair = list_reviews(ReviewKind.FAIR_COMPETITION, park_id=park_id, viewer=user)
    legality = list_reviews(ReviewKind.LEGALITY, park_id=park_id, viewer=user)
    form.offer(parks_of(user), articles, (fair, legality), queries.list_staff(park_id))
    show_firm(form.firm_id, user)
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    chosen = to_id(form.project_id.data)
    project = queries.find_seen_project(chosen, viewer=user)
    if project is None:
        form.project_id.data = None
    else:
        set_choice(form.project_id, project.id, project.name)


def show_firm(field: LookupField, user: User) -> None:
    """Let the look-up find firms, and show the one that is chosen by its name."""
    field.lookup = endpoint_url("firms.lookup") or ""
    chosen = to_id(field.data)
    if chosen is None:
        return
    try:
        firm = firms.get_firm(chosen, viewer=user)
    except NotFoundError:
        field.data = None
    else:
        set_choice(field, firm.id, firm.name)


@bp.route("/<int:promise_id>/bind", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def bind(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    form = BindForm(data={"bound_on": clock.today(), "lock_version": promise.lock_version})
    if form.validate_on_submit():
        with form.saving():
            service.bind_promise(
                promise,
                bound_on=form.bound_on.data or clock.today(),
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("It binds from now on."), "success")
            return redirect(url_for(".detail", promise_id=promise_id))
    return form_page("promises/bind.html", form, promise=promise)


@bp.route("/<int:promise_id>/clear", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def clear(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    return reason_page(
        "promises/clear.html",
        lambda reason: service.clear_promise(promise, note=reason, by=user),
        done=_("The promise is cleared up."),
        back=url_for(".detail", promise_id=promise_id),
        promise=promise,
    )


@bp.route("/<int:promise_id>/cancel", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def cancel(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    return reason_page(
        "promises/cancel.html",
        lambda reason: service.cancel_promise(promise, reason=reason, by=user),
        done=_("The promise is called off."),
        back=url_for(".detail", promise_id=promise_id),
        promise=promise,
    )


@bp.route("/<int:promise_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_PROMISES)
def archive(promise_id: int) -> ResponseReturnValue:
    user, promise = signed_in_user(), own(promise_id)
    return reason_page(
        "promises/archive.html",
        lambda reason: service.archive_promise(promise, reason=reason, by=user),
        done=_("The promise is put away."),
        back=url_for(".detail", promise_id=promise_id),
        promise=promise,
    )


@bp.post("/<int:promise_id>/restore")
@may(Permission.EDIT_PROMISES)
def restore(promise_id: int) -> ResponseReturnValue:
    promise = own(promise_id)
    with transaction():
        service.restore_promise(promise, by=signed_in_user())
    flash(_("The promise is back."), "success")
    return redirect(url_for(".detail", promise_id=promise_id))
