"""Talents, applications, needs and payments as rows of a file."""

from __future__ import annotations

from crm.talent import shown
from kernel import clock
from kernel.money import format_minor
from models import BenefitPayment, Talent, TalentApplication, TalentNeed, User

TALENT_HEAD = (
    "ref",
    "kind",
    "name",
    "level",
    "level_on",
    "industry",
    "speciality",
    "skills",
    "education",
    "experience_years",
    "employer",
    "park",
    "email",
    "phone",
    "owner",
)


def talent_row(talent: Talent, viewer: User | None) -> list[object]:
    """In the order of :data:`TALENT_HEAD`; identity papers leave the house in no file."""
    return [
        talent.ref,
        talent.kind.value,
        shown.name_of(talent, viewer),
        talent.level.value if talent.level else None,
        talent.level_on,
        talent.industry.name if talent.industry else None,
        talent.speciality,
        talent.skills,
        talent.education.value if talent.education else None,
        talent.experience_years,
        talent.employer.name if talent.employer else None,
        talent.park.code if talent.park else None,
        shown.email_of(talent, viewer),
        shown.phone_of(talent, viewer),
        talent.owner.display_name if talent.owner else None,
    ]


APPLICATION_HEAD = (
    "ref",
    "talent_ref",
    "kind",
    "name",
    "state",
    "park",
    "employer",
    "submitted_on",
    "due_on",
    "decided_on",
    "level",
    "examiner",
)


def application_row(application: TalentApplication, viewer: User | None) -> list[object]:
    """In the order of :data:`APPLICATION_HEAD`."""
    talent, sent = application.talent, application.submitted_at
    return [
        application.ref,
        talent.ref,
        talent.kind.value,
        shown.name_of(talent, viewer),
        application.state.value,
        application.park.code if application.park else None,
        application.employer.name if application.employer else None,
        clock.business_date(sent) if sent else None,
        application.due_on,
        application.decided_on,
        talent.level.value if talent.level else None,
        application.owner.display_name if application.owner else None,
    ]


NEED_HEAD = (
    "ref",
    "title",
    "park",
    "project_ref",
    "establishment_ref",
    "industry",
    "skills",
    "education",
    "experience_years",
    "level",
    "headcount",
    "until_on",
    "owner",
)


def need_row(need: TalentNeed) -> list[object]:
    """In the order of :data:`NEED_HEAD`."""
    return [
        need.ref,
        need.title,
        need.park.code,
        need.project.ref if need.project else None,
        need.establishment.ref if need.establishment else None,
        need.industry.name if need.industry else None,
        need.skills,
        need.education.value if need.education else None,
        need.experience_years,
        need.level.value if need.level else None,
        need.headcount,
        need.until_on,
        need.owner.display_name if need.owner else None,
    ]


PAYMENT_HEAD = (
    "ref",
    "paid_on",
    "park",
    "application_ref",
    "talent_ref",
    "name",
    "kind",
    "amount_cny",
    "voucher",
    "reverses",
    "note",
    "recorded_by",
)


def payment_row(payment: BenefitPayment, viewer: User | None) -> list[object]:
    """In the order of :data:`PAYMENT_HEAD`."""
    application = payment.award.application
    return [
        payment.ref,
        payment.paid_on,
        payment.park.code,
        application.ref,
        application.talent.ref,
        shown.name_of(application.talent, viewer),
        payment.award.kind.value,
        format_minor(payment.amount_minor),
        payment.voucher,
        payment.reverses.ref if payment.reverses else None,
        payment.note,
        payment.recorded_by.display_name if payment.recorded_by else None,
    ]
