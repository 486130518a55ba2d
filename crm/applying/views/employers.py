"""An employer's pages: the applications of own staff, and nobody else's."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.applying import queries, rules, service
from crm.applying.deadlines import deadline_of
from crm.applying.forms import EmployerForm
from crm.applying.labels import TURNS, employer_facts, public_history, public_state
from crm.core.permissions import Permission
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from models import TalentApplication
from models.enums import ApplicationState

bp = Blueprint("employers", __name__, url_prefix="/employer")

SORTS = {"newest": Sort(TalentApplication.started_at, descending=True)}


@bp.get("/")
@may(Permission.REVIEW_OWN_STAFF)
def index() -> ResponseReturnValue:
    """Those that wait for the employer, or all."""
    is_all = request.args.get("show") == "all"
    query = queries.staff_query(signed_in_user(), is_all=is_all)
    page = page_of(query, sorts=SORTS, default="newest", id_column=TalentApplication.id)
    return render_template("employers/index.html", page=page, is_all=is_all, public_state=public_state)


@bp.route("/<int:application_id>", methods=["GET", "POST"])
@may(Permission.REVIEW_OWN_STAFF)
def detail(application_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    application = queries.get_own(application_id, viewer=user)
    form = EmployerForm(lock_version=application.lock_version)
    if form.validate_on_submit():
        with form.saving():
            _answer(application, form)
        if not form.has_failed:
            flash(_("Answered. The applicant sees it."), "success")
            return redirect(url_for(".index"))
    return form_page(
        "employers/detail.html",
        form,
        application=application,
        facts=employer_facts(application),
        papers=queries.papers_of_work(application),
        deadline=deadline_of(application),
        turns=TURNS,
        state=public_state(application.state),
        max_mb=rules.MAX_FILE_BYTES // 2**20,
        waits=application.state is ApplicationState.EMPLOYER_REVIEW,
        history=public_history(queries.list_public_steps(application.id), is_employer=True),
    )


def _answer(application: TalentApplication, form: EmployerForm) -> None:
    upload = form.file.data
    service.answer_as_employer(
        application,
        is_so=form.answer.data == "yes",
        note=form.note.data or "",
        file=(upload.filename or "", upload.read(rules.MAX_FILE_BYTES + 1)) if upload else None,
        by=signed_in_user(),
        lock_version=form.lock_version.data,
    )
