"""A plan with its indicators, and a small zone in which every figure has something to count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from crm.core.database import session
from kernel import clock
from kernel.money import Currency
from models import Firm, Indicator, IndicatorDecision, IndicatorTarget, IndicatorValue, Plan, Project, User
from models.enums import (
    AgreementKind,
    Basis,
    Decision,
    EntryKind,
    IndicatorKind,
    IndicatorSource,
    Nature,
    Origin,
    Role,
    Stage,
    Standing,
    Status,
    TargetKind,
)
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.ledger import add_rates, make_entry, make_plan
from tests.factories.projects import make_project
from tests.factories.rankings import make_edition
from tests.factories.users import make_user
from tests.factories.zone import CORE, get_park

AS_OF = "2024-09-30"
RECORDED = "2024-10-08T02:00:00Z"
ASKED = "2024-12-02T02:00:00Z"
KINDS = (EntryKind.CONTRACTED, EntryKind.CONTRACTED, EntryKind.ARRIVED, EntryKind.AGREED, EntryKind.AMENDMENT)
CREDITS = (None, None, None, "YY:60;XT:40", "XT:33.33;CZ:33.33;CS:33.34")


@dataclass(frozen=True)
class Zone:
    plan: Plan
    projects: list[Project]
    recorder: User
    verifier: User

    def indicator(self, number: int) -> Indicator:
        return next(each for each in self.plan.indicators if each.number == number)


def make_indicator(plan: Plan, number: int, **values: Any) -> Indicator:
    """An absolute flow that parks report, unless ``values`` say otherwise."""
    given: dict[str, Any] = {
        "kind": IndicatorKind.FLOW,
        "source": IndicatorSource.REPORTED,
        "target_kind": TargetKind.ABSOLUTE,
        "baseline": Decimal(100),
        "target": Decimal(200),
        "target_text": "200",
    } | values
    words = {
        f"{text}_{script}": f"{text} {number} {script}"
        for text in ("category", "name", "unit")
        for script in ("hans", "hant", "en")
    }
    indicator = Indicator(plan=plan, number=number, **(words | given))
    session.add(indicator)
    session.commit()
    return indicator


def make_plan_with_indicators(**values: Any) -> Plan:
    """Both headline indicators, one relative, one in words, one rate, one plain."""
    plan = make_plan(**({"key": "2022-2025"} | values))
    make_indicator(plan, 1)
    make_indicator(plan, 2, kind=IndicatorKind.RATE, target=Decimal(15), target_text="15")
    words = "超额完成省下达市州目标任务"
    make_indicator(plan, 6, target_kind=TargetKind.QUALITATIVE, baseline=None, target=None, target_text=words)
    make_indicator(plan, 10, target_kind=TargetKind.RELATIVE, target_text="比2021年翻一番")
    make_indicator(
        plan,
        11,
        source=IndicatorSource.NEW_INVESTMENT,
        baseline=Decimal("0.4"),
        target=Decimal(30),
        target_text="30",
    )
    make_indicator(
        plan,
        15,
        kind=IndicatorKind.STOCK,
        source=IndicatorSource.TOP_GROUPS,
        baseline=Decimal(2),
        target=Decimal(20),
        target_text="20",
    )
    return plan


def add_target(indicator: Indicator, value: str | None, *, year: int | None, park: str | None = None) -> None:
    session.add(
        IndicatorTarget(
            indicator=indicator,
            year=year,
            park=get_park(park) if park else None,
            value=None if value is None else Decimal(value),
        )
    )
    session.commit()


def add_value(
    indicator: Indicator,
    value: str,
    *,
    period: str,
    park: str | None = None,
    verified: bool = True,
    **more: Any,
) -> IndicatorValue:
    row = IndicatorValue(
        indicator=indicator,
        park=get_park(park) if park else None,
        period=period,
        value=Decimal(value),
        **more,
    )
    if verified:
        row.decisions.append(IndicatorDecision(decision=Decision.VERIFIED))
    session.add(row)
    session.commit()
    return row


def make_zone(projects: int = 34, seed: int = 1) -> Zone:
    """Everything recorded on 8 October 2024; the clock then stands at 2 December."""
    clock.set_fixed(clock.parse_moment(RECORDED))
    random = Random(seed)
    add_rates(month="2020-11", cny="6.5", twd="28.1", hkd="7.75")
    add_rates(month="2023-06", cny="7.1234", twd="31.07", hkd="7.83")
    zone = Zone(make_plan_with_indicators(), [], make_user(role=Role.COORDINATOR), make_user())
    for number in range(projects):
        zone.projects.append(_project(random, number))
    for number, project in enumerate(zone.projects):
        _money(random, zone, project, number)
    _groups()
    _targets(zone.plan)
    _reports(zone)
    make_engagement(next_step="call", next_due_on=date(2024, 9, 1), park="XT")
    make_engagement(next_step="call", next_due_on=date(2024, 11, 1), park="YY")
    clock.set_fixed(clock.parse_moment(ASKED))
    return zone


def _project(random: Random, number: int) -> Project:
    park = ("YY", "XT", "CZ", "YY", "CS")[number % 5]
    stage = list(Stage)[number % len(Stage)] if number % 3 else Stage.REGISTERED
    year = 2022 + number % 3
    reached = [each for each in Stage if each.order <= stage.order]
    dates = {f"{each.value}_on": date(year, each.order + 1, random.randint(1, 28)) for each in reached}
    return make_project(
        park=park,
        stage=stage,
        status=Status.TERMINATED if number % 11 == 5 else Status.ACTIVE,
        planned_minor=random.randint(1, 10**11),
        planned_currency=random.choice(list(Currency)),
        agreement_kind=AgreementKind.FORMAL if stage.order >= Stage.SIGNED.order else None,
        agreement_on=dates.get("signed_on"),
        **dates,
    )


def _money(random: Random, zone: Zone, project: Project, number: int) -> None:
    for each in range(2):
        kind = KINDS[(number + each) % len(KINDS)]
        standing = (Standing.VERIFIED, Standing.VERIFIED, Standing.OPEN)[(number + each) % 3]
        make_entry(
            project=project,
            by=zone.recorder,
            verified_by=zone.verifier if standing is Standing.VERIFIED else None,
            kind=kind,
            amount=f"{random.randint(1, 10**9)}.{random.randint(0, 99):02}",
            currency=random.choice(list(Currency)),
            effective_on=date(
                random.choice((2021, 2022, 2023, 2024)), random.randint(1, 9), random.randint(1, 28)
            ),
            nature=random.choice(list(Nature)),
            origin=random.choice(list(Origin)),
            basis=random.choice(list(Basis)) if kind is EntryKind.ARRIVED else None,
            credit=random.choice(CREDITS),
        )


def _groups() -> None:
    firms = [make_firm(f"示例集團{number}") for number in range(5)]
    make_edition("FY2020", in_force_from=date(2021, 5, 1), ranks=_ranks(firms[:3]))
    make_edition("FY2022", in_force_from=date(2023, 5, 1), ranks=_ranks(firms))
    make_establishment(firms[0], park="YY", registered_on=date(2020, 3, 1))
    make_establishment(firms[1], park="XT", registered_on=date(2023, 8, 1))
    make_establishment(firms[2], park="CZ", registered_on=date(2022, 2, 1), ceased_on=date(2024, 3, 1))
    make_establishment(firms[3], park="CS", registered_on=date(2022, 2, 1))


def _ranks(firms: list[Firm]) -> dict[Firm, int]:
    return {firm: 10 + 7 * place for place, firm in enumerate(firms)}


def _targets(plan: Plan) -> None:
    investment = next(each for each in plan.indicators if each.number == 11)
    for year, share in {2022: "4.5", 2023: "7.5", 2024: "9", 2025: "9"}.items():
        add_target(investment, share, year=year)
        for park in CORE:
            add_target(investment, str(Decimal(share) / 3), year=year, park=park)


def _reports(zone: Zone) -> None:
    for park, value in zip(CORE, ("40", "30.5", "20"), strict=True):
        add_value(zone.indicator(1), value, period="2023", park=park)
    add_value(zone.indicator(1), "55", period="2024-H1", park="YY", verified=False)
    add_value(zone.indicator(2), "13.4", period="2023")
