"""Charts on paper: drawn by ECharts in Node, all of a report in one call."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reports.content import Chart, Document, Locale
from reports.errors import ChartsUnavailableError

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "frontend" / "charts" / "render.mjs"
OWN_NODE = ROOT / ".venv" / "node" / "bin" / "node"
TIMEOUT_SECONDS = 60
WIDTH = 640
"""Units of width; paper scales them to its type area."""
PRINT_PIXELS = 3
"""Pixels to a unit: about 300 to the inch at the width of a page."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """``svg`` is a whole SVG document; ``png`` is empty unless asked for."""

    svg: str
    png: bytes
    width: int
    height: int


def draw(document: Document, *, pictures: bool = False) -> dict[str, Drawing]:
    """Every chart of the report by its key, with a PNG too where ``pictures`` are wanted.

    Raises:
        ChartsUnavailableError: Node or its parts are missing, or it failed or took too long.
    """
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    if not charts:
        return {}
    font = font_of(document.locale)
    orders = [_order(chart, font, pictures=pictures) for chart in charts]
    answers = _run(json.dumps(orders))
    return {
        chart.key: Drawing(answer["svg"], base64.b64decode(answer["png"] or ""), WIDTH, chart.height)
        for chart, answer in zip(charts, answers, strict=True)
    }


def font_of(locale: Locale) -> str:
    return "Noto Sans CJK TC" if locale is Locale.ZH_HANT else "Noto Sans CJK SC"


def _order(chart: Chart, font: str, *, pictures: bool) -> Mapping[str, Any]:
    return {
        "option": dict(chart.option),
        "width": WIDTH,
        "height": chart.height,
        "font": font,
        "pixels": PRINT_PIXELS if pictures else 0,
    }


@cache
def _node() -> str:
    found = shutil.which("node") or (str(OWN_NODE) if OWN_NODE.exists() else None)
    if found is None:
        raise ChartsUnavailableError("Charts on paper need Node: run `make setup`.")
    return found


def _run(orders: str) -> list[dict[str, str]]:
    try:
        done = subprocess.run(  # noqa: S603 — our own script; what people wrote goes in by standard input
            [_node(), str(SCRIPT)],
            input=orders.encode(),
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired as late:
        raise ChartsUnavailableError("Drawing the charts took too long; try again.") from late
    except (OSError, subprocess.CalledProcessError) as failure:
        said = getattr(failure, "stderr", b"") or b""
        reason = said.decode(errors="replace").strip().splitlines()[-1:] or [str(failure)]
        raise ChartsUnavailableError(f"The charts could not be drawn: {reason[0]}") from failure
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers
