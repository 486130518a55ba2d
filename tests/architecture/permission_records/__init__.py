"""Records for the matrix of permissions; each feature's file names its own in ``RECORDS``."""

from __future__ import annotations

from tests.architecture.permission_records import (
    advisers,
    applying,
    associations,
    catalogue,
    chains,
    claims,
    delegations,
    engagements,
    issues,
    lights,
    majors,
    policies,
    rewards,
    talent,
    todos,
)
from tests.architecture.permission_records.base import *  # noqa: F403 - one place to ask for any of them
from tests.architecture.permission_records.base import Maker

FEATURES = (
    chains,
    claims,
    catalogue,
    associations,
    lights,
    issues,
    engagements,
    delegations,
    todos,
    talent,
    advisers,
    policies,
    rewards,
    majors,
    applying,
)

OF_FEATURES: dict[str, Maker] = {name: make for feature in FEATURES for name, make in feature.RECORDS.items()}
"""By the name of the argument, or ``endpoint:argument``."""
