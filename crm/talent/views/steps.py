"""A page for each step that the park takes with an application."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.talent import shown
from crm.talent.forms.applications import AssignForm, DecideForm, KeyForm, SupplementForm
from crm.talent.queries import applications as queries
from crm.talent.service import deciding, examining, steps
from crm.talent.views.blueprint import bp
from crm.web.fields import plain_text
from crm.web.forms import BaseForm, form_page
from crm.web.guards import may, signed_in_user
from models import TalentApplication, User
from models.enums import ApplicationAction, DecisionOutcome

A = ApplicationAction


@bp.post("/applications/<int:application_id>/accept")
@may(Permission.EDIT_TALENTS)
def accept(application_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    application = queries.get_application(application_id, viewer=user)
    with transaction():
        examining.accept(application, by=user)
    flash(_("Taken up. You examine it."), "success")
    return redirect(url_for(".application", application_id=application_id))


@bp.route("/applications/<int:application_id>/supplement", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def ask_supplement(application_id: int) -> ResponseReturnValue:
    """Ask the applicant for what is missing."""
    user, application = _begin(application_id, A.ASK_SUPPLEMENT)
    form = SupplementForm(data={"lock_version": application.lock_version})

    def act() -> None:
        examining.ask_for_supplement(
            application,
            public_note=plain_text(form.public_note.data) or "",
            note=plain_text(form.note.data) or "",
            by=user,
            lock_version=form.lock_version.data,
        )

    return _page(
        application,
        form,
        act,
        title=_("Ask for a supplement"),
        note=_("The applicant is told what is missing. The park's clock stands still until it comes."),
        done=_("Asked for. The clock stands still."),
    )


@bp.route("/applications/<int:application_id>/assign", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def assign(application_id: int) -> ResponseReturnValue:
    user, application = _begin(application_id, A.ASSIGN)
    form = AssignForm(data={"owner_id": application.owner_id, "lock_version": application.lock_version})
    people = queries.list_examiners(application.park_id)
    form.owner_id.choices = [("", "—"), *((str(each.id), each.display_name) for each in people)]
    return _page(
        application,
        form,
        lambda: examining.assign(
            application, form.owner_id.data, by=user, lock_version=form.lock_version.data
        ),
        title=_("Name the examiner"),
        note=_("The examiner gets a to-do with the day by which it is decided."),
        done=_("Named. The examiner has a to-do."),
    )


@bp.route("/applications/<int:application_id>/decide", methods=["GET", "POST"])
@may(Permission.DECIDE_TALENTS)
def decide(application_id: int) -> ResponseReturnValue:
    """Beside what the rule table says, with every reason."""
    user, application = _begin(application_id, A.DECIDE)
    computed = examining.compute(application)
    level = computed.assessment.level if computed else None
    form = DecideForm(
        data={
            "outcome": DecisionOutcome.GRANTED if level else DecisionOutcome.REFUSED,
            "level": level,
            "lock_version": application.lock_version,
        }
    )
    return _page(
        application,
        form,
        lambda: deciding.decide(application, form.written(), by=user, lock_version=form.lock_version.data),
        title=_("Decide on the application"),
        note=_("Beside the rule, in a borderline case and above the threshold a second person confirms it."),
        done=_("Decided."),
        template="talent/decide.html",
        computed=computed,
        **shown.words_for(application.rule_version),
        name=shown.name_of(application.talent, user),
    )


@bp.route("/applications/<int:application_id>/confirm", methods=["GET", "POST"])
@may(Permission.CONFIRM_TALENTS)
def confirm(application_id: int) -> ResponseReturnValue:
    user, application = _begin(application_id, A.CONFIRM)
    form = KeyForm(data={"lock_version": application.lock_version})
    return _page(
        application,
        form,
        lambda: deciding.confirm(
            application,
            note=plain_text(form.note.data) or "",
            by=user,
            lock_version=form.lock_version.data,
        ),
        title=_("Give the second key"),
        note=_("From now on the decision holds: its benefits are awarded, and the applicant reads it."),
        done=_("The decision holds."),
        template="talent/decide.html",
        decision=application.decisions[-1],
        name=shown.name_of(application.talent, user),
    )


@bp.route("/applications/<int:application_id>/send-back", methods=["GET", "POST"])
@may(Permission.CONFIRM_TALENTS)
def send_back(application_id: int) -> ResponseReturnValue:
    user, application = _begin(application_id, A.SEND_BACK)
    form = KeyForm(data={"lock_version": application.lock_version})
    return _page(
        application,
        form,
        lambda: deciding.send_back(
            application,
            note=plain_text(form.note.data) or "",
            by=user,
            lock_version=form.lock_version.data,
        ),
        title=_("Send the decision back"),
        note=_("It holds nothing: the application is examined anew. Say why."),
        done=_("Sent back."),
    )


def _begin(application_id: int, action: ApplicationAction) -> tuple[User, TalentApplication]:
    user = signed_in_user()
    application = queries.get_application(application_id, viewer=user)
    steps.check(application, action, user)
    return user, application


def _page(
    application: TalentApplication,
    form: BaseForm,
    act: Callable[[], object],
    *,
    title: str,
    note: str,
    done: str,
    template: str = "talent/form.html",
    **context: object,
) -> ResponseReturnValue:
    """Show the form, take the step, go back to the application."""
    application_id = application.id
    back = url_for(".application", application_id=application_id)
    if form.validate_on_submit():
        with form.saving():
            act()
        if not form.has_failed:
            flash(done, "success")
            return redirect(back)
        application = queries.get_application(application_id, viewer=signed_in_user())
        if form.has_conflict:
            _renew(form, application)
    return form_page(
        template,
        form,
        title=title,
        note=note,
        submit=title,
        back=back,
        keep=f"talent-application-{application_id}-{form.__class__.__name__}",
        crumbs=[
            {"label": _("Talent applications"), "url": url_for(".applications")},
            {"label": application.ref, "url": back},
        ],
        application=application,
        **context,
    )


def _renew(form: BaseForm, application: TalentApplication) -> None:
    """What was typed stays, on the version that stands now."""
    field = form["lock_version"]
    field.data, field.raw_data = application.lock_version, None
