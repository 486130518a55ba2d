"""Rows of gaps for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm.chains.queries import LinkView
from crm.web.labels import label, local_name

GAP_HEAD = ("park", "chain_ref", "chain", "link", "tier", "state", "need", "filled_by", "industry", "note")


def gap_rows(views: Iterable[LinkView]) -> Iterator[tuple[object, ...]]:
    for view in views:
        industry = view.link.industry or view.chain.industry
        yield (
            local_name(view.chain.park),
            view.chain.ref,
            local_name(view.chain),
            local_name(view.link),
            label(view.link.tier),
            label(view.state),
            label(view.need),
            "；".join(f"{each.firm.name} ({each.strength})" for each in view.fillers),
            local_name(industry) if industry else "",
            view.link.note or "",
        )
