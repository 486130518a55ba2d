"""Registered entities in parks: their facts, their fate, their evidence."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park
from crm.core.records import bring_back, refuse_firm_away, refuse_stale
from crm.firms import queries, rules
from kernel import clock
from kernel.errors import RuleError
from models import Establishment, EstablishmentEvidence, User

FATE_DATES = ("funded_on", "operating_on", "suspended_on", "ceased_on")


@dataclass(frozen=True, slots=True)
class EstablishmentFields:
    """What people write on an establishment. From ``ceased_on`` on it is no longer there."""

    firm_id: int
    park_id: int
    registered_name: str
    registered_on: date
    ceased_on: date | None = None
    cease_reason: str | None = None
    credit_code: str | None = None
    funded_on: date | None = None
    operating_on: date | None = None
    suspended_on: date | None = None
    evidence_note: str | None = None


def establishment_fields_of(establishment: Establishment) -> EstablishmentFields:
    """What is written on it now, to change some of it with ``dataclasses.replace``."""
    return EstablishmentFields(
        **{each.name: getattr(establishment, each.name) for each in fields(EstablishmentFields)}
    )


def add_establishment(
    written: EstablishmentFields, *, by: User | None, ref: str | None = None
) -> Establishment:
    """Record that a firm has registered an entity in a park.

    Raises:
        NotAllowedError: another park's.
        RuleError: the firm was put away, something written can't be, or the reference is taken.
    """
    check_own_park(written.park_id, by)
    refuse_firm_away(written.firm_id)
    written = _checked(written)
    if ref and queries.find_establishment_by_ref(ref):
        raise RuleError(_("There already is an establishment %(ref)s.", ref=ref), fields={"ref": ""})
    ref = ref or free_ref("establishments", "E-{:05d}", queries.find_establishment_by_ref)
    establishment = Establishment(ref=ref, created_at=clock.now())
    _write(establishment, written)
    session.add(establishment)
    session.flush()
    return establishment


def change_establishment(
    establishment: Establishment,
    written: EstablishmentFields,
    *,
    by: User | None,
    lock_version: int | None = None,
) -> Establishment:
    """Write the fields anew: a correction, or what became of it.

    Raises:
        NotAllowedError: another park's, before or after.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: the firm was put away, or something written can't be.
    """
    check_own_park(establishment.park_id, by)
    check_own_park(written.park_id, by)
    refuse_firm_away(written.firm_id)
    words = _("Somebody else changed this establishment in the meantime. Compare before you save again.")
    refuse_stale(establishment, lock_version, words)
    _write(establishment, _checked(written))
    session.flush()
    session.expire(establishment, ["firm", "park"])
    return establishment


def retract_establishment(establishment: Establishment, *, reason: str, by: User | None) -> None:
    """Take back what was recorded by mistake: from now on it counts nowhere; figures as known before keep it.

    Raises:
        NotAllowedError: another park's.
        RuleError: no reason, or already taken back.
    """
    check_own_park(establishment.park_id, by)
    reason = (reason or "").strip()
    if not reason:
        raise RuleError(_("Say why it is taken back."), fields={"reason": ""})
    if establishment.is_retracted:
        raise RuleError(_("It is already taken back."))
    establishment.is_retracted = True
    establishment.archived_at, establishment.archived_reason = clock.now(), reason


def restore_establishment(establishment: Establishment, *, by: User | None) -> None:
    """Let an establishment count again that was taken back.

    Raises:
        NotAllowedError: another park's.
        RuleError: its firm was put away.
    """
    check_own_park(establishment.park_id, by)
    refuse_firm_away(establishment.firm_id)
    establishment.is_retracted = False
    bring_back(establishment)


def attach_evidence(
    establishment: Establishment, *, content: bytes, file_name: str, by: User | None
) -> EstablishmentEvidence:
    """Keep a licence or other document of the establishment.

    Raises:
        NotAllowedError: another park's.
        RuleError: the firm was put away, or a file that isn't taken.
    """
    check_own_park(establishment.park_id, by)
    refuse_firm_away(establishment.firm_id)
    attachment = storage.attach(content, file_name, by_id=by.id if by else None)
    evidence = EstablishmentEvidence(establishment=establishment, attachment=attachment)
    session.add(evidence)
    session.flush()
    return evidence


def _checked(written: EstablishmentFields) -> EstablishmentFields:
    cleaned = replace(
        written,
        registered_name=rules.clean_text(written.registered_name) or "",
        credit_code=rules.clean_code(written.credit_code),
        cease_reason=(written.cease_reason or None) if written.ceased_on else None,
        evidence_note=rules.clean_text(written.evidence_note),
    )
    if faults := _faults(cleaned):
        raise RuleError(" ".join(dict.fromkeys(faults.values())), fields=faults)
    return cleaned


def _faults(written: EstablishmentFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.registered_name:
        faults["registered_name"] = _("An establishment has a registered name.")
    if written.credit_code and not rules.is_credit_code(written.credit_code):
        faults["credit_code"] = _(
            "No unified social credit code: eighteen characters of which the last checks the others."
        )
    if written.cease_reason not in (None, *rules.CEASE_REASONS):
        faults["cease_reason"] = _("It has moved away or was deregistered.")
    for name in ("registered_on", *FATE_DATES):
        day = getattr(written, name)
        if day is not None and day > clock.today():
            faults[name] = _("This day lies ahead; record it when it has come.")
        elif day is not None and day < written.registered_on:
            faults[name] = _("This day lies before the registration.")
    return faults


def _write(establishment: Establishment, written: EstablishmentFields) -> None:
    for each in fields(EstablishmentFields):
        setattr(establishment, each.name, getattr(written, each.name))
