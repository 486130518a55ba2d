"""What waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.core.permissions import Permission, may
from crm.indicators.queries import count_open_values
from crm.ledger.queries import count_waiting
from models import Plan, User


@dataclass(frozen=True, slots=True)
class Waiting:
    """``number`` things of a kind wait; ``endpoint`` lists them."""

    what: str
    who: str
    number: int
    endpoint: str


def waiting_for(viewer: User, plan: Plan) -> Sequence[Waiting]:
    """What the viewer may see waiting, and for whom it waits."""
    waits = [
        Waiting(
            what=str(_("Ledger entries without a decision")),
            who=str(_("Provincial office")),
            number=sum(number for number, _checked in count_waiting(viewer=viewer).values()),
            endpoint="ledger.queue" if may(viewer, Permission.VERIFY_LEDGER) else "ledger.index",
        )
    ]
    if may(viewer, Permission.VERIFY_INDICATORS):
        waits.append(
            Waiting(
                what=str(_("Reported values without a decision")),
                who=str(_("Provincial office")),
                number=count_open_values(plan),
                endpoint="indicators.values",
            )
        )
    return waits
