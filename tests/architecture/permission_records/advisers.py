"""Advisers, their terms and relations, referrals, rulings and status updates."""

from __future__ import annotations

from crm.advisers import queries
from crm.core import storage
from crm.core.database import session
from kernel import clock
from models import (
    Adviser,
    AdviserArea,
    AdviserField,
    AdviserRelation,
    AdviserTerm,
    Referral,
    ReferralFile,
    ReferralRuling,
    User,
)
from models.enums import AdviserRegion, ReferralOutcome, Role, RulingStep
from tests.architecture.permission_records.base import Maker
from tests.factories.advisers import make_adviser, make_recognised, make_update
from tests.factories.firms import make_firm
from tests.factories.projects import make_industry


def adviser(_park: str, visitor: User | None) -> int:
    return _adviser(visitor).id


def _adviser(visitor: User | None) -> Adviser:
    """The visitor's own where an adviser comes, with a region, a field and a related firm."""
    owner = visitor if visitor is not None and visitor.role is Role.ADVISER else None
    own = queries.find_adviser_of(owner.id) if owner else None
    if own is not None:
        return own
    made = make_adviser(user=owner)
    session.add_all(
        [
            AdviserArea(adviser_id=made.id, region=AdviserRegion.KUNSHAN),
            AdviserField(adviser_id=made.id, industry_id=make_industry().id),
            _relation_of(made),
        ]
    )
    session.commit()
    return made


def _relation_of(made: Adviser) -> AdviserRelation:
    return AdviserRelation(
        adviser_id=made.id, firm_id=make_firm().id, why="its owner", created_at=clock.now()
    )


def term(_park: str, visitor: User | None) -> int:
    made = _adviser(visitor)
    return session.query(AdviserTerm).filter_by(adviser_id=made.id).first().id


def relation(_park: str, visitor: User | None) -> int:
    made = _adviser(visitor)
    return session.query(AdviserRelation).filter_by(adviser_id=made.id).first().id


def _referral(park: str, visitor: User | None) -> Referral:
    """Recognised, with a paper, a ruling and a word on its project."""
    row = make_recognised(_adviser(visitor), park=park)
    paper = storage.attach(b"%PDF-1.4 letter", "letter.pdf", by_id=None)
    session.add_all(
        [
            ReferralFile(referral=row, attachment=paper),
            ReferralRuling(
                referral=row,
                step=RulingStep.DECIDED,
                outcome=ReferralOutcome.RECOGNISED,
                reasons="first",
                checks="[]",
                project_id=row.project_id,
            ),
        ]
    )
    session.commit()
    return row


def referral(park: str, visitor: User | None) -> int:
    return _referral(park, visitor).id


def receipt(park: str, visitor: User | None) -> str:
    return _referral(park, visitor).ref


def update(park: str, visitor: User | None) -> int:
    return make_update(_referral(park, visitor)).id


RECORDS: dict[str, Maker] = {
    "adviser_id": adviser,
    "term_id": term,
    "relation_id": relation,
    "referral_id": referral,
    "ref": receipt,  # type: ignore[dict-item] # what an adviser's address holds is no number
    "update_id": update,
}
