"""What the API says of itself: OpenAPI 3.1, made from the table of routes and the shapes that check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from crm.api.operations import JSON, MULTIPART, Operation, operation_of
from crm.api.repeats import HEAD
from crm.api.routes import ROUTES, Route
from crm.api.shapes import Refused
from crm.web.choices import MAX_ID
from crm.web.envelope import CODES

Schema = dict[str, Any]

PREFIX = "/api/v1"
REFS = "#/components/schemas/"
_ID = re.compile(r"<int:(\w+)>")

REASONS: Mapping[int, str] = {
    400: "What was sent is no JSON.",
    401: "Nobody is signed in, or the token doesn't hold.",
    403: "The right to it is missing.",
    404: "There is no such record, or none that may be seen.",
    405: "No record has such a number, or the address doesn't take that kind of request.",
    409: "Somebody else was first, or the Idempotency-Key was sent before with something else.",
    413: "Too large.",
    415: "Sent as something that this route doesn't take.",
    422: "An argument, a field or a rule of the domain is against it; each is named.",
}
TOO_LONG = "The address is longer than the server takes: its own words, and no JSON."
SCHEMES: Schema = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token made on the own account's page, for one program.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "crm_session",
        "description": "A browser's session; it writes only with the form's token in a header.",
    },
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
}


@cache
def document() -> Schema:
    """The whole description; the same for every reader."""
    found = {route: operation_of(route) for route in ROUTES}
    refs, schemas = _schemas(found)
    paths: Schema = {}
    for route, operation in found.items():
        path = paths.setdefault(PREFIX + _ID.sub(r"{\1}", route.path), {})
        path[route.method.lower()] = _operation(route, operation, refs, schemas)
    for operation in found.values():
        # They stand with each route, argument by argument.
        schemas.pop(_name(refs[operation.query, "validation"]), None)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Xiangtai CRM",
            "version": "1",
            "description": "Firms, projects and the investment ledger, by the same rules as the pages.",
        },
        "servers": [{"url": "/"}],
        "paths": paths | _own_paths(),
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": SCHEMES},
    }


@cache
def as_json() -> str:
    return json.dumps(document(), ensure_ascii=False)


def _schemas(found: Mapping[Route, Operation]) -> tuple[dict[Any, Schema], Schema]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Refused, "serialization"): None}
    for operation in found.values():
        wanted[operation.answer, "serialization"] = None
        wanted[operation.query, "validation"] = None
        if operation.body is not None:
            wanted[operation.body, "validation"] = None
    refs, whole = models_json_schema(list(wanted), ref_template=REFS + "{model}")
    schemas: Schema = whole["$defs"]
    return dict(refs), schemas


def _operation(route: Route, operation: Operation, refs: Mapping[Any, Schema], schemas: Schema) -> Schema:
    summary, _blank, description = (operation.handler.__doc__ or "").partition("\n")
    described: Schema = {
        "operationId": route.name,
        "tags": [route.path.split("/")[1]],
        "summary": summary.strip(),
        "parameters": [*_ids(route), *_arguments(operation, refs, schemas), *_heads(route)],
        "responses": _responses(route, operation, refs),
        "security": [{"token": []}, {"session": [], "csrf": []} if route.is_write else {"session": []}],
    }
    if description.strip():
        described["description"] = " ".join(description.split())
    if operation.body is not None:
        described["requestBody"] = _body(operation, refs[operation.body, "validation"], schemas)
    return described


def _ids(route: Route) -> Iterator[Schema]:
    for name in _ID.findall(route.path):
        number = {"type": "integer", "minimum": 1, "maximum": MAX_ID}
        yield {"name": name, "in": "path", "required": True, "schema": number}


def _arguments(operation: Operation, refs: Mapping[Any, Schema], schemas: Schema) -> Iterator[Schema]:
    shape = schemas[_name(refs[operation.query, "validation"])]
    for name, schema in shape.get("properties", {}).items():
        argument = {"name": name, "in": "query", "required": name in shape.get("required", ())}
        # Nothing is left out of an address by writing null.
        yield argument | {"schema": _without_null(schema)}


def _without_null(schema: Schema) -> Schema:
    plain = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    kinds = [each for each in plain.pop("anyOf", []) if each != {"type": "null"}]
    return plain | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


def _heads(route: Route) -> Iterator[Schema]:
    if route.method == "POST":
        words = "The same under the same key is done once, and gets the first answer again for two days."
        key = {"type": "string", "pattern": "^[!-~]{1,200}$"}
        yield {"name": HEAD, "in": "header", "required": False, "description": words, "schema": key}


def _body(operation: Operation, ref: Schema, schemas: Schema) -> Schema:
    required = bool(operation.upload or schemas[_name(ref)].get("required"))
    if operation.upload is None:
        return {"required": required, "content": {JSON: {"schema": ref}}}
    fields = schemas.pop(_name(ref))
    file = {operation.upload: {"type": "string", "format": "binary"}}
    names = [*fields.get("required", ()), operation.upload]
    parts = fields | {"properties": {**fields["properties"], **file}, "required": names}
    return {"required": required, "content": {MULTIPART: {"schema": parts}}}


def _responses(route: Route, operation: Operation, refs: Mapping[Any, Schema]) -> Schema:
    fine = {"description": "Done.", "content": {JSON: {"schema": refs[operation.answer, "serialization"]}}}
    codes = {401, 403, 422} | ({404} if "<" in route.path or not route.is_write else set())
    if route.is_write:
        codes |= {400, 409, 413, 415} | ({405} if route.method == "PATCH" else set())
    refused = {"schema": refs[Refused, "serialization"]}
    against: Schema = {
        str(code): {"description": REASONS[code], "content": {JSON: refused}} for code in sorted(codes)
    }
    if "after" in operation.query.model_fields:
        against["414"] = {"description": TOO_LONG}
    return {str(operation.status): fine, **against}


def _own_paths() -> Schema:
    """The description itself and its page: open to all, since they tell of no record."""
    kinds = {
        "openapi.json": ("openapi", JSON, "This description."),
        "docs": ("docs", "text/html", "Its page."),
    }
    return {
        f"{PREFIX}/{place}": {
            "get": {
                "operationId": name,
                "tags": ["description"],
                "summary": summary,
                "responses": {"200": {"description": "Done.", "content": {kind: {}}}},
                "security": [],
            }
        }
        for place, (name, kind, summary) in kinds.items()
    }


def _name(ref: Schema) -> str:
    return str(ref["$ref"]).removeprefix(REFS)


# --- As a page ----------------------------------------------------------------------------------------------


@cache
def as_page() -> Schema:
    """The same for people: the routes by what they are about, and the shapes they name."""
    whole = document()
    groups: dict[str, list[Schema]] = {}
    for path, methods in whole["paths"].items():
        for method, described in methods.items():
            groups.setdefault(described["tags"][0], []).append(_route_lines(method, path, described))
    shapes = {
        name: _field_lines(schema)
        for name, schema in whole["components"]["schemas"].items()
        if "properties" in schema
    }
    return {"groups": groups, "shapes": shapes, "schemes": SCHEMES, "codes": CODES}


def _route_lines(method: str, path: str, described: Schema) -> Schema:
    body = described.get("requestBody", {}).get("content", {})
    answers = described["responses"].items()
    return {
        "name": described["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": described["summary"],
        "description": described.get("description", ""),
        "arguments": [
            {
                "name": each["name"],
                "place": each["in"],
                "type": _type_words(each["schema"]),
                "required": each["required"],
                "note": each.get("description") or each["schema"].get("description", ""),
            }
            for each in described.get("parameters", ())
        ],
        "body": [
            (kind, _shape_name(part["schema"]), _field_lines(part["schema"])) for kind, part in body.items()
        ],
        "answers": [
            (status, answer["description"], _answer_name(answer.get("content", {})))
            for status, answer in answers
        ],
    }


def _answer_name(content: Schema) -> str:
    return next((_shape_name(part.get("schema", {})) for part in content.values()), "")


def _shape_name(schema: Schema) -> str:
    return _name(schema) if "$ref" in schema else ""


def _field_lines(schema: Schema) -> list[Schema]:
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "type": _type_words(each),
            "shape": _shape_in(each),
            "required": name in required,
            "note": each.get("description", ""),
        }
        for name, each in schema.get("properties", {}).items()
    ]


def _shape_in(schema: Schema) -> str:
    """The shape that a field is made of, alone or in a list."""
    parts = [schema, schema.get("items", {}), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    return next((_name(part) for part in parts if isinstance(part, dict) and "$ref" in part), "")


def _type_words(schema: Schema) -> str:
    if "$ref" in schema:
        target = document()["components"]["schemas"][_name(schema)]
        return _type_words(target) if "enum" in target else _name(schema)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(_type_words(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type_words(schema['items'])}]"
    if isinstance(inner := schema.get("additionalProperties"), dict):
        return f"{{…: {_type_words(inner)}}}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", ""))
