"""Customers that were found are the same, in the same order, whether all are read at once or page by page."""

from __future__ import annotations

import pytest

from terminal_app.domain.catalog import Customer
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from terminal_app.storage.found_customers import PAGE, FoundCustomers


@pytest.fixture
def catalog(database: Database) -> Catalog:
    made = Catalog(database)
    made.put_customers((Customer(f"r{number}", 1000 + number, f"Hansen {number:02}"), None) for number in range(45))
    return made


@pytest.mark.parametrize("limit", [0, 1, PAGE, PAGE + 1, 45, 200])
def test_what_is_found_is_what_a_search_gives(catalog: Catalog, limit: int) -> None:
    assert tuple(catalog.find_customers("hansen", limit)) == catalog.search_customers("hansen", limit)


def test_each_page_is_read_once_and_only_when_it_is_looked_at() -> None:
    asked = []

    def read(ids: list[int]) -> list[Customer]:
        asked.append(ids[0])
        return [Customer(f"r{number}", number, "Kari") for number in ids]

    found = FoundCustomers(range(100), read)  # type: ignore[arg-type]
    assert (len(found), asked) == (100, [])
    assert [found[place].number for place in (3, 4, 99, -1, 3)] == [3, 4, 99, 99, 3]
    assert asked == [0, 100 - PAGE]
    with pytest.raises(IndexError):
        found[100]


def test_a_found_list_is_another_one_when_somebody_in_sight_is_called_otherwise(catalog: Catalog) -> None:
    before, unlooked = catalog.find_customers("hansen"), catalog.find_customers("hansen")
    assert before[0].name == "Hansen 00"
    assert before == catalog.find_customers("hansen") == unlooked
    catalog.put_customers([(Customer("r0", 1000, "Hansen Nils"), None)])
    assert before != catalog.find_customers("hansen")
    assert catalog.find_customers("nils")[0].name == "Hansen Nils"
