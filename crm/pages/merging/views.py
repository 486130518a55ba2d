"""Choosing two records, seeing what a merge does, doing it, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.merging import MergeRule, Side, count_shares
from crm.core.permissions import Permission, is_office
from crm.pages.merging import queries
from crm.pages.merging.forms import ChooseForm, MergeFilterForm, MergeForm
from crm.pages.merging.kinds import FIELD_NAMES, KINDS, changes_of, lines_of, page_of
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort
from crm.web.paging import page_of as list_page
from kernel.errors import ConflictError, NotFoundError
from models import Contact, Firm, Merge
from models.enums import MergeKind

bp = Blueprint("merging", __name__, url_prefix="/merging")

SORTS = {"when": Sort(Merge.merged_at, descending=True)}


@bp.get("")
@may(Permission.MERGE_RECORDS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = MergeFilterForm.from_address()
    read = form.readable()
    page = list_page(
        queries.merges_query(read["kind"], is_undone=bool(read["undone"]), viewer=user),
        sorts=SORTS,
        default="when",
        id_column=Merge.id,
    )
    return render_template(
        "merging/index.html", page=page, form=form, chips=active_filters(form), page_of=page_of
    )


@bp.get("/alike")
@may(Permission.MERGE_RECORDS)
def alike() -> ResponseReturnValue:
    """Records that bear one name: a help, nothing more."""
    user = signed_in_user()
    return render_template(
        "merging/alike.html",
        firms=queries.list_alike_firms() if is_office(user) else [],
        contacts=queries.list_alike_contacts(user),
        limit=queries.DUPLICATES_LIMIT,
        is_office=is_office(user),
    )


@bp.route("/<kind>/<int:record_id>", methods=["GET", "POST"])
@may(Permission.MERGE_RECORDS)
def choose(kind: str, record_id: int) -> ResponseReturnValue:
    """Which record is one with this."""
    user = signed_in_user()
    merging = KINDS[_kind(kind)]
    record = merging.get(record_id, viewer=user)
    merging.check(record, record, user)
    form = ChooseForm()
    form.other.lookup = endpoint_url(merging.lookup) or ""
    if form.validate_on_submit():
        other = merging.get(form.other.data, viewer=user)
        set_choice(form.other, other.id, other.name)
        return redirect(url_for(".preview", kind=kind, record_id=record.id, other_id=other.id))
    return form_page("merging/choose.html", form, record=record, kind=kind, back=page_of(record))


@bp.route("/<kind>/<int:record_id>/with/<int:other_id>", methods=["GET", "POST"])
@may(Permission.MERGE_RECORDS)
def preview(kind: str, record_id: int, other_id: int) -> ResponseReturnValue:
    """Both side by side, what moves, and the button: ``record_id`` is kept."""
    user = signed_in_user()
    merging = KINDS[_kind(kind)]
    into, other = (merging.get(each, viewer=user) for each in (record_id, other_id))
    merging.check(into, other, user)
    choices = _choices()
    form = MergeForm(data={"into_version": into.lock_version, "other_version": other.lock_version})
    if form.validate_on_submit():
        seen = merging.seen(form.into_version.data, form.other_version.data)
        with form.saving():
            merge = merging.merge(
                into, other, choices=choices, reason=form.reason.data or "", by=user, seen=seen
            )
        if not form.has_failed:
            flash(_("The two are one now."), "success")
            return redirect(url_for(".detail", merge_id=merge.id))
        if isinstance(form.refused_with, ConflictError):
            _look_again(form, into, other)
    return form_page(
        "merging/preview.html",
        form,
        kind=kind,
        into=into,
        other=other,
        lines=lines_of(merging.compare(into, other), choices),
        shares=count_shares(_kind(kind), other.id, is_office=is_office(user)),
        rule_words=_rule_words(),
        back=page_of(into),
    )


def _look_again(form: MergeForm, into: Firm | Contact, other: Firm | Contact) -> None:
    """From now on the person has seen both as they are."""
    for field, record in ((form.into_version, into), (form.other_version, other)):
        field.data, field.raw_data = record.lock_version, None


def _choices() -> dict[str, Side]:
    """What was ticked: ``take_<field>`` is a side."""
    found = {name: request.form.get(f"take_{name}") for name in FIELD_NAMES}
    return {name: Side(value) for name, value in found.items() if value in set(Side)}


def _rule_words() -> Mapping[MergeRule, str]:
    return {
        MergeRule.LISTED: _("stand in the lists of the kept record"),
        MergeRule.GROUPED: _("count for the group of the kept record"),
        MergeRule.HISTORY: _("stay where they are recorded"),
    }


@bp.get("/<int:merge_id>")
@may(Permission.MERGE_RECORDS)
def detail(merge_id: int) -> ResponseReturnValue:
    merge = queries.get_merge(merge_id, viewer=signed_in_user())
    return render_template(
        "merging/detail.html", merge=merge, changed=changes_of(merge), **_sides(merge), page_of=page_of
    )


@bp.route("/<int:merge_id>/undo", methods=["GET", "POST"])
@may(Permission.MERGE_RECORDS)
def undo(merge_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    merge = queries.get_merge(merge_id, viewer=user)
    sides = _sides(merge)
    KINDS[merge.kind].check(sides["into"], sides["other"], user)
    here = url_for(".detail", merge_id=merge_id)

    def act(reason: str) -> None:
        left = KINDS[merge.kind].undo(merge, reason=reason, by=user)
        if left:
            names = _(", ").join(str(FIELD_NAMES[name]) for name in left)
            flash(_("Changed since the merge, so left as they are: %(names)s.", names=names), "info")

    return reason_page(
        "merging/undo.html", act, done=_("The two are two again."), back=here, merge=merge, here=here, **sides
    )


def _sides(merge: Merge) -> dict[str, Firm | Contact | None]:
    if merge.kind is MergeKind.FIRM:
        return {"into": merge.into_firm, "other": merge.from_firm}
    return {"into": merge.into_contact, "other": merge.from_contact}


def _kind(word: str) -> MergeKind:
    """Raises NotFoundError."""
    if word not in set(MergeKind):
        raise NotFoundError(_("There is no such page."))
    return MergeKind(word)
