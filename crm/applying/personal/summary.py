"""What is kept about a person as a document to be read: the account, consents, every application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from crm.applying import queries
from crm.applying.labels import answers_shown, public_history, public_state
from crm.applying.personal.queries.rows import Person
from crm.talent import shown
from crm.web.labels import label, language, local_name
from kernel import clock
from kernel.money import group_minor
from models import (
    Applicant,
    BenefitAward,
    Erasure,
    SignIn,
    TalentApplication,
    TalentConsent,
    TalentDecision,
    User,
)
from reports.content import Document, Locale
from reports.documents import personal_data
from reports.documents.personal_data import Chapter, Listing, PersonalDataInput


def document_of(person: Person) -> Document:
    """In the reader's language."""
    user = person.rows[User][0]
    chapters = [Chapter(str(_("Your account")), list(_account(person)))]
    industries = queries.industries_of(person.rows[TalentApplication])
    chapters += [
        Chapter(f"{each.ref} · {public_state(each.state)}", list(_application(each, industries[each.id])))
        for each in person.rows[TalentApplication]
    ]
    written = PersonalDataInput(
        zone=str(_("Cross-Strait Industrial Cooperation Zone (Hunan)")),
        as_of=clock.today(),
        known_at=clock.now(),
        locale=Locale(language()),
        name=user.display_name,
        chapters=chapters,
    )
    return personal_data.build(written, lambda text: str(_(text)))


def _moment(moment: datetime) -> str:
    return str(format_datetime(moment, "yyyy-MM-dd HH:mm"))


def _account(person: Person) -> Iterator[Listing]:
    address = person.rows[Applicant][0].email if person.rows[Applicant] else None
    user = person.rows[User][0]
    facts = [
        (str(_("E-mail")), address or user.email or ""),
        (str(_("Since")), _moment(user.created_at)),
        (str(_("Visits kept")), str(len(person.rows[SignIn]))),
    ]
    yield Listing(str(_("The account")), facts)
    consents = [
        (
            label(each.purpose),
            str(_("taken back")) if each.is_withdrawal else str(_("agreed")),
            _moment(each.recorded_at),
            each.text,
        )
        for each in person.rows[TalentConsent]
    ]
    heads = (str(_("Purpose")), str(_("State")), str(_("When")), str(_("The words that were shown")))
    yield Listing(str(_("What you agreed to")), heads=heads, weights=(14, 10, 16, 40), rows=consents)
    wishes = [(label(each.state), _moment(each.asked_at)) for each in person.rows[Erasure]]
    if wishes:
        yield Listing(
            str(_("Erasure of personal data")), heads=(str(_("State")), str(_("Asked for"))), rows=wishes
        )


def _application(application: TalentApplication, industry: str) -> Iterator[Listing]:
    park, employer = application.park, application.employer
    yield Listing(
        str(_("The application")),
        [
            (str(_("Park")), local_name(park) if park else ""),
            (str(_("Employer")), employer.name if employer else ""),
            (str(_("Sent on")), _moment(application.submitted_at) if application.submitted_at else ""),
        ],
    )
    for _page, name, rows in answers_shown(application, industry=industry):
        facts = [(str(row["label"]), str(row["value"] or "")) for row in rows]
        if any(text for _name, text in facts):
            yield Listing(name, facts)
    papers = [(label(each.kind), each.file_name) for each in queries.papers_of(application)]
    yield Listing(str(_("Papers")), heads=(str(_("Which paper")), str(_("File"))), rows=papers)
    steps = public_history(reversed(application.steps))
    yield Listing(
        str(_("What happened")),
        heads=(str(_("When")), str(_("Who")), str(_("What")), str(_("Note"))),
        weights=(16, 12, 22, 30),
        rows=[_step(each) for each in steps],
    )
    decision = queries.find_public_decision(application)
    if decision is not None:
        yield from _decision(decision)


def _step(step: dict[str, Any]) -> tuple[str, str, str, str]:
    return _moment(step["at"]), str(step["who"]), str(step["title"]), str(step["text"] or "")


def _decision(decision: TalentDecision) -> Iterator[Listing]:
    level = f" · {label(decision.level)}" if decision.level else ""
    facts = [
        (str(_("Number of the decision")), decision.number),
        (str(_("Decision")), f"{label(decision.outcome)}{level}"),
        (str(_("Grounds")), decision.reasons),
    ]
    yield Listing(str(_("The decision")), facts)
    if decision.awards:
        heads = (str(_("Benefit")), str(_("Text of the clause")), str(_("In all (CNY)")))
        rows = [_award(each) for each in decision.awards]
        yield Listing(str(_("Benefits")), heads=heads, weights=(14, 40, 14), rows=rows)
    payments = [
        (each.paid_on.isoformat(), label(award.kind), group_minor(each.amount_minor), each.ref)
        for award in decision.awards
        for each in award.payments
    ]
    given = [
        (each.from_on.isoformat(), label(award.kind), each.text, "")
        for award in decision.awards
        for each in award.deliveries
    ]
    if payments or given:
        columns = (
            str(_("Day")),
            str(_("Benefit")),
            str(_("Paid (CNY), or what was given")),
            str(_("Number")),
        )
        yield Listing(
            str(_("What was paid and given")),
            heads=columns,
            weights=(14, 18, 30, 18),
            rows=sorted(payments + given),
        )


def _award(award: BenefitAward) -> tuple[str, str, str]:
    amount = group_minor(award.amount_minor) if award.amount_minor else "—"
    return label(award.kind), shown.clause_text(award.rule), amount
