"""Facts that every zone needs. Repeatable: what is there already is left as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from crm.core import names, revisions
from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from crm.majors.service.following import fill_missing
from kernel import clock
from models import ExchangeRate, Indicator, Park, Plan, RankingSeries, RegisteredCompany
from models.enums import IndicatorKind, IndicatorSource, ParkKind, TargetKind
from seed import chains, facts, lists, majors, policies, procedures

PLAN_KEY = "2022-2025"
SERIES = {
    "taiwan-top-100": (
        "台湾百大企业（按营收计算）",
        "台灣百大企業（按營收計算）",
        "Taiwan Top-100 by revenue",
    ),
    "fortune-global-500": ("《财富》世界500强", "《財富》世界500強", "Fortune Global 500"),
}


def load() -> dict[str, int]:
    """Load what is missing; the number of new rows by kind."""
    counts = {
        "parks": _load_parks(),
        "plans": _load_plan(),
        "exchange rates": _load_exchange_rates(),
        "registered companies": _load_register(),
        "ranking series": _load_series(),
        "usual approvals": procedures.load(),
    }
    session.flush()
    counts["chains"] = chains.load()
    counts["policies and articles"] = policies.load()
    counts["major projects"] = majors.load()
    counts["records of pipeline projects"] = fill_missing()
    counts["ranking entries"] = lists.load()
    return counts


def _load_parks() -> int:
    known = set(session.scalars(select(Park.code)))
    new = [row for row in facts.read("parks") if row["code"] not in known]
    for row in new:
        values = {key: value or None for key, value in row.items() if key not in ("kind", "position")}
        session.add(Park(kind=ParkKind(row["kind"]), position=int(row["position"]), **values))
    return len(new)


def _load_plan() -> int:
    if session.scalars(select(Plan).where(Plan.key == PLAN_KEY)).first():
        return 0
    plan = Plan(
        key=PLAN_KEY,
        name_hans="海峡两岸产业合作区（湖南）数字化低碳化发展规划",
        name_hant="海峽兩岸產業合作區（湖南）數字化低碳化發展規劃",
        name_en="Hunan Cross-Strait Industrial Cooperation Zone, digital and low-carbon development plan",
        starts_on=date(2022, 1, 1),
        ends_on=date(2025, 12, 31),
        headline_lens="plan-headline",
        ranking_series="taiwan-top-100",
        fixed_cny_per_usd=Decimal("6.3"),
        source="湘发改经贸〔2022〕887号",
    )
    session.add(plan)
    for row in facts.read("indicators"):
        plan.indicators.append(_indicator(row))
    return 1


def _indicator(row: dict[str, str]) -> Indicator:
    texts = {
        key: row[key]
        for key in row
        if key.startswith(("category_", "name_", "unit_")) or key == "target_text"
    }
    return Indicator(
        number=int(row["number"]),
        kind=IndicatorKind(row["kind"]),
        source=IndicatorSource(row["source"]),
        target_kind=TargetKind(row["target_kind"]),
        baseline=Decimal(row["baseline"]) if row["baseline"] else None,
        target=Decimal(row["target"]) if row["target"] else None,
        note=row["note"] or None,
        quote=row["quote"] or None,
        **texts,
    )


def _load_exchange_rates() -> int:
    known = set(session.scalars(select(ExchangeRate.month)))
    now = clock.now()
    rows = [
        {
            "month": row["month"],
            "cny_per_usd": Decimal(row["cny_per_usd"]),
            "twd_per_usd": Decimal(row["twd_per_usd"]),
            "hkd_per_usd": Decimal(row["hkd_per_usd"]),
            "source": row["source"],
            "is_retracted": False,
            "recorded_at": now,
            "recorded_by_id": None,
        }
        for row in facts.read("exchange_rates")
        if row["month"] not in known
    ]
    insert_in_bulk(ExchangeRate, rows)
    return len(rows)


def _load_register() -> int:
    known = set(session.scalars(select(RegisteredCompany.code)))
    rows = [_registered(row) for row in facts.read("registered_companies") if row["code"] not in known]
    insert_in_bulk(RegisteredCompany, rows)
    return len(rows)


def _registered(row: dict[str, str]) -> dict[str, object]:
    number = row["business_number"] if row["business_number"] != "00000000" else ""
    capital = row["paid_in_capital_ntd"]
    spoken = [row["name_hant"], row["short_hant"], row["name_en"], row["short_en"]]
    return {
        "code": row["code"],
        "board": row["board"],
        "name_hant": row["name_hant"],
        "name_hans": names.simplify(row["name_hant"]),
        "short_hant": row["short_hant"],
        "name_en": row["name_en"] or None,
        "short_en": row["short_en"] or None,
        "business_number": number or None,
        "industry": row["industry_hant"] or None,
        "address": row["address"] or None,
        "website": row["website"] or None,
        "listed_on": facts.optional_date(row["listed"]),
        "paid_in_capital_ntd": int(capital) if capital else None,
        "as_of": date.fromisoformat(row["as_of"]),
        "name_key": names.fold(row["name_hant"]),
        "search_text": names.tokens(spoken, [row["code"], number]),
    }


def _load_series() -> int:
    known = set(session.scalars(select(RankingSeries.code)))
    new = [code for code in SERIES if code not in known]
    for code in new:
        hans, hant, english = SERIES[code]
        session.add(RankingSeries(code=code, name_hans=hans, name_hant=hant, name_en=english))
    revisions.grow(session())
    return len(new)
