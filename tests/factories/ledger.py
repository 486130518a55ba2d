from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from crm.core.database import session
from crm.ledger import rules, service
from crm.ledger.rules import EntryDraft
from kernel import clock, money
from kernel.money import Currency
from models import Attachment, ExchangeRate, LedgerEntry, LedgerEvidence, Plan, Project, User
from models.enums import Decision, EntryKind, EvidenceType, Nature, Origin
from tests.factories import next_number
from tests.factories.projects import make_attachment, make_project
from tests.factories.users import make_user


def add_rates(
    month: str = "2000-01", cny: str = "7", twd: str = "30", hkd: str = "7.8", **values: Any
) -> ExchangeRate:
    """A month's rates per USD; one early month serves all later ones, provisionally."""
    row = ExchangeRate(
        month=month,
        cny_per_usd=Decimal(cny),
        twd_per_usd=Decimal(twd),
        hkd_per_usd=Decimal(hkd),
        source="made up",
        **values,
    )
    session.add(row)
    session.commit()
    return row


def make_plan(**values: Any) -> Plan:
    plan = Plan(
        key=values.pop("key", f"plan-{next_number()}"),
        name_hans="规划",
        name_hant="規劃",
        name_en="Plan",
        starts_on=values.pop("starts_on", date(2022, 1, 1)),
        ends_on=values.pop("ends_on", date(2025, 12, 31)),
        **values,
    )
    session.add(plan)
    session.commit()
    return plan


def make_draft(**values: Any) -> EntryDraft:
    """``amount`` as text, ``credit`` as written in an import."""
    if "amount" in values:
        values["amount_minor"] = money.parse_amount(values.pop("amount"))
    if isinstance(values.get("credit"), str):
        values["credit"] = rules.parse_credit(values["credit"])
    given: dict[str, Any] = {
        "kind": EntryKind.CONTRACTED,
        "amount_minor": 1_000_000_00,
        "currency": Currency.USD,
        "effective_on": date(2024, 5, 1),
        "nature": Nature.NEW,
        "origin": Origin.DIRECT,
    }
    return EntryDraft(**(given | values))


def make_entry(
    *,
    project: Project | None = None,
    by: User | None = None,
    evidence: EvidenceType | None = None,
    verified_by: User | None = None,
    **draft: Any,
) -> LedgerEntry:
    """An entry recorded through the service; ``verified_by`` gives it what it needs and verifies it."""
    if session.scalar(select(ExchangeRate.id).limit(1)) is None:
        add_rates()
    entry = service.record_entry(project or make_project(), make_draft(**draft), by=by or make_user())
    if evidence is not None or verified_by is not None:
        add_proof(entry, evidence or proof_of(entry))
    if verified_by is not None:
        service.decide_entry(entry, Decision.VERIFIED, by=verified_by)
    session.commit()
    return entry


def proof_of(entry: LedgerEntry) -> EvidenceType:
    """A type of document that proves the entry."""
    return min(rules.KINDS[entry.kind].evidence)


def add_proof(
    entry: LedgerEntry, type: EvidenceType | None = None, *, attachment: Attachment | None = None
) -> LedgerEvidence:
    row = LedgerEvidence(
        entry=entry, attachment=attachment or make_attachment(), type=type or proof_of(entry)
    )
    session.add(row)
    session.commit()
    return row


def add_proof_unsaved(entry: LedgerEntry) -> None:
    """A fitting document, in a transaction that is not to be committed."""
    paper = Attachment(
        sha256="0" * 64, size=1, media_type="application/pdf", file_name="proof.pdf", uploaded_at=clock.now()
    )
    entry.evidence.append(LedgerEvidence(attachment=paper, type=proof_of(entry)))
    session.flush()
