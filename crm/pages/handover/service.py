"""Passing on what belonged to a person, all or nothing."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, may
from crm.fits.teams import service as teams
from crm.pages.handover import queries
from crm.pages.handover.labels import Belonging
from crm.pages.handover.queries.held import HELD
from kernel.errors import NotAllowedError, RuleError
from models import ChainTeam, Todo, User
from models.enums import NoticeKind


def hand_over(leaver_id: int | None, taker_id: int | None, *, by: User) -> int:
    """Let everything pass, as the preview says; the number of records. Both people are told.

    Raises:
        NotAllowedError: neither a park's lead nor the office.
        RuleError: people who can't be chosen, or nothing that could pass.
    """
    if not may(by, Permission.HAND_OVER):
        raise NotAllowedError(_("The park's lead and the provincial office hand over."))
    leaver = next((user for user in queries.list_leavers(by) if user.id == leaver_id), None)
    if leaver is None:
        raise RuleError(_("Choose whose records they are."), fields={"leaver": ""})
    taker = next((user for user in queries.list_takers(leaver, by) if user.id == taker_id), None)
    if taker is None:
        raise RuleError(_("Choose who takes over: a colleague of the same park, or the office."))
    number = sum(_pass_on(kind, leaver, taker, by) for kind in HELD)
    if not number:
        raise RuleError(_("There is nothing to hand over."))
    session.flush()
    notify(
        [leaver.id, taker.id],
        NoticeKind.RECORDS_HANDED_OVER,
        "todos.index",
        {},
        who=leaver.display_name,
        to=taker.display_name,
        number=str(number),
    )
    return number


def _pass_on(kind: Belonging, leaver: User, taker: User, by: User) -> int:
    """Record by record through the session, so that each change is in the log and in the record's history."""
    rows = queries.list_held(kind, leaver, by=by, to=taker)
    owner = HELD[kind].owner
    for row in rows:
        if isinstance(row, ChainTeam):
            teams.replace_person(row, leaver, taker)
            continue
        setattr(row, owner, taker.id)
        if isinstance(row, Todo):
            row.reminded_on = None
    return len(rows)
