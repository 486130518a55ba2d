"""Why a report can't be laid out on this machine, and what to do about it."""

from __future__ import annotations

from kernel.errors import CrmError


class ReportError(CrmError):
    """A report can't be made."""


class PdfUnavailableError(ReportError):
    """The libraries that lay out PDF files are missing."""


class ChartsUnavailableError(ReportError):
    """The program that draws charts on paper is missing or failed."""
