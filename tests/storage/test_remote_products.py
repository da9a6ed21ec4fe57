"""The mirror of the accounting system's products: whole, replaced at once, and apart from the till's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.money import Money
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database
from terminal_app.storage.remote_products import RemoteProducts
from terminal_app.till import Till

FEE = RemoteProduct("7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0))
SALE = RemoteProduct("7025", "1603", "Servering i henhold til nota, 25 % mva", None, 3000, "3", VatRate(2500))
BARE = RemoteProduct("Å 1, æ", "1700", "Uten noe", archived=True)


@pytest.fixture
def mirror(database: Database) -> RemoteProducts:
    return RemoteProducts(database)


def test_an_empty_mirror_knows_no_product(mirror: RemoteProducts) -> None:
    assert mirror.all() == ()
    assert mirror.get("7095") is None


def test_what_was_listed_is_read_back_as_it_was(mirror: RemoteProducts) -> None:
    assert mirror.replace_all([FEE, SALE, BARE]) == 3
    assert mirror.all() == (SALE, FEE, BARE)
    assert [mirror.get(product.code) for product in (FEE, SALE, BARE)] == [FEE, SALE, BARE]


def test_a_new_listing_takes_the_place_of_the_old_one(mirror: RemoteProducts) -> None:
    mirror.replace_all([FEE, SALE])
    dearer = replace(FEE, price=Money(65_00))
    assert mirror.replace_all([dearer, BARE]) == 3
    assert mirror.all() == (dearer, BARE)


def test_a_listing_that_says_nothing_new_writes_nothing(mirror: RemoteProducts) -> None:
    mirror.replace_all([FEE, SALE, BARE])
    assert mirror.replace_all([BARE, SALE, FEE]) == 0


def test_of_two_with_one_code_the_last_counts(mirror: RemoteProducts) -> None:
    mirror.replace_all([replace(FEE, archived=True), FEE])
    assert mirror.all() == (FEE,)


def test_five_thousand_fit(mirror: RemoteProducts) -> None:
    many = [replace(FEE, code=f"{number:05}", remote_id=str(number)) for number in range(5_000)]
    assert mirror.replace_all(many) == 5_000
    assert mirror.all() == tuple(many)


def test_the_tills_own_catalogue_stays_as_it_was(till: Till) -> None:
    before = till.catalog.products()
    RemoteProducts(till.database).replace_all([replace(FEE, code=before[0].sku)])
    assert till.catalog.products() == before
