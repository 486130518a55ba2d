"""The application as in production: gunicorn with two workers, on this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.zone import ROOT, Zone

WORKERS = 2
HOST = "127.0.0.1"
START_LIMIT_S = 60


@contextmanager
def served(zone: Zone) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "30"]
    command += ["--no-control-socket", "--log-level", "warning", "--timeout", "600", "app:create_app()"]
    process = subprocess.Popen(command, env=zone.environ, cwd=ROOT)
    try:
        _wait_until_healthy(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    def megabytes(self) -> float:
        """The largest resident size of a worker so far."""
        return max(_peak_kilobytes(pid) for pid in _children(self.pid)) / 1024


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _peak_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(port: int) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            os.sched_yield()
        time.sleep(0.2)
    raise SystemExit("The server did not start.")
