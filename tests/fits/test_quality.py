"""The order of fits keeps what docs/fit-quality.md says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.fit_quality import measure

pytestmark = pytest.mark.no_database
PAGE = Path(__file__).resolve().parents[2] / "docs" / "fit-quality.md"


def documented(order: str) -> tuple[float, float]:
    row = re.search(
        rf"^\| {order} \| ([\d.]+) \| ([\d.]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert row is not None
    return float(row[1]), float(row[2])


def test_the_order_is_as_good_as_documented_and_better_than_the_baselines() -> None:
    known = measure.read()
    found = measure.measure_all(known)

    precision, ndcg = documented("rules")
    assert found["rules"].precision >= precision - 0.0005
    assert found["rules"].ndcg >= ndcg - 0.0005
    for baseline in ("industry only", "chance"):
        assert found["rules"].ndcg > found[baseline].ndcg + 0.05
        assert found["rules"].precision >= found[baseline].precision


def test_the_labelled_set_is_whole() -> None:
    known = measure.read()

    assert known.pairs >= 60
    assert set(known.labels) == set(known.offers)
    for of_offer in known.labels.values():
        assert set(of_offer) <= set(known.firms)
        assert max(of_offer.values()) >= measure.RELEVANT
