"""The pool: whom the zone has to do with, their page, and what staff write of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import may_read_talent
from crm.projects import queries as projects
from crm.talent import exports, shown
from crm.talent.forms.people import MORE_FILTERS, ConsentForm, TalentFilterForm, TalentForm
from crm.talent.queries import benefits, needs, people
from crm.talent.queries.people import TalentFilters
from crm.talent.service import consents, talents
from crm.talent.views.blueprint import bp
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.downloads import send_export
from crm.web.fields import plain_text
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotAllowedError
from models import Talent, TalentConsent, User
from models.enums import TalentPurpose

SORTS = {"ref": Sort(Talent.ref), "added": Sort(Talent.id, descending=True)}


@bp.get("")
@may(Permission.VIEW_TALENTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = TalentFilterForm.from_address(choices=projects.list_choices(viewer=user))
    query = people.talents_query(filters_of(form), viewer=user)
    page = page_of(query, sorts=SORTS, default="added", id_column=Talent.id)
    return render_template(
        "talent/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        name_of=lambda talent: shown.name_of(talent, user),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through; names, mail and phone masked for who may not read them."""
    user = signed_in_user()
    form = TalentFilterForm.from_address(choices=projects.list_choices(viewer=user))
    rows = people.iterate_talents(filters_of(form), viewer=user)
    name = f"talents-{clock.today().isoformat()}.csv"
    lines = (exports.talent_row(each, user) for each in rows)
    return send_export(exports.TALENT_HEAD, lines, name, entity="talents")


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = TalentForm(data={"park_id": user.park_id, "owner_id": user.id})
    form.offer(projects.list_choices(viewer=user), people.list_employers(viewer=user))
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            talent = talents.add_talent(written, by=user)
        if not form.has_failed:
            flash(_("Written down. Into the pool it comes with a consent."), "success")
            return redirect(url_for(".detail", talent_id=talent.id))
    return form_page("talent/talent_form.html", form, talent=None)


@bp.get("/<int:talent_id>")
@may(Permission.VIEW_TALENTS)
def detail(talent_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    talent = people.get_talent(talent_id, viewer=user)
    is_clear = may_read_talent(user, talent)
    return render_template(
        "talent/detail.html",
        talent=talent,
        is_clear=is_clear,
        name=shown.name_of(talent, user),
        shown=shown,
        viewer=user,
        consents=_current(talent.consents) if is_clear else [],
        applications=people.list_applications_of(talent.id, viewer=user),
        awards=benefits.list_awards_of_talent(talent.id, viewer=user),
        fits=needs.best_needs(talent, viewer=user, today=clock.today()),
        may_edit=is_granted(user, Permission.EDIT_TALENTS) and is_own_park(user, talent.park_id),
        may_pool=consents.holds(talent.id, TalentPurpose.POOL),
    )


@bp.route("/<int:talent_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def edit(talent_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    talent = _own(talent_id, user)
    form = TalentForm(obj=talent)
    form.offer(projects.list_choices(viewer=user), people.list_employers(viewer=user))
    if form.validate_on_submit():
        keep_theirs(form, talent)
        written = form.written()
        with form.saving():
            talents.edit_talent(talent, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", talent_id=talent_id))
    conflict = conflict_rows(form, lambda: people.get_talent(talent_id, viewer=user))
    return form_page("talent/talent_form.html", form, talent=talent, conflict=conflict)


@bp.post("/<int:talent_id>/pool")
@may(Permission.EDIT_TALENTS)
def pool(talent_id: int) -> ResponseReturnValue:
    """Into the pool, or out of it."""
    user = signed_in_user()
    talent = _own(talent_id, user)
    with transaction():
        talents.set_in_pool(talent, is_in_pool=not talent.is_in_pool, by=user)
    flash(_("In the pool.") if talent.is_in_pool else _("No longer in the pool."), "success")
    return redirect(url_for(".detail", talent_id=talent_id))


@bp.route("/<int:talent_id>/consent", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def consent(talent_id: int) -> ResponseReturnValue:
    """Write down what the person agreed to on paper, or took back."""
    user = signed_in_user()
    talent = _own(talent_id, user)
    form = ConsentForm(data={"purpose": TalentPurpose.POOL})
    back = url_for(".detail", talent_id=talent_id)
    if form.validate_on_submit():
        with form.saving():
            _consent(talent, form, user)
        if not form.has_failed:
            flash(_("Written down."), "success")
            return redirect(back)
    return form_page(
        "talent/form.html",
        form,
        title=_("Write a consent down"),
        note=_("What the person agreed to in which words, on paper or by word of mouth. It stays readable."),
        submit=_("Write it down"),
        back=back,
        keep=f"talent-consent-{talent_id}",
        crumbs=_crumbs(talent),
    )


@bp.route("/<int:talent_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_TALENTS)
def archive(talent_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    talent = _own(talent_id, user)
    return reason_page(
        "talent/archive.html",
        lambda reason: talents.archive_talent(talent, reason=reason, by=user),
        done=_("Put away."),
        back=url_for(".detail", talent_id=talent_id),
        heading=_("Put the talent away"),
        crumbs=_crumbs(talent),
    )


@bp.post("/<int:talent_id>/restore")
@may(Permission.EDIT_TALENTS)
def restore(talent_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    talent = _own(talent_id, user)
    with transaction():
        talents.restore_talent(talent, by=user)
    flash(_("The talent is back."), "success")
    return redirect(url_for(".detail", talent_id=talent_id))


def filters_of(form: TalentFilterForm) -> TalentFilters:
    read = form.readable()
    return TalentFilters(
        query=read["q"] or "",
        skill=read["skill"] or "",
        kind=read["kind"],
        level=read["level"],
        education=read["education"],
        industry_id=read["industry"],
        park_id=read["park"],
        is_everyone=bool(read["everyone"]),
        is_archived=bool(read["archived"]),
    )


def _own(talent_id: int, user: User) -> Talent:
    talent = people.get_talent(talent_id, viewer=user)
    if not is_own_park(user, talent.park_id):
        raise NotAllowedError(_("This belongs to another park."))
    return talent


def _consent(talent: Talent, form: ConsentForm, user: User) -> None:
    purpose, note = form.purpose.data, plain_text(form.note.data) or ""
    if form.is_withdrawal.data:
        consents.withdraw_consent(talent, purpose, by=user, note=note)
        return
    consents.give_consent(
        talent,
        purpose,
        text=plain_text(form.text.data) or "",
        text_version=plain_text(form.text_version.data) or "",
        by=user,
        note=note,
    )


def _current(rows: list[TalentConsent]) -> list[TalentConsent]:
    """Of each purpose what was said last."""
    return list({row.purpose: row for row in rows}.values())


def _crumbs(talent: Talent) -> list[dict[str, str]]:
    return [
        {"label": _("Talent pool"), "url": url_for(".index")},
        {"label": talent.ref, "url": url_for(".detail", talent_id=talent.id)},
    ]
