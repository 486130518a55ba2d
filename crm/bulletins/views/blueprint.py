"""The blueprint of all pages of reports."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from crm.bulletins.labels import other_lens_name
from crm.web.display import name_lenses

bp = Blueprint("bulletins", __name__, url_prefix="/reports")


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, other_lens_name)
