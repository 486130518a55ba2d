"""The content tree as text: reading it gives the same tree, and so the same files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.figures import Figure, RowFilter, Unit
from reports.comparing import differences
from reports.content import (
    Cell,
    Chart,
    Column,
    Definition,
    DefinitionList,
    FigureItem,
    FigureList,
    Heading,
    Kind,
    Locale,
    Notice,
    Paragraph,
    Scale,
    Seal,
    Table,
)
from reports.render import json as data_file
from reports.render.frozen import from_json, to_json
from tests.reports.conftest import sample_document
from tests.reports.sample import AS_OF, KNOWN_AT

pytestmark = pytest.mark.no_database

texts = st.text(max_size=12)
keys = st.text("abcdefgh", min_size=1, max_size=6)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
moments = st.integers(0, 10**12).map(lambda ms: KNOWN_AT + timedelta(microseconds=ms))
figures = st.builds(
    Figure,
    value=st.none() | st.integers() | decimals,
    unit=st.sampled_from(Unit),
    lens=keys,
    as_of=days,
    known_at=moments,
    rows=st.none() | st.builds(RowFilter, endpoint=keys, arguments=st.dictionaries(keys, texts, max_size=2)),
    row_count=st.none() | st.integers(0),
)
items = st.builds(
    FigureItem, label=texts, figure=figures, scale=st.sampled_from(Scale), unit_word=texts, note=texts
)
cells: st.SearchStrategy[Cell] = st.none() | texts | st.integers() | decimals | days | figures
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = tuple(
        draw(st.lists(st.builds(Column, key=keys, label=texts, kind=st.sampled_from(Kind)), max_size=3))
    )
    row = st.tuples(*(cells for _ in columns))
    rows = tuple(draw(st.lists(row, max_size=3)))
    return Table(draw(keys), draw(texts), columns, rows, draw(st.none() | row), draw(texts), draw(texts))


blocks = st.one_of(
    st.builds(Heading, level=st.integers(1, 4), text=texts, anchor=keys),
    st.builds(Paragraph, runs=st.lists(texts | items, max_size=3).map(tuple)),
    st.builds(FigureList, items=st.lists(items, max_size=3).map(tuple), leading=st.booleans()),
    tables(),
    st.builds(
        Chart,
        key=keys,
        title=texts,
        unit=texts,
        option=st.dictionaries(keys, plain, max_size=3),
        table=tables(),
        lenses=st.lists(keys, max_size=2).map(tuple),
    ),
    st.builds(
        DefinitionList,
        title=texts,
        items=st.lists(
            st.builds(
                Definition,
                term=texts,
                text=texts,
                details=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
    ),
    st.builds(Notice, label=texts, text=texts),
)


@given(
    found=st.lists(blocks, max_size=5),
    data=st.dictionaries(keys, plain, max_size=3),
    locale=st.sampled_from(Locale),
)
def test_any_tree_comes_back_equal(found: list[object], data: dict[str, object], locale: Locale) -> None:
    tree = replace(EMPTY, blocks=tuple(found), data=data, locale=locale)

    text = to_json(tree)

    assert from_json(text) == tree
    assert to_json(from_json(text)) == text


EMPTY = replace(sample_document(Locale.EN), blocks=(), data={})


@pytest.mark.parametrize("locale", list(Locale))
def test_a_report_comes_back_equal_and_says_the_same(locale: Locale) -> None:
    document = sample_document(locale)

    again = from_json(to_json(document))

    assert again == document
    assert data_file.render(again) == data_file.render(document)
    assert differences(document, again) == []


def test_the_seal_is_no_part_of_what_is_frozen() -> None:
    document = sample_document()
    sealed = replace(document, seal=Seal("2026-0001", "0" * 64, "colophon"))

    assert to_json(sealed) == to_json(document)


@pytest.mark.parametrize("text", ["[]", "{}", '{"format":99,"document":null}', '{"format":1,"document":7}'])
def test_what_is_no_tree_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no content tree|no document"):
        from_json(text)


def test_a_figure_that_is_another_is_named() -> None:
    document = sample_document()
    text = to_json(document)
    tree = json.loads(text)
    first = next(
        each
        for block in tree["document"]["blocks"]
        if block["type"] == "FigureList"
        for each in block["items"]
        if isinstance(each["figure"]["value"], int)
    )
    first["figure"]["value"] += 1

    found = differences(document, from_json(json.dumps(tree)))

    assert len(found) == 1
    assert first["label"] in found[0]


def test_a_row_more_and_a_rate_are_seen_and_names_are_not() -> None:
    column = (Column("park", "Park"), Column("rate", "Rate", Kind.PERCENT))
    before = replace(EMPTY, blocks=(Table("rates", "Rates", column, (("Yueyang", Decimal("1.00")),)),))
    named = replace(EMPTY, blocks=(Table("rates", "Rates", column, (("Other", Decimal("1.00")),)),))
    more = replace(
        EMPTY, blocks=(Table("rates", "Rates", column, (("Yueyang", Decimal("1.00")), ("X", Decimal(2)))),)
    )

    assert differences(before, named) == []
    assert differences(before, more) == ["table rates, row 2, rate: — → 2"]
    assert EMPTY.as_of == AS_OF
