"""Lists as the API gives them: filters, fields, order and pages out of the query string, and the answer's headers.

Knows no table. Pure but for the request it reads; runs on server threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from .answers import Refusal, Row, dumps, json_answer, no_content, pick, problem
from .books import Table

DEFAULT_PAGE = 5000
LARGEST_PAGE = 20_000
TITLE = "Invalid resourceParameter"
MOST_ROWS_IN_ALL = 2**31 - 1


class ListQuery:
    """The query string of a list request. Parameter names are taken in any letter case, blank values as not given."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._values = {name.lower(): value.strip() for name, value in request.args.items() if value.strip()}
        for name in request.args:
            if name.startswith("$"):
                raise problem(400, f"The query parameter '{name}' is not supported.", TITLE)

    def text(self, name: str) -> str | None:
        """The parameter as given."""
        return self._values.get(name.lower())

    def codes(self, name: str) -> list[str] | None:
        """The parts of a list that commas separate."""
        value = self.text(name)
        return None if value is None else [part.strip() for part in value.split(",") if part.strip()]

    def flag(self, name: str) -> bool | None:
        """True or false; raises 400 for anything else."""
        value = self.text(name)
        if value is None:
            return None
        if value.lower() not in ("true", "false"):
            raise _cannot_read(name, value)
        return value.lower() == "true"

    def moment(self, name: str) -> datetime | None:
        """A timestamp; one without offset is UTC. Raises 400, also for a `+` that was sent unescaped."""
        value = self.text(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise _cannot_read(name, value) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def day(self, name: str) -> str | None:
        """A date; a time part is not looked at."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value[:10]).isoformat()
        except ValueError as error:
            raise _cannot_read(name, value) from error

    def ranges(self, name: str) -> list[tuple[int, int | None]] | None:
        """Numbers and ranges ("10000-11000, 12000, 13000-") as pairs of first and last, None for no end."""
        parts = self.codes(name)
        return None if parts is None else [_range(name, part) for part in parts]

    def number(self, name: str, default: int) -> int:
        """A whole number from 1 up. Raises 400."""
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit()) or not 1 <= int(value[:20]) <= MOST_ROWS_IN_ALL:
            raise problem(400, f"{name} must be a positive number, not '{value[:50]}'.", TITLE)
        return int(value)

    def answer(
        self, rows: Sequence[Row], fields: Collection[str], show: Callable[[Row], Row] | None = None
    ) -> Response:
        """One page of the rows: ordered, cut to the asked fields, with X-Pagination; 204 where it would be empty.

        `fields` are the property names the rows may be asked for; `show` turns a stored row into the answered one.
        """
        number, size = self.number("PageNumber", 1), self.number("PageSize", DEFAULT_PAGE)
        if size > LARGEST_PAGE:
            raise problem(400, f"PageSize cannot be larger than {LARGEST_PAGE}.", TITLE)
        wanted = self._fields(fields)
        page = self._ordered(rows, fields)[(number - 1) * size : number * size]
        if not page:
            return no_content()
        shown = [show(row) for row in page] if show else page
        if wanted is not None:
            shown = [pick(row, wanted) for row in shown]
        pages = -(-len(rows) // size)
        return json_answer(shown, headers={"X-Pagination": self._pagination(number, size, pages, len(rows))})

    def _fields(self, known: Collection[str]) -> list[str] | None:
        wanted = self.codes("Fields")
        for name in wanted or ():
            if name not in known:
                raise problem(400, f"Fields: '{name}' is not a property of the object.", TITLE)
        return wanted

    def _ordered(self, rows: Sequence[Row], known: Collection[str]) -> Sequence[Row]:
        ordered = rows
        for part in reversed(self.codes("OrderBy") or ()):
            name, _, direction = part.partition(" ")
            if name not in known or direction.strip().lower() not in ("", "asc", "desc"):
                raise problem(400, f"OrderBy: '{part}' is not a property of the object with asc or desc.", TITLE)
            ordered = sorted(ordered, key=_sort_key(name), reverse=direction.strip().lower() == "desc")
        return ordered

    def _pagination(self, number: int, size: int, pages: int, total: int) -> str:
        def link(page: int) -> str | None:
            if not 1 <= page <= pages:
                return None
            rest = [
                (k, v) for k, v in self._request.args.items(multi=True) if k.lower() not in ("pagenumber", "pagesize")
            ]
            return f"{self._request.base_url}?{urlencode([*rest, ('PageNumber', page), ('PageSize', size)])}"

        facts = {"totalCount": total, "pageSize": size, "currentPage": number, "totalPages": pages}
        return dumps({**facts, "previousPageLink": link(number - 1), "nextPageLink": link(number + 1)})


def in_ranges(table: Table, ranges: Iterable[tuple[int, int | None]]) -> list[Row]:
    """The table's rows whose ordering number is in one of the ranges, each once, in order."""
    found: dict[Any, Row] = {}
    for first, last in ranges:
        found.update((row["Id"], row) for row in table.between(first, last))
    return list(found.values())


def covers(ranges: Iterable[tuple[int, int | None]], number: int | None) -> bool:
    """True where one of the ranges has the number."""
    return number is not None and any(first <= number and (last is None or number <= last) for first, last in ranges)


def later(row: Row, field: str, moment: datetime) -> bool:
    """True where the row's timestamp lies after the moment; equal is not after."""
    value = row.get(field)
    return value is not None and datetime.fromisoformat(value) > moment


def _range(name: str, part: str) -> tuple[int, int | None]:
    first, dash, last = (piece.strip() for piece in part.partition("-"))
    if not (part.isascii() and first.isdigit() and (not last or last.isdigit())) or len(part) > 36:
        raise _cannot_read(name, part)
    if not dash:
        return int(first), int(first)
    return int(first), int(last) if last else None


def _sort_key(name: str) -> Callable[[Row], tuple[bool, Any]]:
    def key(row: Row) -> tuple[bool, Any]:
        value = row.get(name)
        if isinstance(value, dict | list):
            value = dumps(value)
        return value is not None, value.casefold() if isinstance(value, str) else value or 0

    return key


def _cannot_read(name: str, value: str) -> Refusal:
    return problem(400, f"{name}: '{value[:100]}' could not be read.", "Unable to cast object(s)")
