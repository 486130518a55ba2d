"""What hangs on a major project and its pipeline project, within what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import at_most, session
from crm.core.visibility import visible_engagements, visible_issues
from crm.issues.queries.procedures import list_procedures
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import ProjectMoney
from crm.ledger.lenses.rules import Scope
from crm.majors.queries import greens
from crm.majors.queries import records as majors
from crm.pipeline.milestones.queries import list_milestones
from crm.projects.queries import list_moves
from kernel import clock
from models import (
    Engagement,
    GreenChannelStep,
    Issue,
    MajorProblem,
    MajorProject,
    MajorYear,
    Milestone,
    Procedure,
    StageMove,
    User,
)
from models.enums import IssueState, Measure

ENGAGEMENT_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Hanging:
    """What stands in a dossier besides the record itself."""

    years: Sequence[MajorYear]
    problems: Sequence[MajorProblem]
    steps: Sequence[GreenChannelStep]
    issues: Sequence[Issue]
    moves: Sequence[StageMove] = ()
    milestones: Sequence[Milestone] = ()
    approvals: Sequence[Procedure] = ()
    engagements: Sequence[Engagement] = ()
    engagements_left: int = 0
    verified: ProjectMoney | None = None
    held: dict[Measure, int] | None = None


def collect(major: MajorProject, *, viewer: User | None) -> Hanging:
    """A paper travels: of engagements and issues what is confidential stays out, whoever asks."""
    problems = majors.list_problems(major)
    bare = Hanging(
        years=majors.list_years(major),
        problems=problems,
        steps=greens.list_steps(major),
        issues=_issues(major, problems, viewer),
    )
    project = major.project
    if project is None:
        return bare
    sums = ledger.projects_money([project.id], clock.today(), clock.now(), scope=Scope.ZONE)
    engagements, total = _engagements(project.id, viewer)
    return replace(
        bare,
        moves=list_moves(project),
        milestones=list_milestones(project.id),
        approvals=list_procedures(project.id),
        engagements=engagements,
        engagements_left=total - len(engagements),
        verified=sums.get(project.id, ProjectMoney()),
        held=dict(ledger.project_sums(project.id)),
    )


def _issues(major: MajorProject, problems: Sequence[MajorProblem], viewer: User | None) -> Sequence[Issue]:
    """Open ones of its pipeline project, and those that its problems became."""
    own = [problem.issue_id for problem in problems if problem.issue_id is not None]
    of_project = Issue.project_id == major.project_id if major.project_id is not None else false()
    return session.scalars(
        select(Issue)
        .where(
            or_(of_project, Issue.id.in_(own)),
            visible_issues(viewer),
            Issue.is_confidential.is_(False),
            Issue.archived_at.is_(None),
            Issue.state != IssueState.CLOSED,
        )
        .options(joinedload(Issue.owner))
        .order_by(Issue.due_on, Issue.id)
    ).all()


def _engagements(project_id: int, viewer: User | None) -> tuple[Sequence[Engagement], int]:
    told = (
        Engagement.project_id == project_id,
        visible_engagements(viewer),
        Engagement.is_confidential.is_(False),
        Engagement.archived_at.is_(None),
    )
    total = session.execute(select(func.count()).select_from(Engagement).where(*told)).scalar_one()
    newest = select(Engagement).where(*told).order_by(Engagement.happened_at.desc(), Engagement.id.desc())
    return session.scalars(newest.limit(at_most(ENGAGEMENT_LIMIT))).all(), total
