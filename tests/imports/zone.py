"""A small zone as import files: one for each kind, in the order in which they rest on each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.transactions import transaction
from crm.imports.exporting import export_file
from crm.imports.kinds.base import Scene
from crm.imports.planning import ImportFile, Plan, plan_import
from crm.imports.rows import RowState
from crm.imports.rules import Kind
from crm.imports.service import BadRowsError, ImportOutcome, import_file
from models import Indicator, User
from models import Plan as ZonePlan
from models.enums import IndicatorKind, IndicatorSource, TargetKind
from tests.factories.ledger import make_plan
from tests.imports.files import Lines, as_csv

PROOF = b"%PDF-1.7\n%%EOF\n"

LINES: dict[Kind, Lines] = {
    Kind.FX: [
        ["month", "cny_per_usd", "twd_per_usd", "hkd_per_usd", "source"],
        ["2023-12", "7.1039", "31.250", "7.81", "made up"],
        ["2024-04", "7.1", "32", "7.8", "made up"],
    ],
    Kind.FIRMS: [
        ["ref", "name_hant", "name_hans", "name_en", "aliases", "parent_ref", "industry", "address"],
        ["A-1", "甲子集團股份有限公司", "", "Jiazi Group", "甲子;子\\;甲", "", "電子", "台北市\n一路1號"],
        ["A-2", "乙丑股份有限公司", "乙丑股份有限公司", "", "", "A-1", "電子", ""],
        ["A-3", "=丙寅股份有限公司", "", "", "", "A-2", "", "-1"],
    ],
    Kind.RANKINGS: [
        ["series", "edition", "as_of", "rank", "firm_ref", "name_hant", "value", "unit", "source"],
        ["made-up-100", "FY2023", "2023-12-31", "1", "A-1", "", "1250.5", "NTD thousand", "made up"],
        ["made-up-100", "FY2023", "2023-12-31", "2", "", "丁卯股份有限公司", "", "", ""],
    ],
    Kind.ESTABLISHMENTS: [
        ["ref", "firm_ref", "park", "registered_name", "registered_on", "ceased_on", "evidence"],
        ["E-1", "A-2", "YY", "岳阳乙丑有限公司", "2023-05-01", "", "licence 12"],
        ["E-2", "A-3", "XT", "湘潭丙寅有限公司", "2023-06-01", "2024-02-01", ""],
    ],
    Kind.CONTACTS: [
        ["ref", "firm_ref", "name", "title", "phone", "email", "source"],
        ["C-1", "A-1", "王示例", "经理", "+886 2 2268 3466", "wang@example.com", "card"],
        ["C-2", "A-2", "李示例", "", "", "", "fair"],
    ],
    Kind.PROJECTS: [
        [
            "ref",
            "name",
            "firm_ref",
            "park",
            "stage",
            "lead_on",
            "talks_on",
            "signed_on",
            "planned_amount",
            "planned_currency",
        ],
        [
            "P-1",
            "示例项目一",
            "A-2",
            "YY",
            "signed",
            "2023-01-05",
            "2023-03-01",
            "2024-04-01",
            "1000000",
            "USD",
        ],
        ["P-2", "示例项目二", "A-3", "XT", "lead", "2023-02-05", "", "", "", ""],
    ],
    Kind.LEDGER: [
        [
            "ref",
            "project_ref",
            "kind",
            "amount",
            "currency",
            "effective_on",
            "nature",
            "origin",
            "credit",
            "evidence",
        ],
        [
            *("L-1", "P-1", "contracted", "1,250,000.50", "USD", "2024-05-06", "new", "direct"),
            *("YY:70;XT:30", "subscription:proof.pdf"),
        ],
        [
            "L-2",
            "P-1",
            "amendment",
            "-5.01",
            "TWD",
            "2024-05-07",
            "increase",
            "third_place",
            "",
            "record:proof.pdf",
        ],
    ],
    Kind.DECISIONS: [
        ["entry_ref", "decision", "note"],
        ["L-1", "verified", ""],
        ["L-2", "returned", "no seal"],
    ],
    Kind.ENGAGEMENTS: [
        ["ref", "kind", "happened_at", "firm_refs", "park", "summary", "contacts", "project_ref"],
        ["G-1", "visit", "2024-03-01 14:30", "A-1;A-2", "YY", "+ 谈了选址", "C-1", "P-1"],
        ["G-2", "call", "2024-03-02", "A-3", "XT", "通话", "", ""],
    ],
    Kind.INDICATORS: [
        ["number", "park", "period", "value", "evidence"],
        ["1", "YY", "2024", "12.50", "report 7"],
        ["1", "ZONE", "2024", "-3", ""],
    ],
}
"""Later ones rest on earlier ones."""


def make_indicator() -> None:
    """A plan with one reported indicator, made once."""
    if session.scalar(select(ZonePlan.id)) is not None:
        return
    words = {"category": "category", "name": "name", "unit": "unit"}
    session.add(
        Indicator(
            plan=make_plan(key="2022-2025"),
            number=1,
            kind=IndicatorKind.FLOW,
            source=IndicatorSource.REPORTED,
            target_kind=TargetKind.ABSOLUTE,
            target=Decimal(10),
            target_text="10",
            **{f"{name}_{script}": word for name, word in words.items() for script in ("hans", "hant", "en")},
        )
    )
    session.commit()


def scene(by: User, **values: object) -> Scene:
    given: dict[str, object] = {"files": {"proof.pdf": PROOF}.get, **values}
    return Scene(by, **given)


def plan(kind: Kind, lines: Lines, by: User, **values: object) -> Plan:
    found = plan_import(kind, ImportFile("file.csv", as_csv(lines)), scene(by, **values))
    session.rollback()
    return found


def take(kind: Kind, lines: Lines, by: User, **values: object) -> ImportOutcome:
    """Import as the command does."""
    return take_file(kind, ImportFile("file.csv", as_csv(lines)), by, **values)


def take_file(kind: Kind, file: ImportFile, by: User, **values: object) -> ImportOutcome:
    with acting(Actor(by.id, by.name, "test")), transaction():
        return import_file(kind, file, scene(by, **values))


def take_up_to(kind: Kind, by: User, *, decided_by: User) -> None:
    """Everything that rows of ``kind`` rest on, and these themselves."""
    make_indicator()
    for each, lines in LINES.items():
        take(each, lines, decided_by if each is Kind.DECISIONS else by)
        if each is kind:
            return


def counts(outcome: ImportOutcome | Plan) -> dict[str, int]:
    found = outcome if isinstance(outcome, Plan) else outcome.plan
    return {state.value: number for state, number in found.counts.items()}


def faults(kind: Kind, lines: Lines, by: User, **values: object) -> list[tuple[int, str]]:
    """(row, column) of every cell for which the file is refused."""
    try:
        take(kind, lines, by, **values)
    except BadRowsError as error:
        return [(cell.row, cell.column) for cell in error.bad]
    return []


def export(kind: Kind, folder: Path, ending: str, viewer: User | None = None) -> ImportFile:
    path = folder / f"{kind.value}.{ending}"
    export_file(kind, path, viewer=viewer)
    return ImportFile(path.name, path.read_bytes())


TODAY = date(2025, 1, 10)
SAME = RowState.SAME.value
