"""The ceilings of the house: 40 lines a function, 400 a file, 150 a template."""

import ast

import pytest

from tests.architecture.sources import ROOT, code_files, files, functions, name_of, suite_files

pytestmark = pytest.mark.no_database

FUNCTION, FILE, TEMPLATE, STYLE = 40, 400, 150, 400


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the signature on, without the docstring: explaining more never costs."""
    docstring = 0
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        docstring = (first.end_lineno or first.lineno) - first.lineno + 1
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def test_functions_stay_short() -> None:
    # A migration is a list of tables, written once.
    looked_at = [path for path in [*code_files(), *suite_files()] if "migrations" not in path.parts]

    too_long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {length(node)}"
        for path in looked_at
        for node in functions(path)
        if length(node) > FUNCTION
    ]

    assert looked_at
    assert too_long == []


def test_files_stay_short() -> None:
    too_long = [
        f"{name_of(path)}: {lines}"
        for path in [*code_files(), *suite_files()]
        if "versions" not in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > FILE
    ]

    assert too_long == []


def test_templates_stay_short() -> None:
    too_long = [
        f"{name_of(path)}: {lines}"
        for path in files("templates", endings=(".html", ".txt", ".xml"))
        if (lines := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE
    ]

    assert too_long == []


def test_styles_scripts_and_shell_stay_short() -> None:
    looked_at = files("frontend", "static", "scripts", endings=(".css", ".js", ".mjs", ".sh"))

    too_long = [
        f"{name_of(path)}: {lines}"
        for path in looked_at
        if (lines := path.read_text(encoding="utf-8").count("\n")) > STYLE
    ]

    assert too_long == []


def test_the_makefile_only_calls_scripts() -> None:
    recipes = [
        line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if line.startswith("\t")
    ]

    assert [line for line in recipes if "scripts/" not in line and "awk" not in line] == []
