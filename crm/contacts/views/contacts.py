"""The list of contacts and its export, look-ups, and the forms. The page of one contact is in pages."""

from __future__ import annotations

from types import SimpleNamespace

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import exports, queries, service
from crm.contacts.forms import MORE_CONTACT_FILTERS, ContactFilterForm, ContactForm, EditContactForm
from crm.contacts.queries import ContactFilters
from crm.contacts.views.blueprint import bp
from crm.contacts.views.choices import show_association, show_firm
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.firms import queries as firms
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Contact

_WRITTEN = ("name", "title", "phone", "email", "source", "firm_id")
SORTS = {"name": Sort(Contact.name), "added": Sort(Contact.created_at, descending=True)}


@bp.get("/contacts")
@may(Permission.VIEW_CONTACTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = _filter_form()
    page = page_of(
        queries.contacts_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="added",
        id_column=Contact.id,
    )
    people = {contact.id: queries.show_contact(contact, viewer=user) for contact in page.rows}
    return render_template(
        "contacts/index.html",
        page=page,
        people=people,
        form=form,
        chips=active_filters(form),
        more=MORE_CONTACT_FILTERS,
    )


@bp.get("/contacts/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through, in the columns that an import takes, masked as the page."""
    user = signed_in_user()
    rows = queries.iterate_contacts(_filters(_filter_form()), viewer=user)
    name = f"contacts-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="contacts")


def _filter_form() -> ContactFilterForm:
    form = ContactFilterForm.from_address()
    show_firm(form.firm)
    show_association(form.association)
    return form


def _filters(form: ContactFilterForm) -> ContactFilters:
    read = form.readable()
    return ContactFilters(
        query=read["q"] or "",
        firm_id=read["firm"],
        association_id=read["association"],
        owner_id=signed_in_user().id if read["mine"] else None,
        has_consent={"given": True, "missing": False}.get(read["consent"] or ""),
        is_archived=bool(read["archived"]),
    )


@bp.get("/contacts/lookup")
@may(Permission.VIEW_CONTACTS)
def lookup() -> ResponseReturnValue:
    """People to choose from, by their own name or their firm's."""
    found = queries.search_contacts(request.args.get("q", ""), viewer=signed_in_user())
    return jsonify({"items": [{"id": row.id, "text": row.name, "note": row.firm.name} for row in found]})


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
    form = EditContactForm(obj=_as_written(contact))
    show_firm(form.firm_id)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(contact))
        firm = firms.get_firm(form.data["firm_id"], viewer=user)
        written = form.written(firm.id)
        with form.saving():
            service.change_contact(contact, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_contact(contact.id))
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
        back=page_of_contact(contact.id),
        contact=contact,
    )


@bp.route("/contacts/<int:contact_id>/erase", methods=["GET", "POST"])
@may(Permission.ERASE_CONTACTS)
def erase(contact_id: int) -> ResponseReturnValue:
    """The person asked that nothing of them be kept."""
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    return reason_page(
        "contacts/erase.html",
        lambda reason: service.erase_contact(contact, reason=reason, by=user),
        done=_("Erased. What was talked about stays, without a name."),
        back=page_of_contact(contact.id),
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
    return redirect(page_of_contact(contact.id))


def _as_written(contact: Contact) -> SimpleNamespace:
    """The contact as its form shows it, by the names of the inputs."""
    consented_at = contact.consented_at
    return SimpleNamespace(
        **{name: getattr(contact, name) for name in _WRITTEN},
        consented_on=clock.business_date(consented_at) if consented_at else None,
        lock_version=contact.lock_version,
    )


def _page_of(firm_id: int) -> str:
    return url_for("firms.detail", firm_id=firm_id, _anchor="people")


def page_of_contact(contact_id: int) -> str:
    return url_for("contacts.detail", contact_id=contact_id)
