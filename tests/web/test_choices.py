from __future__ import annotations

from types import SimpleNamespace

import pytest

from crm.web.choices import members, one_of, records, to_id, to_word
from models.enums import Stage


@pytest.mark.parametrize(
    ("sent", "read"), [("7", 7), (7, 7), ("", None), (None, None), ("-7", None), ("7.0", None), ("x", None)]
)
def test_an_id_is_digits_alone(sent, read) -> None:
    assert to_id(sent) == read


def test_what_is_no_member_is_nothing() -> None:
    assert one_of(Stage)("talks") is Stage.TALKS
    assert one_of(Stage)("") is None
    assert one_of(Stage)("else") is None


def test_nothing_written_is_no_word() -> None:
    assert (to_word("a"), to_word(""), to_word(None)) == ("a", None, None)


def test_the_choice_of_nothing_comes_first_where_it_has_words(app) -> None:
    row = SimpleNamespace(id=7, name_en="Yueyang", name_hans="岳阳", name_hant="岳陽")
    with app.test_request_context("/"):
        assert records([row], "All")[0] == ("", "All")
        assert records([row], "All")[1][0] == "7"
        assert members([Stage.TALKS], "")[0] == ("", "")
        assert [value for value, _word in members([Stage.TALKS])] == ["talks"]
