"""Codes and the accounts that they open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from crm.applying.entrance.rules import MOST_TRIES
from crm.core.database import session
from models import Applicant, EmailCode


def count_codes(email: str, since: datetime) -> int:
    query = select(func.count(EmailCode.id)).where(EmailCode.email == email, EmailCode.created_at > since)
    return session.scalar(query) or 0


def count_try(email: str, now: datetime) -> EmailCode | None:
    """Count a guess against the newest code of an address, and answer that code.

    None where none can be guessed at any more. Counting and looking are one statement, so that guesses at the
    same moment can't outrun it.
    """
    newest = select(func.max(EmailCode.id)).where(EmailCode.email == email).scalar_subquery()
    counted = (
        update(EmailCode)
        .where(
            EmailCode.id == newest,
            EmailCode.used_at.is_(None),
            EmailCode.expires_at > now,
            EmailCode.tries < MOST_TRIES,
        )
        .values(tries=EmailCode.tries + 1)
        .returning(EmailCode.id)
        .execution_options(synchronize_session=False)
    )
    found = session.execute(counted).first()
    return None if found is None else session.get_one(EmailCode, found[0], populate_existing=True)


def take_code(code: EmailCode, now: datetime) -> bool:
    """Whether the code is taken now: of two at the same moment one has it."""
    taken = (
        update(EmailCode)
        .where(EmailCode.id == code.id, EmailCode.used_at.is_(None))
        .values(used_at=now)
        .returning(EmailCode.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(taken).first() is not None


def find_applicant(email: str) -> Applicant | None:
    return session.scalars(select(Applicant).where(Applicant.email == email)).one_or_none()


def remove_codes(before: datetime) -> None:
    session.execute(delete(EmailCode).where(EmailCode.created_at < before))
