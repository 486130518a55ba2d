"""Made-up drawings of the style page."""

from __future__ import annotations

from typing import Any

QUARTERS = ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2"]
COUNTS: dict[str, list[int]] = {
    "协议": [9200, 14300, 11800, 20100, 15400, 22600],
    "合同": [6100, 10800, 9700, 16400, 12100, 18300],
    "到位": [2100, 3500, 4800, 6900, 7200, 9800],
}
BARS: dict[str, Any] = {
    "legend": {"top": 0},
    "grid": {"left": 8, "right": 8, "top": 36, "bottom": 4, "containLabel": True},
    "tooltip": {"trigger": "axis"},
    "xAxis": {"type": "category", "data": QUARTERS},
    "yAxis": {"type": "value"},
    "series": [{"name": name, "type": "bar", "data": data} for name, data in COUNTS.items()],
}
BAR_TABLE: dict[str, Any] = {
    "columns": ["季度", "协议", "合同", "到位"],
    "rows": list(zip(QUARTERS, *COUNTS.values(), strict=True)),
}
YEARS = ["2022", "2023", "2024", "2025"]
BAND: dict[str, Any] = {
    "type": "line",
    "stack": "fan",
    "symbol": "none",
    "lineStyle": {"opacity": 0},
    "tooltip": {"show": False},
}
FAN: dict[str, Any] = {
    "legend": {"top": 0, "data": ["实际", "中位预测", "序时进度"]},
    "grid": {"left": 8, "right": 24, "top": 36, "bottom": 4, "containLabel": True},
    "tooltip": {"trigger": "axis"},
    "xAxis": {"type": "category", "data": YEARS, "boundaryGap": False},
    "yAxis": {"type": "value"},
    "series": [
        {**BAND, "name": "P10", "data": [None, None, 18.6, 24.1]},
        {**BAND, "name": "P10–P90", "data": [None, None, 0, 7.4], "areaStyle": {"opacity": 0.18}},
        {
            "name": "实际",
            "type": "line",
            "data": [5.8, 12.9, 18.6, None],
            "symbol": "circle",
            "lineStyle": {"width": 3},
        },
        {
            "name": "中位预测",
            "type": "line",
            "data": [None, None, 18.6, 27.8],
            "symbol": "emptyCircle",
            "lineStyle": {"type": "dashed"},
        },
        {
            "name": "序时进度",
            "type": "line",
            "data": [7.5, 15, 22.5, 30],
            "symbol": "none",
            "lineStyle": {"type": "dotted"},
        },
    ],
}
FUNNEL: dict[str, Any] = {
    "grid": {"left": 8, "right": 48, "top": 4, "bottom": 4, "containLabel": True},
    "tooltip": {"trigger": "item"},
    "xAxis": {"type": "value", "show": False},
    "yAxis": {
        "type": "category",
        "inverse": True,
        "data": ["线索", "在谈", "评审研判", "签约", "注册登记", "开工", "投产运营"],
    },
    "series": [
        {
            "type": "bar",
            "label": {"show": True, "position": "right"},
            "data": [{"value": value, "url": "#"} for value in (214, 132, 97, 86, 70, 52, 31)],
        }
    ],
}
