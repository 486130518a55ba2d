"""What colleagues say to an engagement, whom they tell, and the papers that they add."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _

from crm.core import auditing, storage
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, may
from crm.core.records import refuse_put_away
from crm.core.visibility import may_see_engagement
from crm.engagements import queries, rules
from kernel.errors import NotAllowedError, RuleError
from models import Engagement, EngagementComment, EngagementFile, User
from models.enums import AuditAction, NoticeKind

MAX_COMMENT = 4000


def add_comment(
    engagement: Engagement, text: str, *, by: User, mention_ids: Collection[int] = ()
) -> EngagementComment:
    """Say something to it; who is named, by choice or as ``@name`` in the text, is told.

    Raises:
        NotAllowedError: the engagement is not theirs to see.
        RuleError: nothing was said, it was put away, or somebody named may not see the engagement.
    """
    if not may_see_engagement(by, engagement):
        raise NotAllowedError(_("You may not see this engagement."))
    refuse_put_away(engagement, engagement.ref)
    text = text.strip()
    if not text or len(text) > MAX_COMMENT:
        words = _("Write between one and %(limit)s characters.", limit=MAX_COMMENT)
        raise RuleError(words, fields={"text": words})
    named = _named(engagement, text, mention_ids)
    comment = EngagementComment(engagement=engagement, text=text, mentions=named, recorded_by_id=by.id)
    session.add(comment)
    session.flush()
    _log_mentions(comment)
    notify(
        [user.id for user in named],
        NoticeKind.MENTIONED,
        "engagements.detail",
        {"engagement_id": engagement.id},
        who=by.display_name,
        title=_title(engagement),
    )
    return comment


def _named(engagement: Engagement, text: str, mention_ids: Collection[int]) -> list[User]:
    readers = queries.list_readers(engagement)
    if not set(mention_ids) <= {user.id for user in readers}:
        words = _("Somebody named may not see this engagement.")
        raise RuleError(words, fields={"mention_ids": words})
    written = rules.mentioned(text, {user.id: user.display_name for user in readers})
    return [user for user in readers if user.id in written.union(mention_ids)]


def _title(engagement: Engagement) -> str:
    """A notice may leave by mail: of what is confidential it says the number only."""
    if engagement.is_confidential:
        return engagement.ref
    return "、".join(firm.name for firm in engagement.firms)


def _log_mentions(comment: EngagementComment) -> None:
    """The audit log watches columns; who was named stands in a table of its own."""
    ids = sorted(user.id for user in comment.mentions)
    if ids:
        content: auditing.Content = {"mentions": [None, ids]}
        change = auditing.Change(AuditAction.CHANGED, "engagement_comments", str(comment.id), content)
        session().info.setdefault("changes", []).append(change)


def attach_files(engagement: Engagement, files: Iterable[tuple[str, bytes]], *, by: User | None) -> None:
    """Add papers and photos, as (name, content): who may see the engagement and logs may add to it.

    Raises:
        NotAllowedError: it is not theirs to see, or they don't log.
        RuleError: it was put away, or a file that isn't taken.
    """
    if by is not None and not (may(by, Permission.LOG_ENGAGEMENTS) and may_see_engagement(by, engagement)):
        raise NotAllowedError(_("You may not see this engagement."))
    refuse_put_away(engagement, engagement.ref)
    for name, content in files:
        attachment = storage.attach(content, name, by_id=by.id if by else None)
        session.add(EngagementFile(engagement=engagement, attachment=attachment))
    session.flush()
