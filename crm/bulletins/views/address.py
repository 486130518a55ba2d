"""What an address asks for, within what the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request

from crm.bulletins.orders import Order
from crm.core.parks import list_parks
from crm.core.visibility import own_park_id
from crm.indicators import queries
from crm.web.as_of import requested_known_at
from crm.web.guards import signed_in_user
from crm.web.places import park_asked
from kernel import clock
from models import Park

ASKED = ("as_of", "known_at", "park", "plan")


def question() -> dict[str, Any]:
    """The part of the address that says what is asked."""
    return {name: text for name in ASKED if (text := request.args.get(name, ""))}


def places(every_park: Sequence[Park]) -> list[Park]:
    """The parks that a report can be made for: the core parks, or the viewer's own, linked or not."""
    own = own_park_id(signed_in_user())
    return [park for park in every_park if (park.is_core if own is None else park.id == own)]


def asked_order(as_of: date, park_code: str, locale: str, every_park: Sequence[Park] = ()) -> Order:
    """What is asked for, within what the viewer may see: park staff get their own park.

    Raises:
        NotFoundError: no such park, or no such plan.
    """
    every_park = every_park or list_parks()
    park = park_asked(park_code, every_park, viewer=signed_in_user())
    day = min(as_of, clock.today())
    plan = queries.get_plan_for(request.args.get("plan"), day)
    return Order(plan, day, requested_known_at(), park, locale, every_park)
