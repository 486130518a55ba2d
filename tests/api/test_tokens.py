"""Tokens that people make for programs: shown once, kept as a hash, ended with what they rest on."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from crm.users import service, signing
from kernel import clock
from models import AccessToken, AuditDetail, AuditRecord, User
from models.enums import AuditAction, Role
from tests.factories.users import make_user


def token_of(program) -> AccessToken:
    session.rollback()
    return session.scalars(
        select(AccessToken)
        .where(AccessToken.user_id == program.user.id)
        .execution_options(populate_existing=True)
    ).one()


def refusals() -> list[AuditRecord]:
    session.rollback()
    return list(session.scalars(select(AuditRecord).where(AuditRecord.action == AuditAction.REFUSED)))


def test_a_token_made_on_the_page_opens_the_api_and_is_shown_once(app: Flask, officer) -> None:
    until = (clock.business_date(clock.real_now()) + timedelta(days=30)).isoformat()

    shown = officer.post("/account/tokens/new", data={"name": "night run", "expires_on": until})

    (token,) = re.findall(r"xt_[\w-]{40,}", shown.text)
    head = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/firms", headers=head).status_code == 200
    assert token not in officer.get("/account").text
    assert "night run" in officer.get("/account").text
    held = [repr(tuple(row)) for row in session.execute(select(AccessToken.__table__))]
    logged = [json.dumps(row.content) for row in session.scalars(select(AuditDetail))]
    assert not any(token in text for text in held + logged)
    assert not any(signing.token_hash(token) in text for text in logged)
    assert any("night run" in text for text in logged)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_token_holds_for_a_year_at_most(officer, days: int) -> None:
    until = (clock.business_date(clock.real_now()) + timedelta(days=days)).isoformat()

    assert officer.post("/account/tokens/new", data={"name": "x", "expires_on": until}).status_code == 422
    assert session.scalars(select(AccessToken)).all() == []


def test_a_revoked_token_opens_nothing(app: Flask, officer, program) -> None:
    asks = program(user=officer.user)
    number = token_of(asks).id

    officer.post(f"/account/tokens/{number}/revoke")

    assert asks.get("/firms").status_code == 401
    changes = session.scalars(select(AuditRecord).where(AuditRecord.entity == "access_tokens"))
    assert [record.action for record in changes] == [AuditAction.CREATED, AuditAction.CHANGED]


def test_nobody_revokes_the_token_of_another(officer, program) -> None:
    other = program(Role.OFFICER)

    assert officer.post(f"/account/tokens/{token_of(other).id}/revoke").status_code == 404
    assert other.get("/firms").status_code == 200


ENDINGS = {
    "disabled": lambda user, by: service.disable_user(user, by=by),
    "role": lambda user, by: service.grant_role(user, role=Role.LEADER, park=None, lock_version=None, by=by),
    "renewed": lambda user, by: service.set_password(user, "Another-cow-8"),
    "ended": lambda user, by: service.end_sessions(user, by=by),
}


@pytest.mark.parametrize("reason", ENDINGS)
def test_a_token_ends_with_what_it_rests_on(program, reason: str) -> None:
    asks = program(Role.OFFICER)
    assert asks.get("/firms").status_code == 200

    ENDINGS[reason](session.get_one(User, asks.user.id), make_user(role=Role.SECURITY_ADMINISTRATOR))
    session.commit()

    assert asks.get("/firms").status_code == 401
    assert token_of(asks).end_reason == reason


def test_a_token_is_over_by_real_time_whatever_the_replayed_clock_says(program, clock_at) -> None:
    asks = program()
    clock_at("2020-01-01T00:00:00Z")
    assert asks.get("/firms").status_code == 200
    token_of(asks).expires_at = clock.real_now() - timedelta(seconds=1)
    session.commit()

    assert asks.get("/firms").status_code == 401


def test_the_last_use_is_noted_once_a_minute(program) -> None:
    asks = program()
    asks.get("/firms")
    first = token_of(asks).used_at
    assert first is not None

    asks.get("/firms")
    assert token_of(asks).used_at == first

    token_of(asks).used_at = first - timedelta(minutes=2)
    session.commit()
    asks.get("/firms")
    assert token_of(asks).used_at >= first


def test_a_token_opens_no_page(app: Flask, program) -> None:
    head = {"Authorization": f"Bearer {program().token}"}

    assert app.test_client().get("/firms", headers=head).location.startswith("/sign-in")


def test_who_must_change_the_password_can_do_nothing_first(program) -> None:
    asks = program()
    session.get_one(User, asks.user.id).must_change_password = True
    session.commit()

    assert asks.get("/firms").status_code == 403


def test_a_token_that_does_not_hold_is_not_made_up_for_by_a_cookie(officer) -> None:
    assert officer.get("/api/v1/firms").status_code == 200

    reply = officer.get("/api/v1/firms", headers={"Authorization": "Bearer xt_wrong"})

    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert reply.json["error"]["code"] == "not_signed_in"
    assert len(refusals()) == 1


def test_a_cookie_writes_only_with_the_token_of_the_page(app: Flask, officer, program, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent = {"name_en": "Example Ltd"}

    bare = officer.post("/api/v1/firms", json=sent)
    (known,) = re.findall(r'name="csrf-token" content="([^"]+)"', officer.get("/account").text)
    fine = officer.post("/api/v1/firms", json=sent, headers={"X-CSRFToken": known})

    assert (bare.status_code, fine.status_code) == (400, 201)
    assert bare.json["error"]["code"] == "unreadable"
    # A program has no cookie that somebody else could make a browser send.
    assert program(Role.OFFICER).post("/firms", {"name_en": "Another Ltd"}).status_code == 201


def test_a_missing_right_is_refused_in_json_and_logged(program) -> None:
    reply = program(Role.ADVISER).get("/firms")

    assert (reply.status_code, reply.json["error"]["code"]) == (403, "not_allowed")
    assert [record.entity for record in refusals()] == ["api.list_firms"]


def test_refusals_speak_the_language_of_the_person_or_of_the_request(app: Flask, program) -> None:
    asks = program(user=make_user(role=Role.ADVISER, locale="zh_Hant_TW"))

    said = asks.get("/firms").json["error"]["message"]
    nobody = app.test_client().get("/api/v1/nowhere", headers={"Accept-Language": "en"})

    assert "權" in said or "角色" in said
    assert nobody.json["error"] == {
        "code": "not_found",
        "message": "There is no such page, or none that you may see.",
        "fields": {},
    }
