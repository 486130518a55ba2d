"""The green channel for land: beginning the checklist, and keeping it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import hold, refuse_put_away, refuse_stale
from crm.core.workdays import add_working_days
from crm.issues.service.steps import File
from crm.majors.queries import greens as queries
from crm.majors.rules import facts_of, name_of
from crm.majors.service import duties
from crm.majors.service.records import against_owner, touch
from kernel import clock
from kernel.errors import RuleError
from models import GreenChannelFile, GreenChannelKind, GreenChannelStep, MajorProject, User


@dataclass(frozen=True, slots=True)
class StepFields:
    department: str | None = None
    papers: str | None = None
    is_needed: bool = True
    due_on: date | None = None
    done_on: date | None = None
    number: str | None = None
    note: str | None = None
    owner_id: int | None = None


def begin(major: MajorProject, *, by: User | None) -> int:
    """Put the usual steps on the list that aren't on it yet; how many there were.

    They follow each other: each is due as many working days after the one before as it usually takes.

    Raises:
        NotAllowedError: another park's.
        RuleError: it needs no land, it was put away, or all of them are there.
    """
    check_own_park(major.park_id, by)
    hold(major)
    refuse_put_away(major, name_of(major))
    if not facts_of(major).land_mu:
        raise RuleError(_("The green channel is for a land need. Enter the land need first."))
    known = {step.kind_id for step in queries.list_steps(major)}
    new = [kind for kind in queries.list_used_kinds() if kind.id not in known]
    if not new:
        raise RuleError(_("The usual steps are on the list already."))
    due = clock.today()
    for kind in new:
        due = add_working_days(due, kind.working_days)
        session.add(_step(major, kind, due, by))
    touch(major)
    session.flush()
    duties.sync_steps(major)
    return len(new)


def _step(major: MajorProject, kind: GreenChannelKind, due: date, by: User | None) -> GreenChannelStep:
    return GreenChannelStep(
        major=major,
        kind=kind,
        position=kind.position,
        department=kind.department,
        papers=kind.papers,
        due_on=due,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )


def edit_step(
    step: GreenChannelStep,
    written: StepFields,
    files: Collection[File],
    *,
    by: User | None,
    lock_version: int | None = None,
) -> GreenChannelStep:
    """
    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: done without a proof, or something else that can't be.
    """
    check_own_park(step.major.park_id, by)
    refuse_put_away(step.major, name_of(step.major))
    refuse_stale(step, lock_version, _("Somebody else changed this step in the meantime."))
    _check(step, written, files)
    for name, value in asdict(written).items():
        setattr(step, name, value)
    for file in files:
        attachment = storage.attach(file.content, file.name, by_id=by.id if by else None)
        session.add(GreenChannelFile(step=step, attachment=attachment))
    touch(step.major)
    session.flush()
    duties.sync_steps(step.major)
    return step


def _check(step: GreenChannelStep, written: StepFields, files: Collection[File]) -> None:
    faults: dict[str, str] = {}
    if written.done_on is not None and written.done_on > clock.today():
        faults["done_on"] = _("This day lies ahead.")
    if written.done_on is not None and not written.is_needed:
        faults["is_needed"] = _("What was done was needed.")
    if written.done_on is not None and not (files or step.files or written.number):
        faults["proofs"] = _("A step is done with a file, or the number of the paper that was given.")
    if against := against_owner(written.owner_id, step.owner_id, step.major.park_id):
        faults["owner_id"] = against
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
