"""Rows of targets for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crm.fits.teams.rules import TargetState
from crm.web.labels import label, local_name
from models import ChainTarget

HEAD = ("park", "chain", "link", "team", "firm", "caller", "contact", "due_on", "state", "note")


def target_rows(
    targets: Iterable[ChainTarget], states: Mapping[int, TargetState]
) -> Iterator[tuple[object, ...]]:
    for row in targets:
        yield (
            local_name(row.park),
            local_name(row.chain),
            local_name(row.link) if row.link else "",
            row.team.name if row.team else "",
            row.firm.name,
            row.caller.display_name,
            row.contact.name if row.contact else "",
            row.due_on.isoformat() if row.due_on else "",
            label(states[row.id]),
            row.note or "",
        )
