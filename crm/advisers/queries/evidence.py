"""What is known of the group that a referral names: read when somebody rules, never when it is filed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from crm.advisers.rules import OPEN_STATES, Appointment, ClaimSeen, Facts, Rival
from crm.claims.queries import protections as claims
from crm.core.database import session
from crm.firms import queries as firms
from crm.firms.queries import Wanted
from crm.web.labels import local_name
from kernel import clock
from models import (
    AdviserRelation,
    AdviserTerm,
    Claim,
    Engagement,
    Firm,
    FirmAlias,
    Project,
    Referral,
    ReferralFile,
)
from models.engagements import engagement_firms
from models.enums import ClaimState, ReferralState


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which firm the typed words mean, across scripts, and by whom else the choice is made."""

    firm: Firm | None
    candidates: Sequence[Firm] = ()


def suggest_firm(referral: Referral) -> Suggestion:
    """Never written by itself: a person says which firm is meant."""
    match = firms.match_firms([_wanted(referral)])[0]
    return Suggestion(match.firm, match.candidates)


def _wanted(referral: Referral) -> Wanted:
    typed = (referral.firm_name, referral.firm_name_other)
    return Wanted(referral.business_number, None, tuple(filter(None, typed)))


def facts_of(referral: Referral, *, firm_id: int | None, project: Project | None) -> Facts:
    """What the checks look at, if the referral meant that firm and that project."""
    received_on = clock.business_date(referral.received_at)
    proofs = select(func.count(ReferralFile.id)).where(ReferralFile.referral_id == referral.id)
    known: dict[str, object] = {}
    if firm_id is not None:
        group = set(session.scalars(select(Firm.id).where(Firm.id.in_(claims.of_groups({firm_id})))))
        known = {
            "relations": _relations(referral.adviser_id, group),
            "rivals": _rivals(referral, group),
            "claims": _claims(group, received_on),
            "met_on": _met_on(group, received_on),
            "other_signed_on": _other_signed_on(group, project),
        }
    return Facts(
        received_on=received_on,
        firm_known=firm_id is not None,
        appointments=_appointments(referral.adviser_id),
        has_project=project is not None,
        signed_on=project.signed_on if project else None,
        proofs=session.scalar(proofs) or 0,
        **known,  # type: ignore[arg-type]
    )


def _appointments(adviser_id: int) -> list[Appointment]:
    terms = session.scalars(
        select(AdviserTerm).where(AdviserTerm.adviser_id == adviser_id, AdviserTerm.archived_at.is_(None))
    )
    return [Appointment(term.from_on, min(term.until_on, term.ended_on or term.until_on)) for term in terms]


def _relations(adviser_id: int, group: Collection[int]) -> list[str]:
    rows = session.scalars(
        select(AdviserRelation)
        .where(
            AdviserRelation.adviser_id == adviser_id,
            AdviserRelation.firm_id.in_(group),
            AdviserRelation.archived_at.is_(None),
        )
        .options(joinedload(AdviserRelation.firm))
        .order_by(AdviserRelation.id)
    )
    return [f"{row.firm.name} ({row.why})" for row in rows]


def list_rivals(referral: Referral, group: Collection[int]) -> list[Referral]:
    """Others of the same group: those matched to one of its firms, and those whose typed words mean one."""
    standing = {*OPEN_STATES, ReferralState.RECOGNISED}
    others = (
        select(Referral)
        .where(Referral.id != referral.id, Referral.state.in_(standing))
        .options(joinedload(Referral.adviser))
        .order_by(Referral.received_at, Referral.id)
    )
    matched = session.scalars(others.where(Referral.firm_id.in_(group))).all()
    unmatched = session.scalars(others.where(Referral.firm_id.is_(None), _may_mean(group))).all()
    return sorted([*matched, *_meaning(unmatched, group)], key=lambda each: (each.received_at, each.id))


def _may_mean(group: Collection[int]) -> ColumnElement[bool]:
    """Referrals that share a name or a number with a firm of the group, or with one merged into it.

    An index leads to each: it matters not how many others lie there unmatched.
    """
    of_group = or_(Firm.id.in_(group), Firm.merged_into_id.in_(group))
    firms_of = select(Firm.id).where(of_group)
    aliases = select(FirmAlias.name_key).where(FirmAlias.firm_id.in_(firms_of))
    rows = session.execute(
        select(Firm.name_key, Firm.english_key, Firm.business_number).where(of_group)
    ).all()
    written = {key for row in rows for key in (row.name_key, row.english_key)} | set(session.scalars(aliases))
    keys = {key for key in written if key}
    numbers = {row.business_number for row in rows if row.business_number}
    same = union_all(
        select(Referral.id).where(Referral.name_key.in_(keys)),
        select(Referral.id).where(Referral.other_key.in_(keys)),
        select(Referral.id).where(Referral.number_key.in_(numbers)),
    )
    return Referral.id.in_(same)


def _meaning(unmatched: Sequence[Referral], group: Collection[int]) -> Iterator[Referral]:
    for each, match in zip(unmatched, firms.match_firms([_wanted(row) for row in unmatched]), strict=True):
        meant = [match.firm] if match.firm else match.candidates
        if any(firm.id in group for firm in meant):
            yield each


def _rivals(referral: Referral, group: Collection[int]) -> list[Rival]:
    return [
        Rival(
            ref=each.ref,
            adviser=each.adviser.name,
            received_on=clock.business_date(each.received_at),
            is_earlier=(each.received_at, each.id) < (referral.received_at, referral.id),
            is_recognised=each.state is ReferralState.RECOGNISED,
            is_own=each.adviser_id == referral.adviser_id,
        )
        for each in list_rivals(referral, group)
    ]


def _claims(group: Collection[int], received_on: date) -> list[ClaimSeen]:
    """Claims on the group that weren't over when the referral came, whatever became of them since."""
    alive = or_(
        and_(
            Claim.state.in_((ClaimState.PROTECTED, ClaimState.EXPIRED)), Claim.protected_until >= received_on
        ),
        Claim.state == ClaimState.NEEDS_RULING,
    )
    rows = session.scalars(
        select(Claim)
        .where(claims.is_on_groups_of(group), Claim.archived_at.is_(None), alive)
        .options(joinedload(Claim.park))
        .order_by(Claim.filed_at, Claim.id)
    )
    return [ClaimSeen(row.ref, local_name(row.park), clock.business_date(row.filed_at)) for row in rows]


def _met_on(group: Collection[int], received_on: date) -> date | None:
    """The first two-way contact with the group before that day."""
    first = session.scalar(
        select(func.min(Engagement.happened_at))
        .join(engagement_firms, engagement_firms.c.engagement_id == Engagement.id)
        .where(
            engagement_firms.c.firm_id.in_(group),
            Engagement.archived_at.is_(None),
            Engagement.is_two_way.is_(True),
            Engagement.happened_at < clock.start_of_day(received_on),
        )
    )
    return clock.business_date(first) if first else None


def _other_signed_on(group: Collection[int], project: Project | None) -> date | None:
    signed = select(func.min(Project.signed_on)).where(
        Project.firm_id.in_(group), Project.archived_at.is_(None)
    )
    if project is not None:
        signed = signed.where(Project.id != project.id)
    return session.scalar(signed)


def list_group_projects(firm_id: int) -> Sequence[Project]:
    """To which a referral of the group can be tied, the last opened first."""
    return session.scalars(
        select(Project)
        .where(Project.firm_id.in_(claims.of_groups({firm_id})), Project.archived_at.is_(None))
        .options(joinedload(Project.park))
        .order_by(Project.created_at.desc(), Project.id.desc())
    ).all()
