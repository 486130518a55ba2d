"""What is required is used, and what is used is required."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, code_files, imported_modules, suite_files

pytestmark = pytest.mark.no_database

# Not imported by us: started by scripts and units, or loaded by SQLAlchemy and WTForms when they need it.
STARTED = {"gunicorn", "psycopg", "babel", "email-validator"}
TOOLS = {"ruff", "mypy", "import-linter", "djlint", "pytest-rerunfailures", "pytest-xdist"}


def required(name: str) -> set[str]:
    """The parts that a requirements file names itself."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {plain(found) for found in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


def imported(paths: list[Path]) -> set[str]:
    """The parts that come with the modules imported by these files."""
    owners = packages_distributions()
    own = {*PACKAGES, "app", "config", "tests", "bench", "migrations", "scripts"}
    tops = {module.split(".")[0] for path in paths for module, _line in imported_modules(path)}
    return {plain(owner) for top in tops - own - sys.stdlib_module_names for owner in owners.get(top, [top])}


def product_files() -> list[Path]:
    return [path for path in code_files() if path.relative_to(ROOT).parts[0] not in ("bench", "scripts")]


def test_everything_required_is_imported() -> None:
    assert sorted(required("app.in") - imported(product_files()) - STARTED) == []


def test_everything_imported_is_required() -> None:
    assert sorted(imported(product_files()) - required("app.in")) == []


def test_everything_required_for_development_is_used() -> None:
    types = {name for name in required("dev.in") if name.startswith("types-")}
    used = imported([*suite_files(), *code_files()])

    assert sorted(required("dev.in") - used - types - TOOLS) == []
