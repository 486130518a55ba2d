"""What is planned for a year, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import hold, refuse_put_away, refuse_stale
from crm.majors import rules
from crm.majors.rules import name_of
from crm.majors.service import duties
from crm.majors.service.records import touch
from kernel import clock
from kernel.errors import RuleError
from models import MajorProgress, MajorProject, MajorYear, User


@dataclass(frozen=True, slots=True)
class YearFields:
    year: int
    plan: str
    planned_fen: int | None = None


@dataclass(frozen=True, slots=True)
class ProgressFields:
    reported_on: date
    percent: int
    text: str
    done_fen: int | None = None


def plan_year(major: MajorProject, written: YearFields, *, by: User | None) -> MajorYear:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: the year has a plan, or something written can't be.
    """
    check_own_park(major.park_id, by)
    hold(major)
    refuse_put_away(major, name_of(major))
    faults = _faults(written)
    if any(each.year == written.year for each in major.years):
        faults["year"] = _("There is a plan for this year.")
    _refuse(faults)
    year = MajorYear(
        major=major,
        year=written.year,
        plan=written.plan,
        planned_fen=written.planned_fen,
        percent=0,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    session.add(year)
    touch(major)
    session.flush()
    duties.sync_year(year)
    return year


def edit_year(
    year: MajorYear, written: YearFields, *, by: User | None, lock_version: int | None = None
) -> MajorYear:
    """Write the plan anew; the year itself stays.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    _check_open_to(year, by)
    refuse_stale(year, lock_version, _("Somebody else changed this plan in the meantime."))
    _refuse(_faults(written))
    year.plan, year.planned_fen = written.plan, written.planned_fen
    touch(year.major)
    session.flush()
    return year


def report_progress(year: MajorYear, written: ProgressFields, *, by: User | None) -> MajorProgress:
    """Say how far the year's plan is. What was said before stays readable.

    Raises:
        NotAllowedError: another park's.
        RuleError: the day lies ahead or before the last report, or something written can't be.
    """
    hold(year)
    _check_open_to(year, by)
    _refuse(_progress_faults(year, written))
    report = MajorProgress(
        major_year=year,
        reported_on=written.reported_on,
        percent=written.percent,
        done_fen=written.done_fen,
        text=written.text,
    )
    session.add(report)
    year.percent, year.done_fen = written.percent, written.done_fen
    year.progress, year.progress_on = written.text, written.reported_on
    touch(year.major)
    session.flush()
    duties.sync_year(year)
    return report


def _check_open_to(year: MajorYear, by: User | None) -> None:
    check_own_park(year.major.park_id, by)
    refuse_put_away(year.major, name_of(year.major))


def _faults(written: YearFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not rules.FIRST_YEAR <= written.year <= rules.LAST_YEAR:
        faults["year"] = _("A year such as 2025.")
    if not written.plan.strip():
        faults["plan"] = _("Say what is planned.")
    if (written.planned_fen or 0) < 0:
        faults["planned_fen"] = _("Not less than zero.")
    return faults


def _progress_faults(year: MajorYear, written: ProgressFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.text.strip():
        faults["text"] = _("Say what was done.")
    if not 0 <= written.percent <= 100:
        faults["percent"] = _("Between 0 and 100.")
    if (written.done_fen or 0) < 0:
        faults["done_fen"] = _("Not less than zero.")
    if written.reported_on > clock.today():
        faults["reported_on"] = _("This day lies ahead.")
    elif year.progress_on is not None and written.reported_on < year.progress_on:
        faults["reported_on"] = _("The last report is of %(day)s.", day=year.progress_on.isoformat())
    return faults


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
