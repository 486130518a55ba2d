"""The texts of an offer side by side, and what differs from the version that is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.catalogue.rules import Written
from crm.catalogue.snapshots import Snapshot, is_public, unpack, written_of
from models import Offer, OfferText, OfferVersion
from models.enums import OfferLanguage

PARTS: tuple[tuple[str, LazyString], ...] = (
    ("title", _l("Title of the offer")),
    ("content", _l("Content")),
    ("scale", _l("Scale in words")),
    ("incentive", _l("Incentives")),
    ("contact_unit", _l("Office to ask")),
)
_BLANK = Written("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text: as it is now, and as the public reads it where that differs."""

    label: LazyString
    now: str
    public: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """All that an offer says in one language."""

    language: OfferLanguage
    text: OfferText | None
    parts: Sequence[Part]
    goes_out: bool
    """Whether it would be published as it is."""
    is_out: bool
    """Whether the public reads it in this language now."""

    @property
    def is_changed(self) -> bool:
        return any(part.is_changed for part in self.parts)


def current_version(offer: Offer) -> OfferVersion | None:
    """The version that the public reads."""
    return next((each for each in offer.versions if each.number == offer.public_number), None)


def sides(offer: Offer) -> list[Side]:
    version = current_version(offer)
    published = unpack(version) if version else None
    return [_side(offer, language, published) for language in OfferLanguage]


def _side(offer: Offer, language: OfferLanguage, published: Snapshot | None) -> Side:
    text = offer.text_in(language)
    now = written_of(text) if text else _BLANK
    out = published.text(language) if published else None
    return Side(
        language=language,
        text=text,
        parts=[_part(name, label, now, out) for name, label in PARTS],
        goes_out=text is not None and is_public(text),
        is_out=out is not None,
    )


def _part(name: str, label: LazyString, now: Written, out: Written | None) -> Part:
    written = str(getattr(now, name) or "")
    public = str(getattr(out, name) or "") if out else ""
    return Part(label, written, public, is_changed=out is not None and written != public)
