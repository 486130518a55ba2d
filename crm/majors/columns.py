"""The columns of the register, in the order and under the heads of the standard table 项目台账.

What the library alone knows (stage of preparation, tags, priority list, power, water) stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.ledger.lenses.queries import ProjectMoney
from crm.majors.rules import Facts, facts_of, missing_of, responsible_of, seen_to_by
from crm.web.labels import label, local_name
from kernel.money import format_minor
from models import GreenChannelStep, MajorProject, MajorYear, Project
from models.enums import Measure

NO_MONEY = ProjectMoney()
CENTS_OF_TEN_THOUSAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register; ``year`` is the plan of the present year."""

    major: MajorProject
    facts: Facts
    year: MajorYear | None
    money: ProjectMoney

    @property
    def project(self) -> Project | None:
        return self.major.project

    @property
    def name(self) -> str:
        return name_of(self.major)


def row_of(major: MajorProject, money: Mapping[int, ProjectMoney], today: date) -> Row:
    year = next((each for each in major.years if each.year == today.year), None)
    return Row(major, facts_of(major), year, money.get(major.project_id or 0, NO_MONEY))


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``text`` is what a file holds of it, the register's template how it looks."""

    key: str
    label: LazyString
    text: Callable[[Row], object]
    is_usual: bool = True
    is_numeric: bool = False
    sort: str | None = None


def _of_project(name: str) -> Callable[[Row], object]:
    return lambda row: getattr(row.project, name) if row.project else None


def _ten_thousand(measure: Measure) -> Callable[[Row], object]:
    """US dollars in tens of thousands, exact; nothing where there is no project yet."""

    def read(row: Row) -> object:
        if row.project is None:
            return None
        return format(Decimal(row.money[measure]) / CENTS_OF_TEN_THOUSAND, "f")

    return read


def _investor(row: Row) -> str | None:
    firm = row.facts.investor
    if firm is None:
        return None
    both = dict.fromkeys(filter(None, (firm.name_hant, firm.name_hans)))
    return " / ".join(both) or firm.name


def _group(row: Row) -> str | None:
    firm = row.facts.investor
    return (firm.group or firm).name if firm else None


def _entity(name: str) -> Callable[[Row], object]:
    def read(row: Row) -> object:
        place = row.project.establishment if row.project else None
        return getattr(place, name) if place else None

    return read


def _industry(row: Row) -> str | None:
    return local_name(row.project.industry) if row.project else None


def _planned(row: Row) -> str | None:
    planned = row.facts.planned
    return f"{planned} {planned.currency.value}" if planned else str(_l("Not disclosed"))


def _signed(row: Row) -> str | None:
    if row.project is None or row.project.signed_on is None:
        return None
    event = row.project.signing_event
    return row.project.signed_on.isoformat() + (f"（{event}）" if event else "")


def _progress(row: Row) -> str | None:
    year = row.year
    if year is None:
        return None
    return f"{year.year}: {year.percent}% {year.progress or year.plan}"


def _problems(row: Row) -> str:
    return "；".join(each.text for each in row.major.problems if each.solved_on is None)


def _responsible(row: Row) -> str:
    return " / ".join(filter(None, (row.major.responsible_unit, row.facts.responsible)))


def _tags(row: Row) -> str:
    return "、".join(label(each.tag) for each in row.major.tags)


def _priority(row: Row) -> str | None:
    major = row.major
    return " ".join(filter(None, (str(major.priority_year or ""), major.priority_number))) or None


def _done_fen(row: Row) -> str | None:
    return None if row.year is None or row.year.done_fen is None else format_minor(row.year.done_fen)


MORE, USUAL = False, True
COLUMNS = (
    Column("investor", _l("Investor (traditional / simplified)"), _investor),
    Column(
        "business_number",
        _l("Unified business number"),
        lambda row: row.facts.investor.business_number if row.facts.investor else None,
        MORE,
    ),
    Column("group", _l("Ultimate group"), _group, MORE),
    Column("entity", _l("Project company"), _entity("registered_name"), MORE),
    Column("credit_code", _l("Credit code"), _entity("credit_code"), MORE),
    Column("park", _l("Park"), lambda row: local_name(row.major.park)),
    Column("industry", _l("Industry"), _industry, MORE),
    Column("content", _l("What is to be built"), lambda row: row.facts.content, MORE),
    Column("planned", _l("Total investment"), _planned, USUAL, is_numeric=True),
    Column("agreed", _l("Agreed (10,000 USD)"), _ten_thousand(Measure.AGREED), MORE, is_numeric=True),
    Column(
        "contracted", _l("Contracted (10,000 USD)"), _ten_thousand(Measure.CONTRACTED), MORE, is_numeric=True
    ),
    Column("arrived", _l("Arrived (10,000 USD)"), _ten_thousand(Measure.ARRIVED), MORE, is_numeric=True),
    Column("land", _l("Land need (mu)"), lambda row: row.facts.land_mu, MORE, is_numeric=True),
    Column("energy", _l("Energy class"), lambda row: row.facts.energy_class, MORE),
    Column("jobs", _l("Jobs"), _of_project("jobs"), MORE, is_numeric=True),
    Column("source", _l("Where the lead came from"), _of_project("lead_source"), MORE),
    Column(
        "agreement",
        _l("Kind of agreement"),
        lambda row: label(row.project.agreement_kind) if row.project else None,
        MORE,
    ),
    Column("signed", _l("Signed (event)"), _signed, MORE),
    Column("registered", _l("Registered"), _of_project("registered_on"), MORE),
    Column("construction", _l("Construction"), _of_project("construction_on"), MORE),
    Column("operating", _l("Operating"), _of_project("operating_on"), MORE),
    Column("progress", _l("This year's plan and progress"), _progress),
    Column("problems", _l("Problems"), _problems, MORE),
    Column("lead_unit", _l("Lead unit"), lambda row: row.major.lead_unit, MORE),
    Column("responsible", _l("Responsible unit / person"), _responsible, MORE),
    Column("preparation", _l("How far it is prepared"), lambda row: label(row.major.preparation)),
    Column("tags", _l("Tags"), _tags),
    Column("box", _l("Box of the plan"), lambda row: label(row.major.box), MORE),
    Column("priority", _l("Provincial priority list"), _priority, MORE),
    Column("carbon", _l("Carbon class"), lambda row: row.facts.carbon_class, MORE),
    Column("power", _l("Power (kVA)"), lambda row: row.major.power_kva, MORE, is_numeric=True),
    Column("water", _l("Water (t a day)"), lambda row: row.major.water_t_day, MORE, is_numeric=True),
    Column("done", _l("Invested in the year so far (CNY)"), _done_fen, MORE, is_numeric=True),
    Column("changed", _l("Last change"), lambda row: row.major.updated_at.isoformat(), MORE, sort="changed"),
)
BY_KEY = {column.key: column for column in COLUMNS}
MONEY = frozenset({"agreed", "contracted", "arrived"})
HEAVY = frozenset({"entity", "credit_code", "industry", "problems"})


def chosen_columns() -> list[Column]:
    """Those that the address names, in the order of the table; the usual ones where it names none."""
    asked = {name for each in request.args.getlist("columns") for name in each.split(",")}
    known = [column for column in COLUMNS if column.key in asked]
    return known or [column for column in COLUMNS if column.is_usual]


def head(columns: Sequence[Column]) -> list[str]:
    return [str(_l("Number")), str(_l("Project")), *(str(column.label) for column in columns)]


def texts_of(row: Row, columns: Sequence[Column]) -> Iterator[object]:
    yield row.facts.ref
    yield row.name
    for column in columns:
        yield column.text(row)


def name_of(major: MajorProject) -> str:
    """The project's name, which is one in all languages; else the library's in the reader's."""
    return major.project.name if major.project else local_name(major)


STEPS_HEAD = (
    "project_ref",
    "project",
    "park",
    "step",
    "department",
    "papers",
    "due_on",
    "owner",
    "missing",
    "note",
)


def step_row(step: GreenChannelStep) -> list[object]:
    """A step of the green channel in the order of :data:`STEPS_HEAD`."""
    major, owner = step.major, seen_to_by(step)
    lacks = missing_of(step, has_responsible=responsible_of(major) is not None)
    return [
        facts_of(major).ref,
        name_of(major),
        major.park.code,
        local_name(step.kind),
        step.department,
        step.papers,
        step.due_on,
        owner.name if owner else None,
        "；".join(label(each) for each in lacks),
        step.note,
    ]
