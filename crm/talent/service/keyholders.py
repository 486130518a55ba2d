"""Who may turn which key of a decision, and whom to ask where somebody may not."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.core.permissions import Permission, is_own_park, may
from crm.talent.queries import applications as queries
from crm.talent.rules.keys import barred_from_review
from crm.talent.rules.steps import Part
from models import TalentApplication, User

KEYS = {Part.DECIDER: Permission.DECIDE_TALENTS, Part.CONFIRMER: Permission.CONFIRM_TALENTS}
"""What each key takes."""


def barred_ids(application: TalentApplication, part: Part) -> frozenset[int]:
    """Who can't turn that key, whatever their role: of a review, whoever had a hand in what is reviewed."""
    barred = barred_from_review(application.decisions)
    last = application.decisions[-1] if application.decisions else None
    if part is Part.CONFIRMER and last is not None and last.recorded_by_id is not None:
        return barred | {last.recorded_by_id}
    return barred


def holds(application: TalentApplication, part: Part, by: User) -> bool:
    return _has_role(application, part, by) and by.id not in barred_ids(application, part)


def refusal(application: TalentApplication, part: Part, by: User) -> str | None:
    """Why somebody with the role doesn't turn this key, and whom to ask; None for everybody else."""
    if part not in KEYS or not _has_role(application, part, by) or holds(application, part, by):
        return None
    if by.id in barred_from_review(application.decisions):
        why = _("You had a hand in the decision reviewed: all keys of its review are other people's.")
    else:
        why = _("You made the decision: its second key is another person's.")
    free = queries.list_key_names(KEYS[part], application.park_id, besides=barred_ids(application, part))
    if not free:
        return f"{why} {_('Nobody else holds this key: the system administrator names another official.')}"
    return f"{why} {_('Ask one of these: %(names)s.', names=', '.join(free))}"


def _has_role(application: TalentApplication, part: Part, by: User) -> bool:
    return may(by, KEYS[part]) and is_own_park(by, application.park_id)
