"""Words for delegations and their parts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.delegations.rules.plan import Want
from crm.web.labels import register_labels
from models.enums import (
    ApprovalKind,
    ApprovalState,
    CommitmentState,
    DelegationDirection,
    DelegationState,
    MemberRole,
    Party,
)

register_labels(
    DelegationDirection,
    {DelegationDirection.INBOUND: _l("Inbound"), DelegationDirection.OUTBOUND: _l("Outbound")},
)
register_labels(
    DelegationState,
    {
        DelegationState.PLANNED: _l("Being planned"),
        DelegationState.APPROVED: _l("Approved"),
        DelegationState.UNDER_WAY: _l("Under way"),
        DelegationState.OVER: _l("Over"),
        DelegationState.CANCELLED: _l("Cancelled"),
    },
)
register_labels(Party, {Party.OURS: _l("Our side"), Party.THEIRS: _l("Their side")})
register_labels(MemberRole, {MemberRole.HOST: _l("Host"), MemberRole.GUEST: _l("Guest")})
register_labels(
    CommitmentState,
    {
        CommitmentState.OPEN: _l("Not fulfilled yet"),
        CommitmentState.FULFILLED: _l("Fulfilled"),
        CommitmentState.DROPPED: _l("Dropped"),
    },
)
register_labels(
    ApprovalKind,
    {
        ApprovalKind.TAIWAN_TRAVEL: _l("Leave to travel to Taiwan"),
        ApprovalKind.INVITATION: _l("Invitation"),
        ApprovalKind.RECEPTION: _l("Leave to receive guests"),
        ApprovalKind.BUDGET: _l("Budget"),
    },
)
register_labels(
    ApprovalState,
    {
        ApprovalState.NEEDED: _l("Needed"),
        ApprovalState.SUBMITTED: _l("Applied for"),
        ApprovalState.GRANTED: _l("Granted"),
        ApprovalState.REFUSED: _l("Refused"),
    },
)
register_labels(
    Want,
    {
        Want.PERSON: _l("Person"),
        Want.FIRM: _l("Firm"),
        Want.PARK: _l("Park"),
        Want.ROOM: _l("Room"),
        Want.CAR: _l("Car"),
    },
)
