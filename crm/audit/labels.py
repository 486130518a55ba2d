"""Words for what the log names: actions, and kinds of records by their tables."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import AuditAction

register_labels(
    AuditAction,
    {
        AuditAction.CREATED: _l("Created"),
        AuditAction.CHANGED: _l("Changed"),
        AuditAction.REMOVED: _l("Removed"),
        AuditAction.BULK: _l("Many rows written"),
        AuditAction.REFUSED: _l("Refused"),
        AuditAction.SIGNED_IN: _l("Signed in"),
        AuditAction.SIGN_IN_FAILED: _l("Sign-in failed"),
        AuditAction.SIGNED_OUT: _l("Signed out"),
        AuditAction.EXPORTED: _l("Exported"),
        AuditAction.OPENED: _l("Opened"),
    },
)

ENTITIES = {
    "access_tokens": _l("Token"),
    "attachments": _l("File"),
    "contacts": _l("Contact"),
    "engagement_comments": _l("Comment on an engagement"),
    "engagement_files": _l("File of an engagement"),
    "engagements": _l("Engagement"),
    "establishment_versions": _l("Version of an establishment"),
    "establishment_evidence": _l("Evidence of an establishment"),
    "establishments": _l("Establishment"),
    "exchange_rates": _l("Exchange rate"),
    "firm_aliases": _l("Other name of a firm"),
    "firm_parentages": _l("Parent of a firm"),
    "firms": _l("Firm"),
    "import_batches": _l("Import"),
    "import_changes": _l("Change by an import"),
    "indicator_decisions": _l("Decision on an indicator value"),
    "indicator_targets": _l("Target"),
    "indicator_values": _l("Indicator value"),
    "indicators": _l("Indicator"),
    "industries": _l("Industry"),
    "ledger_decisions": _l("Decision on a ledger entry"),
    "ledger_entries": _l("Ledger entry"),
    "ledger_evidence": _l("Evidence of a ledger entry"),
    "ledger_samples": _l("Sample for review"),
    "ledger_shares": _l("Credit share"),
    "ledger_standings": _l("State of a ledger entry"),
    "parks": _l("Park"),
    "plans": _l("Plan"),
    "project_documents": _l("Document of a project"),
    "project_versions": _l("Version of a project"),
    "projects": _l("Project"),
    "ranking_edition_versions": _l("Version of an edition"),
    "ranking_editions": _l("Edition of a ranking list"),
    "ranking_entry_versions": _l("Version of a ranked firm"),
    "ranking_entries": _l("Ranked firm"),
    "ranking_series": _l("Ranking list"),
    "registered_companies": _l("Registered company"),
    "reports": _l("Report"),
    "settings": _l("Setting"),
    "stage_moves": _l("Change of stage or status"),
    "users": _l("Account"),
}


def entity_label(entity: str) -> str:
    """A kind of record in the reader's language; what has no word yet goes by its name in the log."""
    return str(ENTITIES.get(entity, entity))
