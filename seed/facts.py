"""Reading the fact files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data"


def read(name: str) -> Iterator[dict[str, str]]:
    """The rows of a fact file, cells without outer space."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: (value or "").strip() for key, value in row.items()}


def optional_date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
