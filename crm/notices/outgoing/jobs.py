"""Mail is handed over as soon as it is written, and tried again every hour until it is taken or given up.

It is marked as tried, and that is committed, before the server hears of it: where the machine stops in
between, it is tried once more, and never in a circle.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.core import schedules
from crm.core.database import get_engine
from crm.core.jobs import Outcome, Progress, job
from crm.core.mailing import Site, answer_code, send
from crm.notices.outgoing import queries
from crm.notices.outgoing.rules import KEPT_FOR, is_given_up, is_one_mailbox
from crm.notices.outgoing.service import KIND
from crm.notices.rules import is_final
from kernel import clock
from models import Job, OutgoingMail

_log = logging.getLogger(__name__)

schedules.every(1, KIND)


@job(KIND)
def send_outgoing_mails(_row: Job, progress: Progress) -> Outcome:
    """Send what waits, where mail is set up at all; what was sent long ago is emptied."""
    now = clock.real_now()
    _empty_old(now)
    site = Site.of(current_app)
    if site is None:
        return Outcome()
    with Session(get_engine(), expire_on_commit=False) as own:
        waiting = queries.list_waiting(own, now)
    sent = 0
    for done, mail in enumerate(waiting, start=1):
        sent += _hand_over(mail, site, now)
        progress.tell(done, len(waiting))
    return Outcome({"sent": sent, "failed": len(waiting) - sent})


def _hand_over(mail: OutgoingMail, site: Site, now: datetime) -> bool:
    if not _claim(mail, now):
        return False
    try:
        message = _message(mail, site)
    except ValueError as error:
        # What no mail can be made of holds up no other mail, and isn't tried again.
        _log.warning("mail %s can't be written: %s", mail.id, type(error).__name__)
        _write(mail.id, error=type(error).__name__, given_up_at=now)
        return False
    try:
        send(message, site)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("mail %s wasn't taken: %s", mail.id, type(error).__name__)
        is_over = is_given_up(
            mail.tries + 1,
            is_refused_for_good=is_final(answer_code(error)),
            useless_after=mail.useless_after,
            now=now,
        )
        _write(mail.id, error=type(error).__name__, given_up_at=now if is_over else None)
        return False
    _write(mail.id, sent_at=clock.real_now(), error=None)
    return True


def _claim(mail: OutgoingMail, now: datetime) -> bool:
    """Whether this worker is the first to try it this time."""
    with Session(get_engine()) as own, own.begin():
        found = own.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.tries == mail.tries)
            .values(tries=mail.tries + 1, tried_at=now)
            .returning(OutgoingMail.id)
        )
        return found.first() is not None


def _write(mail_id: int, **values: object) -> None:
    with Session(get_engine()) as own, own.begin():
        own.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(**values))


def _empty_old(now: datetime) -> None:
    with Session(get_engine()) as own, own.begin():
        own.execute(
            update(OutgoingMail)
            .where(OutgoingMail.created_at < now - KEPT_FOR, OutgoingMail.body != "")
            .values(body="", subject="", to="", given_up_at=now)
        )


def _message(row: OutgoingMail, site: Site) -> EmailMessage:
    """
    Raises:
        ValueError: the address isn't one mailbox, or the subject more than one line.
    """
    if not is_one_mailbox(row.to):
        raise ValueError("not one mailbox")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = row.subject, site.mail_from, row.to
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=site.domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(row.body)
    return mail
