"""The counting of groups once more, told day by day and record by record, sharing nothing with the rule."""

from __future__ import annotations

from datetime import date, timedelta

from crm.rankings.rules import CountingFacts


def owner_of(facts: CountingFacts, firm: int, day: date) -> int | None:
    found = None
    for version in facts.parentages:
        if version.firm_id != firm or (version.holds_from is not None and version.holds_from > day):
            continue
        key = (version.holds_from or date(1, 1, 1), version.recorded_at, version.id)
        if found is None or key > found[0]:
            found = (key, version.parent_id)
    return found[1] if found else None


def top_of(facts: CountingFacts, firm: int, day: date) -> int:
    while (owner := owner_of(facts, firm, day)) is not None:
        firm = owner
    return firm


def edition_on(facts: CountingFacts, day: date):
    begun = [each for each in facts.editions if each.in_force_from <= day]
    if begun:
        latest = max(each.in_force_from for each in begun)
    elif facts.editions:
        latest = min(each.in_force_from for each in facts.editions)
    else:
        return None
    return [
        each
        for each in sorted(facts.editions, key=lambda e: (e.recorded_at, e.record_id))
        if each.in_force_from == latest
    ][-1]


def best_ranks(facts: CountingFacts, day: date) -> dict[int, int]:
    edition = edition_on(facts, day)
    ranks: dict[int, int] = {}
    for entry in facts.entries:
        if edition is not None and entry.edition_id == edition.id:
            top = top_of(facts, entry.firm_id, day)
            ranks[top] = min(entry.rank, ranks.get(top, entry.rank))
    return ranks


def there_on(facts: CountingFacts, day: date) -> dict[int, list]:
    there: dict[int, list] = {}
    for each in facts.establishments:
        if each.registered_on <= day and not (each.ceased_on is not None and each.ceased_on <= day):
            there.setdefault(top_of(facts, each.firm_id, day), []).append(each)
    return there


def recount(facts: CountingFacts, first: date, as_of: date, limit: int) -> dict[int, tuple]:
    """Group → (counted on, edition, rank, park, establishment, gone)."""
    counted: dict[int, tuple] = {}
    day = first
    while day <= as_of:
        ranks = best_ranks(facts, day)
        for group, here in there_on(facts, day).items():
            if group not in counted and ranks.get(group, limit + 1) <= limit:
                eldest = sorted(here, key=lambda each: (each.registered_on, each.ref))[0]
                counted[group] = (day, edition_on(facts, day).code, ranks[group], eldest.park, eldest.ref)
        day += timedelta(days=1)
    there = there_on(facts, as_of)
    return {group: (*facts_of, group not in there) for group, facts_of in counted.items()}
