"""Placeholder until loaded."""


def load() -> int:
    return 0
