"""An adviser's own rewards: what is released and paid, and nothing of how the office gets there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.notices.service import mark_told
from crm.rewards.queries import records as queries
from crm.rewards.rules.public import public_state, shown_approved_fen
from crm.web.guards import may, signed_in_user

bp = Blueprint("my_rewards", __name__, url_prefix="/my-rewards")

SHOWN: dict[str, Any] = {"public_state": public_state, "shown_approved_fen": shown_approved_fen}


@bp.get("")
@may(Permission.USE_ADVISER_PORTAL)
def index() -> ResponseReturnValue:
    """All on one page: keys of pages would be our own numbers, which tell how many others there are."""
    rows = queries.list_own_rewards(signed_in_user())
    return render_template("rewards/mine.html", rows=rows, **SHOWN)


@bp.get("/<ref>")
@may(Permission.USE_ADVISER_PORTAL)
def detail(ref: str) -> ResponseReturnValue:
    """``ref`` is the number on the referral's receipt."""
    user = signed_in_user()
    with transaction():
        mark_told(user, "my_rewards.detail", {"ref": ref})
    reward = queries.get_own_reward(ref, viewer=user)
    return render_template("rewards/own.html", reward=reward, **SHOWN)
