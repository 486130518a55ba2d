"""Names that say nothing, or say the wrong thing, don't get in."""

import ast
import re

import pytest

from tests.architecture.sources import PACKAGES, ROOT, code_files, functions, name_of, suite_files, tree

pytestmark = pytest.mark.no_database

HOLLOW = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|tasks?)(_|$)")
HOLLOW_CLASS = re.compile(r"(Utils?|Helpers?|Managers?|Tasks?)$")


def own_paths() -> list[str]:
    """Paths without their ending, for every module of ours and every folder above it."""
    paths = {path.relative_to(ROOT) for path in [*code_files(), *suite_files()]}
    return sorted(
        {str(part.with_suffix("")) for path in paths for part in [path, *path.parents] if str(part) != "."}
    )


@pytest.mark.parametrize("name", ["utils", "crm_helpers", "common", "job_manager", "task_list"])
def test_a_hollow_name_is_recognised(name: str) -> None:
    assert HOLLOW.search(name)


def test_no_module_has_a_hollow_name() -> None:
    assert [path for path in own_paths() if HOLLOW.search(path.rpartition("/")[2])] == []


def test_no_function_is_called_a_task_or_a_helper() -> None:
    hollow = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in code_files()
        for node in functions(path)
        if HOLLOW.search(node.name)
    ]

    assert hollow == []


def test_no_class_is_called_a_manager_or_a_helper() -> None:
    hollow = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in code_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and HOLLOW_CLASS.search(node.name)
    ]

    assert hollow == []


def test_every_package_says_that_it_is_one() -> None:
    """Without `__init__.py` a folder is invisible to the linter of imports."""
    folders = {path.parent for path in code_files() if path.relative_to(ROOT).parts[0] in PACKAGES}

    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
