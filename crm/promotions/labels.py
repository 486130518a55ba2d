"""Words for events and answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import InvitationReply, PromotionKind

register_labels(
    PromotionKind,
    {
        PromotionKind.PROMOTION: _l("Promotion"),
        PromotionKind.FORUM: _l("Forum"),
        PromotionKind.SIGNING: _l("Signing ceremony"),
        PromotionKind.MATCHMAKING: _l("Matchmaking"),
    },
)
register_labels(
    InvitationReply,
    {
        InvitationReply.OPEN: _l("No answer yet"),
        InvitationReply.ACCEPTED: _l("Accepted"),
        InvitationReply.DECLINED: _l("Declined"),
    },
)
