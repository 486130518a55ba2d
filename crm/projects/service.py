"""Changes to a project's record. Moves between stages and states are the pipeline's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.claims import service as claims
from crm.claims.service import Checked
from crm.core import events, names, storage
from crm.core.actors import current_actor
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import check_own_park, is_office
from crm.core.records import bring_back, put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.projects import queries
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from kernel.money import Currency
from models import Firm, Project, ProjectDocument, StageMove, User
from models.enums import AgreementKind, Matter, MoveKind, ProjectDocumentKind, Stage, Status


@dataclass(frozen=True, slots=True)
class ProjectFields:
    """What people write on a project. Stages, states and amounts of money are none of it."""

    name: str
    firm_id: int
    park_id: int
    industry_id: int | None = None
    responsible: str | None = None
    responsible_id: int | None = None
    planned_minor: int | None = None
    planned_currency: Currency | None = None
    content: str | None = None
    land_need_mu: int | None = None
    jobs: int | None = None
    energy_class: str | None = None
    carbon_class: str | None = None
    lead_source: str | None = None
    judged_on: date | None = None
    fed_back_on: date | None = None
    has_incentive: bool = False
    review_passed_on: date | None = None
    fair_competition_on: date | None = None
    agreement_kind: AgreementKind | None = None
    agreement_on: date | None = None
    signing_event: str | None = None
    establishment_id: int | None = None
    construction_start_on: date | None = None
    land_secured_on: date | None = None
    production_start_on: date | None = None


PAST_DATES = (
    "judged_on",
    "fed_back_on",
    "review_passed_on",
    "fair_competition_on",
    "agreement_on",
    "construction_start_on",
    "land_secured_on",
    "production_start_on",
)
"""Days on which something happened: none of them lies ahead."""


def fields_of(project: Project) -> ProjectFields:
    """What is written on the project now, to change some of it with ``dataclasses.replace``."""
    return ProjectFields(**{each.name: getattr(project, each.name) for each in fields(ProjectFields)})


def create_project(
    written: ProjectFields,
    *,
    by: User | None,
    ref: str | None = None,
    lead_on: date | None = None,
    matter: Matter | None = None,
) -> Project:
    """Open a project as a lead.

    Raises:
        NotAllowedError: another park's.
        ProtectedError: the group is protected for another park, and ``matter`` doesn't say which this is.
        RuleError: something written can't be, or the number is taken.
    """
    check_own_park(written.park_id, by)
    opened_on = lead_on or clock.today()
    if opened_on > clock.today():
        raise RuleError(_("The day of the lead can't lie ahead."), fields={"lead_on": ""})
    checked = claims.check_matter({written.firm_id}, park_id=written.park_id, matter=matter, by=by)
    project = new_project(written, ref=ref, dates={Stage.LEAD: opened_on}, checked=checked)
    session.add(
        StageMove(
            project=project,
            kind=MoveKind.OPENED,
            to_stage=Stage.LEAD,
            to_status=Status.ACTIVE,
            happened_on=opened_on,
        )
    )
    session.flush()
    claims.link_opened(project, checked)
    return project


def new_project(
    written: ProjectFields,
    *,
    ref: str | None,
    dates: Mapping[Stage, date],
    stage: Stage = Stage.LEAD,
    status: Status = Status.ACTIVE,
    checked: Checked | None = None,
) -> Project:
    """The bare record, checked and added to the session. Others use :func:`create_project` or the import.

    Where nobody was asked about a protected group (``checked``), the office rules.

    Raises:
        RuleError: the firm was put away, something written can't be, or the number is taken.
    """
    refuse_firm_away(written.firm_id)
    written = _checked(written)
    number = (ref or "").strip() or _free_ref()
    if ref and queries.is_ref_taken(number):
        raise RuleError(_("There already is a project %(ref)s.", ref=number), fields={"ref": ""})
    firm = queries.get_firm_for_index(written.firm_id)
    now = clock.now()
    project = Project(ref=number, stage=stage, status=status, created_at=now, updated_at=now)
    for reached, day in dates.items():
        setattr(project, f"{reached.value}_on", day)
    _write(project, written)
    index(project, firm)
    session.add(project)
    if checked is None:
        checked = claims.check_matter({firm.id}, park_id=written.park_id, matter=Matter.SAME, by=None)
    _note_matter(project, checked)
    events.project_saved.send(project)
    return project


def _note_matter(project: Project, checked: Checked) -> None:
    if checked.protections:
        session.flush()
        by = session.get(User, current_actor().user_id) if current_actor().user_id else None
        claims.note_matter(checked, park_id=project.park_id, by=by, project=project)


def edit_project(
    project: Project,
    written: ProjectFields,
    *,
    by: User | None,
    lock_version: int | None = None,
    matter: Matter | None = None,
) -> Project:
    """Write the fields anew.

    Raises:
        NotAllowedError: another park's; or another park is written by somebody else than a coordinator.
        ProtectedError: the firm named anew is protected for another park, and ``matter`` says nothing.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it or the firm was put away, or something written can't be.
    """
    check_own_park(project.park_id, by)
    check_version(project, lock_version)
    refuse_put_away(project, project.name)
    refuse_firm_away(written.firm_id)
    if written.park_id != project.park_id and not is_office(by):
        raise NotAllowedError(_("Only the provincial office gives a project to another park."))
    written = _checked(written, project)
    is_moved = (written.firm_id, written.park_id) != (project.firm_id, project.park_id)
    firm_ids = {written.firm_id} if is_moved else set()
    checked = claims.check_matter(firm_ids, park_id=written.park_id, matter=matter, by=by)
    is_renamed = (written.name, written.firm_id) != (project.name, project.firm_id)
    _write(project, written)
    if is_renamed:
        index(project, queries.get_firm_for_index(written.firm_id))
    touch(project)
    _note_matter(project, checked)
    return project


def archive_project(project: Project, *, reason: str, by: User | None) -> None:
    """Put a project away. One that was signed, or on which money was recorded, only the office puts away:
    it would leave the cohort of the rates.

    Raises:
        NotAllowedError: another park's, or one for the office.
        RuleError: no reason, or already put away.
    """
    check_own_park(project.park_id, by)
    if not is_office(by) and (project.signed_on is not None or queries.has_entries(project)):
        raise NotAllowedError(_("It was signed, or has money recorded: only the office puts it away."))
    put_away(project, reason)
    touch(project)


def restore_project(project: Project, *, by: User | None) -> None:
    """Bring a project back that was put away.

    Raises:
        NotAllowedError: another park's.
        RuleError: its firm was put away.
    """
    check_own_park(project.park_id, by)
    refuse_firm_away(project.firm_id)
    bring_back(project)
    touch(project)


def attach_document(
    project: Project, *, content: bytes, file_name: str, kind: ProjectDocumentKind, by: User | None
) -> ProjectDocument:
    """Keep a file that proves something of the project.

    Raises:
        NotAllowedError: another park's.
        RuleError: it was put away, or a file that isn't taken.
    """
    check_own_park(project.park_id, by)
    refuse_put_away(project, project.name)
    attachment = storage.attach(content, file_name, by_id=by.id if by else None)
    document = ProjectDocument(project=project, attachment=attachment, kind=kind)
    session.add(document)
    touch(project)
    session.flush()
    return document


def index(project: Project, firm: Firm) -> None:
    """Write the columns by which a project is sorted and found: by its own name, its number and its firm."""
    project.name_key, project.search_text = search_keys(project.name, project.ref, firm)


def search_keys(name: str, ref: str, firm: Firm) -> tuple[str, str]:
    """(sort key, search text) of a project; the sort key is pinyin, as a list by name is read."""
    called = [name, firm.name_hant, firm.name_hans, firm.name_en, *(alias.name for alias in firm.aliases)]
    codes = [ref, firm.business_number, firm.stock_code]
    return names.pinyin(name) or name, names.tokens(called, codes)


def touch(project: Project) -> None:
    project.updated_at = clock.now()
    events.project_saved.send(project)


def check_version(project: Project, lock_version: int | None) -> None:
    """Raises ConflictError where somebody changed the project since ``lock_version``."""
    refuse_stale(project, lock_version, _("Somebody else changed this project in the meantime."))


def _free_ref() -> str:
    return free_ref("projects", f"PJ-{clock.today().year}-{{:05d}}", queries.is_ref_taken)


def _write(project: Project, written: ProjectFields) -> None:
    for name, value in asdict(written).items():
        setattr(project, name, value)


def _checked(written: ProjectFields, project: Project | None = None) -> ProjectFields:
    faults = _faults(written)
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
    changed_place = project is None or (written.establishment_id, written.firm_id, written.park_id) != (
        project.establishment_id,
        project.firm_id,
        project.park_id,
    )
    if written.establishment_id is not None and changed_place:
        _check_establishment(written)
    return written


def _faults(written: ProjectFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.name.strip():
        faults["name"] = _("A project needs a name.")
    if (written.planned_minor is None) != (written.planned_currency is None):
        faults["planned_minor" if written.planned_minor is None else "planned_currency"] = _(
            "An amount and its currency go together."
        )
    if written.planned_minor is not None and written.planned_minor <= 0:
        faults["planned_minor"] = _("The planned amount is more than zero.")
    for name in ("land_need_mu", "jobs"):
        if (getattr(written, name) or 0) < 0:
            faults[name] = _("Not less than zero.")
    for name in PAST_DATES:
        day = getattr(written, name)
        if day is not None and day > clock.today():
            faults[name] = _("This day lies ahead.")
    return faults


def _check_establishment(written: ProjectFields) -> None:
    fitting = queries.list_establishments_for(written.firm_id, written.park_id)
    if written.establishment_id not in {establishment.id for establishment in fitting}:
        words = _("The establishment is one of the firm's group, in the project's park.")
        raise RuleError(words, fields={"establishment_id": words})
