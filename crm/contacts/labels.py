"""Words for associations, for consent, and for how well somebody is known."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.contacts.rules import Tie
from crm.web.labels import register_labels
from models.enums import AssociationKind, ConsentMeans, ConsentPurpose, MergeKind

register_labels(
    AssociationKind,
    {
        AssociationKind.NATIONAL: _l("National federation"),
        AssociationKind.COASTAL: _l("Coastal association"),
        AssociationKind.COMMERCE: _l("Trade and industry body"),
        AssociationKind.AGENCY: _l("Agency"),
        AssociationKind.OTHER: _l("Other"),
    },
)
register_labels(
    ConsentPurpose,
    {
        ConsentPurpose.WORK: _l("Investment work of the zone"),
        ConsentPurpose.EVENTS: _l("Invitations to events"),
        ConsentPurpose.SHARING: _l("Passing on to other parks"),
    },
)
register_labels(
    ConsentMeans,
    {
        ConsentMeans.CARD: _l("By handing over a business card"),
        ConsentMeans.PAPER: _l("On paper"),
        ConsentMeans.E_MAIL: _l("By e-mail"),
        ConsentMeans.SPOKEN: _l("By word of mouth"),
        ConsentMeans.ONLINE: _l("On line"),
    },
)
register_labels(MergeKind, {MergeKind.FIRM: _l("Firm"), MergeKind.CONTACT: _l("Contact")})
register_labels(
    Tie,
    {
        Tie.KNOWS: _l("knows"),
        Tie.MET: _l("has met"),
        Tie.WORKS_AT: _l("works at"),
        Tie.WORKED_AT: _l("worked at"),
        Tie.BELONGS_TO: _l("is in"),
        Tie.MEMBER: _l("is a member of"),
        Tie.INTRODUCED: _l("introduced"),
    },
)

STRENGTHS: Mapping[int, LazyString] = {
    1: _l("1 – has met"),
    2: _l("2 – knows"),
    3: _l("3 – knows well"),
}
