"""Records get their words with the flush that writes them."""

from __future__ import annotations

from sqlalchemy import event

from crm.core.database import session
from crm.search.indexing import index_changes

if not event.contains(session, "after_flush", index_changes):
    event.listen(session, "after_flush", index_changes)
