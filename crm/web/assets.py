"""Built front-end parts: their addresses, with the hash in the name, their integrity, and their serving."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, current_app, g, url_for
from whitenoise import WhiteNoise

from crm.web import security

HASHED = r"^/static/dist/.+-[0-9a-f]{12}\.\w+$"
"""Addresses of files whose content never changes under the same name."""

MANIFEST = Path("dist") / "manifest.json"
_KEY = "assets"
_log = logging.getLogger(__name__)


class MissingAssetError(LookupError):
    """The build made nothing of that name."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file. ``file`` lies under the static folder."""

    file: str
    integrity: str


@dataclass(frozen=True, slots=True)
class Served:
    """Where a built file is to be had."""

    url: str
    integrity: str


class Manifest:
    """What the build made, read again whenever it was built anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0
        self._assets: dict[str, Asset] | None = None

    def get_asset(self, name: str) -> Asset:
        """The built file of ``name``, such as ``app.css``.

        Before the first build pages come out bare, and the log says why.

        Raises:
            MissingAssetError: nothing of that name was built.
        """
        self._refresh()
        if self._assets is None:
            return Asset(f"dist/{name}", "")
        try:
            return self._assets[name]
        except KeyError:
            raise MissingAssetError(f"The front end has no part named {name}.") from None

    def _refresh(self) -> None:
        try:
            changed_at = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            _log.warning("the front end is not built: `make setup` builds it")
            return
        if changed_at != self._read_at:
            described = json.loads(self._path.read_text(encoding="utf-8"))
            self._assets = {name: Asset(**values) for name, values in described.items()}
            self._read_at = changed_at


def install(app: Flask, *, is_production: bool) -> None:
    """Let templates say ``asset("app.css").url`` and ``.integrity``, and serve the files.

    They are served before the application is asked, so that none costs a look at the database: compressed as
    they were built, and those with their hash in the name for ever.
    """
    folder = Path(app.static_folder or "static")
    app.extensions[_KEY] = Manifest(folder / MANIFEST)
    app.jinja_env.globals["asset"] = asset
    headers = security.headers_of_all(is_production=is_production)

    def add_headers(given: Headers, _path: str, _url: str) -> None:
        for name, value in headers.items():
            given[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix="static",
        # Elsewhere a new build is seen without a restart.
        autorefresh=not is_production,
        max_age=3600,
        allow_all_origins=False,
        immutable_file_test=HASHED,
        add_headers_function=add_headers,
    )


def asset(name: str) -> Served:
    """A page names the same file for each of its icons: its address is found once in a request."""
    found: dict[str, Served] = g.setdefault(_KEY, {})
    if name not in found:
        manifest: Manifest = current_app.extensions[_KEY]
        built = manifest.get_asset(name)
        found[name] = Served(url_for("static", filename=built.file), built.integrity)
    return found[name]


def file_of(name: str) -> str:
    """Where a built file lies under the static folder."""
    manifest: Manifest = current_app.extensions[_KEY]
    return manifest.get_asset(name).file


def path_of(name: str) -> str:
    """Where a built file is to be had, worked out without knowing the host's name."""
    manifest: Manifest = current_app.extensions[_KEY]
    return f"{current_app.static_url_path}/{manifest.get_asset(name).file}"
