"""Reviews: the list, its export, one review, filing and changing it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import PARK_ROLES, Permission
from crm.core.transactions import transaction
from crm.policies import exports
from crm.policies.forms.reviews import MORE_FILTERS, ReviewFilterForm, ReviewForm
from crm.policies.queries import reviews as queries
from crm.policies.queries.resting import what_rests_on
from crm.policies.queries.reviews import ReviewFilters
from crm.policies.service import reviews as service
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Park, Review, User

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

SORTS = {"reviewed": Sort(Review.reviewed_on, descending=True)}


@bp.get("")
@may(Permission.VIEW_POLICIES)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = ReviewFilterForm.from_address(parks=parks_of(user))
    page = page_of(
        queries.reviews_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="reviewed",
        id_column=Review.id,
    )
    return render_template(
        "reviews/index.html", page=page, form=form, chips=active_filters(form), more=MORE_FILTERS
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    form = ReviewFilterForm.from_address(parks=parks_of(user))
    rows = queries.iterate_reviews(_filters(form), viewer=user)
    name = f"reviews-{clock.today().isoformat()}.csv"
    return send_export(
        exports.REVIEWS_HEAD, (exports.review_row(each) for each in rows), name, entity="reviews"
    )


def _filters(form: ReviewFilterForm) -> ReviewFilters:
    read = form.readable()
    return ReviewFilters(
        query=read["q"] or "",
        kind=read["kind"],
        conclusion=read["conclusion"],
        park_id=read["park"],
        since=read["since"],
        until=read["until"],
        is_archived=bool(read["archived"]),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.FILE_REVIEWS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = ReviewForm(data={"park_id": user.park_id, "reviewed_on": clock.today()})
    form.offer(parks_of(user), is_office=user.role not in PARK_ROLES)
    if form.validate_on_submit():
        with form.saving():
            review = service.file_review(form.written(), form.uploaded(), by=user)
        if not form.has_failed:
            flash(_("Filed."), "success")
            return redirect(url_for(".detail", review_id=review.id))
    return form_page("reviews/form.html", form, review=None)


@bp.get("/<int:review_id>")
@may(Permission.VIEW_POLICIES)
def detail(review_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    review = queries.get_review(review_id, viewer=user)
    return render_template(
        "reviews/detail.html",
        review=review,
        promises=queries.list_promises_on(review, viewer=user),
        rests=what_rests_on(review),
        may_edit=service.may_file(review.park_id, user),
    )


@bp.route("/<int:review_id>/edit", methods=["GET", "POST"])
@may(Permission.FILE_REVIEWS)
def edit(review_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    review = queries.get_review(review_id, viewer=user)
    service.check_may_file(review.park_id, user)
    form = ReviewForm(obj=review)
    form.offer(parks_of(user), is_office=user.role not in PARK_ROLES)
    if form.validate_on_submit():
        keep_theirs(form, review)
        with form.saving():
            service.edit_review(
                review, form.written(), form.uploaded(), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", review_id=review_id))
    conflict = conflict_rows(form, lambda: queries.get_review(review_id, viewer=user))
    rests = what_rests_on(review)
    return form_page("reviews/form.html", form, review=review, rests=rests, conflict=conflict)


@bp.route("/<int:review_id>/archive", methods=["GET", "POST"])
@may(Permission.FILE_REVIEWS)
def archive(review_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    review = queries.get_review(review_id, viewer=user)
    service.check_may_file(review.park_id, user)
    return reason_page(
        "reviews/archive.html",
        lambda reason: service.archive_review(review, reason=reason, by=user),
        done=_("The review is put away."),
        back=url_for(".detail", review_id=review_id),
        review=review,
        rests=what_rests_on(review),
    )


@bp.post("/<int:review_id>/restore")
@may(Permission.FILE_REVIEWS)
def restore(review_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    review = queries.get_review(review_id, viewer=user)
    with transaction():
        service.restore_review(review, by=user)
    flash(_("The review is back."), "success")
    return redirect(url_for(".detail", review_id=review_id))


def parks_of(user: User) -> Sequence[Park]:
    """The parks that the person works for: their own, or all."""
    return [park for park in list_parks() if user.role not in PARK_ROLES or park.id == user.park_id]
