"""An engagement of the holding park keeps its claims alive."""

from __future__ import annotations

from crm.claims import service
from crm.core.events import engagement_saved
from models import Engagement


@engagement_saved.connect
def keep_alive(engagement: Engagement) -> None:
    service.follow_engagement(engagement)
