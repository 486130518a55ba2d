"""How an offer comes before the public: two people, no gap, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.catalogue import queries, rules, snapshots
from crm.catalogue.rules import Gap, Move, Standing
from crm.core import noticing, wording
from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, is_own_park, may
from crm.core.records import hold, refuse_put_away, refuse_stale
from crm.core.wording import Offence
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import Offer, OfferVersion, User
from models.enums import NoticeKind, OfferLanguage, OfferState

GAPS: Mapping[Gap, LazyString] = {
    Gap.NO_TEXT: _l("Title and content in simplified characters are missing."),
    Gap.NO_VALIDITY: _l("Say until when it holds."),
    Gap.RAN_OUT: _l("The day until which it holds has passed."),
    Gap.NO_REVIEW: _l("An incentive is promised: name the fair-competition review on file, or leave it out."),
    Gap.REVIEW_NOT_PASSED: _l("The fair-competition review named was not passed, or no longer stands."),
    Gap.NO_CONTACT: _l("Give a telephone or an e-mail address that the public may use."),
    Gap.NO_CONSENT: _l("A person is named: note the words and the day of the consent to be published."),
    Gap.WORDING: _l("Some wording can't go out; see below what to write instead."),
    Gap.POLICY_AWAY: _l("The policy named was put away."),
}


def list_offences(offer: Offer) -> list[Offence]:
    """Wordings that don't go out, in all texts that would be published."""
    parts = (
        part for text in offer.texts if snapshots.is_public(text) for part in _parts(offer, text.language)
    )
    found = (offence for part in parts for offence in wording.offences(part))
    return list(dict.fromkeys(found))


def _parts(offer: Offer, language: OfferLanguage) -> tuple[str, ...]:
    text = offer.text_in(language)
    return snapshots.written_of(text).parts if text else ()


def list_gaps(offer: Offer) -> list[Gap]:
    """All that stands against publishing the offer as it is now."""
    text, contact, review = offer.text_in(OfferLanguage.HANS), offer.contact, offer.review
    is_fitting = review is not None and review.is_passed and review.park_id in (None, offer.park_id)
    standing = Standing(
        has_text=text is not None and bool(text.title and text.content),
        valid_until=offer.valid_until,
        has_incentive=any(each.incentive for each in offer.texts),
        has_review=review is not None,
        is_review_passed=is_fitting,
        has_contact=contact is not None and bool(contact.phone or contact.email),
        names_person=contact is not None and bool(contact.name),
        has_consent=contact is not None and bool(contact.consent_text and contact.consented_on),
        offences=len(list_offences(offer)),
        is_policy_away=offer.policy is not None and offer.policy.is_archived,
    )
    return rules.gaps(standing, clock.today())


def submit_offer(offer: Offer, *, by: User) -> None:
    """Ask for the second key.

    Raises:
        NotAllowedError: another park's.
        RuleError: something stands against publishing it, or it isn't a draft.
    """
    check_own_park(offer.park_id, by)
    hold(offer)
    _move(offer, Move.SUBMIT)
    _refuse_gaps(offer)
    offer.submitted_at, offer.submitted_by_id = clock.now(), by.id
    offer.note = None
    people = queries.list_colleague_ids(offer.park_id, Permission.PUBLISH_OFFERS)
    _tell(offer, NoticeKind.OFFER_SUBMITTED, people, by)


def take_back_offer(offer: Offer, *, by: User) -> None:
    """Who submitted it goes on writing.

    Raises:
        NotAllowedError: another park's.
        RuleError: it doesn't wait for the second key.
    """
    check_own_park(offer.park_id, by)
    _move(offer, Move.TAKE_BACK)


def return_offer(offer: Offer, *, reason: str, by: User) -> None:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, or it doesn't wait for the second key.
    """
    check_own_park(offer.park_id, by)
    offer.note = _reason(reason)
    _move(offer, Move.RETURN)
    _tell(offer, NoticeKind.OFFER_RETURNED, (offer.submitted_by_id, offer.written_by_id), by)


def may_publish(offer: Offer, by: User) -> bool:
    """Whether this person holds the second key to it: what the page offers."""
    return (
        may(by, Permission.PUBLISH_OFFERS)
        and is_own_park(by, offer.park_id)
        and rules.can_move(Move.PUBLISH, offer.state, is_public=offer.public_number is not None)
        and rules.is_second_person(by.id, queries.list_writer_ids(offer))
    )


def publish_offer(offer: Offer, *, by: User | None, seen: int | None = None) -> OfferVersion:
    """Put a snapshot of it before the public; the one before stays readable in the history.

    Raises:
        NotAllowedError: another park's, or a role that doesn't publish.
        ConflictError: somebody changed it since ``seen``: what goes out is what was read.
        DeniedError: somebody turns the second key who wrote on this version or submitted it.
        RuleError: something stands against publishing it, or it wasn't submitted.
    """
    check_own_park(offer.park_id, by)
    if by is not None and not may(by, Permission.PUBLISH_OFFERS):
        raise NotAllowedError(_("Your role does not include this."))
    hold(offer)
    refuse_stale(offer, seen, _("Somebody else changed this offer in the meantime."))
    if not rules.is_second_person(by.id if by else None, queries.list_writer_ids(offer)):
        raise DeniedError(_("A second person publishes it: you wrote or submitted it yourself."))
    _move(offer, Move.PUBLISH)
    if offer.review is not None:
        hold(offer.review)
    _refuse_gaps(offer)
    version = _version(offer)
    session.add(version)
    offer.public_number = version.number
    offer.published_at, offer.published_by_id = clock.now(), by.id if by else None
    offer.note = None
    session.flush()
    return version


def withdraw_offer(offer: Offer, *, reason: str, by: User) -> None:
    """Take it from the public at once; one person is enough for that.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, or nothing of it is public.
    """
    check_own_park(offer.park_id, by)
    _move(offer, Move.WITHDRAW)
    offer.note = _reason(reason)
    offer.public_number = None


def expire_offers() -> int:
    """What ran out is no longer public; a text that is being worked on stays a draft. How many there were."""
    found = queries.list_run_out(clock.today())
    for offer in found:
        offer.public_number = None
        if offer.state is OfferState.PUBLISHED:
            offer.state, offer.updated_at = OfferState.EXPIRED, clock.now()
        _tell(offer, NoticeKind.OFFER_EXPIRED, (offer.written_by_id, offer.published_by_id), None)
    return len(found)


def _version(offer: Offer) -> OfferVersion:
    """Without a last day there is a gap, and nothing is published."""
    snapshot = snapshots.of_offer(offer)
    return OfferVersion(
        offer=offer,
        number=queries.next_version_number(offer),
        park_id=offer.park_id,
        industry_id=offer.industry_id,
        mode=offer.mode,
        valid_from=offer.valid_from,
        valid_until=offer.valid_until or clock.today(),
        has_hant=snapshot.text(OfferLanguage.HANT) is not None,
        has_en=snapshot.text(OfferLanguage.EN) is not None,
        contact_id=offer.contact_id,
        snapshot=snapshots.pack(snapshot),
    )


def _move(offer: Offer, move: Move) -> None:
    refuse_put_away(offer, offer.ref)
    if not rules.can_move(move, offer.state, is_public=offer.public_number is not None):
        raise RuleError(_("This can't be done to it as it stands now. Load the page again."))
    offer.state, offer.updated_at = rules.MOVES[move][1], clock.now()


def _refuse_gaps(offer: Offer) -> None:
    if found := list_gaps(offer):
        words = [str(GAPS[gap]) for gap in found if gap is not Gap.WORDING]
        words += [
            _("“%(found)s” doesn't go out: write %(instead)s.", found=each.found, instead=each.instead)
            for each in list_offences(offer)
        ]
        raise RuleError(" ".join(words))


def _reason(reason: str) -> str:
    if not (text := reason.strip()):
        words = _("Say why.")
        raise RuleError(words, fields={"reason": words})
    return text


def _tell(offer: Offer, kind: NoticeKind, people: Iterable[int | None], by: User | None) -> None:
    noticing.notify(
        people,
        kind,
        "catalogue.detail",
        {"offer_id": offer.id},
        park_id=offer.park_id,
        who=by.display_name if by else "",
        title=offer.title,
    )
