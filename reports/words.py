"""The fixed words that renderers put around a report's content, in the report's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Looks a source string up in the report's language.
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    as_of: str
    known_at: str
    lens: str
    lenses: str
    unit: str
    document_number: str
    figure: str
    value: str
    exact: str
    rows: str
    table: str
    chart: str
    chart_data: str
    see_table: str
    rounded: str
    approximately: str
    attachment: str
    shortened: str
    nothing: str
    contents: str
    cover: str
    figures: str
    as_text: str
    notes: str
    beijing_time: str
    open_rows: str


def translated(t: Translate) -> Words:
    return Words(
        as_of=t("As of"),
        known_at=t("As known at"),
        lens=t("Lens"),
        lenses=t("Lenses"),
        unit=t("Unit"),
        document_number=t("Document number"),
        figure=t("Figure"),
        value=t("Value"),
        exact=t("To the cent"),
        rows=t("Rows behind it"),
        table=t("Table"),
        chart=t("Chart"),
        chart_data=t("Data of this chart"),
        see_table=t("data in %(table)s"),
        rounded=t("Printed amounts are rounded half to even; sums are of unrounded values."),
        approximately=t("approx. "),
        attachment=t("The exact figures are embedded in this file as an attachment: %(name)s."),
        shortened=t(
            "%(shown)s of %(all)s rows are printed; all of them are in the workbook and the data file."
        ),
        nothing=t("Nothing to report."),
        contents=t("Contents"),
        cover=t("Cover"),
        figures=t("Figures"),
        as_text=t(
            "Amounts of more than 15 significant digits are written as text: a spreadsheet can't hold them "
            "as numbers."
        ),
        notes=t("Notes"),
        beijing_time=t("Beijing time"),
        open_rows=t("Open the rows behind this figure"),
    )
