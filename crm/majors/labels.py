"""Words of the library of major projects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.majors.rules import Missing
from crm.web.labels import register_labels, register_phrases
from models.enums import ConversionKind, MajorTagKind, PlanBox, Preparation

register_labels(
    PlanBox,
    {
        PlanBox.DIGITAL: _l("Box 1: digital economy"),
        PlanBox.LOW_CARBON: _l("Box 2: low carbon"),
    },
)
register_labels(
    Preparation,
    {
        Preparation.IDEA: _l("Idea"),
        Preparation.PLANNED: _l("In reserve"),
        Preparation.STUDY: _l("Preliminary work"),
        Preparation.APPROVED: _l("Project approved"),
        Preparation.OFFERED: _l("Seeking investment"),
        Preparation.UNDER_WAY: _l("Being carried out"),
        Preparation.DONE: _l("Carried out"),
        Preparation.DROPPED: _l("Given up"),
    },
)
register_labels(
    MajorTagKind,
    {
        MajorTagKind.DIGITAL: _l("Digital"),
        MajorTagKind.LOW_CARBON: _l("Low carbon"),
        MajorTagKind.MANUFACTURING: _l("Manufacturing"),
        MajorTagKind.MODERN_SERVICES: _l("Modern services"),
        MajorTagKind.AGRICULTURE: _l("Agriculture"),
        MajorTagKind.RESEARCH: _l("Research"),
        MajorTagKind.INFRASTRUCTURE: _l("Infrastructure"),
        MajorTagKind.CIRCULAR: _l("Circular economy"),
        MajorTagKind.RENOVATION: _l("Technical renovation"),
    },
)
register_labels(
    ConversionKind,
    {
        ConversionKind.OFFER: _l("Became an offer of the catalogue"),
        ConversionKind.PROJECT: _l("Became a pipeline project"),
    },
)
register_labels(
    Missing,
    {
        Missing.OWNER: _l("Nobody is named"),
        Missing.DAY: _l("No due date"),
        Missing.PROOF: _l("No file, no number"),
    },
)

# As the plan words the places and kinds of its projects, and the leading industries of its parks.
register_phrases(
    {
        "制造基地": _l("Manufacturing base"),
        "产业园": _l("Industrial park"),
        "平台/技改": _l("Platforms and renovation"),
        "农业": _l("Agriculture"),
        "智慧园区": _l("Smart park"),
        "交通": _l("Transport"),
        "光储": _l("Solar power and storage"),
        "研究院": _l("Research institute"),
        "循环经济": _l("Circular economy"),
        "技改": _l("Renovation"),
        "制造": _l("Manufacturing"),
        "电子信息": _l("Electronic information"),
        "新能源": _l("New energy"),
        "新材料": _l("New materials"),
        "新能源汽车": _l("New-energy vehicles"),
        "现代医疗器械": _l("Medical devices"),
        "有色金属新材料": _l("Non-ferrous metals and new materials"),
        "现代服务业": _l("Modern services"),
        "装备制造": _l("Equipment manufacturing"),
        "农业深加工": _l("Agricultural processing"),
        "岳阳": _l("Yueyang"),
        "湘潭": _l("Xiangtan"),
        "郴州": _l("Chenzhou"),
        "长沙": _l("Changsha"),
    }
)
