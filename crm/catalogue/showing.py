"""Published versions as the public reads them: an incentive only while the review it rests on stands."""

from __future__ import annotations

from collections.abc import Iterable

from crm.catalogue import queries, snapshots
from crm.catalogue.snapshots import Snapshot
from models import OfferVersion


def shown(version: OfferVersion) -> Snapshot:
    return shown_of([version])[version.id]


def shown_of(versions: Iterable[OfferVersion]) -> dict[int, Snapshot]:
    """By version. Which reviews stand is asked once for all."""
    kept = {version.id: (version, snapshots.unpack(version)) for version in versions}
    named = {number: _review_id(*pair) for number, pair in kept.items() if _has_incentive(pair[1])}
    parks = queries.parks_of_passed({review_id for review_id in named.values() if review_id is not None})
    return {
        number: snapshot
        if number not in named or _stands(named[number], version, parks)
        else snapshots.without_incentive(snapshot)
        for number, (version, snapshot) in kept.items()
    }


def _has_incentive(snapshot: Snapshot) -> bool:
    return any(text.incentive for text in snapshot.texts.values())


def _review_id(version: OfferVersion, snapshot: Snapshot) -> int | None:
    return version.offer.review_id if snapshot.review_id is None else snapshot.review_id


def _stands(review_id: int | None, version: OfferVersion, parks: dict[int, int | None]) -> bool:
    return review_id in parks and parks[review_id] in (None, version.park_id)
