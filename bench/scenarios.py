"""What is measured: the pages people open all day, the export, the report."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.server import Server
from bench.visitor import Timing, Visitor, requests_per_second, time_one
from bench.zone import Zone, flask

DEEP = 25
"""Pages into a list, of two hundred rows each."""


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    address: str
    p50_ms: float
    p95_ms: float
    kilobytes: float
    requests_per_s: float | None = None

    def as_dict(self) -> dict[str, str | float | None]:
        return asdict(self)


LIBRARIES = {
    "talents": "/talent",
    "talent applications": "/talent/applications",
    "needs for talents": "/talent/needs",
    "payments to talents": "/talent/payments",
    "budgets for talents": "/talent/budgets",
    "claims": "/claims",
    "advisers": "/advisers",
    "referrals": "/advisers/referrals",
    "rewards": "/rewards",
    "reward page": "/rewards/1",
    "rules of rewards": "/rewards/rules",
    "policies": "/policies",
    "claims under policies": "/policy-claims",
    "promises": "/promises",
    "reviews": "/reviews",
    "status updates": "/advisers/updates",
    "delegations": "/delegations",
    "chain map": "/chains",
    "gaps of the chains": "/chains/gaps",
    "chain teams": "/chains/teams",
    "targets of chain teams": "/chains/teams/targets",
    "major projects": "/majors",
    "offers": "/offers",
    "enquiries about offers": "/offers/enquiries",
    "public catalogue": "/catalogue",
    "booklet": "/booklet",
    "major projects by park": "/majors/schematic",
}
"""Pages that need no number of a firm."""


def pages(visitor: Visitor, firms: int) -> dict[str, str]:
    """Address by name. A firm and a project from the middle, so that nothing is near because it is first."""
    return {
        "firm list": "/firms",
        "firm list, filtered": "/firms?q=%E7%A4%BA%E4%BE%8B%E5%85%89&sort=name",
        "firm list, deep": visitor.deep("/firms?limit=200", DEEP).replace("limit=200", "limit=25"),
        "search, two characters": "/firms/lookup?q=%E7%B2%BE%E5%AF%86",
        "search, initials": "/search?q=hh",
        "search box while typing": "/search/palette?q=%E7%B2%BE%E5%AF%86",
        "firm page": f"/firms/{firms // 2}",
        "project list": "/projects",
        "board": "/projects/board",
        "board, lanes by park": "/projects/board?lanes=park",
        "project page": f"/projects/{firms // 4}",
        "ledger": "/ledger",
        "cockpit": "/cockpit/?as_of=2025-12-31",
        "report as page": "/reports/progress?as_of=2025-12-31",
        "my work": "/",
        "quick log": "/engagements/quick",
        "to-dos": "/todos",
        "calendar": "/calendar",
        "issues": "/issues",
        "offers for a firm": f"/firms/{firms // 2}/fit",
        **LIBRARIES,
    }


def measure_pages(server: Server, cookie: str, zone: Zone, repeat: int, only: str) -> list[Result]:
    visitor = Visitor(server.port, cookie)
    results = []
    for name, address in pages(visitor, zone.firms).items():
        if only not in name:
            continue
        taken = time_one(visitor, address, repeat)
        rate = requests_per_second(lambda: Visitor(server.port, cookie), address)
        results.append(_result(name, address, taken, rate))
        print(
            f"  {name:<26}{taken.p50_ms:>9.1f}{taken.p95_ms:>9.1f}{taken.kilobytes:>9.1f}{rate:>9.1f}",
            flush=True,
        )
    return results


def measure_export(server: Server, cookie: str) -> dict[str, float]:
    """All firms as CSV, streamed."""
    before = server.megabytes()
    first, last, size = Visitor(server.port, cookie).stream("/firms/export.csv")
    return {
        "first_byte_s": round(first, 3),
        "s": round(last, 2),
        "megabytes": round(size / 2**20, 1),
        "grown_by_megabytes": round(server.megabytes() - before, 1),
    }


def measure_lights(zone: Zone) -> dict[str, float]:
    """The lights of all projects by command, start of the command included."""
    begun = time.perf_counter()
    flask(zone.environ, "lights")
    return {"s": round(time.perf_counter() - begun, 2)}


def measure_report(zone: Zone, folder: Path) -> dict[str, float]:
    """The progress report by command, start of the command included."""
    taken = {}
    for form in ("json", "xlsx", "docx", "pdf"):
        begun = time.perf_counter()
        out = folder / f"progress.{form}"
        flask(zone.environ, "report", "progress", "--as-of", "2025-12-31", "--format", form, "--out", out)
        taken[f"{form}_s"] = round(time.perf_counter() - begun, 2)
    return taken


def _result(name: str, address: str, taken: Timing, rate: float) -> Result:
    return Result(name, address, taken.p50_ms, taken.p95_ms, taken.kilobytes, rate)
