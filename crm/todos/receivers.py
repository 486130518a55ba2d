"""A next step of an engagement is a to-do of whom it names, else of who logged it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from crm.core import events
from crm.todos import policies, service
from models import Engagement
from models.enums import TodoSource

events.policy_claim_changed.connect(policies.follow_claim)
events.promise_changed.connect(policies.follow_promise)


@events.engagement_saved.connect
def follow_next_step(engagement: Engagement, **_more: Any) -> None:
    owner_id = engagement.next_owner_id or engagement.created_by_id
    if engagement.is_archived or not engagement.next_step or owner_id is None:
        service.drop_todo(
            TodoSource.ENGAGEMENT, engagement.id, note=_l("The engagement no longer names this next step.")
        )
        return
    service.put_todo(
        TodoSource.ENGAGEMENT,
        engagement.id,
        title=engagement.next_step,
        owner_id=owner_id,
        due_on=engagement.next_due_on,
        park_id=engagement.park_id,
        firm_id=engagement.firms[0].id if engagement.firms else None,
        project_id=engagement.project_id,
    )
