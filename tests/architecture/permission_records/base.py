"""Records for the matrix of permissions: each made in a park, a visitor's own where that matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from crm.audit.queries import VERIFICATION
from crm.bulletins.orders import Order
from crm.bulletins.service import issue_report
from crm.core import auditing, jobs, storage
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.visibility import own_park_id
from crm.imports import previewing, uploads
from crm.imports.kinds.base import Scene
from crm.imports.planning import ImportFile
from crm.imports.rules import EXPORT, Kind
from crm.imports.service import import_file
from kernel import clock
from models import (
    AccessToken,
    Attachment,
    EstablishmentEvidence,
    Indicator,
    IndicatorValue,
    Job,
    LedgerEvidence,
    LedgerSample,
    Plan,
    ProjectDocument,
    SignIn,
    User,
)
from models.enums import (
    EvidenceType,
    IndicatorKind,
    IndicatorSource,
    JobState,
    ProjectDocumentKind,
    Role,
    TargetKind,
)
from tests.factories import next_number
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_establishment, make_firm
from tests.factories.ledger import add_rates, make_entry, make_plan
from tests.factories.projects import make_project
from tests.factories.rankings import make_edition
from tests.factories.users import make_user
from tests.factories.zone import get_park

Maker = Callable[[str, User | None], int]
"""Makes a record in a park, for a visitor where it must be their own; its number."""


def make_zone() -> None:
    """What pages take for granted: a plan with an indicator, rates, a walk along the log once asked for."""
    plan = make_plan(key="2022-2025")
    words = {"category": "category", "name": "name", "unit": "unit"}
    session.add(
        Indicator(
            plan=plan,
            number=1,
            kind=IndicatorKind.FLOW,
            source=IndicatorSource.REPORTED,
            target_kind=TargetKind.ABSOLUTE,
            target=Decimal(10),
            target_text="10",
            **{f"{name}_{script}": word for name, word in words.items() for script in ("hans", "hant", "en")},
        )
    )
    add_rates()
    jobs.enqueue(VERIFICATION, {})
    session.commit()


def account(park: str, _visitor: User | None) -> int:
    return make_user(role=Role.OFFICER, park=park).id


def sign_in(_park: str, visitor: User | None) -> int:
    now = clock.real_now()
    owner = visitor or make_user()
    return _kept(SignIn(user_id=owner.id, token_hash=f"hash-{next_number()}", started_at=now, seen_at=now))


def access_token(_park: str, visitor: User | None) -> int:
    now = clock.real_now()
    owner = visitor or make_user()
    return _kept(
        AccessToken(
            user_id=owner.id,
            name="a program",
            token_hash=f"hash-{next_number()}",
            created_at=now,
            expires_at=now + timedelta(days=1),
        )
    )


def audit_record(_park: str, _visitor: User | None) -> int:
    make_user()
    return auditing.head(session())[0]


def firm(_park: str, _visitor: User | None) -> int:
    return make_firm().id


def contact(_park: str, visitor: User | None) -> int:
    return make_contact(by=visitor or make_user()).id


def establishment(park: str, _visitor: User | None) -> int:
    return make_establishment(park=park, registered_on=date(2023, 1, 1)).id


def establishment_evidence(park: str, visitor: User | None) -> int:
    return _kept(
        EstablishmentEvidence(establishment_id=establishment(park, visitor), attachment=_file("licence.pdf"))
    )


def project(park: str, _visitor: User | None) -> int:
    return make_project(park=park).id


def project_document(park: str, visitor: User | None) -> int:
    return _kept(
        ProjectDocument(
            project_id=project(park, visitor),
            attachment=_file("agreement.pdf"),
            kind=ProjectDocumentKind.AGREEMENT,
        )
    )


def engagement(park: str, visitor: User | None) -> int:
    return make_engagement(park=park, created_by=visitor).id


def entry(park: str, _visitor: User | None) -> int:
    return make_entry(project=make_project(park=park)).id


def attachment(park: str, visitor: User | None) -> int:
    """The proof of an entry."""
    proof = _file("proof.pdf")
    session.add(LedgerEvidence(entry_id=entry(park, visitor), attachment=proof, type=EvidenceType.RECEIPT))
    session.commit()
    return proof.id


def sample(park: str, _visitor: User | None) -> int:
    verified = make_entry(project=make_project(park=park), verified_by=make_user())
    decision = verified.decisions[-1]
    drawn = session.scalars(select(LedgerSample).where(LedgerSample.decision_id == decision.id)).one_or_none()
    return drawn.id if drawn else _kept(LedgerSample(decision_id=decision.id, drawn_at=clock.now()))


def edition(_park: str, _visitor: User | None) -> int:
    return make_edition(f"FY{next_number()}", ranks={make_firm(): 1}).id


def indicator_value(park: str, _visitor: User | None) -> int:
    reporter = make_user(role=Role.OFFICER, park=park)
    with acting(Actor(reporter.id, reporter.name, "test")):
        return _kept(
            IndicatorValue(
                indicator=session.scalars(select(Indicator).join(Plan)).first(),
                park=get_park(park),
                period="2024",
                value=Decimal(1),
            )
        )


def report(_park: str, visitor: User | None) -> int:
    """A report that the visitor ordered, ready to be fetched."""
    owner = visitor or make_user()
    return _kept(
        Job(
            kind="report",
            arguments={"name": "progress", "format": "pdf"},
            state=JobState.DONE,
            created_at=clock.real_now(),
            created_by_id=owner.id,
            role=owner.role,
            park_id=own_park_id(owner),
            attachment=_file("report.pdf"),
            result={"size": 1},
        )
    )


def issued_report(park: str, _visitor: User | None) -> int:
    """A report on the park, issued by the office."""
    plan = session.scalars(select(Plan)).first() or make_plan()
    order = Order(plan, clock.today(), clock.now(), get_park(park), "en")
    coordinator = make_user(role=Role.COORDINATOR)
    with acting(Actor(coordinator.id, coordinator.name, "test")):
        report = issue_report("progress", order, by=coordinator)
        session.commit()
    return report.id


def import_preview(park: str, visitor: User | None) -> int:
    """A file that the visitor handed in and looks at."""
    owner = visitor or make_user(role=Role.OFFICER, park=park)
    content = f"ref,name_hant\nM-{next_number()},甲\n".encode()
    with acting(Actor(owner.id, owner.name, "test")):
        upload = uploads.keep(Kind.FIRMS, ("firms.csv", content), [], locale="en")
        row = previewing.start_preview(upload, by=owner)
        session.commit()
    return row.id


def written_export(park: str, visitor: User | None) -> int:
    owner = visitor or make_user(role=Role.OFFICER, park=park)
    return _kept(
        Job(
            kind=EXPORT,
            arguments={"kind": "firms", "name": "firms.csv", "rows": 1, "locale": "en"},
            state=JobState.DONE,
            created_at=clock.real_now(),
            created_by_id=owner.id,
            role=owner.role,
            park_id=own_park_id(owner),
            attachment=storage.attach(f"ref\n{next_number()}\n".encode(), "firms.csv", by_id=None),
        )
    )


def import_batch(park: str, visitor: User | None) -> int:
    """A batch of the park's people, the visitor's own where one comes."""
    owner = visitor or make_user(role=Role.OFFICER, park=park)
    content = f"ref,name_hant\nM-{next_number()},甲\n".encode()
    with acting(Actor(owner.id, owner.name, "test")):
        batch = import_file(Kind.FIRMS, ImportFile("firms.csv", content), Scene(owner)).batch
        assert batch is not None
        session.commit()
    return batch.id


def _file(name: str) -> Attachment:
    content = b"%PDF-1.7\n%%EOF\n" + str(next_number()).encode()
    return storage.attach(content, name, by_id=None)


def _kept(
    row: SignIn | AccessToken | EstablishmentEvidence | ProjectDocument | LedgerSample | IndicatorValue | Job,
) -> int:
    session.add(row)
    session.commit()
    return row.id
