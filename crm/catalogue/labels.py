"""Words of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.web.labels import register_labels
from models.enums import CooperationMode, EnquiryState, OfferLanguage, OfferState

register_labels(
    OfferState,
    {
        OfferState.DRAFT: _l("Draft"),
        OfferState.SUBMITTED: _l("Waits for the second key"),
        OfferState.PUBLISHED: _l("Published"),
        OfferState.WITHDRAWN: _l("Withdrawn"),
        OfferState.EXPIRED: _l("Ran out"),
    },
)
register_labels(
    CooperationMode,
    {
        CooperationMode.SOLE: _l("Sole investment"),
        CooperationMode.JOINT_VENTURE: _l("Joint venture"),
        CooperationMode.PARTNERSHIP: _l("Cooperation by contract"),
        CooperationMode.EQUITY: _l("Equity or merger"),
        CooperationMode.LEASE: _l("Plant to rent"),
        CooperationMode.TECHNOLOGY: _l("Technology cooperation"),
        CooperationMode.OPEN: _l("To be agreed"),
    },
)
register_labels(
    EnquiryState,
    {
        EnquiryState.NEW: _l("New"),
        EnquiryState.TAKEN: _l("Being seen to"),
        EnquiryState.LEAD: _l("Became a lead"),
        EnquiryState.REFUSED: _l("Not followed up"),
    },
)
register_labels(
    OfferLanguage,
    {
        OfferLanguage.HANS: _l("Simplified Chinese"),
        OfferLanguage.HANT: _l("Traditional Chinese"),
        OfferLanguage.EN: _l("English"),
    },
)

OWN_NAMES: Mapping[OfferLanguage, str] = {
    OfferLanguage.HANS: "简体中文",
    OfferLanguage.HANT: "繁體中文",
    OfferLanguage.EN: "English",
}
"""As each language calls itself, whoever reads."""

FIGURES: Mapping[str, tuple[LazyString, LazyString]] = {
    "land_mu": (_l("Land"), _l("mu")),
    "plant_m2": (_l("Plant"), _l("m²")),
    "power_kva": (_l("Power"), _l("kVA")),
    "water_t_day": (_l("Water"), _l("t/day")),
}
"""Head and unit of each figure."""
