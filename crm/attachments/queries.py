"""One file, where the viewer may see something that it belongs to."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from crm.core.database import session
from crm.core.jobs import visible_jobs
from crm.core.visibility import (
    internal_delegations,
    readable_applications,
    readable_claims,
    readable_papers,
    visible_advisers,
    visible_engagements,
    visible_entries,
    visible_firms,
    visible_issues,
    visible_majors,
    visible_minutes,
    visible_parks,
    visible_policy_claims,
    visible_projects,
    visible_promises,
    visible_referrals,
    visible_reviews,
    visible_rewards,
    visible_status_updates,
)
from kernel.errors import NotFoundError
from models import (
    AdviserTerm,
    ApplicationDocument,
    Attachment,
    BenefitAward,
    BenefitDelivery,
    BenefitPayment,
    ClaimProof,
    DelegationApproval,
    DelegationFile,
    EngagementFile,
    Establishment,
    EstablishmentEvidence,
    GreenChannelFile,
    GreenChannelStep,
    IndicatorValue,
    IssueDocument,
    Job,
    LedgerEvidence,
    MinutesDocument,
    PolicyClaimFile,
    Procedure,
    ProcedureDocument,
    ProjectDocument,
    Promise,
    PromisePayment,
    ReferralFile,
    Review,
    RewardPayment,
    StatusUpdate,
    User,
)
from models.enums import Role


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
    return or_(
        *_of_figures(viewer),
        *_of_work(viewer),
        *_of_advisers(viewer),
        *_of_promises(viewer),
        *_of_talents(viewer),
        *_of_rewards(viewer),
    )


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


def _of_advisers(viewer: User) -> list[ColumnElement[bool]]:
    """Papers of advisers for the staff; an adviser fetches own ones in the portal."""
    papers = select(ReferralFile.id).join(ReferralFile.referral).where(visible_referrals(viewer))
    return [
        _has(papers, ReferralFile.attachment_id),
        _has(select(StatusUpdate.id).where(visible_status_updates(viewer)), StatusUpdate.attachment_id),
        _has(
            select(AdviserTerm.id).join(AdviserTerm.adviser).where(visible_advisers(viewer)),
            AdviserTerm.attachment_id,
        ),
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
    green = (
        select(GreenChannelFile.id)
        .join(GreenChannelFile.step)
        .join(GreenChannelStep.major)
        .where(visible_majors(viewer))
    )
    return [
        _has(green, GreenChannelFile.attachment_id),
        _has(issues, IssueDocument.attachment_id),
        _has(minutes, MinutesDocument.attachment_id),
        _has(procedures, ProcedureDocument.attachment_id),
        _has(approvals, DelegationApproval.attachment_id),
        _has(of_visits, DelegationFile.attachment_id),
        _has(jobs, Job.attachment_id),
        _has(engagements, EngagementFile.attachment_id),
    ]


def _of_promises(viewer: User) -> list[ColumnElement[bool]]:
    """Reviews, what was promised and paid, papers of claims under policies."""
    claims = select(PolicyClaimFile.id).join(PolicyClaimFile.claim).where(visible_policy_claims(viewer))
    payments = select(PromisePayment.id).join(PromisePayment.promise).where(visible_promises(viewer))
    return [
        _has(select(Review.id).where(visible_reviews(viewer)), Review.attachment_id),
        _has(select(Promise.id).where(visible_promises(viewer)), Promise.attachment_id),
        _has(payments, PromisePayment.attachment_id),
        _has(claims, PolicyClaimFile.attachment_id),
    ]


def _of_talents(viewer: User) -> list[ColumnElement[bool]]:
    """Papers of applicants, and of what was paid and given to them."""
    readable = readable_applications(viewer)
    documents = (
        select(ApplicationDocument.id).join(ApplicationDocument.application).where(readable_papers(viewer))
    )
    awards = select(BenefitAward.id).join(BenefitAward.application).where(readable)
    if viewer.role in (Role.APPLICANT, Role.EMPLOYER):
        return [_has(documents, ApplicationDocument.attachment_id)]
    payments = select(BenefitPayment.id).where(BenefitPayment.award_id.in_(awards))
    deliveries = select(BenefitDelivery.id).where(BenefitDelivery.award_id.in_(awards))
    return [
        _has(documents, ApplicationDocument.attachment_id),
        _has(payments, BenefitPayment.attachment_id),
        _has(deliveries, BenefitDelivery.attachment_id),
    ]


def _of_rewards(viewer: User) -> list[ColumnElement[bool]]:
    """Receipts of what was paid; the adviser who was paid has the own statement instead."""
    payments = select(RewardPayment.id).join(RewardPayment.reward).where(visible_rewards(viewer))
    return [_has(payments, RewardPayment.attachment_id)]


def _has(owners: Select[int], column: Any) -> ColumnElement[bool]:
    return owners.where(column == Attachment.id).correlate(Attachment).exists()
