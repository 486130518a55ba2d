"""The ledger's rules, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Thing

import pytest

from crm.ledger import rules
from crm.ledger.labels import ODDITIES, REFUSALS
from crm.ledger.rules import KINDS, GivenFields, MonthRates, Oddity, Refusal, RefusedError
from kernel.money import Currency
from models.enums import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing
from tests.factories.ledger import make_draft

pytestmark = pytest.mark.no_database

TODAY = date(2024, 6, 30)
RATES = MonthRates("2024-04", Decimal("7.2417"), Decimal("32.3781"), Decimal("7.8295"), "made up")


def moment(day: int) -> datetime:
    return datetime(2024, 1, day, tzinfo=UTC)


def word(decision: Decision, sequence: int, day: int | None = None) -> Thing:
    return Thing(decision=decision, sequence=sequence, recorded_at=moment(day or sequence))


def entry(*decisions: Decision, **values: object) -> Thing:
    given: dict[str, object] = {
        "kind": EntryKind.CONTRACTED,
        "recorded_by_id": 1,
        "decisions": [word(each, at) for at, each in enumerate(decisions, start=1)],
        "evidence": [],
        "reverses": None,
        "reversals": [],
    }
    return Thing(**(given | values))


def proof(type: EvidenceType) -> list[Thing]:
    return [Thing(type=type)]


RECORDER, OTHER = Thing(id=1), Thing(id=2)


@pytest.mark.parametrize(
    ("kind", "measure", "sign", "may_be_negative", "has_basis"),
    [
        (EntryKind.AGREED, Measure.AGREED, 1, True, False),
        (EntryKind.CONTRACTED, Measure.CONTRACTED, 1, False, False),
        (EntryKind.AMENDMENT, Measure.CONTRACTED, 1, True, False),
        (EntryKind.WITHDRAWAL, Measure.CONTRACTED, -1, False, False),
        (EntryKind.ARRIVED, Measure.ARRIVED, 1, False, True),
        (EntryKind.REPATRIATED, Measure.ARRIVED, -1, False, True),
    ],
)
def test_every_kind_has_its_measure_sign_and_basis(
    kind: EntryKind, measure: Measure, sign: int, may_be_negative: bool, has_basis: bool
) -> None:
    rule = KINDS[kind]

    assert (rule.measure, rule.sign) == (measure, sign)
    assert (rule.may_be_negative, rule.has_basis) == (may_be_negative, has_basis)


FITTING = {
    EntryKind.AGREED: {EvidenceType.AGREEMENT},
    EntryKind.CONTRACTED: {EvidenceType.SUBSCRIPTION, EvidenceType.AGREEMENT, EvidenceType.RECORD},
    EntryKind.AMENDMENT: {EvidenceType.SUBSCRIPTION, EvidenceType.AGREEMENT, EvidenceType.RECORD},
    EntryKind.WITHDRAWAL: {EvidenceType.SUBSCRIPTION, EvidenceType.AGREEMENT, EvidenceType.RECORD},
    EntryKind.ARRIVED: {EvidenceType.VERIFICATION, EvidenceType.RECEIPT, EvidenceType.RECORD},
    EntryKind.REPATRIATED: {EvidenceType.VERIFICATION, EvidenceType.RECEIPT, EvidenceType.RECORD},
}


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("type", EvidenceType)
def test_only_a_fitting_document_lets_an_entry_be_verified(kind: EntryKind, type: EvidenceType) -> None:
    refusal = rules.can_decide(entry(kind=kind, evidence=proof(type)), Decision.VERIFIED, by=OTHER)

    assert (refusal is None) is (type in FITTING[kind])


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize(("amount", "refusal"), [("0.00", Refusal.ZERO), ("-1", Refusal.NOT_POSITIVE)])
def test_only_agreed_and_amended_amounts_go_below_zero_and_none_is_zero(
    kind: EntryKind, amount: str, refusal: Refusal
) -> None:
    found = rules.check_draft(make_draft(kind=kind, amount=amount), today=TODAY)

    free = refusal is Refusal.NOT_POSITIVE and kind in (EntryKind.AGREED, EntryKind.AMENDMENT)
    assert found == ({} if free else {"amount": refusal})


def test_an_effective_date_after_today_is_refused_and_today_is_not() -> None:
    tomorrow = rules.check_draft(make_draft(effective_on=date(2024, 7, 1)), today=TODAY)

    assert tomorrow == {"effective_on": Refusal.IN_FUTURE}
    assert rules.check_draft(make_draft(effective_on=TODAY), today=TODAY) == {}


@pytest.mark.parametrize("kind", EntryKind)
def test_a_basis_is_for_arrived_and_repatriated_money_only_and_the_provinces_by_default(
    kind: EntryKind,
) -> None:
    asked = kind in (EntryKind.ARRIVED, EntryKind.REPATRIATED)
    draft = make_draft(kind=kind, basis=Basis.MINISTRY)

    assert rules.check_draft(draft, today=TODAY) == ({} if asked else {"basis": Refusal.BASIS_NOT_ASKED})
    assert rules.basis_of(make_draft(kind=kind)) is (Basis.PROVINCE if asked else None)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2024, 3, 1), "2024-02"),
        (date(2024, 3, 31), "2024-02"),
        (date(2024, 1, 1), "2023-12"),
        (date(1, 1, 1), "0000-12"),
    ],
)
def test_the_rate_is_that_of_the_month_before(day: date, month: str) -> None:
    assert rules.rate_month(day) == month


@pytest.mark.parametrize(
    ("minor", "currency", "usd", "fen"),
    [
        (100_00, Currency.USD, 100_00, 724_17),
        (100_00, Currency.CNY, 1381, 100_00),
        (100_00, Currency.TWD, 309, 2237),
        (-100_00, Currency.HKD, -1277, -9249),
    ],
)
def test_amounts_become_usd_and_cny_at_the_months_rates(
    minor: int, currency: Currency, usd: int, fen: int
) -> None:
    assert rules.usd_cents(minor, currency, RATES) == usd
    assert rules.cny_fen(minor, currency, RATES) == fen


@pytest.mark.parametrize(("minor", "usd"), [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2), (-5, -2)])
def test_a_tie_between_two_cents_goes_to_the_even_one(minor: int, usd: int) -> None:
    halves = MonthRates("2024-04", Decimal(2), Decimal(2), Decimal(2), "")

    assert rules.usd_cents(minor, Currency.CNY, halves) == usd


def test_shares_carry_the_sign_with_which_the_entry_counts() -> None:
    assert rules.split_by_credit(EntryKind.ARRIVED, 100, [3333, 3333, 3334]) == [33, 33, 34]
    assert rules.split_by_credit(EntryKind.WITHDRAWAL, 1, [5000, 5000]) == [-1, 0]
    assert rules.split_by_credit(EntryKind.AMENDMENT, -1, [5000, 5000]) == [-1, 0]
    assert rules.split_by_credit(EntryKind.WITHDRAWAL, -1, [5000, 5000]) == [1, 0]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("YY:70;XT:30", (("YY", 7000), ("XT", 3000))),
        (" xt : 33.33 ; YY:66.67 ;", (("XT", 3333), ("YY", 6667))),
        ("YY:100", (("YY", 10_000),)),
        ("YY：99.9；LINK：0.1", (("YY", 9990), ("LINK", 10))),
    ],
)
def test_a_credit_is_read_in_the_order_in_which_it_is_written(text: str, credit: rules.Credit) -> None:
    assert rules.parse_credit(text) == credit
    assert rules.parse_credit(rules.format_credit(credit)) == credit


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.CREDIT_FORM),
        ("YY", Refusal.CREDIT_FORM),
        ("YY:33.333;XT:66.667", Refusal.CREDIT_FORM),
        ("YY:-10;XT:110", Refusal.CREDIT_FORM),
        ("YY:1e2", Refusal.CREDIT_FORM),
        ("YY:50;YY:50", Refusal.CREDIT_TWICE),
        ("YY:70;XT:29.99", Refusal.CREDIT_SUM),
    ],
)
def test_a_credit_that_is_no_hundred_percent_of_parks_is_refused(text: str, refusal: Refusal) -> None:
    with pytest.raises(RefusedError) as caught:
        rules.parse_credit(text)

    assert caught.value.refusal is refusal


def test_a_credit_is_written_without_needless_zeros() -> None:
    assert rules.format_credit([("YY", 7000), ("XT", 2950), ("CZ", 50)]) == "YY:70;XT:29.5;CZ:0.5"


def test_the_last_decision_known_holds_and_a_check_is_none() -> None:
    words = [
        word(Decision.CHECKED, 1),
        word(Decision.VERIFIED, 2),
        word(Decision.RETURNED, 3),
        word(Decision.CHECKED, 4),
    ]

    known = [rules.standing_of(words, moment(day)) for day in (1, 2, 3, 4)]

    assert known == [Standing.OPEN, Standing.VERIFIED, Standing.RETURNED, Standing.RETURNED]
    assert rules.standing_of([]) is Standing.OPEN


def test_of_two_decisions_at_one_moment_the_later_number_holds() -> None:
    words = [word(Decision.RETURNED, 2, day=5), word(Decision.VERIFIED, 1, day=5)]

    assert rules.standing_of(words) is Standing.RETURNED


def test_the_recorder_neither_verifies_nor_returns() -> None:
    proven = entry(evidence=proof(EvidenceType.AGREEMENT))

    assert rules.can_decide(proven, Decision.VERIFIED, by=RECORDER) is Refusal.OWN_ENTRY
    assert rules.can_decide(proven, Decision.RETURNED, by=RECORDER) is Refusal.OWN_ENTRY
    assert rules.can_decide(proven, Decision.VERIFIED, by=OTHER) is None
    assert rules.can_decide(entry(), Decision.RETURNED, by=OTHER) is None


def test_a_reversal_rests_on_the_evidence_of_what_it_reverses_however_far_back() -> None:
    original = entry(evidence=proof(EvidenceType.RECORD))
    reversal = entry(reverses=entry(reverses=original))

    assert rules.can_decide(reversal, Decision.VERIFIED, by=OTHER) is None
    original.evidence = proof(EvidenceType.OTHER)
    assert rules.can_decide(reversal, Decision.VERIFIED, by=OTHER) is Refusal.NO_EVIDENCE


@pytest.mark.parametrize("decision", [Decision.VERIFIED, Decision.RETURNED])
def test_nothing_is_decided_on_a_withdrawn_entry(decision: Decision) -> None:
    withdrawn = entry(Decision.WITHDRAWN, evidence=proof(EvidenceType.RECORD))

    assert rules.can_decide(withdrawn, decision, by=OTHER) is Refusal.WITHDRAWN


@pytest.mark.parametrize(
    ("decisions", "refusal"),
    [
        ((), None),
        ((Decision.CHECKED,), None),
        ((Decision.VERIFIED,), Refusal.NOT_OPEN),
        ((Decision.RETURNED,), Refusal.NOT_OPEN),
        ((Decision.WITHDRAWN,), Refusal.NOT_OPEN),
    ],
)
def test_the_recorder_withdraws_what_is_open(
    decisions: tuple[Decision, ...], refusal: Refusal | None
) -> None:
    assert rules.can_withdraw(entry(*decisions), by=RECORDER) is refusal
    assert rules.can_withdraw(entry(*decisions), by=OTHER) is (refusal or Refusal.NOT_RECORDER)


def test_the_park_checks_what_is_open_and_not_its_recorder() -> None:
    assert rules.can_check(entry(), by=OTHER) is None
    assert rules.can_check(entry(), by=RECORDER) is Refusal.OWN_ENTRY
    assert rules.can_check(entry(Decision.VERIFIED), by=OTHER) is Refusal.NOT_OPEN


@pytest.mark.parametrize(
    ("decisions", "refusal"),
    [
        ((), Refusal.NOT_VERIFIED),
        ((Decision.VERIFIED,), None),
        ((Decision.VERIFIED, Decision.CHECKED), None),
        ((Decision.VERIFIED, Decision.RETURNED), Refusal.NOT_VERIFIED),
        ((Decision.WITHDRAWN,), Refusal.NOT_VERIFIED),
    ],
)
def test_only_what_stands_verified_can_be_reversed(
    decisions: tuple[Decision, ...], refusal: Refusal | None
) -> None:
    assert rules.can_reverse(entry(*decisions)) is refusal


@pytest.mark.parametrize(
    ("decisions", "refusal"),
    [
        ((), Refusal.REVERSED_ALREADY),
        ((Decision.VERIFIED,), Refusal.REVERSED_ALREADY),
        ((Decision.RETURNED,), None),
        ((Decision.WITHDRAWN,), None),
    ],
)
def test_there_is_one_reversal_at_most_that_is_not_returned_or_withdrawn(
    decisions: tuple[Decision, ...], refusal: Refusal | None
) -> None:
    original = entry(Decision.VERIFIED, reversals=[entry(*decisions)])

    assert rules.can_reverse(original) is refusal
    assert rules.standing_reversal(original, but=original.reversals[0]) is None


REVERSED = entry(
    amount_minor=500,
    currency=Currency.TWD,
    effective_on=TODAY,
    nature=Nature.NEW,
    origin=Origin.DIRECT,
    basis=None,
    shares=[Thing(park=Thing(code="YY"), share=7000), Thing(park=Thing(code="XT"), share=3000)],
)


@pytest.mark.parametrize(
    ("given", "differing"),
    [
        (GivenFields(), []),
        (GivenFields(amount_minor=500, kind=EntryKind.CONTRACTED), []),
        (GivenFields(amount_minor=-500, credit=(("YY", 7000), ("XT", 3000))), []),
        (GivenFields(amount_minor=501), ["amount"]),
        (GivenFields(kind=EntryKind.AMENDMENT, basis=Basis.PROVINCE), ["kind", "basis"]),
        (GivenFields(credit=(("XT", 3000), ("YY", 7000))), []),
        (GivenFields(credit=(("XT", 7000), ("YY", 3000))), ["credit"]),
        (GivenFields(effective_on=date(2024, 6, 29), currency=Currency.USD), ["currency", "effective_on"]),
    ],
)
def test_what_is_given_with_a_reversal_must_agree(given: GivenFields, differing: list[str]) -> None:
    assert rules.disagreements(REVERSED, given) == differing


def test_odd_things_are_said() -> None:
    odd = entry(kind=EntryKind.ARRIVED, is_rate_provisional=True, reverses=entry())
    sums = {Measure.CONTRACTED: 1, Measure.ARRIVED: 2}

    found = rules.oddities(odd, sums=sums, has_twin=True)

    assert found == [
        Oddity.ARRIVED_ABOVE_CONTRACTED,
        Oddity.TWIN,
        Oddity.RATE_PROVISIONAL,
        Oddity.REVERSED_NOT_VERIFIED,
    ]
    plain = entry(kind=EntryKind.WITHDRAWAL, is_rate_provisional=False)
    assert rules.oddities(plain, sums={Measure.CONTRACTED: -1}, has_twin=False) == [
        Oddity.CONTRACTED_NEGATIVE
    ]


def test_every_refusal_and_oddity_has_words() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert set(ODDITIES) == set(Oddity)
