"""Pages of the catalogue for the staff: offers, the second key, enquiries."""

from __future__ import annotations

from crm.catalogue.views import enquiries, offers, publishing
from crm.catalogue.views.blueprint import bp

__all__ = ["bp", "enquiries", "offers", "publishing"]
