from __future__ import annotations

from enum import StrEnum


class EngagementKind(StrEnum):
    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    MESSAGE = "message"
    SITE_VISIT = "site_visit"
    EVENT = "event"
