from __future__ import annotations

from flask import Blueprint, Flask
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from crm.web.display import name_lenses

LENS = "talent-benefits"

bp = Blueprint("talent", __name__, url_prefix="/talent")


def _lens_name(key: str) -> str:
    return str(_("Payments to talents, net of reversals")) if key == LENS else key


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, _lens_name)
