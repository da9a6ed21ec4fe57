"""Customers that a search has found: all of their ids, and each page of them when it is first looked at.

A search may find two hundred, of whom a screen shows a few. One thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from ..domain.catalog import Customer

PAGE = 10
Page = Callable[[Sequence[int]], list[Customer]]
"""Reads the customers of so many ids, in that order."""


class FoundCustomers(Sequence[Customer]):
    """The customers of those ids, in that order; equal to another when what was looked at is the same in both."""

    __slots__ = ("_ids", "_pages", "_read")

    def __init__(self, ids: Sequence[int], read: Page) -> None:
        self._ids, self._read = ids, read
        self._pages: dict[int, list[Customer]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Customer: ...

    @overload
    def __getitem__(self, place: slice) -> list[Customer]: ...

    def __getitem__(self, place: int | slice) -> Customer | list[Customer]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        page, line = divmod(place % len(self), PAGE)
        return self._page(page)[line]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FoundCustomers) or self._ids != other._ids:
            return False
        return all(self._page(page) == other._page(page) for page in (*self._pages, *other._pages))

    def __hash__(self) -> int:
        return hash(tuple(self._ids))

    def _page(self, page: int) -> list[Customer]:
        if page not in self._pages:
            self._pages[page] = self._read(self._ids[page * PAGE : (page + 1) * PAGE])
        return self._pages[page]
