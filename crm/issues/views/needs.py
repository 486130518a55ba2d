"""After-care: how fast needs of settled firms are taken up and answered."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.core.preferences import get_preference
from crm.issues.forms.issues import NeedsFilterForm
from crm.issues.queries.needs import NeedsFilter, tallies
from crm.issues.views.blueprint import bp
from crm.projects import queries as projects
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from kernel import clock


@bp.get("/needs")
@may(Permission.VIEW_ISSUES)
def needs() -> ResponseReturnValue:
    user = signed_in_user()
    form = NeedsFilterForm.from_address(choices=projects.list_choices(viewer=user))
    read = form.readable()
    rows = tallies(NeedsFilter(read["park"], read["since"], read["until"]), viewer=user, today=clock.today())
    return render_template(
        "issues/needs.html",
        rows=rows,
        form=form,
        chips=active_filters(form),
        response_days=get_preference("issues.response_days"),
        due_days=get_preference("issues.due_days"),
    )
