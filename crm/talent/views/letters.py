"""The letter on a decision: read here, taken away as PDF or Word."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.permissions import Permission
from crm.core.visibility import may_read_talent
from crm.talent import letters
from crm.talent.queries import applications as queries
from crm.talent.views.blueprint import bp
from crm.web.downloads import send_bytes
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from crm.web.languages import LANGUAGES
from kernel.errors import NotFoundError
from models import TalentApplication
from models.enums import AuditAction
from reports.render import page


@bp.get("/applications/<int:application_id>/letter")
@may(Permission.EDIT_TALENTS)
def letter(application_id: int) -> ResponseReturnValue:
    """``locale`` in the address asks for another language than the reader's."""
    application = _readable(application_id)
    document = letters.letter(application, locale=_locale())
    return render_template(
        "talent/letter.html",
        application=application,
        body=page.render(document),
        formats=letters.FORMATS,
        locale=_locale(),
        locales=LANGUAGES,
    )


@bp.get("/applications/<int:application_id>/letter/<file_format>")
@may(Permission.EDIT_TALENTS)
def letter_file(application_id: int, file_format: str) -> ResponseReturnValue:
    """Who took it is in the log."""
    application = _readable(application_id)
    if file_format not in letters.FORMATS:
        raise NotFoundError(_("There is no such format."))
    document = letters.letter(application, locale=_locale())
    name = f"{application.ref}.{file_format}"
    entity_id = str(application.id)
    auditing.note(AuditAction.EXPORTED, entity="talent_applications", entity_id=entity_id, file=name)
    return send_bytes(letters.render(document, file_format), name, letters.FORMATS[file_format])


def _readable(application_id: int) -> TalentApplication:
    user = signed_in_user()
    application = queries.get_application(application_id, viewer=user)
    if not may_read_talent(user, application.talent):
        raise NotFoundError(_("There is no such application, or none that you may see."))
    return application


def _locale() -> str:
    asked = request.args.get("locale", "")
    return asked if asked in LANGUAGES else language()
