"""Made-up content of the style page. Firms and people are fictional (示例)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from kernel.figures import Figure, RowFilter, Unit
from kernel.money import Currency, Money

AS_OF = date(2024, 6, 30)
KNOWN_AT = datetime(2024, 7, 2, 1, 30, tzinfo=UTC)
PARKS = [("YY", "岳阳产业园"), ("XT", "湘潭产业园"), ("CZ", "郴州产业园")]
STAGES = [("lead", "线索"), ("talks", "在谈"), ("signed", "签约")]
INDUSTRIES = (
    "电子信息",
    "新能源汽车",
    "新材料",
    "现代医疗器械",
    "有色金属新材料",
    "先进制造",
    "装备制造",
    "现代农业",
    "现代服务业",
)


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    display_name: str
    role_label: str
    is_authenticated: bool = True


PERSON = Person(0, "林晓岚（示例）", "省级统筹岗")


def figure(value: int | Decimal | None, unit: Unit = Unit.USD, rows: int | None = 12) -> Figure:
    return Figure(
        value=value,
        unit=unit,
        lens="plan-headline",
        as_of=AS_OF,
        known_at=KNOWN_AT,
        rows=RowFilter("styleguide.section", {"name": "lists"}),
        row_count=rows,
    )


CONTRACTED = figure(1_864_235_000_00, rows=86)
AGREED = figure(2_410_500_000_00, rows=104)
ARRIVED = figure(612_480_550_25, rows=141)
WITH_LINKED = figure(2_105_900_000_00, rows=97)
TARGET = figure(3_000_000_000_00, rows=3)
SMALL = figure(48_230_75, rows=1)
GROUPS = figure(13, Unit.COUNT, rows=13)
NEW_PROJECTS = figure(86, Unit.COUNT, rows=86)
RATE = figure(Decimal("63.25"), Unit.PERCENT)
ABSENT = figure(None, Unit.PERCENT, rows=0)
AMOUNT = Money(1_250_000_00, Currency.CNY)
NEGATIVE = Money(-320_000_50, Currency.USD)

FIRMS: list[dict[str, Any]] = [
    {
        "rank": 4,
        "name": "鼎岳電子股份有限公司（示例）",
        "en": "Dingyue Electronics (sample)",
        "park": "岳阳产业园",
        "industry": "电子信息",
        "contact": "in_talks",
        "word": "在谈",
        "light": "green",
        "total": figure(186_500_000_00),
        "last": date(2024, 6, 21),
    },
    {
        "rank": 17,
        "name": "衡聯精密工業股份有限公司（示例）",
        "en": "Henglian Precision (sample)",
        "park": "湘潭产业园",
        "industry": "先进制造",
        "contact": "settled",
        "word": "已落户",
        "light": "yellow",
        "total": figure(92_340_000_00),
        "last": date(2024, 4, 2),
    },
    {
        "rank": 23,
        "name": "南嶺新材料科技股份有限公司（示例）",
        "en": "Nanling Materials (sample)",
        "park": "郴州产业园",
        "industry": "有色金属新材料",
        "contact": "in_touch",
        "word": "已接触",
        "light": "red",
        "total": figure(0),
        "last": date(2024, 1, 15),
    },
    {
        "rank": 58,
        "name": "洞庭生技醫療器材股份有限公司（示例）",
        "en": "Dongting Biomedical (sample)",
        "park": None,
        "industry": "现代医疗器械",
        "contact": "untouched",
        "word": "未接触",
        "light": None,
        "total": figure(None),
        "last": None,
    },
]

LOOKUP: list[dict[str, Any]] = [
    {"id": number, "text": firm["name"], "note": f"{firm['en']} · 1234567{number}"}
    for number, firm in enumerate(FIRMS, start=1)
]

REFUSED_INPUT = MultiDict(
    {
        "name": "",
        "amount": "12,5o0,000",
        "signed_on": "2024-6-31",
        "email": "lin(at)example",
        "park": "YY",
        "industry": "电子信息",
        "origin": "direct",
        "summary": "对方询问标准厂房与用电容量。",
    }
)

STAGE_PATH: list[dict[str, Any]] = [
    {"label": "线索", "on": date(2023, 3, 6), "state": "done"},
    {"label": "在谈", "on": date(2023, 4, 18), "state": "done"},
    {"label": "评审研判", "on": date(2023, 8, 2), "state": "done", "note": "跳转：省级同意"},
    {"label": "签约", "on": date(2023, 9, 26), "state": "current"},
    {"label": "注册登记", "on": None, "state": "ahead"},
    {"label": "开工", "on": None, "state": "ahead"},
    {"label": "投产运营", "on": None, "state": "ahead"},
]

NEEDS: list[dict[str, Any]] = [
    {"label": "入驻企业，含统一社会信用代码", "met": True},
    {
        "label": "营业执照扫描件",
        "met": False,
        "why": "在“入驻企业”里上传营业执照，格式 PDF 或图片。",
        "url": "#",
        "action": "上传",
    },
    {
        "label": "合同台资（认缴）已登记",
        "met": False,
        "why": "在资金台账登记一笔合同台资，并附章程或合同。",
        "url": "#",
        "action": "登记",
    },
    {"label": "签约日期与活动", "met": True},
]

EVENTS: list[dict[str, Any]] = [
    {
        "at": datetime(2024, 6, 21, 2, 30, tzinfo=UTC),
        "icon": "users",
        "tone": "info",
        "title": "一对一洽谈：岳阳标准厂房与用电",
        "url": "#",
        "who": "周明（示例）",
        "tags": ["会议"],
        "text": "对方将在 7 月中旬派工程团队现场踏勘，需提前确认 110 kV 专线方案。",
    },
    {
        "at": date(2024, 5, 30),
        "icon": "circle-check",
        "tone": "good",
        "title": "台账核定：合同台资 1,250.00 万美元",
        "who": "省级统筹岗",
    },
    {
        "at": date(2024, 4, 2),
        "icon": "alert-triangle",
        "tone": "warn",
        "title": "灯色转黄：63 天无双向联系",
        "text": "下一步由陈立（示例）在 4 月 10 日前回访。",
    },
    {
        "at": date(2023, 9, 26),
        "icon": "writing-sign",
        "tone": "primary",
        "title": "签约：湘台经贸交流会",
        "url": "#",
    },
]

TREE: list[dict[str, Any]] = [
    {
        "label": "合作区合计",
        "note": "2024 年",
        "value": "80,000.00 万美元",
        "open": True,
        "warning": "分项合计少 2,000.00 万美元",
        "children": [
            {
                "label": "岳阳产业园",
                "value": "32,000.00 万美元",
                "open": True,
                "children": [
                    {"label": "城陵矶新港区", "value": "20,000.00 万美元"},
                    {"label": "岳阳经开区", "value": "12,000.00 万美元"},
                ],
            },
            {"label": "湘潭产业园", "value": "26,000.00 万美元"},
            {"label": "郴州产业园", "value": "20,000.00 万美元"},
        ],
    },
]

FACTS: list[dict[str, Any]] = [
    {"label": "统一编号", "value": "12345675"},
    {"label": "统一社会信用代码", "value": "91430600MA4XXXXX0X"},
    {"label": "法定名称", "value": "鼎岳電子股份有限公司（示例）", "lang": "zh-Hant"},
    {"label": "产业", "value": "电子信息", "note": "集成电路封测"},
    {"label": "母公司", "value": None},
    {"label": "网站", "value": ""},
]

CONFLICT: list[dict[str, Any]] = [
    {"name": "name", "label": "项目名称", "theirs": "鼎岳封测基地", "mine": "鼎岳封测基地", "differs": False},
    {
        "name": "amount",
        "label": "计划投资额",
        "theirs": "12,000,000.00",
        "mine": "12,500,000.00",
        "differs": True,
    },
    {
        "name": "responsible",
        "label": "责任人",
        "theirs": "周明（示例）",
        "mine": "陈立（示例）",
        "differs": True,
    },
]


def navigation() -> list[dict[str, Any]]:
    """The product's own groups, as an investment officer of the provincial office sees them."""
    places: list[tuple[str, list[tuple[str, str, int | None]]]] = [
        ("工作", [("我的工作", "home", 7), ("驾驶舱", "dashboard", None)]),
        ("招商", [("台企", "building", None), ("榜单", "list-numbers", None), ("项目", "briefcase", None)]),
        ("数字", [("资金台账", "cash", 3), ("目标", "target", None), ("报告", "file-text", None)]),
        ("管理", [("导入", "database-import", None), ("用户", "users", None), ("审计", "history", None)]),
    ]
    phone = {"我的工作", "驾驶舱", "台企", "项目"}
    return [
        {
            "label": group,
            "items": [
                {
                    "label": label,
                    "url": "#",
                    "icon": icon,
                    "active": False,
                    "count": count,
                    "phone": label in phone,
                }
                for label, icon, count in items
            ],
        }
        for group, items in places
    ]
