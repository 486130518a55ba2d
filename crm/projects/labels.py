"""Words for stages, states, moves, documents, and what a gate asks for."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.web.labels import register_labels
from kernel.money import Currency
from models.enums import AgreementKind, Colour, MoveKind, ProjectDocumentKind, Stage, Status

register_labels(
    Stage,
    {
        Stage.LEAD: _l("Lead"),
        Stage.TALKS: _l("In talks"),
        Stage.REVIEW: _l("Review"),
        Stage.SIGNED: _l("Signed"),
        Stage.REGISTERED: _l("Registered"),
        Stage.CONSTRUCTION: _l("Construction"),
        Stage.OPERATING: _l("Operating"),
    },
)
register_labels(
    Status,
    {
        Status.ACTIVE: _l("Active"),
        Status.PAUSED: _l("Paused"),
        Status.TERMINATED: _l("Terminated"),
        Status.COMPLETED: _l("Completed"),
    },
)
register_labels(
    Currency,
    {
        Currency.USD: _l("US dollar"),
        Currency.CNY: _l("Renminbi"),
        Currency.TWD: _l("New Taiwan dollar"),
        Currency.HKD: _l("Hong Kong dollar"),
    },
)
register_labels(
    MoveKind,
    {
        MoveKind.OPENED: _l("Opened as a lead"),
        MoveKind.FORWARD: _l("Forward through the gate"),
        MoveKind.SKIP: _l("Stages skipped"),
        MoveKind.BACK: _l("Moved back"),
        MoveKind.IMPORTED: _l("Imported as a recorded fact"),
        MoveKind.STATUS: _l("Status changed"),
        MoveKind.CORRECTED: _l("Stage dates corrected"),
    },
)
register_labels(
    AgreementKind,
    {
        AgreementKind.INTENT: _l("Agreement of intent"),
        AgreementKind.FRAMEWORK: _l("Framework agreement"),
        AgreementKind.FORMAL: _l("Formal agreement"),
    },
)
register_labels(
    ProjectDocumentKind,
    {
        ProjectDocumentKind.AGREEMENT: _l("Agreement"),
        ProjectDocumentKind.REVIEW: _l("Record of the review"),
        ProjectDocumentKind.FAIR_COMPETITION: _l("Fair-competition review"),
        ProjectDocumentKind.LAND: _l("Land or plant"),
        ProjectDocumentKind.CONSTRUCTION_PERMIT: _l("Construction permit"),
        ProjectDocumentKind.LEASE: _l("Lease"),
        ProjectDocumentKind.ACCEPTANCE: _l("Acceptance or first production"),
        ProjectDocumentKind.OTHER: _l("Other"),
    },
)

register_labels(
    Colour,
    {
        Colour.GREEN: _l("On course"),
        Colour.YELLOW: _l("Attention"),
        Colour.RED: _l("Overdue"),
        Colour.GREY: _l("No light"),
    },
)

REQUIREMENTS: Mapping[str, LazyString] = {
    "firm": _l("Investor firm"),
    "park": _l("Park"),
    "industry": _l("Industry"),
    "responsible": _l("Responsible person"),
    "engagement": _l("At least one engagement"),
    "planned_investment": _l("Planned investment, with its currency"),
    "content": _l("What is to be built"),
    "land_need": _l("Land need"),
    "jobs": _l("Jobs"),
    "energy_class": _l("Energy class"),
    "carbon_class": _l("Carbon class"),
    "source": _l("Where the lead came from"),
    "review_passed": _l("Review passed"),
    "fair_competition": _l("Fair-competition review, if an incentive is promised"),
    "formal_agreement": _l("Formal agreement"),
    "agreement_date": _l("Date of the agreement"),
    "signing_event": _l("Signing event"),
    "agreed_entry": _l("Verified agreed amount, with the agreement"),
    "establishment": _l("Establishment"),
    "credit_code": _l("Credit code of the establishment"),
    "licence": _l("Licence of the establishment"),
    "contracted_capital": _l("Contracted capital"),
    "construction_start": _l("Start of construction"),
    "land_secured": _l("Land or plant secured"),
    "building_evidence": _l("Construction permit or lease"),
    "production_start": _l("Start of production"),
    "acceptance": _l("Acceptance or first-production document"),
}

REMEDIES: Mapping[str, LazyString] = {
    "firm": _l("Choose the firm that invests."),
    "park": _l("Choose the park."),
    "industry": _l("Choose the industry."),
    "responsible": _l("Name who is responsible for the project."),
    "engagement": _l("Log a visit, call or meeting that concerns this project."),
    "planned_investment": _l("Enter the planned amount and its currency."),
    "content": _l("Describe what is to be built or made."),
    "land_need": _l("Enter the land need in mu; 0 if none is needed."),
    "jobs": _l("Enter the number of jobs expected."),
    "energy_class": _l("Enter the energy class."),
    "carbon_class": _l("Enter the carbon class."),
    "source": _l("Say where the lead came from."),
    "review_passed": _l("Enter the day on which the review was passed."),
    "fair_competition": _l(
        "Enter the day of the fair-competition review, or take the promise of an incentive away."
    ),
    "formal_agreement": _l(
        "Record the formal agreement; agreements of intent and framework agreements don't do."
    ),
    "agreement_date": _l("Enter the day of the agreement."),
    "signing_event": _l("Name the event at which it was first signed."),
    "agreed_entry": _l("Record the agreed amount with the agreement in the ledger, and have it verified."),
    "establishment": _l("Choose the registered entity; record it on the firm's page first."),
    "credit_code": _l("Enter the establishment's unified social credit code."),
    "licence": _l("Attach the establishment's licence."),
    "contracted_capital": _l("Record the subscribed capital in the ledger."),
    "construction_start": _l("Enter the day on which construction started."),
    "land_secured": _l("Enter the day on which land or plant was secured."),
    "building_evidence": _l("Attach the construction permit or the lease."),
    "production_start": _l("Enter the day on which production started."),
    "acceptance": _l("Attach the acceptance or a proof of first production."),
}
