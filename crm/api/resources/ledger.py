"""The investment ledger: entries, what proves them, and the second key."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from crm.api.operations import operation, sent_body, sent_form, sent_query, written
from crm.api.resources.naming import named, park_id_of
from crm.api.shapes import (
    Amount,
    AmountText,
    Answer,
    Arguments,
    Body,
    Day,
    ListArguments,
    Many,
    One,
    ParkCode,
    PersonOut,
    Query,
    RecordId,
    RecordNumber,
    RecordRef,
    Text,
    page_answer,
)
from crm.core import storage
from crm.ledger import queries, rules, service
from crm.ledger.labels import ODDITIES
from crm.ledger.queries import EntryFilter
from crm.ledger.rules import EntryDraft
from crm.web.paging import Sort, page_of
from kernel.errors import RuleError
from kernel.money import Currency, format_minor
from models import Attachment, LedgerDecision, LedgerEntry, LedgerEvidence, LedgerShare, User
from models.enums import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing

SORTS = {
    "recorded": Sort(LedgerEntry.recorded_at, descending=True),
    "effective": Sort(LedgerEntry.effective_on, descending=True),
    "ref": Sort(LedgerEntry.ref),
}
QUEUE_SORTS = {"waiting": Sort(LedgerEntry.id), **SORTS}
Note = Annotated[Text | None, Field(max_length=2000)]


class LedgerQuery(ListArguments):
    sort: Literal["recorded", "-recorded", "effective", "-effective", "ref", "-ref"] = "recorded"
    text: Annotated[Query | None, Field(description="Reference, project or firm.")] = None
    park: Annotated[ParkCode | None, Field(description="A park that has a share.")] = None
    standing: Standing | None = None
    measure: Measure | None = None
    kind: EntryKind | None = None
    nature: Nature | None = None
    origin: Origin | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    project: RecordNumber | None = None
    firm: RecordNumber | None = None
    group: RecordNumber | None = None
    mine: bool = False


class QueueQuery(ListArguments):
    sort: Literal[
        "waiting", "-waiting", "recorded", "-recorded", "effective", "-effective", "ref", "-ref"
    ] = "waiting"
    park: Annotated[ParkCode | None, Field(description="The project's park.")] = None


class ShareOut(Answer):
    park: str
    percent: Decimal
    usd: AmountText


class EntryOut(Answer):
    id: int
    ref: str
    project: RecordRef
    firm: RecordRef
    kind: EntryKind
    measure: Measure
    amount: AmountText
    currency: Currency
    effective_on: date
    nature: Nature
    origin: Origin
    basis: Basis | None
    rate: Decimal = Field(description="Units of the currency per USD.")
    rate_month: str
    is_rate_provisional: bool
    usd: AmountText
    cny: AmountText
    credit: list[ShareOut]
    standing: Standing
    is_checked: bool
    reverses_id: int | None
    note: str | None
    recorded_at: datetime
    recorded_by: PersonOut | None


class EvidenceOut(Answer):
    id: int
    type: EvidenceType
    document_number: str | None
    file_name: str
    size: int
    attachment_id: int
    recorded_at: datetime


class DecisionOut(Answer):
    decision: Decision
    note: str | None
    recorded_at: datetime
    recorded_by: PersonOut | None


class EntryDetail(EntryOut):
    evidence: list[EvidenceOut]
    decisions: list[DecisionOut]
    reversed_by: list[int] = Field(description="Ids of the reversals.")
    warnings: list[str] = Field(description="What looks odd; nothing is refused for it.")


class NewEntry(Body):
    project_id: RecordId
    kind: EntryKind
    amount: Amount
    currency: Currency
    effective_on: Day
    nature: Nature
    origin: Origin
    basis: Basis | None = None
    credit: Annotated[
        Text | None,
        Field(max_length=200, examples=["YY:70;XT:30"], description="The project's park by default."),
    ] = None
    note: Note = None


class EvidenceParts(Arguments):
    type: EvidenceType
    document_number: Annotated[Text, Field(max_length=120)] = ""


class DecisionSent(Body):
    decision: Literal["verified", "returned"]
    note: Note = None
    seen: Annotated[int, Field(ge=0, le=1_000_000, description="How many decisions were read.")]


class NoteSent(Body):
    note: Note = None


@operation(Many[EntryOut], query=LedgerQuery)
def list_entries(user: User) -> Many[EntryOut]:
    """Dated amounts of projects; one counts once a second person has verified it."""
    asked = sent_query(LedgerQuery)
    narrow = EntryFilter(
        park_id=park_id_of(asked.park),
        kind=asked.kind,
        measure=asked.measure,
        standing=asked.standing,
        nature=asked.nature,
        origin=asked.origin,
        project_id=asked.project,
        firm_id=asked.firm,
        group_id=asked.group,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        text=asked.text,
        recorded_by_id=user.id if asked.mine else None,
    )
    query = queries.entries_query(narrow, viewer=user)
    page = page_of(query, sorts=SORTS, default="recorded", id_column=LedgerEntry.id)
    return page_answer(page, lambda entry: EntryOut(**_facts(entry)))


@operation(Many[EntryOut], query=QueueQuery)
def list_queue(user: User) -> Many[EntryOut]:
    """What waits for the second key, the longest waiting first."""
    asked = sent_query(QueueQuery)
    query = queries.queue_query(viewer=user, park_id=park_id_of(asked.park))
    page = page_of(query, sorts=QUEUE_SORTS, default="waiting", id_column=LedgerEntry.id)
    return page_answer(page, lambda entry: EntryOut(**_facts(entry)))


@operation(One[EntryDetail])
def get_entry(user: User, entry_id: int) -> One[EntryDetail]:
    """An entry with its evidence, its decisions and what looks odd about it."""
    sent_query(Arguments)
    return _answer(entry_id, user)


@operation(One[EntryDetail], body=NewEntry, status=201)
def record_entry(user: User) -> One[EntryDetail]:
    """Record an amount; its rate and its value in USD and CNY are fixed from now on."""
    sent = sent_body(NewEntry)
    project = named("project_id", lambda: queries.get_project(sent.project_id, viewer=user))
    plain = ("kind", "currency", "effective_on", "nature", "origin", "basis", "note")
    draft = EntryDraft(
        **{name: getattr(sent, name) for name in plain},
        amount_minor=sent.amount,
        credit=service.read_credit(sent.credit) if sent.credit else None,
    )
    entry = service.record_entry(project, draft, by=user)
    written(entry)
    return _answer(entry.id, user)


@operation(One[EntryDetail], body=EvidenceParts, upload="file", status=201)
def add_evidence(user: User, entry_id: int) -> One[EntryDetail]:
    """Put a document to an entry."""
    entry = queries.get_entry(entry_id, viewer=user)
    sent, file_name, content = sent_form(EvidenceParts, "file")
    service.add_evidence(
        entry,
        type=sent.type,
        attachment=_kept(content, file_name, user),
        document_number=" ".join(sent.document_number.split()),
        by=user,
    )
    written(entry)
    return _answer(entry_id, user)


def _kept(content: bytes, file_name: str, user: User) -> Attachment:
    try:
        return storage.attach(content, file_name, by_id=user.id)
    except RuleError as error:
        raise RuleError(error.message, fields={"file": error.message}) from error


@operation(One[EntryDetail], body=DecisionSent)
def decide_entry(user: User, entry_id: int) -> One[EntryDetail]:
    """Verify or return an entry that somebody else recorded."""
    entry = queries.get_entry(entry_id, viewer=user)
    sent = sent_body(DecisionSent)
    service.decide_entry(entry, Decision(sent.decision), by=user, note=sent.note, seen=sent.seen)
    written(entry)
    return _answer(entry_id, user)


@operation(One[EntryDetail], body=NoteSent)
def withdraw_entry(user: User, entry_id: int) -> One[EntryDetail]:
    """Take an own open entry back; it then counts nowhere."""
    entry = queries.get_entry(entry_id, viewer=user)
    sent = sent_body(NoteSent)
    service.withdraw_entry(entry, by=user, note=sent.note)
    written(entry)
    return _answer(entry_id, user)


def _answer(entry_id: int, user: User) -> One[EntryDetail]:
    entry = queries.get_entry(entry_id, viewer=user)
    return One(
        data=EntryDetail(
            **_facts(entry),
            evidence=[_evidence(paper) for paper in entry.evidence],
            decisions=[_decision(word) for word in entry.decisions],
            reversed_by=[reversal.id for reversal in entry.reversals],
            warnings=[str(ODDITIES[oddity]) for oddity in service.find_oddities(entry)],
        )
    )


def _facts(entry: LedgerEntry) -> dict[str, Any]:
    plain = (
        "id",
        "ref",
        "kind",
        "currency",
        "effective_on",
        "nature",
        "origin",
        "basis",
        "rate",
        "rate_month",
    )
    more = ("is_rate_provisional", "reverses_id", "note", "recorded_at")
    return {
        **{name: getattr(entry, name) for name in (*plain, *more)},
        "project": RecordRef.of(entry.project),
        "firm": RecordRef.of(entry.project.firm),
        "measure": rules.KINDS[entry.kind].measure,
        "amount": format_minor(entry.amount_minor),
        "usd": format_minor(entry.usd_cents),
        "cny": format_minor(entry.cny_fen),
        "credit": [_share(share) for share in entry.shares],
        "standing": entry.standing.standing,
        "is_checked": entry.standing.is_checked,
        "recorded_by": PersonOut.of(entry.recorded_by) if entry.recorded_by else None,
    }


def _share(share: LedgerShare) -> ShareOut:
    return ShareOut(
        park=share.park.code, percent=Decimal(share.share).scaleb(-2), usd=format_minor(share.usd_cents)
    )


def _evidence(paper: LedgerEvidence) -> EvidenceOut:
    plain = ("id", "type", "document_number", "attachment_id", "recorded_at")
    return EvidenceOut(
        **{name: getattr(paper, name) for name in plain},
        file_name=paper.attachment.file_name,
        size=paper.attachment.size,
    )


def _decision(word: LedgerDecision) -> DecisionOut:
    return DecisionOut(
        decision=word.decision,
        note=word.note,
        recorded_at=word.recorded_at,
        recorded_by=PersonOut.of(word.recorded_by) if word.recorded_by else None,
    )
