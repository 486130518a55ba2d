"""The quick log: a form for a phone, what it looks up, and the drafts that wait on the phone for the line."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from crm.core.permissions import Permission
from crm.engagements import queries
from crm.engagements.forms import EngagementForm
from crm.engagements.views.blueprint import bp
from crm.engagements.views.logging import blank_form, log_from
from crm.web.assets import file_of
from crm.web.choices import to_id
from crm.web.forms import form_page
from crm.web.guards import anyone, may, signed_in_user
from crm.web.labels import local_name
from kernel import clock
from models import Contact, Engagement, Firm, Project

MOST_FIRMS = 10


@bp.route("/quick", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def quick() -> ResponseReturnValue:
    """What just happened, in under a minute. A script gets its answer in a form of its own."""
    form = blank_form()
    engagement = log_from(form)
    if _is_for_script():
        return _answer(engagement, form)
    if engagement is not None:
        flash(_("Logged."), "success")
        return redirect(url_for(".detail", engagement_id=engagement.id))
    return form_page("engagements/quick.html", form, **_shell())


def _is_for_script() -> bool:
    return request.method == "POST" and request.accept_mimetypes.best == "application/json"


def _answer(engagement: Engagement | None, form: EngagementForm) -> ResponseReturnValue:
    if engagement is not None:
        where = url_for(".detail", engagement_id=engagement.id)
        return jsonify({"id": engagement.id, "ref": engagement.ref, "url": where})
    faults = [
        f"{field.label.text}{_(': ')}{' '.join(map(str, field.errors))}" for field in form if field.errors
    ]
    refusal = form.refused_with.message if form.refused_with else ""
    return jsonify({"refusal": refusal, "faults": faults}), 422


def _shell() -> dict[str, object]:
    return {"is_replayed": clock.is_fixed(), "served_at": clock.now().isoformat()}


@bp.get("/drafts")
@may(Permission.LOG_ENGAGEMENTS)
def drafts() -> ResponseReturnValue:
    """What waits on this phone; the page itself holds nothing of it."""
    return render_template("engagements/drafts.html", **_shell())


@bp.get("/quick/suggestions")
@may(Permission.LOG_ENGAGEMENTS)
def suggestions() -> ResponseReturnValue:
    """People met last and open projects of the firms chosen."""
    user = signed_in_user()
    asked = [to_id(text) for text in request.args.getlist("firm")[:MOST_FIRMS]]
    firm_ids = [number for number in asked if number is not None]
    people = queries.suggest_people(firm_ids, viewer=user)
    projects = queries.suggest_projects(firm_ids, viewer=user)
    return jsonify(
        {"people": [_person(each) for each in people], "projects": [_project(each) for each in projects]}
    )


@bp.get("/quick/held")
@may(Permission.LOG_ENGAGEMENTS)
def held() -> ResponseReturnValue:
    """What a phone holds to look up without a line: own firms, with their people and projects by name."""
    found = queries.list_held(viewer=signed_in_user())
    return jsonify(
        {
            "firms": [_firm(each) for each in found.firms],
            "people": [{"id": each.id, "text": each.name, "firm": each.firm_id} for each in found.people],
            "projects": [{"id": each.id, "text": each.name, "firm": each.firm_id} for each in found.projects],
        }
    )


@bp.get("/quick/token")
@may(Permission.LOG_ENGAGEMENTS)
def token() -> ResponseReturnValue:
    """Who is signed in here, with a fresh token: what a phone asks before it sends its drafts."""
    return jsonify({"user": signed_in_user().id, "token": generate_csrf(), "now": clock.now().isoformat()})


@bp.get("/worker.js")
@anyone
def worker() -> ResponseReturnValue:
    """The service worker, at an address that stays; it may serve all pages of this installation."""
    name = file_of("worker.js")
    content = (Path(current_app.static_folder or "static") / name).read_bytes()
    reply = Response(content, mimetype="text/javascript")
    reply.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    reply.headers["Cache-Control"] = "no-cache"
    return reply


def _firm(firm: Firm) -> dict[str, object]:
    names = (firm.name_hant, firm.name_hans, firm.name_en, firm.stock_code, firm.business_number)
    keys = (firm.name_key, firm.pinyin_key, firm.initials_key)
    return {
        "id": firm.id,
        "text": firm.name,
        "note": local_name(firm),
        "keys": [text.lower() for text in dict.fromkeys((*names, *keys)) if text],
    }


def _person(contact: Contact) -> dict[str, object]:
    return {"id": contact.id, "text": contact.name, "note": contact.firm.name}


def _project(project: Project) -> dict[str, object]:
    return {"id": project.id, "text": project.name, "note": project.ref}
