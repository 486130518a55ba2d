"""What the tests of the house look at: the files that are ours."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kernel", "models", "reports", "crm", "seed")
SCRIPTED = (*PACKAGES, "migrations", "bench", "scripts", "tests")
BUILT = {"dist", "node_modules", "__pycache__"}


def files(*folders: str, endings: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and path.is_file() and not BUILT.intersection(path.parts):
                yield path


def code_files() -> list[Path]:
    """The product's own Python, without its tests."""
    return [*files(*PACKAGES, "migrations", "bench", "scripts", endings=(".py",)), *sorted(ROOT.glob("*.py"))]


def suite_files() -> list[Path]:
    return list(files("tests", endings=(".py",)))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_modules(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, with the line, imports for types only left out."""
    for node in _running_nodes(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def _running_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _running_nodes(child)
