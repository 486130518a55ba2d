"""How every form of a part is answered: the same page filled, or back to the tab it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import check_own_park
from crm.delegations.queries import records
from crm.delegations.queries.records import Part
from crm.delegations.service.parts import AnyPart
from crm.web.fields import LookupField, set_choice
from crm.web.forms import BaseForm, form_page, reason_page
from crm.web.guards import signed_in_user
from kernel.errors import NotFoundError
from models import Delegation


def asked_delegation(delegation_id: int) -> Delegation:
    """One that this person may change."""
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    check_own_park(delegation.park_id, user)
    return delegation


def asked_part(model: type[Part], part_id: int) -> Part:
    """One that this person may change, still part of the visit."""
    user = signed_in_user()
    part = records.get_part(model, part_id, viewer=user)
    check_own_park(part.delegation.park_id, user)
    if part.archived_at is not None:
        raise NotFoundError(_("This was taken out of the visit."))
    return part


def tab_url(delegation: Delegation, tab: str) -> str:
    return url_for("delegations.detail", delegation_id=delegation.id, tab=tab)


def save_page(
    template: str,
    form: BaseForm,
    save: Callable[[], object],
    *,
    delegation: Delegation,
    tab: str,
    **context: Any,
) -> ResponseReturnValue:
    back = tab_url(delegation, tab)
    if form.validate_on_submit():
        with form.saving():
            save()
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(back)
    return form_page(template, form, delegation=delegation, back=back, **context)


def removal_page(
    part: AnyPart, remove: Callable[[str], object], *, name: str, tab: str
) -> ResponseReturnValue:
    return reason_page(
        "delegations/remove.html",
        remove,
        done=_("Taken out of the visit."),
        back=tab_url(part.delegation, tab),
        delegation=part.delegation,
        name=name,
        back_url=tab_url(part.delegation, tab),
    )


def show_firm(field: LookupField) -> None:
    """A look-up shows what is chosen by its name."""
    chosen = field.data
    firms = records.list_firms([chosen]) if isinstance(chosen, int) else []
    if firms:
        set_choice(field, firms[0].id, firms[0].name)
    else:
        field.data = None
