"""Roles over time, and what a person agreed to."""

from __future__ import annotations

from types import SimpleNamespace

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import queries, service
from crm.contacts.forms import ConsentForm, RoleForm
from crm.contacts.views.blueprint import bp
from crm.contacts.views.choices import show_association, show_firm
from crm.contacts.views.contacts import page_of_contact
from crm.core.permissions import Permission
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import ContactRole
from models.enums import ConsentPurpose


@bp.route("/contacts/<int:contact_id>/roles/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new_role(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    service.check_may_change(contact, user)
    form = _role_form(None)
    if form.validate_on_submit():
        with form.saving():
            service.add_role(contact, form.written(), by=user)
        if not form.has_failed:
            flash(_("The role is recorded."), "success")
            return redirect(page_of_contact(contact_id))
    return form_page("contacts/role.html", form, contact=contact, role=None)


@bp.route("/contacts/roles/<int:role_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def edit_role(role_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    role = queries.get_role(role_id, viewer=user)
    service.check_may_change(role.contact, user)
    form = _role_form(role)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(role))
        with form.saving():
            service.change_role(role, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_contact(role.contact_id))
    conflict = conflict_rows(form, lambda: _as_written(queries.get_role(role_id, viewer=user)))
    return form_page("contacts/role.html", form, contact=role.contact, role=role, conflict=conflict)


def _role_form(role: ContactRole | None) -> RoleForm:
    form = RoleForm(obj=_as_written(role)) if role else RoleForm()
    show_firm(form.firm_id)
    show_association(form.association_id)
    return form


def _as_written(role: ContactRole) -> SimpleNamespace:
    names = ("firm_id", "association_id", "title", "from_on", "until_on", "lock_version")
    return SimpleNamespace(**{name: getattr(role, name) for name in names})


@bp.route("/contacts/roles/<int:role_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive_role(role_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    role = queries.get_role(role_id, viewer=user)
    service.check_may_change(role.contact, user)
    return reason_page(
        "contacts/put_away.html",
        lambda reason: service.archive_role(role, reason=reason, by=user),
        done=_("The role is put away."),
        back=page_of_contact(role.contact_id),
        crumb_url=page_of_contact(role.contact_id),
        name=role.title or _("Position"),
        crumb=role.contact.name,
    )


@bp.route("/contacts/<int:contact_id>/consents/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new_consent(contact_id: int) -> ResponseReturnValue:
    """What the person agreed to."""
    return _consent_page(contact_id, is_withdrawal=False)


@bp.route("/contacts/<int:contact_id>/consents/withdraw", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def withdraw_consent(contact_id: int) -> ResponseReturnValue:
    """What the person took back."""
    return _consent_page(contact_id, is_withdrawal=True)


def _consent_page(contact_id: int, *, is_withdrawal: bool) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    service.check_may_change(contact, user)
    form = ConsentForm(data={"said_on": clock.today(), "purpose": ConsentPurpose.WORK})
    if form.validate_on_submit():
        with form.saving():
            service.add_consent(contact, form.written(), is_withdrawal=is_withdrawal, by=user)
        if not form.has_failed:
            flash(_("Recorded what the person said."), "success")
            return redirect(page_of_contact(contact_id))
    return form_page("contacts/consent.html", form, contact=contact, is_withdrawal=is_withdrawal)
