from __future__ import annotations

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from crm.web.display import name_lenses

bp = Blueprint("rewards", __name__, url_prefix="/rewards")

BASE, EARNED = "reward-base", "reward-earned"


@bp.record_once
def _name_lenses(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        name_lenses(state.app, _lens_name)


def _lens_name(key: str) -> str:
    names = {
        BASE: _("verified arrivals of the period, net, by the province's count"),
        EARNED: _("earned by the rule in force"),
    }
    return str(names.get(key, key))
