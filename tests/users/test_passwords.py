from __future__ import annotations

import pytest

from crm.users import passwords
from crm.users.rules import PasswordRules, password_faults

pytestmark = pytest.mark.no_database


def test_hashes_are_argon2id_at_the_cost_that_owasp_asks_for(real_hashes: None) -> None:
    hashed = passwords.hash_password("Right-horse-7")

    assert hashed.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.verify_password("Right-horse-7", hashed)
    assert not passwords.verify_password("Right-horse-8", hashed)


@pytest.mark.parametrize("hashed", [None, "", "!", "-", "plain", "$argon2id$"])
def test_what_is_no_hash_lets_nobody_in(hashed: str | None) -> None:
    assert not passwords.verify_password("", hashed)
    assert not passwords.verify_password(hashed or "x", hashed)


def test_passwords_that_are_made_keep_the_strictest_rules() -> None:
    made = {passwords.make_password() for _ in range(200)}

    assert len(made) == 200
    strict = PasswordRules(min_length=16, min_classes=4, max_age_days=0)
    assert [password_faults(password, name="li.wei", rules=strict) for password in made] == [[]] * 200
