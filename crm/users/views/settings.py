"""Settings: the general ones and those of security belong to separate posts."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.preferences import set_preference
from crm.users import queries
from crm.users.forms import settings_form
from crm.users.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may


@bp.route("/settings", methods=["GET", "POST"])
@may(Permission.EDIT_SETTINGS)
def settings() -> ResponseReturnValue:
    return _settings(is_security=False)


@bp.route("/settings/security", methods=["GET", "POST"])
@may(Permission.EDIT_SECURITY_SETTINGS)
def security_settings() -> ResponseReturnValue:
    return _settings(is_security=True)


def _settings(*, is_security: bool) -> ResponseReturnValue:
    """Only the keys of this kind are fields of the form: others that are sent along are nothing."""
    values = queries.list_preferences(is_security=is_security)
    form = settings_form(values)(data=values)
    if form.validate_on_submit():
        with form.saving():
            for key, value in values.items():
                if form[key].data != value:
                    set_preference(key, form[key].data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(request.endpoint or ""))
    return form_page("settings/index.html", form, keys=list(values), is_security=is_security)
