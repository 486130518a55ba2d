"""Pictures of the screens for the user guide, from a running demo zone.

.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000 coordinator PASSWORD
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
SCREENS = {
    "cockpit": "/cockpit/?as_of=2024-09-30",
    "firms": "/firms",
    "rankings": "/rankings",
    "projects": "/projects",
    "ledger": "/ledger",
    "queue": "/ledger/queue",
    "lenses": "/ledger/lenses?as_of=2024-09-30",
    "targets": "/targets/11?as_of=2024-09-30",
    "report": "/reports/progress?as_of=2024-09-30",
    "import": "/imports",
}
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(base: str, name: str, password: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        sign_in(page, base, name, password)
        for screen, path in SCREENS.items():
            reply = page.goto(base + path)
            if reply is None or not reply.ok:
                print(f"{path}: {reply.status if reply else 'no answer'}")
                continue
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            page.screenshot(path=FOLDER / f"{screen}.png")
        browser.close()


def sign_in(page: Page, base: str, name: str, password: str) -> None:
    page.goto(base + "/")
    page.fill("input[name=name]", name)
    page.fill("input[type=password]", password)
    page.press("input[type=password]", "Enter")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main(*sys.argv[1:4])
