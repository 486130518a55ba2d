"""A progress report's input with figures that fit each other: made up, but of the right size and shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from kernel.figures import Figure, RowFilter, Unit, rate_percent
from reports.content import Locale
from reports.documents.progress.data import (
    CountedGroup,
    CoursePoint,
    Groups,
    IndicatorRow,
    Investment,
    Lens,
    MissingGroup,
    PlanIndicator,
    ProgressInput,
    Rates,
    SignedProject,
    StageRow,
    Walk,
    WalkLine,
    YearCell,
    YearRow,
)

AS_OF = date(2024, 12, 31)
KNOWN_AT = datetime(2025, 1, 10, 2, 0, tzinfo=UTC)
LEADING = "plan-headline"
GROUPS = "top-100-settled"
FIELD = "field-rates"
PARKS = ("岳阳产业园", "湘潭产业园", "郴州产业园")
HOSTILE = '<script>alert("x")</script><img src=http://attacker.example/x.png onerror=alert(1)>'

TOTALS = {
    LEADING: (1_234_567_890_12, (634_567_890_12, 400_000_000_00, 200_000_000_00)),
    "agreed": (2_460_000_000_00, (1_200_000_000_00, 800_000_000_00, 460_000_000_00)),
    "plan-arrived": (617_283_945_06, (317_283_945_06, 200_000_000_00, 100_000_000_00)),
    "arrived-ministry": (411_111_111_11, (211_111_111_11, 140_000_000_00, 60_000_000_00)),
    "reported-contracted": (1_354_321_098_77, (700_000_000_77, 430_000_000_00, 224_321_098_00)),
    "zone-and-linked": (1_301_234_567_89, (634_567_890_12, 400_000_000_00, 200_000_000_00)),
    "fixed-rate": (1_298_765_432_10, (667_654_321_10, 420_000_000_00, 211_111_111_00)),
}
NAMES = {
    LEADING: "规划口径",
    "agreed": "协议口径",
    "plan-arrived": "到位口径（省）",
    "arrived-ministry": "到位口径（部）",
    "reported-contracted": "上报口径（含待核）",
    "zone-and-linked": "含联动区口径",
    "fixed-rate": "固定汇率口径",
}
MEANINGS = {
    LEADING: "经核定的合同台资净额（含增减资、撤资），新设与再投资、直接与第三地转投资均计入，"
    "限三个核心区产业园、规划期内生效。",
    "agreed": "经核定的园区协议投资额，三个核心区产业园。",
    "plan-arrived": "经核定的实际到位台资，按省口径，三个核心区产业园。",
    "arrived-ministry": "经核定的实际到位台资中按部口径计入的部分。",
    "reported-contracted": "合同台资，含已上报尚未核定的记录，不含退回。",
    "zone-and-linked": "经核定的合同台资净额，含联动发展区。",
    "fixed-rate": "经核定的合同台资净额，人民币按规划固定汇率 6.3 折算。",
}


def usd(cents: int | None, lens: str = LEADING, *, as_of: date = AS_OF, rows: int | None = None) -> Figure:
    behind = RowFilter("ledger.entries", {"lens": lens, "as_of": as_of.isoformat()})
    return Figure(cents, Unit.USD, lens, as_of, KNOWN_AT, behind, rows)


def count(value: int, lens: str = LEADING) -> Figure:
    return Figure(value, Unit.COUNT, lens, AS_OF, KNOWN_AT)


def percent(value: str | Decimal | None, lens: str = LEADING) -> Figure:
    return Figure(None if value is None else Decimal(value), Unit.PERCENT, lens, AS_OF, KNOWN_AT)


def investment() -> Investment:
    return Investment(
        target=usd(3_000_000_000_00),
        actual=usd(TOTALS[LEADING][0], rows=86),
        agreed=usd(TOTALS["agreed"][0], "agreed"),
        contracted=usd(TOTALS[LEADING][0]),
        arrived=usd(TOTALS["plan-arrived"][0], "plan-arrived"),
        new_projects=count(74),
        completion=percent("41.15"),
        time_pace=percent("75.02"),
        ahead=Figure(Decimal("-33.87"), Unit.PLAIN, LEADING, AS_OF, KNOWN_AT),
        remaining=usd(1_765_432_109_88),
        achieved_per_month=usd(34_287_654_32),
        required_per_month=usd(147_216_543_21),
        projected=usd(1_645_651_679_71),
    )


def course() -> tuple[CoursePoint, ...]:
    ends = [
        date(year, month, 30 if month in (6, 9) else 31)
        for year in range(2022, 2026)
        for month in (3, 6, 9, 12)
    ]
    total = TOTALS[LEADING][0]
    return tuple(
        CoursePoint(
            on,
            total * (at + 1) ** 2 // 12**2 if at < 12 else None,
            3_000_000_000_00 * (at + 1) // 16,
        )
        for at, on in enumerate(ends)
    )


def groups() -> Groups:
    counted = [
        CountedGroup("鴻海精密工業股份有限公司", "FY2022", 1, PARKS[0], date(2021, 6, 1)),
        CountedGroup("統一企業股份有限公司", "FY2022", 14, PARKS[1], date(2021, 9, 12)),
        CountedGroup("示例電子集團", "FY2023", 17, PARKS[0], date(2023, 3, 1)),
        CountedGroup("示例化學集團", "FY2023", 45, PARKS[2], date(2023, 7, 18), is_gone=True),
        CountedGroup("示例精密集團", "FY2024", 98, PARKS[1], date(2024, 11, 5)),
    ]
    missing = [
        MissingGroup("示例光電集團", "FY2024", 23, ("尚无核心区入驻企业",)),
        MissingGroup("示例紡織集團", "FY2024", 101, ("榜单位次在100名以外", "入驻企业已注销")),
        MissingGroup("示例食品集團", "FY2024", None, ("不在现行榜单",)),
    ]
    return Groups(
        target=count(20, GROUPS),
        baseline=count(2, GROUPS),
        actual=count(5, GROUPS),
        gone=count(1, GROUPS),
        completion=percent("25.00", GROUPS),
        required_per_year=Figure(Decimal("15.00"), Unit.PLAIN, GROUPS, AS_OF, KNOWN_AT),
        counted=tuple(counted),
        not_counted=tuple(missing),
        not_counted_total=95,
    )


def lenses() -> tuple[Lens, ...]:
    details = (("计量", "合同"), ("核定", "已核定"), ("范围", "核心区"), ("汇率", "记录时汇率"))
    return tuple(
        Lens(
            key,
            NAMES[key],
            MEANINGS[key],
            usd(total, key, rows=86),
            86,
            tuple(usd(part, key) for part in parts),
            usd(66_666_677_77, key) if key == "zone-and-linked" else None,
            details,
        )
        for key, (total, parts) in TOTALS.items()
    )


def walks() -> tuple[Walk, ...]:
    start = TOTALS[LEADING][0]
    found = []
    for key, (total, _) in TOTALS.items():
        if key == LEADING:
            continue
        first = (total - start) // 3
        lines = (
            WalkLine("计量改变：减去合同类记录", first, 12),
            WalkLine("范围、核定与汇率改变", total - start - first, 9),
        )
        found.append(Walk(usd(start, rows=86), lines, usd(total, key, rows=89)))
    return tuple(found)


def indicator_rows() -> tuple[IndicatorRow, ...]:
    def row(park: str, name: str, cents: int, lens: str, target: int | None) -> IndicatorRow:
        return IndicatorRow(
            park,
            f"新增台资（{name}）",
            None if target is None else usd(target),
            usd(cents // 40, lens),
            usd(cents // 3, lens),
            usd(cents // 4, lens, as_of=date(2023, 12, 31)),
            Decimal("33.33"),
            None if target is None else rate_percent(cents // 3, target),
            Decimal("100.00"),
            None if target is None else Decimal("-12.50"),
            usd(cents, lens),
            rate_percent(cents, 1_000_000_000_00),
        )

    rows = []
    for at, park in enumerate(PARKS):
        for lens, target in ((LEADING, 300_000_000_00), ("agreed", None), ("plan-arrived", None)):
            rows.append(row(park, NAMES[lens], TOTALS[lens][1][at], lens, target))
        rows.append(settled(park, at + 1))
    return tuple(rows)


def settled(park: str, number: int) -> IndicatorRow:
    """Counts among amounts: the same heads, another unit."""
    now, none = count(number, GROUPS), count(0, GROUPS)
    return IndicatorRow(
        park, "百大集团（家）", count(2, GROUPS), none, none, now, None, Decimal("0.00"), Decimal("100.00"),
        Decimal("-100.00"), now, Decimal("16.67"),
    )  # fmt: skip


def stage_row(park: str, numbers: Sequence[int]) -> StageRow:
    signed = numbers[4]
    rates = [rate_percent(part, signed) for part in numbers[5:8]]
    return StageRow(park, *numbers, *rates, Decimal("50.00"))


def years() -> tuple[YearRow, ...]:
    def cell(contracted: int, before: int, arrived: int, target: int | None, year: int) -> YearCell:
        return YearCell(
            None if target is None else usd(target),
            usd(contracted),
            usd(before, as_of=date(year - 1, 12, 31)),
            rate_percent(contracted - before, before),
            usd(arrived, "plan-arrived"),
        )

    rows = []
    for at, year in enumerate((2022, 2023, 2024)):
        cents = [part // 6 * (at + 1) for part in TOTALS[LEADING][1]]
        before = [part // 6 * at for part in TOTALS[LEADING][1]]
        target = 250_000_000_00
        parks = tuple(cell(now, old, now // 2, target, year) for now, old in zip(cents, before, strict=True))
        total = cell(sum(cents), sum(before), sum(now // 2 for now in cents), 3 * target, year)
        rows.append(YearRow(year, date(year, 12, 31), total, parks))
    return tuple(rows)


def projects() -> tuple[SignedProject, ...]:
    stages = ("签约", "注册登记", "开工", "投产运营")
    return tuple(
        SignedProject(
            f"示例{kind}项目{number}",
            f"示例{kind}集團（第{number * 7}位）",
            PARKS[number % 3],
            date(2022 + number % 3, number % 12 + 1, 10),
            stages[number % 4],
            "推进中" if number % 5 else "终止",
            usd(10_000_000_00 * number + 33),
            usd(5_000_000_00 * number + 17, "plan-arrived"),
        )
        for number, kind in enumerate(("电子信息", "智能装备", "新材料", "医疗器械", "食品") * 4, 1)
    )


def rates() -> Rates:
    signed = projects()
    contracted = sum(int(project.contracted.value or 0) for project in signed)
    arrived = sum(int(project.arrived.value or 0) for project in signed)
    return Rates(
        date(2022, 1, 1),
        AS_OF,
        count(20, FIELD),
        count(15, FIELD),
        count(10, FIELD),
        count(5, FIELD),
        percent("75.00", FIELD),
        percent("50.00", FIELD),
        percent("25.00", FIELD),
        percent(rate_percent(arrived, contracted), FIELD),
        usd(contracted, FIELD),
        usd(arrived, FIELD),
    )


def indicators() -> tuple[PlanIndicator, ...]:
    plan = [
        ("数字经济规模", "亿元", "1000", "1500", "1350", Decimal("90.00")),
        ("数字经济核心产业增加值占GDP比重", "%", "13", "15", "14.2", Decimal("94.67")),
        ("千兆光纤覆盖率", "%", "92", "100", "98", Decimal("98.00")),
        ("工业互联网平台应用普及率", "%", "70", "95", "", None),
        ("电子商务交易规模", "亿元", "2650", "4600", "3980", Decimal("86.52")),
        ("单位地区生产总值能耗下降率", "%", "—", "超额完成省下达市州目标任务", "", None),
        ("单位地区生产总值二氧化碳排放下降率", "%", "—", "超额完成省下达市州目标任务", "", None),
        ("单位规模工业增加值能耗下降率", "%", "14.5", "16", "15.1", Decimal("94.38")),
        ("绿色建筑占新建建筑比例", "%", "85", "100", "93", Decimal("93.00")),
        ("台资企业产值", "亿元", "140", "比2021年翻一番", "210", Decimal("75.00")),
        ("新增台商投资", "亿美元", "0.4", "30", "12.35", Decimal("41.15")),
        ("台资企业税收", "亿元", "0.8", "4", "2.1", Decimal("52.50")),
        ("累计台资企业数", "家", "66", "300", "141", Decimal("47.00")),
        ("台胞就业创业人数", "人", "120", "比2021年翻一番", "188", Decimal("78.33")),
        ("台湾排名前100企业入驻产业合作区", "家", "2", "20", "5", Decimal("25.00")),
    ]
    return tuple(
        PlanIndicator(number, name, unit, base, target, latest, "2024" if latest else "", done)
        for number, (name, unit, base, target, latest, done) in enumerate(plan, 1)
    )


def progress_input(locale: Locale = Locale.ZH_HANS) -> ProgressInput:
    numbers = ((12, 8, 3, 2, 8, 6, 4, 2), (9, 7, 2, 2, 7, 5, 4, 2), (6, 5, 1, 1, 5, 4, 2, 1))
    totals = [sum(column) for column in zip(*numbers, strict=True)]
    return ProgressInput(
        zone="海峡两岸产业合作区（湖南）",
        plan="2022—2025年规划期",
        plan_starts_on=date(2022, 1, 1),
        plan_ends_on=date(2025, 12, 31),
        is_closed=False,
        as_of=AS_OF,
        known_at=KNOWN_AT,
        locale=locale,
        parks=PARKS,
        investment=investment(),
        course=course(),
        groups=groups(),
        lenses=lenses(),
        walks=walks(),
        indicator_rows=indicator_rows(),
        stage_rows=tuple(stage_row(park, row) for park, row in zip(PARKS, numbers, strict=True)),
        stage_total=stage_row("合计", totals),
        years=years(),
        projects=projects(),
        rates=rates(),
        indicators=indicators(),
        notice="本系统不得录入涉密信息",
        other_lenses={GROUPS: "百大集团口径", FIELD: "项目率口径"},
        data={"as_of": AS_OF.isoformat(), "plan": "2022-2025"},
    )


def hostile_input() -> ProgressInput:
    """Text from people that wants to be markup, a formula, an address or a control character."""
    data = progress_input()
    first = data.projects[0]
    bad = replace(first, name=HOSTILE, investor='=HYPERLINK("http://attacker.example")', park="+1\x07{b|c}")
    counted = (replace(data.groups.counted[0], name="@SUM(A1)"), *data.groups.counted[1:])
    return replace(
        data,
        zone=HOSTILE,
        parks=("url(file:///etc/passwd)", *PARKS[1:]),
        projects=(bad, *data.projects[1:]),
        groups=replace(data.groups, counted=counted),
    )
