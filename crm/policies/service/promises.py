"""Writing promises, giving them bindingly, and ending them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from flask_babel import gettext as _

from crm.core import events, storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, is_own_park, may
from crm.core.records import (
    bring_back,
    hold,
    put_away,
    refuse_firm_away,
    refuse_put_away,
    refuse_stale,
)
from crm.policies.labels import FAULTS
from crm.policies.queries import promises as queries
from crm.policies.queries import reviews
from crm.policies.rules import promises as rules
from crm.policies.rules.promises import Fault
from crm.policies.service.reviews import Upload
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from kernel.money import Currency
from models import Promise, User
from models.enums import PromiseKind, ReviewKind

AMOUNTS = ("amount_minor", "pledged_investment_minor", "pledged_output_minor", "pledged_tax_minor")


@dataclass(frozen=True, slots=True)
class PromiseFields:
    """What people write of a promise. Amounts in fen, what the firm pledges in ``pledged_currency``."""

    firm_id: int
    park_id: int
    kind: PromiseKind
    text: str
    project_id: int | None = None
    need: str | None = None
    article_id: int | None = None
    legal_basis: str | None = None
    fair_review_id: int | None = None
    legality_review_id: int | None = None
    decision_number: str | None = None
    condition: str | None = None
    due_on: date | None = None
    budget_source: str | None = None
    amount_minor: int | None = None
    responsible_unit: str | None = None
    owner_id: int | None = None
    pledged_currency: Currency = Currency.CNY
    pledged_investment_minor: int | None = None
    pledged_output_minor: int | None = None
    pledged_tax_minor: int | None = None
    pledged_jobs: int | None = None
    pledged_by: date | None = None


def make_promise(written: PromiseFields, file: Upload | None, *, by: User | None) -> Promise:
    """
    Raises:
        NotAllowedError: in the name of another park.
        RuleError: something written can't be.
    """
    check_may_edit(written.park_id, by)
    refuse_firm_away(written.firm_id)
    _check(written, by)
    promise = Promise(
        ref=free_ref("promises", f"PR-{clock.today().year}-{{:05d}}", queries.is_ref_taken),
        **asdict(written),
        due_key=rules.sort_key(written.due_on),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    session.add(promise)
    _keep(promise, file, by)
    session.flush()
    events.promise_changed.send(promise)
    return promise


def edit_promise(
    promise: Promise,
    written: PromiseFields,
    file: Upload | None,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> None:
    """What binds stands as it was given, with its paper; who sees to it and from what can be written anew.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: put away, ended, its terms were rewritten though it binds, or something written can't be.
    """
    check_may_edit(promise.park_id, by)
    check_may_edit(written.park_id, by)
    refuse_stale(promise, lock_version, _("Somebody else changed this promise in the meantime."))
    refuse_put_away(promise, promise.ref)
    _refuse_ended(promise)
    if promise.bound_on is not None:
        _refuse_other_terms(promise, written, file)
    _check(written, by)
    written = _with_unseen_project(promise, written, by)
    for name, value in asdict(written).items():
        setattr(promise, name, value)
    promise.due_key = rules.sort_key(written.due_on)
    _keep(promise, file, by)
    session.flush()
    events.promise_changed.send(promise)


def bind_promise(
    promise: Promise, *, bound_on: date, by: User | None, lock_version: int | None = None
) -> None:
    """From this day the park is bound by it.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``: what binds is what was read.
        RuleError: no basis, no passed fair-competition review where it is an incentive, or ended.
    """
    check_may_edit(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    queries.hold_promise(promise)
    refuse_stale(promise, lock_version, _("Somebody else changed this promise in the meantime."))
    _refuse_ended(promise)
    if promise.fair_review is not None:
        hold(promise.fair_review)
    review = reviews.find_review(promise.fair_review_id, ReviewKind.FAIR_COMPETITION, park_id=promise.park_id)
    found = rules.faults_against_binding(
        promise.kind,
        promise.amount_minor,
        bound_on,
        has_basis=promise.article_id is not None or bool(promise.legal_basis),
        reviewed_on=review.reviewed_on if review else None,
    )
    if bound_on > clock.today():
        words = str(FAULTS[Fault.DAY_AHEAD][1])
        raise RuleError(words, fields={"bound_on": words})
    refuse(found)
    promise.bound_on = bound_on
    events.promise_changed.send(promise)


def clear_promise(promise: Promise, *, note: str, by: User | None) -> None:
    """Clear it up (销号): kept, or settled otherwise, and nothing is owed any more.

    Raises:
        NotAllowedError: another park's.
        RuleError: no word on how, a payment waits for its second key, or ended already.
    """
    check_may_edit(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    queries.hold_promise(promise)
    _refuse_ended(promise)
    _refuse_without(note, _("Say how it was cleared up."))
    if any(each.decision is None for each in promise.payments):
        raise RuleError(_("A payment waits for its second key: confirm or return it first."))
    promise.cleared_on, promise.cleared_note = clock.today(), note.strip()
    events.promise_changed.send(promise)


def cancel_promise(promise: Promise, *, reason: str, by: User | None) -> None:
    """Call it off. What was paid has to be reversed first, so that sums keep their rows.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, something was paid, or ended already.
    """
    check_may_edit(promise.park_id, by)
    refuse_put_away(promise, promise.ref)
    queries.hold_promise(promise)
    _refuse_ended(promise)
    _refuse_without(reason, _("Say why it is called off."))
    _refuse_paid(promise)
    promise.cancelled_on, promise.cancelled_reason = clock.today(), reason.strip()
    events.promise_changed.send(promise)


def archive_promise(promise: Promise, *, reason: str, by: User | None) -> None:
    """Put away what was written by mistake.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, something was paid, or put away already.
    """
    check_may_edit(promise.park_id, by)
    queries.hold_promise(promise)
    _refuse_paid(promise)
    put_away(promise, reason)
    events.promise_changed.send(promise)


def restore_promise(promise: Promise, *, by: User | None) -> None:
    check_may_edit(promise.park_id, by)
    bring_back(promise)
    events.promise_changed.send(promise)


def may_edit(park_id: int, by: User | None) -> bool:
    return by is None or (may(by, Permission.EDIT_PROMISES) and is_own_park(by, park_id))


def check_may_edit(park_id: int, by: User | None) -> None:
    if not may_edit(park_id, by):
        raise NotAllowedError(_("You keep the promises of your own park."))


def refuse(faults: list[Fault]) -> None:
    """Raises RuleError where anything stands against it, beside the inputs concerned."""
    if faults:
        told = {FAULTS[fault][0]: str(FAULTS[fault][1]) for fault in faults}
        raise RuleError(str(FAULTS[faults[0]][1]), fields={name: told[name] for name in told if name})


def _with_unseen_project(promise: Promise, written: PromiseFields, by: User | None) -> PromiseFields:
    """A project that the editor may not see was not in the form: it stays."""
    if written.project_id is not None or promise.project_id is None:
        return written
    is_seen = queries.find_seen_project(promise.project_id, viewer=by) is not None
    return written if is_seen else replace(written, project_id=promise.project_id)


def _check(written: PromiseFields, by: User | None) -> None:
    """
    Raises:
        RuleError: something written can't be, or names what isn't there for this park.
    """
    wrong = {name: _("Write an amount above nought.") for name in AMOUNTS if _is_nought(written, name)}
    for name, kind in _REVIEWS.items():
        chosen = getattr(written, name)
        if chosen is not None and reviews.find_review(chosen, kind, park_id=written.park_id) is None:
            wrong[name] = _("This is no passed review of that kind that holds in the park.")
    if written.article_id is not None and queries.find_article(written.article_id) is None:
        wrong["article_id"] = _("There is no such article.")
    if written.project_id is not None:
        place = (written.firm_id, written.park_id)
        if queries.find_project(written.project_id, *place, viewer=by) is None:
            wrong["project_id"] = _("This is no project of the firm in the park.")
    if wrong:
        raise RuleError(_("Some of what was written can't be."), fields=wrong)


def _is_nought(written: PromiseFields, name: str) -> bool:
    value = getattr(written, name)
    return value is not None and value <= 0


_REVIEWS = {
    "fair_review_id": ReviewKind.FAIR_COMPETITION,
    "legality_review_id": ReviewKind.LEGALITY,
}


def _refuse_other_terms(promise: Promise, written: PromiseFields, file: Upload | None) -> None:
    """
    Raises:
        RuleError: what binds was written anew, or its paper exchanged.
    """
    after = asdict(written)
    changed = rules.rewritten({name: getattr(promise, name) for name in after}, after)
    if file is not None and promise.attachment_id is not None:
        changed.append("files")
    if changed:
        words = _("This binds and stands. Where terms change, call the promise off and write down a new one.")
        if _is_paid(promise):
            words = _(
                "This binds, and money was paid: clear it up and write down a new one for what changes."
            )
        raise RuleError(words, fields=dict.fromkeys(changed, words))


def _refuse_ended(promise: Promise) -> None:
    if promise.cleared_on is not None or promise.cancelled_on is not None:
        raise RuleError(str(FAULTS[Fault.ENDED][1]))


def _is_paid(promise: Promise) -> bool:
    """Or a payment waits for its second key."""
    is_pending = any(each.decision is None for each in promise.payments)
    return is_pending or queries.standing_of(promise).paid != 0


def _refuse_paid(promise: Promise) -> None:
    if _is_paid(promise):
        raise RuleError(str(FAULTS[Fault.PAID_ALREADY][1]))


def _refuse_without(text: str, words: str) -> None:
    if not text.strip():
        raise RuleError(words, fields={"reason": words})


def _keep(promise: Promise, file: Upload | None, by: User | None) -> None:
    if file is not None:
        content, name = file
        promise.attachment = storage.attach(content, name, by_id=by.id if by else None)
