"""Who owns a firm from a day on: versions are added, never changed; what holds now is kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from crm.core import revisions
from crm.core.database import session
from crm.core.records import refuse_put_away
from crm.firms import queries, rules
from crm.firms.rules import Parentage, Steps
from kernel import clock
from kernel.errors import RuleError
from models import Firm, FirmParentage


def set_parent(firm: Firm, parent: Firm | None, *, holds_from: date | None) -> FirmParentage | None:
    """Record who owns the firm from a day on (None: since ever); ``parent`` None makes it a group of its own.

    Returns None where exactly this is recorded already.

    Raises:
        RuleError: the day lies ahead, one of them was put away, or a firm would own itself through others.
    """
    _hold(firm, parent)
    refuse_put_away(firm, firm.name)
    _check(firm, parent, holds_from)
    known = queries.list_parentages_above([firm.id] if parent is None else [firm.id, parent.id])
    own = [each for each in known if each.firm_id == firm.id]
    parent_id = parent.id if parent else None
    same_day = [each for each in own if each.holds_from == holds_from]
    if same_day and max(same_day, key=lambda each: each.order).parent_id == parent_id:
        return None
    number = max((each.id for each in known), default=0) + 1
    new = Parentage(firm.id, parent_id, holds_from, clock.now(), number)
    if rules.find_ring_day(new, known) is not None:
        words = _(
            "%(parent)s belongs to %(firm)s itself.", parent=parent.name if parent else "", firm=firm.name
        )
        raise RuleError(words, fields={"parent": words})
    version = FirmParentage(firm_id=firm.id, parent_id=parent_id, holds_from=holds_from)
    session.add(version)
    session.flush()
    _hold_now(firm, [*own, new])
    return version


def set_first_parents(owned: Sequence[tuple[Firm, Firm]]) -> None:
    """Record at once who has owned some new firms since ever: (firm, parent), from the top down.

    Raises:
        RuleError: a parent was put away, or is the firm itself.
    """
    now = clock.now()
    for firm, parent in owned:
        _check(firm, parent, None)
        session.add(FirmParentage(firm_id=firm.id, parent_id=parent.id, holds_from=None))
        firm.parent_id, firm.group_id = parent.id, parent.group_id or parent.id
        firm.updated_at = now
    session.flush()
    for firm, _parent in owned:
        session.expire(firm, ["parent", "group", "parentages"])


def steps_of(firm: Firm) -> Steps:
    """Who owns the firm from which day on, as is known now."""
    return rules.parent_steps(
        [each for each in queries.list_parentages_above([firm.id]) if each.firm_id == firm.id]
    )


def lay_steps(firm: Firm, wanted: Steps) -> None:
    """Record that the firm was owned as ``wanted`` says on every day, whatever was recorded before.

    What was known before stays known: versions are added for every day on which one of the two turns.

    Raises:
        RuleError: as :func:`set_parent`.
    """
    days = {day for day, _parent in (*steps_of(firm), *wanted)}
    for day in sorted(days, key=lambda each: each or date.min):
        parent_id = rules.owner_on(wanted, day)
        set_parent(firm, session.get_one(Firm, parent_id) if parent_id else None, holds_from=day)


def correct_parent(firm: Firm, parent: Firm | None) -> FirmParentage | None:
    """Say that the parentage that holds now should have named ``parent``: from the same day on.

    Raises:
        RuleError: as :func:`set_parent`.
    """
    own = [each for each in queries.list_parentages_above([firm.id]) if each.firm_id == firm.id]
    holding = rules.holding_parentage(own, clock.today())
    if (holding.parent_id if holding else None) == (parent.id if parent else None):
        return None
    return set_parent(firm, parent, holds_from=holding.holds_from if holding else None)


def _hold(firm: Firm, parent: Firm | None) -> None:
    """Let nobody else record who owns whom until the commit: two people could make a ring between them."""
    session.flush()
    revisions.hold()
    for each in filter(None, (firm, parent)):
        session.refresh(each, ["parent_id", "group_id", "lock_version", "archived_at"])


def _check(firm: Firm, parent: Firm | None, holds_from: date | None) -> None:
    if holds_from is not None and holds_from > clock.today():
        words = _("This day lies ahead; record the change when it has come.")
        raise RuleError(words, fields={"holds_from": words})
    if parent is not None and parent.is_archived:
        words = _("%(name)s was put away.", name=parent.name)
        raise RuleError(words, fields={"parent": words})
    if parent is not None and parent.id == firm.id:
        words = _("A firm can't own itself.")
        raise RuleError(words, fields={"parent": words})


def _hold_now(firm: Firm, versions: list[Parentage]) -> None:
    """Keep today's parent, and the group of all that stand below."""
    holding = rules.holding_parentage(versions, clock.today())
    firm.parent_id = holding.parent_id if holding else None
    session.flush()
    session.expire(firm, ["parent"])
    above = firm.parent
    firm.group_id = (above.group_id or above.id) if above else None
    group_id = firm.group_id or firm.id
    for below in queries.list_subtree(firm.id):
        below.group_id = group_id
    firm.updated_at = clock.now()
    session.flush()
    session.expire(firm, ["group"])
