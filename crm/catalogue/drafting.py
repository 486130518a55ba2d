"""The machine's draft of a text in traditional script: a draft only, a person confirms it."""

from __future__ import annotations

from functools import cache
from typing import Any

from crm.catalogue.rules import Written

GLOSSARY = {
    "統一社會信用程式碼": "統一社會信用代碼",
    "專案": "項目",
    "排程": "調度",
    "儲存期限": "保存期限",
    "單位稽核": "單位審核",
    "運營": "營運",
    "註冊登記": "設立登記",
    "臺企": "台企",
    "臺資": "台資",
    "臺商": "台商",
    "臺賬": "台帳",
}
"""Terms of the house where the general conversion says something else."""


@cache
def _converter() -> Any:
    """Characters and the words of daily use in Taiwan; imported with the first draft."""
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("s2twp")


def traditional(text: str) -> str:
    """The text as readers in Taiwan write it, with the terms of this house."""
    drafted = str(_converter().convert(text))
    for found, ours in GLOSSARY.items():
        drafted = drafted.replace(found, ours)
    return drafted


def draft(written: Written) -> Written:
    """The whole text, part by part."""
    return Written(
        title=traditional(written.title),
        content=traditional(written.content),
        scale=traditional(written.scale) if written.scale else None,
        incentive=traditional(written.incentive) if written.incentive else None,
        contact_unit=traditional(written.contact_unit) if written.contact_unit else None,
    )
