"""The receipt of a referral (引荐备案回执): its number, the moment it was received, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports import formatting, words
from reports.content import Column, Document, Locale, Paragraph, Table
from reports.words import Translate

NAME = "receipt"


@dataclass(frozen=True, slots=True)
class ReceiptInput:
    """``received`` is the moment in words, to the second; empty lines are left out."""

    zone: str
    number: str
    adviser: str
    firm: str
    firm_other: str
    business_number: str
    proposal: str
    park: str
    introduced_on: date
    received_on: date
    received_at: datetime
    received: str
    papers: tuple[str, ...]
    locale: Locale


def build(data: ReceiptInput, t: Translate) -> Document:
    """``t`` looks fixed texts up in the language of ``data.locale``."""
    return Document(
        name=NAME,
        title=t("Receipt of a referral"),
        subtitle=t("To: %(addressee)s") % {"addressee": data.adviser} if data.adviser else "",
        as_of=data.received_on,
        known_at=data.received_at,
        locale=data.locale,
        words=words.translated(t),
        blocks=(_table(data, t), Paragraph((_remark(t),))),
        lenses={},
        document_number=data.number,
        issuer=data.zone,
        signed_on=data.received_on,
        data={"receipt": data.number, "received_at": data.received_at.isoformat()},
    )


def _remark(t: Translate) -> str:
    return t(
        "This receipt says that the referral was received at the moment given. It says nothing on the firm, "
        "and nothing on whether others referred it. The ruling follows."
    )


def _table(data: ReceiptInput, t: Translate) -> Table:
    lines = (
        (t("Receipt number"), data.number),
        (t("Received at"), data.received),
        (t("Adviser"), data.adviser),
        (t("Firm, as written"), data.firm),
        (t("Name in another script"), data.firm_other),
        (t("Business number"), data.business_number),
        (t("What the firm wants to do"), data.proposal),
        (t("Park it has in mind"), data.park),
        (t("Day of the introduction"), formatting.show_date(data.introduced_on, data.locale)),
        (t("Papers handed in"), "、".join(data.papers)),
    )
    return Table(
        key="receipt",
        title="",
        columns=(Column("item", t("Item"), weight=1), Column("content", t("Content"), weight=3)),
        rows=tuple((name, text) for name, text in lines if text),
    )
