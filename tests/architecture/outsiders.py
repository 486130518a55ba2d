"""What people outside get to see: other people's records carry a marker, and then every door is tried.

:func:`plant` makes a record of every kind that an address can name and writes the marker into every text of
every table, every file of the store and every finished job. :func:`leaks` then opens every address as
somebody, with every number, follows every link and file that the answers offer, and tells which answers hold
the marker: in pages, in what is packed, and in what PDF, Word and Excel files say. What the person owns is
made after the planting.
"""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from urllib.parse import urldefrag, urljoin

import docx
import openpyxl
import pypdf
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import Connection, Enum, String, Table, func, select, update
from werkzeug.routing import BuildError, Rule
from werkzeug.test import TestResponse

from crm.core import append_only, permissions, storage
from crm.core.database import get_engine, session
from crm.core.permissions import Permission
from models import Attachment, Base, User
from tests.architecture import permission_matrix
from tests.architecture.permission_records import make_zone

MARKER = "FREMDES"
PARK = "YY"
MOST_IDS = 30

PUBLIC_TABLES = (
    "alembic_version",
    "audit_",
    "benefit_rules",
    "chain",
    "counters",
    "industries",
    "jobs",
    "level_rules",
    "offer",
    "parks",
    "plans",
    "policies",
    "policy_articles",
    "search_documents",
    "settings",
    "sign_in",
    "talent_rule_versions",
)
"""What is published or the machine's own: seeing it betrays nobody."""
PLAIN_COLUMNS = (
    *(
        "code",
        "colour",
        "currency",
        "endpoint",
        "icon",
        "key",
        "kind",
        "locale",
        "media_type",
        "password_hash",
    ),
    *("sha256", "token_hash", "unit", "url", "search_text", "lens", "measure", "snapshot", "field"),
)
"""Texts by which the machine works."""
TYPED = ("", "q=FREMD", "q=示例&query=示例&text=示例", "show=all&is_all=1&state=decided")
"""Behind an address: a part of the marker, since a page may say again what was asked."""
OF_DEMOS = ("outbox.", "styleguide.")
"""Pages that an installation in use doesn't have."""


LINK = re.compile(r"""(?:href|src|data-[a-z-]*url)=["']([^"']+)["']""")
MOST_LINKS = 400
ZIP = b"PK\x03\x04"


def plant(only: Iterable[str] = ()) -> None:
    """A record of every kind, all of them somebody else's; then the marker in every text and file.

    ``only``: in the texts of these tables alone.
    """
    make_zone()
    for make in dict.fromkeys(permission_matrix.RECORDS.values()):
        make(PARK, None)
        session.rollback()
    names = set(only) or {
        table.name for table in Base.metadata.sorted_tables if not table.name.startswith(PUBLIC_TABLES)
    }
    engine = get_engine()
    with engine.begin() as connection:
        for statement in append_only.drop_statements(engine.dialect.name):
            connection.exec_driver_sql(statement)
        if not only:
            _mark_files(connection)
        for table in Base.metadata.sorted_tables:
            if table.name in names:
                _mark_texts(connection, table)
    session.expire_all()


def _mark_files(connection: Connection) -> None:
    """Every file says the marker; it lies where its hash says, as if it had been handed in so."""
    files = Base.metadata.tables["attachments"].c
    for number, sha256 in connection.execute(select(files["id"], files["sha256"])).all():
        path = storage.path_of(sha256)
        content = path.read_bytes() if path.exists() else b"%PDF-1.7"
        content += f"\n{MARKER} {number}".encode()
        marked = hashlib.sha256(content).hexdigest()
        storage.path_of(marked).parent.mkdir(parents=True, exist_ok=True)
        storage.path_of(marked).write_bytes(content)
        connection.execute(update(Attachment).where(files["id"] == number).values(sha256=marked))


def _mark_texts(connection: Connection, table: Table) -> None:
    for column in table.columns:
        is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
        if is_text and column.name not in PLAIN_COLUMNS and not column.foreign_keys:
            connection.execute(
                update(table).where(column.is_not(None)).values({column.name: MARKER + column})
            )


def leaks(app: Flask, client: FlaskClient, user: User, *, own: str) -> list[str]:
    """Addresses whose answer holds the marker. At least one must hold ``own``, or the walk saw nothing."""
    found, seen_own = [], False
    role_user = session.get_one(User, user.id)
    session.rollback()
    opened: set[str] = set()
    offered: dict[str, None] = {}
    for address in _and_offered(_addresses(app, role_user), offered, opened):
        opened.add(address)
        reply = client.get(address)
        texts = list(texts_of(reply))
        if any(MARKER in text for text in texts):
            found.append(f"{reply.status_code} {address}")
        seen_own = seen_own or any(own in text for text in texts)
        offered.update(dict.fromkeys(links_of(reply, address)))
    assert seen_own, "the walk met nothing of the person's own"
    return found


def _and_offered(addresses: Iterable[str], offered: dict[str, None], opened: set[str]) -> Iterator[str]:
    """The addresses, then whatever their answers offered beside them, and what that offers in turn."""
    yield from addresses
    for _each in range(MOST_LINKS):
        further = next((address for address in offered if address not in opened), None)
        if further is None:
            return
        yield further
    raise AssertionError(f"the pages offer more than {MOST_LINKS} addresses beside the known ones")


def links_of(reply: TestResponse, address: str) -> Iterator[str]:
    """Where a page leads inside the house."""
    found = LINK.findall(reply.text) if reply.mimetype == "text/html" and reply.status_code == 200 else []
    for link in (*found, *reply.headers.getlist("Location")):
        target = urldefrag(urljoin(address, html.unescape(link))).url
        if target.startswith("/") and not target.startswith(("//", "/static", "/outbox", "/styleguide")):
            yield target


def _addresses(app: Flask, user: User) -> Iterator[str]:
    """Every address of every GET route: with every number where the person may use the route at all."""
    highest = min(MOST_IDS, _highest_id())
    named = {row.endpoint: row.address for row in permission_matrix.read()}
    with app.test_request_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(("static", *OF_DEMOS)):
                continue
            guard = getattr(app.view_functions[rule.endpoint], "guard", None)
            is_open = guard is None or permissions.may(user, Permission(guard))
            given = named.get(rule.endpoint, {})
            for number in range(1, highest + 1) if is_open and rule.arguments else (1,):
                for query in TYPED if is_open and number == 1 else ("",):
                    address = _address(rule, number, given)
                    if address is not None:
                        yield f"{address}?{query}" if query else address


def _address(rule: Rule, number: int, given: dict[str, str]) -> str | None:
    values = {name: given.get(name, str(number)) for name in rule.arguments}
    try:
        return url_for(rule.endpoint, **values)
    except (BuildError, ValueError):
        return None


def _highest_id() -> int:
    """Past the last number of any table that outsiders have to do with."""
    tables = [table for table in Base.metadata.sorted_tables if "id" in table.columns]
    highest = [session.scalar(select(func.max(table.c["id"]))) or 0 for table in tables]
    session.rollback()
    return max(number for number in highest if isinstance(number, int))


def texts_of(reply: TestResponse) -> Iterator[str]:
    """What an answer says: its body, what is packed in it, and where it leads."""
    yield reply.headers.get("Location", "")
    yield reply.headers.get("Content-Disposition", "")
    yield from file_texts(reply.data)


def file_texts(content: bytes) -> Iterator[str]:
    """What a file says to who opens it, and what lies in it unseen."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"%PDF-"):
        yield from _pdf_texts(content)
    elif content.startswith(ZIP):
        yield from _packed_texts(content)


def _pdf_texts(content: bytes) -> Iterator[str]:
    """Its pages as read, its title, its attachments; nothing, where it only begins like one."""
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        for page in reader.pages:
            # Letters may be set one by one.
            yield (text := page.extract_text())
            yield "".join(text.split())
        yield str(reader.metadata)
        for name, files in reader.attachments.items():
            yield name
            for file in files:
                yield from file_texts(file)
    except pypdf.errors.PyPdfError:
        return


def _packed_texts(content: bytes) -> Iterator[str]:
    """Every member; of a document and a workbook also the text across its runs and cells."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            for name in names:
                yield name
                yield from file_texts(archive.read(name))
    except zipfile.BadZipFile:
        return
    if "word/document.xml" in names:
        document = docx.Document(BytesIO(content))
        yield "".join(text.text or "" for text in document.element.iter() if text.tag.endswith("}t"))
    if "xl/workbook.xml" in names:
        for sheet in openpyxl.load_workbook(BytesIO(content), read_only=True):
            for row in sheet.iter_rows(values_only=True):
                yield " ".join(str(cell) for cell in row if cell is not None)
