"""The staff's pages of the catalogue; the public's stand in :mod:`crm.catalogue.views.public`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("catalogue", __name__, url_prefix="/offers")
