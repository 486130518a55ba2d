"""The check before anything with a protected group is saved: told first, asked once, and never lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.claims import queries, rules
from crm.claims.rules import Protection
from crm.claims.service.requests import AskedFields, open_request
from kernel import clock
from kernel.errors import RuleError
from models import Claim, Engagement, Project, User
from models.enums import Matter

_NOTHING_ASKED = AskedFields()


class ProtectedError(RuleError):
    """The group is protected for another park, and nobody said yet which matter this is."""

    def __init__(self, protections: Sequence[Protection]) -> None:
        told = " ".join(protection_words(each) for each in protections)
        question = _("Say whether it is the same matter or another one.")
        super().__init__(told, fields={"matter": question})
        self.protections = tuple(protections)
        self.headline = _("Another park holds a matter of this group.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What stood in the way when it was looked at, and what was said to it."""

    protections: Sequence[Protection] = ()
    matter: Matter | None = None


def protection_words(protection: Protection) -> str:
    return str(
        _(
            "%(group)s is protected for %(park)s until %(until)s (%(subject)s).",
            group=protection.group,
            park=protection.park,
            until=protection.until.isoformat(),
            subject=protection.subject,
        )
    )


def check_matter(
    firm_ids: Collection[int], *, park_id: int, matter: Matter | None, by: User | None
) -> Checked:
    """Look before a record with these firms is saved for the park. The system itself can't be asked: what it
    writes needs a ruling.

    Raises:
        ProtectedError: another park holds a matter of one of the groups, and ``matter`` says nothing.
    """
    protections = queries.find_protection(firm_ids, park_id=park_id, on=clock.today())
    if by is None and matter is None:
        matter = Matter.SAME
    if rules.needs_answer(None, protections, matter):
        raise ProtectedError(protections)
    return Checked(protections, matter)


def note_matter(
    checked: Checked,
    *,
    park_id: int,
    by: User | None,
    claim: Claim | None = None,
    engagement: Engagement | None = None,
    project: Project | None = None,
) -> None:
    """Once the record is there, put it before the office: to rule on, or to look at."""
    key = claim.subject_key if claim else None
    for protection in rules.concerned(key, checked.protections, checked.matter):
        open_request(
            protection,
            rules.request_kind(key, protection, checked.matter),
            park_id=park_id,
            by=by,
            asked=_NOTHING_ASKED,
            other_claim_id=claim.id if claim else None,
            engagement_id=engagement.id if engagement else None,
            project_id=project.id if project else None,
        )
