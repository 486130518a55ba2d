"""What lists of projects are narrowed by, read from the address: the table, the board, the exports alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from crm.projects.queries import REACHED, Choices, ProjectFilters, cohort_project_ids, get_plan
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField
from crm.web.filters import FilterForm
from kernel.errors import NotFoundError
from models.enums import Colour, Stage, Status


class ProjectFilterForm(FilterForm):
    q = StringField(_l("Name, number or firm"), validators=[Optional(), Length(max=100)])
    stage = SelectField(
        _l("Stage"), coerce=one_of(Stage), choices=lambda: members(Stage, str(_l("All stages")))
    )
    status = SelectField(
        _l("Status"), coerce=one_of(Status), choices=lambda: members(Status, str(_l("All states")))
    )
    light = SelectField(
        _l("Light"), coerce=one_of(Colour), choices=lambda: members(Colour, str(_l("All lights")))
    )
    park = SelectField(_l("Park"), coerce=to_id)
    industry = SelectField(_l("Industry"), coerce=to_id)
    responsible = SelectField(_l("Responsible person"), coerce=to_id)
    edition = SelectField(_l("Ranked in"), coerce=to_id)
    signed_from = DateField(_l("Signed from"), validators=[Optional()])
    signed_to = DateField(_l("Signed to"), validators=[Optional()])
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.industry.choices = records(choices.industries, str(_l("All industries")))
        self.responsible.choices = records(choices.staff, str(_l("Everybody")))
        self.edition.choices = records(choices.editions, str(_l("Any or none")))


MORE_FILTERS = ("industry", "responsible", "edition", "signed_from", "signed_to", "archived")
"""Filters behind the fold."""


def filters_of(form: ProjectFilterForm) -> ProjectFilters:
    read = form.readable()
    filters = ProjectFilters(
        query=read["q"] or "",
        stage=read["stage"],
        status=read["status"],
        park_id=read["park"],
        industry_id=read["industry"],
        responsible_id=read["responsible"],
        light=read["light"],
        edition_id=read["edition"],
        signed_from=read["signed_from"],
        signed_to=read["signed_to"],
        is_archived=bool(read["archived"]),
    )
    return _narrowed_to_cohort(filters)


def _narrowed_to_cohort(filters: ProjectFilters) -> ProjectFilters:
    """The rows behind a rate of the field: ``cohort`` is a plan's key, ``reached`` what is counted."""
    key, reached = request.args.get("cohort"), request.args.get("reached", "signed")
    if not key:
        return filters
    if reached not in REACHED:
        raise NotFoundError(_("There is no such rate."))
    ids = cohort_project_ids(
        get_plan(key),
        requested_as_of(),
        requested_known_at(),
        reached=reached,
        with_linked=request.args.get("scope") == "zone",
    )
    return replace(filters, only_ids=ids)


def cohort_words() -> str | None:
    """What the rows stand behind, where the address says so."""
    if not request.args.get("cohort"):
        return None
    rates = {
        "signed": _("signed"),
        "registration": _("registered or further"),
        "start": _("under construction or further"),
        "production": _("operating"),
    }
    return str(
        _(
            "The projects signed in the plan %(plan)s that were %(reached)s as of %(as_of)s.",
            plan=request.args["cohort"],
            reached=rates[request.args.get("reached", "signed")],
            as_of=requested_as_of().isoformat(),
        )
    )
