from __future__ import annotations

from enum import StrEnum


class ReviewKind(StrEnum):
    """What a measure is looked at for before it binds anybody."""

    FAIR_COMPETITION = "fair_competition"
    LEGALITY = "legality"


class ReviewConclusion(StrEnum):
    PASSED = "passed"
    PASSED_WITH_CHANGES = "passed_with_changes"
    NOT_PASSED = "not_passed"

    @property
    def is_passed(self) -> bool:
        return self is not ReviewConclusion.NOT_PASSED


class PolicyLevel(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    PARK = "park"

    @property
    def order(self) -> int:
        return list(PolicyLevel).index(self)


class PolicyTag(StrEnum):
    """What a policy is about: a closed list, so that a filter finds all of it."""

    EXCHANGE = "exchange"
    EQUAL_TREATMENT = "equal_treatment"
    INDUSTRY = "industry"
    AGRICULTURE = "agriculture"
    LAND = "land"
    FINANCE = "finance"
    TAX = "tax"
    TRADE = "trade"
    MARKETS = "markets"
    SCIENCE = "science"
    INVESTMENT = "investment"
    TALENT = "talent"
    YOUTH = "youth"
    SCHOOLING = "schooling"
    HOUSING = "housing"
    SERVICE = "service"
    STRATEGY = "strategy"


class PolicyBenefit(StrEnum):
    """What an article gives."""

    SUBSIDY = "subsidy"
    REWARD = "reward"
    TAX = "tax"
    LAND = "land"
    FINANCE = "finance"
    MARKETS = "markets"
    TALENT = "talent"
    HOUSING = "housing"
    SCHOOLING = "schooling"
    SERVICE = "service"


class Claimant(StrEnum):
    """Who may claim it."""

    FIRM = "firm"
    PERSON = "person"


class PolicyCondition(StrEnum):
    """What an article asks of who claims it: each is one fact that the system knows, or says it doesn't."""

    PARKS = "parks"
    INDUSTRIES = "industries"
    SETTLED = "settled"
    OPERATING = "operating"
    STAGE = "stage"
    INVESTMENT = "investment"
    LISTED = "listed"
    EMPLOYS_TALENTS = "employs_talents"
    LEVELS = "levels"
    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    DECLARED = "declared"
    """A fact that no record holds: whoever claims it says so in words, and proves it."""


class PolicyClaimState(StrEnum):
    PREPARED = "prepared"
    FILED = "filed"
    SUPPLEMENT = "supplement"
    """Papers that are missing were asked for."""
    ACCEPTED = "accepted"
    GRANTED = "granted"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PromiseKind(StrEnum):
    """What is promised to a firm."""

    SUBSIDY = "subsidy"
    REWARD = "reward"
    TAX = "tax"
    LAND = "land"
    PLANT = "plant"
    UTILITIES = "utilities"
    FINANCE = "finance"
    TALENT = "talent"
    INFRASTRUCTURE = "infrastructure"
    SERVICE = "service"


class PromiseState(StrEnum):
    """Where a promise stands; computed from its days and payments."""

    OVERDUE = "overdue"
    DUE = "due"
    PART_PAID = "part_paid"
    OPEN = "open"
    PAID = "paid"
    CLEARED = "cleared"
    CANCELLED = "cancelled"


class PaymentVerdict(StrEnum):
    """A second person's word on a recorded payment."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
