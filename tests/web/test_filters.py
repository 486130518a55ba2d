"""What narrows a list is said above it in words."""

import pytest
from flask import Flask
from wtforms import BooleanField, SelectField, StringField

from crm.web.filters import FilterForm, active_filters

pytestmark = pytest.mark.no_database


class PlaceForm(FilterForm):
    q = StringField("Name")
    state = SelectField("State", choices=[("", "All"), ("a", "Open")])
    all = BooleanField("Closed ones too")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/?q=电子", [("Name", "电子")]),
        ("/?state=a&all=y", [("State", "Open"), ("Closed ones too", "")]),
        ("/?state=&q=+", []),
        ("/?state=nonsense", []),
    ],
)
def test_filters_in_force_are_told_in_words(app: Flask, address: str, told: list[tuple[str, str]]) -> None:
    with app.test_request_context(address):
        chips = active_filters(PlaceForm.from_address())

    assert [(chip.label, chip.value) for chip in chips] == told


def test_a_chip_takes_its_own_filter_away_and_leaves_the_others(app: Flask) -> None:
    with app.test_request_context("/firms?q=a&state=a"):
        name, state = active_filters(PlaceForm.from_address())

    assert (name.remove_url, state.remove_url) == ("/firms?state=a", "/firms?q=a")
