"""Names of the kinds of indicators and targets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels, register_phrases
from models.enums import IndicatorKind, IndicatorSource, TargetKind

register_labels(
    IndicatorKind,
    {
        IndicatorKind.FLOW: _l("Flow"),
        IndicatorKind.STOCK: _l("Stock"),
        IndicatorKind.RATE: _l("Rate"),
    },
)
register_labels(
    TargetKind,
    {
        TargetKind.ABSOLUTE: _l("Absolute"),
        TargetKind.RELATIVE: _l("Relative to the baseline"),
        TargetKind.QUALITATIVE: _l("In words"),
    },
)
register_labels(
    IndicatorSource,
    {
        IndicatorSource.NEW_INVESTMENT: _l("Computed from the ledger"),
        IndicatorSource.TOP_GROUPS: _l("Computed from lists and establishments"),
        IndicatorSource.REPORTED: _l("Reported by the parks"),
    },
)
# Targets that the plan of 2022 states in words.
register_phrases(
    {
        "超额完成省下达市州目标任务": _l("Above the target of the province"),
        "比2021年翻一番": _l("Twice that of 2021"),
    }
)
