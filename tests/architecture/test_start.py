"""A command starts quickly: what takes long to load is loaded by who needs it."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

SLOW = ("alembic", "docx", "html5lib", "lxml", "opencc", "openpyxl", "pydantic", "pypinyin", "weasyprint")

pytestmark = pytest.mark.no_database


def test_making_the_application_loads_nothing_slow(tmp_path: object) -> None:
    code = "import sys, app; app.create_app(); print(*sys.modules)"

    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"CRM_ENV": "test", "CRM_INSTANCE": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = ended.stdout.split()
    assert "crm.users.cli" in loaded
    assert [name for name in SLOW if name in loaded] == []
