"""The handbook: its heads, its two editions, its three languages, its files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document as WordDocument
from sqlalchemy import select

from crm.core import jobs
from crm.core.database import session
from models import Delegation, DelegationApproval, Job
from models.enums import ApprovalKind, ApprovalState, JobState, Party
from tests.conftest import SignedInClient
from tests.factories.delegations import make_delegation, make_member, make_stop, make_talk
from tests.factories.projects import make_investor

HEADS = (
    "来访目的",
    "来宾名单",
    "陪同",
    "日程",
    "会见议程·座次",
    "考察点·讲解人",
    "食宿车",
    "企业简介",
    "拟谈项目与诉求",
    "应急联络",
)
INTERNAL_HEADS = ("谈参", "审批单", "预算")


def _visit(**values: object) -> Delegation:
    delegation = make_delegation(
        name_hant="示例參訪團", talking_points="底线三亿元", budget_minor=12_345_00, **values
    )
    firm = make_investor()
    make_member(delegation, name="林示例", firm_id=firm.id, diet="素食", room="808")
    make_member(delegation, side=Party.OURS, name="王示例", duty="总协调", phone="13900000000")
    make_stop(
        delegation,
        title_hans="考察产业园",
        title_hant="考察產業園",
        title_en="Visit to the park",
        points="展厅：讲解员",
    )
    make_talk(delegation, firm)
    session.add(
        DelegationApproval(
            delegation_id=delegation.id,
            kind=ApprovalKind.RECEPTION,
            state=ApprovalState.GRANTED,
            number="湘台办〔2024〕1号",
        )
    )
    session.commit()
    return delegation


def test_the_external_edition_has_its_heads_in_order_and_nothing_internal(officer: SignedInClient) -> None:
    page = officer.get(f"/delegations/{_visit().id}/handbook?locale=zh_Hans_CN").text

    places = [page.find(f"、{head}<") for head in HEADS]
    assert -1 not in places
    assert places == sorted(places)
    assert "林示例" in page
    assert "13900000000" in page
    for text in (*INTERNAL_HEADS, "底线", "湘台办", "12,345.00"):
        assert text not in page


def test_the_internal_edition_adds_talking_points_approvals_and_budget(officer: SignedInClient) -> None:
    page = officer.get(f"/delegations/{_visit().id}/handbook?edition=internal&locale=zh_Hans_CN").text

    for text in (*INTERNAL_HEADS, "底线三亿元", "湘台办〔2024〕1号", "12,345.00 CNY"):
        assert text in page


def test_a_park_that_takes_part_gets_the_external_edition_only(
    client_for: Callable[..., SignedInClient],
) -> None:
    delegation = _visit(park=None, taking_part=("YY",))
    visitor = client_for("officer", "YY")

    assert visitor.get(f"/delegations/{delegation.id}/handbook").status_code == 200
    assert visitor.get(f"/delegations/{delegation.id}/handbook?edition=internal").status_code == 403
    ordered = visitor.post(
        f"/delegations/{delegation.id}/handbook/file?edition=internal", data={"file_format": "pdf"}
    )
    assert ordered.status_code == 403
    assert session.scalars(select(Job)).all() == []


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("zh_Hant_TW", ("示例參訪團", "考察產業園", "來訪目的", "展廳：講解員")),
        ("en", ("Visit to the park", "Purpose of the visit", "Accompanying")),
    ],
)
def test_it_speaks_the_language_of_the_edition(
    officer: SignedInClient, locale: str, words: tuple[str, ...]
) -> None:
    page = officer.get(f"/delegations/{_visit().id}/handbook?locale={locale}").text

    for word in words:
        assert word in page


def test_it_is_ordered_as_a_file_and_fetched(officer: SignedInClient) -> None:
    delegation = _visit()
    order = officer.post(
        f"/delegations/{delegation.id}/handbook/file?edition=internal&locale=zh_Hans_CN",
        data={"file_format": "docx"},
    )
    assert order.status_code == 302
    session.rollback()
    assert jobs.run_next()
    row = session.scalars(select(Job)).one()
    number, ended = row.id, (row.state, row.error)
    assert ended == (JobState.DONE, None)

    # The record of it is written on a connection of its own.
    session.rollback()
    fetched = officer.get(f"/delegations/handbook/jobs/{number}/file")

    word = WordDocument(BytesIO(fetched.data))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "谈参" in text
    assert "底线三亿元" in text
    assert any("林示例" in cell.text for table in word.tables for row in table.rows for cell in row.cells)
