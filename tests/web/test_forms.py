from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError
from wtforms import StringField

from crm.core.database import session
from crm.web.conflicts import conflict_rows
from crm.web.forms import BaseForm
from kernel.errors import ConflictError, NotAllowedError, NotFoundError, RuleError
from models import Industry


class NameForm(BaseForm):
    name = StringField("Name")


@pytest.fixture
def form(app: Flask) -> Iterator[NameForm]:
    with app.test_request_context("/", method="POST", data={"name": "Mine"}):
        yield NameForm()


def add_industry() -> None:
    session.add(Industry(name="Optics", name_hans="光学", name_hant="光學"))


def kept() -> list[str]:
    return list(session.scalars(select(Industry.name).where(Industry.name == "Optics")))


def test_what_a_form_saves_is_kept(form) -> None:
    with form.saving():
        add_industry()

    assert not form.has_failed
    session.rollback()
    assert kept() == ["Optics"]


@pytest.mark.parametrize("kind", [RuleError, ConflictError])
def test_what_is_refused_stands_in_the_form_and_nothing_is_kept(form, kind) -> None:
    with form.saving():
        add_industry()
        session.flush()
        raise kind("No.", fields={"name": "Not this one.", "elsewhere": "Unseen."})

    assert form.has_failed
    assert form.refusal == "No."
    assert form.errors == {"name": ["Not this one."]}
    assert kept() == []


def test_a_refusal_at_the_commit_stands_in_the_form_too(form) -> None:
    with form.saving():
        add_industry()
        session.flush()
        add_industry()

    assert form.has_failed
    assert form.has_conflict
    assert kept() == []


@pytest.mark.parametrize("kind", [NotAllowedError, NotFoundError])
def test_what_a_person_may_not_do_is_no_matter_of_the_form(form, kind) -> None:
    def overstep() -> None:
        with form.saving():
            add_industry()
            raise kind("Not yours.")

    with pytest.raises(kind):
        overstep()

    assert not form.has_failed
    assert kept() == []


def test_both_versions_are_shown_only_where_somebody_else_saved_first(form) -> None:
    theirs = Industry(name="Theirs")
    with form.saving():
        raise RuleError("No.")
    assert conflict_rows(form, lambda: theirs) == []

    with form.saving():
        raise StaleDataError

    (row,) = conflict_rows(form, lambda: theirs)
    assert (row.name, row.theirs, row.mine, row.differs) == ("name", "Theirs", "Mine", True)
