"""The style page: every component alive, outside production only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import BooleanField, RadioField
from wtforms.validators import Email, InputRequired

from crm.web import styleguide_charts as charts
from crm.web import styleguide_samples as samples
from crm.web.fields import AmountField, DateField, FilesField, LookupField, PercentField
from crm.web.filters import FilterForm, active_filters
from crm.web.forms import BaseForm
from crm.web.guards import anyone
from crm.web.paging import Page
from kernel.errors import NotFoundError

bp = Blueprint("styleguide", __name__, url_prefix="/styleguide")

SECTIONS = {
    "foundations": ("Foundations", "palette"),
    "figures": ("Figures", "numbers"),
    "states": ("States and notices", "circle-check"),
    "lists": ("Lists", "table"),
    "forms": ("Forms", "forms"),
    "records": ("Records", "id"),
    "charts": ("Charts", "chart-bar"),
}
"""Name in the address → title and icon."""


class SampleForm(BaseForm):
    """One of each kind of field."""

    name = StringField("项目名称", [InputRequired("请填写项目名称。")])
    firm = LookupField(
        "投资企业", lookup="/styleguide/lookup", validators=[InputRequired("请选择投资企业。")]
    )
    park = SelectField("产业园", choices=[("YY", "岳阳产业园"), ("XT", "湘潭产业园"), ("CZ", "郴州产业园")])
    industry = SelectField("产业", choices=[(word, word) for word in samples.INDUSTRIES])
    amount = AmountField("计划投资额", [InputRequired("请填写金额。")])
    share = PercentField("分割比例", description="两位小数以内，合计为 100。")
    signed_on = DateField("签约日期")
    email = StringField("电子邮箱", [Email("请填写有效的邮箱地址。")])
    origin = RadioField(
        "来源", choices=[("direct", "直接投资"), ("third_place", "经第三地")], default="direct"
    )
    is_confidential = BooleanField("内容保密", description="只有本园区和省级统筹岗可见。")
    summary = TextAreaField("对接内容")
    evidence = FilesField("佐证材料")


class SampleFilter(FilterForm):
    q = StringField("名称或编号")
    park = SelectField("产业园", choices=[("", "全部"), *samples.PARKS])
    stage = SelectField("阶段", choices=[("", "全部"), *samples.STAGES])
    since = DateField("最近对接晚于")


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    return _page("foundations")


@bp.get("/<name>")
@anyone
def section(name: str) -> ResponseReturnValue:
    if name not in SECTIONS:
        raise NotFoundError("There is no such section.")
    return _page(name)


@bp.get("/lookup")
@anyone
def lookup() -> ResponseReturnValue:
    typed = request.args.get("q", "")
    items = [item for item in samples.LOOKUP if typed in item["text"] or typed in item["note"]]
    return jsonify({"items": items})


@bp.get("/job")
@anyone
def job() -> ResponseReturnValue:
    """Work that gets on with every question."""
    step = request.args.get("step", 0, int) + 1
    return render_template("styleguide/_job.html", step=step)


@bp.get("/layout/<name>")
@anyone
def layout(name: str) -> ResponseReturnValue:
    """The other layouts: cockpit, plain, refusal."""
    if name not in ("cockpit", "plain", "refusal"):
        raise NotFoundError("There is no such layout.")
    if name == "refusal":
        words = {"status": 403, "message": "您的角色不包含此项权限。需要时请联系系统管理员。"}
        return render_template("errors/error.html", **words, **_shell(""))
    form = SampleForm(formdata=None)
    return render_template(f"styleguide/{name}.html", form=form, samples=samples, charts=charts, **_shell(""))


def _page(name: str) -> ResponseReturnValue:
    title, _icon = SECTIONS[name]
    return render_template(
        f"styleguide/{name}.html",
        section_title=title,
        samples=samples,
        charts=charts,
        form=_form(),
        filters=(filters := SampleFilter.from_address()),
        chips=active_filters(filters),
        page=_sample_page(),
        **_shell(name),
    )


def _form() -> SampleForm:
    """Empty, or as it comes back after a refusal with ``?refused=1``."""
    if "refused" not in request.args:
        return SampleForm(formdata=None)
    form = SampleForm(formdata=samples.REFUSED_INPUT, meta={"csrf": False})
    form.validate()
    return form


def _sample_page() -> Page:
    here = request.path
    return Page(
        rows=samples.FIRMS,
        total=3412,
        next_url=f"{here}?after=1",
        previous_url=None,
        sort="rank",
        is_descending=False,
    )


def _shell(current: str) -> dict[str, Any]:
    """What the shell shows: a made-up person and the whole way through the house."""
    sections = [
        {"label": title, "url": url_for(".section", name=key), "icon": icon, "active": key == current}
        for key, (title, icon) in SECTIONS.items()
    ]
    layouts = [
        {"label": name.title(), "url": url_for(".layout", name=name), "icon": icon}
        for name, icon in (("cockpit", "dashboard"), ("plain", "layout"), ("refusal", "lock"))
    ]
    navigation = [
        {"label": "Style page", "items": sections},
        {"label": "Layouts", "items": layouts},
        *samples.navigation(),
    ]
    return {
        "navigation": navigation,
        "current_user": samples.PERSON,
        "classified_notice": "本系统不得录入涉密信息",
        "takes_as_of": True,
    }
