"""Cells of a choice: the codes of the contract, and the words of the pages in any language, whoever reads."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook

from crm.core.database import session
from crm.imports import cells, templates
from crm.imports.cells import CellError
from crm.imports.columns import COLUMNS, CREDIT, EVIDENCE, PARK, PLACE
from crm.imports.parsing import read_rows
from crm.imports.rules import Kind
from crm.imports.service import BadRowsError
from crm.web.labels import label, register_labels
from crm.web.languages import LANGUAGES
from kernel.money import Currency
from models import IndicatorValue, LedgerEntry, Project
from models.enums import EntryKind, EvidenceType, Origin, Role, Stage, Status
from tests.factories.users import make_user
from tests.factories.zone import PARKS, get_park
from tests.imports.files import look
from tests.imports.zone import LINES, counts, make_indicator, plan, take, take_up_to

CHOICES = [
    (kind, column)
    for kind, columns in COLUMNS.items()
    for column in columns
    if column.content.values and column.content not in (PARK, PLACE, CREDIT, EVIDENCE)
]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.fixture
def boss():
    return make_user(role=Role.COORDINATOR)


@pytest.mark.parametrize(("kind", "column"), CHOICES, ids=lambda each: getattr(each, "name", each))
def test_a_choice_takes_its_codes_and_its_words_in_every_language(kind: Kind, column) -> None:
    for language in LANGUAGES:
        with force_locale(language):
            words = column.content.values.names({})
        for code, word in words.items():
            for written in (code, code.upper(), word, f" {word.upper()} ", f"{word}　"):
                for reader in LANGUAGES:
                    with force_locale(reader):
                        assert column.content.read(written.strip()) == code


def test_a_wide_word_is_the_same_word() -> None:
    read = COLUMNS[Kind.LEDGER][4].content.read

    assert read("ＵＳＤ") is Currency.USD
    assert read("us　Dollar") is Currency.USD


def test_an_unknown_word_is_refused_with_the_codes_and_their_words() -> None:
    with force_locale("zh_Hans_CN"), pytest.raises(CellError) as refused:
        cells.choice(Stage)("快签了")

    for stage in Stage:
        with force_locale("zh_Hans_CN"):
            assert f"{stage.value}（{label(stage)}）" in refused.value.reason


def test_a_word_that_may_mean_several_is_refused_with_the_codes() -> None:
    class Sort(StrEnum):
        TEA = "tea"
        COFFEE = "coffee"

    register_labels(Sort, {Sort.TEA: "Drink", Sort.COFFEE: "drink"})

    with force_locale("en"), pytest.raises(CellError) as refused:
        cells.choice(Sort)("Drink")
    assert "several" in refused.value.reason
    assert "tea (Drink), coffee (drink)" in refused.value.reason
    assert cells.choice(Sort)("tea") is Sort.TEA


def test_evidence_takes_words_and_wide_colons() -> None:
    found = cells.evidence("协议：甲.pdf；capital VERIFICATION:b：c.pdf;其他文件:d.pdf;record:e.pdf")

    assert found == (
        (EvidenceType.AGREEMENT, "甲.pdf"),
        (EvidenceType.VERIFICATION, "b：c.pdf"),
        (EvidenceType.OTHER, "d.pdf"),
        (EvidenceType.RECORD, "e.pdf"),
    )


def test_a_ledger_in_words_is_the_ledger_in_codes(boss) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)
    head, *_rows = LINES[Kind.LEDGER]
    with force_locale("zh_Hans_CN"):
        kind = label(EntryKind.CONTRACTED)
    with force_locale("zh_Hant_TW"):
        origin = label(Origin.THIRD_PLACE)
    said = ["L-7", "P-1", kind, "10", "美元", "2024-05-06", "New project", origin]
    meant = ["L-7", "P-1", "contracted", "10", "USD", "2024-05-06", "new", "third_place"]

    said, meant = [*said, "岳阳产业园：70；park xt:30", ""], [*meant, "YY:70;XT:30", ""]
    take(Kind.LEDGER, [head, said], boss)

    entry = session.query(LedgerEntry).one()
    assert [(share.park.code, share.share) for share in entry.shares] == [("YY", 7000), ("XT", 3000)]
    assert (entry.kind, entry.currency) == (EntryKind.CONTRACTED, Currency.USD)
    for same in (said, meant):
        assert counts(plan(Kind.LEDGER, [head, same], boss)) == {"same": 1}


def test_a_park_that_stands_twice_in_a_credit_under_two_names_is_refused(boss) -> None:
    take_up_to(Kind.PROJECTS, boss, decided_by=boss)
    head, first, _second = LINES[Kind.LEDGER]

    for credit in ("YY:50;岳阳产业园:50", "YY:50;nowhere:50"):
        with pytest.raises(BadRowsError) as refused:
            take(Kind.LEDGER, [head, [*first[:8], credit, ""]], boss)
        session.rollback()
        assert {cell.column for cell in refused.value.bad} == {"credit"}


@pytest.mark.parametrize("word", ["yy", "ＹＹ", "岳阳产业园", "岳陽產業園", "park  YY"])
def test_a_park_is_named_by_its_code_or_in_any_script(boss, word: str) -> None:
    get_park("YY").name_hant = "岳陽產業園"
    session.commit()
    take_up_to(Kind.ESTABLISHMENTS, boss, decided_by=boss)
    row = ["P-9", "示例项目", "A-2", word, "在谈", "2023-01-05", "2023-02-05", "暂缓"]
    head = ["ref", "name", "firm_ref", "park", "stage", "lead_on", "talks_on", "status"]

    take(Kind.PROJECTS, [[*head, "status_reason"], [*row, "土地"]], boss)

    project = session.query(Project).filter_by(ref="P-9").one()
    assert (project.park.code, project.stage, project.status) == ("YY", Stage.TALKS, Status.PAUSED)


def test_a_park_that_is_none_or_several_is_refused_with_codes_and_names(boss) -> None:
    take_up_to(Kind.FIRMS, boss, decided_by=boss)
    for code in ("CS", "ZZ"):
        get_park(code).name_hans = "长株"
    session.commit()
    head, first, _second = LINES[Kind.ESTABLISHMENTS]

    for word in ("长株", "火星"):
        with force_locale("en"), pytest.raises(BadRowsError) as refused:
            take(Kind.ESTABLISHMENTS, [head, [*first[:2], word, *first[3:]]], boss)
        session.rollback()
        (cell,) = refused.value.bad
        assert cell.column == "park"
        assert ("several" in cell.reason) == (word == "长株")
        assert "XT (Park XT)" in cell.reason


@pytest.mark.parametrize("word", ["zone", "ＺＯＮＥ", "全区", "全區", "whole zone"])
def test_the_whole_zone_has_its_words_too(boss, word: str) -> None:
    take_up_to(Kind.ESTABLISHMENTS, boss, decided_by=boss)
    make_indicator()

    take(Kind.INDICATORS, [LINES[Kind.INDICATORS][0], ["1", word, "2024", "5", ""]], boss)

    assert session.query(IndicatorValue).one().park_id is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_and_the_batch_show_words_for_codes(coordinator, language: str) -> None:
    take_up_to(Kind.PROJECTS, coordinator.user, decided_by=coordinator.user)
    coordinator.post("/language", data={"language": language})

    preview = look(coordinator, Kind.LEDGER, [LINES[Kind.LEDGER][0], [*LINES[Kind.LEDGER][1][:9], ""]])
    page = coordinator.get(preview).text
    batch = coordinator.get(coordinator.post(f"{preview}/apply").location).text

    with force_locale(language):
        word = label(EntryKind.CONTRACTED)
    park = PARKS["YY"] if language.startswith("zh") else "Park YY"
    for text in (page, batch):
        assert f'<span class="import-value">{word}</span>' in text
        assert f"{park}: 70" in text
        assert ">contracted<" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.LEDGER, Kind.PROJECTS, Kind.INDICATORS])
def test_the_template_explains_its_values_in_the_readers_language_and_is_taken_back(kind, language) -> None:
    with force_locale(language):
        content = templates.xlsx_template(kind, language, {"YY": "岳阳产业园"})
        explained = {column.name: column.content.values for column in COLUMNS[kind] if column.content.values}
        wanted = {name: values.names({"YY": "岳阳产业园"}) for name, values in explained.items()}
    book = load_workbook(BytesIO(content))
    shown = {row[1]: row[4] for row in book.worksheets[1].iter_rows(values_only=True) if row[1]}

    for name, names in wanted.items():
        assert all(code in shown[name] and word in shown[name] for code, word in names.items())

    cells_of = {"ref": "X-1", "number": "1", "park": "岳阳产业园", "period": "2024"}
    sheet = book.worksheets[0]
    assert sheet.max_row == 1
    for at, column in enumerate(COLUMNS[kind], start=1):
        sheet.cell(2, at, cells_of.get(column.name))
    filled = BytesIO()
    book.save(filled)
    assert len(read_rows(kind, filled.getvalue(), "x.xlsx")) == 1


def test_the_page_of_a_kind_names_its_values(coordinator) -> None:
    page = coordinator.get("/imports/kinds/projects").text

    assert "talks (In talks)" in page
    assert "XT (Park XT)" in page
