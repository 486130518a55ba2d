"""Major projects, policies, promises, advisers, rewards, talents, offers, chains."""

from __future__ import annotations

from sqlalchemy import Select, and_, false, or_, select, true

from crm.core.permissions import Permission, may
from crm.core.visibility.records import visible_projects
from crm.core.visibility.scope import Condition, granted, own_park_id
from models import (
    Adviser,
    ApplicationDocument,
    BenefitPayment,
    Chain,
    ChainTarget,
    ChainTeam,
    Employer,
    EmployerUser,
    Enquiry,
    MajorProject,
    Offer,
    PolicyClaim,
    Project,
    Promise,
    Referral,
    Review,
    Reward,
    StatusUpdate,
    Talent,
    TalentApplication,
    TalentNeed,
    User,
)
from models.enums import OfferState, Role, TalentDocumentKind


def visible_majors(viewer: User | None) -> Condition:
    """Park staff see their park's major projects, planned ones too; the park is that of the project now."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else MajorProject.park_id == park_id
    return granted(viewer, Permission.VIEW_MAJORS, limit)


def visible_policies(viewer: User | None) -> Condition:
    """Policies are public: every member of the staff reads all, a rival park's too."""
    return granted(viewer, Permission.VIEW_POLICIES, true())


def visible_policy_claims(viewer: User | None) -> Condition:
    """Park staff see what was claimed in their park."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else PolicyClaim.park_id == park_id
    return granted(viewer, Permission.VIEW_POLICIES, limit)


def visible_promises(viewer: User | None) -> Condition:
    """Park staff see what their park promised; a rival's terms stay hidden."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Promise.park_id == park_id
    return granted(viewer, Permission.VIEW_PROMISES, limit)


def visible_reviews(viewer: User | None) -> Condition:
    """Park staff see their park's reviews, and those of the whole zone."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else or_(Review.park_id == park_id, Review.park_id.is_(None))
    return granted(viewer, Permission.VIEW_POLICIES, limit)


def visible_rewards(viewer: User | None) -> Condition:
    """What introductions earn: the office and leaders see all, a park lead those of the park's projects."""
    park_id = own_park_id(viewer)
    own = select(Project.id).where(Project.park_id == park_id)
    return granted(viewer, Permission.VIEW_REWARDS, true() if park_id is None else Reward.project_id.in_(own))


def own_rewards(viewer: User) -> Condition:
    """What an adviser's own introductions earn, and nobody else's, while the adviser isn't put away."""
    own = select(Adviser.id).where(Adviser.user_id == viewer.id, Adviser.archived_at.is_(None))
    return granted(viewer, Permission.USE_ADVISER_PORTAL, Reward.adviser_id.in_(own))


def visible_advisers(viewer: User | None) -> Condition:
    """Advisers belong to no park: every member of the staff sees who they are."""
    return granted(viewer, Permission.VIEW_ADVISERS, true())


def may_read_adviser(viewer: User | None) -> bool:
    """How to reach an adviser, and the internal note: for who looks after advisers."""
    return viewer is None or may(viewer, Permission.EDIT_ADVISERS)


def visible_referrals(viewer: User | None) -> Condition:
    """Park staff see those that the office matched to their park; where a firm wished to go tells nothing."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Referral.park_id == park_id
    return granted(viewer, Permission.VIEW_ADVISERS, limit)


def visible_status_updates(viewer: User | None) -> Condition:
    """What advisers tell of projects, for the staff: of those projects that they see."""
    seen = select(Project.id).where(visible_projects(viewer))
    return granted(viewer, Permission.VIEW_ADVISERS, StatusUpdate.project_id.in_(seen))


def own_referrals(viewer: User) -> Condition:
    """What an adviser sees of referrals: the own ones, while the adviser isn't put away."""
    own = select(Adviser.id).where(Adviser.user_id == viewer.id, Adviser.archived_at.is_(None))
    return granted(viewer, Permission.USE_ADVISER_PORTAL, Referral.adviser_id.in_(own))


def visible_talents(viewer: User | None) -> Condition:
    """Park staff see their park's; leaders all, masked; an applicant and an employer their own."""
    if viewer is not None and viewer.role is Role.APPLICANT:
        return granted(viewer, Permission.APPLY_AS_TALENT, Talent.user_id == viewer.id)
    if viewer is not None and viewer.role is Role.EMPLOYER:
        return granted(viewer, Permission.REVIEW_OWN_STAFF, Talent.employer_id.in_(own_employers(viewer)))
    park_id = own_park_id(viewer)
    return granted(viewer, Permission.VIEW_TALENTS, true() if park_id is None else Talent.park_id == park_id)


def own_employers(viewer: User) -> Select[int]:
    """For which employers the viewer acts now."""
    return (
        select(EmployerUser.employer_id)
        .join(EmployerUser.employer)
        .where(
            EmployerUser.user_id == viewer.id,
            EmployerUser.ended_at.is_(None),
            Employer.archived_at.is_(None),
        )
    )


def may_read_talents(viewer: User | None) -> bool:
    """Whether personal data of the talents that the viewer sees stand in clear."""
    return viewer is None or may(viewer, Permission.EDIT_TALENTS)


def may_read_talent(viewer: User | None, talent: Talent) -> bool:
    """Personal data in clear: for the park that has to do with it, the office, and the person."""
    if viewer is None or talent.user_id == viewer.id:
        return True
    return may_read_talents(viewer) and own_park_id(viewer) in (None, talent.park_id)


def visible_applications(viewer: User | None) -> Condition:
    """What was sent: park staff their park's; an applicant all own ones, an employer its staff's."""
    if viewer is not None and viewer.role is Role.APPLICANT:
        own = TalentApplication.talent_id.in_(select(Talent.id).where(Talent.user_id == viewer.id))
        return granted(viewer, Permission.APPLY_AS_TALENT, own)
    is_sent = TalentApplication.submitted_at.is_not(None)
    if viewer is not None and viewer.role is Role.EMPLOYER:
        staff = TalentApplication.employer_id.in_(own_employers(viewer))
        return granted(viewer, Permission.REVIEW_OWN_STAFF, and_(is_sent, staff))
    park_id = own_park_id(viewer)
    limit = is_sent if park_id is None else and_(is_sent, TalentApplication.park_id == park_id)
    return true() if viewer is None else granted(viewer, Permission.VIEW_TALENTS, limit)


def readable_applications(viewer: User | None) -> Condition:
    """Those whose papers the viewer may open: leaders see states and sums, and nobody's papers."""
    if viewer is not None and viewer.role is Role.LEADER:
        return false()
    return visible_applications(viewer)


EMPLOYER_PAPERS = (
    *(TalentDocumentKind.CONTRACT, TalentDocumentKind.SALARY, TalentDocumentKind.EXPERIENCE),
    TalentDocumentKind.EMPLOYER,
)
"""What an employer opens of its staff's papers: those of the employment and its own, none of identity."""


def readable_papers(viewer: User | None) -> Condition:
    """Papers of applications that aren't taken back, as far as the viewer may open them."""
    is_employer = viewer is not None and viewer.role is Role.EMPLOYER
    return and_(
        readable_applications(viewer),
        ApplicationDocument.archived_at.is_(None),
        ApplicationDocument.kind.in_(EMPLOYER_PAPERS) if is_employer else true(),
    )


def visible_benefit_payments(viewer: User | None) -> Condition:
    """Park staff see their park's."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else BenefitPayment.park_id == park_id
    return granted(viewer, Permission.VIEW_TALENTS, limit)


def visible_talent_needs(viewer: User | None) -> Condition:
    """Park staff see whom their own park looks for."""
    park_id = own_park_id(viewer)
    return granted(
        viewer, Permission.VIEW_TALENTS, true() if park_id is None else TalentNeed.park_id == park_id
    )


def visible_employers(viewer: User | None) -> Condition:
    """Park staff see their park's employers, an employer itself."""
    if viewer is not None and viewer.role is Role.EMPLOYER:
        return granted(viewer, Permission.REVIEW_OWN_STAFF, Employer.id.in_(own_employers(viewer)))
    park_id = own_park_id(viewer)
    return granted(
        viewer, Permission.VIEW_TALENTS, true() if park_id is None else Employer.park_id == park_id
    )


def visible_offers(viewer: User | None) -> Condition:
    """Park staff see their park's offers; of another park's what it has published, not its drafts."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return granted(viewer, Permission.VIEW_CATALOGUE, true())
    is_public = and_(
        Offer.state == OfferState.PUBLISHED, Offer.public_number.is_not(None), Offer.archived_at.is_(None)
    )
    return granted(viewer, Permission.VIEW_CATALOGUE, or_(Offer.park_id == park_id, is_public))


def visible_enquiries(viewer: User | None) -> Condition:
    """Who asked about an offer is told to the park that offers, and to the office."""
    park_id = own_park_id(viewer)
    own = select(Offer.id).where(Offer.park_id == park_id)
    limit = true() if park_id is None else Enquiry.offer_id.in_(own)
    return granted(viewer, Permission.EDIT_CATALOGUE, limit)


def visible_chains(viewer: User | None) -> Condition:
    """Park staff see their park's chains: what is missing there, and who fills it, is its own."""
    park_id = own_park_id(viewer)
    return granted(viewer, Permission.VIEW_CHAINS, true() if park_id is None else Chain.park_id == park_id)


def visible_chain_teams(viewer: User | None) -> Condition:
    park_id = own_park_id(viewer)
    return granted(
        viewer, Permission.VIEW_CHAINS, true() if park_id is None else ChainTeam.park_id == park_id
    )


def visible_chain_targets(viewer: User | None) -> Condition:
    """Which firms a park is after is nobody's in another park."""
    park_id = own_park_id(viewer)
    return granted(
        viewer, Permission.VIEW_CHAINS, true() if park_id is None else ChainTarget.park_id == park_id
    )
