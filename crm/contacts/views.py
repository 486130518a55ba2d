"""Ways in to contacts: they are listed on their firm's page, and written here."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import queries, service
from crm.contacts.forms import ContactForm
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Contact

bp = Blueprint("contacts", __name__)


@bp.route("/firms/<int:firm_id>/contacts/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new(firm_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    firm = firms.get_firm(firm_id, viewer=user)
    form = ContactForm()
    if form.validate_on_submit():
        with form.saving():
            service.add_contact(form.written(firm.id), by=user)
        if not form.has_failed:
            flash(_("The contact is recorded."), "success")
            return redirect(_page_of(firm.id))
    return form_page("contacts/form.html", form, firm=firm, contact=None)


@bp.route("/contacts/<int:contact_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def edit(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    service.check_may_change(contact, user)
    form = ContactForm(obj=_as_written(contact))
    if form.validate_on_submit():
        keep_theirs(form, _as_written(contact))
        written = form.written(contact.firm_id)
        with form.saving():
            service.change_contact(contact, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(_page_of(contact.firm_id))
    conflict = conflict_rows(form, lambda: _as_written(queries.get_contact(contact_id, viewer=user)))
    return form_page("contacts/form.html", form, firm=contact.firm, contact=contact, conflict=conflict)


@bp.route("/contacts/<int:contact_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    service.check_may_change(contact, user)
    return reason_page(
        "contacts/archive.html",
        lambda reason: service.archive_contact(contact, reason=reason, by=user),
        done=_("The contact is put away."),
        back=_page_of(contact.firm_id),
        contact=contact,
    )


@bp.post("/contacts/<int:contact_id>/restore")
@may(Permission.EDIT_CONTACTS)
def restore(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    with transaction():
        service.restore_contact(contact, by=user)
    flash(_("The contact is back."), "success")
    return redirect(_page_of(contact.firm_id))


def _as_written(contact: Contact) -> SimpleNamespace:
    """The contact as its form shows it, by the names of the inputs."""
    consented_at = contact.consented_at
    return SimpleNamespace(
        **{name: getattr(contact, name) for name in ("name", "title", "phone", "email", "source")},
        consented_on=clock.business_date(consented_at) if consented_at else None,
        lock_version=contact.lock_version,
    )


def _page_of(firm_id: int) -> str:
    return url_for("firms.detail", firm_id=firm_id, _anchor="people")
