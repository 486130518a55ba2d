"""Mail by the clock: one digest a person and working day, tried again every hour until it is taken."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.core import schedules
from crm.core.database import get_engine
from crm.core.jobs import Outcome, Progress, job
from crm.core.mailing import Site, answer_code, send
from crm.core.workdays import is_working_day
from crm.notices import mailing, queries, rules
from kernel import clock
from models import Job, Notice, User

KIND = "mail_notices"

_log = logging.getLogger(__name__)

schedules.every(1, KIND)


@job(KIND)
def mail_notices(_row: Job, progress: Progress) -> Outcome:
    """Send what waits, where mail is set up at all."""
    site = Site.of(current_app)
    now = clock.now()
    working = is_working_day(clock.business_date(now))
    if site is None or not rules.is_time_for_mail(
        now.astimezone(clock.BUSINESS_ZONE), is_working_day=working
    ):
        return Outcome()
    with Session(get_engine(), expire_on_commit=False) as own:
        waiting = queries.list_to_mail(own, now)
    sent = 0
    for done, (user, notices) in enumerate(waiting, start=1):
        sent += _mail(user, notices, site)
        progress.tell(done, len(waiting))
    return Outcome({"sent": sent, "failed": len(waiting) - sent})


def _mail(user: User, notices: Sequence[Notice], site: Site) -> bool:
    """Whether the person's mail was taken. Its notices are marked first (see :mod:`mailing`)."""
    claimed = set(_mark([notice.id for notice in notices], is_mailed=True))
    mine = [notice for notice in notices if notice.id in claimed]
    if not mine:
        return False
    try:
        send(mailing.digest(user, mine, site), site)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("mail to account %s wasn't taken: %s", user.id, type(error).__name__)
        if not rules.is_final(answer_code(error)):
            _mark(sorted(claimed), is_mailed=False)
        return False
    return True


def _mark(ids: Sequence[int], *, is_mailed: bool) -> Sequence[int]:
    """Mark notices, or take that back, in a transaction of its own; ids of those that were changed."""
    wanted = Notice.mailed_at.is_(None) if is_mailed else Notice.mailed_at.is_not(None)
    with Session(get_engine()) as own, own.begin():
        found = own.scalars(
            update(Notice)
            .where(Notice.id.in_(ids), wanted)
            .values(mailed_at=clock.now() if is_mailed else None)
            .returning(Notice.id)
        )
        return found.all()
