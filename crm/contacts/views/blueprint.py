"""The blueprint that the pages of contacts share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("contacts", __name__)
