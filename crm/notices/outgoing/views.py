"""The outbox of a demo: what was sent to addresses that are nobody's. Production doesn't have this page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from crm.notices.outgoing import queries
from crm.web.guards import anyone
from crm.web.paging import Sort, page_of
from models import OutgoingMail

bp = Blueprint("outbox", __name__, url_prefix="/outbox")

SORTS = {"newest": Sort(OutgoingMail.created_at, descending=True)}


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    page = page_of(queries.demo_mails_query(), sorts=SORTS, default="newest", id_column=OutgoingMail.id)
    return render_template("outbox/index.html", page=page)
