from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm.users import rules
from crm.users.rules import EndReason, Failures, LockRules, PasswordFault, PasswordRules, SessionLimits
from models.enums import Role

pytestmark = pytest.mark.no_database

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LOCK = LockRules(failures=3, lasts=15 * MINUTE)
LIMITS = SessionLimits(idle=30 * MINUTE, absolute=timedelta(hours=12))
PASSWORDS = PasswordRules(min_length=12, min_classes=3, max_age_days=90)


@pytest.mark.parametrize("name", ["ab", "li.wei", "officer_yy", "李伟", "a@b", "A-1"])
def test_names_of_accounts_that_will_do(name: str) -> None:
    assert rules.is_account_name(name)


@pytest.mark.parametrize("name", ["a", "", "li wei", ".li", "a/b", "a\nb", "<b>", "a" * 65, "é1"])
def test_names_of_accounts_that_will_not(name: str) -> None:
    assert not rules.is_account_name(name)


def test_full_width_letters_of_a_name_are_made_plain() -> None:
    assert rules.normal_name(" ｌｉｗｅｉ ") == "liwei"


@pytest.mark.parametrize(
    ("role", "has_park", "fits"),
    [
        (Role.OFFICER, True, True),
        (Role.OFFICER, False, False),
        (Role.PARK_LEAD, False, False),
        (Role.EMPLOYER, True, True),
        (Role.EMPLOYER, False, True),
        (Role.COORDINATOR, True, False),
        (Role.ADVISER, True, False),
        (Role.AUDITOR, False, True),
    ],
)
def test_park_staff_need_a_park_and_most_others_have_none(role: Role, has_park: bool, fits: bool) -> None:
    assert rules.is_park_fitting(role, has_park=has_park) is fits


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Right-horse-7", []),
        ("正确的马-Battery", []),
        ("Short-7", [PasswordFault.TOO_SHORT]),
        ("onlysmallletters", [PasswordFault.TOO_SIMPLE]),
        ("li.wei-Abc-12", [PasswordFault.IS_NAME]),
        ("li.wei-Battery-12", []),
        ("Aa1-" * 65, [PasswordFault.TOO_LONG]),
    ],
)
def test_what_is_wrong_with_a_password(password: str, faults: list[PasswordFault]) -> None:
    assert rules.password_faults(password, name="li.wei", rules=PASSWORDS) == faults


def test_a_password_grows_too_old_unless_the_rule_is_off() -> None:
    changed = NOW - timedelta(days=91)

    assert rules.is_password_old(changed, NOW, PASSWORDS)
    assert not rules.is_password_old(NOW - timedelta(days=90), NOW, PASSWORDS)
    assert not rules.is_password_old(changed, NOW, PasswordRules(12, 3, max_age_days=0))


def test_the_last_allowed_failure_locks() -> None:
    first = rules.after_failure(None, NOW, LOCK)
    second = rules.after_failure(first, NOW + MINUTE, LOCK)
    third = rules.after_failure(second, NOW + 2 * MINUTE, LOCK)

    assert [first.count, second.count, third.count] == [1, 2, 3]
    assert second.locked_until is None
    assert third.locked_until == NOW + 17 * MINUTE
    assert rules.is_locked(third.locked_until, NOW + 16 * MINUTE)
    assert not rules.is_locked(third.locked_until, NOW + 17 * MINUTE)


def test_failures_are_counted_anew_after_a_lock_and_after_a_while() -> None:
    after_lock = rules.after_failure(Failures(3, NOW, NOW + 15 * MINUTE), NOW + 16 * MINUTE, LOCK)
    after_while = rules.after_failure(Failures(2, NOW), NOW + 16 * MINUTE, LOCK)

    assert after_lock == Failures(1, NOW + 16 * MINUTE)
    assert after_while.count == 1


def test_a_session_ends_when_idle_and_when_old() -> None:
    assert rules.session_end(NOW - timedelta(hours=1), NOW - 30 * MINUTE, NOW, LIMITS) is None
    assert rules.session_end(NOW - timedelta(hours=1), NOW - 31 * MINUTE, NOW, LIMITS) is EndReason.IDLE
    assert rules.session_end(NOW - timedelta(hours=13), NOW, NOW, LIMITS) is EndReason.TOO_OLD


def test_the_last_sight_is_written_once_a_minute_or_more_often_where_idling_ends_soon() -> None:
    strict = SessionLimits(idle=MINUTE, absolute=timedelta(hours=1))

    assert not rules.is_seen_stale(NOW - timedelta(seconds=59), NOW, LIMITS)
    assert rules.is_seen_stale(NOW - MINUTE, NOW, LIMITS)
    assert rules.is_seen_stale(NOW - timedelta(seconds=20), NOW, strict)


@pytest.mark.parametrize("address", ["/", "/firms?q=鴻海", "/projects/7#money"])
def test_addresses_of_this_house_are_gone_on_to(address: str) -> None:
    assert rules.is_safe_next(address)


@pytest.mark.parametrize(
    "address",
    ["", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)",
     "/\t/evil.example", "/\n/evil.example", "firms", "/a\\b"],
)  # fmt: skip
def test_other_addresses_are_not(address: str) -> None:
    assert not rules.is_safe_next(address)
