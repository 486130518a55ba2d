from __future__ import annotations

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from crm.ledger.lenses.labels import lens_name
from crm.web.display import name_lenses

bp = Blueprint("ledger", __name__, url_prefix="/ledger")


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, lens_name)
