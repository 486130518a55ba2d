"""The auditor's second look at verifications drawn at random."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.ledger import queries, rules, service
from crm.ledger.forms import ReviewForm
from crm.ledger.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from models import LedgerSample

SORTS = {"drawn": Sort(LedgerSample.drawn_at, descending=True)}


@bp.get("/samples")
@may(Permission.REVIEW_SAMPLES)
def samples() -> ResponseReturnValue:
    """Those that wait for a review, or all of them."""
    every = request.args.get("show") == "all"
    query = queries.samples_query(waiting=not every)
    page = page_of(query, sorts=SORTS, default="drawn", id_column=LedgerSample.id)
    return render_template("ledger/samples.html", page=page, every=every)


@bp.route("/samples/<int:sample_id>", methods=["GET", "POST"])
@may(Permission.REVIEW_SAMPLES)
def review(sample_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    sample = queries.get_sample(sample_id)
    form = ReviewForm()
    if form.validate_on_submit():
        with form.saving():
            is_sound = form.verdict.data == "sound"
            service.review_sample(sample, is_sound=is_sound, finding=form.finding.data, by=user)
        if not form.has_failed:
            flash(_("Your review is kept."), "success")
            return redirect(url_for(".samples"))
    entry = queries.get_entry(sample.decision.entry_id, viewer=user)
    measure = rules.KINDS[entry.kind].measure
    return form_page("ledger/review.html", form, sample=sample, entry=entry, measure=measure)
