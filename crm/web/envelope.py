"""What the API says when it refuses: one shape for every cause."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, jsonify, request

API_PATH = "/api/"

CODES: dict[int, str] = {
    400: "unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "refused",
    500: "broken",
    503: "not_ready",
}


def is_for_api() -> bool:
    """Whether a program asks, by the address alone: nothing else is known of a route that isn't there."""
    return request.path.startswith(API_PATH)


def refusal(
    status: int, message: str, fields: Mapping[str, str] | None = None, **more: object
) -> tuple[Response, int]:
    """``{"error": {"code", "message", "fields": {name: [words]}}}``; the message where it has no words."""
    named = {name: [words or message] for name, words in (fields or {}).items()}
    error = {"code": CODES.get(status, "refused"), "message": message, "fields": named, **more}
    return jsonify({"error": error}), status
