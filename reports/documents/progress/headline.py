"""Both leading targets: how far, how fast, and what stands beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kernel.figures import Figure, Unit
from reports import charts, formatting
from reports.content import (
    Block,
    Chart,
    Column,
    FigureItem,
    FigureList,
    Heading,
    Kind,
    Paragraph,
    Scale,
    Table,
)
from reports.documents.progress.data import ProgressInput
from reports.sentences import sentence
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("Where we stand"), "headline"),
        *_summary(data, t),
        _leading(data, t),
        Heading(2, t("Agreed, contracted, arrived"), "triple"),
        _triple(data, t),
        Heading(2, t("Pace"), "pace"),
        _pace(data, t),
        _completion_chart(data, t),
        *_course_chart(data, t),
    )


def money_item(label: str, figure: Figure, note: str = "") -> FigureItem:
    """An amount in the size that prints in few digits."""
    value = figure.value
    return FigureItem(label, figure, formatting.scale_for(int(value)) if value else Scale.UNIT, note=note)


def _summary(data: ProgressInput, t: Translate) -> tuple[Paragraph, ...]:
    money, groups = data.investment, data.groups
    day = formatting.show_date(data.as_of, data.locale)
    first = sentence(
        t(
            "As of %(day)s, new investment from Taiwan, China in the plan period came to %(actual)s, "
            "%(completion)s of the target of %(target)s. Time-proportional pace is %(pace)s."
        ),
        day=day,
        actual=money_item(t("New investment"), money.actual),
        completion=FigureItem(t("Completion"), money.completion),
        target=money_item(t("Target"), money.target),
        pace=FigureItem(t("Time-proportional pace"), money.time_pace),
    )
    second = sentence(
        t(
            "%(actual)s of the Top-100 groups of Taiwan, China have settled in the core parks, against a "
            "target of %(target)s and a baseline of %(baseline)s; of these, %(gone)s have since left."
        ),
        actual=FigureItem(t("Groups settled"), groups.actual),
        target=FigureItem(t("Target"), groups.target),
        baseline=FigureItem(t("Baseline"), groups.baseline),
        gone=FigureItem(t("Of which gone"), groups.gone),
    )
    return Paragraph((*first.runs, *_against_pace(data, t).runs)), second


def _against_pace(data: ProgressInput, t: Translate) -> Paragraph:
    """The gap to pace in words: a lead or a lag, never a sign to be read."""
    ahead = data.investment.ahead
    value = Decimal(0 if ahead.value is None else ahead.value)
    label = t("Ahead of pace") if value >= 0 else t("Behind pace")
    gap = FigureItem(label, replace(ahead, value=abs(value)), unit_word=formatting.points_word(data.locale))
    return sentence(t(" That is %(gap)s ahead.") if value >= 0 else t(" That is %(gap)s behind."), gap=gap)


def _leading(data: ProgressInput, t: Translate) -> FigureList:
    money, groups = data.investment, data.groups
    unit = t("groups")
    target = _text(money_item("", money.target), data)
    base = _text(FigureItem("", groups.baseline), data)
    aim = _text(FigureItem("", groups.target), data)
    gone = _text(FigureItem("", groups.gone), data)
    notes = (
        t("Target: %(target)s") % {"target": target},
        t("Target: %(target)s groups, baseline of %(base)s included; gone: %(gone)s")
        % {"target": aim, "base": base, "gone": gone},
    )
    return FigureList(
        (
            money_item(t("New investment from Taiwan, China"), money.actual, notes[0]),
            FigureItem(t("Top-100 groups settled"), groups.actual, unit_word=unit, note=notes[1]),
        ),
        leading=True,
    )


def _text(item: FigureItem, data: ProgressInput) -> str:
    return formatting.show_item(item, data.locale).text


def _pace(data: ProgressInput, t: Translate) -> FigureList:
    money = data.investment
    points = formatting.points_word(data.locale)
    items = [
        FigureItem(t("Completion"), money.completion),
        FigureItem(t("Time-proportional pace"), money.time_pace),
        FigureItem(t("Against pace"), money.ahead, unit_word=points),
        money_item(t("Still to come"), money.remaining),
        money_item(t("Achieved per month"), money.achieved_per_month),
        money_item(t("Required per month from now on"), money.required_per_month),
        FigureItem(t("Groups: completion"), data.groups.completion),
        FigureItem(t("Groups: required per year"), data.groups.required_per_year, unit_word=t("groups")),
    ]
    if money.projected is not None:
        items.append(money_item(t("End value at the pace so far"), money.projected))
    return FigureList(tuple(items))


def _triple(data: ProgressInput, t: Translate) -> FigureList:
    money = data.investment
    items = [
        money_item(t("Agreed"), money.agreed),
        money_item(t("Contracted"), money.contracted),
        money_item(t("Arrived"), money.arrived),
        FigureItem(t("Newly approved projects"), money.new_projects, unit_word=t("projects")),
    ]
    if money.with_linked is not None:
        items.append(money_item(t("With linked areas"), money.with_linked))
    return FigureList(tuple(items))


def _completion_chart(data: ProgressInput, t: Translate) -> Chart:
    names = (t("New investment"), t("Top-100 groups"))
    done = (data.investment.completion, data.groups.completion)
    pace = data.investment.time_pace
    table = Table(
        "completion",
        t("Completion and time-proportional pace"),
        (
            Column("target", t("Target")),
            Column("completion", t("Completion"), Kind.PERCENT),
            Column("pace", t("Time-proportional pace"), Kind.PERCENT),
        ),
        tuple((name, figure, pace) for name, figure in zip(names, done, strict=True)),
    )
    series = (
        _percents(t("Completion"), done, data),
        _percents(t("Time-proportional pace"), (pace, pace), data),
    )
    option = charts.bars(names, series, unit="%", horizontal=True)
    lenses = (data.investment.completion.lens, data.groups.completion.lens)
    return Chart("completion", table.title, "%", option, table, lenses, height=190)


def _percents(name: str, figures: tuple[Figure, ...], data: ProgressInput) -> charts.Series:
    texts = tuple(_text(FigureItem("", figure), data) for figure in figures)
    return charts.Series(name, tuple(figure.value for figure in figures), texts)


def _course_chart(data: ProgressInput, t: Translate) -> tuple[Chart, ...]:
    if not data.course:
        return ()
    target = data.investment.target.value
    scale = formatting.scale_for(int(target or 0))
    style = formatting.money_style(Unit.USD, scale, data.locale)
    names = (t("New investment"), t("Time-proportional pace"))
    actual = tuple(
        None if point.actual is None else formatting.scaled(point.actual, style) for point in data.course
    )
    pace = tuple(formatting.scaled(point.pace, style) for point in data.course)
    columns = (
        Column("on", t("Quarter's end"), Kind.DATE),
        Column("actual", names[0], Kind.USD, Scale.TEN_THOUSAND),
        Column("pace", names[1], Kind.USD, Scale.TEN_THOUSAND),
    )
    title = t("New investment since the plan began, against pace")
    rows = tuple((point.on, point.actual, point.pace) for point in data.course)
    option = charts.lines(
        [f"{point.on:%Y-%m}" for point in data.course],
        (charts.Series(names[0], actual), charts.Series(names[1], pace, is_dashed=True)),
        unit=style.head,
    )
    table = Table("course", title, columns, rows)
    return (Chart("course", title, style.head, option, table, (data.investment.actual.lens,)),)
