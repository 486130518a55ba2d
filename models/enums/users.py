from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    PARK_LEAD = "park_lead"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADVISER = "adviser"
    EMPLOYER = "employer"
    APPLICANT = "applicant"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"
