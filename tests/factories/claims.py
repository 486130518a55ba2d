from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crm.claims import service
from crm.claims.service import ClaimFields
from crm.core import names
from crm.core.database import session
from kernel import clock
from kernel.money import Currency
from models import Claim, ClaimRequest, Firm, User
from models.enums import ClaimState, RequestKind, RequestState
from tests.factories import next_number
from tests.factories.firms import make_firm
from tests.factories.zone import get_park

PDF = b"%PDF-1.4 proof of the first talk"
TEN_MILLION = 10_000_000_00
"""In cents."""


def claim_fields(firm: Firm, *, park: str = "YY", **values: Any) -> ClaimFields:
    own = {
        "subject": "AI服务器",
        "planned_minor": 2 * TEN_MILLION,
        "planned_currency": Currency.USD,
        "first_talk_on": clock.today(),
        **values,
    }
    return ClaimFields(firm_id=firm.id, park_id=get_park(park).id, **own)


def file_claim(firm: Firm, *, park: str = "YY", by: User | None = None, **values: Any) -> Claim:
    """Filed through the service, with proof."""
    matter = values.pop("matter", None)
    claim = service.file_claim(
        claim_fields(firm, park=park, **values), files=[(PDF, "talk.pdf")], by=by, matter=matter
    )
    session.commit()
    return claim


def make_claim(*, park: str = "YY", firm: Firm | None = None, **values: Any) -> Claim:
    """A bare row, protected for a hundred days."""
    firm = firm or make_firm()
    subject = str(values.pop("subject", f"示例项目{next_number()}"))
    own = {
        "state": ClaimState.PROTECTED,
        "protected_until": clock.today() + timedelta(days=100),
        "filed_at": clock.now() - timedelta(days=10),
        "first_talk_on": date(2024, 1, 5),
        **values,
    }
    claim = Claim(
        ref=f"CL-{next_number()}",
        firm_id=firm.id,
        group_id=firm.group_id or firm.id,
        park=get_park(park),
        subject=subject,
        subject_key=names.fold(subject),
        planned_minor=2 * TEN_MILLION,
        planned_currency=Currency.USD,
        planned_usd_cents=2 * TEN_MILLION,
        **own,
    )
    session.add(claim)
    session.commit()
    return claim


def make_request(claim: Claim, *, park: str = "XT", **values: Any) -> ClaimRequest:
    own = {"kind": RequestKind.SHARING, "reasons": "why", "share": 3000, **values}
    request = ClaimRequest(
        claim=claim, park=get_park(park), state=RequestState.OPEN, asked_at=clock.now(), **own
    )
    session.add(request)
    session.commit()
    return request
