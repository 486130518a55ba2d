"""Asking for erasure, deciding on it, doing it; and what goes by itself when its time is over."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from crm.applying.personal import erasing
from crm.applying.personal.queries import wishes as queries
from crm.applying.personal.queries.rows import Person, person_of
from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_stale
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Erasure, Talent, User
from models.enums import ErasureState


def ask_erasure(by: User) -> Erasure:
    """The person's wish that all that tells who they are be erased.

    Raises:
        NotAllowedError: not an applicant.
        RuleError: it was asked for already.
    """
    if not may(by, Permission.APPLY_AS_TALENT):
        raise NotAllowedError(_("Only an applicant asks for this."))
    if queries.find_open_wish(by) is not None:
        raise RuleError(_("You have asked for it already."))
    wish = Erasure(
        user_id=by.id, talent_id=queries.talent_id_of(by), state=ErasureState.ASKED, asked_at=clock.now()
    )
    session.add(wish)
    session.flush()
    return wish


def take_back(by: User) -> None:
    """Raises RuleError where nothing was asked for, or it is agreed already."""
    wish = queries.find_open_wish(by)
    if wish is None or wish.state is not ErasureState.ASKED:
        raise RuleError(_("There is no such wish that can be taken back."))
    wish.state = ErasureState.TAKEN_BACK


def decide(wish: Erasure, *, is_agreed: bool, grounds: str, by: User, lock_version: int | None) -> None:
    """One official agrees or refuses, with the grounds.

    Raises:
        NotAllowedError: not one who decides.
        ConflictError: somebody else was first.
        RuleError: it is decided already, or without grounds.
    """
    if not may(by, Permission.DECIDE_TALENTS):
        raise NotAllowedError(_("The park's lead or the provincial office decides this."))
    refuse_stale(wish, lock_version, _("Somebody else decided in the meantime. Look at it again."))
    if wish.state is not ErasureState.ASKED:
        raise RuleError(_("It is decided already."))
    if not grounds.strip():
        words = _("Write the grounds, without naming the person.")
        raise RuleError(words, fields={"grounds": words})
    wish.state = ErasureState.AGREED if is_agreed else ErasureState.REFUSED
    wish.decided_at, wish.decided_by_id, wish.grounds = clock.now(), by.id, grounds.strip()


def carry_out(wish: Erasure, *, by: User) -> Person:
    """Another official looks at it too, and erases. The files go by :func:`erasing.remove_files` afterwards.

    Raises:
        NotAllowedError: not the provincial office, or who agreed to it.
        RuleError: nobody agreed to it.
    """
    if not may(by, Permission.CONFIRM_TALENTS):
        raise NotAllowedError(_("The provincial office carries this out."))
    if wish.state is not ErasureState.AGREED:
        raise RuleError(_("Another official has to agree first."))
    if wish.decided_by_id == by.id:
        raise NotAllowedError(_("A second person carries this out: not who agreed to it."))
    return _erase(wish, by_id=by.id)


def _erase(wish: Erasure, *, by_id: int | None) -> Person:
    person = person_of(user_id=wish.user_id, talent_id=wish.talent_id)
    wish.state, wish.done_at, wish.done_by_id = ErasureState.DONE, clock.now(), by_id
    session.flush()
    wish_id, counts = wish.id, erasing.erase(person)
    session.get_one(Erasure, wish_id).outcome = dict(counts)
    session.flush()
    return person


def erase_by_term(talent: Talent) -> Person:
    """What is kept for longer than set goes without anybody asking; the job that counts the days is the one
    who does it."""
    wish = Erasure(
        user_id=talent.user_id,
        talent_id=talent.id,
        state=ErasureState.AGREED,
        is_by_term=True,
        asked_at=clock.now(),
        decided_at=clock.now(),
    )
    session.add(wish)
    session.flush()
    return _erase(wish, by_id=None)


def list_overdue() -> list[Talent]:
    """Whose data nobody needs any more: drafts left lying, and those whose last case ended long ago."""
    now = clock.now()
    return queries.list_over(
        drafts_before=now - timedelta(days=get_preference("personal.draft_days")),
        ended_before=now - timedelta(days=get_preference("personal.kept_days")),
    )
