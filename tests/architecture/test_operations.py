"""The operations guide and the deployment files follow the code."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.architecture.sources import ROOT, files, name_of, tree

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# What pip, uv and Node read themselves is explained where they are.
FOREIGN = ("UPGRADE", "TMPDIR", "PIP_", "UV_", "SSL_", "NODE_")
FLASKS_OWN = ("run", "shell", "routes")
SETTING = re.compile(r"^[A-Z][A-Z_]{3,}$")


def settings_read() -> set[str]:
    """Every name in capitals that config.py takes from the environment."""
    return {
        node.value
        for node in ast.walk(tree(ROOT / "config.py"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.match(node.value)
    }


def test_every_setting_is_in_the_operations_guide() -> None:
    settings = settings_read()

    assert settings >= {"DATABASE_URL", "SECRET_KEY", "CRM_ENV"}
    assert sorted(name for name in settings if f"| `{name}` |" not in GUIDE) == []


def test_every_setting_of_the_scripts_is_in_the_operations_guide() -> None:
    texts = [path.read_text(encoding="utf-8") for path in files("scripts", "deploy", endings=(".sh",))]

    named = {name for text in texts for name in re.findall(r"\$\{([A-Z][A-Z_]+)[:?-]", text)}

    assert "PORT" in named
    assert (
        sorted(name for name in named if not name.startswith(FOREIGN) and f"| `{name}` |" not in GUIDE) == []
    )


def test_every_make_target_is_in_the_operations_guide() -> None:
    targets = re.findall(r"^([a-z0-9]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert "run" in targets
    assert [name for name in targets if name != "help" and f"`make {name}`" not in GUIDE] == []


def commands(group: click.Group, *before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)
        else:
            yield " ".join((*before, name))


@pytest.mark.no_database
def test_every_command_is_in_the_operations_guide(app: Flask) -> None:
    ours = [name for name in commands(app.cli) if name not in FLASKS_OWN]

    assert {"db upgrade", "worker", "users create"} <= set(ours)
    assert [name for name in ours if f"| `{name}" not in GUIDE] == []


@pytest.mark.no_database
def test_every_command_in_the_operations_guide_is_there(app: Flask) -> None:
    table = GUIDE.split("## Commands", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([a-z-]+(?: [a-z]+)*)", table, re.MULTILINE)

    # `import` is a command and a group.
    known = [*commands(app.cli), *app.cli.commands]
    assert [name for name in named if name not in known] == []


@pytest.mark.no_database
def test_every_command_says_what_it_does(app: Flask) -> None:
    for name in commands(app.cli):
        reply = app.test_cli_runner().invoke(args=[*name.split(), "--help"])

        assert reply.exit_code == 0, name
        assert len(reply.output.split("\n\n")[1].strip()) > 10, name


def test_only_the_configuration_reads_the_environment() -> None:
    """A setting read elsewhere would escape the refusal of unsafe ones."""
    readers = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files("kernel", "models", "reports", "crm", "seed", endings=(".py",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]

    # A command speaks the language of the terminal.
    assert [reader for reader in readers if not reader.startswith("crm/core/commands.py")] == []


def test_every_deployed_file_is_named_in_the_operations_guide() -> None:
    kinds = {path.suffix for path in (ROOT / "deploy").iterdir()}

    assert kinds == {".service", ".timer", ".conf", ".sql", ".sh"}
    for name in (
        "deploy/roles.sql",
        "deploy/nginx.conf",
        "deploy/backup.sh",
        "xiangtai-*.service",
        "xiangtai-*.timer",
    ):
        assert name in GUIDE


@pytest.mark.parametrize("script", list(files("scripts", "deploy", endings=(".sh",))), ids=name_of)
def test_scripts_stop_at_the_first_fault_and_can_be_run(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    parsed = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)

    assert parsed.returncode == 0, parsed.stderr
    if script.name != "steps.sh":
        assert re.search(r"^set -e?uo pipefail$", text, re.MULTILINE)
        assert os.access(script, os.X_OK)
