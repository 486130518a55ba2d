from __future__ import annotations

from enum import StrEnum


class AssociationKind(StrEnum):
    """What an association is: of the whole country, of a coastal place, of trade and industry, an agency."""

    NATIONAL = "national"
    COASTAL = "coastal"
    COMMERCE = "commerce"
    AGENCY = "agency"
    OTHER = "other"


class ConsentPurpose(StrEnum):
    """What a person agreed that the data is used for."""

    WORK = "work"
    EVENTS = "events"
    SHARING = "sharing"


class ConsentMeans(StrEnum):
    """How a person said so."""

    CARD = "card"
    PAPER = "paper"
    E_MAIL = "e_mail"
    SPOKEN = "spoken"
    ONLINE = "online"


class MergeKind(StrEnum):
    """What was merged."""

    FIRM = "firm"
    CONTACT = "contact"
