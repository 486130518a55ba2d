"""Every route of the API and the right that it needs: one table for the blueprint, the spec and the tests.

What a route does stands in ``crm.api.resources`` under the route's name. It is loaded with the first request:
shapes and their checks take long to load, and most commands need none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    method: str
    path: str
    permission: Permission
    module: str

    @property
    def is_write(self) -> bool:
        return self.method != "GET"


ROUTES: tuple[Route, ...] = (
    Route("list_parks", "GET", "/parks", Permission.VIEW_FIRMS, "choices"),
    Route("list_industries", "GET", "/industries", Permission.VIEW_FIRMS, "choices"),
    Route("list_firms", "GET", "/firms", Permission.VIEW_FIRMS, "firms"),
    Route("create_firm", "POST", "/firms", Permission.EDIT_FIRMS, "firms"),
    Route("get_firm", "GET", "/firms/<int:firm_id>", Permission.VIEW_FIRMS, "firms"),
    Route("change_firm", "PATCH", "/firms/<int:firm_id>", Permission.EDIT_FIRMS, "firms"),
    Route("list_groups", "GET", "/groups", Permission.VIEW_FIRMS, "groups"),
    Route("get_group", "GET", "/groups/<int:firm_id>", Permission.VIEW_FIRMS, "groups"),
    Route("list_establishments", "GET", "/establishments", Permission.VIEW_FIRMS, "establishments"),
    Route(
        "get_establishment",
        "GET",
        "/establishments/<int:establishment_id>",
        Permission.VIEW_FIRMS,
        "establishments",
    ),
    Route("list_ranking_editions", "GET", "/ranking-editions", Permission.VIEW_RANKINGS, "rankings"),
    Route(
        "list_ranking_entries",
        "GET",
        "/ranking-editions/<int:edition_id>/entries",
        Permission.VIEW_RANKINGS,
        "rankings",
    ),
    Route("list_contacts", "GET", "/contacts", Permission.VIEW_CONTACTS, "contacts"),
    Route("get_contact", "GET", "/contacts/<int:contact_id>", Permission.VIEW_CONTACTS, "contacts"),
    Route("list_projects", "GET", "/projects", Permission.VIEW_PROJECTS, "projects"),
    Route("create_project", "POST", "/projects", Permission.EDIT_PROJECTS, "projects"),
    Route("get_project", "GET", "/projects/<int:project_id>", Permission.VIEW_PROJECTS, "projects"),
    Route("change_project", "PATCH", "/projects/<int:project_id>", Permission.EDIT_PROJECTS, "projects"),
    Route("move_project", "POST", "/projects/<int:project_id>/move", Permission.MOVE_PROJECTS, "projects"),
    Route("list_engagements", "GET", "/engagements", Permission.VIEW_ENGAGEMENTS, "engagements"),
    Route("log_engagement", "POST", "/engagements", Permission.LOG_ENGAGEMENTS, "engagements"),
    Route(
        "get_engagement",
        "GET",
        "/engagements/<int:engagement_id>",
        Permission.VIEW_ENGAGEMENTS,
        "engagements",
    ),
    Route("list_entries", "GET", "/ledger/entries", Permission.VIEW_LEDGER, "ledger"),
    Route("record_entry", "POST", "/ledger/entries", Permission.RECORD_LEDGER, "ledger"),
    Route("list_queue", "GET", "/ledger/queue", Permission.VIEW_LEDGER, "ledger"),
    Route("get_entry", "GET", "/ledger/entries/<int:entry_id>", Permission.VIEW_LEDGER, "ledger"),
    Route(
        "add_evidence", "POST", "/ledger/entries/<int:entry_id>/evidence", Permission.RECORD_LEDGER, "ledger"
    ),
    Route(
        "decide_entry", "POST", "/ledger/entries/<int:entry_id>/decide", Permission.VERIFY_LEDGER, "ledger"
    ),
    Route(
        "withdraw_entry",
        "POST",
        "/ledger/entries/<int:entry_id>/withdraw",
        Permission.RECORD_LEDGER,
        "ledger",
    ),
    Route("get_figures", "GET", "/figures", Permission.VIEW_FIGURES, "figures"),
    Route("list_indicators", "GET", "/indicators", Permission.VIEW_TARGETS, "figures"),
)
