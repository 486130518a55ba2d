"""What people type about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from crm.core.preferences import PREFERENCES
from crm.users.labels import setting_words
from crm.users.rules import MAX_PASSWORD_LENGTH, UserState
from crm.web.choices import members
from crm.web.fields import DateField, LockVersionField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.languages import LANGUAGES
from models.enums import Role

NAME_LENGTH = 64
NO_CONTROLS = Regexp(r"^[^\x00-\x1f\x7f]*$", message=_l("Letters, digits and signs only, on one line."))


def _strip(value: str | None) -> str | None:
    return value.strip() if value else value


def _display_name() -> StringField:
    return StringField(
        _l("Name of the person"),
        filters=[_strip],
        validators=[InputRequired(_l("Say who it is.")), Length(max=100), NO_CONTROLS],
        render_kw={"autocomplete": "off"},
    )


def _email() -> StringField:
    return StringField(
        _l("E-mail"),
        filters=[_strip],
        validators=[
            Optional(),
            Length(max=254),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Write an address such as name@example.cn.")),
        ],
        render_kw={"autocomplete": "off"},
    )


class SignInForm(BaseForm):
    name = StringField(
        _l("Account"),
        validators=[InputRequired(_l("Write the name of your account.")), Length(max=NAME_LENGTH)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Write your password.")), Length(max=MAX_PASSWORD_LENGTH)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(BaseForm):
    present = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Write the present password.")), Length(max=MAX_PASSWORD_LENGTH)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Write a new password.")), Length(max=MAX_PASSWORD_LENGTH)],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        validators=[InputRequired(_l("Write the new password once more."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine: bool = super().validate(extra_validators)
        if is_fine and self.new.data != self.again.data:
            self.again.errors = [_l("The two are not the same.")]
            return False
        return is_fine


class AccountForm(BaseForm):
    display_name = _display_name()
    email = _email()
    locale = SelectField(_l("Language"), choices=list(LANGUAGES.items()))
    lock_version = LockVersionField()


class TokenForm(BaseForm):
    name = StringField(
        _l("What it is for"),
        filters=[_strip],
        validators=[InputRequired(_l("Say which program uses it.")), Length(max=100), NO_CONTROLS],
        render_kw={"autocomplete": "off"},
    )
    expires_on = DateField(
        _l("Valid until"), validators=[InputRequired(_l("Write the last day on which it holds."))]
    )


class NewUserForm(BaseForm):
    name = StringField(
        _l("Account"),
        filters=[_strip],
        validators=[InputRequired(_l("Write a name for the account.")), Length(max=NAME_LENGTH)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    display_name = _display_name()
    email = _email()
    role = SelectField(_l("Role wished for"), choices=lambda: members(Role))
    park = SelectField(_l("Park wished for"))


class EditUserForm(BaseForm):
    display_name = _display_name()
    email = _email()
    lock_version = LockVersionField()


class GrantForm(BaseForm):
    role = SelectField(_l("Role"), choices=lambda: members(Role))
    park = SelectField(_l("Park"))
    lock_version = LockVersionField()


class ActionForm(BaseForm):
    """A button and its token."""


class UserFilterForm(FilterForm):
    """Made with ``parks=``, the choices of the park."""

    q = StringField(_l("Name"), validators=[Optional(), Length(max=100)])
    role = SelectField(_l("Role"), choices=lambda: members(Role, str(_l("All roles"))))
    park = SelectField(_l("Park"))
    state = SelectField(
        _l("State"),
        choices=lambda: members(UserState, str(_l("All"))),
    )

    def __init__(self, arguments: Any, *, parks: list[tuple[str, str]]) -> None:
        super().__init__(arguments)
        self.park.choices = list(parks)


def settings_form(keys: Iterable[str]) -> type[BaseForm]:
    """A form with one whole number for each setting."""
    fields: dict[str, Any] = {}
    for key in keys:
        preference, words = PREFERENCES[key], setting_words(key)
        fields[key] = IntegerField(
            words.label,
            description=words.hint,
            validators=[
                InputRequired(_l("Write a whole number.")),
                NumberRange(
                    preference.low,
                    preference.high,
                    message=_l("Between %(low)s and %(high)s.", low=preference.low, high=preference.high),
                ),
            ],
            render_kw={"min": preference.low, "max": preference.high},
        )
    return type("SettingsForm", (BaseForm,), fields)
