"""What the forms of engagements offer this person, and what is chosen in them by its name."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from crm.engagements import queries
from crm.engagements.forms import EngagementForm, LookupsField
from crm.projects import queries as projects
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.guards import signed_in_user
from kernel.errors import NotFoundError
from models import Engagement, User


def offer(form: EngagementForm, saved: Engagement | None = None) -> None:
    """Fill selects and look-ups with what this person may choose; what is chosen is shown by its name.

    Where two versions stand side by side, so is what ``saved`` has.
    """
    user = signed_in_user()
    form.offer(projects.list_choices(viewer=user))
    form.firm_ids.lookup = endpoint_url("firms.lookup") or ""
    form.contact_ids.lookup = url_for(".people")
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    firm_ids = (*form.firm_ids.ids, *(firm.id for firm in (saved.firms if saved else ())))
    _show(form.firm_ids, ((firm.id, firm.name) for firm in queries.list_firms(dict.fromkeys(firm_ids))))
    there = saved.contacts if saved else ()
    offered = {each.id: each for each in (*queries.list_contacts(firm_ids, viewer=user), *there)}
    _show(form.contact_ids, ((each.id, f"{each.name} ({each.firm.name})") for each in offered.values()))
    _offer_colleagues(form, user, saved)
    _show_project(form, user)


def _offer_colleagues(form: EngagementForm, user: User, saved: Engagement | None) -> None:
    """Also those that were named while they belonged to the park."""
    former = saved.users if saved else ()
    known = {each.id: each for each in (*queries.list_colleagues(viewer=user), *former)}
    _show(form.user_ids, ((each.id, each.display_name) for each in known.values()))


def _show_project(form: EngagementForm, user: User) -> None:
    chosen = to_id(form.project_id.data)
    if chosen is None:
        return
    try:
        project = projects.get_project(chosen, viewer=user)
    except NotFoundError:
        form.project_id.data = None
    else:
        set_choice(form.project_id, project.id, project.name)


def _show(field: LookupsField, chosen: Iterable[tuple[int, str]]) -> None:
    field.choices = [(str(record_id), name) for record_id, name in chosen]
