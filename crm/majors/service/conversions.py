"""A planned project becomes an offer of the catalogue or a pipeline project; both keep the thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from crm.catalogue.rules import Written
from crm.catalogue.service.offers import OfferFields, write_offer
from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import hold, refuse_put_away
from crm.majors import rules
from crm.majors.queries import records as queries
from crm.majors.rules import name_of
from crm.majors.service.following import becoming
from crm.majors.service.records import touch
from crm.projects.service import ProjectFields, create_project
from kernel import clock
from kernel.errors import RuleError
from models import MajorConversion, MajorProject, Offer, Project, User
from models.enums import ConversionKind, CooperationMode, Matter, OfferLanguage, Preparation


@dataclass(frozen=True, slots=True)
class Investor:
    """Who invests, and what the pipeline asks for besides."""

    firm_id: int
    lead_on: date
    industry_id: int | None = None
    lead_source: str | None = None
    matter: Matter | None = None


def become_offer(major: MajorProject, mode: CooperationMode, *, by: User | None) -> Offer:
    """A draft in the catalogue with what the library knows; it is published there, by two keys.

    Raises:
        NotAllowedError: another park's.
        RuleError: it became one already, has an investor, or doesn't say what is to be built.
    """
    _check_open(major, ConversionKind.OFFER, by)
    if not major.content:
        raise RuleError(_("Say first what is to be built: an offer tells investors that."))
    offer = write_offer(
        OfferFields(
            park_id=major.park_id,
            mode=mode,
            texts=_texts(major),
            valid_from=clock.today(),
            investment_minor=major.planned_minor,
            investment_currency=major.planned_currency,
            land_mu=Decimal(major.land_mu) if major.land_mu else None,
            power_kva=major.power_kva,
            water_t_day=major.water_t_day,
        ),
        by=by,
    )
    session.add(MajorConversion(major=major, kind=ConversionKind.OFFER, offer=offer))
    if major.preparation.order < Preparation.OFFERED.order:
        major.preparation = Preparation.OFFERED
    touch(major)
    session.flush()
    return offer


def become_project(major: MajorProject, investor: Investor, *, by: User | None) -> Project:
    """Open a pipeline project as a lead, with what the library knows; its gates hold from there on.

    Raises:
        NotAllowedError: another park's.
        ProtectedError: the investor's group is protected for another park.
        RuleError: it is one already, or something written can't be.
    """
    _check_open(major, ConversionKind.PROJECT, by)
    with becoming(major):
        project = create_project(
            _project_fields(major, investor), by=by, lead_on=investor.lead_on, matter=investor.matter
        )
    session.add(MajorConversion(major=major, kind=ConversionKind.PROJECT, project=project))
    session.flush()
    return project


def _project_fields(major: MajorProject, investor: Investor) -> ProjectFields:
    return ProjectFields(
        name=name_of(major),
        firm_id=investor.firm_id,
        park_id=major.park_id,
        industry_id=investor.industry_id,
        responsible_id=major.responsible_id,
        planned_minor=major.planned_minor,
        planned_currency=major.planned_currency,
        content=major.content,
        land_need_mu=major.land_mu,
        energy_class=major.energy_class,
        carbon_class=major.carbon_class,
        lead_source=investor.lead_source or _("Library of major projects %(ref)s", ref=major.ref or ""),
    )


def _texts(major: MajorProject) -> dict[OfferLanguage, Written]:
    """The simplified text; the traditional one is drafted from it, the English one is for a person."""
    lines = rules.lines_of(major.sub_projects)
    content = "\n".join([major.content or "", *lines])
    return {OfferLanguage.HANS: Written(name_of(major), content)}


def _check_open(major: MajorProject, kind: ConversionKind, by: User | None) -> None:
    check_own_park(major.park_id, by)
    hold(major)
    refuse_put_away(major, name_of(major))
    done = {each.kind for each in queries.list_conversions(major)}
    if not rules.can_become(kind, has_project=major.project_id is not None, done=done):
        raise RuleError(
            _("It is a pipeline project already.")
            if major.project_id is not None
            else _("It became an offer already.")
        )
