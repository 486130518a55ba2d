"""A walk through the house: every page that a person may open, and the first of every kind it leads to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from crm.core.permissions import may
from models import User
from tests.architecture.sources import ROOT
from tests.browser.conftest import DESK

NEEDS_A_QUESTION = "ledger.step_rows"
NO_PAGES = ("static", "health.", "styleguide.", "attachments.")
FILES = (
    "template",
    "lookup",
    "register_lookup",
    "establishment_lookup",
    "people",
    "suggestions",
    "held",
    "token",
    "worker",
    "wrong",
    "run_file",
    "rows_export",
    "walk",
    "calendar_file",
    "column",
    "comparison_export",
    "feed",
    "letter_file",
    "palette",
)
DOWNLOADS = (
    *("bulletins.download", "handbook.download", "booklet.download", "dossier.download", "papers.download"),
    *("reward_statements.download", "reward_statements.own_download", "showcase.code", "applying.letter"),
    *("portal.file", "portal.receipt"),
)
LINKS = "links => links.map(link => link.getAttribute('href'))"
IS_READY = "!document.querySelector('select[data-enhance]:not(.tomselected)')"
OPEN_ALL = (
    "document.querySelectorAll('details:not([data-menu], [data-confirm])').forEach(part => part.open = true)"
)
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? null :
  [...document.querySelectorAll('main *')]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
    .map(part => part.outerHTML.slice(0, 100)).at(-1) ?? 'too wide'"""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCOPE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG_PHONE = {"width": 390, "height": 5000}
"""So long that nothing lies under the bars at its edges, from where one would scroll it."""
OF_THE_WIDTH = [
    *("target-size", "color-contrast", "scrollable-region-focusable", "landmark-unique", "region"),
    *("link-name", "button-name", "aria-hidden-focus", "link-in-text-block"),
]
"""What may differ on a phone; the rest is the same markup."""


@dataclass(frozen=True)
class Place:
    path: str
    kind: str
    """The endpoint, and the tab where there are tabs."""
    source: str


class Walk:
    """Each kind of page once, those without a record first, then what they lead to."""

    def __init__(self, app: Flask, user: User, *also: str) -> None:
        self._rules = app.url_map.bind("127.0.0.1")
        self._seen: set[str] = set()
        self._ahead: deque[Place] = deque()
        self.visited: list[str] = []
        self.dead_ends: list[str] = []
        for path in also:
            self._add(path, "the test")
        for rule in app.url_map.iter_rules():
            is_plain = not rule.arguments and rule.endpoint != NEEDS_A_QUESTION
            if is_plain and "GET" in (rule.methods or ()) and _is_page(rule.endpoint):
                guard = getattr(app.view_functions[rule.endpoint], "guard", None)
                if guard is not None and may(user, guard):
                    self._add(rule.rule, "nowhere")

    def places(self, page: Page) -> Iterator[Place]:
        """Every place in turn, opened and awake; its links are followed after."""
        while self._ahead:
            place = self._ahead.popleft()
            reply = page.goto(place.path)
            if reply is None or not reply.ok:
                self.dead_ends.append(f"{place.path}, linked from {place.source}")
                continue
            self.visited.append(place.kind)
            page.wait_for_function(IS_READY)
            for link in page.eval_on_selector_all("main a[href]", LINKS):
                self._add(link if link.startswith("/") else place.path.partition("?")[0] + link, place.path)
            yield place

    def _add(self, path: str, source: str) -> None:
        parts = urlsplit(path)
        try:
            endpoint, arguments = self._rules.match(parts.path, method="GET")
        except HTTPException:
            return
        # A file by its name or by the format asked for, of whatever feature.
        if "file_format" in arguments or PurePosixPath(parts.path).suffix:
            return
        kind = " ".join([str(endpoint), *parse_qs(parts.query).get("tab", [])])
        if not parts.netloc and _is_page(str(endpoint)) and kind not in self._seen:
            self._seen.add(kind)
            self._ahead.append(Place(path, kind, source))


def _is_page(endpoint: str) -> bool:
    blueprint, _dot, name = endpoint.rpartition(".")
    if blueprint == "api":
        return name == "docs"
    if endpoint.startswith(NO_PAGES) or endpoint in DOWNLOADS:
        return False
    return name not in FILES and not name.startswith("export")


def faults(page: Page, place: Place, scope: list[str]) -> list[str]:
    """What axe finds on the page as it stands; it was put there by :func:`bring_axe`."""
    report = page.evaluate("scope => axe.run(document, {runOnly: scope, resultTypes: ['violations']})", scope)
    return [
        f"{place.path}: {fault['impact']} {fault['id']} {node['html'][:140]}"
        for fault in report["violations"]
        for node in fault["nodes"][:3]
    ]


def bring_axe(page: Page) -> None:
    page.context.add_init_script(path=AXE)


def faults_on(walk: Walk, page: Page, closely: set[str] | None) -> list[str]:
    """What is too wide or not accessible on the way; axe looks ``closely`` at these kinds alone."""
    bring_axe(page)
    found = []
    for place in walk.places(page):
        page.evaluate(OPEN_ALL)
        for size, scope in ((DESK, SCOPE), (LONG_PHONE, OF_THE_WIDTH)):
            page.set_viewport_size(size)
            wide = page.evaluate(TOO_WIDE)
            found += [f"{place.path} at {size['width']}: {wide}"] if wide else []
            if closely is None or place.kind in closely:
                found += faults(page, place, scope)
        page.set_viewport_size(DESK)
    return found
