"""Claims under policies: prepared, filed, moved on, with their papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

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
from crm.policies.queries import claims as queries
from crm.policies.queries.promises import find_article, list_staff
from crm.policies.rules import claims as rules
from crm.policies.rules.promises import sort_key
from crm.policies.service import telling
from crm.policies.service.reviews import Upload
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import PolicyArticle, PolicyClaim, PolicyClaimFile, PolicyClaimStep, User
from models.enums import PolicyClaimState

S = PolicyClaimState
WORDS_WANTED = {
    S.REFUSED: _l("Say why."),
    S.WITHDRAWN: _l("Say why."),
    S.SUPPLEMENT: _l("Say what is asked for."),
}


@dataclass(frozen=True, slots=True)
class ClaimFields:
    """What people write of a claim: of a firm or of a talent, never of both."""

    article_id: int
    park_id: int
    firm_id: int | None = None
    talent_id: int | None = None
    asked_minor: int | None = None
    authority: str | None = None
    due_on: date | None = None
    note: str | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepFields:
    """``due_on``: by when what was asked for has to be handed in."""

    happened_on: date
    amount_minor: int | None = None
    note: str | None = None
    due_on: date | None = None


def prepare_claim(written: ClaimFields, files: Sequence[Upload], *, by: User | None) -> PolicyClaim:
    """
    Raises:
        NotAllowedError: in the name of another park.
        NotFoundError: no talent that the person may see.
        RuleError: something written can't be, or the same is claimed already.
    """
    check_may_handle(written.park_id, by)
    _check_new(written)
    if written.talent_id is not None:
        queries.get_talent(written.talent_id, viewer=by)
    claim = PolicyClaim(
        ref=free_ref("policy_claims", f"PC-{clock.today().year}-{{:05d}}", queries.is_ref_taken),
        article_id=written.article_id,
        firm_id=written.firm_id,
        talent_id=written.talent_id,
        park_id=written.park_id,
        asked_minor=written.asked_minor,
        authority=written.authority,
        due_on=written.due_on,
        due_key=sort_key(written.due_on),
        note=written.note,
        owner_id=written.owner_id,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    session.add(claim)
    session.flush()
    session.add(PolicyClaimStep(claim=claim, to_state=S.PREPARED, happened_on=clock.today()))
    _keep(claim, files, by)
    session.flush()
    events.policy_claim_changed.send(claim)
    return claim


def edit_claim(
    claim: PolicyClaim,
    written: ClaimFields,
    files: Sequence[Upload],
    *,
    by: User | None,
    lock_version: int | None = None,
) -> None:
    """Amount asked, authority, last day, note, who looks after it. Who claims what stands as prepared.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: put away, or something written can't be.
    """
    check_may_handle(claim.park_id, by)
    refuse_stale(claim, lock_version, _("Somebody else changed this claim in the meantime."))
    refuse_put_away(claim, claim.ref)
    _check_amount(written.asked_minor, "asked_minor")
    _check_owner(written, besides=claim.owner_id)
    claim.owner_id = written.owner_id
    claim.asked_minor, claim.authority = written.asked_minor, written.authority
    claim.due_on, claim.due_key, claim.note = written.due_on, sort_key(written.due_on), written.note
    _keep(claim, files, by)
    session.flush()
    events.policy_claim_changed.send(claim)


def move_claim(
    claim: PolicyClaim,
    to: PolicyClaimState,
    written: StepFields,
    files: Sequence[Upload] = (),
    *,
    by: User | None,
) -> PolicyClaimStep:
    """Record the next step.

    Raises:
        NotAllowedError: another park's.
        RuleError: not from where it stands, or something is missing.
    """
    check_may_handle(claim.park_id, by)
    refuse_put_away(claim, claim.ref)
    hold(claim)
    if not rules.can_step(claim.state, to):
        raise RuleError(_("This step doesn't follow from where the claim stands."))
    _check_step(claim, to, written)
    step = PolicyClaimStep(
        claim=claim,
        from_state=claim.state,
        to_state=to,
        happened_on=written.happened_on,
        amount_minor=written.amount_minor if to in rules.WITH_AMOUNT else None,
        note=(written.note or "").strip() or None,
    )
    session.add(step)
    _follow(claim, step, written.due_on)
    _keep(claim, files, by)
    session.flush()
    telling.tell_moved(claim)
    events.policy_claim_changed.send(claim)
    return step


def _follow(claim: PolicyClaim, step: PolicyClaimStep, due_on: date | None) -> None:
    """What the claim says of itself after a step. Filed anew, nothing was decided yet."""
    claim.state = step.to_state
    if step.to_state is S.FILED:
        claim.filed_on, claim.decided_on, claim.granted_minor = step.happened_on, None, None
    elif step.to_state is S.GRANTED:
        claim.decided_on, claim.granted_minor = step.happened_on, step.amount_minor
    elif step.to_state is S.REFUSED:
        claim.decided_on = step.happened_on
    elif step.to_state is S.SUPPLEMENT:
        claim.due_on, claim.due_key = due_on, sort_key(due_on)
    elif step.to_state is S.PAID:
        claim.paid_on, claim.paid_minor = step.happened_on, step.amount_minor


def archive_claim(claim: PolicyClaim, *, reason: str, by: User | None) -> None:
    check_may_handle(claim.park_id, by)
    put_away(claim, reason)
    events.policy_claim_changed.send(claim)


def restore_claim(claim: PolicyClaim, *, by: User | None) -> None:
    check_may_handle(claim.park_id, by)
    bring_back(claim)
    events.policy_claim_changed.send(claim)


def may_handle(park_id: int, by: User | None) -> bool:
    return by is None or (may(by, Permission.HANDLE_POLICY_CLAIMS) and is_own_park(by, park_id))


def check_may_handle(park_id: int, by: User | None) -> None:
    if not may_handle(park_id, by):
        raise NotAllowedError(_("You handle claims of your own park."))


def _check_new(written: ClaimFields) -> None:
    wrong: dict[str, str] = {}
    article = find_article(written.article_id)
    if article is None or article.policy.is_archived:
        wrong["article_id"] = _("There is no such article.")
    elif not _is_for(article, written):
        wrong["article_id"] = _("This article is not for them.")
    if (written.firm_id is None) == (written.talent_id is None):
        wrong["firm_id"] = _("Name the firm or the talent that claims it.")
    if wrong:
        raise RuleError(_("Some of what was written can't be."), fields=wrong)
    if written.firm_id is not None:
        refuse_firm_away(written.firm_id)
    _check_amount(written.asked_minor, "asked_minor")
    _check_owner(written)
    there = queries.find_open(written.article_id, firm_id=written.firm_id, talent_id=written.talent_id)
    if there is not None:
        # A claim that another park handles is not named by its number.
        own = there.park_id == written.park_id
        words = _("It is claimed already: %(ref)s.", ref=there.ref) if own else _("It is claimed already.")
        raise RuleError(words, fields={"article_id": words})


def _is_for(article: PolicyArticle, written: ClaimFields) -> bool:
    return article.is_for_firms if written.firm_id is not None else article.is_for_people


def _check_step(claim: PolicyClaim, to: PolicyClaimState, written: StepFields) -> None:
    wrong: dict[str, str] = {}
    if written.happened_on > clock.today():
        wrong["happened_on"] = _("This day has not come yet.")
    before = claim.filed_on
    if to not in (S.FILED, S.PREPARED, S.WITHDRAWN) and before is not None and written.happened_on < before:
        wrong["happened_on"] = _("It was filed later than that.")
    if to in WORDS_WANTED and not (written.note or "").strip():
        wrong["note"] = str(WORDS_WANTED[to])
    if to in rules.WITH_DAY and (written.due_on is None or written.due_on < written.happened_on):
        wrong["due_on"] = _("Say by when it has to be handed in.")
    if words := _against_amount(claim, to, written.amount_minor):
        wrong["amount_minor"] = words
    if wrong:
        raise RuleError(_("Some of what was written can't be."), fields=wrong)


def _against_amount(claim: PolicyClaim, to: PolicyClaimState, amount: int | None) -> str | None:
    granted = claim.granted_minor
    if to is S.PAID and granted is not None and (amount is None or amount > granted):
        return str(_("Write what was paid: at most what was granted."))
    if to in rules.WITH_AMOUNT and amount is not None and amount <= 0:
        return str(_("Write an amount above nought."))
    return None


def _check_owner(written: ClaimFields, *, besides: int | None = None) -> None:
    """``besides`` looked after it before, wherever they work by now."""
    chosen = written.owner_id
    if chosen not in {None, besides} | {each.id for each in list_staff(written.park_id)}:
        words = _("Choose one of the park's people or of the provincial office.")
        raise RuleError(words, fields={"owner_id": words})


def _check_amount(amount: int | None, name: str) -> None:
    if amount is not None and amount <= 0:
        words = _("Write an amount above nought.")
        raise RuleError(words, fields={name: words})


def _keep(claim: PolicyClaim, files: Sequence[Upload], by: User | None) -> None:
    for content, name in files:
        if claim.talent_id is not None:
            name = storage.nameless("claim", name)  # noqa: PLW2901
        attachment = storage.attach(content, name, by_id=by.id if by else None)
        session.add(PolicyClaimFile(claim=claim, attachment=attachment))
