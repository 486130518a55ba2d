"""Evidence is limited by what it unpacks to, all archives together, and never lies in memory as a whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from crm.core import storage
from crm.core.database import session
from crm.imports import uploads
from crm.imports.readers.archives import check_workbook
from crm.imports.rules import Kind
from crm.imports.uploads import Upload
from kernel.errors import RuleError
from models import Job
from tests.imports.files import as_csv, sent
from tests.imports.zone import LINES, PROOF

MB = 2**20


def zipped(sizes: dict[str, int]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, size in sizes.items():
            archive.writestr(name, name.encode().ljust(size, b" "))
    return content.getvalue()


@pytest.fixture
def blank() -> Upload:
    return Upload(Kind.LEDGER, name="f.csv", sha256="0" * 64, rows=1)


def test_archives_are_counted_together_by_their_size(app, blank, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_EVIDENCE_BYTES", 250)
    archives = [(f"{number}.zip", zipped({f"{number}.txt": 100})) for number in range(3)]

    assert len(uploads.with_evidence(blank, archives[:2]).evidence) == 2
    with pytest.raises(RuleError):
        uploads.with_evidence(blank, archives)


def test_archives_are_counted_together_by_their_files_even_of_one_name(app, blank, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_EVIDENCE_FILES", 2)

    with pytest.raises(RuleError):
        uploads.with_evidence(blank, [(f"{number}.zip", zipped({"same.txt": 10})) for number in range(3)])
    with pytest.raises(RuleError):
        uploads.with_evidence(blank, [(f"{number}.pdf", PROOF) for number in range(3)])


def test_a_small_upload_of_large_files_takes_little_memory(app, blank) -> None:
    """Each archive holds three files of 40 MB; more than one at a time need not be held."""

    def archives() -> Iterator[tuple[str, bytes]]:
        for number in range(4):
            yield f"{number}.zip", zipped_large(number)

    def zipped_large(number: int) -> bytes:
        return zipped({f"{number}-{each}.txt": 40 * MB for each in range(3)})

    made = list(archives())
    tracemalloc.start()
    with pytest.raises(RuleError):
        uploads.with_evidence(blank, made)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 170 * MB
    assert (
        sum(path.stat().st_size for path in Path(app.config["STORAGE_PATH"]).rglob("*") if path.is_file())
        <= uploads.MAX_EVIDENCE_BYTES
    )


def test_a_size_that_an_archive_understates_is_not_believed(app, blank, monkeypatch) -> None:
    monkeypatch.setattr(storage, "MAX_BYTES", 1000)
    lying = zipped({"x.txt": 5000}).replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    with pytest.raises(RuleError):
        uploads.with_evidence(blank, [("a.zip", lying)])


def test_an_archive_that_lists_too_many_names_is_refused_before_it_is_opened(app, blank, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_LIST", 100)
    monkeypatch.setattr(uploads, "open_archive", None)

    with pytest.raises(RuleError, match="500"):
        uploads.with_evidence(blank, [("a.zip", zipped({f"{number}.txt": 1 for number in range(9)}))])


def test_the_page_refuses_archives_that_are_too_much_together(coordinator, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_EVIDENCE_BYTES", 250)
    files = [sent(zipped({f"{number}.txt": 100}), f"{number}.zip") for number in range(3)]
    data = {"file": sent(as_csv(LINES[Kind.LEDGER]), "f.csv"), "evidence": files}

    assert coordinator.post("/imports/kinds/ledger", data=data).status_code == 422
    assert session.query(Job).count() == 0


def spoilt(*, at: int, value: bytes, in_list: int) -> bytes:
    """An archive with bytes changed in the head of its one file and in the list at the end."""
    content = bytearray(zipped({"x.txt": 5000}))
    listed = content.rfind(b"PK\x01\x02")
    content[at : at + len(value)] = value
    content[listed + in_list : listed + in_list + len(value)] = value
    return bytes(content)


DAMAGED = {
    "no stream of that kind": zipped({"x.txt": 5000})[:40] + b"\xff" * 8 + zipped({"x.txt": 5000})[48:],
    "a method nobody knows": spoilt(at=8, value=b"\x63\x00", in_list=10),
    "cut off": zipped({"x.txt": 5000})[:-30],
}
LOCKED = spoilt(at=6, value=b"\x01\x00", in_list=8)


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_archive_is_called_damaged(app, blank, content) -> None:
    with pytest.raises(RuleError, match="不是可读取的 zip"):
        uploads.with_evidence(blank, [("a.zip", content)])
    with pytest.raises(RuleError, match="xlsx"):
        check_workbook(content)


def test_a_locked_archive_is_called_locked(app, blank) -> None:
    with pytest.raises(RuleError, match="密码"):
        uploads.with_evidence(blank, [("a.zip", LOCKED)])
