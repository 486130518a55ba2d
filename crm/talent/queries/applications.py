"""Applications in lists and one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.permissions import GRANTS, Permission
from crm.core.records import hold
from crm.core.streaming import iterate
from crm.core.visibility import visible_applications
from crm.talent.rules.steps import OPEN_STATES, WITH_PARK
from kernel.errors import NotFoundError
from models import (
    ApplicationDocument,
    ApplicationStep,
    BenefitAward,
    DecisionKey,
    Employer,
    Talent,
    TalentApplication,
    TalentDecision,
    User,
)
from models.enums import ApplicationState, Role, TalentKind, TalentLevel

LISTED = (
    joinedload(TalentApplication.talent).joinedload(Talent.industry),
    joinedload(TalentApplication.employer),
    joinedload(TalentApplication.park),
    joinedload(TalentApplication.owner),
)


@dataclass(frozen=True, slots=True)
class ApplicationFilters:
    """What a list of applications is narrowed by. Without a state: those under way."""

    query: str = ""
    state: ApplicationState | None = None
    is_all: bool = False
    is_overdue: bool = False
    kind: TalentKind | None = None
    level: TalentLevel | None = None
    park_id: int | None = None
    owner_id: int | None = None
    employer_id: int | None = None
    talent_id: int | None = None


def get_application(application_id: int, *, viewer: User | None) -> TalentApplication:
    """The application with all that its page names.

    Raises:
        NotFoundError: no such application, or none that the viewer may know of.
    """
    application = session.scalars(
        select(TalentApplication)
        .where(TalentApplication.id == application_id, visible_applications(viewer))
        .options(
            *LISTED,
            joinedload(TalentApplication.rule_version),
            selectinload(TalentApplication.documents).joinedload(ApplicationDocument.attachment),
            selectinload(TalentApplication.decisions).options(
                joinedload(TalentDecision.recorded_by),
                joinedload(TalentDecision.rule_version),
                selectinload(TalentDecision.keys).joinedload(DecisionKey.recorded_by),
                selectinload(TalentDecision.awards).options(
                    joinedload(BenefitAward.rule),
                    selectinload(BenefitAward.payments),
                    selectinload(BenefitAward.deliveries),
                ),
            ),
        )
    ).one_or_none()
    if application is None:
        raise NotFoundError(_("There is no such application, or none that you may see."))
    return application


def hold_application(application: TalentApplication) -> None:
    """Keep it until the commit, with its decisions and keys as they are by now: nobody decides it twice."""
    hold(application)
    session.scalars(
        select(TalentApplication)
        .where(TalentApplication.id == application.id)
        .options(selectinload(TalentApplication.decisions).selectinload(TalentDecision.keys))
        .execution_options(populate_existing=True)
    ).one()


def find_id_by_number(ref: str) -> int | None:
    """The application with this number, or whose decision has it; every one, whoever asks."""
    decided = select(TalentDecision.application_id).where(TalentDecision.number == ref)
    query = select(TalentApplication.id).where(
        or_(TalentApplication.ref == ref, TalentApplication.id.in_(decided))
    )
    return session.scalars(query).first()


def list_steps(application_id: int) -> Sequence[ApplicationStep]:
    """What happened with an application, the newest first."""
    return session.scalars(
        select(ApplicationStep)
        .where(ApplicationStep.application_id == application_id)
        .options(joinedload(ApplicationStep.recorded_by))
        .order_by(ApplicationStep.id.desc())
        .limit(200)
    ).all()


def find_open(talent_id: int) -> TalentApplication | None:
    """The application of the talent that is under way."""
    return session.scalars(
        select(TalentApplication).where(
            TalentApplication.talent_id == talent_id,
            TalentApplication.state.in_(OPEN_STATES),
            TalentApplication.archived_at.is_(None),
        )
    ).first()


def is_ref_taken(ref: str) -> bool:
    return (
        session.execute(select(TalentApplication.id).where(TalentApplication.ref == ref)).first() is not None
    )


def is_number_taken(number: str) -> bool:
    taken = select(TalentDecision.id).where(TalentDecision.number == number)
    return session.execute(taken).first() is not None


def applications_query(
    filters: ApplicationFilters, *, viewer: User | None, today: date
) -> Select[TalentApplication]:
    """The applications that fit, without an order, with what a list names."""
    return (
        select(TalentApplication)
        .join(TalentApplication.talent)
        .where(
            visible_applications(viewer),
            TalentApplication.archived_at.is_(None),
            *_conditions(filters, viewer, today),
        )
        .options(*LISTED)
    )


def _conditions(
    filters: ApplicationFilters, viewer: User | None, today: date
) -> Iterator[ColumnElement[bool]]:
    equal = {
        TalentApplication.state: filters.state,
        TalentApplication.park_id: filters.park_id,
        TalentApplication.owner_id: filters.owner_id,
        TalentApplication.employer_id: filters.employer_id,
        TalentApplication.talent_id: filters.talent_id,
        Talent.kind: filters.kind,
        Talent.level: filters.level,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.state is None and not filters.is_all:
        yield TalentApplication.state.in_(OPEN_STATES)
    if filters.is_overdue:
        yield is_overdue(today)
    if filters.query.strip():
        yield _names(filters.query.strip(), viewer)


def is_overdue(today: date) -> ColumnElement[bool]:
    """The park owes the next step, and its day has passed."""
    return and_(TalentApplication.state.in_(WITH_PARK), TalentApplication.due_on < today)


def _names(query: str, viewer: User | None) -> ColumnElement[bool]:
    """The number, or a part of a name for who may read names: nothing is found out by trying."""
    found: list[ColumnElement[bool]] = [TalentApplication.ref == query.upper(), Talent.ref == query.upper()]
    if viewer is None or viewer.role is not Role.LEADER:
        employers = select(Employer.id).where(Employer.name.icontains(query, autoescape=True))
        found += [
            Talent.name_hant.icontains(query, autoescape=True),
            Talent.name_hans.icontains(in_simplified(query), autoescape=True),
            TalentApplication.employer_id.in_(employers),
        ]
    return or_(*found)


def iterate_applications(
    filters: ApplicationFilters, *, viewer: User | None, today: date
) -> Iterator[TalentApplication]:
    """Every application that fits, by its number, in flat memory."""
    return iterate(applications_query(filters, viewer=viewer, today=today), TalentApplication.id)


def count_by_state(
    filters: ApplicationFilters, *, viewer: User | None, today: date
) -> Mapping[ApplicationState, int]:
    """How many of those that fit stand in each state, in one statement."""
    fitting = (
        applications_query(filters, viewer=viewer, today=today)
        .options()
        .with_only_columns(TalentApplication.state, func.count(), maintain_column_froms=True)
    )
    return {row[0]: row[1] for row in session.execute(fitting.group_by(TalentApplication.state))}


def examiner_ids(park_id: int | None) -> list[int]:
    """Whom an application that has come in concerns: the park's leads."""
    query = select(User.id).where(
        User.role == Role.PARK_LEAD, User.park_id == park_id, User.is_enabled, User.archived_at.is_(None)
    )
    return list(session.scalars(query))


def confirmer_ids() -> list[int]:
    """Who holds second keys."""
    query = select(User.id).where(User.role == Role.COORDINATOR, User.is_enabled, User.archived_at.is_(None))
    return list(session.scalars(query))


def list_key_names(permission: Permission, park_id: int | None, *, besides: Collection[int]) -> list[str]:
    """Who can turn a key of the park's applications, by name; the first few."""
    query = select(User.display_name).where(
        User.role.in_(GRANTS[permission]),
        or_(User.role == Role.COORDINATOR, User.park_id == park_id),
        User.id.not_in(besides),
        User.is_enabled,
        User.archived_at.is_(None),
    )
    return list(session.scalars(query.order_by(User.display_name, User.id).limit(5)))


def list_examiners(park_id: int | None) -> Sequence[User]:
    """Who can be named to examine an application of the park."""
    of_park = and_(User.park_id == park_id, User.role.in_((Role.OFFICER, Role.PARK_LEAD)))
    query = select(User).where(
        or_(of_park, User.role == Role.COORDINATOR), User.is_enabled, User.archived_at.is_(None)
    )
    return session.scalars(query.order_by(User.display_name, User.id).limit(200)).all()
