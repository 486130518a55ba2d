"""One table of what can belong to a person: which column names them, what still matters, in which park."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from crm.pages.handover.labels import Belonging
from crm.policies.rules.claims import UNDER_WAY
from crm.talent.rules.steps import OPEN_STATES
from models import (
    ChainTarget,
    ChainTeam,
    Contact,
    Delegation,
    DelegationCommitment,
    DelegationSession,
    Engagement,
    Enquiry,
    GreenChannelStep,
    Issue,
    MajorProblem,
    MajorProject,
    Milestone,
    Minutes,
    MinutesDecision,
    Offer,
    PolicyClaim,
    Procedure,
    Project,
    Promise,
    Talent,
    TalentApplication,
    TalentNeed,
    Todo,
    User,
)
from models.chains import chain_team_members
from models.enums import (
    CommitmentState,
    DelegationState,
    EnquiryState,
    IssueState,
    Status,
    TodoSource,
    TodoState,
)


@dataclass(frozen=True, slots=True)
class Held:
    """Records of a kind: which column names the person, which still matter, and to which park they belong."""

    model: Any
    owner: str
    matters: tuple[ColumnElement[bool], ...]
    park: Any = None
    """What says it; None where they belong to no park."""
    has_members: bool = False
    """Whoever is among its ``members`` holds it too."""

    def is_of(self, owner: User) -> ColumnElement[bool]:
        named: ColumnElement[bool] = getattr(self.model, self.owner) == owner.id
        if not self.has_members:
            return named
        among = select(chain_team_members.c.team_id).where(chain_team_members.c.user_id == owner.id)
        return or_(named, self.model.id.in_(among))


def _here(model: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = model.archived_at.is_(None)
    return found


def _park_of(parent: Any, key: Any) -> Any:
    """The park of the record under which another one stands."""
    return select(parent.park_id).where(parent.id == key).scalar_subquery()


_OPEN_STEPS = select(Todo.source_id).where(Todo.source == TodoSource.ENGAGEMENT, Todo.state == TodoState.OPEN)
_TO_COME = (DelegationState.PLANNED, DelegationState.APPROVED, DelegationState.UNDER_WAY)
_DRAFTS = select(Minutes.id).where(Minutes.issued_at.is_(None), _here(Minutes))

HELD: Mapping[Belonging, Held] = {
    Belonging.TODOS: Held(Todo, "owner_id", (Todo.state == TodoState.OPEN,), Todo.park_id),
    Belonging.STEPS: Held(
        Engagement,
        "next_owner_id",
        (_here(Engagement), Engagement.id.in_(_OPEN_STEPS)),
        Engagement.park_id,
    ),
    Belonging.PROJECTS: Held(
        Project,
        "responsible_id",
        (_here(Project), Project.status.in_((Status.ACTIVE, Status.PAUSED))),
        Project.park_id,
    ),
    Belonging.CONTACTS: Held(Contact, "owner_id", (_here(Contact),)),
    Belonging.ISSUES: Held(
        Issue, "owner_id", (_here(Issue), Issue.state != IssueState.CLOSED), Issue.park_id
    ),
    Belonging.MILESTONES: Held(
        Milestone,
        "owner_id",
        (_here(Milestone), Milestone.actual_on.is_(None)),
        _park_of(Project, Milestone.project_id),
    ),
    Belonging.PROCEDURES: Held(
        Procedure,
        "responsible_id",
        (Procedure.is_needed.is_(True), Procedure.done_on.is_(None)),
        _park_of(Project, Procedure.project_id),
    ),
    Belonging.COMMITMENTS: Held(
        DelegationCommitment,
        "owner_id",
        (_here(DelegationCommitment), DelegationCommitment.state == CommitmentState.OPEN),
    ),
    Belonging.DELEGATIONS: Held(
        Delegation, "lead_id", (_here(Delegation), Delegation.state.in_(_TO_COME)), Delegation.park_id
    ),
    Belonging.TALKS: Held(
        DelegationSession,
        "officer_id",
        (
            _here(DelegationSession),
            DelegationSession.delegation_id.in_(
                select(Delegation.id).where(_here(Delegation), Delegation.state.in_(_TO_COME))
            ),
        ),
        DelegationSession.park_id,
    ),
    # Of a draft who writes it is who works on it; of minutes that were issued nothing passes.
    Belonging.MINUTES: Held(
        Minutes, "created_by_id", (_here(Minutes), Minutes.issued_at.is_(None)), Minutes.park_id
    ),
    Belonging.DECISIONS: Held(
        MinutesDecision,
        "owner_id",
        (_here(MinutesDecision), MinutesDecision.minutes_id.in_(_DRAFTS)),
        _park_of(Minutes, MinutesDecision.minutes_id),
    ),
    Belonging.TEAMS: Held(ChainTeam, "lead_id", (_here(ChainTeam),), ChainTeam.park_id, has_members=True),
    Belonging.TARGETS: Held(ChainTarget, "caller_id", (_here(ChainTarget),), ChainTarget.park_id),
    Belonging.ENQUIRIES: Held(
        Enquiry,
        "taken_by_id",
        (Enquiry.state == EnquiryState.TAKEN,),
        _park_of(Offer, Enquiry.offer_id),
    ),
    Belonging.MAJORS: Held(MajorProject, "responsible_id", (_here(MajorProject),), MajorProject.park_id),
    Belonging.GREEN_CHANNEL: Held(
        GreenChannelStep,
        "owner_id",
        (GreenChannelStep.is_needed.is_(True), GreenChannelStep.done_on.is_(None)),
        _park_of(MajorProject, GreenChannelStep.major_id),
    ),
    Belonging.PROBLEMS: Held(
        MajorProblem,
        "owner_id",
        (MajorProblem.solved_on.is_(None), MajorProblem.issue_id.is_(None)),
        _park_of(MajorProject, MajorProblem.major_id),
    ),
    Belonging.CLAIMS: Held(
        PolicyClaim,
        "owner_id",
        (_here(PolicyClaim), PolicyClaim.state.in_(sorted(UNDER_WAY))),
        PolicyClaim.park_id,
    ),
    Belonging.PROMISES: Held(
        Promise,
        "owner_id",
        (_here(Promise), Promise.cleared_on.is_(None), Promise.cancelled_on.is_(None)),
        Promise.park_id,
    ),
    Belonging.TALENTS: Held(Talent, "owner_id", (_here(Talent),), Talent.park_id),
    Belonging.NEEDS: Held(TalentNeed, "owner_id", (_here(TalentNeed),), TalentNeed.park_id),
    Belonging.APPLICATIONS: Held(
        TalentApplication,
        "owner_id",
        (_here(TalentApplication), TalentApplication.state.in_(sorted(OPEN_STATES))),
        TalentApplication.park_id,
    ),
}
