"""What the linter of imports (pyproject.toml) can't say: who may use which file of another feature."""

import ast
import sys

import pytest

from tests.architecture.sources import ROOT, files, imported_modules, name_of, tree

pytestmark = pytest.mark.no_database

WAYS_IN = {"views", "api", "cli", "jobs", "receivers"}
PRIVATE = WAYS_IN | {"forms"}
BELOW_FEATURES = {"core", "web"}


def feature_of(module: str) -> tuple[str, str] | None:
    """(feature, file) of a module such as crm.firms.queries or crm.pages.firm.views; None for all else."""
    parts = module.split(".")
    if parts[0] != "crm" or len(parts) < 3 or parts[1] in BELOW_FEATURES:
        return None
    if parts[1] == "pages":
        return (".".join(parts[1:3]), parts[3]) if len(parts) > 3 else None
    return parts[1], parts[2]


def crosses_into_private(importer: str, imported: str) -> bool:
    own, other = feature_of(importer), feature_of(imported)
    return bool(own and other and own[0] != other[0] and other[1] in PRIVATE)


@pytest.mark.parametrize(
    ("importer", "imported", "crosses"),
    [
        ("crm.ledger.views", "crm.firms.forms", True),
        ("crm.ledger.service", "crm.firms.views", True),
        ("crm.pages.home.views", "crm.firms.views", True),
        ("crm.ledger.views", "crm.ledger.forms", False),
        ("crm.ledger.service", "crm.firms.service", False),
        ("crm.ledger.views", "crm.web.forms", False),
    ],
)
def test_a_step_into_another_features_rooms_is_recognised(
    importer: str, imported: str, crosses: bool
) -> None:
    assert crosses_into_private(importer, imported) is crosses


def test_features_use_no_others_ways_in_or_forms() -> None:
    steps = []
    for path in files("crm", endings=(".py",)):
        importer = name_of(path).removesuffix(".py").replace("/", ".")
        steps += [
            f"{name_of(path)}:{line} {imported}"
            for imported, line in imported_modules(path)
            if crosses_into_private(importer, imported)
        ]

    assert steps == []


def test_the_kernel_stands_on_the_standard_library_alone() -> None:
    foreign = [
        f"{name_of(path)}:{line} {module}"
        for path in files("kernel", endings=(".py",))
        for module, line in imported_modules(path)
        if module.partition(".")[0] not in sys.stdlib_module_names | {"kernel"}
    ]

    assert foreign == []


def test_features_write_their_selects_in_queries() -> None:
    elsewhere = [
        f"{name_of(path)}:{line}"
        for path in files("crm", endings=(".py",))
        if feature_of(name_of(path).removesuffix(".py").replace("/", "."))
        and "queries" not in path.with_suffix("").parts
        for module, line in imported_modules(path)
        if module in {"sqlalchemy.select", "sqlalchemy.orm.select"}
    ]

    assert elsewhere == []


def test_only_the_core_commits() -> None:
    """One commit per request or command, at the way in, through crm.core's transaction()."""
    commits = [
        f"{name_of(path)}:{node.lineno}"
        for path in files("crm", "reports", "models", endings=(".py",))
        if (ROOT / "crm" / "core") not in path.parents
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]

    assert commits == []


def test_the_clock_is_read_in_one_place() -> None:
    """Business time can be replayed (CRM_CLOCK) only if nobody asks the machine for it."""
    asked = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files("models", "reports", "crm", "seed", endings=(".py",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("datetime.now", "date.today", "datetime.utcnow"))
    ]

    assert asked == []


def test_money_is_never_a_float() -> None:
    """Exact amounts only: no float() and no Float or Numeric column where data and figures are made."""
    floats = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files("models", "crm/ledger", "crm/indicators", endings=(".py",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and ast.unparse(node).rpartition(".")[2] in {"float", "Float", "Numeric"}
    ]

    assert floats == []
