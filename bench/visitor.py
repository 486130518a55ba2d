"""Somebody who is signed in and reads pages over one connection."""

from __future__ import annotations

import re
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected

from bench.server import HOST

CLIENTS = 8
SHORTEST_S = 2.0
"""Below this a rate says little."""


@dataclass(frozen=True, slots=True)
class Timing:
    p50_ms: float
    p95_ms: float
    kilobytes: float


class Visitor:
    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.connection = HTTPConnection(HOST, port, timeout=600)

    def get(self, address: str) -> bytes:
        """Raises SystemExit on any answer but 200: a refusal must not pass as a fast page."""
        reply = self._ask(address)
        content = reply.read()
        if reply.status != 200:
            raise SystemExit(f"{address}: {reply.status}")
        return content

    def _ask(self, address: str) -> HTTPResponse:
        """Over the same connection, or another where the server has closed it while nothing was asked."""
        headers = {"Cookie": self.cookie, "Accept-Language": "zh-CN"}
        try:
            self.connection.request("GET", address, headers=headers)
            return self.connection.getresponse()
        except RemoteDisconnected:
            self.connection.close()
            self.connection.request("GET", address, headers=headers)
            return self.connection.getresponse()

    def stream(self, address: str) -> tuple[float, float, int]:
        """Seconds to the first byte and to the last, and bytes."""
        begun = time.perf_counter()
        reply = self._ask(address)
        size, first = len(reply.read(1)), time.perf_counter() - begun
        while piece := reply.read(1 << 20):
            size += len(piece)
        return first, time.perf_counter() - begun, size

    def deep(self, address: str, pages: int) -> str:
        """The address some pages further on."""
        for _ in range(pages):
            found = re.search(r'<a[^>]*rel="next"[^>]*>', self.get(address).decode())
            link = found and re.search(r'href="([^"]+)"', found[0])
            if not link:
                break
            address = unescape(link[1])
        return address


def time_one(visitor: Visitor, address: str, repeat: int) -> Timing:
    size = max(len(visitor.get(address)) for _ in range(4))
    taken = []
    for _ in range(repeat):
        begun = time.perf_counter()
        visitor.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return Timing(
        round(statistics.median(taken), 2), round(taken[int(len(taken) * 0.95)], 2), round(size / 1024, 1)
    )


def requests_per_second(make_visitor: Callable[[], Visitor], address: str) -> float:
    """With eight who read the same page as fast as they get it."""
    start, done = threading.Barrier(CLIENTS + 1), []
    end = time.perf_counter() + 60

    def read() -> None:
        visitor, count = make_visitor(), 0
        visitor.get(address)
        start.wait()
        while time.perf_counter() < end:
            visitor.get(address)
            count += 1
        done.append(count)

    with ThreadPoolExecutor(CLIENTS) as readers:
        waiting = [readers.submit(read) for _ in range(CLIENTS)]
        start.wait()
        begun = time.perf_counter()
        end = begun + SHORTEST_S
        for each in waiting:
            each.result()
    return round(sum(done) / (time.perf_counter() - begun), 1)
