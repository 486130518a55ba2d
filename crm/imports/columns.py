"""The columns of every kind: one table, read by import, export, template and preview."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.imports import cells
from crm.imports.rules import Kind, split_list
from crm.imports.vocabulary import Names, listed, named
from kernel.money import Currency, format_minor
from models.enums import (
    Basis,
    Decision,
    EngagementKind,
    EntryKind,
    EvidenceType,
    Nature,
    Origin,
    Stage,
    Status,
)


class Need(Enum):
    """When a cell may be left blank."""

    KEY = "key"
    """Never: it is part of what finds the record again."""
    NEW = "new"
    """In the row of a record that is there; it can't be emptied."""
    FREE = "free"


KEY, NEW, FREE = Need.KEY, Need.NEW, Need.FREE


@dataclass(frozen=True, slots=True)
class Values:
    """The permitted codes with their words; ``names`` is given those of the parks, which are records.

    ``is_before_colon``: a cell holds several, each before a colon and something else, as ``YY:70;XT:30``.
    """

    names: Callable[[Names], Names]
    is_before_colon: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What the cells of a column hold: how they are read, written and explained."""

    read: cells.Read
    write: cells.Write
    hint: LazyString | str
    is_number: bool = False
    values: Values | None = None
    """What it is one of, where not everything may stand there."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the contract, its headings in both scripts, and what its cells hold."""

    name: str
    hans: str
    hant: str
    content: Content
    need: Need = FREE
    is_extra: bool = False
    """Left out of an export where no record has it."""

    def heading(self, language: str) -> str:
        return {"zh_Hans_CN": self.hans, "zh_Hant_TW": self.hant}.get(language, self.name)


def _iso(value: date) -> str:
    return value.isoformat()


def _member(value: StrEnum) -> str:
    return value.value


def _members(members: Iterable[StrEnum], *, is_before_colon: bool = False) -> Values:
    return Values(lambda _parks: named(members), is_before_colon)


def _parks(parks: Names) -> Names:
    return parks


def _parks_or_zone(parks: Names) -> Names:
    return {**parks, ZONE: str(ZONE_WORD)}


def _choice(kind: type[StrEnum], members: Sequence[StrEnum] = ()) -> Content:
    hint = _l("One of the permitted values, by its code or its word")
    return Content(cells.choice(kind, members), _member, hint, values=_members(members or kind))


ZONE = "ZONE"
"""Stands for the whole zone where a value is no park's own; the provincial office reports it."""
ZONE_WORD = _l("Whole zone")


REF = Content(cells.ref, str, _l("A key of your own; the same key finds the record again"))
LINE = Content(cells.line, str, _l("Text in one line"))
TEXT = Content(cells.text, str, _l("Text"))
CODE = Content(cells.line, str, _l("Text; format the column as text, so that leading zeros stay"))
LIST = Content(cells.parts, cells.write_parts, _l("Several, with a semicolon between them"))
DAY = Content(cells.iso_date, _iso, _l("A date: 2024-06-30"))
MOMENT = Content(cells.moment, cells.write_moment, _l("A date and time: 2024-06-30 14:30"))
MONTH = Content(cells.month, str, _l("A month: 2024-06"))
AMOUNT = Content(
    cells.amount, format_minor, _l("An amount, at most two decimals: 1,250,000.00"), is_number=True
)
NUMBER = Content(cells.number, cells.write_number, _l("A number"), is_number=True)
RATE = Content(cells.positive_number, cells.write_number, _l("Units per US dollar"), is_number=True)
COUNT = Content(cells.count, str, _l("A whole number from 1 on"), is_number=True)
PARK = Content(cells.line, str, _l("A park, by its code or its name"), values=Values(_parks))
PLACE = Content(
    cells.line, str, _l("A park or the whole zone, by its code or its name"), values=Values(_parks_or_zone)
)
FIRM = Content(cells.ref, str, _l("The ref of a firm"))
PROJECT = Content(cells.ref, str, _l("The ref of a project"))
ENTRY = Content(cells.ref, str, _l("The ref of a ledger entry"))
CREDIT = Content(
    cells.credit,
    cells.write_credit,
    _l("Parks' shares in percent: YY:70;XT:30"),
    values=Values(_parks, is_before_colon=True),
)
EVIDENCE = Content(
    cells.evidence,
    cells.write_evidence,
    _l("Files handed in beside this one: agreement:contract.pdf"),
    values=_members(EvidenceType, is_before_colon=True),
)

STAGE_DAYS = tuple(
    Column(f"{stage.value}_on", f"{hans}日期", f"{hant}日期", DAY)
    for stage, hans, hant in (
        (Stage.LEAD, "线索", "線索"),
        (Stage.TALKS, "在谈", "在談"),
        (Stage.REVIEW, "评审研判", "評審研判"),
        (Stage.SIGNED, "签约", "簽約"),
        (Stage.REGISTERED, "注册登记", "設立登記"),
        (Stage.CONSTRUCTION, "开工", "開工"),
        (Stage.OPERATING, "投产运营", "投產營運"),
    )
)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.FIRMS: (
        Column("ref", "企业编号", "企業編號", REF, KEY),
        Column("name_hant", "名称（繁体）", "名稱（繁體）", LINE),
        Column("name_hans", "名称（简体）", "名稱（簡體）", LINE),
        Column("name_en", "英文名称", "英文名稱", LINE),
        Column("aliases", "别名", "別名", LIST),
        Column("business_number", "统一编号", "統一編號", CODE),
        Column("credit_code", "统一社会信用代码", "統一社會信用代碼", CODE),
        Column("stock_code", "股票代码", "股票代碼", CODE),
        Column("parent_ref", "母公司编号", "母公司編號", FIRM),
        Column("parent_from", "母公司起始日期", "母公司起始日期", DAY, is_extra=True),
        Column("industry", "行业", "產業", LINE),
        Column("address", "地址", "地址", TEXT),
        Column("website", "网址", "網址", LINE),
    ),
    Kind.RANKINGS: (
        Column("series", "榜单", "榜單", REF, KEY),
        Column("edition", "榜单版本", "榜單版本", REF, KEY),
        Column("as_of", "榜单日期", "榜單日期", DAY, NEW),
        Column("in_force_from", "启用日期", "啟用日期", DAY),
        Column("rank", "位次", "位次", COUNT, NEW),
        Column("firm_ref", "企业编号", "企業編號", FIRM),
        Column("business_number", "统一编号", "統一編號", CODE),
        Column("code", "股票代码", "股票代碼", CODE),
        Column("name_hant", "名称（繁体）", "名稱（繁體）", LINE),
        Column("name_en", "英文名称", "英文名稱", LINE),
        Column("value", "数值", "數值", NUMBER),
        Column("unit", "单位", "單位", LINE),
        Column("method", "方法", "方法", TEXT),
        Column("source", "来源", "來源", TEXT),
    ),
    Kind.ESTABLISHMENTS: (
        Column("ref", "入驻编号", "入駐編號", REF, KEY),
        Column("firm_ref", "企业编号", "企業編號", FIRM, NEW),
        Column("park", "园区", "園區", PARK, NEW),
        Column("registered_name", "登记名称", "登記名稱", LINE, NEW),
        Column("registered_on", "登记日期", "登記日期", DAY, NEW),
        Column("ceased_on", "终止日期", "終止日期", DAY),
        Column("credit_code", "统一社会信用代码", "統一社會信用代碼", CODE),
        Column("evidence", "佐证材料", "佐證資料", TEXT),
    ),
    Kind.CONTACTS: (
        Column("ref", "联系人编号", "聯絡人編號", REF, KEY),
        Column("firm_ref", "企业编号", "企業編號", FIRM, NEW),
        Column("name", "姓名", "姓名", LINE, NEW),
        Column("title", "职务", "職務", LINE),
        Column("phone", "电话", "電話", CODE),
        Column("email", "电子邮箱", "電子郵件", LINE),
        Column("source", "信息来源", "資料來源", LINE, NEW),
    ),
    Kind.PROJECTS: (
        Column("ref", "项目编号", "專案編號", REF, KEY),
        Column("name", "项目名称", "專案名稱", LINE, NEW),
        Column("firm_ref", "企业编号", "企業編號", FIRM, NEW),
        Column("park", "园区", "園區", PARK, NEW),
        Column("industry", "行业", "產業", LINE),
        Column("stage", "阶段", "階段", _choice(Stage)),
        *STAGE_DAYS,
        Column("status", "状态", "狀態", _choice(Status)),
        Column("status_reason", "状态原因", "狀態原因", TEXT),
        Column("status_until", "状态截止日期", "狀態截止日期", DAY),
        Column("planned_amount", "计划投资额", "計畫投資額", AMOUNT),
        Column("planned_currency", "计划投资币种", "計畫投資幣別", _choice(Currency)),
        Column("responsible", "责任人", "責任人", LINE),
    ),
    Kind.LEDGER: (
        Column("ref", "台账编号", "台帳編號", REF, KEY),
        Column("project_ref", "项目编号", "專案編號", PROJECT, NEW),
        Column("kind", "类别", "類別", _choice(EntryKind), NEW),
        Column("amount", "金额", "金額", AMOUNT, NEW),
        Column("currency", "币种", "幣別", _choice(Currency), NEW),
        Column("effective_on", "发生日期", "發生日期", DAY, NEW),
        Column("nature", "性质", "性質", _choice(Nature), NEW),
        Column("origin", "来源地", "來源地", _choice(Origin), NEW),
        Column("basis", "口径", "口徑", _choice(Basis)),
        Column("credit", "分割比例", "分割比例", CREDIT),
        Column("evidence", "佐证材料", "佐證資料", EVIDENCE),
        Column("reverses", "冲销的台账编号", "沖銷的台帳編號", ENTRY),
        Column("note", "备注", "備註", TEXT),
    ),
    Kind.DECISIONS: (
        Column("entry_ref", "台账编号", "台帳編號", ENTRY, KEY),
        Column("decision", "决定", "決定", _choice(Decision, (Decision.VERIFIED, Decision.RETURNED)), KEY),
        Column("note", "意见", "意見", TEXT),
    ),
    Kind.ENGAGEMENTS: (
        Column("ref", "对接编号", "對接編號", REF, KEY),
        Column("kind", "方式", "方式", _choice(EngagementKind), NEW),
        Column("happened_at", "时间", "時間", MOMENT, NEW),
        Column("firm_refs", "企业编号", "企業編號", LIST, NEW),
        Column("park", "园区", "園區", PARK, NEW),
        Column("summary", "内容", "內容", TEXT, NEW),
        Column("outcome", "结果", "結果", TEXT),
        Column("next_step", "下一步", "下一步", TEXT),
        Column("next_due_on", "下一步期限", "下一步期限", DAY),
        Column("next_owner", "下一步责任人", "下一步責任人", LINE),
        Column("contacts", "联系人编号", "聯絡人編號", LIST),
        Column("project_ref", "项目编号", "專案編號", PROJECT),
    ),
    Kind.INDICATORS: (
        Column("number", "指标序号", "指標序號", COUNT, KEY),
        Column("park", "园区", "園區", PLACE, KEY),
        Column("period", "期间", "期間", LINE, KEY),
        Column("value", "数值", "數值", NUMBER, NEW),
        Column("evidence", "佐证材料", "佐證資料", TEXT),
    ),
    Kind.FX: (
        Column("month", "月份", "月份", MONTH, KEY),
        Column("cny_per_usd", "人民币兑美元", "人民幣兌美元", RATE, NEW),
        Column("twd_per_usd", "新台币兑美元", "新台幣兌美元", RATE, NEW),
        Column("hkd_per_usd", "港元兑美元", "港元兌美元", RATE, NEW),
        Column("source", "来源", "來源", TEXT, NEW),
    ),
}

KIND_WORDS: dict[Kind, LazyString] = {
    Kind.FIRMS: _l("Firms"),
    Kind.RANKINGS: _l("Ranking lists"),
    Kind.ESTABLISHMENTS: _l("Establishments"),
    Kind.CONTACTS: _l("Contacts"),
    Kind.PROJECTS: _l("Projects"),
    Kind.LEDGER: _l("Investment ledger"),
    Kind.DECISIONS: _l("Decisions on ledger entries"),
    Kind.ENGAGEMENTS: _l("Engagements"),
    Kind.INDICATORS: _l("Indicator values"),
    Kind.FX: _l("Exchange rates"),
}


def column_named(kind: Kind, heading: str) -> Column | None:
    """The column of a heading: its name, or its words in either script; a star after it is no part of it."""
    wanted = fold_heading(heading)
    return _by_heading(kind).get(wanted)


REMARKS = {
    "row": ("import_row", "导入行号", "匯入列號"),
    "reason": ("import_reason", "未导入的原因", "未匯入的原因"),
}
"""Columns that a list of refused rows carries: handed in again, they say nothing."""


def remark(name: str, language: str) -> str:
    plain, hans, hant = REMARKS[name]
    return {"zh_Hans_CN": hans, "zh_Hant_TW": hant}.get(language, plain)


def is_remark(heading: str) -> bool:
    return fold_heading(heading) in {fold_heading(word) for words in REMARKS.values() for word in words}


def fold_heading(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).strip().rstrip("*").strip()
    return "_".join(text.casefold().split())


def _by_heading(kind: Kind) -> Mapping[str, Column]:
    if kind not in _headings:
        _headings[kind] = {
            fold_heading(heading): column
            for column in COLUMNS[kind]
            for heading in (column.name, column.hans, column.hant)
        }
    return _headings[kind]


_headings: dict[Kind, dict[str, Column]] = {}


def written(column: Column, value: Any) -> str:
    """A value as the text of its cell; nothing for None."""
    return "" if value is None else column.content.write(value)


def permitted(column: Column, parks: Names) -> str:
    """The codes that a cell may hold, each with its word; nothing where it is not one of a few."""
    values = column.content.values
    return listed(values.names(parks)) if values else ""


def shown(column: Column, text: str, parks: Names) -> str:
    """The text of a cell for people: codes in the reader's words."""
    values = column.content.values
    if values is None or not text:
        return text
    names = values.names(parks)
    if not values.is_before_colon:
        return names.get(text, text)
    pieces = (part.partition(":") for part in split_list(text))
    return "; ".join(f"{names.get(code, code)}{colon} {rest}" for code, colon, rest in pieces)
