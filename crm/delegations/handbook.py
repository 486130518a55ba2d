"""A delegation as the input of its handbook, in the language in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from flask_babel import gettext as _

from crm.delegations import itinerary
from crm.delegations.queries import records
from crm.delegations.queries.yields import list_met_firms
from crm.web.labels import label, local_name, own_words
from kernel import clock
from kernel.money import group_minor
from models import (
    Delegation,
    DelegationApproval,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    Firm,
)
from models.enums import DelegationDirection, Party
from reports.content import Locale
from reports.documents.handbook.data import (
    ApprovalFacts,
    Companion,
    FirmFacts,
    Guest,
    HandbookInput,
    Internal,
    ProgrammeStop,
    Talk,
)


def handbook_input(delegation: Delegation, *, locale: str, is_internal: bool) -> HandbookInput:
    """``is_internal`` adds what only our own people read; who asks was asked whether they may."""
    members, stops = records.list_members(delegation), records.list_stops(delegation)
    sessions = records.list_sessions(delegation)
    met = [firm.id for firm in itinerary.firms_of(members, sessions)]
    return HandbookInput(
        name=own_words(local_name(delegation)),
        ref=delegation.ref,
        is_inbound=delegation.direction is DelegationDirection.INBOUND,
        from_on=delegation.from_on,
        until_on=delegation.until_on,
        issuer=local_name(delegation.park) if delegation.park else _("The provincial office"),
        purpose=own_words(local_name(delegation, "purpose")),
        guests=tuple(_guest(each) for each in members if each.side is Party.THEIRS),
        companions=tuple(_companion(each) for each in members if each.side is Party.OURS),
        programme=tuple(_stop(each) for each in stops),
        talks=tuple(_talk(each) for each in sessions),
        seating=own_words(delegation.seating),
        lodging=own_words(delegation.lodging),
        firms=tuple(_firm(each) for each in list_met_firms(met)),
        topics=own_words(delegation.topics),
        emergency=own_words(delegation.emergency),
        as_of=clock.today(),
        known_at=clock.now(),
        locale=Locale(locale),
        internal=_internal(delegation, records.list_approvals(delegation)) if is_internal else None,
    )


def _guest(member: DelegationMember) -> Guest:
    organisation = member.organisation or (member.firm.name if member.firm else "")
    return Guest(
        member.name,
        organisation,
        member.title or "",
        member.form_of_address or "",
        own_words(member.diet),
        member.room or "",
        own_words(member.car),
    )


def _companion(member: DelegationMember) -> Companion:
    title = own_words(member.title or member.organisation)
    return Companion(member.name, title, own_words(member.duty), member.phone or "")


def _stop(stop: DelegationStop) -> ProgrammeStop:
    ours = [member.name for member in stop.people if member.side is Party.OURS]
    return ProgrammeStop(
        day=stop.day,
        time=_span(stop.starts_at, stop.ends_at),
        title=own_words(local_name(stop, "title")),
        place=own_words(local_name(stop, "place")) or (local_name(stop.park) if stop.park else ""),
        leader=stop.leader.name if stop.leader else "",
        companions=str(_(", ")).join(ours),
        car=own_words(stop.car),
        responsible=stop.responsible.name if stop.responsible else "",
        points=own_words(stop.points),
    )


def _talk(row: DelegationSession) -> Talk:
    named = [local_name(row.park) if row.park else "", row.officer.display_name if row.officer else ""]
    counterpart = " · ".join(each for each in named if each)
    return Talk(row.day, _span(row.starts_at, row.ends_at), row.firm.name, counterpart, own_words(row.room))


def _span(starts_at: time, ends_at: time) -> str:
    return f"{starts_at:%H:%M}–{ends_at:%H:%M}"


def _firm(firm: Firm) -> FirmFacts:
    """What the record says of the firm; nothing is made up where it says nothing."""
    facts = (
        (_("Simplified name"), firm.name_hans),
        (_("English name"), firm.name_en),
        (_("Group"), firm.group.name if firm.group else None),
        (_("Industry"), local_name(firm.industry) if firm.industry else None),
        (_("Stock code"), firm.stock_code),
        (_("Address"), firm.address),
        (_("Website"), firm.website),
    )
    return FirmFacts(firm.name, tuple((term, text) for term, text in facts if text and text != firm.name))


def _internal(delegation: Delegation, approvals: Sequence[DelegationApproval]) -> Internal:
    budget, cost = delegation.budget_minor, delegation.cost_minor

    def amount(minor: int | None) -> str:
        return "" if minor is None else f"{group_minor(minor)} {delegation.currency.value}"

    return Internal(
        talking_points=own_words(delegation.talking_points),
        notes=own_words(delegation.internal_notes),
        approvals=tuple(
            ApprovalFacts(label(row.kind), row.number or "", row.body or "", row.issued_on, label(row.state))
            for row in approvals
        ),
        budget=amount(budget),
        cost=amount(cost),
        left=amount(budget - cost if budget is not None and cost is not None else None),
    )
