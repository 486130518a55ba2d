"""How long pages take in zones of several sizes, served as in production.

    make bench ARGS="--sizes 10000,100000 --repeat 60 --out bench/results"

Each size on SQLite and on a PostgreSQL server of the run's own: one reader's times, eight readers' rate,
the export of all firms, the report and the lights of all projects by command.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import scenarios
from bench.server import WORKERS, served
from bench.session import begin_session
from bench.zone import SERVER, made_up


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="10000", help="firms in the zones, separated by commas")
    parser.add_argument("--repeat", type=int, default=60, help="fetches of each page by one reader")
    parser.add_argument("--only", default="", help="a part of the names of what to look at")
    parser.add_argument("--out", type=Path, help="folder for the figures, a JSON file for each database")
    return parser.parse_args(arguments)


def measure(size: int, options: argparse.Namespace) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="xiangtai-bench-") as name,
        made_up(Path(name), size) as zone,
    ):
        print(f"\n{size:,} firms, made in {zone.seconds:.0f} s")
        print(f"  {'page':<26}{'p50 ms':>9}{'p95 ms':>9}{'KB':>9}{'by 8, /s':>9}")
        cookie = begin_session(zone)
        found: dict[str, Any] = {"made_in_s": round(zone.seconds)}
        with served(zone) as server:
            results = scenarios.measure_pages(server, cookie, zone, options.repeat, options.only)
            found["pages"] = [result.as_dict() for result in results]
            found["export"] = scenarios.measure_export(server, cookie)
        found["report"] = scenarios.measure_report(zone, Path(name))
        found["lights"] = scenarios.measure_lights(zone)
        for part in ("export", "report", "lights"):
            print(
                f"  {part}: " + ", ".join(f"{key} {value}" for key, value in found[part].items()), flush=True
            )
        return found


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    database = "postgresql" if os.environ.get(SERVER) else "sqlite"
    print(f"On {database}, {WORKERS} workers, {os.cpu_count()} cores, Python {platform.python_version()}")
    zones = {size: measure(int(size), options) for size in options.sizes.split(",")}
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        machine = {"cores": os.cpu_count(), "python": platform.python_version(), "workers": WORKERS}
        written = json.dumps({"on": machine, "zones": zones}, indent=1)
        (options.out / f"{database}.json").write_text(written + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
