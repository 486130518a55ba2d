"""Papers, consent, and the last look before it is sent."""

from __future__ import annotations

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.applying import queries, rules, service
from crm.applying.consents import consent_text
from crm.applying.forms import ConsentForm, PaperForm, SendForm
from crm.applying.labels import answers_shown
from crm.applying.views.blueprint import bp
from crm.applying.views.steps import page_of, page_url
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.talent.rules.answers import PAPERS_OF, kind_of
from crm.talent.rules.steps import WITH_APPLICANT
from crm.talent.service import applications, consents
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel.errors import RuleError
from models import TalentApplication
from models.enums import ApplicationState, TalentDocumentKind, TalentPurpose


@bp.route("/<int:application_id>/papers", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def papers(application_id: int) -> ResponseReturnValue:
    """A script sends one file at a time and is answered in JSON; without it the form comes back."""
    application = queries.get_own(application_id, viewer=signed_in_user())
    if application.state not in WITH_APPLICANT:
        return redirect(url_for(".detail", application_id=application.id))
    form = PaperForm()
    if form.validate_on_submit():
        upload = form.file.data
        with form.saving():
            service.hand_in(
                application,
                form.kind.data,
                upload.read(rules.MAX_FILE_BYTES + 1),
                upload.filename or "",
                by=signed_in_user(),
            )
        if not form.has_failed:
            return redirect(url_for(".papers", application_id=application.id))
    if (
        form.is_submitted()
        and request.accept_mimetypes.best_match(["text/html", "application/json"]) != "text/html"
    ):
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return jsonify({"detail": words or form.refusal}), 422
    kind = kind_of(application.answers)
    return form_page(
        "applying/papers.html",
        form,
        papers=queries.papers_of(application),
        needed=PAPERS_OF[kind] if kind else (TalentDocumentKind.IDENTITY,),
        max_bytes=rules.MAX_FILE_BYTES,
        max_files=rules.MAX_FILES,
        **page_of(application, "papers"),
    )


@bp.post("/<int:application_id>/papers/<int:paper_id>/remove")
@may(Permission.APPLY_AS_TALENT)
def remove_paper(application_id: int, paper_id: int) -> ResponseReturnValue:
    application = queries.get_own(application_id, viewer=signed_in_user())
    paper = queries.get_document(application, paper_id)
    with transaction():
        applications.take_document_back(paper, by=signed_in_user())
    flash(_("Taken out."), "success")
    return redirect(url_for(".papers", application_id=application.id))


@bp.route("/<int:application_id>/consent", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def consent(application_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    application = queries.get_own(application_id, viewer=user)
    if application.state not in WITH_APPLICANT:
        return redirect(url_for(".detail", application_id=application.id))
    form = ConsentForm(purposes=[])
    if form.validate_on_submit():
        with form.saving():
            service.agree(application, {each for each in form.purposes.data or [] if each}, by=user)
        if not form.has_failed:
            return redirect(url_for(".send", application_id=application.id))
    held = {purpose for purpose in TalentPurpose if consents.holds(application.talent_id, purpose)}
    texts = [(purpose, consent_text(purpose), purpose in held) for purpose in TalentPurpose]
    return form_page("applying/consent.html", form, texts=texts, **page_of(application, "consent"))


@bp.route("/<int:application_id>/send", methods=["GET", "POST"])
@may(Permission.APPLY_AS_TALENT)
def send(application_id: int) -> ResponseReturnValue:
    """The last look; of a supplement the same, with a word to the park."""
    application = queries.get_own(application_id, viewer=signed_in_user())
    if application.state not in WITH_APPLICANT:
        return redirect(url_for(".detail", application_id=application.id))
    form = SendForm(lock_version=application.lock_version)
    missing: list[tuple[str, str]] = []
    if form.validate_on_submit():
        with form.saving():
            _send(application, form)
        if not form.has_failed:
            flash(_("Sent. You will see here what becomes of it."), "success")
            return redirect(url_for(".detail", application_id=application.id))
        if isinstance(form.refused_with, RuleError):
            fields = form.refused_with.fields.items()
            missing = [(words, page_url(application, rules.page_of(name))) for name, words in fields]
    return form_page(
        "applying/send.html",
        form,
        missing=missing,
        shown=answers_shown(application, industry=queries.industry_of(application)),
        papers=queries.papers_of(application),
        is_supplement=application.state is ApplicationState.SUPPLEMENT,
        **page_of(application, "send"),
    )


def _send(application: TalentApplication, form: SendForm) -> None:
    user, seen = signed_in_user(), form.lock_version.data
    if application.state is ApplicationState.SUPPLEMENT:
        applications.supplement(application, note=form.note.data or "", by=user, lock_version=seen)
    else:
        applications.submit(application, by=user, lock_version=seen)
