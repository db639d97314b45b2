"""The hub's OpenAPI description, generated from the routes and the message types."""

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sync.hub.web.responses import STATUS
from sync.messages import (
    JSON,
    MEDIA,
    PROBLEM,
    Backfill,
    BackfillAnswer,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    KeyList,
    KeysTold,
    News,
    NewsAsked,
    Refusal,
    Refused,
    SignedEdition,
    Up,
    UpAnswer,
)

PLACE = "#/components/schemas/{name}"

SIGNED = (
    Refusal.SIGNATURE,
    Refusal.CLOCK,
    Refusal.REPLAY,
    Refusal.DEVICE_UNKNOWN,
    Refusal.DEVICE_REVOKED,
    Refusal.TOO_LARGE,
    Refusal.HUB_FAILING,
)
"""What every signed request may meet."""

JOINING = (*SIGNED, Refusal.UNIT_WRONG, Refusal.UNREADABLE, Refusal.NOT_FOUND)
"""What a machine that joins or renews itself may meet besides; not found: no block of numbers is free any more."""

SIGNATURE: list[dict[str, list[str]]] = [{"signature": []}]
TOKEN: list[dict[str, list[str]]] = [{"token": []}]
SECRET: list[dict[str, list[str]]] = [{"secret": []}]

Schema = dict[str, Any]


def body(kind: Any, *, packed: bool = False) -> Schema:  # noqa: ANN401 - any type that msgspec knows
    """OpenAPI description of a request's body."""
    return {"required": True, "content": _content(kind, packed=packed)}


def answers(kind: Any, *why: Refusal, packed: bool = False) -> dict[int | str, Schema]:  # noqa: ANN401
    """OpenAPI description of all answers: success, and the refusals by status."""
    told: dict[int | str, Schema] = {200: {"description": "OK", "content": _content(kind, packed=packed)}}
    for status in sorted({STATUS[reason] for reason in why}):
        reasons = ", ".join(reason for reason in why if STATUS[reason] == status)
        told[int(status)] = {"description": reasons, "content": {PROBLEM: {"schema": _schema(Refused)}}}
    return told


def _content(kind: Any, *, packed: bool) -> Schema:  # noqa: ANN401
    if packed:
        what = f"msgpack of {kind.__name__} (an array, in the order of its fields), compressed with zstd"
        return {MEDIA: {"schema": {"type": "string", "format": "binary", "description": what}}}
    return {JSON: {"schema": _schema(kind)}}


def _schema(kind: Any) -> Schema:  # noqa: ANN401
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=PLACE)
    return schema


def describe(app: FastAPI, *further: type) -> Callable[[], Schema]:
    """The function for ``app.openapi``.

    Args:
        app: with all its routes.
        further: messages besides those of ``sync.messages``.
    """
    messages: list[type] = [
        Counts,
        Enrolled,
        EnrolAsked,
        HubFacts,
        KeyList,
        KeysTold,
        News,
        NewsAsked,
        Refused,
        SignedEdition,
        Up,
        UpAnswer,
    ]
    messages += [Backfill, BackfillAnswer, *further]

    def made() -> Schema:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            _, components = msgspec.json.schema_components(messages, ref_template=PLACE)
            schema.setdefault("components", {}).setdefault("schemas", {}).update(components)
            schema["components"]["securitySchemes"] = {
                "signature": {
                    "type": "http",
                    "scheme": "signature",
                    "description": "RFC 9421, Ed25519, label and tag motcua-v1, over @method, @path, @query and "
                    "content-digest, with created, keyid and nonce",
                },
                "token": {"type": "http", "scheme": "bearer"},
                "secret": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "as the provider proves itself: a key, a signature in headers, or one in the body",
                },
            }
            app.openapi_schema = schema
        return app.openapi_schema

    return made
