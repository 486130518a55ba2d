"""What is answered before the application is asked, and behind a proxy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import event

from app import create_app
from config import ConfigError
from crm.core import database
from crm.web import assets, security
from tests.architecture.html_faults import faults
from tests.conftest import SignedInClient

PRODUCTION = {
    "CRM_ENV": "production",
    "SECRET_KEY": "for-tests-only-for-tests-only-for-tests-only",
    "ALLOWED_HOSTS": "localhost",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A static folder with a hashed file, compressed beside it, and one of a fixed name."""
    folder = tmp_path / "static"
    (folder / "dist").mkdir(parents=True)
    (folder / "dist" / "app-0123456789ab.js").write_text("let a = 1;" * 100, encoding="utf-8")
    (folder / "dist" / "app-0123456789ab.js.br").write_bytes(b"compressed")
    (folder / "emblem.svg").write_text("<svg/>", encoding="utf-8")
    return folder


def serve(folder: Path, *, is_production: bool = True) -> Any:
    app = Flask(__name__, static_folder=str(folder), static_url_path="/static")
    security.install(app, is_production=is_production)
    assets.install(app, is_production=is_production)
    return app.test_client()


@pytest.mark.no_database
def test_a_file_with_its_hash_in_the_name_is_kept_for_ever(built: Path) -> None:
    reply = serve(built).get("/static/dist/app-0123456789ab.js")

    assert reply.status_code == 200
    assert "immutable" in reply.headers["Cache-Control"]


@pytest.mark.no_database
def test_a_file_of_a_fixed_name_is_asked_for_again(built: Path) -> None:
    reply = serve(built).get("/static/emblem.svg")

    assert reply.headers["Cache-Control"] == "max-age=3600, public"


@pytest.mark.no_database
def test_a_file_goes_out_compressed_to_who_takes_that(built: Path) -> None:
    client = serve(built)

    reply = client.get("/static/dist/app-0123456789ab.js", headers={"Accept-Encoding": "gzip, br"})

    assert (reply.headers["Content-Encoding"], reply.data) == ("br", b"compressed")
    assert "Content-Encoding" not in client.get("/static/dist/app-0123456789ab.js").headers


@pytest.mark.no_database
@pytest.mark.parametrize("path", ["/static/emblem.svg", "/static/dist/app-0123456789ab.js", "/static/no.js"])
def test_files_carry_the_headers_of_pages(built: Path, path: str) -> None:
    reply = serve(built).get(path)

    for name, value in security.headers_of_all(is_production=True).items():
        assert reply.headers[name] == value


@pytest.mark.no_database
@pytest.mark.parametrize("path", ["/static/../config.py", "/static/%2e%2e/secret"])
@pytest.mark.parametrize("is_production", [True, False])
def test_nothing_outside_the_folder_is_served(built: Path, path: str, is_production: bool) -> None:
    (built.parent / "secret").write_text("secret", encoding="utf-8")
    (built.parent / "config.py").write_text("secret", encoding="utf-8")

    assert serve(built, is_production=is_production).get(path).status_code == 404


@pytest.mark.no_database
def test_a_new_build_is_served_without_a_restart_outside_production(built: Path) -> None:
    client = serve(built, is_production=False)

    (built / "dist" / "app-ba9876543210.js").write_text("let b = 2;", encoding="utf-8")

    assert client.get("/static/dist/app-ba9876543210.js").status_code == 200


def test_whether_the_process_is_up_costs_no_look_at_the_database(officer: SignedInClient) -> None:
    asked: list[object] = []

    def note(connection: object) -> None:
        asked.append(connection)

    engine = database.get_engine()
    event.listen(engine, "begin", note)
    try:
        reply = officer.get("/healthz")
        quiet = len(asked)
        officer.get("/account")
    finally:
        event.remove(engine, "begin", note)

    assert reply.get_json() == {"status": "ok"}
    assert "Set-Cookie" not in reply.headers
    assert quiet == 0
    assert asked, "the listener hears a page that does look"


def test_whether_the_process_is_up_is_told_while_the_database_is_gone(app: Flask) -> None:
    database.connect("postgresql+psycopg://nobody@127.0.0.1:1/none")

    client = app.test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").get_json()["parts"]["database"] is False


def behind(proxies: int) -> Any:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    security.trust_proxies(app, proxies)
    return app.test_client()


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "elsewhere.example",
}


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "127.0.0.1 http localhost"),
        (1, "198.51.100.7 https localhost"),
    ],
)
def test_only_trusted_proxies_say_who_asks(proxies: int, seen: str) -> None:
    assert behind(proxies).get("/", headers=FORWARDED).text == seen


@pytest.mark.no_database
def test_the_number_of_proxies_is_a_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TRUSTED_PROXIES"):
        create_app({**PRODUCTION, "CRM_INSTANCE": str(tmp_path), "TRUSTED_PROXIES": "-1"})


# --- What every other page needs is missing -----------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_Hans_CN", "zh_Hant_TW"])
def test_while_the_database_is_gone_a_page_says_so(
    app: Flask, officer: SignedInClient, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    officer.set_cookie("language", language)
    before = database.get_engine().url
    database.connect("postgresql+psycopg://nobody@127.0.0.1:1/none")

    for reply in (officer.get("/firms"), officer.post("/sign-out")):
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "10")
        assert faults(reply.text) == []
    assert f'lang="{language.replace("_", "-")}"' in officer.get("/firms").text

    database.connect(before.render_as_string(hide_password=False))
    assert officer.get("/account").status_code == 200


def test_a_program_is_told_so_as_json(
    app: Flask, officer: SignedInClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    database.connect("postgresql+psycopg://nobody@127.0.0.1:1/none")

    reply = officer.get("/firms", headers={"Accept": "application/json"})

    assert (reply.status_code, reply.get_json()["status"]) == (503, 503)


@pytest.mark.no_database
def test_a_host_that_is_not_served_is_refused(tmp_path: Path) -> None:
    settings = {**PRODUCTION, "CRM_INSTANCE": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    client = create_app(settings).test_client()

    reply = client.get("/firms", headers={"Host": "elsewhere.example"})

    assert reply.status_code == 400
    assert faults(reply.text) == []
