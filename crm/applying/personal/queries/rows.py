"""All rows about one person, by table: what is handed out and what is erased go by the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from crm.core.database import session
from models import (
    Applicant,
    ApplicationDocument,
    ApplicationStep,
    Attachment,
    Base,
    BenefitAward,
    BenefitDelivery,
    BenefitPayment,
    DecisionKey,
    Erasure,
    PolicyClaim,
    PolicyClaimFile,
    PolicyClaimStep,
    SignIn,
    Talent,
    TalentApplication,
    TalentConsent,
    TalentDecision,
    User,
)

Rows = dict[type[Base], list[Any]]
_DECISIONS = selectinload(TalentApplication.decisions)
_AWARDS = _DECISIONS.selectinload(TalentDecision.awards)
WHOLE = (
    joinedload(TalentApplication.park),
    joinedload(TalentApplication.employer),
    selectinload(TalentApplication.documents),
    selectinload(TalentApplication.steps),
    _DECISIONS.selectinload(TalentDecision.keys),
    _AWARDS.joinedload(BenefitAward.rule),
    _AWARDS.selectinload(BenefitAward.payments),
    _AWARDS.selectinload(BenefitAward.deliveries),
)
"""What is told of each application, read for all of them at once."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside: an account, a talent, or both."""

    user_id: int | None
    talent_id: int | None
    rows: Rows = field(default_factory=dict)

    def ids(self, model: type[Base]) -> list[int]:
        return [row.id for row in self.rows.get(model, [])]


def person_of(*, user_id: int | None, talent_id: int | None) -> Person:
    """The person with every row about them."""
    if talent_id is None and user_id is not None:
        talent_id = session.scalars(select(Talent.id).where(Talent.user_id == user_id)).one_or_none()
    if user_id is None and talent_id is not None:
        user_id = session.scalars(select(Talent.user_id).where(Talent.id == talent_id)).one_or_none()
    person = Person(user_id, talent_id)
    _load_account(person)
    _load_talent(person)
    return person


def _load_account(person: Person) -> None:
    rows, own = person.rows, [person.user_id] if person.user_id is not None else []
    rows[User] = _all(User, User.id, own)
    rows[Applicant] = _all(Applicant, Applicant.user_id, own)
    rows[SignIn] = _all(SignIn, SignIn.user_id, own)


def _load_talent(person: Person) -> None:
    rows, own = person.rows, [person.talent_id] if person.talent_id is not None else []
    rows[Talent] = _all(Talent, Talent.id, own)
    rows[TalentConsent] = _all(TalentConsent, TalentConsent.talent_id, own)
    rows[TalentApplication] = _all(TalentApplication, TalentApplication.talent_id, own, *WHOLE)
    _take_parts(rows)
    rows[PolicyClaim] = _all(PolicyClaim, PolicyClaim.talent_id, own)
    claims = person.ids(PolicyClaim)
    rows[PolicyClaimStep] = _all(PolicyClaimStep, PolicyClaimStep.claim_id, claims)
    rows[PolicyClaimFile] = _all(PolicyClaimFile, PolicyClaimFile.claim_id, claims)
    rows[Attachment] = _all(Attachment, Attachment.id, _papers_of(rows))
    of_person = Erasure.talent_id.in_(own) | Erasure.user_id.in_(
        [person.user_id] if person.user_id is not None else []
    )
    rows[Erasure] = list(session.scalars(select(Erasure).where(of_person).order_by(Erasure.id)))


def _take_parts(rows: Rows) -> None:
    """What came along with the applications."""
    applications: list[TalentApplication] = rows[TalentApplication]
    rows[ApplicationStep] = [each for one in applications for each in one.steps]
    rows[ApplicationDocument] = [each for one in applications for each in one.documents]
    decisions = [each for one in applications for each in one.decisions]
    rows[TalentDecision] = list(decisions)
    rows[DecisionKey] = [each for one in decisions for each in one.keys]
    awards = [each for one in decisions for each in one.awards]
    rows[BenefitAward] = list(awards)
    rows[BenefitPayment] = [each for one in awards for each in one.payments]
    rows[BenefitDelivery] = [each for one in awards for each in one.deliveries]


def _papers_of(rows: Rows) -> list[int]:
    """Papers that go with the person. The receipt of a payment stays: books have to be kept for years."""
    holders = (ApplicationDocument, BenefitDelivery, PolicyClaimFile)
    found = (row.attachment_id for model in holders for row in rows[model])
    return [number for number in found if number is not None]


def _all(
    model: Any, column: InstrumentedAttribute[Any], values: Sequence[int], *options: ExecutableOption
) -> list[Any]:
    if not values:
        return []
    query: Select[Any] = select(model).where(column.in_(values)).order_by(model.id).options(*options)
    # What was read before may lack what came since.
    return list(session.scalars(query, execution_options={"populate_existing": bool(options)}))


def is_shared(sha256: str, own: Sequence[int]) -> bool:
    """Whether the same bytes also belong to a file that isn't the person's."""
    query = select(Attachment.id).where(Attachment.sha256 == sha256, Attachment.id.not_in(own)).limit(1)
    return session.scalars(query).first() is not None
