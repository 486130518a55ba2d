"""The blueprint that all pages of firms share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("firms", __name__, url_prefix="/firms")
