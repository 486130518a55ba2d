from __future__ import annotations

from flask import Blueprint

bp = Blueprint("advisers", __name__, url_prefix="/advisers")
