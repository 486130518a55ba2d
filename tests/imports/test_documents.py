"""The guide to importing names what the product takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_babel import force_locale

from crm.imports.columns import COLUMNS, ZONE, Values
from crm.imports.vocabulary import Names
from crm.ledger.rules import KINDS

GUIDE = (Path(__file__).parents[2] / "docs" / "how-to" / "import.md").read_text(encoding="utf-8")


@pytest.mark.no_database
@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_stands_in_the_guide_with_its_heading(kind) -> None:
    start = GUIDE.index(f"#### {kind.value}\n")
    part = GUIDE[start : GUIDE.find("####", start + 4)]

    for column in COLUMNS[kind]:
        assert f"| `{column.name}` | {column.hans} |" in part


@pytest.mark.no_database
@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_names_the_documents_that_prove_an_entry(kind) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith("|") and f"`{kind.value}`" in line)

    types = set(line.split("|")[2].replace("`", "").split())
    assert types == {each.value for each in KINDS[kind].evidence}


def test_the_guide_lists_every_code_with_its_words() -> None:
    for columns in COLUMNS.values():
        for values in (column.content.values for column in columns if column.content.values):
            words = [_words(values, language) for language in ("zh_Hans_CN", "zh_Hant_TW", "en")]
            for code in words[0].keys() - {ZONE}:
                assert f"| `{code}` | {' | '.join(each[code] for each in words)} |" in GUIDE


def _words(values: Values, language: str) -> Names:
    with force_locale(language):
        return values.names({})
