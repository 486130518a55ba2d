"""What was given to a person, and claimed under policies for them, goes with the person; receipts stay."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm.core import storage
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.policies.service import claims
from crm.policies.service.claims import ClaimFields, StepFields
from crm.talent.service import benefits
from crm.talent.service.benefits import DeliveryFields, File, PaymentFields
from models import Attachment, BenefitAward, PolicyClaim, TalentApplication
from models.enums import Claimant, PolicyClaimState, Role
from tests.applying.test_personal import MARKER, erase, found_in_files, found_in_tables
from tests.factories.policies import make_article
from tests.factories.talents import make_decided, make_rules
from tests.factories.users import make_user

PAPER = f"%PDF-1.7 {MARKER} {{}}"


@pytest.mark.no_database
@pytest.mark.parametrize("name", ["王小明的收据.PDF", "../王小明.pdf", "王小明\u202efdp.pdf"])
def test_a_paper_about_a_person_is_kept_under_no_name(name: str) -> None:
    assert storage.nameless("payment", name).lower() == "payment.pdf"


def _around(application: TalentApplication, lead) -> None:
    """A claim under a policy with its steps and papers, something given, something paid."""
    file = f"{MARKER}.pdf"
    written = ClaimFields(
        article_id=make_article(claimants=(Claimant.PERSON,)).id,
        park_id=application.park_id or 0,
        talent_id=application.talent_id,
        note=MARKER,
    )
    claim = claims.prepare_claim(written, [(PAPER.format(1).encode(), file)], by=lead)
    step = StepFields(happened_on=date(2026, 1, 5), note=MARKER)
    claims.move_claim(claim, PolicyClaimState.FILED, step, by=lead)
    award = session.scalars(select(BenefitAward)).first()
    assert award is not None
    given = DeliveryFields(date(2026, 1, 5), MARKER, file=File(file, PAPER.format(2).encode()))
    benefits.record_delivery(award, given, by=lead)
    receipt = File(file, b"%PDF-1.7 a receipt, kept with the books")
    benefits.record_payment(award, PaymentFields(date(2026, 1, 5), 100, "V-1", MARKER, receipt), by=lead)
    session.commit()


def test_papers_of_claims_and_deliveries_go_and_receipts_stay() -> None:
    make_rules()
    lead, applicant = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.APPLICANT)
    application = make_decided(lead=lead, applicant=applicant)
    with acting(Actor(lead.id, lead.name, "test")):
        _around(application, lead)
    assert {"policy_claims", "policy_claim_steps", "benefit_deliveries"} <= set(found_in_tables())
    assert not {"attachments", "audit_details"} & set(found_in_tables())
    assert len(found_in_files()) == 2

    erase(applicant)

    assert found_in_tables() == []
    assert found_in_files() == []
    assert session.scalars(select(PolicyClaim.state)).one() is PolicyClaimState.FILED
    kept = session.scalars(select(Attachment).where(Attachment.file_name == "payment.pdf")).one()
    assert b"receipt" in storage.load(kept.sha256)
