"""The blueprint that all pages of engagements share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("engagements", __name__, url_prefix="/engagements")
