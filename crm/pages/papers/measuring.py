"""A firm's promises and needs as the input of the measures for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from crm.core.visibility import own_park_id
from crm.firms.queries import list_establishments
from crm.pages.papers.firm_facts import facts_of, names_of, title_name
from crm.policies.queries.promises import list_promises_of_firm, standing_of
from crm.policies.rules.promises import state_of
from crm.projects.queries import list_projects_of_firm
from crm.rankings.queries import list_entries_of_group
from crm.web.labels import label, language, local_name, own_words
from kernel import clock
from kernel.figures import Unit
from kernel.money import Currency, Money, group_minor
from models import Firm, Issue, Promise, Review, User
from reports import formatting
from reports.content import Locale
from reports.documents.measures import Measure, MeasuresInput, OpenNeed

UNITS = {Currency.USD: Unit.USD, Currency.CNY: Unit.CNY}


def measures_input(firm: Firm, needs: Sequence[Issue], *, locale: str, viewer: User | None) -> MeasuresInput:
    """In the language in force; promises and needs that the viewer may see."""
    today = clock.today()
    promises = list_promises_of_firm(firm.id, viewer=viewer)
    return MeasuresInput(
        firm=title_name(firm),
        place=_place(promises, viewer),
        as_of=today,
        known_at=clock.now(),
        locale=Locale(locale),
        facts=tuple(_facts(firm, viewer)),
        measures=tuple(_measure(each, today) for each in promises),
        needs=tuple(_need(each) for each in needs),
        notice=_("Classified matter must not be entered into this system."),
    )


def _facts(firm: Firm, viewer: User | None) -> Iterator[tuple[str, str]]:
    """What the record says, where it is settled, and its projects that the viewer may see."""
    if names := _joined(*(text for _term, text in names_of(firm))):
        yield _("Other names"), names
    yield from facts_of(firm, list_entries_of_group(firm.group_id or firm.id))
    for each in list_establishments(firm.id):
        if not each.is_retracted:
            yield _("Settled at"), _joined(each.registered_name, local_name(each.park))
    for project in list_projects_of_firm(firm.id, viewer=viewer):
        known = (own_words(project.name), label(project.stage), amount_words(project.planned))
        yield _("Project"), _joined(*known)


def _place(promises: Sequence[Promise], viewer: User | None) -> str:
    """The park that makes the paper, or the zone."""
    if viewer is not None and own_park_id(viewer) is not None and viewer.park is not None:
        return local_name(viewer.park)
    parks = list(dict.fromkeys(local_name(each.park) for each in promises))
    return parks[0] if len(parks) == 1 else _("Cross-Strait Industrial Cooperation Zone (Hunan)")


def _measure(promise: Promise, today: date) -> Measure:
    return Measure(
        need=own_words(promise.need),
        basis=_joined(_article(promise), own_words(promise.legal_basis)),
        support=own_words(promise.text),
        amount=promise.amount.minor if promise.amount else None,
        amount_words=amount_words(promise.amount),
        pledges=_pledges(promise),
        condition=own_words(promise.condition),
        money=own_words(promise.budget_source),
        fair_review=_review(promise.fair_review),
        legality_review=_review(promise.legality_review),
        decision_number=promise.decision_number or "",
        unit=own_words(promise.responsible_unit),
        owner=promise.owner.display_name if promise.owner else "",
        due_on=promise.due_on,
        state=label(state_of(standing_of(promise), today)),
        is_binding=promise.bound_on is not None,
    )


def _article(promise: Promise) -> str:
    article = promise.article
    if article is None:
        return ""
    return own_words(" ".join(each for each in (article.policy.name, article.number) if each))


def _review(review: Review | None) -> str:
    if review is None:
        return ""
    number = own_words(review.number) or review.reviewed_on.isoformat()
    return _joined(number, label(review.conclusion))


def _pledges(promise: Promise) -> str:
    """What was pledged, by its name; what wasn't is left out."""
    parts = (
        (_("Investment"), amount_words(promise.pledged_investment)),
        (_("Output a year"), amount_words(promise.pledged_output)),
        (_("Tax a year"), amount_words(promise.pledged_tax)),
        (_("Jobs"), f"{promise.pledged_jobs:,}" if promise.pledged_jobs else ""),
        (_("To be reached by"), promise.pledged_by.isoformat() if promise.pledged_by else ""),
    )
    return _joined(*(f"{name} {value}" for name, value in parts if value))


def amount_words(amount: Money | None) -> str:
    """An amount in the size that people read; to the cent where that would round."""
    if amount is None:
        return ""
    unit = UNITS.get(amount.currency)
    if unit is None:
        return f"{group_minor(amount.minor)} {amount.currency.value}"
    style = formatting.money_style(unit, formatting.scale_for(amount.minor), Locale(language()))
    shown = formatting.show_money(amount.minor, style)
    if not shown.is_exact:
        return f"{group_minor(amount.minor)} {amount.currency.value}"
    return f"{style.before}{shown.text.rstrip('0').rstrip('.')}{style.after}"


def _joined(*parts: str) -> str:
    return str(_("; ")).join(part for part in parts if part)


def _need(issue: Issue) -> OpenNeed:
    return OpenNeed(
        issue.ref,
        label(issue.need_category),
        own_words(issue.title),
        issue.owner.display_name if issue.owner else "",
        issue.due_on,
    )
