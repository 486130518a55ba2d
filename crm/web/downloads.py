"""Files that leave the house: never shown inline, never run by a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from urllib.parse import quote

from flask import Response, request, stream_with_context

from crm.core import auditing, storage
from crm.core.database import session
from models import Attachment
from models.enums import AuditAction

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
ROWS_PER_CHUNK = 500


def send_csv(head: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """Stream rows as CSV in UTF-8 with a byte-order mark, in flat memory."""
    response = Response(stream_with_context(_csv_chunks(head, rows)), mimetype="text/csv; charset=utf-8")
    return _as_attachment(response, name)


def send_export(
    head: Sequence[str], rows: Iterable[Sequence[object]], name: str, *, entity: str, entity_id: str = ""
) -> Response:
    """Rows of a list as CSV. Who took them, and by which filters, is in the log."""
    filters = request.query_string.decode("ascii", "replace")
    auditing.note(AuditAction.EXPORTED, entity=entity, entity_id=entity_id, filters=filters)
    return send_csv(head, rows, name)


def send_bytes(content: bytes, name: str, media_type: str) -> Response:
    return _as_attachment(Response(content, mimetype=media_type), name)


def send_file_safely(attachment: Attachment) -> Response:
    """A file that was handed in: as a download, in a sandbox of its own."""
    content = storage.load(attachment.sha256)
    response = _as_attachment(Response(content, mimetype=attachment.media_type), attachment.file_name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def defused(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; an apostrophe goes before one that it would.

    Numbers of ours are not text, and stay as they are.
    """
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, str) and text.startswith((*FORMULA_STARTS, "'")):
        return f"'{text}"
    return text


def _csv_chunks(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([defused(name) for name in head])
    try:
        for number, row in enumerate(rows, start=1):
            writer.writerow([defused(cell) for cell in row])
            if number % ROWS_PER_CHUNK == 0:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()
    finally:
        # The request's own session ended before the first row was asked for.
        session.remove()


def _as_attachment(response: Response, name: str) -> Response:
    safe = storage.clean_name(name)
    ascii_name = safe.encode("ascii", "ignore").decode().replace('"', "") or "file"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(safe)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
