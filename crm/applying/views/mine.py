"""What an applicant has here: own applications, where they stand, and what can be done now."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.applying import queries
from crm.applying.deadlines import deadline_of
from crm.applying.labels import TURNS, answers_shown, public_history, public_state
from crm.applying.views.blueprint import bp
from crm.core import auditing
from crm.core.permissions import Permission
from crm.talent import letters
from crm.talent.queries import applications as decided
from crm.talent.rules.steps import Part, open_actions
from crm.talent.service import applications
from crm.web.downloads import send_bytes
from crm.web.forms import reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from models.enums import ApplicationState, AuditAction


@bp.get("/mine")
@may(Permission.APPLY_AS_TALENT)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.list_applications(user)
    deadlines = {each.id: deadline_of(each) for each in found}
    return render_template(
        "applying/index.html",
        applications=found,
        deadlines=deadlines,
        turns=TURNS,
        public_state=public_state,
        may_begin=queries.find_under_way(user) is None,
    )


@bp.get("/<int:application_id>")
@may(Permission.APPLY_AS_TALENT)
def detail(application_id: int) -> ResponseReturnValue:
    application = queries.get_own(application_id, viewer=signed_in_user())
    if application.state is ApplicationState.DRAFT:
        return redirect(url_for(".step", application_id=application.id, step="person"))
    decision = queries.find_public_decision(application)
    return render_template(
        "applying/detail.html",
        application=application,
        deadline=deadline_of(application),
        turns=TURNS,
        state=public_state(application.state),
        actions=open_actions(application.state, frozenset({Part.APPLICANT})),
        history=public_history(queries.list_public_steps(application.id)),
        decision=decision,
        awards=decision.awards if decision else [],
        shown=answers_shown(application, industry=queries.industry_of(application)),
        papers=queries.papers_of(application),
    )


@bp.get("/<int:application_id>/letter.pdf")
@may(Permission.APPLY_AS_TALENT)
def letter(application_id: int) -> ResponseReturnValue:
    """The letter on the decision, in the reader's language."""
    application = decided.get_application(application_id, viewer=signed_in_user())
    document = letters.letter(application, locale=language())
    auditing.note(
        AuditAction.EXPORTED, entity="talent_applications", entity_id=str(application.id), file="letter.pdf"
    )
    return send_bytes(letters.render(document, "pdf"), f"{application.ref}.pdf", letters.FORMATS["pdf"])


@bp.route("/<int:application_id>/withdraw", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def withdraw(application_id: int) -> ResponseReturnValue:
    application = queries.get_own(application_id, viewer=signed_in_user())
    return reason_page(
        "applying/withdraw.html",
        lambda reason: applications.withdraw(application, reason=reason, by=signed_in_user()),
        done=_("Taken back. You can apply again whenever you like."),
        back=url_for(".detail", application_id=application.id),
        application=application,
    )


@bp.route("/<int:application_id>/ask-review", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def ask_review(application_id: int) -> ResponseReturnValue:
    application = queries.get_own(application_id, viewer=signed_in_user())
    return reason_page(
        "applying/ask_review.html",
        lambda reason: applications.ask_review(application, reasons=reason, by=signed_in_user()),
        done=_("Asked for. Other officials look at the decision again."),
        back=url_for(".detail", application_id=application.id),
        application=application,
    )
