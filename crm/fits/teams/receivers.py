"""What was said to a firm settles whom it was given out to."""

from __future__ import annotations

from typing import Any

from crm.core import events
from crm.fits.teams import service
from models import Engagement


@events.engagement_saved.connect
def settle_targets(engagement: Engagement, **_more: Any) -> None:
    if engagement.is_two_way and not engagement.is_archived and engagement.firms:
        service.note_engagement(engagement)
