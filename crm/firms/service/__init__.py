"""Changes to firms, to who owns them, and to their establishments."""

from __future__ import annotations

from crm.firms.service.establishments import (
    EstablishmentFields,
    add_establishment,
    attach_evidence,
    change_establishment,
    establishment_fields_of,
    restore_establishment,
    retract_establishment,
)
from crm.firms.service.firms import (
    Alias,
    FirmFields,
    add_firm,
    add_from_register,
    aliases_named,
    archive_firm,
    change_firm,
    fields_from_register,
    fields_of,
    industry_named,
    new_firm,
    restore_firm,
    write_keys,
)
from crm.firms.service.merging import (
    Seen,
    check_may_merge_firms,
    compare_firms,
    may_merge_firms,
    merge_firms,
    undo_firm_merge,
)
from crm.firms.service.parentage import correct_parent, set_first_parents, set_parent

__all__ = [
    "Alias",
    "EstablishmentFields",
    "FirmFields",
    "Seen",
    "add_establishment",
    "add_firm",
    "add_from_register",
    "aliases_named",
    "archive_firm",
    "attach_evidence",
    "change_establishment",
    "change_firm",
    "check_may_merge_firms",
    "compare_firms",
    "correct_parent",
    "establishment_fields_of",
    "fields_from_register",
    "fields_of",
    "industry_named",
    "may_merge_firms",
    "merge_firms",
    "new_firm",
    "restore_establishment",
    "restore_firm",
    "retract_establishment",
    "set_first_parents",
    "set_parent",
    "undo_firm_merge",
    "write_keys",
]
