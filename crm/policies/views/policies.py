"""The policy library: the list, its export, one policy, and what the office writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.policies import exports
from crm.policies.forms.policies import (
    MORE_FILTERS,
    ArticleForm,
    PolicyFilterForm,
    PolicyForm,
    as_written,
)
from crm.policies.history import version_lines
from crm.policies.labels import lens_name
from crm.policies.queries import policies as queries
from crm.policies.queries.policies import PolicyFilters
from crm.policies.reasons import claimant_words, condition_words, names_of, tag_words
from crm.policies.service import policies as service
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.display import name_lenses
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Policy

bp = Blueprint("policies", __name__, url_prefix="/policies")

SORTS = {"issued": Sort(Policy.issued, descending=True), "name": Sort(Policy.name)}


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, lens_name)


@bp.get("")
@may(Permission.VIEW_POLICIES)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = PolicyFilterForm.from_address(parks=list_parks())
    page = page_of(
        queries.policies_query(_filters(form), viewer=user, today=clock.today()),
        sorts=SORTS,
        default="issued",
        id_column=Policy.id,
    )
    return render_template(
        "policies/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        tag_words=tag_words,
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """A row for each article; a policy without one has a row of its own."""
    user, today = signed_in_user(), clock.today()
    form = PolicyFilterForm.from_address(parks=list_parks())
    found = queries.iterate_policies(_filters(form), viewer=user, today=today)
    rows = (row for policy in found for row in exports.policy_rows(policy))
    return send_export(exports.POLICIES_HEAD, rows, f"policies-{today.isoformat()}.csv", entity="policies")


def _filters(form: PolicyFilterForm) -> PolicyFilters:
    read = form.readable()
    return PolicyFilters(
        query=read["q"] or "",
        level=read["level"],
        tag=read["tag"],
        claimant=read["claimant"],
        benefit=read["benefit"],
        park_id=read["park"],
        is_in_force=bool(read["in_force"]),
        is_archived=bool(read["archived"]),
    )


@bp.get("/<int:policy_id>")
@may(Permission.VIEW_POLICIES)
def detail(policy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    policy = queries.get_policy(policy_id, viewer=user)
    names = names_of(list_parks(), firms.list_industries())
    return render_template(
        "policies/detail.html",
        policy=policy,
        articles=[each for each in policy.articles if not each.is_archived],
        articles_away=[each for each in policy.articles if each.is_archived],
        conditions=lambda article: condition_words(article, names),
        claimant_words=claimant_words,
        tag_words=tag_words,
        claimed=queries.count_claims(policy.id, viewer=user),
        lines=version_lines(queries.list_versions(policy.id), queries.list_article_versions(policy.id)),
        may_edit=service.may_edit(user),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def new() -> ResponseReturnValue:
    form = PolicyForm()
    form.offer(list_parks())
    if form.validate_on_submit():
        with form.saving():
            policy = service.add_policy(form.written(), by=signed_in_user())
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_id=policy.id))
    return form_page("policies/form.html", form, policy=None)


@bp.route("/<int:policy_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def edit(policy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    policy = queries.get_policy(policy_id, viewer=user)
    form = PolicyForm(obj=policy)
    form.offer(list_parks())
    if form.validate_on_submit():
        keep_theirs(form, policy)
        with form.saving():
            service.edit_policy(policy, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_id=policy_id))
    conflict = conflict_rows(form, lambda: queries.get_policy(policy_id, viewer=user))
    return form_page("policies/form.html", form, policy=policy, conflict=conflict)


@bp.route("/<int:policy_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def archive(policy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    policy = queries.get_policy(policy_id, viewer=user)
    return reason_page(
        "policies/archive.html",
        lambda reason: service.archive_policy(policy, reason=reason, by=user),
        done=_("The policy is put away."),
        back=url_for(".detail", policy_id=policy_id),
        policy=policy,
    )


@bp.post("/<int:policy_id>/restore")
@may(Permission.EDIT_POLICIES)
def restore(policy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    policy = queries.get_policy(policy_id, viewer=user)
    with transaction():
        service.restore_policy(policy, by=user)
    flash(_("The policy is back."), "success")
    return redirect(url_for(".detail", policy_id=policy_id))


# --- Articles --------------------------------------------------------------------------------------------


@bp.route("/<int:policy_id>/articles/new", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def new_article(policy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    policy = queries.get_policy(policy_id, viewer=user)
    form = ArticleForm()
    form.offer(list_parks(), firms.list_industries())
    if form.validate_on_submit():
        with form.saving():
            service.add_article(policy, form.written(), by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_id=policy_id))
    return form_page("policies/article.html", form, policy=policy, article=None)


@bp.route("/articles/<int:article_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def edit_article(article_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    article = queries.get_article(article_id, viewer=user)
    form = ArticleForm(obj=_shape(article_id))
    form.offer(list_parks(), firms.list_industries())
    if form.validate_on_submit():
        keep_theirs(form, _shape(article_id))
        with form.saving():
            service.edit_article(article, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", policy_id=article.policy_id))
    conflict = conflict_rows(form, lambda: _shape(article_id))
    return form_page("policies/article.html", form, policy=article.policy, article=article, conflict=conflict)


def _shape(article_id: int) -> Any:
    return SimpleNamespace(**as_written(queries.get_article(article_id, viewer=signed_in_user())))


@bp.route("/articles/<int:article_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_POLICIES)
def archive_article(article_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    article = queries.get_article(article_id, viewer=user)
    return reason_page(
        "policies/archive.html",
        lambda reason: service.archive_article(article, reason=reason, by=user),
        done=_("The article is put away."),
        back=url_for(".detail", policy_id=article.policy_id),
        policy=article.policy,
        article=article,
    )


@bp.post("/articles/<int:article_id>/restore")
@may(Permission.EDIT_POLICIES)
def restore_article(article_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    article = queries.get_article(article_id, viewer=user)
    with transaction():
        service.restore_article(article, by=user)
    flash(_("The article is back."), "success")
    return redirect(url_for(".detail", policy_id=article.policy_id))
