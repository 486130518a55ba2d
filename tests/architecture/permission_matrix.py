"""Reads ``permission_matrix.csv``: who may use which route, written by hand and not derived from the code.

One line per endpoint and method:

``endpoint``  as in ``app.url_map``
``method``    GET or POST; PATCH where a program changes a record
``roles``     who may, by role or group: anyone (signed in or not), everyone (signed in), staff, readers
``record``    what park staff meet of another park: ``own`` (its record is not found), ``own-write`` (it is
              seen, but this is refused), ``any`` (the address names no record, or one of no park); and
              ``attached`` (a file: only what it belongs to says who may have it, to others it is not found)
``address``   what else the address needs: ``number=1``, several with a space between

Where the address names a record, ``RECORDS`` below makes one in a park, for a visitor where it must be their
own: by the name of the argument, or by ``endpoint:argument`` where an endpoint means something else.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from models.enums import Role
from tests.architecture import permission_records as records

FILE = Path(__file__).with_suffix(".csv")

STAFF = frozenset({Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR})
GROUPS: dict[str, frozenset[Role]] = {
    "anyone": frozenset(Role),
    "everyone": frozenset(Role),
    "staff": STAFF,
    "readers": STAFF | {Role.LEADER},
}
RECORD_KINDS = ("own", "own-write", "any", "attached")

RECORDS: dict[str, records.Maker] = {
    "attachment_id": records.attachment,
    "batch_id": records.import_batch,
    "contact_id": records.contact,
    "document_id": records.project_document,
    "earlier_id": records.edition,
    "edition_id": records.edition,
    "engagement_id": records.engagement,
    "entry_id": records.entry,
    "establishment_id": records.establishment,
    "evidence_id": records.establishment_evidence,
    "firm_id": records.firm,
    "imports.run:job_id": records.written_export,
    "imports.run_file:job_id": records.written_export,
    **{
        f"imports.{view}:job_id": records.import_preview
        for view in ("preview", "columns", "answers", "files", "look_again", "discard", "apply", "wrong")
    },
    "job_id": records.report,
    "project_id": records.project,
    "report_id": records.issued_report,
    "sample_id": records.sample,
    "sequence": records.audit_record,
    "sign_in_id": records.sign_in,
    "user_id": records.account,
    "token_id": records.access_token,
    "value_id": records.indicator_value,
    **records.OF_FEATURES,
}


@dataclass(frozen=True, slots=True)
class Row:
    endpoint: str
    method: str
    roles: frozenset[Role]
    is_open: bool
    """Also for who has not signed in."""
    record: str
    address: dict[str, str]

    @property
    def is_for_programs(self) -> bool:
        """Part of the API: nobody is sent to sign in, the refusal itself is the answer."""
        return self.endpoint.startswith("api.")

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint}"


def read() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [_row(line) for line in csv.DictReader(lines)]


def _row(line: dict[str, str]) -> Row:
    words = line["roles"].split()
    roles = frozenset(role for word in words for role in GROUPS.get(word) or {Role(word)})
    if line["record"] not in RECORD_KINDS:
        raise ValueError(f"{line['endpoint']}: record is one of {RECORD_KINDS}")
    return Row(
        endpoint=line["endpoint"],
        method=line["method"],
        roles=roles,
        is_open="anyone" in words,
        record=line["record"],
        address=dict(part.split("=", 1) for part in line["address"].split()),
    )
