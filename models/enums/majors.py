from __future__ import annotations

from enum import StrEnum


class PlanBox(StrEnum):
    """The boxes of the plan in which it names its major projects."""

    DIGITAL = "digital"
    """专栏一."""
    LOW_CARBON = "low_carbon"
    """专栏二."""


class Preparation(StrEnum):
    """How far a major project is prepared; from a pipeline project on, its stage says it."""

    IDEA = "idea"
    """谋划."""
    PLANNED = "planned"
    """储备."""
    STUDY = "study"
    """前期."""
    APPROVED = "approved"
    """立项."""
    OFFERED = "offered"
    """招商."""
    UNDER_WAY = "under_way"
    """实施."""
    DONE = "done"
    DROPPED = "dropped"

    @property
    def order(self) -> int:
        return list(Preparation).index(self)


class MajorTagKind(StrEnum):
    """What a major project is counted under, too: a closed list."""

    DIGITAL = "digital"
    LOW_CARBON = "low_carbon"
    MANUFACTURING = "manufacturing"
    MODERN_SERVICES = "modern_services"
    AGRICULTURE = "agriculture"
    RESEARCH = "research"
    INFRASTRUCTURE = "infrastructure"
    CIRCULAR = "circular"
    """循环经济."""
    RENOVATION = "renovation"
    """技术改造."""


class ConversionKind(StrEnum):
    """What became of a record of the library."""

    OFFER = "offer"
    PROJECT = "project"
