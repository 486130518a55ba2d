"""Editions of the rule table: read, compared, drafted, put in force by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.core.transactions import transaction
from crm.talent.forms.benefits import BenefitClauseForm, LevelClauseForm, VersionForm
from crm.talent.labels import FIELD_NAMES
from crm.talent.queries import rules as queries
from crm.talent.rules import versions
from crm.talent.rules.levels import FIELDS, SCALES
from crm.talent.rules.writing import write_conditions
from crm.talent.service import rules as service
from crm.talent.shown import condition_lines
from crm.talent.views.blueprint import bp
from crm.web.choices import to_id
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label
from kernel import clock
from kernel.errors import RuleError
from kernel.money import format_minor
from models import BenefitRule, LevelRule, TalentRuleVersion
from models.enums import RuleState, TalentDocumentKind


@bp.get("/rules")
@may(Permission.VIEW_TALENTS)
def rule_versions() -> ResponseReturnValue:
    rows = queries.list_versions()
    current = queries.find_in_force(clock.today())
    return render_template("talent/rules.html", rows=rows, current_id=current.id if current else None)


@bp.get("/rules/<int:version_id>")
@may(Permission.VIEW_TALENTS)
def rule_version(version_id: int) -> ResponseReturnValue:
    """Its clauses, and what changed against the edition before."""
    user = signed_in_user()
    version = queries.get_version(version_id)
    before = queries.find_before(version)
    is_draft = version.state is RuleState.DRAFT
    may_edit = is_draft and is_granted(user, Permission.EDIT_TALENT_RULES)
    return render_template(
        "talent/rule.html",
        version=version,
        before=before,
        changes=versions.differences(_clauses(before), _clauses(version)) if before else [],
        may_edit=may_edit,
        may_confirm=may_edit and version.drafted_by_id != user.id,
        condition_lines=condition_lines,
    )


@bp.route("/rules/new", methods=["GET", "POST"])
@may(Permission.EDIT_TALENT_RULES)
def new_rules() -> ResponseReturnValue:
    """``copy`` in the address names the edition whose clauses it begins with."""
    user = signed_in_user()
    copy_id = to_id(request.args.get("copy"))
    copied = queries.get_version(copy_id) if copy_id is not None else None
    form = VersionForm(
        data={
            "title": copied.title if copied else None,
            "is_example": copied.is_example if copied else False,
            "source": copied.source if copied else None,
        }
    )
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            version = service.draft_version(written, copied=copied, by=user)
        if not form.has_failed:
            flash(_("Drafted. A second person puts it in force."), "success")
            return redirect(url_for(".rule_version", version_id=version.id))
    return _form(form, _("Draft an edition"), url_for(".rule_versions"), "talent-rules-new")


@bp.route("/rules/<int:version_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_TALENT_RULES)
def edit_rules(version_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    version = queries.get_version(version_id)
    form = VersionForm(obj=version)
    back = url_for(".rule_version", version_id=version_id)
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            service.edit_version(version, written, by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form(form, _("Edit the edition"), back, f"talent-rules-{version_id}")


@bp.route("/rules/<int:version_id>/levels", methods=["GET", "POST"])
@may(Permission.EDIT_TALENT_RULES)
def level_clause(version_id: int) -> ResponseReturnValue:
    """``clause`` in the address names the one to change; without it a new one is written."""
    user = signed_in_user()
    version = queries.get_version(version_id)
    rule_id = to_id(request.args.get("clause"))
    rule = queries.get_level_rule(version, rule_id) if rule_id else None
    form = LevelClauseForm(obj=_written_level(rule) if rule else None)
    back = url_for(".rule_version", version_id=version_id)
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            service.save_level_rule(version, rule, written, by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form(
        form,
        _("Clause on a level"),
        back,
        f"talent-level-{version_id}-{rule_id}",
        template="talent/clause.html",
        fields_known=[(name, FIELD_NAMES[name], _values(name)) for name in FIELDS],
        papers=[(kind.value, label(kind)) for kind in TalentDocumentKind],
    )


@bp.route("/rules/<int:version_id>/benefits", methods=["GET", "POST"])
@may(Permission.EDIT_TALENT_RULES)
def benefit_clause(version_id: int) -> ResponseReturnValue:
    """``clause`` in the address names the one to change; without it a new one is written."""
    user = signed_in_user()
    version = queries.get_version(version_id)
    rule_id = to_id(request.args.get("clause"))
    rule = queries.get_benefit_rule(version, rule_id) if rule_id else None
    form = BenefitClauseForm(obj=rule)
    back = url_for(".rule_version", version_id=version_id)
    if form.validate_on_submit():
        written = form.written()
        with form.saving():
            service.save_benefit_rule(version, rule, written, by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form(form, _("Clause on a benefit"), back, f"talent-benefit-{version_id}-{rule_id}")


@bp.post("/rules/<int:version_id>/retire")
@may(Permission.EDIT_TALENT_RULES)
def retire_clause(version_id: int) -> ResponseReturnValue:
    """Take the clause that ``level`` or ``benefit`` names out of the draft, or put it back."""
    user = signed_in_user()
    version = queries.get_version(version_id)
    level_id, benefit_id = to_id(request.form.get("level")), to_id(request.form.get("benefit"))
    rule: LevelRule | BenefitRule
    if level_id is not None:
        rule = queries.get_level_rule(version, level_id)
    elif benefit_id is not None:
        rule = queries.get_benefit_rule(version, benefit_id)
    else:
        raise RuleError(_("There is no such clause."))
    with transaction():
        service.retire_clause(rule, by=user)
    flash(_("Saved."), "success")
    return redirect(url_for(".rule_version", version_id=version_id))


@bp.post("/rules/<int:version_id>/put-in-force")
@may(Permission.EDIT_TALENT_RULES)
def put_in_force(version_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    version = queries.get_version(version_id)
    seen = to_id(request.form.get("lock_version"))
    with transaction():
        service.put_in_force(version, by=user, lock_version=seen)
    flash(_("It is in force from its day on."), "success")
    return redirect(url_for(".rule_version", version_id=version_id))


def _form(form: Any, title: str, back: str, keep: str, **context: Any) -> ResponseReturnValue:
    return form_page(
        context.pop("template", "talent/form.html"),
        form,
        title=title,
        note=_("Nothing of an edition changes once it is in force."),
        submit=_("Save"),
        back=back,
        keep=keep,
        crumbs=[{"label": _("Rules on levels and benefits"), "url": url_for(".rule_versions")}],
        **context,
    )


def _written_level(rule: LevelRule) -> SimpleNamespace:
    """The clause as its form shows it."""
    return SimpleNamespace(
        number=rule.number,
        level=rule.level,
        audience=rule.audience,
        conditions=write_conditions(rule.conditions),
        text_hans=rule.text_hans,
        text_hant=rule.text_hant,
        text_en=rule.text_en,
    )


def _values(name: str) -> str:
    scale = SCALES.get(name)
    if scale is None:
        return str(_("a whole number; in cents")) if name == "monthly_pay" else str(_("a whole number"))
    return " · ".join(f"{member.value} {label(member)}" for member in scale)


def _clauses(version: TalentRuleVersion) -> list[dict[str, Any]]:
    """As text, so that what changed is shown as it is read."""
    rules: Sequence[LevelRule | BenefitRule] = [*version.levels, *version.benefits]
    return [_as_text(rule) for rule in rules if not rule.is_retired]


def _as_text(rule: LevelRule | BenefitRule) -> dict[str, Any]:
    common = {
        "number": rule.number,
        "level": label(rule.level),
        "audience": label(rule.audience) or str(_("Everybody")),
        "text": rule.text_hans,
    }
    if isinstance(rule, LevelRule):
        return common | {"content": " · ".join(condition_lines(rule.conditions))}
    amount = format_minor(rule.amount_minor) if rule.amount_minor is not None else "—"
    return common | {"content": f"{label(rule.kind)} {amount} × {rule.months or 1}"}
