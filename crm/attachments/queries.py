"""One file, where the viewer may see something that it belongs to."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from crm.core.database import session
from crm.core.jobs import visible_jobs
from crm.core.visibility import (
    internal_delegations,
    readable_claims,
    visible_engagements,
    visible_entries,
    visible_firms,
    visible_issues,
    visible_minutes,
    visible_parks,
    visible_projects,
)
from kernel.errors import NotFoundError
from models import (
    Attachment,
    ClaimProof,
    DelegationApproval,
    DelegationFile,
    EngagementFile,
    Establishment,
    EstablishmentEvidence,
    IndicatorValue,
    IssueDocument,
    Job,
    LedgerEvidence,
    MinutesDocument,
    Procedure,
    ProcedureDocument,
    ProjectDocument,
    User,
)


def get_attachment(attachment_id: int, *, viewer: User | None) -> Attachment:
    """A file that belongs to something the viewer may see.

    Raises:
        NotFoundError: no such file, or none that the viewer may know of.
    """
    query = select(Attachment).where(Attachment.id == attachment_id)
    if viewer is not None:
        query = query.where(_is_visible(viewer))
    attachment = session.scalars(query).one_or_none()
    if attachment is None:
        raise NotFoundError(_("There is no such file, or none that you may see."))
    return attachment


def _is_visible(viewer: User) -> ColumnElement[bool]:
    return or_(*_of_figures(viewer), *_of_work(viewer))


def _of_figures(viewer: User) -> list[ColumnElement[bool]]:
    """Proofs of projects, money, firms and values."""
    entries = select(LedgerEvidence.id).join(LedgerEvidence.entry).where(visible_entries(viewer))
    projects = select(ProjectDocument.id).join(ProjectDocument.project).where(visible_projects(viewer))
    establishments = (
        select(EstablishmentEvidence.id)
        .join(EstablishmentEvidence.establishment)
        .join(Establishment.firm)
        .where(visible_firms(viewer))
    )
    indicators = select(IndicatorValue.id).where(visible_parks(viewer, IndicatorValue.park_id))
    proofs = select(ClaimProof.id).join(ClaimProof.claim).where(readable_claims(viewer))
    return [
        _has(proofs, ClaimProof.attachment_id),
        _has(entries, LedgerEvidence.attachment_id),
        _has(projects, ProjectDocument.attachment_id),
        _has(establishments, EstablishmentEvidence.attachment_id),
        _has(indicators, IndicatorValue.attachment_id),
    ]


def _of_work(viewer: User) -> list[ColumnElement[bool]]:
    """Papers of visits, engagements, issues, meetings, procedures, and what the machine made."""
    approvals = (
        select(DelegationApproval.id)
        .join(DelegationApproval.delegation)
        .where(internal_delegations(viewer), DelegationApproval.archived_at.is_(None))
    )
    of_visits = select(DelegationFile.id).join(DelegationFile.delegation).where(internal_delegations(viewer))
    jobs = select(Job.id).where(visible_jobs(viewer))
    engagements = select(EngagementFile.id).join(EngagementFile.engagement).where(visible_engagements(viewer))
    issues = select(IssueDocument.id).join(IssueDocument.issue).where(visible_issues(viewer))
    minutes = select(MinutesDocument.id).join(MinutesDocument.minutes).where(visible_minutes(viewer))
    procedures = (
        select(ProcedureDocument.id)
        .join(ProcedureDocument.procedure)
        .join(Procedure.project)
        .where(visible_projects(viewer))
    )
    return [
        _has(issues, IssueDocument.attachment_id),
        _has(minutes, MinutesDocument.attachment_id),
        _has(procedures, ProcedureDocument.attachment_id),
        _has(approvals, DelegationApproval.attachment_id),
        _has(of_visits, DelegationFile.attachment_id),
        _has(jobs, Job.attachment_id),
        _has(engagements, EngagementFile.attachment_id),
    ]


def _has(owners: Select[int], column: Any) -> ColumnElement[bool]:
    return owners.where(column == Attachment.id).correlate(Attachment).exists()
