"""Words for roles, states of accounts, ends of sessions, and settings."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.users.rules import EndReason, UserState
from crm.web.labels import register_labels
from models.enums import Role, Side

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


_STEP = _l("Working days after the lead came in; once more have passed the light turns.")
_CONTACT = _l("Days since the last two-way contact; at so many the light turns.")

LIGHTS = {
    "answer": (_l("Lead not answered: yellow after"), _l("Lead not answered: red after"), _STEP),
    "judgement": (_l("Lead not judged: yellow after"), _l("Lead not judged: red after"), _STEP),
    "feedback": (_l("Lead not fed back: yellow after"), _l("Lead not fed back: red after"), _STEP),
    "lead": (_l("Lead without contact: yellow at"), _l("Lead without contact: red at"), _CONTACT),
    "talks": (_l("Talks without contact: yellow at"), _l("Talks without contact: red at"), _CONTACT),
    "review": (_l("Review without contact: yellow at"), _l("Review without contact: red at"), _CONTACT),
    "signed": (_l("Signed without contact: yellow at"), _l("Signed without contact: red at"), _CONTACT),
    "registered": (
        _l("Registered without contact: yellow at"),
        _l("Registered without contact: red at"),
        _CONTACT,
    ),
    "construction": (
        _l("Construction without contact: yellow at"),
        _l("Construction without contact: red at"),
        _CONTACT,
    ),
    "slip": (
        _l("Milestones behind the plan: yellow at"),
        _l("Milestones behind the plan: red at"),
        _l("Points: hundredths of the plan's weight that are due and not reached."),
    ),
}

register_labels(Side, {Side.MAINLAND: _l("Mainland"), Side.TAIWAN: _l("Taiwan")})

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
    "todos.lead_days": SettingWords(
        _l("Reminder of a to-do"), _l("Days before it is due; people may choose their own.")
    ),
    "catalogue.reads_per_minute": SettingWords(
        _l("Reading the public catalogue"), _l("Pages a minute that one address may open.")
    ),
    "catalogue.enquiries_per_hour": SettingWords(
        _l("Asking about an offer"), _l("Enquiries an hour that one address may send.")
    ),
    "catalogue.enquiry_days": SettingWords(
        _l("How long an enquiry names who asked"), _l("Days after it is closed; then it is emptied.")
    ),
    "claims.threshold_usd": SettingWords(
        _l("Threshold of a protected claim"),
        _l("US dollars of planned investment; a smaller matter isn't protected."),
    ),
    "claims.protected_days": SettingWords(
        _l("Protection of a claim"), _l("Days from the filing or the last dated progress.")
    ),
    "issues.due_days": SettingWords(
        _l("Time for an issue"), _l("Working days, where nobody names a date when it is raised.")
    ),
    "issues.response_days": SettingWords(
        _l("First response to an issue"), _l("Working days within which somebody takes it up.")
    ),
    "issues.park_days": SettingWords(
        _l("Overdue at the park"), _l("Working days past the due date until an issue goes to the city.")
    ),
    "issues.city_days": SettingWords(
        _l("Overdue at the city"), _l("Working days there until an issue goes to the province.")
    ),
    "talent.employer_days": SettingWords(
        _l("Time for an employer"),
        _l("Working days to confirm or return what a talent of its own applies for."),
    ),
    "talent.examination_days": SettingWords(
        _l("Time for a talent application"), _l("Working days from its arrival at the park to the decision.")
    ),
    "talent.supplement_days": SettingWords(
        _l("Time for a supplement"),
        _l("Working days for papers that were asked for; the clock stands still."),
    ),
    "talent.review_days": SettingWords(
        _l("Time for a review of a decision"), _l("Working days from the request to the new decision.")
    ),
    "talent.review_window_days": SettingWords(
        _l("How long a review can be asked for"), _l("Days after the decision.")
    ),
    "talent.second_key_cny": SettingWords(
        _l("Second key of a talent decision"),
        _l("CNY of benefits in all, above which a second person confirms."),
    ),
    "policies.answer_days": SettingWords(
        _l("Asking after a claim under a policy"), _l("Working days after it was filed.")
    ),
    "policies.pay_days": SettingWords(
        _l("Asking after the payment of a claim"), _l("Working days after it was granted.")
    ),
    "referrals.ruling_days": SettingWords(
        _l("Ruling on a referral"), _l("Working days after it was received.")
    ),
    "referrals.second_look_days": SettingWords(
        _l("Second look at a ruling"), _l("Working days after it was proposed.")
    ),
    "referrals.update_days": SettingWords(
        _l("Answer to a status update"), _l("Working days after an adviser sent it.")
    ),
    "rewards.step_days": SettingWords(
        _l("Next step of a reward"), _l("Working days to propose it, and for each key.")
    ),
    "rewards.payment_days": SettingWords(
        _l("Payment of a reward"), _l("Working days after the second key, or after a claw-back is confirmed.")
    ),
    "personal.draft_days": SettingWords(
        _l("How long a draft of an application is kept"), _l("Days without a change; then it is emptied.")
    ),
    "personal.kept_days": SettingWords(
        _l("How long a closed application is kept"),
        _l("Days after the decision, the withdrawal or the last payment; then the person's data is erased."),
    ),
    "ledger.sample_percent": SettingWords(
        _l("Random sample for the auditor"), _l("Percent of the verified ledger entries.")
    ),
    "notice.classified": SettingWords(
        _l("Notice at the head of every page"),
        _l("1 shows that classified matter must not be entered; 0 hides it."),
    ),
    **{
        f"light.{name}.{colour}": SettingWords(label, hint)
        for name, (yellow, red, hint) in LIGHTS.items()
        for colour, label in (("yellow", yellow), ("red", red))
    },
}


def setting_words(key: str) -> SettingWords:
    """A setting that has no words of its own yet goes by its key."""
    return SETTINGS.get(key) or SettingWords(_l("%(key)s", key=key), _l("A whole number."))
