"""Where templates get the addresses of built files from."""

import json
import os
from pathlib import Path

import pytest
from flask import Flask

from crm.web.assets import Manifest, MissingAssetError, asset


def write_manifest(path: Path, name: str, file: str) -> None:
    path.write_text(json.dumps({name: {"file": file, "integrity": "sha384-abc"}}), encoding="utf-8")


def test_a_built_file_has_its_hashed_address_and_integrity(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(path, "app.css", "dist/app-1234.css")
    monkeypatch.setitem(app.extensions, "assets", Manifest(path))

    with app.test_request_context():
        served = asset("app.css")

    assert served.url == "/static/dist/app-1234.css"
    assert served.integrity == "sha384-abc"


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(path, "app.js", "dist/app-old.js")
    manifest = Manifest(path)
    assert manifest.get_asset("app.js").file == "dist/app-old.js"

    write_manifest(path, "app.js", "dist/app-new.js")
    os.utime(path, ns=(1, 1))

    assert manifest.get_asset("app.js").file == "dist/app-new.js"


def test_a_name_that_was_not_built_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(path, "app.css", "dist/app-1234.css")

    with pytest.raises(MissingAssetError, match=r"ap\.css"):
        Manifest(path).get_asset("ap.css")


def test_before_the_first_build_pages_come_out_bare_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = Manifest(tmp_path / "manifest.json").get_asset("app.css")

    assert (found.file, found.integrity) == ("dist/app.css", "")
    assert "make setup" in caplog.text
