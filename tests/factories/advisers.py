from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crm.advisers import service
from crm.advisers.service import AdviserFields, ReferralFields
from crm.advisers.service.keys import keys_of
from crm.core import names
from crm.core.database import session
from kernel import clock
from models import Adviser, AdviserTerm, Referral, StatusUpdate, User
from models.enums import AdviserKind, ReferralState
from tests.factories import next_number
from tests.factories.projects import make_project
from tests.factories.zone import get_park

PDF = b"%PDF-1.4 proof of contact"


def make_adviser(*, user: User | None = None, in_office: bool = True, **values: Any) -> Adviser:
    """Added through the service, with a term that began a year ago."""
    values.setdefault("name_hant", f"示例顧問{next_number()}")
    adviser = service.add_adviser(AdviserFields(kind=AdviserKind.PERSON, **values), by=None)
    adviser.user_id = user.id if user else None
    if in_office:
        today = clock.today()
        session.add(
            AdviserTerm(
                adviser_id=adviser.id,
                from_on=today - timedelta(days=365),
                until_on=today + timedelta(days=365),
                created_at=clock.now(),
            )
        )
    session.commit()
    return adviser


def written(firm_name: str = "示例電子股份有限公司", **values: Any) -> ReferralFields:
    own = {"proposal": "想在園區設廠", "introduced_on": date(2024, 1, 5), **values}
    return ReferralFields(firm_name=firm_name, **own)


def file_referral(
    adviser: Adviser, firm_name: str = "示例電子股份有限公司", *, by: User | None = None, **values: Any
) -> Referral:
    """Filed through the service, with proof."""
    referral = service.file_referral(
        adviser,
        written(firm_name, **values),
        client_key=f"{next_number():032x}",
        files=[(PDF, "letter.pdf")],
        by=by,
    )
    session.commit()
    return referral


def make_referral(adviser: Adviser | None = None, *, park: str | None = "YY", **values: Any) -> Referral:
    """A bare row, as it came."""
    number = next_number()
    own = {
        "state": ReferralState.RECEIVED,
        "firm_name": f"示例企業{number}",
        "proposal": "想在園區設廠",
        "introduced_on": date(2024, 1, 5),
        "received_at": clock.now(),
        **values,
    }
    referral = Referral(
        ref=f"YJ-TEST-{number:04d}",
        client_key=f"{number:032x}",
        adviser_id=(adviser or make_adviser()).id,
        park=get_park(park) if park else None,
        search_text=names.tokens([own["firm_name"]]),
        **keys_of(own["firm_name"], own.get("firm_name_other"), own.get("business_number")),
        **own,
    )
    session.add(referral)
    session.commit()
    return referral


def make_recognised(adviser: Adviser | None = None, *, park: str = "YY", **values: Any) -> Referral:
    """A bare row, recognised and tied to a project of the park."""
    project = values.pop("project", None) or make_project(park=park)
    own = {"state": ReferralState.RECOGNISED, "ruled_at": clock.now(), **values}
    return make_referral(adviser, park=park, project_id=project.id, firm_id=project.firm_id, **own)


def make_update(referral: Referral, **values: Any) -> StatusUpdate:
    assert referral.project_id is not None
    own = {"text": "設備已到港", "happened_on": clock.today(), **values}
    update = StatusUpdate(
        referral_id=referral.id,
        project_id=referral.project_id,
        client_key=f"{next_number():032x}",
        submitted_at=clock.now(),
        **own,
    )
    session.add(update)
    session.commit()
    return update
