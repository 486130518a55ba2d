"""Words for roles, states of accounts, ends of sessions, and settings."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.users.rules import EndReason, UserState
from crm.web.labels import register_labels
from models.enums import Role

register_labels(
    Role,
    {
        Role.OFFICER: _l("Investment officer"),
        Role.PARK_LEAD: _l("Park lead"),
        Role.COORDINATOR: _l("Provincial coordinator"),
        Role.LEADER: _l("Leader"),
        Role.ADVISER: _l("Investment adviser"),
        Role.EMPLOYER: _l("Employer reviewer"),
        Role.APPLICANT: _l("Applicant"),
        Role.SYSTEM_ADMINISTRATOR: _l("System administrator"),
        Role.SECURITY_ADMINISTRATOR: _l("Security administrator"),
        Role.AUDITOR: _l("Auditor"),
    },
)
register_labels(
    UserState,
    {
        UserState.ENABLED: _l("Enabled"),
        UserState.DISABLED: _l("Disabled"),
        UserState.WAITING: _l("Waiting to be enabled"),
        UserState.LOCKED: _l("Locked"),
    },
)
register_labels(
    EndReason,
    {
        EndReason.SIGNED_OUT: _l("Signed out"),
        EndReason.REPLACED: _l("Signed in anew"),
        EndReason.IDLE: _l("Idle for too long"),
        EndReason.TOO_OLD: _l("Open for too long"),
        EndReason.RENEWED: _l("Password changed"),
        EndReason.DISABLED: _l("Account disabled"),
        EndReason.ROLE: _l("Role changed"),
        EndReason.ENDED: _l("Ended by hand"),
    },
)


@dataclass(frozen=True, slots=True)
class SettingWords:
    label: LazyString
    hint: LazyString


SETTINGS = {
    "password.min_length": SettingWords(_l("Length of a password"), _l("Characters at least.")),
    "password.min_classes": SettingWords(
        _l("Kinds of characters in a password"),
        _l("How many there must be of small letters, capitals, digits and others."),
    ),
    "password.max_age_days": SettingWords(
        _l("Age of a password"), _l("Days after which it must be changed; 0 for never.")
    ),
    "lockout.failures": SettingWords(
        _l("Wrong passwords before an account is locked"), _l("In a row, under one name.")
    ),
    "lockout.minutes": SettingWords(_l("How long it stays locked"), _l("Minutes.")),
    "session.idle_minutes": SettingWords(
        _l("End of an idle session"), _l("Minutes without a page being opened.")
    ),
    "session.absolute_hours": SettingWords(
        _l("End of any session"), _l("Hours after the sign-in, however busy it is.")
    ),
    "ledger.sample_percent": SettingWords(
        _l("Random sample for the auditor"), _l("Percent of the verified ledger entries.")
    ),
    "notice.classified": SettingWords(
        _l("Notice at the head of every page"),
        _l("1 shows that classified matter must not be entered; 0 hides it."),
    ),
}


def setting_words(key: str) -> SettingWords:
    """A setting that has no words of its own yet goes by its key."""
    return SETTINGS.get(key) or SettingWords(_l("%(key)s", key=key), _l("A whole number."))
