"""The receipt of a referral as a file: what its adviser wrote and when it came, and nothing that we know."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.advisers.queries import own_files
from crm.web.labels import local_name
from kernel import clock
from models import Referral
from reports.content import Document, Locale
from reports.documents import receipt
from reports.documents.receipt import ReceiptInput
from reports.render import pdf


def received_words(referral: Referral) -> str:
    """The moment to the second, by the clock of the business zone."""
    return referral.received_at.astimezone(clock.BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def document_of(referral: Referral, *, locale: str) -> Document:
    with force_locale(locale):
        return receipt.build(
            ReceiptInput(
                zone=_("Cross-Strait Industrial Cooperation Zone (Hunan)"),
                number=referral.ref,
                adviser=local_name(referral.adviser),
                firm=referral.firm_name,
                firm_other=referral.firm_name_other or "",
                business_number=referral.business_number or "",
                proposal=referral.proposal,
                park=local_name(referral.wished_park) if referral.wished_park else "",
                introduced_on=referral.introduced_on,
                received_on=clock.business_date(referral.received_at),
                received_at=referral.received_at,
                received=received_words(referral),
                papers=tuple(each.file_name for each in own_files(referral)[: len(referral.files)]),
                locale=Locale(locale),
            ),
            lambda text: str(_(text)),
        )


def render(referral: Referral, *, locale: str) -> bytes:
    with force_locale(locale):
        return pdf.render(document_of(referral, locale=locale))
