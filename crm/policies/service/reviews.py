"""Filing reviews, with their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.core.records import bring_back, hold, put_away, refuse_put_away, refuse_stale
from crm.policies.queries.resting import what_rests_on
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Review, User
from models.enums import ReviewConclusion, ReviewKind

Upload = tuple[bytes, str]
"""Content and name of a file."""


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """What people write of a review."""

    kind: ReviewKind
    number: str | None
    reviewed_on: date
    unit: str
    subject: str
    conclusion: ReviewConclusion
    note: str | None = None
    park_id: int | None = None


def file_review(written: ReviewFields, file: Upload | None, *, by: User | None) -> Review:
    """
    Raises:
        NotAllowedError: another park's, or the whole zone's by a park.
        RuleError: something written can't be.
    """
    check_may_file(written.park_id, by)
    _check(written)
    review = Review(**asdict(written), created_at=clock.now(), created_by_id=by.id if by else None)
    session.add(review)
    _keep(review, file, by)
    session.flush()
    return review


def edit_review(
    review: Review,
    written: ReviewFields,
    file: Upload | None,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> None:
    """
    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: put away, something written can't be, or it would no longer carry what rests on it.
    """
    check_may_file(review.park_id, by)
    check_may_file(written.park_id, by)
    refuse_stale(review, lock_version, _("Somebody else changed this review in the meantime."))
    refuse_put_away(review, review.subject)
    _check(written)
    hold(review)
    _refuse_letting_fall(review, written)
    for name, value in asdict(written).items():
        setattr(review, name, value)
    _keep(review, file, by)
    session.flush()


def archive_review(review: Review, *, reason: str, by: User | None) -> None:
    """Nothing may rest on it any more.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, put away already, or something public, binding or in force rests on it.
    """
    check_may_file(review.park_id, by)
    hold(review)
    _refuse_resting(review)
    put_away(review, reason)


def restore_review(review: Review, *, by: User | None) -> None:
    """Raises NotAllowedError for another park's."""
    check_may_file(review.park_id, by)
    bring_back(review)


def may_file(park_id: int | None, by: User | None) -> bool:
    """Park leads file their park's; what holds in the whole zone is the office's."""
    return by is None or (may(by, Permission.FILE_REVIEWS) and is_own_park(by, park_id))


def check_may_file(park_id: int | None, by: User | None) -> None:
    if not may_file(park_id, by):
        raise NotAllowedError(_("You file reviews of your own park."))


def _check(written: ReviewFields) -> None:
    if written.reviewed_on > clock.today():
        words = _("This day has not come yet.")
        raise RuleError(words, fields={"reviewed_on": words})


def _refuse_resting(review: Review, fields: Iterable[str] = ()) -> None:
    """
    Raises:
        RuleError: something public, binding or in force rests on it; beside ``fields``.
    """
    resting = what_rests_on(review)
    if resting:
        words = _(
            "%(names)s rest on this review. First withdraw the offers, call off or clear up the promises, "
            "retire the rules of rewards.",
            names=", ".join(resting.names),
        )
        raise RuleError(words, fields=dict.fromkeys(fields, words))


def _refuse_letting_fall(review: Review, written: ReviewFields) -> None:
    """
    Raises:
        RuleError: it would not be passed any more, not of its kind, not in this park, or later.
    """
    falls = {
        "conclusion": review.conclusion.is_passed and not written.conclusion.is_passed,
        "kind": written.kind is not review.kind,
        "park_id": written.park_id not in (None, review.park_id),
        "reviewed_on": written.reviewed_on > review.reviewed_on,
    }
    if any(falls.values()):
        _refuse_resting(review, [name for name, does in falls.items() if does])


def _keep(review: Review, file: Upload | None, by: User | None) -> None:
    if file is not None:
        content, name = file
        review.attachment = storage.attach(content, name, by_id=by.id if by else None)
