"""The supervision letter: choosing, reading, and taking it away as a file."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.permissions import Permission
from crm.issues import letters
from crm.issues.forms.issues import LetterForm
from crm.issues.queries.letters import (
    LETTER_LIMIT,
    LetterQuestion,
    days_over,
    find_park_by_id,
    find_staff,
    list_overdue,
)
from crm.issues.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.downloads import send_bytes
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.labels import language, local_name
from kernel import clock
from kernel.errors import NotFoundError
from models import User
from models.enums import AuditAction
from reports.content import Document
from reports.render import page


@bp.get("/letter")
@may(Permission.VIEW_ISSUES)
def letter() -> ResponseReturnValue:
    user = signed_in_user()
    form = LetterForm.from_address(choices=projects.list_choices(viewer=user))
    question = _question(form)
    document = _document(form, question, user)
    return render_template(
        "issues/letter.html",
        form=form,
        chips=active_filters(form),
        rows=list_overdue(replace(question, only=None), viewer=user),
        chosen=question.only,
        limit=LETTER_LIMIT,
        days_over=lambda row: days_over(row, question.as_of),
        body=page.render(document),
        formats=letters.FORMATS,
    )


@bp.get("/letter/<file_format>")
@may(Permission.VIEW_ISSUES)
def letter_file(file_format: str) -> ResponseReturnValue:
    """The same letter as PDF or Word; who took it is in the log."""
    if file_format not in letters.FORMATS:
        raise NotFoundError(_("There is no such format."))
    user = signed_in_user()
    form = LetterForm.from_address(choices=projects.list_choices(viewer=user))
    document = _document(form, _question(form), user)
    name = f"supervision-{clock.today().isoformat()}.{file_format}"
    filters = request.query_string.decode("ascii", "replace")
    auditing.note(AuditAction.EXPORTED, entity="issues", entity_id="", file=name, filters=filters)
    return send_bytes(letters.render(document, file_format), name, letters.FORMATS[file_format])


def _question(form: LetterForm) -> LetterQuestion:
    """``issue`` once or more: only these."""
    read = form.readable()
    chosen = frozenset(number for text in request.args.getlist("issue") if (number := to_id(text)))
    return LetterQuestion(
        as_of=clock.today(),
        known_at=clock.now(),
        park_id=read["park"],
        owner_id=read["owner"],
        only=chosen or None,
        has_confidential=True,
    )


def _document(form: LetterForm, question: LetterQuestion, user: User) -> Document:
    reply_by = form.readable()["reply_by"]
    return letters.letter(
        question,
        viewer=user,
        locale=language(),
        addressee=_addressee(question),
        reply_by=reply_by.isoformat() if reply_by else "",
    )


def _addressee(question: LetterQuestion) -> str:
    """Whom the letter goes to: one person, one park, or nobody in particular."""
    owner = find_staff(question.owner_id)
    if owner is not None:
        return owner.display_name
    park = find_park_by_id(question.park_id)
    return local_name(park) if park is not None else ""
