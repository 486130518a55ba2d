"""How a request becomes an answer: checked by its shape, done in one transaction, put in the envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, g, request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from crm.api import repeats
from crm.api.refusals import UnreadableError, WrongTypeError
from crm.api.routes import Route
from crm.api.shapes import Arguments, Body
from crm.core.database import session
from crm.core.transactions import transaction
from kernel.errors import RuleError
from models import User
from models.base import Base

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Handler = Callable[..., BaseModel]
H = TypeVar("H", bound=Handler)
M = TypeVar("M", bound=BaseModel)
JSON, MULTIPART = "application/json", "multipart/form-data"
MAX_JSON = 2**20
"""Bytes of a body without a file: the largest that a shape allows is far below."""
MOST_FAULTS = 100
"""Faults said of one request: somebody can send more of them than anybody reads."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route does, and the shapes of what it takes and gives."""

    handler: Handler
    answer: type[BaseModel]
    query: type[Arguments]
    body: type[BaseModel] | None
    upload: str | None
    """Name of the part that carries a file: then the body is a form of several parts."""
    status: int


def operation(
    answer: type[BaseModel],
    *,
    query: type[Arguments] = Arguments,
    body: type[BaseModel] | None = None,
    upload: str | None = None,
    status: int = 200,
) -> Callable[[H], H]:
    """Say what a handler takes and gives; it is called with the user and the ids of its address."""

    def mark(handler: H) -> H:
        handler.operation = Operation(handler, answer, query, body, upload, status)  # type: ignore[attr-defined]
        return handler

    return mark


def operation_of(route: Route) -> Operation:
    handler = getattr(import_module(f"crm.api.resources.{route.module}"), route.name)
    found: Operation = handler.operation
    return found


def run(route: Route, user: User, ids: Mapping[str, int]) -> Response:
    """Answer a request of somebody who has the right to it."""
    wanted = operation_of(route)
    g.operation = wanted
    if not route.is_write:
        return _respond(wanted.handler(user, **ids).model_dump_json(by_alias=True), wanted.status)
    with transaction():
        kept = repeats.find_answer(user) if route.method == "POST" else None
        if kept is not None:
            return _respond(kept.body, kept.status, {"Idempotency-Replayed": "true"})
        body = wanted.handler(user, **ids).model_dump_json(by_alias=True)
        if route.method == "POST":
            repeats.keep_answer(user, wanted.status, body)
    return _respond(body, wanted.status)


def sent_query(shape: type[M]) -> M:
    """What the address says.

    Raises:
        RuleError: an argument that isn't known, is there twice, or can't be read.
    """
    _expect(shape, g.operation.query)
    sent = {name: request.args.getlist(name) for name in shape.model_fields}
    faults = dict.fromkeys(set(request.args) - sent.keys(), _("There is no such argument."))
    faults |= {name: _("Once is enough.") for name, values in sent.items() if len(values) > 1}
    if faults:
        raise _refusal(faults)
    return _checked(lambda: shape.model_validate({name: got[0] for name, got in sent.items() if got}))


def sent_body(shape: type[M]) -> M:
    """What was sent as JSON. Nothing at all is an object without fields.

    Raises:
        RequestEntityTooLarge: more than any shape takes.
        WrongTypeError: sent as something else.
        UnreadableError: no JSON.
        RuleError: a field that isn't known, is missing, or can't be so.
    """
    _expect(shape, g.operation.body)
    sent = request.get_data()
    if len(sent) > MAX_JSON:
        raise RequestEntityTooLarge
    if sent and request.mimetype != JSON:
        raise WrongTypeError(_("Send JSON, and say so: Content-Type: application/json."))
    return _checked(lambda: shape.model_validate_json(sent or b"{}"))


def sent_form(shape: type[M], upload: str) -> tuple[M, str, bytes]:
    """What was sent in several parts: the fields, and name and content of the one file.

    Raises:
        WrongTypeError: sent as something else.
        RuleError: a part that isn't known, is missing or there twice, or can't be so.
    """
    _expect(shape, g.operation.body)
    if request.mimetype not in ("", MULTIPART):
        raise WrongTypeError(_("Send the file and its fields as multipart/form-data."))
    fields = {name: request.form.getlist(name) for name in shape.model_fields}
    files = request.files.getlist(upload)
    strange = (set(request.form) - fields.keys()) | (set(request.files) - {upload})
    faults = dict.fromkeys(strange, _("There is no such field."))
    faults |= {name: _("Once is enough.") for name, values in fields.items() if len(values) > 1}
    if len(files) != 1 or not files[0].filename:
        faults[upload] = _("Send one file, with its name.")
    if faults:
        raise _refusal(faults)
    read = _checked(lambda: shape.model_validate({name: got[0] for name, got in fields.items() if got}))
    return read, files[0].filename or "", files[0].read()


def written(record: Base) -> None:
    """What was changed is in the database, and is read from there anew: versions, what it is tied to."""
    session.flush()
    session.expire(record)


def _expect(shape: type[BaseModel], declared: object) -> None:
    if shape is not declared:
        raise TypeError(f"{shape.__name__} is not what the spec says of this route")


def _respond(body: str, status: int, head: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=status, mimetype=JSON, headers=dict(head or {}))


def _checked(read: Callable[[], M]) -> M:
    try:
        return read()
    except ValidationError as error:
        # Without what was sent: it is nobody's business to say it back.
        faults = error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
    if any(fault["type"] == "json_invalid" for fault in faults):
        raise UnreadableError(_("This is no JSON."))
    raise _refusal({_place(fault): _words(fault) for fault in reversed(faults)})


def _refusal(faults: Mapping[str, str]) -> RuleError:
    return RuleError(_("Some of what was sent can't be."), fields=dict(sorted(faults.items())))


def _place(fault: ErrorDetails) -> str:
    """``aliases.0.name``; nothing for the whole."""
    return ".".join(str(part) for part in fault["loc"])


def _words(fault: ErrorDetails) -> str:
    context: dict[str, Any] = fault.get("ctx") or {}
    kind = fault["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind in ("literal_error", "enum"):
        return str(_("One of: %(choices)s.", choices=context["expected"]))
    if kind in ("string_too_long", "too_long"):
        return str(_("At most %(limit)s.", limit=context["max_length"]))
    if kind in ("string_too_short", "too_short"):
        return str(_("At least %(limit)s.", limit=context["min_length"]))
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return str(
            _("At least %(limit)s.", limit=limit) if "ge" in context else _("At most %(limit)s.", limit=limit)
        )
    words = {
        "missing": _("This is needed."),
        "extra_forbidden": _("There is no such field."),
        "string_type": _("A text is needed here."),
        "int_type": _("A whole number is needed here."),
        "bool_type": _("True or false is needed here."),
        "list_type": _("A list is needed here."),
    }
    return str(words.get(kind, _("This can't be read.")))


__all__ = ["Body", "operation", "operation_of", "run", "sent_body", "sent_form", "sent_query", "written"]
