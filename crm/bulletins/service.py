"""Issuing: a report is frozen, numbered and kept."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.orders import Order
from crm.bulletins.queries.issued import hash_of
from crm.core import auditing, permissions, revisions
from crm.core.database import session
from crm.core.numbering import next_number
from crm.core.permissions import Permission
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import IssuedReport, User
from reports.render import frozen


def issue_report(name: str, order: Order, *, by: User) -> IssuedReport:
    """Work the report out, and keep it under a number of its own: nothing of it changes from then on.

    The moment as known at which it answers is the order's, or now where that lies ahead.

    Raises:
        NotAllowedError: the role may not issue reports.
        RuleError: there is no such report or language, or the as-of date lies ahead.
    """
    if not permissions.may(by, Permission.ISSUE_REPORTS):
        raise NotAllowedError(_("Your role does not include this."))
    now = clock.now()
    if order.as_of > clock.business_date(now):
        raise RuleError(_("A report is issued as of a day that has come."))
    # Who records a fact at this moment commits it before, or begins after: the same question finds the same.
    revisions.hold()
    order = replace(order, known_at=min(order.known_at, now))
    document = reports.build(name, order)
    number = f"{clock.business_date(now).year}-{next_number(f'report-{clock.business_date(now).year}'):04d}"
    tree = frozen.to_json(replace(document, document_number=number))
    sequence, head = auditing.head(session())
    report = IssuedReport(
        number=number,
        name=name,
        title=document.title,
        plan=order.plan,
        as_of=order.as_of,
        known_at=order.known_at,
        park=order.park,
        locale=order.locale,
        frozen_tree=tree,
        sha256=hash_of(tree),
        audit_sequence=sequence,
        audit_hash=head,
        recorded_by_id=by.id,
    )
    session.add(report)
    session.flush()
    return report
