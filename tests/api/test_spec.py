"""The description is that of the routes, and the page that of the description."""

from __future__ import annotations

import re

from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from crm.api.routes import ROUTES


def spec(client) -> dict:
    return client.get("/api/v1/openapi.json").json


def test_it_is_valid_openapi(client) -> None:
    validate(spec(client), cls=OpenAPIV31SpecValidator)


def test_it_lists_exactly_the_routes(app: Flask, client) -> None:
    routes = {
        (re.sub(r"<int:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    described = {(path, method) for path, methods in spec(client)["paths"].items() for method in methods}

    assert described == routes
    assert len(described) == len(ROUTES) + 2


def test_every_route_has_its_schemas_its_refusals_and_who_may_ask(client) -> None:
    for path, methods in spec(client)["paths"].items():
        for method, described in methods.items():
            if path.endswith(("openapi.json", "docs")):
                assert described["security"] == []
                continue
            fine = [status for status in described["responses"] if status.startswith("2")]
            assert "$ref" in described["responses"][fine[0]]["content"]["application/json"]["schema"], path
            assert {"401", "403", "422"} <= set(described["responses"]), path
            assert described["security"][0] == {"token": []}
            assert described["summary"], path
            assert method == "get" or "requestBody" in described, path


def test_every_shape_that_is_named_is_there_and_is_named(client) -> None:
    whole = spec(client)
    named = set(re.findall(r"#/components/schemas/([\w.-]+)", client.get("/api/v1/openapi.json").text))

    assert named == set(whole["components"]["schemas"])


def test_the_page_shows_every_route_in_the_readers_language(client) -> None:
    for language, word in (("en", "Refusals"), ("zh-CN", "拒绝"), ("zh-TW", "拒絕")):
        page = client.get("/api/v1/docs", headers={"Accept-Language": language})

        assert page.status_code == 200
        assert word in page.text
        for route in ROUTES:
            assert f'id="{route.name}"' in page.text
        assert "<script>" not in page.text
        assert "style=" not in page.text
