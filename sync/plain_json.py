"""JSON without floats: amounts are Decimal on the way in and digit for digit on the way out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NoReturn


def parse_json(body: bytes) -> Any:
    """The value of a JSON text, fractions as Decimal. Raises ValueError for NaN, endless nesting, cut text."""
    try:
        return _DECODER.decode(body.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def parse_rows(body: bytes) -> Iterator[Any]:
    """The values of a JSON list one by one: all of a page at once holds every other thread up.

    Raises ValueError as `parse_json` does, but only when it comes to what is wrong; and for what is no list.
    """
    text = body.decode("utf-8-sig")
    begin = _LIST_BEGINS.match(text)
    if begin is None:
        raise ValueError("not a list")
    place, mark = begin.end(), begin.group(1)
    while mark != "]":
        try:
            value, place = _DECODER.raw_decode(text, place)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        yield value
        goes_on = _LIST_GOES_ON.match(text, place)
        if goes_on is None:
            raise ValueError("a list that is cut off")
        place, mark = goes_on.end(), goes_on.group(1)
    if place != len(text):
        raise ValueError("more than a list")


def plain_json(value: object) -> str:
    """JSON text in which a Decimal is written digit for digit as a number; floats are refused."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return "[" + ",".join([plain_json(part) for part in value]) + "]"
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quoted(str(name))}:{plain_json(part)}" for name, part in value.items()]) + "}"
    raise TypeError(f"{type(value).__name__} is not written to JSON")


_quoted = lru_cache(maxsize=256)(json.dumps)
"""A property's name in quotes: the same few in every body."""


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not -30 <= number.adjusted() <= 30:
        raise ValueError("a number out of all proportion")
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


_DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_no_constant)
_LIST_BEGINS = re.compile(r"[ \t\n\r]*\[[ \t\n\r]*(\]?)[ \t\n\r]*")
_LIST_GOES_ON = re.compile(r"[ \t\n\r]*([,\]])[ \t\n\r]*")
