from __future__ import annotations

from datetime import date

from sqlalchemy import select

from crm.core.database import session
from crm.core.workdays import is_working_day
from models import SpecialDay

FORM = {"side": "mainland", "day": "2024-06-12", "is_working": "off", "name": "停电检修"}


def test_a_day_is_entered_once_and_can_be_changed(system_administrator) -> None:
    assert system_administrator.post("/settings/days/new", data=FORM).status_code == 302
    assert not is_working_day(date(2024, 6, 12))
    again = system_administrator.post("/settings/days/new", data=FORM)
    assert again.status_code == 422
    assert "entered already" in again.text

    row = session.scalars(select(SpecialDay)).one()
    assert "停电检修" in system_administrator.get("/settings/days").text
    assert '<option selected value="off">' in system_administrator.get(f"/settings/days/{row.id}").text
    changed = {**FORM, "is_working": "working", "lock_version": str(row.lock_version)}
    assert system_administrator.post(f"/settings/days/{row.id}", data=changed).status_code == 302
    assert is_working_day(date(2024, 6, 12))


def test_others_do_not_enter_days(coordinator) -> None:
    assert coordinator.post("/settings/days/new", data=FORM).status_code == 403
