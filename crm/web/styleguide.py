"""The style page: every component alive, outside production only."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("styleguide", __name__)
