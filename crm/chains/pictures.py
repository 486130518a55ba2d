"""The picture of a chain: its links in their tiers, and under each who fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.chains.queries import LinkView
from crm.web.labels import label, local_name
from models import Chain, LinkFiller
from models.enums import LinkState

SHAPES = {LinkState.FILLED: "circle", LinkState.WEAK: "triangle", LinkState.MISSING: "emptyCircle"}
"""A reader who tells no colours apart goes by the shape and the word."""
COLOURS = {LinkState.FILLED: "#2f7d4f", LinkState.WEAK: "#b7791f", LinkState.MISSING: "#b3362a"}
SIZES = {LinkState.FILLED: 12, LinkState.WEAK: 13, LinkState.MISSING: 13}
MOST_FILLERS = 3
"""More stand in the table below."""

CUT = {"width": 84, "overflow": "truncate", "fontSize": 10}
NARROW: dict[str, Any] = {
    "left": "24%",
    "right": "32%",
    "label": {**CUT, "width": 72},
    "leaves": {"label": CUT},
}
"""On a phone: shorter words, whose whole stands in the table."""


def chain_tree(chain: Chain, views: Sequence[LinkView]) -> dict[str, Any]:
    """A tree from left to right: chain, tiers, links, firms. Links lead to what the page says of them."""
    return {
        "tooltip": {"show": False},
        "series": [
            {
                "type": "tree",
                "data": [{"name": local_name(chain), "children": _tiers(views)}],
                "top": 8,
                "bottom": 8,
                "left": "14%",
                "right": "26%",
                "symbolSize": 9,
                "roam": False,
                "expandAndCollapse": False,
                "initialTreeDepth": -1,
                "label": {"position": "left", "verticalAlign": "middle", "align": "right", "distance": 8},
                "leaves": {"label": {"position": "right", "align": "left", "distance": 8}},
                "lineStyle": {"width": 1.2, "curveness": 0.5},
            }
        ],
        "media": [{"query": {"maxWidth": 520}, "option": {"series": [NARROW]}}],
    }


def height_of(views: Sequence[LinkView]) -> str:
    """Of the place it is drawn in: every firm and every empty link takes a line."""
    lines = sum(max(1, min(len(view.fillers), MOST_FILLERS)) for view in views)
    return "low" if lines <= 5 else "medium" if lines <= 12 else "high"


def _tiers(views: Sequence[LinkView]) -> list[dict[str, Any]]:
    """Links below their tiers; where no tier is said, they hang on the chain itself."""
    grouped: dict[str, list[LinkView]] = {}
    for view in views:
        grouped.setdefault(label(view.link.tier), []).append(view)
    tree: list[dict[str, Any]] = []
    for tier, of_tier in grouped.items():
        nodes = [_link(view) for view in of_tier]
        tree += [{"name": tier, "children": nodes}] if tier else nodes
    return tree


def _link(view: LinkView) -> dict[str, Any]:
    node: dict[str, Any] = {
        "name": f"{local_name(view.link)} · {label(view.state)}",
        "symbol": SHAPES[view.state],
        "symbolSize": SIZES[view.state],
        "itemStyle": {"color": COLOURS[view.state], "borderColor": COLOURS[view.state]},
        "url": f"#link-{view.link.id}",
    }
    if view.fillers:
        node["children"] = [_firm(each) for each in view.fillers[:MOST_FILLERS]]
        if (more := len(view.fillers) - MOST_FILLERS) > 0:
            node["children"].append(
                {"name": _("and %(count)s more", count=more), "url": f"#link-{view.link.id}"}
            )
    return node


def _firm(filler: LinkFiller) -> dict[str, Any]:
    name = filler.firm.name if len(filler.firm.name) <= 16 else f"{filler.firm.name[:15]}…"
    return {
        "name": f"{name} ({filler.strength})",
        "symbol": "roundRect",
        "symbolSize": 5 + 2 * filler.strength,
        "url": url_for("firms.detail", firm_id=filler.firm_id),
    }
