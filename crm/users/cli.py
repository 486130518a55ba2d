"""Commands for accounts: made at the machine itself, the first administrator among them."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask_babel import gettext as _

from crm.core.commands import Group
from crm.core.parks import find_park, list_parks
from crm.core.transactions import transaction
from crm.users import passwords, queries, service
from crm.users.service import NewUser
from crm.web.labels import label, local_name
from kernel.errors import RuleError
from models import Park, User
from models.enums import Role

users = Group("users", help="Accounts.")
demo = Group("demo", help="The made-up zone.")
commands = [users, demo]


@users.command("create")
@click.argument("name")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What the person does."
)
@click.option("--park", "park_code", metavar="CODE", help="The park of an officer, a park lead, an employer.")
@click.option("--display-name", default="", help="How the person is called; NAME by default.")
@click.option(
    "--password-stdin",
    "is_piped",
    is_flag=True,
    help="Read the password from standard input; else it is asked for, or made and printed once.",
)
def create(name: str, role: str, park_code: str | None, display_name: str, *, is_piped: bool) -> None:
    """Make an account that can sign in at once."""
    password = _given_password(is_piped=is_piped)
    made = passwords.make_password() if password is None else ""
    with transaction():
        new = NewUser(name, display_name, Role(role), park=_park(park_code))
        user = service.install_account(new, made or password or "", must_change=bool(made))
    click.echo(_("Account %(name)s is made.", name=user.name))
    if made:
        click.echo(_("Password, to be changed at the first sign-in: %(password)s", password=made))


@users.command("list")
def list_accounts() -> None:
    """Print all accounts: name, role, park, state, person; separated by tabs."""
    for user in queries.list_all_users():
        state = "enabled" if user.is_active else "disabled"
        park = user.park.code if user.park else "-"
        click.echo(f"{user.name}\t{user.role.value}\t{park}\t{state}\t{user.display_name}")


@demo.command("accounts")
def demo_accounts() -> None:
    """Print the accounts of the made-up zone and their password; nothing where there is none."""
    accounts = queries.list_demo_users()
    if not accounts:
        return
    password = passwords.demo_password(current_app.config["SECRET_KEY"])
    shared = {user.password_hash for user in accounts}
    shared = {hashed for hashed in shared if passwords.verify_password(password, hashed)}
    click.echo(_("Password of all: %(password)s", password=password))
    width = max(len(user.name) for user in accounts)
    for user in accounts:
        own = "" if user.password_hash in shared else _way_in(user)
        click.echo(f"  {user.name:<{width}}  {_words(user)} {own}".rstrip())


def _way_in(user: User) -> str:
    """Who applies needs no password; of all others it isn't the shared one."""
    if user.role is Role.APPLICANT and user.email:
        return str(_("(signs in with a code mailed to %(address)s)", address=user.email))
    return str(_("(has a password of its own)"))


def _words(user: User) -> str:
    return f"{label(user.role)}, {local_name(user.park)}" if user.park else label(user.role)


def _given_password(*, is_piped: bool) -> str | None:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty():
        words = _("Password (empty: one is made)")
        typed = click.prompt(words, default="", show_default=False, hide_input=True, confirmation_prompt=True)
        return str(typed) or None
    words = _(
        "Standard input is no terminal and is not read: a password is made."
        " To hand one in through a pipe, give --password-stdin."
    )
    click.echo(words, err=True)
    return None


def _park(code: str | None) -> Park | None:
    """
    Raises:
        RuleError: no park has this code.
    """
    if code is None:
        return None
    park = find_park(code)
    if park is None:
        known = ", ".join(park.code for park in list_parks())
        raise RuleError(_("There is no park %(code)s. Parks: %(known)s.", code=code, known=known or "-"))
    return park
