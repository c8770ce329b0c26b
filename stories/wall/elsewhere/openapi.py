"""The description of the interface for programs (OpenAPI 3.1)."""

from typing import Any

from stories.categories import CATEGORIES, COUNTRIES, Note
from stories.testimony import BAR

_SINCE_RELEASE = {"type": "string", "format": "date", "description": "The day of the release."}
_NUMBER = {"type": "integer", "minimum": 0}
_HIDDEN = {"type": ["integer", "null"], "minimum": 0, "description": "null: hidden."}
_MEANING = "At least so many people told us: how many chose to, not how many it happened to."
_CODES = {name: list(choices.values) for name, choices in CATEGORIES.items()}
_KEY = {"type": "string", "pattern": "^[0-7][0-9a-f]{15}$"}


def description(*, server: str) -> dict[str, Any]:
    """The whole description, for a site at the address `server`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Me too: released numbers, and stories that may be quoted",
            "version": "1.0.0",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
            "description": (
                f"{_MEANING} Read-only, without a key, the same for everybody. What is taken down "
                "is gone from every answer at once: ask again before you quote. "
                f"{BAR} in words stands where the desk took something out."
            ),
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/v1/": _path("index", "What there is", "Index"),
            "/api/v1/numbers": _path("numbers", "The released numbers", "Numbers"),
            "/api/v1/stories": _path(
                "stories",
                "Stories that may be quoted, the latest release first: what they hold",
                "Stories",
                asked=[*_filters(), _after()],
            ),
            "/api/v1/stories/{id}": _path(
                "story",
                "One story, with its words",
                "Story",
                asked=[{"name": "id", "in": "path", "required": True, "schema": _KEY}],
            ),
            "/api/v1/openapi.json": _path("description", "This description", "Description"),
        },
        "components": {"schemas": _schemas(), "responses": _refusals()},
    }


def _path(name: str, summary: str, schema: str, asked: Any = ()) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": _of(schema)}},
        },
        "304": {"description": "You have it already."},
    }
    if any(one["in"] == "query" for one in asked):
        # From a list to what stands in it.
        story = {"operationId": "story", "parameters": {"id": "$response.body#/stories/0/id"}}
        responses["200"]["links"] = {"story": story}
        responses["400"] = {"$ref": "#/components/responses/Wrong"}
    if any(one["in"] == "path" for one in asked):
        responses["404"] = {"$ref": "#/components/responses/Gone"}
    said = {"operationId": name, "summary": summary, "responses": responses}
    return {"get": {**said, "parameters": list(asked)} if asked else said}


def _filters() -> list[dict[str, Any]]:
    codes = [
        _query(name, {"type": "string", "enum": codes}, "One example fits all of these.")
        for name, codes in _CODES.items()
    ]
    # As simple ones of BCP 47 are.
    language = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?$"}
    return [*codes, _query("language", language, "The language that it is written in.")]


def _after() -> dict[str, Any]:
    place = {"type": "string", "pattern": "^[0-9]{1,9}-[0-9a-f]{16}$"}
    return _query("after", place, "Where a page begins: taken from `next`, not made up.")


def _query(name: str, schema: dict[str, Any], what: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": what}


def _refusals() -> dict[str, Any]:
    content = {"application/json": {"schema": _of("Error")}}
    return {
        "Wrong": {"description": "Something in the query is wrong.", "content": content},
        "Gone": {
            "description": "It is not there, or not any more, or may not be quoted.",
            "content": content,
        },
    }


def _schemas() -> dict[str, Any]:
    address = {"type": "string", "format": "uri"}
    marked = {"version": {"const": 1}, "demonstration": {"type": "boolean"}}
    release = _object(number={"type": "integer", "minimum": 1}, date=_SINCE_RELEASE)
    label = {name: {"type": "string", "enum": codes} for name, codes in _CODES.items()}
    example = {"type": "object", "properties": label, "additionalProperties": False}
    opened = {**example, "properties": {**label, "words": {"type": "string"}}}
    story = {
        "id": _KEY,
        "page": address,
        "address": address,
        "release": _of("Release"),
        "language": {"type": "string"},
        "notes": {"type": "array", "items": {"type": "string", "enum": list(Note.values)}},
    }
    return {
        "Error": _object(error={"type": "string"}),
        "Release": release,
        "Index": _object(
            **marked, meaning={"type": "string"}, numbers=address, stories=address,
            description=address,
        ),
        "Listed": _object(**story, examples={"type": "array", "items": example}),
        "Story": _object(
            **marked,
            **story,
            examples={"type": "array", "items": {**opened, "required": ["words"]}},
        ),
        "Stories": _object(
            **marked,
            stories={"type": "array", "items": _of("Listed"), "maxItems": 20},
            next={"type": ["string", "null"], "format": "uri"},
        ),
        "Numbers": _numbers(marked),
        "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
    }  # fmt: skip


def _numbers(marked: dict[str, Any]) -> dict[str, Any]:
    tables = {name: _table(codes) for name, codes in _CODES.items()}
    country = {"type": "object", "additionalProperties": _NUMBER}
    country |= {"propertyNames": {"enum": sorted(COUNTRIES)}}
    pairs = _object(
        release=_of("Release"),
        tables={
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _HIDDEN},
            },
        },
    )
    return _object(
        **marked,
        release={"oneOf": [_of("Release"), {"type": "null"}]},
        people=_NUMBER,
        examples=_HIDDEN,
        held=_HIDDEN,
        gone=_HIDDEN,
        meaning={"type": "string"},
        tables={
            "type": "object",
            "properties": {**tables, "country": country},
            "additionalProperties": False,
        },
        pairs={"oneOf": [pairs, {"type": "null"}]},
    )


def _table(codes: list[str]) -> dict[str, Any]:
    return _object(**dict.fromkeys(codes, _HIDDEN))


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _of(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
