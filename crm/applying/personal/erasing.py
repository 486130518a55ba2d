"""Emptying all that tells who a person was. Amounts, dates and states stay: money was paid by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, inspect, update

from crm.applying.personal.queries.rows import Person, is_shared
from crm.core import storage
from crm.core.database import session
from crm.core.erasing import empty, forget
from crm.users import service as users
from crm.users.rules import EndReason
from kernel import clock
from models import (
    Applicant,
    Attachment,
    Base,
    EmailCode,
    OutgoingMail,
    Personal,
    Talent,
    User,
)


def erase(person: Person) -> dict[str, int]:
    """Empty what is personal in the transaction at hand; answers how much of each table.

    The files are taken out of the store by :func:`remove_files`, once this is committed.
    """
    counts = {}
    _close_account(person)
    for model, rows in person.rows.items():
        table = str(inspect(model).local_table.name)  # type: ignore[attr-defined]
        ids = [row.id for row in rows]
        if ids and issubclass(model, Personal):
            empty(model, ids, **_marks(model))
            counts[table] = len(ids)
        forget(model, ids)
    session.expire_all()
    return counts


def _marks(model: type[Base]) -> dict[str, Any]:
    if model is Talent:
        return {"erased_at": clock.now(), "is_in_pool": False}
    return {"erased_at": clock.now()} if model is Applicant else {}


def _close_account(person: Person) -> None:
    """Nobody comes in any more, and nothing at the address is left."""
    for user in person.rows[User]:
        addresses = {user.email, *(each.email for each in person.rows[Applicant])} - {None}
        users.end_access(user, EndReason.ENDED)
        session.flush()
        session.execute(
            update(User)
            .where(User.id == user.id)
            .values(display_name=user.name, email=None, is_enabled=False, lock_version=User.lock_version + 1)
            .execution_options(synchronize_session=False)
        )
        for address in addresses:
            session.execute(delete(EmailCode).where(EmailCode.email == address))
            session.execute(
                update(OutgoingMail).where(OutgoingMail.to == address).values(to="", subject="", body="")
            )


def files_of(person: Person) -> list[str]:
    """The hashes of the papers that nobody else handed in too."""
    own = person.ids(Attachment)
    return [sha for sha in {row.sha256 for row in person.rows[Attachment]} if not is_shared(sha, own)]


def remove_files(hashes: Iterable[str]) -> None:
    """Take files out of the store."""
    for sha256 in hashes:
        storage.path_of(sha256).unlink(missing_ok=True)
