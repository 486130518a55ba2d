"""A record of the library is written, put away, brought back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date

from flask_babel import gettext as _

from crm.core import names
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park, is_office
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.majors import rules
from crm.majors.queries import records as queries
from crm.majors.rules import name_of
from crm.majors.service import duties
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from kernel.money import Currency
from models import MajorProject, MajorTag, User
from models.enums import MajorTagKind, Preparation


@dataclass(frozen=True, slots=True)
class MajorFields:
    """What people write of a record. Of a pipeline project what it says itself isn't asked for here."""

    name_hans: str | None
    park_id: int
    preparation: Preparation = Preparation.PLANNED
    name_hant: str | None = None
    name_en: str | None = None
    place: str | None = None
    kind: str | None = None
    sub_projects: str | None = None
    lead_unit: str | None = None
    responsible_unit: str | None = None
    responsible_id: int | None = None
    content: str | None = None
    planned_minor: int | None = None
    planned_currency: Currency | None = None
    land_mu: int | None = None
    power_kva: int | None = None
    water_t_day: int | None = None
    energy_class: str | None = None
    carbon_class: str | None = None
    priority_year: int | None = None
    priority_number: str | None = None
    priority_since: date | None = None
    tags: frozenset[MajorTagKind] = field(default_factory=frozenset)


def fields_of(major: MajorProject) -> MajorFields:
    """What is written of the record now."""
    names_of = (each.name for each in fields(MajorFields) if each.name != "tags")
    values = {name: getattr(major, name) for name in names_of}
    return MajorFields(**values, tags=frozenset(each.tag for each in major.tags))


def create_major(written: MajorFields, *, by: User | None) -> MajorProject:
    """Put a planned project into the library, before it has an investor.

    Raises:
        NotAllowedError: another park's.
        RuleError: something written can't be.
    """
    check_own_park(written.park_id, by)
    _check(written, needs_name=True)
    now = clock.now()
    major = MajorProject(ref=_free_ref(), created_at=now, updated_at=now, created_by_id=by.id if by else None)
    _write(major, written)
    session.add(major)
    session.flush()
    return major


def edit_major(
    major: MajorProject, written: MajorFields, *, by: User | None, lock_version: int | None = None
) -> MajorProject:
    """Write it anew; what its pipeline project says stays as it was.

    Raises:
        NotAllowedError: another park's; or another park is written by somebody else than the office.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, or something written can't be.
    """
    check_own_park(major.park_id, by)
    refuse_stale(major, lock_version, _("Somebody else changed this major project in the meantime."))
    refuse_put_away(major, name_of(major))
    is_linked = major.project_id is not None
    if not is_linked and written.park_id != major.park_id and not is_office(by):
        raise NotAllowedError(_("Only the provincial office gives a major project to another park."))
    _check(written, needs_name=not is_linked, major=major)
    _write(major, written)
    touch(major)
    session.flush()
    duties.sync_major(major)
    return major


def archive_major(major: MajorProject, *, reason: str, by: User | None) -> None:
    """Put it away. What the plan names stays, as long as it isn't for the office to say otherwise.

    Raises:
        NotAllowedError: another park's, or one that the plan names.
        RuleError: no reason, put away already, or it is that of a pipeline project.
    """
    check_own_park(major.park_id, by)
    if major.box is not None and not is_office(by):
        raise NotAllowedError(_("The plan names it: only the provincial office puts it away."))
    if major.project is not None and not major.project.is_archived:
        raise RuleError(_("It is that of a pipeline project. Put the project away instead."))
    put_away(major, reason)
    touch(major)
    duties.sync_major(major)


def restore_major(major: MajorProject, *, by: User | None) -> None:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: its pipeline project was put away.
    """
    check_own_park(major.park_id, by)
    if major.project is not None:
        refuse_put_away(major.project, major.project.name)
    bring_back(major)
    touch(major)
    duties.sync_major(major)


def against_owner(chosen: int | None, before: int | None, park_id: int) -> str | None:
    """What stands against naming this person; whoever was named before stays, wherever they work by now."""
    if chosen in (None, before) or queries.find_staff(chosen, park_id) is not None:
        return None
    return str(_("Choose one of the park's people or of the provincial office."))


def touch(major: MajorProject) -> None:
    major.updated_at = clock.now()


def _free_ref() -> str:
    return free_ref("major_projects", f"MP-{clock.today().year}-{{:05d}}", queries.is_ref_taken)


def _write(major: MajorProject, written: MajorFields) -> None:
    kept = rules.FROM_THE_PROJECT if major.project_id is not None else ()
    for name, value in asdict(written).items():
        if name != "tags" and name not in kept:
            setattr(major, name, value)
    called = name_of(major)
    if major.project is None:
        major.name_key = names.pinyin(called) or called
    wanted = written.tags
    major.tags = [
        *(each for each in major.tags if each.tag in wanted),
        *(MajorTag(tag=tag) for tag in sorted(wanted - {each.tag for each in major.tags})),
    ]


def _check(written: MajorFields, *, needs_name: bool, major: MajorProject | None = None) -> None:
    faults = _faults(written)
    if needs_name and not (written.name_hans or "").strip():
        faults["name_hans"] = _("It needs a name in simplified characters.")
    named = written.responsible_id
    is_new = major is None or (named, written.park_id) != (major.responsible_id, major.park_id)
    if named is not None and is_new and queries.find_staff(named, written.park_id) is None:
        faults["responsible_id"] = _("Choose one of the park's people or of the provincial office.")
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)


def _faults(written: MajorFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if (written.planned_minor is None) != (written.planned_currency is None):
        faults["planned_minor" if written.planned_minor is None else "planned_currency"] = _(
            "An amount and its currency go together."
        )
    if written.planned_minor is not None and written.planned_minor <= 0:
        faults["planned_minor"] = _("The planned amount is more than zero. Leave it empty if it is unknown.")
    for name in ("land_mu", "power_kva", "water_t_day"):
        if (getattr(written, name) or 0) < 0:
            faults[name] = _("Not less than zero.")
    if written.priority_year is None and (written.priority_number or written.priority_since):
        faults["priority_year"] = _("Say of which year's list.")
    if written.priority_year is not None and not _is_year(written.priority_year):
        faults["priority_year"] = _("A year such as 2025.")
    if written.priority_since is not None and written.priority_since > clock.today():
        faults["priority_since"] = _("This day lies ahead.")
    return faults


def _is_year(year: int) -> bool:
    return rules.FIRST_YEAR <= year <= rules.LAST_YEAR
