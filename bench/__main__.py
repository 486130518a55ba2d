"""How long pages take, and how many statements, in zones of several sizes.

    make bench ARGS="--sizes 1000,10000 --repeat 30 --out bench/results/pages.json"

Every page without an argument in its address is fetched as a coordinator. Each size is a database of
its own: a new SQLite file, or what DATABASE_URL names (then one size only, and the zone is taken as it is).
"""

import argparse
import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path

from bench.pages import Page, measure_zone


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000", help="firms in the zones, separated by commas")
    parser.add_argument("--repeat", type=int, default=20, help="fetches of each page")
    parser.add_argument("--only", default="", help="a part of the addresses to look at")
    parser.add_argument("--out", type=Path, help="where to write the figures as JSON")
    return parser.parse_args(arguments)


def show(size: int, pages: list[Page]) -> None:
    print(f"\n{size} firms\n{'page':<46}{'p50 ms':>9}{'p95 ms':>9}{'statements':>12}{'KB':>7}")
    shown = [page for page in pages if page.status == HTTPStatus.OK]
    for page in sorted(shown, key=lambda each: -each.p95_ms):
        print(
            f"{page.address:<46}{page.p50_ms:>9.1f}{page.p95_ms:>9.1f}{page.statements:>12}{page.kilobytes:>7.0f}"
        )
    print(f"{len(pages) - len(shown)} more lead elsewhere or are not for a coordinator.")


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    if os.environ.get("DATABASE_URL"):
        sizes = sizes[:1]
    results = {}
    # A process for each size: an application belongs to one database.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for size in sizes:
            results[size] = pool.submit(measure_zone, size, options.repeat, options.only).result()
            show(size, results[size])
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        figures = {str(size): [page.as_dict() for page in pages] for size, pages in results.items()}
        machine = {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
        }
        options.out.write_text(
            json.dumps({"on": machine, "pages": figures}, indent=1) + "\n", encoding="utf-8"
        )
    failed = [page.address for pages in results.values() for page in pages if page.status >= 500]
    if failed:
        print(f"\nFailed: {', '.join(sorted(set(failed)))}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
