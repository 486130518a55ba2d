"""Records that a body names: what isn't there and what may not be seen is refused in the same words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask_babel import gettext as _

from crm.core.parks import list_parks
from kernel.errors import DeniedError, NotFoundError, RuleError
from models import Park

T = TypeVar("T")


def named(field: str, find: Callable[[], T]) -> T:
    """The record that ``field`` names.

    Raises:
        DeniedError: there is none, or none that this person may know of.
    """
    try:
        return find()
    except NotFoundError as error:
        raise DeniedError(error.message, fields={field: error.message}) from error


def park_named(code: str, field: str = "park") -> Park:
    """Raises RuleError."""
    for park in list_parks():
        if park.code == code:
            return park
    words = _("There is no such park.")
    raise RuleError(words, fields={field: words})


def park_id_of(code: str | None) -> int | None:
    """The park that an address names; None for none. Raises RuleError."""
    return None if code is None else park_named(code).id


def refuse_unknown(field: str, number: int | None, known: set[int]) -> None:
    """Raises RuleError where ``number`` is none of those that may be chosen."""
    if number is not None and number not in known:
        words = _("This can't be chosen.")
        raise RuleError(words, fields={field: words})
