"""Applicants and employers before every door of the house: nothing of anybody else comes out."""

from __future__ import annotations

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.talent.service import applications
from models import TalentApplication
from models.enums import Role
from tests.architecture.outsiders import MARKER, leaks, plant
from tests.factories.talents import make_draft, make_employer

OWN = "自己的人"


def send(draft: TalentApplication) -> None:
    by = draft.talent.user
    assert by is not None
    with acting(Actor(by.id, by.name, "test")):
        applications.submit(draft, by=by)
        session.commit()


def test_applicants_and_employers_meet_nothing_of_anybody_else(app, client_for) -> None:
    plant()
    assert MARKER in client_for(Role.COORDINATOR).get("/firms").get_data(as_text=True)
    applicant, employer = client_for(Role.APPLICANT), client_for(Role.EMPLOYER)
    send(make_draft(applicant=applicant.user, name_hant=OWN))
    send(make_draft(employer=make_employer(user=employer.user), name_hant=OWN))

    assert leaks(app, applicant, applicant.user, own=OWN) == []
    assert leaks(app, employer, employer.user, own=OWN) == []
