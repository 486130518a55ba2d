"""Pictures of the screens for the user guide, from a running demo zone with its worker.

Make a fresh zone and serve it, then:
.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000 PASSWORD [NAME …]

The people of the demo zone share one password; `flask --app app demo accounts` prints it. Names narrow what
is taken.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
AS_OF = "as_of=2024-09-30"
COLOURS = 96
MAX_HEIGHT = 1500
"""In pixels; a longer picture says no more in a guide."""

Step = Callable[[Page], object]


@dataclass(frozen=True)
class Shot:
    name: str
    who: str
    path: str
    then: Step | None = None
    """What is done on the page before the picture is taken."""
    is_phone: bool = False
    is_whole: bool = False
    """The whole length of the page, not just what a screen shows."""


def _ways_there(page: Page) -> None:
    """To the firm of the first contact."""
    page.locator("a[data-row-link]").first.click()
    firm = page.locator(".definitions a[href*='/firms/']").first.get_attribute("href") or ""
    page.goto(f"{page.url.split('/contacts')[0]}{firm}/paths")


def _two_side_by_side(page: Page) -> None:
    """The first two firms of the list, as if they were one."""
    firms = [link.get_attribute("href") or "" for link in page.locator("a[data-row-link]").all()[:2]]
    one, other = (address.rsplit("/", 1)[-1] for address in firms)
    page.goto(f"{page.url.split('/firms')[0]}/merging/firm/{one}/with/{other}")


def _first_row(page: Page) -> None:
    page.locator("a[data-row-link]").first.click()
    page.wait_for_load_state()


def _decision(page: Page) -> None:
    _first_row(page)
    page.goto(f"{page.url}/decide")


def _letter(page: Page) -> None:
    _first_row(page)
    page.goto(f"{page.url}/letter")


def _firm_of_first_row(page: Page, link: str) -> None:
    """From a promise to its firm, and on to what the firm's page offers."""
    _first_row(page)
    page.locator("dd a[href^='/firms/']").first.click()
    page.wait_for_load_state()
    page.locator(link).first.click()
    page.wait_for_load_state()


def _policies_of_firm(page: Page) -> None:
    _firm_of_first_row(page, "a[href^='/policy-claims/firms/']")


def _measures_of_firm(page: Page) -> None:
    _firm_of_first_row(page, "a[href$='/papers/measures']")


def _plan_of_first_row(page: Page) -> None:
    _first_row(page)
    page.goto(f"{page.url}?tab=plan")


def _looked_at(page: Page) -> None:
    page.locator("#field").select_option("lead_source")
    page.locator("#lead_source").fill("以商引商")
    page.locator("form.form-page button.btn-primary").click()
    page.wait_for_load_state("networkidle")


def _chosen_leaver(page: Page) -> None:
    """The first person of the list."""
    leaver = page.locator("select[name=leaver] option").nth(1).get_attribute("value")
    page.goto(f"{page.url}?leaver={leaver}")
    page.wait_for_load_state()


def _preview(page: Page) -> None:
    """Hand in a file in which one cell is wrong."""
    rows = ("G-1,示例甲子電子股份有限公司,", "G-2,示例乙丑電子股份有限公司,12345678")
    text = "\n".join(("ref,name_hant,business_number", *rows))
    file = {"name": "台企名单.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    page.set_input_files("input[name=file]", file)  # type: ignore[arg-type]
    page.locator("form.form-page button").click()
    page.wait_for_load_state()


def _queue(page: Page) -> None:
    page.locator(".page-actions .btn-primary").click()
    page.wait_for_load_state()


def _found_by_two_characters(page: Page) -> None:
    page.locator("#register-ts-control").click()
    page.keyboard.type("鸿海", delay=30)
    page.locator(".ts-dropdown .option").first.wait_for()


def _typed_in_the_box(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("示例", delay=30)
    page.locator("[data-palette-list] a[href^='/firms/']").first.wait_for()


def _asked_which_matter(page: Page) -> None:
    """Log something with a group that another park holds."""
    _first_row(page)
    firm = page.locator(".definitions a[href*='/firms/']").first.get_attribute("href") or ""
    page.goto(f"{page.url.partition('/claims')[0]}/engagements/new?firm={firm.rpartition('/')[2]}")
    page.fill("textarea[name=summary]", "示例：就扩产交换意见")
    page.locator(".form-actions .btn-primary").click()
    page.locator("#matter").wait_for()


def _logged_without_a_line(page: Page) -> None:
    page.wait_for_function("() => sessionStorage.getItem('quick-log:') !== null")
    page.context.set_offline(True)
    page.locator("#firm_ids-ts-control").click()
    page.keyboard.type("示例", delay=30)
    page.locator(".ts-dropdown .option").first.click()
    page.fill("#summary", "【示例】陪同看标准厂房，对方关心电力容量")
    page.get_by_role("button", name="记录", exact=True).click()
    page.locator("[data-drafts] article").wait_for()
    # The draft stays for the picture, also for those after it.
    page.route("**/engagements/quick/token", lambda route: route.abort())
    page.context.set_offline(False)


SHOTS = (
    Shot("home", "officer.yy", "/"),
    Shot("todos", "lead.yy", "/todos?scope=team"),
    Shot("chain", "lead.yy", "/chains/7"),
    Shot("chain-candidates", "lead.yy", "/chains/links/33/candidates"),
    Shot("todo-new", "officer.yy", "/todos/new", is_phone=True, is_whole=True),
    Shot("phone-todos", "officer.yy", "/todos", is_phone=True),
    Shot("notices", "officer.xt", "/notices"),
    Shot("notice-choices", "officer.xt", "/notices/choices"),
    Shot("deputies", "lead.yy", "/deputies"),
    Shot("handover", "lead.yy", "/handover", _chosen_leaver),
    Shot("days", "sysadmin", "/settings/days"),
    Shot("cockpit", "coordinator", f"/cockpit/?{AS_OF}", is_whole=True),
    Shot("firms", "officer.yy", "/firms"),
    Shot("firm-new", "officer.yy", "/firms/new", _found_by_two_characters),
    Shot("firm", "officer.yy", "/firms?park=1", _first_row, is_whole=True),
    Shot("contacts", "officer.yy", "/contacts"),
    Shot("contact", "officer.yy", "/contacts?mine=y", _first_row, is_whole=True),
    Shot("association", "officer.yy", "/associations", _first_row, is_whole=True),
    Shot("paths", "coordinator", "/contacts", _ways_there, is_whole=True),
    Shot("merge", "coordinator", "/firms", _two_side_by_side, is_whole=True),
    Shot("rankings", "coordinator", "/rankings", _first_row),
    Shot("engagement-new", "officer.yy", "/engagements/new"),
    Shot("engagement", "coordinator", "/engagements", _first_row, is_whole=True),
    Shot("projects", "officer.yy", "/projects?stage=talks"),
    Shot("project", "officer.yy", "/projects?stage=talks&status=active", _first_row),
    Shot("board", "lead.yy", "/projects/board?status=active"),
    Shot(
        "milestones", "lead.yy", "/projects?stage=registered&status=active", _plan_of_first_row, is_whole=True
    ),
    Shot("bulk", "lead.yy", "/projects/bulk?all=1&stage=talks", _looked_at, is_whole=True),
    Shot("issues", "lead.yy", "/issues"),
    Shot("issue", "lead.yy", "/issues", _first_row, is_whole=True),
    Shot("issues-board", "lead.yy", "/issues/board"),
    Shot("needs", "coordinator", "/issues/needs"),
    Shot("supervision", "coordinator", "/issues/letter", is_whole=True),
    Shot("policy-matches", "lead.yy", "/promises?show=all", _policies_of_firm),
    Shot("promise", "lead.yy", "/promises?show=all", _first_row),
    Shot("measures", "lead.yy", "/promises?show=all", _measures_of_firm),
    Shot("talents", "coordinator", "/talent"),
    Shot("talent-need", "coordinator", "/talent/needs", _first_row, is_whole=True),
    Shot("talent-applications", "coordinator", "/talent/applications?all=y"),
    Shot("talent-decide", "coordinator", "/talent/applications?state=examination", _decision, is_whole=True),
    Shot("talent-letter", "coordinator", "/talent/applications?state=decided", _letter, is_whole=True),
    Shot("talent-rules", "coordinator", "/talent/rules", _first_row, is_whole=True),
    Shot("talent-budgets", "coordinator", "/talent/budgets"),
    Shot("minutes", "coordinator", "/minutes", _first_row),
    Shot("procedures", "coordinator", "/procedures", _first_row, is_whole=True),
    Shot("ledger", "coordinator", "/ledger"),
    Shot("ledger-new", "officer.yy", "/ledger/new", is_whole=True),
    Shot("queue", "coordinator", "/ledger/queue"),
    Shot("decide", "coordinator", "/ledger/queue", _queue, is_whole=True),
    Shot("lenses", "coordinator", f"/ledger/lenses?{AS_OF}"),
    Shot("reconciliation", "coordinator", f"/ledger/reconciliation?{AS_OF}"),
    Shot("targets", "coordinator", f"/targets/?{AS_OF}"),
    Shot("target", "coordinator", f"/targets/11?{AS_OF}", is_whole=True),
    Shot("report", "leader", f"/reports/progress?{AS_OF}", is_whole=True),
    Shot("reports", "leader", "/reports/"),
    Shot("delegation-plan", "coordinator", "/delegations/12"),
    Shot("delegation-talks", "coordinator", "/delegations/12?tab=talks"),
    Shot("delegation-yield", "coordinator", "/delegations/5?tab=yield"),
    Shot("handbook", "coordinator", "/delegations/12/handbook?edition=internal"),
    Shot("majors", "officer.yy", "/majors"),
    Shot("majors-schematic", "coordinator", "/majors/schematic"),
    Shot("major-years", "officer.yy", "/majors/175?tab=years"),
    Shot("dossier", "officer.yy", "/majors/175/dossier"),
    Shot("offer", "officer.yy", "/offers/1", is_whole=True),
    Shot("showcase", "officer.yy", "/catalogue?lang=zh_Hans"),
    Shot("enquiries", "officer.yy", "/offers/enquiries"),
    Shot("booklet", "officer.yy", "/booklet?park=1"),
    Shot("adviser", "coordinator", "/advisers/1", is_whole=True),
    Shot("referral", "coordinator", "/advisers/referrals?state=second_look", _first_row, is_whole=True),
    Shot("phone-portal", "adviser", "/portal", is_phone=True),
    Shot("phone-applying", "applicant", "/apply/1", is_phone=True),
    Shot("employer", "employer", "/employer/1", is_whole=True),
    Shot("phone-portal-referral", "adviser", "/portal/projects", _first_row, is_phone=True),
    Shot("reward", "coordinator", "/rewards/1", is_whole=True),
    Shot("reward-rules", "coordinator", "/rewards/rules?a=1&b=2"),
    Shot("reward-statement", "coordinator", "/rewards/statements/1/2026"),
    Shot("phone-rewards", "adviser", "/my-rewards", is_phone=True),
    Shot("palette", "officer.yy", "/firms", _typed_in_the_box),
    Shot("calendar", "officer.yy", "/calendar"),
    Shot("import", "coordinator", "/imports"),
    Shot("import-preview", "coordinator", "/imports/kinds/firms", _preview, is_whole=True),
    Shot("samples", "auditor", "/ledger/samples"),
    Shot("audit", "auditor", "/audit"),
    Shot("users", "secadmin", "/users"),
    Shot("settings", "sysadmin", "/settings"),
    Shot("account", "officer.yy", "/account"),
    Shot("phone-home", "officer.yy", "/", is_phone=True),
    Shot("claims", "officer.yy", "/claims"),
    Shot("claim", "coordinator", "/claims?state=protected", _first_row, is_whole=True),
    Shot("claim-question", "officer.hy", "/claims?state=protected", _asked_which_matter),
    Shot("ruling", "coordinator", "/rulings", _first_row, is_whole=True),
    Shot("phone-quick-log", "officer.yy", "/engagements/quick", is_phone=True),
    Shot("phone-drafts", "officer.yy", "/engagements/quick", _logged_without_a_line, is_phone=True),
    Shot("phone-cockpit", "leader", f"/cockpit/?{AS_OF}", is_phone=True),
    Shot("phone-ledger-new", "officer.yy", "/ledger/new", is_phone=True),
)


def main(base: str, password: str, *names: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = sorted((shot for shot in SHOTS if not names or shot.name in names), key=_session)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for (who, is_phone), shots in groupby(wanted, key=_session):
            page = _signed_in(browser, base, who, password, PHONE if is_phone else DESK)
            for shot in shots:
                size = _take(page, base, shot)
                print(f"{shot.name}: {size // 1024} kB")
            page.context.close()
        browser.close()


def _session(shot: Shot) -> tuple[str, bool]:
    return shot.who, shot.is_phone


def _signed_in(browser: Browser, base: str, who: str, password: str, size: ViewportSize) -> Page:
    context = browser.new_context(
        viewport=size, locale="zh-CN", color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("#name", who)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.locator("[data-sign-out]").wait_for(state="attached")
    return page


def _take(page: Page, base: str, shot: Shot) -> int:
    """Take one picture; its size in bytes."""
    reply = page.goto(base + shot.path)
    if reply is None or not reply.ok:
        sys.exit(f"{shot.path}: {reply.status if reply else 'no answer'}")
    if shot.then is not None:
        shot.then(page)
    before = page.viewport_size
    if shot.is_whole and before is not None:
        # A taller screen, not a stitched page: what sticks to the screen's edges then sits where it should.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": before["width"], "height": min(height, MAX_HEIGHT)})
    _scroll_through(page)
    picture = Image.open(BytesIO(page.screenshot()))
    if before is not None:
        page.set_viewport_size(before)
    path = FOLDER / f"{shot.name}.png"
    # Few colours are on these pages: a palette halves the file and nobody sees it.
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


def _scroll_through(page: Page) -> None:
    """Charts are drawn when somebody comes to them."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 400):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(60)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("document.querySelectorAll('[data-chart]:empty').length === 0")
    page.wait_for_timeout(300)


if __name__ == "__main__":
    main(*sys.argv[1:])
