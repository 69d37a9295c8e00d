"""The OpenAPI document, made from the one table of routes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from unbroken.http.calls import Route
from unbroken.http.faults import Family
from unbroken.http.idempotency import HEADER, LONGEST
from unbroken.version import __version__

_SECURITY: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "secret": {"type": "apiKey", "in": "header", "name": "x-api-secret"},
    "person": {"type": "apiKey", "in": "header", "name": "x-enduser-access-token"},
    "account": {"type": "apiKey", "in": "header", "name": "x-account-id"},
}
_WAYS: Final[dict[Family, list[dict[str, list[str]]]]] = {
    Family.ACTIVITIES: [{"key": []}, {"bearer": []}],
    Family.RECORDS: [{"key": [], "secret": []}, {"bearer": []}, {"person": [], "account": []}],
}
_ANSWERED: Final = {
    "400": "A host, a filter or an order that is none",
    "401": "Nobody known asks",
    "403": "The key has not the scope",
    "404": "There is no such thing, or it is somebody else's",
    "408": "The body took too long",
    "409": "It does not go with what is there",
    "413": "The body is too large",
    "422": "What was sent will not do",
    "429": "The key asks too often",
    "503": "The app's data cannot be used now",
}
_FAULTS: Final[dict[Family, dict[str, Any]]] = {
    Family.RECORDS: {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                "required": ["code", "message"],
            }
        },
        "required": ["error"],
    },
    Family.ACTIVITIES: {
        "type": "object",
        "properties": {
            "detail": {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "loc": {
                                    "type": "array",
                                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                                },
                                "msg": {"type": "string"},
                                "type": {"type": "string"},
                            },
                            "required": ["loc", "msg", "type"],
                        },
                    },
                ]
            }
        },
        "required": ["detail"],
    },
}


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """The document of some routes."""
    routes = list(routes)
    types = [each.body for each in routes if each.body is not None]
    types += [each.answer for each in routes if each.answer is not None]
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    known = {str(kind): _numbers(schema) for kind, schema in zip(types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, known)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Unbroken", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": _numbers(components) | {f"{each}_fault": _FAULTS[each] for each in Family},
            "securitySchemes": _SECURITY,
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    fault = {"schema": {"$ref": f"#/components/schemas/{route.family}_fault"}}
    answers: dict[str, Any] = {
        status: {"description": text, "content": {"application/json": fault}}
        for status, text in _ANSWERED.items()
        if route.scope is not None or status in ("400", "422", "429")
    }
    done: dict[str, Any] = {"description": "Done"}
    if route.answer is not None:
        done["content"] = {"application/json": {"schema": schemas[str(route.answer)]}}
    elif route.media_type is not None:
        done["content"] = {route.media_type: {"schema": {"type": "string"}}}
    for status in {route.status, *route.also}:
        answers[str(status)] = done
    operation: dict[str, Any] = {
        "operationId": f"{route.handler.__name__}_{route.method}_{_slug(route.path)}".lower(),
        "summary": route.summary,
        "tags": [str(route.family)],
        "parameters": [*_in_path(route), *_in_query(route), *_in_headers(route)],
        "responses": dict(sorted(answers.items())),
        "security": [] if route.scope is None else _WAYS[route.family],
    }
    if route.body is not None:
        content = {"application/json": {"schema": schemas[str(route.body)]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _slug(path: str) -> str:
    return re.sub(r"\W+", "_", path).strip("_")


def _in_path(route: Route) -> Sequence[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]


def _in_query(route: Route) -> Iterable[dict[str, Any]]:
    schema = msgspec.json.schema(route.query)
    [own] = schema["$defs"].values()
    for name, each in own.get("properties", {}).items():
        each.pop("default", None)
        plain = [kind for kind in each.get("anyOf", [each]) if kind.get("type") != "null"]
        yield {
            "name": name,
            "in": "query",
            "required": name in own.get("required", ()),
            "schema": plain[0],
        }


def _in_headers(route: Route) -> Iterable[dict[str, Any]]:
    if route.method != "GET":
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"}
        yield {"name": HEADER, "in": "header", "required": False, "schema": schema}


def _numbers(schema: Any) -> Any:
    """The same schema with amounts as the numbers that they are in JSON."""
    if isinstance(schema, list):
        return [_numbers(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number"}
    return {name: _numbers(each) for name, each in schema.items()}
