"""The blueprint of an applicant's pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("applying", __name__, url_prefix="/apply")
