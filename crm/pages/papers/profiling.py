"""What all features know of a firm, as the input of its profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from crm.contacts import queries as contacts
from crm.core.visibility import own_park_id
from crm.engagements import queries as engagements
from crm.firms import queries as firms
from crm.firms import rules as firm_rules
from crm.firms.labels import fate_look
from crm.fits.matching import OfferFits, offers_for
from crm.fits.rules import Fit
from crm.pages.papers.firm_facts import facts_of, names_of, title_name
from crm.pages.papers.measuring import amount_words
from crm.policies.queries.matching import match_firm
from crm.policies.queries.promises import list_promises_of_firm, standing_of
from crm.policies.rules.promises import state_of
from crm.projects import queries as projects
from crm.rankings import queries as rankings
from crm.web.labels import label, local_name, own_words
from kernel import clock
from models import Establishment, Firm, Issue, Project, User
from models.enums import PromiseState
from reports.content import Locale
from reports.documents.firm_profile import (
    Contact,
    FitLine,
    Member,
    NeedLine,
    PersonLine,
    ProfileInput,
    ProjectLine,
    Site,
)

CONTACT_LIMIT = 40
FIT_LIMIT = 8
ADVICE_LIMIT = 5


def profile_input(firm: Firm, needs: Sequence[Issue], *, locale: str, viewer: User | None) -> ProfileInput:
    """In the language in force, of what the viewer may see."""
    today = clock.today()
    group_id = firm.group_id or firm.id
    members, _total = firms.list_group_members(group_id, viewer=viewer)
    found = projects.list_projects_of_firm(firm.id, viewer=viewer)
    return ProfileInput(
        firm=title_name(firm),
        issuer=_issuer(viewer),
        as_of=today,
        known_at=clock.now(),
        locale=Locale(locale),
        facts=(*names_of(firm), *facts_of(firm, rankings.list_entries_of_group(group_id))),
        members=tuple(_member(each) for each in members) if len(members) > 1 else (),
        sites=tuple(_site(each) for each in firms.list_establishments(firm.id) if not each.is_retracted),
        contacts=tuple(_contacts(firm, viewer)),
        projects=tuple(_project(each) for each in found),
        people=tuple(_people(firm, viewer)),
        fits=tuple(_fits(offers_for(firm.id, viewer=viewer))),
        needs=tuple(_need(each) for each in needs),
        advice=tuple(_advice(firm, needs, viewer, today)),
        notice=_("Classified matter must not be entered into this system."),
    )


def _issuer(viewer: User | None) -> str:
    if viewer is not None and own_park_id(viewer) is not None and viewer.park is not None:
        return local_name(viewer.park)
    return str(_("Cross-Strait Industrial Cooperation Zone (Hunan)"))


def _member(member: Firm) -> Member:
    owner = member.parent.name if member.parent else ""
    return Member(member.name, member.stock_code or "", owner)


def _site(row: Establishment) -> Site:
    state, _tone, _icon = fate_look(firm_rules.fate_of(row, clock.today()))
    return Site(row.registered_name, row.firm.name, local_name(row.park), row.registered_on, state)


def _contacts(firm: Firm, viewer: User | None) -> list[Contact]:
    """Engagements that the viewer may see and that are not confidential, and moves of projects."""
    timeline = engagements.list_timeline(firm_id=firm.id, viewer=viewer, limit=CONTACT_LIMIT)
    found = []
    for item in timeline.items:
        if item.engagement is not None and not item.engagement.is_confidential:
            met = item.engagement
            words = str(_(": ")).join((label(met.kind), own_words(met.summary)))
            found.append(Contact(clock.business_date(met.happened_at), words, local_name(met.park)))
        elif item.move is not None:
            move = item.move
            words = f"{own_words(move.project.name)} → {label(move.to_stage)}"
            found.append(Contact(move.happened_on, words, local_name(move.project.park)))
    return found


def _project(project: Project) -> ProjectLine:
    planned = project.planned
    stage = f"{label(project.stage)} · {label(project.status)}"
    rival = own_words(project.competing_place)
    return ProjectLine(own_words(project.name), local_name(project.park), stage, amount_words(planned), rival)


def _people(firm: Firm, viewer: User | None) -> Iterator[PersonLine]:
    """By what the viewer may read: a telephone is masked for all but its owner and the office."""
    for shown in contacts.list_contacts([firm.id], viewer=viewer):
        person = shown.contact
        if not person.is_archived:
            known_by = person.owner.display_name if person.owner else ""
            yield PersonLine(person.name, own_words(person.title), shown.phone, known_by)


def _fits(found: OfferFits) -> Iterator[FitLine]:
    for fit in found.fits[:FIT_LIMIT]:
        want = found.wants.get(fit.wanted.offer_id or 0)
        if want is not None:
            offer = want.offer
            yield FitLine(local_name(offer.park), own_words(offer.title), f"{fit.percent}%", _why(fit))


def _why(fit: Fit) -> str:
    colon = str(_(": "))
    reasons = (f"{label(each.signal)}{colon}{label(each.case)}" for each in fit.reasons if each.weight)
    return str(_("; ")).join(reasons)


def _need(issue: Issue) -> NeedLine:
    owner = issue.owner.display_name if issue.owner else ""
    return NeedLine(own_words(issue.title), label(issue.state), owner, issue.due_on)


def _advice(firm: Firm, needs: Sequence[Issue], viewer: User | None, today: date) -> Iterator[str]:
    """What follows from the records: sentences, each with its reason."""
    late = [each for each in needs if each.due_on < today]
    if late:
        yield ngettext(
            "Answer the %(num)s need that is past its day: %(first)s.",
            "Answer the %(num)s needs that are past their day, first: %(first)s.",
            len(late),
            first=own_words(late[0].title),
        )
    for promise in list_promises_of_firm(firm.id, viewer=viewer):
        if state_of(standing_of(promise), today) is PromiseState.OVERDUE:
            yield _("Keep the promise %(ref)s, which is past its day.", ref=promise.ref)
    open_to = [each for each in match_firm(firm, viewer=viewer, today=today) if each.is_unclaimed]
    for match in open_to[:ADVICE_LIMIT]:
        article = match.article
        name = own_words(" ".join(each for each in (article.policy.name, article.number) if each))
        yield _("Not claimed yet under %(article)s (%(fit)s).", article=name, fit=label(match.fit).lower())
