"""Pages: the list of contacts, their forms, what hangs on them, the warm paths."""

from __future__ import annotations

from crm.contacts.views import acquaintances, contacts, paths, roles
from crm.contacts.views.blueprint import bp

__all__ = ["acquaintances", "bp", "contacts", "paths", "roles"]
