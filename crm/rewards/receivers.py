"""What moves a project's money, or is ruled on its introduction, moves what that earns, in one go."""

from __future__ import annotations

from typing import Any

from crm.core.events import entry_decided, project_moved, referral_ruled
from crm.rewards.queries.reckoning import LENS
from crm.rewards.service.computing import compute_project, compute_referral
from models import LedgerEntry, Project, Referral
from models.enums import RewardCause


@entry_decided.connect
def follow_entry(entry: LedgerEntry, **_said: Any) -> None:
    if entry.kind in LENS.kinds:
        compute_project(entry.project_id)


@project_moved.connect
def follow_project(project: Project, **_said: Any) -> None:
    """Its signing or registration begins the period."""
    compute_project(project.id, RewardCause.PROJECT_MOVED)


@referral_ruled.connect
def follow_ruling(referral: Referral, **_said: Any) -> None:
    compute_referral(referral.id)
