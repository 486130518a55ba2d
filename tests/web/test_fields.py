from __future__ import annotations

import pytest
from wtforms import Form, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from crm.web.fields import QuickSelect
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm

CHOICES = [
    ("", ""),
    ("1", ""),
    (2, 'A "park" & <b>’s'),
    (True, "Yes"),
    SelectChoice("x", "With attributes", render_kw={"disabled": True, "data-x": "1"}),
    SelectChoice("y", "In a group", optgroup="Group"),
]


@pytest.mark.parametrize("field", [SelectField, SelectMultipleField])
@pytest.mark.parametrize("data", [None, "", "1", "2", "x"])
def test_a_select_is_drawn_as_the_library_draws_it(field, data) -> None:
    def drawn(base: type[Form]) -> str:
        form = type("Chosen", (base,), {"chosen": field("Chosen", choices=CHOICES, coerce=str)})(
            data={"chosen": data if field is SelectField else [data]}
        )
        return str(form.chosen(class_="form-select"))

    assert drawn(FilterForm) == drawn(Form)
    assert ("selected" in drawn(Form)) is (data is not None)


def test_forms_of_both_kinds_draw_selects_quickly(app) -> None:
    with app.test_request_context("/"):
        for base in (FilterForm, BaseForm):
            form = type("Chosen", (base,), {"chosen": SelectField("Chosen", choices=[("1", "One")])})()
            str(form.chosen())
            assert type(form.chosen.widget) is QuickSelect
