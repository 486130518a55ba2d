"""What a booklet says: the versions that are public today, as its report takes them."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from crm.catalogue import queries, showing
from crm.catalogue.addresses import catalogue_url, public_url
from crm.catalogue.labels import FIGURES
from crm.catalogue.queries import PublishedFilters
from crm.catalogue.rules import LANGUAGE_OF
from crm.catalogue.snapshots import Snapshot
from crm.web.display import exact_number, shown_money
from crm.web.labels import label, local_name, own_words
from crm.web.languages import LANGUAGES
from kernel import clock
from models import Industry, OfferVersion, Park
from models.enums import OfferLanguage
from reports.content import Locale
from reports.documents.booklet import BookletInput, BookletOffer

MOST = 300
"""Offers in one booklet; more make no book."""


def booklet_input(*, locale: str, park: Park | None, industry: Industry | None, base: str) -> BookletInput:
    """In the language in force, which is ``locale``; ``base`` is how people reach this installation."""
    language = LANGUAGE_OF[locale]
    filters = PublishedFilters(park.id if park else None, industry.id if industry else None, None, language)
    versions = queries.list_booklet_versions(filters, limit=MOST)
    shown = showing.shown_of(versions)
    chosen = (local_name(park) if park else _("All parks"), local_name(industry) if industry else "")
    return BookletInput(
        zone=_("Hunan Cross-Strait Industrial Cooperation Zone"),
        chosen=" · ".join(filter(None, chosen)),
        issuer=_("Hunan Cross-Strait Industrial Cooperation Zone"),
        offers=tuple(_offer(version, shown[version.id], language, base) for version in versions),
        left_out=queries.count_in_other_languages(filters),
        language=LANGUAGES[locale],
        address=catalogue_url(language, base, filters) if base else "",
        as_of=clock.today(),
        known_at=clock.now(),
        locale=Locale(locale),
    )


def _offer(version: OfferVersion, snapshot: Snapshot, language: OfferLanguage, base: str) -> BookletOffer:
    text = snapshot.texts[language]
    contact = version.contact
    people = (
        (_("Office"), text.contact_unit),
        (_("Person"), contact.name if contact else None),
        (_("Telephone"), contact.phone if contact else None),
        (_("E-mail"), contact.email if contact else None),
    )
    return BookletOffer(
        ref=version.offer.ref,
        title=text.title,
        park=local_name(version.park),
        industry=local_name(version.industry) if version.industry else "",
        content=text.content,
        facts=tuple(_facts(version, snapshot, language)),
        incentive=text.incentive or "",
        review=own_words(snapshot.review),
        contact=tuple((head, value) for head, value in people if value),
        address=public_url(version.offer.public_key, language, base) if base else "",
        valid_until=version.valid_until,
    )


def _facts(version: OfferVersion, snapshot: Snapshot, language: OfferLanguage) -> Iterator[tuple[str, str]]:
    """Heads with values and units; what isn't known isn't printed."""
    facts, text = snapshot.facts, snapshot.texts[language]
    yield _("Mode of cooperation"), label(version.mode)
    if link := snapshot.link.get(language):
        yield _("Link of the chain"), link
    if text.scale:
        yield _("Scale"), text.scale
    if facts.investment:
        shown = shown_money(facts.investment)
        yield _("Planned investment"), f"{shown.value} {shown.unit}"
    for name, (head, unit) in FIGURES.items():
        if (value := getattr(facts, name)) is not None:
            yield str(head), f"{exact_number(value)} {unit}"
    if snapshot.policy:
        yield _("Policy it rests on"), own_words(snapshot.policy)
    yield _("Valid until"), version.valid_until.isoformat()
