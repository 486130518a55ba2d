"""Import and export on the page: what there is, the preview, what was taken in."""

from crm.imports.views import batches, kinds, previews, runs
from crm.imports.views.blueprint import bp

__all__ = ["batches", "bp", "kinds", "previews", "runs"]
