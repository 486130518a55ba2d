"""Which importer answers for which kind."""

from __future__ import annotations

from typing import Any

from crm.imports.kinds.base import Importer
from crm.imports.kinds.contacts import ContactsImporter
from crm.imports.kinds.decisions import DecisionsImporter
from crm.imports.kinds.engagements import EngagementsImporter
from crm.imports.kinds.establishments import EstablishmentsImporter
from crm.imports.kinds.firms import FirmsImporter
from crm.imports.kinds.fx import FxImporter
from crm.imports.kinds.indicators import IndicatorsImporter
from crm.imports.kinds.ledger import LedgerImporter
from crm.imports.kinds.projects import ProjectsImporter
from crm.imports.kinds.rankings import RankingsImporter
from crm.imports.rules import Kind

IMPORTERS: dict[Kind, type[Importer[Any]]] = {
    importer.kind: importer
    for importer in (
        FirmsImporter,
        RankingsImporter,
        EstablishmentsImporter,
        ContactsImporter,
        ProjectsImporter,
        LedgerImporter,
        DecisionsImporter,
        EngagementsImporter,
        IndicatorsImporter,
        FxImporter,
    )
}
