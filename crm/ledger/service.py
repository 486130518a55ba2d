"""What is done to the ledger: it only ever grows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask_babel import gettext as _

from crm.claims import queries as claims
from crm.core import events
from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.core.preferences import get_preference
from crm.core.records import refuse_put_away
from crm.ledger import queries, rules
from crm.ledger.labels import REFUSALS
from crm.ledger.rules import Credit, EntryDraft, GivenFields, MonthRates, Oddity, Refusal, RefusedError
from kernel import clock, money
from kernel.errors import ConflictError, DeniedError, NotAllowedError, RuleError
from models import (
    Attachment,
    LedgerDecision,
    LedgerEntry,
    LedgerEvidence,
    LedgerSample,
    LedgerShare,
    LedgerStanding,
    Park,
    Project,
    User,
)
from models.enums import Decision, EvidenceType, Standing

DECIDING = frozenset({Decision.VERIFIED, Decision.RETURNED})
NOTHING_GIVEN = GivenFields()
COPIED = (
    "project_id",
    "kind",
    "currency",
    "effective_on",
    "nature",
    "origin",
    "basis",
    "rate",
    "cny_rate",
    "rate_month",
    "rate_source",
    "is_rate_provisional",
)
"""What a reversal takes over as it stands; amounts it takes over with the opposite sign."""


def read_credit(text: str) -> Credit:
    """Read ``YY:70;XT:30``.

    Raises:
        RuleError: it can't be read, or the shares don't sum to 100.
    """
    try:
        return rules.parse_credit(text)
    except RefusedError as error:
        raise _refusal({"credit": error.refusal}) from error


def record_entry(project: Project, draft: EntryDraft, *, by: User) -> LedgerEntry:
    """Add an entry; its rate, its value in USD and CNY and the parks' cents are fixed from now on.

    Raises:
        RuleError: the project was put away, the draft breaks a rule, or there is no exchange rate.
        NotAllowedError: the project is not one of the person's park.
    """
    _require_own(project, by)
    refuse_put_away(project, project.name)
    if found := rules.check_draft(draft, today=clock.today()):
        raise _refusal(found)
    month = rules.rate_month(draft.effective_on)
    rates = queries.find_rates(month)
    if rates is None:
        raise _refusal({"effective_on": Refusal.NO_RATE})
    usd = rules.usd_cents(draft.amount_minor, draft.currency, rates)
    fen = rules.cny_fen(draft.amount_minor, draft.currency, rates)
    if abs(usd) > money.MAX_MINOR:
        raise _refusal({"amount": Refusal.TOO_LARGE})
    entry = _entry_of(draft, rates, month)
    entry.project_id, entry.usd_cents, entry.cny_fen = project.id, usd, fen
    credit = _credit_of(project, draft)
    cents = rules.split_by_credit(draft.kind, usd, [share for _park_id, share in credit])
    parts = [(park_id, share, cent) for (park_id, share), cent in zip(credit, cents, strict=True)]
    return _add(entry, parts, by)


def record_reversal(
    original: LedgerEntry,
    *,
    by: User,
    ref: str | None = None,
    project_id: int | None = None,
    given: GivenFields = NOTHING_GIVEN,
    note: str | None = None,
) -> LedgerEntry:
    """Undo a verified entry by one that copies it with the opposite sign; it needs its own decision.

    Raises:
        RuleError: the entry doesn't stand verified or is reversed already, or what is given disagrees.
        NotAllowedError: the project is not one of the person's park.
    """
    _require_own(original.project, by)
    entry = queries.reread_locked(original)
    if refusal := rules.can_reverse(entry):
        raise _refusal({"reverses": refusal})
    if project_id not in (None, entry.project_id):
        raise _refusal({"project_ref": Refusal.OTHER_PROJECT})
    if differing := rules.disagreements(entry, given):
        raise _refusal(dict.fromkeys(differing, Refusal.DISAGREES))
    reversal = LedgerEntry(**{name: getattr(entry, name) for name in COPIED})
    reversal.ref, reversal.note = ref or _new_ref(), note
    reversal.amount_minor, reversal.usd_cents = -entry.amount_minor, -entry.usd_cents
    reversal.cny_fen = -entry.cny_fen
    reversal.reverses = entry
    return _add(reversal, [(share.park_id, share.share, -share.usd_cents) for share in entry.shares], by)


def add_evidence(
    entry: LedgerEntry,
    *,
    type: EvidenceType,
    attachment: Attachment,
    document_number: str | None = None,
    by: User,
) -> LedgerEvidence:
    """Put a document to an entry; one document may prove several.

    Raises:
        RuleError: the entry was withdrawn.
        NotAllowedError: the project is not one of the person's park.
    """
    _require_own(entry.project, by)
    if rules.standing_of(entry.decisions) is Standing.WITHDRAWN:
        raise _refusal({"": Refusal.WITHDRAWN})
    evidence = LedgerEvidence(
        entry=entry, type=type, attachment=attachment, document_number=document_number or None
    )
    evidence.recorded_by_id = by.id
    session.add(evidence)
    return evidence


def check_entry(entry: LedgerEntry, *, by: User, note: str | None = None) -> LedgerDecision | None:
    """The park's own check: it shows in the queue and changes no figure. None where it was done already.

    Raises:
        RuleError: somebody decided already, or the recorder checks.
        NotAllowedError: the project is not one of the person's park.
    """
    if not may(by, Permission.CHECK_LEDGER) or not is_own_park(by, entry.project.park_id):
        raise NotAllowedError(_("Only the project's own park checks its entries."))
    fresh = queries.reread_locked(entry)
    if refusal := rules.can_check(fresh, by=by):
        raise _refusal({"": refusal})
    if rules.is_checked(fresh.decisions):
        return None
    return _decide(fresh, Decision.CHECKED, by=by, note=note)


def decide_entry(
    entry: LedgerEntry, decision: Decision, *, by: User, note: str | None = None, seen: int | None = None
) -> LedgerDecision | None:
    """Verify or return an entry; None where that is its last decision already.

    ``seen`` is the number of decisions that the person saw: one more since then is a conflict.

    Raises:
        RuleError: the recorder decides, evidence is missing, the entry was withdrawn, or another
            reversal holds or waits.
        ConflictError: somebody else decided in between.
        NotAllowedError: not the provincial office.
    """
    if decision not in DECIDING:
        raise ValueError(f"{decision} is not for the second key")
    if not may(by, Permission.VERIFY_LEDGER):
        raise NotAllowedError(_("Only the provincial office verifies and returns entries."))
    fresh = queries.reread_locked(entry)
    last = rules.last_word(fresh.decisions)
    if last is not None and last.decision is decision:
        return None
    if seen is not None and seen != len(fresh.decisions):
        raise ConflictError(_("Somebody else decided on this entry in the meantime. Look at it again."))
    if refusal := _stands_against(fresh, decision, by):
        raise _refusal({"": refusal})
    word = _decide(fresh, decision, by=by, note=note)
    if decision is Decision.VERIFIED:
        _draw(word)
    return word


def withdraw_entry(entry: LedgerEntry, *, by: User, note: str | None = None) -> LedgerDecision:
    """Take an own open entry back; it then counts nowhere.

    Raises:
        NotAllowedError: the project is not one of the person's park.
        RuleError: not the recorder, or no longer open.
    """
    fresh = queries.reread_locked(entry)
    _require_own(fresh.project, by)
    if refusal := rules.can_withdraw(fresh, by=by):
        raise _refusal({"": refusal})
    return _decide(fresh, Decision.WITHDRAWN, by=by, note=note)


def review_sample(sample: LedgerSample, *, is_sound: bool, finding: str | None, by: User) -> None:
    """The auditor's word on a verification that was drawn.

    Raises:
        RuleError: a finding without words.
        ConflictError: somebody reviewed it already.
    """
    if sample.reviewed_at is not None:
        raise ConflictError(_("Somebody else has reviewed this verification already."))
    if not is_sound and not (finding or "").strip():
        raise RuleError(_("Write what you found."), fields={"finding": _("Write what you found.")})
    sample.is_sound, sample.finding = is_sound, finding or None
    sample.reviewed_at, sample.reviewed_by = clock.now(), by


def find_oddities(entry: LedgerEntry) -> list[Oddity]:
    """What looks odd about an entry: to be said, never to be refused."""
    session.flush()
    sums = queries.project_sums(entry.project_id)
    return rules.oddities(entry, sums=sums, has_twin=queries.has_twin(entry))


def rebuild_standing(entry: LedgerEntry) -> None:
    """Bring the index of lists in line with the decisions."""
    entry.standing.standing = rules.standing_of(entry.decisions)
    entry.standing.is_checked = rules.is_checked(entry.decisions)


def _entry_of(draft: EntryDraft, rates: MonthRates, month: str) -> LedgerEntry:
    return LedgerEntry(
        ref=draft.ref or _new_ref(),
        kind=draft.kind,
        amount_minor=draft.amount_minor,
        currency=draft.currency,
        effective_on=draft.effective_on,
        nature=draft.nature,
        origin=draft.origin,
        basis=rules.basis_of(draft),
        rate=rates.per_usd(draft.currency),
        cny_rate=rates.cny_per_usd,
        rate_month=rates.month,
        rate_source=rates.source,
        is_rate_provisional=rates.month != month,
        note=draft.note or None,
    )


def _credit_of(project: Project, draft: EntryDraft) -> list[tuple[int, int]]:
    """(park, hundredths of a percent): as given, else as the office ruled on its matter, else its park."""
    if draft.credit:
        return [(park.id, share) for park, share in _parks_of(draft.credit)]
    ruled = claims.shares_in_force(project.id, draft.effective_on)
    return ruled or [(project.park_id, money.FULL_SHARE)]


def _parks_of(credit: Credit) -> list[tuple[Park, int]]:
    parks = queries.parks_by_code()
    if unknown := [code for code, _share in credit if code not in parks]:
        message = _("There is no park %(code)s.", code=unknown[0])
        raise RuleError(message, fields={"credit": message})
    if refusal := rules.check_credit(credit):
        raise _refusal({"credit": refusal})
    return [(parks[code], share) for code, share in credit]


def _add(entry: LedgerEntry, parts: list[tuple[int, int, int]], by: User) -> LedgerEntry:
    entry.recorded_by_id = by.id
    entry.shares = [
        LedgerShare(park_id=park_id, position=position, share=share, usd_cents=cents)
        for position, (park_id, share, cents) in enumerate(parts)
    ]
    entry.standing = LedgerStanding(standing=Standing.OPEN, is_checked=False)
    session.add(entry)
    session.flush()
    events.entry_recorded.send(entry)
    return entry


def _stands_against(entry: LedgerEntry, decision: Decision, by: User) -> Refusal | None:
    if refusal := rules.can_decide(entry, decision, by=by):
        return refusal
    if decision is not Decision.VERIFIED or entry.reverses is None:
        return None
    # Returned, it had made room for another reversal.
    other = rules.standing_reversal(entry.reverses, but=entry)
    return None if other is None else Refusal.REVERSED_ALREADY


def _decide(entry: LedgerEntry, decision: Decision, *, by: User, note: str | None) -> LedgerDecision:
    word = LedgerDecision(
        sequence=max((earlier.sequence for earlier in entry.decisions), default=0) + 1,
        decision=decision,
        note=note or None,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    entry.decisions.append(word)
    rebuild_standing(entry)
    session.flush()
    events.entry_decided.send(entry, decision=word)
    return word


def _draw(word: LedgerDecision) -> None:
    """Nobody can foresee which verifications the auditor looks at again."""
    if secrets.randbelow(100) < get_preference("ledger.sample_percent"):
        session.add(LedgerSample(decision=word, drawn_at=clock.now()))


def _require_own(project: Project, by: User) -> None:
    if not may(by, Permission.RECORD_LEDGER) or not is_own_park(by, project.park_id):
        raise NotAllowedError(_("You record money for your own park's projects only."))


def _new_ref() -> str:
    return f"E{clock.today():%Y%m%d}-{secrets.token_hex(5).upper()}"


def _refusal(found: Mapping[str, Refusal]) -> RuleError:
    """The refusal in words, beside the inputs at fault; the key "" belongs to none."""
    words = {name: str(REFUSALS[refusal]) for name, refusal in found.items()}
    fields = {name: message for name, message in words.items() if name}
    kind = DeniedError if rules.DENYING.intersection(found.values()) else RuleError
    return kind(next(iter(words.values())), fields=fields)
