"""Built scripts and styles: their hashed names and integrity, from the manifest of the build."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

DIST = Path(__file__).resolve().parents[2] / "static" / "dist"


@dataclass(frozen=True, slots=True)
class Asset:
    """``url`` of a built file and its subresource ``integrity``."""

    url: str
    integrity: str


def install(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> Asset:
    """``app.js`` as it was built; unbuilt ones have no integrity."""
    built = _manifest().get(name, {})
    file = built.get("file", name)
    return Asset(url_for("static", filename=f"dist/{file}"), built.get("integrity", ""))


@lru_cache(maxsize=1)
def _manifest() -> dict[str, dict[str, str]]:
    """``{"app.js": {"file": "app-ABC.js", "integrity": "sha384-…"}}``"""
    path = DIST / "manifest.json"
    manifest: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return manifest
