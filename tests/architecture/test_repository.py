"""What is committed speaks of the product alone, and fetches nothing from elsewhere."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files, name_of

# Facts cite where they come from; the others cite standards. Neither is ever fetched.
CITING = ("seed/data/", "docs/", "LICENSE", "THIRD_PARTY")
LOCKS = ("requirements/", "package.json", "package-lock.json", ".npmrc", "pyproject.toml")
BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".pdf", ".xlsx", ".docx", ".zip", ".gz"}

ADDRESS = re.compile(r"(https?|git\+ssh|git\+https|file)://[^\s\"'<>)]+")
MACHINE_PATH = re.compile(r"(?<![\w.:])/(?:home/\w+|root/|Users/\w+|work/|workspace/|mnt/\w+)")
# What a page may load: nothing with a host. Links that a reader clicks (href of <a>) are free.
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*\b(?:src|href|data|srcset)\s*=\s*["']?(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|\bfetch\(\s*["'`]https?://"""
    r"""|\bimport\s+[^;]*["']https?://""",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=\s*["']|<[^>]*\son(?:click|change|submit|load|input|error)\s*=|<script(?![^>]*\bsrc=)""",
    re.I,
)


@cache
def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [
        (name_of(path), path.read_text(encoding="utf-8", errors="replace"))
        for path in committed()
        if path.suffix.lower() not in BINARY
    ]


def hits(pattern: re.Pattern[str], named_texts: list[tuple[str, str]]) -> list[str]:
    """Each place with its line, looked for in the whole text: a tag may span lines."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1} {found.group(0)}"
        for name, text in named_texts
        for found in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<link rel=stylesheet href=//fonts.example/css>",
        '@import "https://fonts.example/css";',
        "background: url(http://img.example/a.png)",
        "const reply = await fetch('https://api.example/x')",
        'import x from "https://esm.example/x.js"',
    ],
)
def test_a_load_from_elsewhere_is_recognised(line: str) -> None:
    assert LOADED.search(line)


@pytest.mark.parametrize(
    "line", ['<p style="color: red">', '<a onclick="x()">', "<script>x()</script>", "<style>"]
)
def test_inline_style_and_script_are_recognised(line: str) -> None:
    assert INLINE.search(line)


def test_locks_name_no_registry() -> None:
    locks = [(name, text) for name, text in texts() if name.startswith(LOCKS)]

    assert {name for name, _ in locks} >= {"requirements/app.txt", "requirements/dev.txt"}
    # npm notes where a package asks for money; that is fetched by nobody.
    assert [hit for hit in hits(ADDRESS, locks) if not hit.startswith("package-lock.json")] == []
    assert hits(re.compile(r"registry\.\w|\.tgz\b"), locks) == []
    assert hits(re.compile(r"--(extra-)?index-url|--find-links|registry\s*="), locks) == []


def test_the_front_ends_lock_says_what_not_where() -> None:
    for name, text in texts():
        if name.endswith("package-lock.json"):
            assert '"resolved"' not in text, name
            assert '"integrity"' in text, name


def test_python_locks_carry_hashes() -> None:
    for name in ("bootstrap", "app", "dev", "node"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = re.findall(r"^\S+==\S+", lock, re.MULTILINE)
        hashed = re.findall(r"^\S+==[^\n]+\\\n(?=    --hash=sha256:)", lock, re.MULTILINE)
        assert len(pins) == len(hashed) > 0, name


def test_no_path_of_one_machine_is_committed() -> None:
    # This file names the patterns themselves.
    looked_at = [
        (name, text) for name, text in texts() if not name.endswith("architecture/test_repository.py")
    ]

    assert hits(MACHINE_PATH, looked_at) == []


def test_pages_load_nothing_from_elsewhere() -> None:
    pages = [
        (name_of(path), path.read_text(encoding="utf-8"))
        for path in files(
            "templates", "frontend", "static", endings=(".html", ".xml", ".css", ".js", ".mjs", ".svg")
        )
    ]

    assert hits(LOADED, pages) == []


def test_templates_carry_no_inline_style_or_script() -> None:
    """The content security policy would drop them; mail and reports have pages of their own kind."""
    pages = [
        (name_of(path), path.read_text(encoding="utf-8"))
        for path in files("templates", endings=(".html",))
        if not name_of(path).startswith(("templates/emails/", "templates/reports/"))
    ]

    assert hits(INLINE, pages) == []


def test_addresses_in_code_are_examples_standards_or_this_machine() -> None:
    code = [
        (name, text)
        for name, text in texts()
        if name.endswith((".py", ".sh", ".js", ".mjs", ".html", ".css", ".conf", ".service", "Makefile"))
        and not name.startswith((*CITING, "tests/"))
    ]
    harmless = re.compile(
        r"(https?)://(127\.0\.0\.1|localhost|\[::1\]|\$|\{|%|…|([\w-]+\.)*example(\.\w+)?\b"
        r"|www\.w3\.org/|schemas\.|purl\.org/|json-schema\.org/|tools\.ietf\.org/)"
    )

    assert [hit for hit in hits(ADDRESS, code) if not harmless.search(hit)] == []


def test_nothing_built_or_private_is_committed() -> None:
    private = re.compile(
        r"^(\.venv|node_modules|instance|static/dist|\.stamps)/|\.(mo|pyc|sqlite3?|db|pem|key|env)$|secret_key$"
    )

    assert [name_of(path) for path in committed() if private.search(name_of(path))] == []


def test_nothing_half_done_is_committed() -> None:
    half_done = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|raise NotImplemented" r"Error")
    code = [
        (name, text)
        for name, text in texts()
        if name.endswith((".py", ".js", ".mjs", ".html", ".css", ".sh"))
    ]

    assert hits(half_done, code) == []


def test_text_is_tidy() -> None:
    """No tabs where blanks are meant, nothing at the ends of lines, one line break at the end."""
    tidy = (".py", ".html", ".css", ".js", ".mjs", ".md", ".sh", ".toml", ".sql", ".conf")
    looked_at = [(name, text) for name, text in texts() if name.endswith(tidy)]

    assert hits(re.compile(r"[ \t]+$|\t", re.MULTILINE), looked_at) == []
    assert [
        name for name, text in looked_at if text and (not text.endswith("\n") or text.endswith("\n\n"))
    ] == []
