"""The blueprint of all pages of the library of major projects."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("majors", __name__, url_prefix="/majors")
