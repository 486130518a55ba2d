from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.core.preferences import PREFERENCES, get_preference
from crm.users.labels import SETTINGS
from models import AuditRecord, Setting

SECURITY = {key: str(item.default) for key, item in PREFERENCES.items() if item.is_security}
GENERAL = {key: str(item.default) for key, item in PREFERENCES.items() if not item.is_security}


def test_every_setting_has_words() -> None:
    assert set(PREFERENCES) <= set(SETTINGS)


def test_a_setting_that_is_saved_holds_and_is_in_the_log(security_administrator) -> None:
    reply = security_administrator.post("/settings/security", data=SECURITY | {"lockout.failures": "4"})

    assert reply.status_code == 302
    assert get_preference("lockout.failures") == 4
    assert session.scalars(select(Setting.key)).all() == ["lockout.failures"]
    logged = select(AuditRecord.entity_id).where(AuditRecord.entity == "settings")
    assert session.scalars(logged).all() == ["lockout.failures"]


@pytest.mark.parametrize("value", ["2", "21", "many", "", "3.5", "-4"])
def test_a_value_out_of_bounds_is_refused_beside_its_input(security_administrator, value: str) -> None:
    reply = security_administrator.post("/settings/security", data=SECURITY | {"lockout.failures": value})

    assert reply.status_code == 422
    assert 'id="lockout.failures-error"' in reply.text
    assert get_preference("lockout.failures") == 5


def test_neither_post_reaches_the_settings_of_the_other(system_administrator, security_administrator) -> None:
    system_administrator.post("/settings", data=GENERAL | {"lockout.failures": "20"})
    security_administrator.post("/settings/security", data=SECURITY | {"notice.classified": "0"})

    assert get_preference("lockout.failures") == 5
    assert get_preference("notice.classified") == 1


def test_the_notice_is_a_setting(system_administrator) -> None:
    assert "Classified matter" in system_administrator.get("/").text

    system_administrator.post("/settings", data=GENERAL | {"notice.classified": "0"})

    assert "Classified matter" not in system_administrator.get("/").text
