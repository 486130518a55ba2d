"""Long work under way: taking in, putting back, writing out."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.imports import queries, rules
from crm.imports.columns import KIND_WORDS
from crm.imports.rules import Kind
from crm.imports.views.blueprint import bp
from crm.web.downloads import send_file_safely
from crm.web.guards import may, signed_in_user
from kernel.errors import NotFoundError
from models import Job


@bp.get("/runs/<int:job_id>")
@may(Permission.EXPORT)
def run(job_id: int) -> ResponseReturnValue:
    row = _own(job_id)
    template = "imports/_run.html" if "HX-Request" in request.headers else "imports/run.html"
    return render_template(template, job=row, word=KIND_WORDS[Kind(row.arguments["kind"])])


@bp.get("/runs/<int:job_id>/file")
@may(Permission.EXPORT)
def run_file(job_id: int) -> ResponseReturnValue:
    """The file that was written."""
    row = _own(job_id)
    if row.attachment is None:
        raise NotFoundError(_("There is no file here, or it is not ready yet."))
    return send_file_safely(row.attachment)


def _own(job_id: int) -> Job:
    return queries.get_own_job(job_id, kinds=rules.RUNS, viewer=signed_in_user())
