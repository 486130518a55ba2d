"""Recording, deciding, reversing and withdrawing, on a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.core.preferences import set_preference
from crm.ledger import service
from crm.ledger.rules import GivenFields, Oddity
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from kernel.money import Currency
from models import LedgerDecision, LedgerSample, LedgerStanding
from models.enums import Basis, Decision, EntryKind, EvidenceType, Role, Standing
from tests.factories.ledger import add_proof, add_rates, make_draft, make_entry
from tests.factories.projects import make_attachment, make_project
from tests.factories.users import make_user


def parts(entry: object) -> list[tuple[str, int, int]]:
    return [(share.park.code, share.share, share.usd_cents) for share in entry.shares]  # type: ignore[attr-defined]


def test_an_entry_is_worth_the_rate_of_the_month_before_for_good() -> None:
    add_rates("2024-03", "7.1")
    add_rates("2024-04", "7.2", "32", "7.8")
    entry = make_entry(amount="1,000.00", currency=Currency.TWD, effective_on=date(2024, 5, 31))

    add_rates("2024-04", "9", "99", "9")

    assert (entry.rate, entry.cny_rate, entry.rate_month) == (Decimal(32), Decimal("7.2"), "2024-04")
    assert (entry.usd_cents, entry.cny_fen, entry.is_rate_provisional) == (3125, 22500, False)


def test_a_missing_month_takes_the_latest_earlier_one_and_says_so() -> None:
    add_rates("2024-01", "7.1")

    entry = make_entry(currency=Currency.CNY, amount="71.00", effective_on=date(2024, 5, 1))

    assert (entry.rate_month, entry.is_rate_provisional, entry.usd_cents) == ("2024-01", True, 1000)


def test_of_two_records_of_a_months_rate_the_later_holds_and_a_retracted_month_has_none() -> None:
    add_rates("2024-03", "6")
    add_rates("2024-04", "7")
    add_rates("2024-04", "8")
    first = make_entry(currency=Currency.CNY)
    add_rates("2024-04", "8", is_retracted=True)

    second = make_entry(currency=Currency.CNY)

    assert first.rate == Decimal(8)
    assert (second.rate, second.rate_month, second.is_rate_provisional) == (Decimal(6), "2024-03", True)


def test_without_any_earlier_rate_nothing_is_recorded() -> None:
    add_rates("2024-05")

    with pytest.raises(RuleError) as caught:
        make_entry(effective_on=date(2024, 5, 31))

    assert list(caught.value.fields) == ["effective_on"]


def test_the_credit_is_the_projects_park_of_that_moment_and_then_fixed() -> None:
    project = make_project(park="XT")
    entry = make_entry(project=project, amount="10")

    project.park = make_project(park="CZ").park
    session.commit()

    assert parts(entry) == [("XT", 10_000, 1000)]


def test_cents_are_split_by_the_credit_and_a_withdrawal_counts_below_zero() -> None:
    entry = make_entry(kind=EntryKind.WITHDRAWAL, amount="0.05", credit="YY:33.33;XT:33.33;CZ:33.34")

    assert entry.usd_cents == 5
    assert parts(entry) == [("YY", 3333, -2), ("XT", 3333, -1), ("CZ", 3334, -2)]


@pytest.mark.parametrize("credit", ["YY:50;NO:50", "NO:100"])
def test_a_park_that_is_not_there_gets_no_credit(credit: str) -> None:
    with pytest.raises(RuleError) as caught:
        make_entry(credit=credit)

    assert "NO" in caught.value.fields["credit"]


def test_an_officer_records_for_the_own_parks_projects_only() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")

    assert make_entry(project=make_project(park="YY"), by=officer).recorded_by_id == officer.id
    with pytest.raises(NotAllowedError):
        make_entry(project=make_project(park="XT"), by=officer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADVISER, Role.SYSTEM_ADMINISTRATOR])
def test_who_is_no_staff_records_nothing(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        make_entry(by=make_user(role=role))


def test_a_verified_entry_stands_verified_and_a_second_same_word_changes_nothing() -> None:
    decider = make_user()
    entry = make_entry(verified_by=decider)

    again = service.decide_entry(entry, Decision.VERIFIED, by=decider)
    session.commit()

    assert again is None
    assert [word.decision for word in entry.decisions] == [Decision.VERIFIED]
    assert entry.standing.standing is Standing.VERIFIED


def test_a_changed_mind_is_appended_under_the_next_number() -> None:
    decider = make_user()
    entry = make_entry(verified_by=decider)

    service.decide_entry(entry, Decision.RETURNED, by=decider, note="Seal missing")
    service.decide_entry(entry, Decision.VERIFIED, by=decider)
    session.commit()

    assert [word.sequence for word in entry.decisions] == [1, 2, 3]
    assert entry.decisions[1].note == "Seal missing"
    assert session.get_one(LedgerStanding, entry.id).standing is Standing.VERIFIED


def test_a_decision_on_what_was_not_seen_is_a_conflict() -> None:
    entry = make_entry(verified_by=make_user())

    with pytest.raises(ConflictError):
        service.decide_entry(entry, Decision.RETURNED, by=make_user(), seen=0)

    assert service.decide_entry(entry, Decision.RETURNED, by=make_user(), seen=1) is not None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PARK_LEAD, Role.LEADER, Role.AUDITOR])
@pytest.mark.parametrize("decision", [Decision.VERIFIED, Decision.RETURNED])
def test_only_the_provincial_office_turns_the_second_key(role: Role, decision: Decision) -> None:
    entry = make_entry(evidence=EvidenceType.RECORD)
    person = make_user(role=role, park="YY" if role in (Role.OFFICER, Role.PARK_LEAD) else None)

    with pytest.raises(NotAllowedError):
        service.decide_entry(entry, decision, by=person)

    assert entry.decisions == []


def test_nobody_verifies_what_they_recorded() -> None:
    recorder = make_user()
    entry = make_entry(by=recorder, evidence=EvidenceType.RECORD)

    with pytest.raises(RuleError):
        service.decide_entry(entry, Decision.VERIFIED, by=recorder)

    assert session.get_one(LedgerStanding, entry.id).standing is Standing.OPEN


def test_an_entry_without_a_fitting_document_is_not_verified() -> None:
    entry = make_entry(kind=EntryKind.ARRIVED, evidence=EvidenceType.AGREEMENT)

    with pytest.raises(RuleError):
        service.decide_entry(entry, Decision.VERIFIED, by=make_user())
    add_proof(entry, EvidenceType.RECEIPT)

    assert service.decide_entry(entry, Decision.VERIFIED, by=make_user()) is not None


def test_a_parks_check_shows_and_changes_no_standing() -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    entry = make_entry(by=make_user(role=Role.OFFICER, park="YY"))

    service.check_entry(entry, by=lead)
    again = service.check_entry(entry, by=lead)
    session.commit()

    assert again is None
    assert (entry.standing.standing, entry.standing.is_checked) == (Standing.OPEN, True)
    assert [word.decision for word in entry.decisions] == [Decision.CHECKED]


def test_another_park_and_the_recorder_do_not_check() -> None:
    recorder = make_user(role=Role.OFFICER, park="YY")
    entry = make_entry(by=recorder)

    with pytest.raises(NotAllowedError):
        service.check_entry(entry, by=make_user(role=Role.PARK_LEAD, park="XT"))
    with pytest.raises(NotAllowedError):
        service.check_entry(entry, by=make_user(role=Role.COORDINATOR))
    with pytest.raises(RuleError):
        service.check_entry(entry, by=recorder)


def test_a_reversal_copies_everything_with_the_opposite_sign() -> None:
    add_rates("2024-04", "7.2", "32.3")
    original = make_entry(
        kind=EntryKind.ARRIVED,
        amount="1,000.01",
        currency=Currency.TWD,
        basis=Basis.MINISTRY,
        credit="YY:70;CS:30",
        verified_by=make_user(),
    )
    add_rates("2024-04", "9", "99")

    reversal = service.record_reversal(original, by=make_user(), ref="R-1", note="Typed twice")
    session.commit()

    same = [*service.COPIED]
    assert [getattr(reversal, name) for name in same] == [getattr(original, name) for name in same]
    assert (reversal.amount_minor, reversal.usd_cents, reversal.cny_fen) == (
        -original.amount_minor,
        -original.usd_cents,
        -original.cny_fen,
    )
    assert parts(reversal) == [(park, share, -cents) for park, share, cents in parts(original)]
    assert (reversal.ref, reversal.reverses_id) == ("R-1", original.id)
    assert reversal.standing.standing is Standing.OPEN


def test_a_verified_reversal_can_be_reversed_in_turn() -> None:
    decider = make_user()
    original = make_entry(amount="5", verified_by=decider)
    reversal = service.record_reversal(original, by=make_user())
    with pytest.raises(RuleError):
        service.record_reversal(reversal, by=make_user())
    service.decide_entry(reversal, Decision.VERIFIED, by=decider)

    again = service.record_reversal(reversal, by=make_user())

    assert (again.amount_minor, parts(again)) == (500, parts(original))
    assert service.decide_entry(again, Decision.VERIFIED, by=decider) is not None


def test_a_returned_reversal_makes_room_and_is_not_verified_beside_the_next() -> None:
    decider, recorder = make_user(), make_user()
    original = make_entry(verified_by=decider)
    first = service.record_reversal(original, by=recorder)
    with pytest.raises(RuleError):
        service.record_reversal(original, by=recorder)
    service.decide_entry(first, Decision.RETURNED, by=decider)
    second = service.record_reversal(original, by=recorder)
    session.commit()

    with pytest.raises(RuleError):
        service.decide_entry(first, Decision.VERIFIED, by=decider)

    service.withdraw_entry(second, by=recorder)
    assert service.decide_entry(first, Decision.VERIFIED, by=decider) is not None


def test_what_is_given_with_a_reversal_must_agree() -> None:
    original = make_entry(amount="5", verified_by=make_user())
    other = make_project()

    with pytest.raises(RuleError) as caught:
        service.record_reversal(original, by=make_user(), given=GivenFields(amount_minor=501))
    with pytest.raises(RuleError) as other_project:
        service.record_reversal(original, by=make_user(), project_id=other.id)

    assert list(caught.value.fields) == ["amount"]
    assert list(other_project.value.fields) == ["project_ref"]
    given = GivenFields(amount_minor=-500)
    assert service.record_reversal(original, by=make_user(), given=given, project_id=original.project_id)


def test_the_recorder_withdraws_an_open_entry_and_nothing_is_decided_on_it_then() -> None:
    recorder = make_user()
    entry = make_entry(by=recorder, evidence=EvidenceType.RECORD)

    service.withdraw_entry(entry, by=recorder)

    assert entry.standing.standing is Standing.WITHDRAWN
    with pytest.raises(RuleError):
        service.decide_entry(entry, Decision.VERIFIED, by=make_user())
    with pytest.raises(RuleError):
        service.add_evidence(entry, type=EvidenceType.RECORD, attachment=make_attachment(), by=recorder)


def test_somebody_else_does_not_withdraw() -> None:
    entry = make_entry()

    with pytest.raises(RuleError):
        service.withdraw_entry(entry, by=make_user())


@pytest.mark.parametrize(("percent", "drawn"), [(0, 0), (100, 2)])
def test_verifications_are_drawn_for_the_auditor_and_returns_are_not(percent: int, drawn: int) -> None:
    set_preference("ledger.sample_percent", percent)
    decider = make_user()
    entry = make_entry(verified_by=decider)
    service.decide_entry(entry, Decision.RETURNED, by=decider)
    service.decide_entry(entry, Decision.VERIFIED, by=decider)
    session.commit()

    samples = session.scalars(select(LedgerSample)).all()

    assert len(samples) == drawn
    assert {sample.decision.decision for sample in samples} <= {Decision.VERIFIED}


def test_the_auditor_reviews_a_sample_once_and_says_what_a_finding_is() -> None:
    set_preference("ledger.sample_percent", 100)
    make_entry(verified_by=make_user())
    sample = session.scalars(select(LedgerSample)).one()
    auditor = make_user(role=Role.AUDITOR)

    with pytest.raises(RuleError):
        service.review_sample(sample, is_sound=False, finding=" ", by=auditor)
    service.review_sample(sample, is_sound=False, finding="Amount differs from the receipt", by=auditor)

    with pytest.raises(ConflictError):
        service.review_sample(sample, is_sound=True, finding=None, by=auditor)
    assert (sample.is_sound, sample.reviewed_by) == (False, auditor)


def test_more_withdrawn_than_contracted_warns_and_blocks_nothing() -> None:
    project = make_project()
    make_entry(project=project, amount="5")

    odd = make_entry(project=project, kind=EntryKind.WITHDRAWAL, amount="6")
    found = service.find_oddities(odd)
    twin = make_entry(project=project, amount="5")

    assert found == [Oddity.CONTRACTED_NEGATIVE, Oddity.RATE_PROVISIONAL]
    assert service.find_oddities(twin) == [Oddity.TWIN, Oddity.RATE_PROVISIONAL]


def test_who_and_when_are_recorded_by_themselves(clock_at) -> None:
    add_rates()
    clock_at("2024-07-01T02:00:00Z")
    recorder, decider = make_user(), make_user()

    entry = make_entry(by=recorder, verified_by=decider)

    word = session.scalars(select(LedgerDecision)).one()
    assert (entry.recorded_by_id, entry.recorded_at) == (recorder.id, clock.now())
    assert (word.recorded_by_id, word.recorded_at) == (decider.id, clock.now())


def test_a_draft_without_a_ref_gets_one_of_its_own() -> None:
    assert make_entry().ref != make_entry().ref
    assert make_draft().ref is None


@pytest.mark.parametrize("amount", ["90000000000000000", "999999999999999.99", "12345678901234567"])
def test_seventeen_digits_are_kept_in_every_currency(amount: str) -> None:
    add_rates()

    entry = make_entry(amount=amount)
    session.expire(entry)

    minor = int(Decimal(amount) * 100)
    assert (entry.amount_minor, entry.usd_cents, entry.cny_fen) == (minor, minor, minor * 7)


def test_what_eight_bytes_cannot_hold_in_us_dollars_is_refused() -> None:
    add_rates("2000-01", "7", "30", "0.5")

    with pytest.raises(RuleError) as caught:
        make_entry(amount="90000000000000000", currency=Currency.HKD)

    assert "amount" in caught.value.fields
