"""What the sandbox says: JSON with exact amounts, problem details, and the refusals that end a request.

Knows nothing of orders or customers. Pure; runs on whichever server thread handles the request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from werkzeug.wrappers import Response

Row: TypeAlias = dict[str, Any]
"""One object in the shape of the vendor's document: PascalCase names, amounts as Decimal, never float."""

MAX_DIGITS_BEFORE, MAX_DIGITS_AFTER = 15, 40
MAX_MAGNITUDE = Decimal(10) ** MAX_DIGITS_BEFORE

_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_TITLES = {400: "Bad Request", 404: "Object(s) not found", 409: "Conflict", 413: "Payload Too Large"}


class Refusal(Exception):
    """A request that ends here, with the answer to send. Raised anywhere below the gateway, caught there."""

    def __init__(self, status: int, body: Row | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The refusal as sent: JSON where there is a body, otherwise a status alone."""
        if self.body is None:
            return Response(status=self.status, headers=self.headers)
        kind = "application/problem+json" if "title" in self.body else "application/json"
        return json_answer(self.body, self.status, self.headers, kind)


def problem(
    status: int, detail: str, title: str | None = None, errors: Mapping[str, list[str]] | None = None
) -> Refusal:
    """Problem details with lower-case names, as the live API answers them (its document shows PascalCase)."""
    body: Row = {"title": title or _TITLES.get(status, "Error"), "status": status, "detail": detail}
    if errors:
        body["errors"] = dict(errors)
    return Refusal(status, body)


def not_found(detail: str) -> Refusal:
    """The application's 404: the route exists, the object does not."""
    return problem(404, detail)


def gateway(status: int, message: str) -> Refusal:
    """A refusal by the gateway in front of the API, in its own shape."""
    return Refusal(status, {"statusCode": status, "message": message})


def unknown_route() -> Refusal:
    """The gateway's 404 for a path or method that the API does not have."""
    return gateway(404, "Resource not found")


def dumps(value: object) -> str:
    """JSON text; a Decimal is written digit for digit as a number."""
    if isinstance(value, Decimal):
        return format(value, "f")
    try:
        return _PLAIN.encode(value)
    except TypeError:
        # Some part is a Decimal: go one level down. Whole branches without one still take the fast path.
        if isinstance(value, Mapping):
            return "{" + ",".join(f"{_PLAIN.encode(str(name))}:{_part(part)}" for name, part in value.items()) + "}"
        if isinstance(value, list | tuple):
            return "[" + ",".join(dumps(part) for part in value) + "]"
        raise


def _part(value: object) -> str:
    """What rows consist of for the most part, without asking the encoder first: a ledger's page has 250 000 of them."""
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    return dumps(value)


def loads(raw: bytes) -> Any:
    """Parsed JSON with fractions as Decimal. Raises ValueError for anything that is not strict, sane JSON."""
    try:
        return json.loads(raw, parse_float=_number, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _number(text: str) -> Decimal:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= MAX_DIGITS_BEFORE or exponent < -MAX_DIGITS_AFTER:
        raise ValueError(f"number out of range: {text[:40]}")
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def json_answer(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = "application/json"
) -> Response:
    """A response with a JSON body."""
    return Response(dumps(value), status=status, headers=dict(headers or {}), content_type=f"{kind}; charset=utf-8")


def no_content() -> Response:
    """204 with an empty body: how the API says that a list has no rows."""
    return Response(status=204)


def pick(row: Mapping[str, Any], names: Iterable[str]) -> Row:
    """The row with exactly these properties, null where it has none."""
    return {name: row.get(name) for name in names}
