"""The mirror of the accounting system's own products: what an invoice can be made out of, and what the fee costs.

Kept apart from the till's catalogue, which it never touches. All of them are replaced at once; a shop has some
thousand at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain.catalog import RemoteProduct
from ..domain.money import Money
from ..domain.vat import VatRate
from .database import Database

_COLUMNS = "code, remote_id, name, price_ore, account_no, vat_code, vat_rate, archived"


class RemoteProducts:
    """The accounting system's products as they were last listed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, code: str) -> RemoteProduct | None:
        """The product of that code, archived or not; None when the mirror has none."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM remote_product WHERE code = ?", (code,))
        return None if row is None else _product(row)

    def all(self) -> tuple[RemoteProduct, ...]:
        """Every product by code, archived ones included."""
        return tuple(
            _product(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM remote_product ORDER BY code")
        )

    def replace_all(self, products: Iterable[RemoteProduct]) -> int:
        """Make these the whole mirror in one transaction; returns how many were new, different or gone.

        Only what differs is written. Of two with the same code the last one counts.
        """
        wanted = {product.code: product for product in products}
        with self._database.writing():
            known = {product.code: product for product in self.all()}
            fresh = [product for code, product in wanted.items() if known.get(code) != product]
            gone = [(code,) for code in known if code not in wanted]
            self._database.execute_many("DELETE FROM remote_product WHERE code = ?", gone)
            self._database.execute_many(
                f"INSERT OR REPLACE INTO remote_product ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",
                [_row(product) for product in fresh],
            )
        return len(fresh) + len(gone)


def _row(product: RemoteProduct) -> tuple[object, ...]:
    return (
        product.code,
        product.remote_id,
        product.name,
        None if product.price is None else product.price.ore,
        product.account_no,
        product.vat_code,
        None if product.vat_rate is None else product.vat_rate.hundredths,
        int(product.archived),
    )


def _product(row: tuple[Any, ...]) -> RemoteProduct:
    code, remote_id, name, price, account_no, vat_code, rate, archived = row
    return RemoteProduct(
        code,
        remote_id,
        name,
        None if price is None else Money(price),
        account_no,
        vat_code,
        None if rate is None else VatRate(rate),
        archived=bool(archived),
    )
