"""What no database keeps is refused at the door: characters in what is sent, numbers in an address.

So are arguments that ``url_for`` would take for its own options: pages hand theirs on to their links.
"""

from __future__ import annotations

import re
from itertools import chain

from flask import Flask, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map

from crm.web.choices import MAX_ID
from kernel.errors import RuleError

_UNKEPT = re.compile("[\\0\ud800-\udfff]")
"""NUL, which PostgreSQL keeps in no text, and halves of a character."""

OPTIONS_OF_ADDRESSES = frozenset({"endpoint", "_anchor", "_external", "_method", "_scheme"})
"""With these an address could turn every link of the page to another scheme, or break it."""


class RecordNumber(IntegerConverter):
    """``<int:firm_id>``: a larger number is the address of nothing."""

    def __init__(self, url_map: Map, *args: object, **kwargs: object) -> None:
        super().__init__(url_map, max=MAX_ID)


def install(app: Flask) -> None:
    """Before the blueprints: they take over the converter."""
    app.url_map.converters["int"] = RecordNumber
    app.before_request(_refuse_unkept)
    app.before_request(_refuse_options)


def is_unkept(text: str) -> bool:
    return _UNKEPT.search(text) is not None


def _refuse_unkept() -> None:
    """
    Raises:
        RuleError: a character that can't be kept, in the address, a form or a file's name.
    """
    sent: list[MultiDict[str, str]] = [request.args]
    names: list[str] = []
    if request.method == "POST":
        sent.append(request.form)
        names = [upload.filename or "" for _name, upload in request.files.items(multi=True)]
    texts = chain.from_iterable(pair for values in sent for pair in values.items(multi=True))
    if any(is_unkept(text) for text in chain([request.path], names, texts)):
        raise RuleError(
            _("There is a character in it that can't be kept. Write it anew instead of pasting it.")
        )


def _refuse_options() -> None:
    """
    Raises:
        RuleError: an argument named like an option of ``url_for``.
    """
    found = sorted(OPTIONS_OF_ADDRESSES & set(request.args))
    if found:
        words = _("There is no such argument.")
        raise RuleError(words, fields=dict.fromkeys(found, words))
