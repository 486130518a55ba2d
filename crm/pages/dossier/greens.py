"""The green channel of a major project as the input of its paper, in the language in force."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.majors import rules
from crm.majors.queries.greens import list_steps
from crm.pages.dossier.writing import land_words
from crm.web.labels import label, local_name, own_words
from kernel import clock
from models import GreenChannelStep, MajorProject
from reports.content import Cell, Document, Locale
from reports.documents import green_channel
from reports.documents.green_channel import GreenChannelInput


def green_channel_of(major: MajorProject, *, locale: str) -> Document:
    with force_locale(locale):
        return green_channel.build(_input(major, Locale(locale)), lambda text: str(_(text)))


def _input(major: MajorProject, locale: Locale) -> GreenChannelInput:
    facts = rules.facts_of(major)
    return GreenChannelInput(
        name=own_words(major.project.name if major.project else local_name(major)),
        ref=facts.ref,
        issuer=local_name(major.park),
        as_of=clock.today(),
        known_at=clock.now(),
        locale=locale,
        land=land_words(facts),
        steps=tuple(_row(step, major) for step in list_steps(major)),
        notice=_("Classified matter must not be entered into this system."),
    )


def _row(step: GreenChannelStep, major: MajorProject) -> tuple[Cell, ...]:
    owner = rules.seen_to_by(step)
    lacks = rules.missing_of(step, has_responsible=rules.responsible_of(major) is not None)
    return (
        local_name(step.kind),
        own_words(step.department),
        own_words(step.papers),
        owner.display_name if owner else "",
        step.due_on,
        step.done_on,
        label(step.state_on(clock.today())),
        _("; ").join(label(each) for each in lacks),
    )
