"""Who of ours knows whom, and who led us to whom."""

from __future__ import annotations

from types import SimpleNamespace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import queries, service
from crm.contacts.forms import AcquaintanceForm, IntroductionForm
from crm.contacts.views.blueprint import bp
from crm.contacts.views.choices import engagement_choices, show_association, show_contact, show_firm
from crm.contacts.views.contacts import page_of_contact
from crm.core.permissions import Permission
from crm.web.choices import to_id
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Acquaintance, Introduction


@bp.route("/contacts/<int:contact_id>/acquaintances/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new_acquaintance(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = queries.get_contact(contact_id, viewer=user)
    form = AcquaintanceForm(data={"user_id": user.id, "strength": 2})
    form.offer(queries.list_staff(), engagement_choices(contact_id, user))
    if form.validate_on_submit():
        with form.saving():
            service.add_acquaintance(contact, form.written(), by=user)
        if not form.has_failed:
            flash(_("Recorded who knows this person."), "success")
            return redirect(page_of_contact(contact_id))
    return form_page("contacts/acquaintance.html", form, contact=contact, acquaintance=None)


@bp.route("/contacts/acquaintances/<int:acquaintance_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def edit_acquaintance(acquaintance_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    acquaintance = queries.get_acquaintance(acquaintance_id, viewer=user)
    service.check_may_change_acquaintance(acquaintance, user)
    form = AcquaintanceForm(obj=_as_written(acquaintance))
    own = [(acquaintance.user_id, acquaintance.user.display_name)]
    form.offer(own, engagement_choices(acquaintance.contact_id, user))
    if form.validate_on_submit():
        keep_theirs(form, _as_written(acquaintance))
        with form.saving():
            service.change_acquaintance(
                acquaintance, form.written(), by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(page_of_contact(acquaintance.contact_id))
    conflict = conflict_rows(
        form, lambda: _as_written(queries.get_acquaintance(acquaintance_id, viewer=user))
    )
    return form_page(
        "contacts/acquaintance.html",
        form,
        contact=acquaintance.contact,
        acquaintance=acquaintance,
        conflict=conflict,
    )


def _as_written(acquaintance: Acquaintance) -> SimpleNamespace:
    names = ("user_id", "strength", "since_on", "engagement_id", "note", "lock_version")
    return SimpleNamespace(**{name: getattr(acquaintance, name) for name in names})


@bp.route("/contacts/acquaintances/<int:acquaintance_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive_acquaintance(acquaintance_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    acquaintance = queries.get_acquaintance(acquaintance_id, viewer=user)
    service.check_may_change_acquaintance(acquaintance, user)
    return reason_page(
        "contacts/put_away.html",
        lambda reason: service.archive_acquaintance(acquaintance, reason=reason, by=user),
        done=_("Put away."),
        back=page_of_contact(acquaintance.contact_id),
        crumb_url=page_of_contact(acquaintance.contact_id),
        name=acquaintance.user.display_name,
        crumb=acquaintance.contact.name,
    )


@bp.route("/introductions/new", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def new_introduction() -> ResponseReturnValue:
    """Who led us to whom: ``by``, ``association``, ``firm``, ``to`` in the address are filled in."""
    user = signed_in_user()
    asked = {name: to_id(request.args.get(name)) for name in ("by", "association", "firm", "to")}
    form = IntroductionForm(
        data={
            "introducer_id": asked["by"],
            "association_id": asked["association"],
            "firm_id": asked["firm"],
            "contact_id": asked["to"],
            "introduced_on": clock.today(),
            "to_user_id": user.id,
        }
    )
    _offer_introduction(form, asked["by"] or asked["to"])
    if form.validate_on_submit():
        with form.saving():
            introduction = service.add_introduction(form.written(), by=user)
        if not form.has_failed:
            flash(_("The introduction is recorded."), "success")
            return redirect(_page_of_introduction(introduction))
    return form_page("contacts/introduction.html", form, back=_way_back(asked))


def _offer_introduction(form: IntroductionForm, contact_id: int | None) -> None:
    user = signed_in_user()
    show_contact(form.introducer_id)
    show_association(form.association_id)
    show_firm(form.firm_id)
    show_contact(form.contact_id)
    form.offer(queries.list_staff(), engagement_choices(contact_id, user) if contact_id else [])


def _way_back(asked: dict[str, int | None]) -> str:
    if contact_id := asked["by"] or asked["to"]:
        return page_of_contact(contact_id)
    if asked["association"]:
        return url_for("associations.detail", association_id=asked["association"])
    if asked["firm"]:
        return url_for("firms.detail", firm_id=asked["firm"])
    return url_for("contacts.index")


def _page_of_introduction(introduction: Introduction) -> str:
    """Where it is read: with who introduced."""
    if introduction.introducer_id:
        return page_of_contact(introduction.introducer_id)
    return url_for("associations.detail", association_id=introduction.association_id)


@bp.route("/introductions/<int:introduction_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_CONTACTS)
def archive_introduction(introduction_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    introduction = queries.get_introduction(introduction_id, viewer=user)
    service.check_may_change_introduction(introduction, user)
    return reason_page(
        "contacts/put_away.html",
        lambda reason: service.archive_introduction(introduction, reason=reason, by=user),
        done=_("Put away."),
        back=_page_of_introduction(introduction),
        crumb_url=_page_of_introduction(introduction),
        name=_("Introduction"),
        crumb=_("Introduction"),
    )
