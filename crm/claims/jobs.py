"""Once a day: what runs out is told ahead, and noted when it has."""

from __future__ import annotations

from crm.claims import queries, rules
from crm.core import schedules
from crm.core.jobs import Outcome, Progress, job
from crm.core.noticing import notify
from crm.core.transactions import transaction
from kernel import clock
from models import Claim, Job
from models.enums import ClaimState, NoticeKind

EXPIRY = "claims_expiry"


@job(EXPIRY)
def look_at_ends(_row: Job, _progress: Progress) -> Outcome:
    """Due and unsent: a day on which nobody looked is made up for on the next."""
    today = clock.today()
    with transaction():
        ended = queries.list_ended(today)
        for claim in ended:
            claim.state = ClaimState.EXPIRED
            _tell(claim)
        warned = 0
        for claim in queries.list_ending(today, max(rules.WARNED_AHEAD)):
            days = rules.warning_due(claim.protected_until, today=today, warned=claim.warned_days)
            if days is not None:
                claim.warned_days = days
                _tell(claim)
                warned += 1
    return Outcome({"ended": len(ended), "warned": warned})


def _tell(claim: Claim) -> None:
    notify(
        {*queries.people_of(claim.park_id), claim.filed_by_id},
        NoticeKind.CLAIM_EXPIRING,
        "claims.detail",
        {"claim_id": claim.id},
        park_id=claim.park_id,
        title=f"{claim.group.name} · {claim.subject}",
        until=claim.protected_until.isoformat(),
    )


schedules.every(24, EXPIRY, at=6)
