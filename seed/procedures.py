"""The usual approvals of an investment. Days are a beginning: each office sets its own."""

from __future__ import annotations

from sqlalchemy import select

from crm.core.database import session
from models import ProcedureKind
from seed import facts


def load() -> int:
    """Load kinds that aren't here yet; how many."""
    known = set(session.scalars(select(ProcedureKind.key)))
    new = [row for row in facts.read("procedure_kinds") if row["key"] not in known]
    for row in new:
        session.add(
            ProcedureKind(
                key=row["key"],
                position=int(row["position"]),
                name_hans=row["name_hans"],
                name_hant=row["name_hant"],
                name_en=row["name_en"],
                department=row["department"],
                papers=row["papers"] or None,
                working_days=int(row["working_days"]),
            )
        )
    return len(new)
