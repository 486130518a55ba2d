from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crm.core.database import session
from kernel import clock
from models import Engagement, Firm
from models.enums import EngagementKind
from tests.factories import next_number
from tests.factories.zone import get_park


def make_engagement(
    *,
    park: str = "YY",
    firms: list[Firm] | None = None,
    happened_at: datetime = datetime(2024, 2, 1, 2, tzinfo=UTC),
    **values: Any,
) -> Engagement:
    """A visit in February 2024."""
    from tests.factories.projects import make_investor

    engagement = Engagement(
        ref=f"EN-{next_number()}",
        kind=EngagementKind.VISIT,
        happened_at=happened_at,
        park=get_park(park),
        summary="示例：参观厂房",
        created_at=clock.now(),
        firms=firms if firms is not None else [make_investor()],
    )
    for key, value in values.items():
        setattr(engagement, key, value)
    session.add(engagement)
    session.commit()
    return engagement
