"""What was paid and given, and the sums by year and park against their budgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.projects import queries as projects
from crm.talent import exports, shown
from crm.talent.forms.benefits import BudgetForm, DeliveryForm, PaymentFilterForm, PaymentForm
from crm.talent.queries import benefits as queries
from crm.talent.queries.benefits import PaymentFilters, YearOfPark
from crm.talent.service import benefits as service
from crm.talent.views.blueprint import LENS, bp
from crm.web.choices import records, to_id
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import BaseForm, form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.figures import Figure, RowFilter, Unit, rate_percent
from models import BenefitAward, BenefitPayment, User

SORTS = {"paid": Sort(BenefitPayment.paid_on, descending=True), "ref": Sort(BenefitPayment.ref)}


@bp.get("/payments")
@may(Permission.VIEW_TALENTS)
def payments() -> ResponseReturnValue:
    user = signed_in_user()
    form = _filter_form(user)
    query = queries.payments_query(_filters(form), viewer=user)
    page = page_of(query, sorts=SORTS, default="paid", id_column=BenefitPayment.id)
    return render_template(
        "talent/payments.html",
        page=page,
        form=form,
        chips=active_filters(form),
        name_of=lambda talent: shown.name_of(talent, user),
    )


@bp.get("/payments/export.csv")
@may(Permission.EXPORT)
def export_payments() -> ResponseReturnValue:
    user = signed_in_user()
    rows = queries.iterate_payments(_filters(_filter_form(user)), viewer=user)
    lines = (exports.payment_row(each, user) for each in rows)
    name = f"talent-payments-{clock.today().isoformat()}.csv"
    return send_export(exports.PAYMENT_HEAD, lines, name, entity="benefit_payments")


@bp.get("/budgets")
@may(Permission.VIEW_TALENTS)
def budgets() -> ResponseReturnValue:
    """Of a year: set aside, paid, left, by park and in all."""
    user = signed_in_user()
    years = queries.list_years(viewer=user)
    year = to_id(request.args.get("year")) or clock.today().year
    rows = queries.list_years_of_parks(year, viewer=user)
    return render_template(
        "talent/budgets.html",
        year=year,
        years=sorted({*years, clock.today().year}, reverse=True),
        lines=[_line(row, year) for row in rows],
        total=_total(rows, year),
        history=[each for each in queries.list_budget_rows(year) if user.park_id in (None, each.park_id)],
    )


@bp.route("/budgets/new", methods=["GET", "POST"])
@may(Permission.EDIT_TALENT_RULES)
def set_budget() -> ResponseReturnValue:
    user = signed_in_user()
    form = BudgetForm(data={"year": clock.today().year, "park_id": to_id(request.args.get("park"))})
    form.park_id.choices = records(projects.list_choices(viewer=user).parks, "—")
    if form.validate_on_submit():
        read = form.data.get
        with form.saving():
            service.set_budget(
                read("year"), read("park_id"), read("amount_minor"), note=read("note") or "", by=user
            )
        if not form.has_failed:
            flash(_("Set. What was set before stays readable."), "success")
            return redirect(url_for(".budgets", year=form.year.data))
    return form_page(
        "talent/form.html",
        form,
        title=_("Set a budget"),
        note=_("What is set aside for a year and a park. The last one set holds."),
        submit=_("Set it"),
        back=url_for(".budgets"),
        keep="talent-budget",
        crumbs=[{"label": _("Benefits against budgets"), "url": url_for(".budgets")}],
    )


@bp.route("/awards/<int:award_id>/pay", methods=["GET", "POST"])
@may(Permission.RECORD_BENEFITS)
def pay(award_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    award = _own(award_id, user)
    form = PaymentForm(data={"paid_on": clock.today(), "amount_minor": award.amount_minor})
    return _award_page(
        award,
        form,
        lambda: service.record_payment(award, form.written(), by=user),
        title=_("Record a payment"),
        note=_("What was paid, with the number of the payer's paper. A mistake is reversed, never changed."),
        done=_("Recorded."),
    )


@bp.route("/awards/<int:award_id>/deliver", methods=["GET", "POST"])
@may(Permission.RECORD_BENEFITS)
def deliver(award_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    award = _own(award_id, user)
    form = DeliveryForm(data={"from_on": clock.today()})
    return _award_page(
        award,
        form,
        lambda: service.record_delivery(award, form.written(), by=user),
        title=_("Record what was given"),
        note=_("The school place, the flat: what the talent really got, and from when to when."),
        done=_("Recorded."),
    )


@bp.route("/payments/<int:payment_id>/reverse", methods=["GET", "POST"])
@may(Permission.RECORD_BENEFITS)
def reverse(payment_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    payment = queries.get_payment(payment_id, viewer=user)
    check_own_park(payment.park_id, user)
    back = url_for(".application", application_id=payment.award.application_id)
    return reason_page(
        "talent/archive.html",
        lambda reason: service.reverse_payment(payment, reason=reason, by=user),
        done=_("Reversed by a row of its own."),
        back=back,
        heading=_("Reverse the payment %(ref)s", ref=payment.ref),
        submit=_("Reverse it"),
        crumbs=[{"label": _("Payments to talents"), "url": url_for(".payments")}],
    )


def _award_page(
    award: BenefitAward, form: BaseForm, act: Callable[[], object], *, title: str, note: str, done: str
) -> ResponseReturnValue:
    application, kind = award.application, award.kind
    back = url_for(".application", application_id=application.id)
    crumbs = [
        {"label": _("Talent applications"), "url": url_for(".applications")},
        {"label": application.ref, "url": back},
    ]
    key = f"talent-award-{award.id}-{form.__class__.__name__}"
    if form.validate_on_submit():
        with form.saving():
            act()
        if not form.has_failed:
            flash(done, "success")
            return redirect(back)
    return form_page(
        "talent/form.html",
        form,
        title=f"{title} · {label(kind)}",
        note=note,
        submit=title,
        back=back,
        keep=key,
        crumbs=crumbs,
    )


def _own(award_id: int, user: User) -> BenefitAward:
    award = queries.get_award(award_id, viewer=user)
    check_own_park(award.park_id, user)
    return award


def _filter_form(user: User) -> PaymentFilterForm:
    return PaymentFilterForm.from_address(
        choices=projects.list_choices(viewer=user), years=queries.list_years(viewer=user)
    )


def _filters(form: PaymentFilterForm) -> PaymentFilters:
    read = form.readable()
    return PaymentFilters(year=read["year"], park_id=read["park"], kind=read["kind"])


def _line(row: YearOfPark, year: int) -> dict[str, object]:
    arguments = {"year": str(year), "park": str(row.park.id)}
    return {
        "park": row.park,
        "budget": _figure(row.budget_minor, None),
        "paid": _figure(row.paid_minor, RowFilter("talent.payments", arguments), row.rows),
        "left": _figure(None if row.budget_minor is None else row.budget_minor - row.paid_minor, None),
        "share": None if not row.budget_minor else rate_percent(row.paid_minor, row.budget_minor),
    }


def _total(rows: Sequence[YearOfPark], year: int) -> dict[str, object]:
    budget = sum(row.budget_minor or 0 for row in rows)
    paid = sum(row.paid_minor for row in rows)
    arguments = {"year": str(year)}
    return {
        "budget": _figure(budget, None),
        "paid": _figure(paid, RowFilter("talent.payments", arguments), sum(row.rows for row in rows)),
        "left": _figure(budget - paid, None),
        "share": rate_percent(paid, budget),
    }


def _figure(minor: int | None, rows: RowFilter | None, count: int | None = None) -> Figure:
    return Figure(
        value=minor,
        unit=Unit.CNY,
        lens=LENS,
        as_of=clock.today(),
        known_at=clock.now(),
        rows=rows,
        row_count=count,
    )
