"""How a request body must look: the properties, types and lengths of each document that may be posted.

`check` is pure and knows no state. Property names follow the vendor's OpenAPI document; lengths that the document
leaves open are this sandbox's guess (docs/sandbox.md lists them).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from .answers import MAX_MAGNITUDE, Row, problem

Shape: TypeAlias = Mapping[str, "Kind"]
Errors: TypeAlias = dict[str, list[str]]

LONGEST_TEXT = 4000
REFERENCE_LENGTH = 50
SHORT_TEXT = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One property's type. `read` gives the value to keep or raises ValueError with a sentence."""

    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Nested(Kind):
    """An object, or an array of objects, with a shape of its own."""

    shape: Shape
    many: bool = False


def text(limit: int = LONGEST_TEXT) -> Kind:
    """A string of at most `limit` characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("The value must be a string.")
        if len(value) > limit:
            raise ValueError(f"The value must be a string with a maximum length of {limit}.")
        return value

    return Kind(read)


def whole(bits: int) -> Kind:
    """A whole number written without a fraction."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"The JSON value could not be converted to Int{bits}.")
        if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
            raise ValueError(f"The value is too large or too small for Int{bits}.")
        return value

    return Kind(read)


def one_of(*allowed: str) -> Kind:
    """A name out of a closed list."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"The JSON value must be one of {', '.join(allowed)}.")
        return value

    return Kind(read)


def nested(shape: Shape, many: bool = False) -> Nested:
    """An object with that shape, or an array of them."""
    return Nested(lambda value: value, shape, many)


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("The JSON value could not be converted to Decimal.")
    number = Decimal(value)
    if abs(number) >= MAX_MAGNITUDE:
        raise ValueError("The value is too large or too small for Decimal.")
    return number


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("The JSON value could not be converted to Boolean.")
    return value


def _day(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("The value must be a date, YYYY-MM-DD.")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError("The value must be a date, YYYY-MM-DD.") from error


def _uuid(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("The JSON value could not be converted to Guid.")
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise ValueError("The JSON value could not be converted to Guid.") from error


def _whole_numbers(value: Any) -> list[int]:
    if not isinstance(value, list):
        raise ValueError("The JSON value must be an array.")
    return [int(INT64.read(item)) for item in value]


INT32, INT64 = whole(32), whole(64)
AMOUNT, FLAG, DAY, GUID = Kind(_amount), Kind(_flag), Kind(_day), Kind(_uuid)
INT64_LIST = Kind(_whole_numbers)
REFERENCE = text(REFERENCE_LENGTH)


def check(body: Any, shape: Shape, strict: bool) -> Row:
    """The body's known properties, nulls left out. Raises 400 naming every property that is wrong.

    `strict` refuses properties that the document does not have (also those in another letter case); otherwise they
    are dropped in silence.
    """
    errors: Errors = {}
    row = _object(body, shape, strict, "$", errors)
    if errors:
        field, messages = next(iter(errors.items()))
        detail = f"{field}: {messages[0]}"
        raise problem(400, detail, "One or more validation errors occurred.", errors)
    return row


def _object(body: Any, shape: Shape, strict: bool, path: str, errors: Errors) -> Row:
    if not isinstance(body, dict):
        errors.setdefault(path, []).append("The JSON value must be an object.")
        return {}
    row: Row = {}
    for name, value in body.items():
        where = f"{path}.{name}"
        kind = shape.get(name)
        if kind is None:
            if strict:
                errors.setdefault(where, []).append(f"The JSON property '{name}' could not be mapped to any member.")
        elif isinstance(kind, Nested) and value is not None:
            row[name] = _nested(value, kind, strict, where, errors)
        elif value is not None:
            try:
                row[name] = kind.read(value)
            except ValueError as error:
                errors.setdefault(where, []).append(str(error))
    return row


def _nested(value: Any, kind: Nested, strict: bool, path: str, errors: Errors) -> Any:
    if not kind.many:
        return _object(value, kind.shape, strict, path, errors)
    if not isinstance(value, list):
        errors.setdefault(path, []).append("The JSON value must be an array.")
        return []
    return [_object(item, kind.shape, strict, f"{path}[{number}]", errors) for number, item in enumerate(value)]


def names(listed: str) -> tuple[str, ...]:
    """The names in a text that separates them by blanks."""
    return tuple(listed.split())


def each(listed: str, kind: Kind) -> dict[str, Kind]:
    """That kind for each of the names, which are separated by blanks."""
    return dict.fromkeys(names(listed), kind)
