"""Writing a mail, in the transaction at hand."""

from __future__ import annotations

from datetime import datetime

from crm.core.database import session
from crm.core.jobs import enqueue
from kernel import clock
from models import OutgoingMail

KIND = "send_outgoing_mails"


def put_mail(to: str, *, subject: str, body: str, useless_after: datetime | None = None) -> OutgoingMail:
    """Let a mail go out once this transaction is committed; after ``useless_after`` it isn't tried again."""
    mail = OutgoingMail(
        to=to, subject=subject, body=body, useless_after=useless_after, created_at=clock.real_now()
    )
    session.add(mail)
    enqueue(KIND, {})
    return mail
