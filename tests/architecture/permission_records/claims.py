"""Claims, what is asked about them, and rulings."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from kernel import clock
from models import Claim, ClaimProgress, ClaimProof, ClaimShare, Ruling, User
from models.enums import RulingOutcome
from tests.architecture.permission_records.base import Maker
from tests.factories.claims import make_claim, make_request
from tests.factories.users import make_user
from tests.factories.zone import get_park


def claim(park: str, _visitor: User | None) -> int:
    """One of the park's, with a step and proof, a request of another park and a ruling on it."""
    row = make_claim(park=park)
    attachment = storage.attach(b"%PDF-1.4 proof", "proof.pdf", by_id=make_user().id)
    step = ClaimProgress(claim=row, happened_on=clock.today(), words="a step")
    session.add_all([step, ClaimProof(claim=row, progress=step, attachment=attachment)])
    _ruled(row.id)
    session.commit()
    return row.id


def request(park: str, _visitor: User | None) -> int:
    """Of the park, on another's claim."""
    other = "XT" if park == "YY" else "YY"
    return make_request(make_claim(park=other), park=park).id


def _ruled(claim_id: int) -> None:
    row = session.get_one(Claim, claim_id)
    asked = make_request(row)
    ruling = Ruling(
        claim=row,
        request=asked,
        outcome=RulingOutcome.SHARED,
        reasons="both took part",
        holds_from=clock.today(),
        from_park_id=row.park_id,
        to_park_id=row.park_id,
    )
    session.add(ruling)
    shares = ((row.park_id, 6000), (get_park("CZ").id, 4000))
    ruling.shares = [
        ClaimShare(park_id=park_id, position=place, share=share)
        for place, (park_id, share) in enumerate(shares)
    ]


RECORDS: dict[str, Maker] = {"claim_id": claim, "request_id": request}
