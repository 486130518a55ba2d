from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from crm.core import names
from crm.core.database import session
from kernel import clock
from kernel.money import Currency
from models import (
    Attachment,
    Establishment,
    EstablishmentEvidence,
    Firm,
    Industry,
    LedgerEntry,
    LedgerEvidence,
    LedgerShare,
    LedgerStanding,
    Project,
    ProjectDocument,
)
from models.enums import (
    AgreementKind,
    EntryKind,
    EvidenceType,
    Nature,
    Origin,
    ProjectDocumentKind,
    Stage,
    Standing,
    Status,
)
from tests.factories import next_number
from tests.factories.zone import get_park


def make_investor(name: str = "鴻海精密工業股份有限公司", **values: Any) -> Firm:
    """A firm, as bare as a project needs it."""
    number = next_number()
    now = clock.now()
    firm = Firm(
        ref=f"F-{number}",
        name_hant=name,
        created_at=now,
        updated_at=now,
        name_key=names.fold(name),
        pinyin_key=names.pinyin(name),
        initials_key=names.initials(name),
        english_key="",
        search_text=names.tokens([name]),
    )
    for key, value in values.items():
        setattr(firm, key, value)
    session.add(firm)
    session.commit()
    return firm


def make_industry(name: str | None = None) -> Industry:
    name = name or f"行业{next_number()}"
    industry = Industry(name=name, name_hans=name, name_hant=name, name_en=f"Industry {name}")
    session.add(industry)
    session.commit()
    return industry


def make_project(
    *, park: str = "YY", stage: Stage = Stage.LEAD, firm: Firm | None = None, **values: Any
) -> Project:
    """A project at a stage; every stage up to it has a day of 2024 unless ``values`` say otherwise."""
    number = next_number()
    now = clock.now()
    name = values.pop("name", f"示例项目{number}")
    firm = firm or make_investor()
    project = Project(
        ref=values.pop("ref", f"P-{number}"),
        name=name,
        name_key=names.pinyin(name),
        firm=firm,
        park=get_park(park),
        stage=stage,
        status=values.pop("status", Status.ACTIVE),
        created_at=now,
        updated_at=now,
        **_dates_up_to(stage),
    )
    for key, value in values.items():
        setattr(project, key, value)
    project.search_text = names.tokens([name, firm.name_hant], [project.ref])
    session.add(project)
    session.commit()
    return project


def _dates_up_to(stage: Stage) -> dict[str, date]:
    return {f"{each.value}_on": date(2024, each.order + 1, 1) for each in Stage if each.order <= stage.order}


def add_document(project: Project, kind: ProjectDocumentKind) -> ProjectDocument:
    proof = make_attachment()
    document = ProjectDocument(project=project, attachment=proof, kind=kind)
    session.add(document)
    session.commit()
    return document


def make_attachment(name: str = "proof.pdf") -> Attachment:
    attachment = Attachment(
        sha256="0" * 64, size=1, media_type="application/pdf", file_name=name, uploaded_at=clock.now()
    )
    session.add(attachment)
    session.commit()
    return attachment


def add_entry(
    project: Project,
    kind: EntryKind,
    *,
    standing: Standing = Standing.VERIFIED,
    evidence: EvidenceType | None = EvidenceType.AGREEMENT,
    usd_cents: int = 100_000_00,
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    """Money on a project, past the ledger's rules: only what the gates look at."""
    proof = make_attachment() if evidence else None
    entry = LedgerEntry(
        ref=f"E-{next_number()}",
        project=project,
        kind=kind,
        amount_minor=usd_cents,
        currency=Currency.USD,
        effective_on=date(2024, 5, 1),
        nature=Nature.NEW,
        origin=Origin.DIRECT,
        rate=Decimal(1),
        cny_rate=Decimal(7),
        rate_month="2024-04",
        rate_source="test",
        usd_cents=usd_cents,
        cny_fen=usd_cents * 7,
        reverses=reverses,
        standing=LedgerStanding(standing=standing),
        shares=[LedgerShare(park=project.park, position=0, share=10_000, usd_cents=usd_cents)],
    )
    if evidence:
        entry.evidence = [LedgerEvidence(attachment=proof, type=evidence)]
    session.add(entry)
    session.commit()
    return entry


def make_settled(firm: Firm, park: str = "YY", *, with_licence: bool = True) -> Establishment:
    """A registered entity of the firm in a park, with its licence."""
    number = next_number()
    establishment = Establishment(
        ref=f"S-{number}",
        firm=firm,
        park=get_park(park),
        registered_name=f"示例公司{number}",
        registered_on=date(2024, 5, 1),
        credit_code=f"9143{number:014d}",
        created_at=clock.now(),
    )
    session.add(establishment)
    session.commit()
    if with_licence:
        proof = make_attachment()
        session.add(EstablishmentEvidence(establishment=establishment, attachment=proof))
        session.commit()
    return establishment


def meet_gate(project: Project, stage: Stage) -> None:
    """Record everything that the gate of ``stage`` asks for."""
    _MEETING[stage](project)
    session.commit()


def _meet_talks(project: Project) -> None:
    from tests.factories.engagements import make_engagement

    project.industry = make_industry()
    project.responsible = "示例负责人"
    make_engagement(park=project.park.code, project=project, firms=[project.firm])


def _meet_review(project: Project) -> None:
    project.planned_minor, project.planned_currency = 5_000_000_00, Currency.USD
    project.content = "新建生产线"
    project.land_need_mu, project.jobs = 0, 120
    project.energy_class, project.carbon_class = "A", "A"
    project.lead_source = "商协会推荐"


def _meet_signed(project: Project) -> None:
    project.review_passed_on = date(2024, 3, 20)
    project.agreement_kind, project.agreement_on = AgreementKind.FORMAL, date(2024, 4, 1)
    project.signing_event = "示例签约活动"
    add_entry(project, EntryKind.AGREED)


def _meet_registered(project: Project) -> None:
    project.establishment = make_settled(project.firm, project.park.code)
    add_entry(project, EntryKind.CONTRACTED, standing=Standing.OPEN, evidence=EvidenceType.SUBSCRIPTION)


def _meet_construction(project: Project) -> None:
    project.construction_start_on = date(2024, 6, 1)
    project.land_secured_on = date(2024, 5, 15)
    add_document(project, ProjectDocumentKind.LEASE)


def _meet_operating(project: Project) -> None:
    project.production_start_on = date(2024, 7, 1)
    add_document(project, ProjectDocumentKind.ACCEPTANCE)


_MEETING = {
    Stage.TALKS: _meet_talks,
    Stage.REVIEW: _meet_review,
    Stage.SIGNED: _meet_signed,
    Stage.REGISTERED: _meet_registered,
    Stage.CONSTRUCTION: _meet_construction,
    Stage.OPERATING: _meet_operating,
}
