"""The office rules: once, with reasons, with all that follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.claims import service as claim_service
from crm.core.database import session
from crm.core.transactions import transaction
from crm.ledger import service as ledger
from crm.ledger.rules import EntryDraft
from crm.rulings import service
from crm.rulings.rules import Decision
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from kernel.money import Currency
from models import Claim, ClaimRequest, Notice, Ruling
from models.enums import ClaimState, EntryKind, Nature, NoticeKind, Origin, RequestKind, Role, RulingOutcome
from tests.factories.claims import file_claim, make_claim, make_request
from tests.factories.firms import make_firm
from tests.factories.ledger import add_rates
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park

O = RulingOutcome  # noqa: E741


def decide(request: ClaimRequest, outcome: RulingOutcome, **values: object) -> Ruling:
    with transaction():
        return service.decide(
            request,
            Decision(outcome=outcome, **{"reasons": "why", **values}),
            by=make_user(role=Role.COORDINATOR),
        )


def two_filings() -> tuple[Claim, Claim, ClaimRequest]:
    group = make_firm()
    first, second = file_claim(group), file_claim(group, park="XT")
    return first, second, session.scalars(select(ClaimRequest)).one()


@pytest.mark.parametrize(
    ("outcome", "first_state", "second_state"),
    [
        (O.SAME_MATTER, ClaimState.PROTECTED, ClaimState.RULED_OUT),
        (O.OTHER_MATTER, ClaimState.PROTECTED, ClaimState.PROTECTED),
    ],
)
def test_of_two_filings_the_office_says_whether_they_are_one(outcome, first_state, second_state) -> None:
    first, second, request = two_filings()

    decide(request, outcome)

    assert (first.state, second.state) == (first_state, second_state)
    assert not request.is_open


def test_a_matter_that_passes_on_leaves_its_notes_and_proof_behind(client_for) -> None:
    claim = make_claim(note="SECRET-NOTE")
    request = make_request(claim, kind=RequestKind.TRANSFER)

    decide(request, O.TRANSFERRED, to_park_id=get_park("XT").id)

    new = session.scalars(select(Claim).where(Claim.id != claim.id)).one()
    assert (claim.state, new.state, new.park_id) == (
        ClaimState.TRANSFERRED,
        ClaimState.PROTECTED,
        get_park("XT").id,
    )
    page = client_for(Role.PARK_LEAD, "XT").get(f"/claims/{new.id}").text
    assert claim.subject in page
    assert "SECRET-NOTE" not in page


def test_the_ruling_is_the_office_s_alone_and_is_given_once() -> None:
    request = make_request(make_claim())
    written = Decision(outcome=O.REFUSED, reasons="why")

    with pytest.raises(NotAllowedError):
        service.decide(request, written, by=make_user(role=Role.PARK_LEAD, park="YY"))
    session.rollback()
    seen = request.lock_version
    decide(request, O.REFUSED)

    with pytest.raises(ConflictError):
        service.decide(request, written, by=None, lock_version=seen)


def test_a_renewal_brings_an_ended_claim_back_until_its_day() -> None:
    claim = make_claim(state=ClaimState.EXPIRED, protected_until=clock.today() - timedelta(days=3))
    day = clock.today() + timedelta(days=90)

    decide(make_request(claim, park="YY", kind=RequestKind.RENEWAL, until_on=day), O.RENEWED, until_on=day)

    assert (claim.state, claim.protected_until) == (ClaimState.PROTECTED, day)


def test_both_parks_are_told() -> None:
    holder, asking = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.PARK_LEAD, park="XT")

    decide(make_request(make_claim()), O.REFUSED)

    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.CLAIM_RULED)).all()
    assert set(told) == {holder.id, asking.id}


def draft(day: date) -> EntryDraft:
    return EntryDraft(
        kind=EntryKind.CONTRACTED,
        amount_minor=100_00,
        currency=Currency.USD,
        effective_on=day,
        nature=Nature.NEW,
        origin=Origin.DIRECT,
    )


def test_ruled_shares_are_the_default_credit_from_their_day_on_and_nothing_changes_without(
    coordinator,
) -> None:
    add_rates()
    project = make_project(park="YY")
    claim = make_claim(firm=project.firm, project_id=project.id)
    today = clock.today()
    parts = ((get_park("YY").id, 7000), (get_park("XT").id, 3000))
    decide(make_request(claim), O.SHARED, shares=parts, holds_from=today - timedelta(days=10))
    session.rollback()

    with transaction():
        before = ledger.record_entry(project, draft(today - timedelta(days=11)), by=coordinator.user)
        after = ledger.record_entry(project, draft(today - timedelta(days=10)), by=coordinator.user)

    assert [(each.park_id, each.share) for each in before.shares] == [(get_park("YY").id, 10_000)]
    assert [(each.park_id, each.usd_cents) for each in after.shares] == [
        (get_park("YY").id, 70_00),
        (get_park("XT").id, 30_00),
    ]


def test_a_case_shows_both_sides_and_takes_shares(coordinator) -> None:
    first, second, request = two_filings()

    page = coordinator.get(f"/rulings/{request.id}")
    wrong = coordinator.post(f"/rulings/{request.id}", data=_shared(request, 60, 30))
    right = coordinator.post(f"/rulings/{request.id}", data=_shared(request, 60, 40))

    assert first.ref in page.text
    assert second.ref in page.text
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert [share.share for share in session.scalars(select(Ruling)).one().shares] == [6000, 4000]


def _shared(request: ClaimRequest, one: int, other: int) -> dict[str, object]:
    return {
        "outcome": "shared",
        "reasons": "both took part",
        f"share_{get_park('YY').id}": str(one),
        f"share_{get_park('XT').id}": str(other),
        "lock_version": request.lock_version,
    }


def test_queue_and_case_ask_little_of_the_database(coordinator, statements) -> None:
    for _ in range(6):
        request = make_request(make_claim())

    with statements() as queue:
        coordinator.get("/rulings")
    with statements() as case:
        coordinator.get(f"/rulings/{request.id}")

    assert len(queue) <= 8
    assert len(case) <= 20


def test_a_project_opened_on_the_same_matter_becomes_the_claim_s() -> None:
    project = make_project(park="XT")
    claim = make_claim(firm=project.firm)
    request = make_request(claim, kind=RequestKind.SAME_MATTER, project_id=project.id)
    parts = ((get_park("YY").id, 5000), (get_park("XT").id, 5000))

    decide(request, O.SHARED, shares=parts)

    assert claim.project_id == project.id


def test_a_renewal_takes_no_day_away_that_was_granted() -> None:
    far, near = clock.today() + timedelta(days=300), clock.today() + timedelta(days=200)
    claim = make_claim(granted_until=far, protected_until=far)

    decide(make_request(claim, park="YY", kind=RequestKind.RENEWAL, until_on=near), O.RENEWED, until_on=near)
    with transaction():
        claim_service.recompute(claim)

    assert claim.protected_until == far


def test_what_another_park_has_filed_meanwhile_is_not_renewed() -> None:
    ended = make_claim(state=ClaimState.EXPIRED, protected_until=clock.today() - timedelta(days=3))
    make_claim(firm=ended.firm, park="XT", subject=ended.subject)
    day = clock.today() + timedelta(days=90)
    request = make_request(ended, park="YY", kind=RequestKind.RENEWAL, until_on=day)

    with pytest.raises(RuleError):
        decide(request, O.RENEWED, until_on=day)

    session.refresh(ended)
    assert ended.state is ClaimState.EXPIRED


def test_a_matter_passes_on_to_what_its_new_holder_has_filed_itself() -> None:
    first, second, case = two_filings()
    asked = make_request(first, park="XT", kind=RequestKind.TRANSFER)

    decide(asked, O.TRANSFERRED, to_park_id=second.park_id)

    assert (first.state, second.state) == (ClaimState.TRANSFERRED, ClaimState.PROTECTED)
    assert not case.is_open
    assert len(session.scalars(select(Claim)).all()) == 2
