"""Settings that administrators change at run time, with their defaults and bounds."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from crm.core.database import session
from kernel.errors import RuleError
from models import Setting


@dataclass(frozen=True, slots=True)
class Preference:
    """A whole number with bounds; ``is_security`` ones belong to the security administrator."""

    key: str
    default: int
    low: int
    high: int
    is_security: bool = True


LIGHTS = (
    ("answer", 1, 3),
    ("judgement", 3, 7),
    ("feedback", 7, 14),
    ("lead", 14, 30),
    ("talks", 60, 90),
    ("review", 20, 45),
    ("signed", 20, 45),
    ("registered", 30, 60),
    ("construction", 30, 60),
    ("slip", 10, 30),
)
"""What turns a light yellow and red: the first three in working days, then days, and points of the plan."""

PREFERENCES = {
    preference.key: preference
    for preference in (
        Preference("password.min_length", 12, 8, 128),
        Preference("password.min_classes", 3, 1, 4),
        Preference("password.max_age_days", 90, 0, 3650),
        Preference("lockout.failures", 5, 3, 20),
        Preference("lockout.minutes", 15, 1, 1440),
        Preference("session.idle_minutes", 30, 1, 1440),
        Preference("session.absolute_hours", 12, 1, 168),
        # Rules on first talks commonly begin at foreign investments of this size; smaller matters would fill
        # the register with what no other park competes for.
        Preference("claims.threshold_usd", 10_000_000, 0, 1_000_000_000, is_security=False),
        Preference("claims.protected_days", 180, 30, 1095, is_security=False),
        Preference("ledger.sample_percent", 10, 0, 100, is_security=False),
        Preference("issues.due_days", 10, 1, 250, is_security=False),
        Preference("issues.response_days", 3, 1, 60, is_security=False),
        Preference("issues.park_days", 3, 1, 60, is_security=False),
        Preference("issues.city_days", 5, 1, 60, is_security=False),
        Preference("talent.employer_days", 5, 1, 60, is_security=False),
        Preference("talent.examination_days", 20, 1, 250, is_security=False),
        Preference("talent.supplement_days", 10, 1, 250, is_security=False),
        Preference("talent.review_days", 20, 1, 250, is_security=False),
        Preference("talent.review_window_days", 60, 1, 365, is_security=False),
        Preference("talent.second_key_cny", 100_000, 0, 1_000_000_000, is_security=False),
        Preference("policies.answer_days", 20, 1, 250, is_security=False),
        Preference("policies.pay_days", 30, 1, 250, is_security=False),
        Preference("referrals.ruling_days", 10, 1, 250, is_security=False),
        Preference("referrals.second_look_days", 5, 1, 250, is_security=False),
        Preference("referrals.update_days", 5, 1, 250, is_security=False),
        Preference("rewards.step_days", 5, 1, 250, is_security=False),
        Preference("rewards.payment_days", 15, 1, 250, is_security=False),
        Preference("personal.draft_days", 180, 7, 3650, is_security=False),
        Preference("personal.kept_days", 1095, 30, 36_500, is_security=False),
        Preference("notice.classified", 1, 0, 1, is_security=False),
        Preference("todos.lead_days", 1, 0, 30, is_security=False),
        Preference("catalogue.reads_per_minute", 120, 10, 6000, is_security=False),
        Preference("catalogue.enquiries_per_hour", 10, 1, 600, is_security=False),
        Preference("catalogue.enquiry_days", 365, 30, 1095, is_security=False),
        *(
            Preference(f"light.{name}.{colour}", default, 1, 1000, is_security=False)
            for name, *defaults in LIGHTS
            for colour, default in zip(("yellow", "red"), defaults, strict=True)
        ),
    )
}


def get_preference(key: str) -> int:
    """The value set, or else its default."""
    setting = session.get(Setting, key)
    return int(setting.value) if setting is not None else PREFERENCES[key].default


def set_preference(key: str, value: int) -> None:
    """Set a value within its bounds.

    Raises:
        RuleError: outside the bounds.
    """
    preference = PREFERENCES[key]
    if not preference.low <= value <= preference.high:
        raise RuleError(
            _("Between %(low)s and %(high)s.", low=preference.low, high=preference.high), fields={key: ""}
        )
    setting = session.get(Setting, key)
    if setting is None:
        session.add(Setting(key=key, value=str(value)))
    else:
        setting.value = str(value)
