"""Several people at one moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from crm.core.database import is_reading, session
from crm.core.transactions import transaction
from kernel.errors import CrmError


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Every act in a thread and a transaction of its own, begun together; how each one ended."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            is_reading.set(False)
            barrier.wait()
            try:
                with transaction():
                    act()
            except CrmError as error:
                return type(error).__name__
            finally:
                session.remove()
            return "done"

    session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))
