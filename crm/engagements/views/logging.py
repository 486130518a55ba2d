"""Logging from a form: the whole one, the quick one, and what a phone sends of its drafts."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import request

from crm.engagements import comments, service
from crm.engagements.forms import EngagementForm
from crm.engagements.service import EngagementFields
from crm.engagements.views.offers import offer
from crm.web.choices import to_id
from crm.web.guards import signed_in_user
from kernel import clock
from models import Engagement, User
from models.enums import EngagementKind


def blank_form() -> EngagementForm:
    """A form with now, one's own park and oneself; ``firm``, ``project`` and ``kind`` come by link."""
    user = signed_in_user()
    firm_id, project_id = to_id(request.args.get("firm")), to_id(request.args.get("project"))
    form = EngagementForm(
        data={
            "kind": request.args.get("kind", EngagementKind.VISIT.value, type=_kind),
            "happened_at": clock.now().astimezone(clock.BUSINESS_ZONE),
            "park_id": user.park_id,
            "firm_ids": [firm_id] if firm_id else [],
            "project_id": project_id,
            "next_owner_id": user.id,
            "user_ids": [user.id],
            "client_key": str(uuid.uuid4()),
        }
    )
    offer(form)
    return form


def _kind(text: str) -> EngagementKind:
    return EngagementKind(text)


def log_from(form: EngagementForm) -> Engagement | None:
    """What the form says, logged once however often it is sent; None where it wasn't sent, or is refused."""
    if not form.validate_on_submit():
        return None
    user = signed_in_user()
    key = form.client_key.data or None
    there = service.find_logged(key, by=user)
    if there is not None:
        return there
    written = with_owner(form.written(), user)
    engagement = None
    with form.saving():
        engagement = service.log_engagement(written, by=user, client_key=key, matter=form.matter.data)
        comments.attach_files(engagement, form.uploads(), by=user)
    return _arrived_meanwhile(key, user, form) if form.has_failed else engagement


def with_owner(written: EngagementFields, user: User) -> EngagementFields:
    """A step that nobody else was named for is one's own; without a step one owes nothing."""
    if written.next_step and written.next_owner_id is None:
        return replace(written, next_owner_id=user.id)
    if not written.next_step and written.next_owner_id == user.id:
        return replace(written, next_owner_id=None)
    return written


def _arrived_meanwhile(key: str | None, user: User, form: EngagementForm) -> Engagement | None:
    """The same draft sent twice at one moment: the other one was quicker, and stands for both."""
    return service.find_logged(key, by=user) if form.has_conflict else None
