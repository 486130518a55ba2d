"""The four steps with questions: saved with every step, and meanwhile by a script."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from crm.applying import queries, rules, service
from crm.applying.forms import STEP_FORMS, StepForm
from crm.applying.labels import STEP_NAMES
from crm.applying.views.blueprint import bp
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms.queries.records import list_industries
from crm.talent.rules.answers import STEPS, kind_of
from crm.talent.rules.steps import WITH_APPLICANT
from crm.web.choices import records, to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel.errors import ConflictError, RuleError
from models import TalentApplication

PAGES = f"any({','.join(rules.ASKING)})"


@bp.post("/begin")
@may(Permission.APPLY_AS_TALENT)
def begin() -> ResponseReturnValue:
    """The application under way, where it was left off; else a new one."""
    with transaction():
        application = service.begin(signed_in_user())
    page = application.step if application.step in rules.ASKING else rules.PAGES[0]
    return redirect(url_for(".step", application_id=application.id, step=page))


@bp.get("/token")
@may(Permission.APPLY_AS_TALENT)
def token() -> ResponseReturnValue:
    """Who is signed in here, with a fresh token: what the script asks before it saves."""
    return jsonify({"user": signed_in_user().id, "token": generate_csrf()})


@bp.route(f"/<int:application_id>/<{PAGES}:step>", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def step(application_id: int, step: str) -> ResponseReturnValue:
    user = signed_in_user()
    application = queries.get_own(application_id, viewer=user)
    if application.state not in WITH_APPLICANT:
        return redirect(url_for(".detail", application_id=application.id))
    form = _form(application, step)
    if form.validate_on_submit():
        keep_theirs(form, _as_kept(application, step))
        with form.saving():
            kept = service.save_step(
                application, step, form.typed(), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed and not kept.faults:
            return redirect(
                url_for(_endpoint(rules.next_page(step)), **_place(application, rules.next_page(step)))
            )
        if not form.has_failed:
            form.lock_version.data, form.lock_version.raw_data = application.lock_version, None
            form.refuse(RuleError(_("All else is saved. Please look at:"), fields=dict(kept.faults)))
    conflict = conflict_rows(form, lambda: _as_kept(application, step))
    return form_page("applying/step.html", form, conflict=conflict, **page_of(application, step))


@bp.post(f"/<int:application_id>/<{PAGES}:step>/autosave")
@may(Permission.APPLY_AS_TALENT)
def autosave(application_id: int, step: str) -> ResponseReturnValue:
    """What was typed so far; 409 where another window saved first."""
    user = signed_in_user()
    application = queries.get_own(application_id, viewer=user)
    typed = {name: request.form.get(name, "") for name in (*STEPS[step], "park_id") if name in request.form}
    seen = to_id(request.form.get("lock_version"))
    try:
        with transaction():
            # Without a version nobody knows what was seen: 0 is none.
            kept = service.save_step(application, step, typed, by=user, lock_version=seen or 0)
    except ConflictError as error:
        return jsonify({"detail": error.message}), 409
    except RuleError as error:
        return jsonify({"detail": error.message, "faults": error.fields}), 422
    return jsonify({"lock_version": application.lock_version, "faults": kept.faults})


def page_of(application: TalentApplication, page: str) -> dict[str, Any]:
    """What every step's page says: the way, and where back leads."""
    place = rules.PAGES.index(page)
    way = [
        {
            "label": str(STEP_NAMES[each]),
            "state": "current" if each == page else "done" if number < place else "ahead",
            "url": url_for(_endpoint(each), **_place(application, each)),
        }
        for number, each in enumerate(rules.PAGES)
    ]
    before = rules.previous_page(page)
    return {
        "application": application,
        "page": page,
        "title": str(STEP_NAMES[page]),
        "way": way,
        "number": place + 1,
        "back_url": url_for(_endpoint(before), **_place(application, before))
        if before
        else url_for(".index"),
    }


def page_url(application: TalentApplication, page: str) -> str:
    return url_for(_endpoint(page), **_place(application, page))


def _endpoint(page: str) -> str:
    return ".step" if page in rules.ASKING else f".{page}"


def _place(application: TalentApplication, page: str) -> dict[str, Any]:
    place: dict[str, Any] = {"application_id": application.id}
    return place | {"step": page} if page in rules.ASKING else place


def _form(application: TalentApplication, step: str) -> StepForm:
    form = STEP_FORMS[step](obj=_as_kept(application, step))
    if step == "ability":
        form["industry_id"].choices = records(list_industries(), _("Please choose"))
    if step == "work":
        form["park_id"].choices = records(list_parks(), _("Please choose"))
    kind = kind_of(application.answers)
    form.keep_only([name for name in (*STEPS[step], "park_id") if rules.is_asked(name, kind)])
    return form


def _as_kept(application: TalentApplication, step: str) -> SimpleNamespace:
    """The answers of a step as texts, with the version that they are of."""
    answers = {name: rules.shown(name, application.answers.get(name)) for name in STEPS[step]}
    if step == "work":
        answers["park_id"] = str(application.park_id or "")
    if step == "person" and not answers["email"]:
        answers["email"] = application.talent.email or ""
    return SimpleNamespace(**answers, lock_version=application.lock_version)
