"""How an offer comes before the public, and what stands against it: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.enums import EnquiryState, OfferLanguage, OfferState

S = OfferState


class Move(StrEnum):
    """What is done to an offer."""

    EDIT = "edit"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


MOVES: Mapping[Move, tuple[frozenset[OfferState], OfferState]] = {
    Move.EDIT: (frozenset({S.DRAFT, S.PUBLISHED, S.WITHDRAWN, S.EXPIRED}), S.DRAFT),
    Move.SUBMIT: (frozenset({S.DRAFT, S.WITHDRAWN}), S.SUBMITTED),
    Move.TAKE_BACK: (frozenset({S.SUBMITTED}), S.DRAFT),
    Move.RETURN: (frozenset({S.SUBMITTED}), S.DRAFT),
    Move.PUBLISH: (frozenset({S.SUBMITTED}), S.PUBLISHED),
    Move.WITHDRAW: (frozenset(S), S.WITHDRAWN),
}
"""From which states, and to which. Withdrawing needs something that is public: :func:`can_move`."""


def can_move(move: Move, state: OfferState, *, is_public: bool) -> bool:
    if move is Move.WITHDRAW:
        return is_public
    return state in MOVES[move][0]


def is_second_person(user_id: int | None, writer_ids: frozenset[int | None]) -> bool:
    """Two keys: nobody publishes what they wrote or submitted themselves. None is the system."""
    return user_id is None or user_id not in writer_ids


NOT_WRITING = frozenset({"state", "note", "public_number", "published_at", "published_by_id", "submitted_at"})
"""What moving an offer changes of it; all else is what the public will read, or who put it there."""
ANEW = frozenset({S.PUBLISHED, S.WITHDRAWN, S.EXPIRED})


def is_writing(changes: Mapping[str, Sequence[Any]]) -> bool:
    """Whether a change of an offer, as ``{column: [before, after]}``, wrote on it or submitted it."""
    if not NOT_WRITING.issuperset(changes):
        return True
    before, after = changes.get("state", (None, None))
    return after == S.SUBMITTED or (after == S.DRAFT and before in ANEW)


class Gap(StrEnum):
    """What keeps an offer from the public."""

    NO_TEXT = "no_text"
    NO_VALIDITY = "no_validity"
    RAN_OUT = "ran_out"
    NO_REVIEW = "no_review"
    REVIEW_NOT_PASSED = "review_not_passed"
    NO_CONTACT = "no_contact"
    NO_CONSENT = "no_consent"
    WORDING = "wording"
    POLICY_AWAY = "policy_away"


@dataclass(frozen=True, slots=True)
class Standing:
    """What :func:`gaps` looks at."""

    has_text: bool
    valid_until: date | None
    has_incentive: bool
    has_review: bool
    is_review_passed: bool
    """Of fair competition, passed, not put away, and of this park or the whole zone."""
    has_contact: bool
    """A telephone or an address to which to write."""
    names_person: bool
    has_consent: bool
    offences: int
    is_policy_away: bool


def gaps(standing: Standing, today: date) -> list[Gap]:
    """All that stands against publishing, in the order of the form."""
    against = {
        Gap.NO_TEXT: not standing.has_text,
        Gap.NO_VALIDITY: standing.valid_until is None,
        Gap.RAN_OUT: standing.valid_until is not None and standing.valid_until < today,
        Gap.NO_REVIEW: standing.has_incentive and not standing.has_review,
        Gap.REVIEW_NOT_PASSED: (
            standing.has_incentive and standing.has_review and not standing.is_review_passed
        ),
        Gap.NO_CONTACT: not standing.has_contact,
        Gap.NO_CONSENT: standing.names_person and not standing.has_consent,
        Gap.WORDING: standing.offences > 0,
        Gap.POLICY_AWAY: standing.is_policy_away,
    }
    return [gap for gap, stands in against.items() if stands]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in one language, to compare: title, content, scale, incentive, office."""

    title: str
    content: str
    scale: str | None = None
    incentive: str | None = None
    contact_unit: str | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.title or self.content or self.scale or self.incentive or self.contact_unit)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(
            part for part in (self.title, self.content, self.scale, self.incentive, self.contact_unit) if part
        )


class Follow(StrEnum):
    """What becomes of a text in another language when the offer is saved."""

    KEEP = "keep"
    WRITE = "write"
    """A person wrote it: it is confirmed by that."""
    DRAFT = "draft"
    """The machine writes it anew from the simplified one."""
    DOUBT = "doubt"
    """The simplified one changed and it didn't: a person has to look at it again."""
    DROP = "drop"


def follow(
    language: OfferLanguage,
    before: Written | None,
    sent: Written,
    *,
    is_machine_draft: bool,
    has_source_changed: bool,
) -> Follow:
    """Traditional is drafted by the machine where nobody wrote it; English only people write."""
    if sent.is_blank:
        if language is OfferLanguage.EN:
            return Follow.KEEP if before is None else Follow.DROP
        return Follow.DRAFT
    if before != sent:
        return Follow.WRITE
    if not has_source_changed:
        return Follow.KEEP
    return Follow.DRAFT if is_machine_draft else Follow.DOUBT


class Fault(StrEnum):
    """What can't be written at all."""

    NO_TITLE = "no_title"
    NO_CONTENT = "no_content"
    BACKWARDS = "backwards"
    HALF_AMOUNT = "half_amount"
    NOT_POSITIVE = "not_positive"


def faults(
    *,
    title: str,
    content: str,
    valid_from: date,
    valid_until: date | None,
    has_amount: bool,
    has_currency: bool,
    amount: int | None,
) -> list[Fault]:
    against = {
        Fault.NO_TITLE: not title,
        Fault.NO_CONTENT: not content,
        Fault.BACKWARDS: valid_until is not None and valid_until < valid_from,
        Fault.HALF_AMOUNT: has_amount != has_currency,
        Fault.NOT_POSITIVE: amount is not None and amount <= 0,
    }
    return [fault for fault, stands in against.items() if stands]


LANGUAGE_OF: Mapping[str, OfferLanguage] = {
    "zh_Hans_CN": OfferLanguage.HANS,
    "zh_Hant_TW": OfferLanguage.HANT,
    "en": OfferLanguage.EN,
}
LOCALE_OF: Mapping[OfferLanguage, str] = {language: locale for locale, language in LANGUAGE_OF.items()}

E = EnquiryState
ENQUIRY_MOVES: Mapping[EnquiryState, frozenset[EnquiryState]] = {
    E.NEW: frozenset({E.TAKEN, E.LEAD, E.REFUSED}),
    E.TAKEN: frozenset({E.LEAD, E.REFUSED}),
    E.LEAD: frozenset(),
    E.REFUSED: frozenset({E.TAKEN}),
}
