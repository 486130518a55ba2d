"""The applicant's own data: what is agreed to, all of it as a file, and the wish that it be erased."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.applying.personal import export, service, summary
from crm.applying.personal.queries import wishes
from crm.applying.personal.queries.rows import person_of
from crm.applying.views.blueprint import bp
from crm.core import auditing
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.talent import letters
from crm.talent.queries import people
from crm.talent.service import consents
from crm.web.downloads import send_bytes
from crm.web.guards import may, signed_in_user
from kernel.errors import RuleError
from models.enums import AuditAction, TalentPurpose

PURPOSES = f"any({','.join(purpose.value for purpose in TalentPurpose)})"


@bp.get("/data")
@may(Permission.APPLY_AS_TALENT)
def data() -> ResponseReturnValue:
    user = signed_in_user()
    talent = people.find_own(user)
    given = [people.find_consent(talent.id, purpose) for purpose in TalentPurpose] if talent else []
    return render_template(
        "applying/data.html",
        consents=[consent for consent in given if consent is not None],
        wish=wishes.find_open_wish(user),
    )


@bp.get("/data/export.zip")
@may(Permission.APPLY_AS_TALENT)
def export_data() -> ResponseReturnValue:
    user = signed_in_user()
    auditing.note(AuditAction.EXPORTED, entity="applicants", entity_id=str(user.id))
    packed = export.archive_of(person_of(user_id=user.id, talent_id=None))
    return send_bytes(packed, "my-data.zip", "application/zip")


@bp.get("/data/export.pdf")
@may(Permission.APPLY_AS_TALENT)
def export_summary() -> ResponseReturnValue:
    """The same to be read and printed, in the reader's language."""
    user = signed_in_user()
    auditing.note(AuditAction.EXPORTED, entity="applicants", entity_id=str(user.id), file="my-data.pdf")
    document = summary.document_of(person_of(user_id=user.id, talent_id=None))
    return send_bytes(letters.render(document, "pdf"), "my-data.pdf", letters.FORMATS["pdf"])


@bp.post(f"/data/consents/<{PURPOSES}:purpose>/withdraw")
@may(Permission.APPLY_AS_TALENT)
def withdraw_consent(purpose: str) -> ResponseReturnValue:
    talent = people.find_own(signed_in_user())
    if talent is None:
        raise RuleError(_("There is no such consent that holds."))
    with transaction():
        consents.withdraw_consent(talent, TalentPurpose(purpose), by=signed_in_user())
    flash(_("Taken back."), "success")
    return redirect(url_for(".data"))


@bp.post("/data/erase")
@may(Permission.APPLY_AS_TALENT)
def ask_erasure() -> ResponseReturnValue:
    with transaction():
        service.ask_erasure(signed_in_user())
    flash(_("Asked for. An official decides; a second one looks at it before anything is erased."), "success")
    return redirect(url_for(".data"))


@bp.post("/data/keep")
@may(Permission.APPLY_AS_TALENT)
def keep_data() -> ResponseReturnValue:
    with transaction():
        service.take_back(signed_in_user())
    flash(_("Taken back: nothing is erased."), "success")
    return redirect(url_for(".data"))
