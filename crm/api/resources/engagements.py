"""Engagements: what happened with firms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import Field

from crm.api.operations import operation, sent_body, sent_query, written
from crm.api.resources.naming import named, park_id_of, park_named, refuse_unknown
from crm.api.shapes import (
    Answer,
    Arguments,
    Body,
    Day,
    Line,
    ListArguments,
    Many,
    MatterSaid,
    Moment,
    One,
    ParkCode,
    ParkOut,
    PersonOut,
    Query,
    RecordId,
    RecordNumber,
    RecordRef,
    Words,
    page_answer,
)
from crm.core.visibility import may_see_project
from crm.engagements import queries, service
from crm.engagements.queries import EngagementFilters
from crm.engagements.service import EngagementFields
from crm.projects import queries as projects
from crm.web.paging import Sort, page_of
from kernel.errors import RuleError
from models import Engagement, User
from models.enums import EngagementKind

SORTS = {"when": Sort(Engagement.happened_at, descending=True)}
Ids = Annotated[list[RecordId], Field(max_length=100)]


class EngagementsQuery(ListArguments):
    sort: Literal["when", "-when"] = "when"
    q: Query = ""
    kind: EngagementKind | None = None
    park: ParkCode | None = None
    firm: RecordNumber | None = None
    project: RecordNumber | None = None
    by: RecordNumber | None = None
    owner: RecordNumber | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    due_by: Day | None = None
    archived: bool = False


class EngagementOut(Answer):
    id: int
    ref: str
    kind: EngagementKind
    happened_at: datetime
    park: ParkOut
    project: RecordRef | None
    firms: list[RecordRef]
    summary: str
    outcome: str | None
    next_step: str | None
    next_due_on: date | None
    next_owner: PersonOut | None
    is_confidential: bool
    created_by: PersonOut | None
    is_archived: bool
    lock_version: int
    created_at: datetime


class EngagementDetail(EngagementOut):
    contacts: list[PersonOut]


class NewEngagement(Body):
    kind: EngagementKind
    happened_at: Moment
    park: ParkCode
    firm_ids: Annotated[Ids, Field(min_length=1)]
    summary: Annotated[Words, Field(min_length=1)]
    outcome: Words | None = None
    next_step: Line | None = None
    next_due_on: Day | None = None
    next_owner_id: Annotated[
        RecordId | None, Field(description="With a next step the person who logs it, by default.")
    ] = None
    project_id: RecordId | None = None
    contact_ids: Ids = []
    is_confidential: bool = False
    matter: MatterSaid = None


@operation(Many[EngagementOut], query=EngagementsQuery)
def list_engagements(user: User) -> Many[EngagementOut]:
    """Engagements, the last first."""
    asked = sent_query(EngagementsQuery)
    filters = EngagementFilters(
        query=asked.q,
        kind=asked.kind,
        park_id=park_id_of(asked.park),
        firm_id=asked.firm,
        project_id=asked.project,
        by_id=asked.by,
        owner_id=asked.owner,
        from_day=asked.from_day,
        to_day=asked.to_day,
        is_due_by=asked.due_by,
        is_archived=asked.archived,
    )
    query = queries.engagements_query(filters, viewer=user)
    page = page_of(query, sorts=SORTS, default="when", id_column=Engagement.id)
    return page_answer(page, lambda row: EngagementOut(**_facts(row, user)))


@operation(One[EngagementDetail])
def get_engagement(user: User, engagement_id: int) -> One[EngagementDetail]:
    """One engagement, with the people who were there."""
    sent_query(Arguments)
    return _answer(engagement_id, user)


@operation(One[EngagementDetail], body=NewEngagement, status=201)
def log_engagement(user: User) -> One[EngagementDetail]:
    """Log what happened with one or more firms."""
    sent = sent_body(NewEngagement)
    park = park_named(sent.park)
    if len(queries.list_firms(sent.firm_ids)) != len(sent.firm_ids):
        words = _("Not all of these firms are there.")
        raise RuleError(words, fields={"firm_ids": words})
    project_id, owner_id = sent.project_id, sent.next_owner_id
    if project_id is not None:
        named("project_id", lambda: projects.get_project(project_id, viewer=user))
    if owner_id is not None:
        staff = projects.list_choices(viewer=user).staff
        refuse_unknown("next_owner_id", owner_id, {row.id for row in staff})
    elif sent.next_step:
        owner_id = user.id
    engagement = service.log_engagement(_fields(sent, park.id, owner_id), by=user, matter=sent.matter)
    written(engagement)
    return _answer(engagement.id, user)


def _fields(sent: NewEngagement, park_id: int, owner_id: int | None) -> EngagementFields:
    plain = ("kind", "happened_at", "summary", "outcome", "next_step", "next_due_on", "project_id")
    return EngagementFields(
        **{name: getattr(sent, name) for name in plain},
        park_id=park_id,
        next_owner_id=owner_id,
        firm_ids=tuple(dict.fromkeys(sent.firm_ids)),
        contact_ids=tuple(dict.fromkeys(sent.contact_ids)),
        is_confidential=sent.is_confidential,
    )


def _answer(engagement_id: int, user: User) -> One[EngagementDetail]:
    row = queries.get_engagement(engagement_id, viewer=user)
    contacts = [PersonOut(id=contact.id, name=contact.name) for contact in row.contacts]
    return One(data=EngagementDetail(**_facts(row, user), contacts=contacts))


def _facts(row: Engagement, user: User) -> dict[str, Any]:
    looked_up = {"park", "project", "firms", "next_owner", "created_by"}
    project = row.project if row.project and may_see_project(user, row.project) else None
    return {
        **{name: getattr(row, name) for name in EngagementOut.model_fields.keys() - looked_up},
        "park": ParkOut.of(row.park),
        "project": RecordRef.of(project) if project else None,
        "firms": [RecordRef.of(firm) for firm in row.firms],
        "next_owner": PersonOut.of(row.next_owner) if row.next_owner else None,
        "created_by": PersonOut.of(row.created_by) if row.created_by else None,
    }
