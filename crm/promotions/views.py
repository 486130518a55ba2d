"""Pages of events: list, event, invitations, answers, attendance."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park, is_own_park
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.promotions import queries, service
from crm.promotions.forms import InviteForm, PromotionFilterForm, PromotionForm
from crm.promotions.queries import Counts, PromotionFilters
from crm.web.choices import one_of
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Promotion, PromotionInvitation
from models.enums import InvitationReply, PromotionKind

bp = Blueprint("promotions", __name__, url_prefix="/promotions")

SORTS = {"held": Sort(Promotion.held_on, descending=True)}
INVITED = {"invited": Sort(PromotionInvitation.id)}
HEAD = ("name", "firm", "invited_on", "reply", "has_attended", "note")


@bp.get("")
@may(Permission.VIEW_DELEGATIONS)
def index() -> ResponseReturnValue:
    form = PromotionFilterForm.from_address(parks=list_parks())
    read = form.readable()
    filters = PromotionFilters(read["q"] or "", read["kind"], read["park"], bool(read["archived"]))
    page = page_of(
        queries.promotions_query(filters, viewer=signed_in_user()),
        sorts=SORTS,
        default="held",
        id_column=Promotion.id,
    )
    counts = queries.count_invitations([row.id for row in page.rows])
    return render_template(
        "promotions/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        counts=counts,
        none_invited=Counts(),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = PromotionForm(data={"kind": PromotionKind.PROMOTION, "park_id": own_park_id(user)})
    form.offer(list_parks(), own_park_id(user))
    if form.validate_on_submit():
        with form.saving():
            row = service.plan_promotion(form.written(), by=user)
        if not form.has_failed:
            flash(_("Planned. Now invite."), "success")
            return redirect(url_for(".detail", promotion_id=row.id))
    return form_page("promotions/form.html", form, promotion=None)


@bp.get("/<int:promotion_id>")
@may(Permission.VIEW_DELEGATIONS)
def detail(promotion_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = queries.get_promotion(promotion_id, viewer=user)
    page = page_of(
        queries.invitations_query(row), sorts=INVITED, default="invited", id_column=PromotionInvitation.id
    )
    may_change = is_granted(user, Permission.EDIT_DELEGATIONS) and is_own_park(user, row.park_id)
    return render_template(
        "promotions/detail.html",
        promotion=row,
        page=page,
        counts=queries.count_invitations([row.id]).get(row.id, Counts()),
        may_restore=may_change,
        may_edit=may_change and not row.is_archived,
        replies=list(InvitationReply),
        is_held=row.held_on <= clock.today(),
    )


@bp.get("/<int:promotion_id>/export.csv")
@may(Permission.EXPORT)
def export(promotion_id: int) -> ResponseReturnValue:
    row = queries.get_promotion(promotion_id, viewer=signed_in_user())
    rows = (
        (
            each.name,
            each.firm.name if each.firm else "",
            each.invited_on.isoformat(),
            label(each.reply),
            int(each.has_attended),
            each.note or "",
        )
        for each in queries.iterate_invitations(row)
    )
    name = f"invitations-{row.ref}.csv"
    return send_export(HEAD, rows, name, entity="promotions", entity_id=str(row.id))


@bp.route("/<int:promotion_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit(promotion_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _asked(promotion_id)
    shown = {name: getattr(row, name) for name in service.PromotionFields.__slots__}
    form = PromotionForm(obj=SimpleNamespace(**shown, lock_version=row.lock_version))
    form.offer(list_parks(), own_park_id(user))
    if form.validate_on_submit():
        with form.saving():
            service.edit_promotion(row, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", promotion_id=promotion_id))
    return form_page("promotions/form.html", form, promotion=row)


@bp.route("/<int:promotion_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def archive(promotion_id: int) -> ResponseReturnValue:
    user, row = signed_in_user(), _asked(promotion_id)
    return reason_page(
        "promotions/reason.html",
        lambda reason: service.archive_promotion(row, reason=reason, by=user),
        done=_("The event is put away."),
        back=url_for(".detail", promotion_id=promotion_id),
        promotion=row,
        name=row.name,
    )


@bp.post("/<int:promotion_id>/restore")
@may(Permission.EDIT_DELEGATIONS)
def restore(promotion_id: int) -> ResponseReturnValue:
    with transaction():
        service.restore_promotion(_asked(promotion_id), by=signed_in_user())
    flash(_("The event is back."), "success")
    return redirect(url_for(".detail", promotion_id=promotion_id))


@bp.route("/<int:promotion_id>/invite", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def invite(promotion_id: int) -> ResponseReturnValue:
    """Many at once: firms and contacts by looking them up, others by their names."""
    user, row, form = signed_in_user(), _asked(promotion_id), InviteForm()
    form.firm_ids.lookup = endpoint_url("firms.lookup") or ""
    form.contact_ids.lookup = endpoint_url("engagements.people") or ""
    firms = queries.list_firms(form.firm_ids.ids)
    form.firm_ids.choices = [(str(firm.id), firm.name) for firm in firms]
    contacts = queries.list_contacts(form.contact_ids.ids, viewer=user)
    form.contact_ids.choices = [(str(each.id), each.name) for each in contacts]
    if form.validate_on_submit():
        number = 0
        with form.saving():
            number = service.invite(
                row,
                firm_ids=form.firm_ids.ids,
                contact_ids=form.contact_ids.ids,
                names=form.named,
                by=user,
            )
        if not form.has_failed:
            flash(ngettext("%(num)s invitation.", "%(num)s invitations.", number), "success")
            return redirect(url_for(".detail", promotion_id=promotion_id))
    return form_page("promotions/invite.html", form, promotion=row)


@bp.post("/invitations/<int:invitation_id>/reply")
@may(Permission.EDIT_DELEGATIONS)
def reply(invitation_id: int) -> ResponseReturnValue:
    invitation = _asked_invitation(invitation_id)
    answer = one_of(InvitationReply)(request.form.get("reply")) or InvitationReply.OPEN
    with transaction():
        service.note_reply(invitation, answer, by=signed_in_user())
    return _back(invitation)


@bp.post("/invitations/<int:invitation_id>/attendance")
@may(Permission.EDIT_DELEGATIONS)
def attendance(invitation_id: int) -> ResponseReturnValue:
    """Ticked at the door, on a telephone."""
    invitation = _asked_invitation(invitation_id)
    has_attended = request.form.get("has_attended") == "1"
    with transaction():
        service.note_attendance(invitation, has_attended=has_attended, by=signed_in_user())
    return _back(invitation)


@bp.route("/invitations/<int:invitation_id>/withdraw", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    invitation, user = _asked_invitation(invitation_id), signed_in_user()
    return reason_page(
        "promotions/reason.html",
        lambda reason: service.withdraw(invitation, reason=reason, by=user),
        done=_("The invitation is withdrawn."),
        back=url_for(".detail", promotion_id=invitation.promotion_id),
        promotion=invitation.promotion,
        name=invitation.name,
    )


def _asked(promotion_id: int) -> Promotion:
    """One that this person may change."""
    user = signed_in_user()
    row = queries.get_promotion(promotion_id, viewer=user)
    check_own_park(row.park_id, user)
    return row


def _asked_invitation(invitation_id: int) -> PromotionInvitation:
    user = signed_in_user()
    row = queries.get_invitation(invitation_id, viewer=user)
    check_own_park(row.promotion.park_id, user)
    return row


def _back(invitation: PromotionInvitation) -> ResponseReturnValue:
    """To where it was ticked: the page of the list that the form came from."""
    after = request.form.get("after") or None
    address = url_for(".detail", promotion_id=invitation.promotion_id, after=after)
    return redirect(f"{address}#invitation-{invitation.id}")
