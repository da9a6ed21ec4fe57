"""Products, categories, and the mirror of the accounting system's customers.

Customers are searched by word prefixes in an FTS5 index (no ranking: fast enough for the window's thread at
50 000 customers); a query is always quoted, so nothing typed can be read as search syntax.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ..domain.catalog import Category, Customer, Product, Unit
from ..domain.folding import spellings
from ..domain.money import Money
from ..domain.problems import BadInput
from ..domain.vat import VatRate
from .database import Database
from .found_customers import PAGE, FoundCustomers
from .moments import from_optional, to_text

_WORD = re.compile(r"\w+", re.UNICODE)
PRODUCT_COLUMNS = (
    "sku, name, price_ore, vat_rate, category, takeaway_vat_rate, barcode, favourite, hidden, unit, open_price"
)
PRODUCT = f"SELECT {PRODUCT_COLUMNS} FROM product "
_CUSTOMER = (
    "c.remote_id, c.number, c.name, c.organization_number, c.email, c.phone, c.city, c.is_person, c.archived, "
    "c.delivery, c.payment_term_days"
)

_CUSTOMER_COLUMNS = (
    "number", "name", "organization_number", "email", "phone", "city", "is_person", "archived", "delivery",
    "payment_term_days", "changed_utc",
)  # fmt: skip
_KNOWN = (
    f"SELECT remote_id, {', '.join(_CUSTOMER_COLUMNS)} FROM customer "
    "WHERE remote_id IN (SELECT value FROM json_each(?))"
)
_PUT_CUSTOMER = (
    f"INSERT INTO customer (remote_id, {', '.join(_CUSTOMER_COLUMNS)}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) "
    f"ON CONFLICT (remote_id) DO UPDATE SET {', '.join(f'{one} = excluded.{one}' for one in _CUSTOMER_COLUMNS)}"
)
_PUT_WORDS = "INSERT OR REPLACE INTO customer_words (rowid, words) SELECT id, ? FROM customer WHERE remote_id = ?"
_OF_NUMBER = f"SELECT {_CUSTOMER} FROM customer c INDEXED BY customer_number WHERE c.number = ?"
"""In the order of their ids, as that index has them."""
_OF_IDS = f"SELECT {_CUSTOMER}, c.id FROM customer c WHERE c.id IN ({','.join('?' * PAGE)})"
_FOUND = "SELECT {} FROM customer_words w JOIN customer c ON c.id = w.rowid WHERE customer_words MATCH ? {} LIMIT ?"


def _alive(archived: bool) -> str:
    return "" if archived else "AND c.archived = 0"


_IDS_FOUND = f"SELECT json_group_array(id) FROM ({_FOUND.format('c.id', _alive(archived=False))})"
"""One row that holds them all: handing over two hundred rows costs a quarter of the search."""


class Catalog:
    """What can be sold, and to whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def categories(self) -> tuple[Category, ...]:
        """All categories in the shop's order."""
        rows = self._database.rows("SELECT name, icon, tone, group_code FROM category ORDER BY position")
        return tuple(Category(*row) for row in rows)

    def products(self) -> tuple[Product, ...]:
        """All products in the shop's order, those taken out of the assortment as well."""
        rows = self._database.rows(PRODUCT + "ORDER BY position")
        return tuple(product_of(row) for row in rows)

    def product_names(self) -> list[tuple[str, str, str]]:
        """SKU, name and category of all products, for files that name thousands of them and ask no price."""
        rows = self._database.rows("SELECT sku, name, category FROM product")
        return [(str(sku), str(name), str(category)) for sku, name, category in rows]

    def put_categories(self, categories: Sequence[Category]) -> None:
        """Set the categories and their order; those not named stay, after the others."""
        with self._database.writing():
            self._database.execute("UPDATE category SET position = position + 10000")
            self._database.execute_many(
                "INSERT INTO category (name, position, icon, tone, group_code) VALUES (?,?,?,?,?) "
                "ON CONFLICT (name) DO UPDATE SET position = excluded.position, icon = excluded.icon, "
                "tone = excluded.tone, group_code = excluded.group_code",
                [(one.name, index, one.icon, one.tone, one.group_code) for index, one in enumerate(categories)],
            )

    def rename_category(self, name: str, new_name: str) -> None:
        """Give a category another name, in its place and with its products; what was sold keeps the old one."""
        with self._database.writing():
            self._database.execute(
                "INSERT INTO category (name, position, icon, tone, group_code) "
                "SELECT ?, position, icon, tone, group_code FROM category WHERE name = ?",
                (new_name, name),
            )
            self._database.execute("UPDATE product SET category = ? WHERE category = ?", (new_name, name))
            self._database.execute("DELETE FROM category WHERE name = ?", (name,))

    def remove_category(self, name: str) -> None:
        """Take a category without products away."""
        with self._database.writing():
            self._database.execute("DELETE FROM category WHERE name = ?", (name,))

    def put_products(self, products: Sequence[Product]) -> None:
        """Add or change products by SKU, new ones at the end; makes categories that are missing.

        Raises BadInput when a barcode would be on two products: then nothing was stored.
        """
        with self._database.writing():
            self._refuse_shared_barcodes(products)
            # Barcodes may change places among the products: none of them stands in another's way.
            self._database.execute_many("UPDATE product SET barcode = NULL WHERE sku = ?", [(p.sku,) for p in products])
            last = self._database.row("SELECT COALESCE(MAX(position), -1) FROM product")
            start = 0 if last is None else int(last[0]) + 1
            self._database.execute_many(
                "INSERT INTO category (name, position, icon, tone) SELECT ?, COALESCE(MAX(position) + 1, 0), "
                "'category', 'neutral' FROM category WHERE true ON CONFLICT (name) DO NOTHING",
                [(name,) for name in dict.fromkeys(product.category for product in products)],
            )
            self._database.execute_many(
                "INSERT INTO product (sku, position, name, price_ore, vat_rate, takeaway_vat_rate, category, barcode, "
                "favourite, hidden, unit, open_price) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (sku) DO UPDATE SET "
                "name = excluded.name, "
                "price_ore = excluded.price_ore, vat_rate = excluded.vat_rate, "
                "takeaway_vat_rate = excluded.takeaway_vat_rate, category = excluded.category, "
                "barcode = excluded.barcode, favourite = excluded.favourite, hidden = excluded.hidden, "
                "unit = excluded.unit, open_price = excluded.open_price",
                [
                    (
                        product.sku, start + index, product.name, product.price.ore, product.vat_rate.hundredths,
                        product.takeaway_vat_rate and product.takeaway_vat_rate.hundredths, product.category,
                        product.barcode, int(product.favourite), int(product.hidden), product.unit.value,
                        int(product.open_price),
                    )
                    for index, product in enumerate(products)
                ],
            )  # fmt: skip

    def _refuse_shared_barcodes(self, products: Sequence[Product]) -> None:
        changing = {product.sku for product in products}
        if len(products) == 1:  # one product is changed on the window's thread: look at one row, not at 20 000
            rows = self._database.rows("SELECT barcode, sku FROM product WHERE barcode = ?", (products[0].barcode,))
        else:
            rows = self._database.rows("SELECT barcode, sku FROM product WHERE barcode IS NOT NULL")
        owners = {barcode: sku for barcode, sku in rows if sku not in changing}
        for product in products:
            if product.barcode and owners.setdefault(product.barcode, product.sku) != product.sku:
                raise BadInput("barcode_taken", field="barcode", barcode=product.barcode, sku=owners[product.barcode])

    def customer(self, number: int) -> Customer | None:
        """The customer of that number, or None; one that is not archived goes before one that is."""
        found = [_customer(row) for row in self._database.rows(_OF_NUMBER, (number,))]
        return next((one for one in found if not one.archived), found[0] if found else None)

    def search_customers(self, text: str, limit: int = 50, *, archived: bool = False) -> tuple[Customer, ...]:
        """Customers of whom every typed word begins a word of name, number, org. number, phone, e-mail or city.

        An empty text gives the first by name. Archived ones only when asked for. Phone and organisation numbers are
        found as people write them, with blanks and +47.
        """
        if not text.strip():
            rows = self._database.rows(
                f"SELECT {_CUSTOMER} FROM customer c WHERE true {_alive(archived)} ORDER BY c.name LIMIT ?", (limit,)
            )
        else:
            words = _words_in(text)[:8]
            found = _FOUND.format(_CUSTOMER, _alive(archived))
            rows = self._database.rows(found, (_query(words), limit)) if words else []
        return tuple(_customer(row) for row in rows)

    def find_customers(self, text: str, limit: int = 50) -> Sequence[Customer]:
        """As `search_customers` of a text, for a list of which a few are in sight: they are read when looked at."""
        words = _words_in(text)[:8]
        found = self._database.row(_IDS_FOUND, (_query(words), limit)) if words else None
        return FoundCustomers(json.loads(found[0]) if found else [], self._of_ids)

    def _of_ids(self, ids: Sequence[int]) -> list[Customer]:
        """The customers of at most a page of ids, in that order; always by the same statement."""
        padded = (*ids, *(0,) * (PAGE - len(ids)))
        found = {row[-1]: _customer(row[:-1]) for row in self._database.rows(_OF_IDS, padded)}
        return [found[one] for one in ids]

    def recent_customers(self, limit: int = 12) -> tuple[Customer, ...]:
        """Those who bought on invoice last, newest first; archived ones are left out."""
        rows = self._database.rows(
            f"SELECT {_CUSTOMER} FROM customer_use u JOIN customer c ON c.remote_id = u.remote_id "
            "WHERE c.archived = 0 ORDER BY u.last_used_utc DESC LIMIT ?",
            (limit,),
        )
        return tuple(_customer(row) for row in rows)

    def usual_customers(self, hour: int, limit: int = 4) -> tuple[Customer, ...]:
        """Those who often buy on invoice at that hour of the day (0-23), the most faithful first; none archived.

        The hour itself counts double, those around it once; a single visit is no habit. Only the first few dozen
        are looked at: a shop that has archived all of those has no regulars.
        """
        rows = self._database.rows(
            f"SELECT {_CUSTOMER} FROM (SELECT remote_id, SUM(uses * (1 + (hour = ?))) AS weight FROM customer_hour "
            "WHERE hour IN (?,?,?) GROUP BY remote_id HAVING SUM(uses) > 1 ORDER BY weight DESC LIMIT ?) h "
            "JOIN customer c ON c.remote_id = h.remote_id WHERE c.archived = 0 ORDER BY h.weight DESC, c.name LIMIT ?",
            (hour, hour, (hour + 1) % 24, (hour + 23) % 24, limit + 40, limit),
        )
        return tuple(_customer(row) for row in rows)

    def customer_count(self, *, archived: bool = False) -> int:
        """How many customers the mirror holds, archived ones only when asked for."""
        row = self._database.row("SELECT COUNT(*) FROM customer" + ("" if archived else " WHERE archived = 0"))
        return 0 if row is None else int(row[0])

    def customers_changed_until(self) -> datetime | None:
        """The newest change the mirror knows of, by the accounting system's clock."""
        row = self._database.row("SELECT MAX(changed_utc) FROM customer")
        return None if row is None else from_optional(row[0])

    def put_customers(self, customers: Iterable[tuple[Customer, datetime | None]]) -> int:
        """Add or change customers by remote id, each with the moment of its last change; returns how many differed.

        One transaction, and none where nothing differs: give it some dozen at a time while the till is selling. Of two
        with one id the last one counts.
        """
        given = {customer.remote_id: _kept(customer, changed) for customer, changed in customers}
        rows = self._database.rows(_KNOWN, (json.dumps(list(given)),))
        known = {remote_id: values for remote_id, *values in rows}
        new = [(remote_id, *values) for remote_id, values in given.items() if known.get(remote_id) != values]
        if not new:
            return 0
        words = [
            (_words(values), remote_id)
            for remote_id, *values in new
            if remote_id not in known or _words(known[remote_id]) != _words(values)
        ]
        with self._database.writing():
            self._database.execute_many(_PUT_CUSTOMER, new)
            self._database.execute_many(_PUT_WORDS, words)
        return len(new)

    def living_customers(self, after: int, limit: int) -> list[tuple[int, str]]:
        """So many customers that are not archived, each by its own number and its remote id, from that number on."""
        rows = self._database.rows(
            "SELECT id, remote_id FROM customer WHERE id > ? AND archived = 0 ORDER BY id LIMIT ?", (after, limit)
        )
        return [(int(number), str(remote_id)) for number, remote_id in rows]

    def archive_customers(self, numbers: Sequence[int]) -> None:
        """Mark those customers as archived, by their own numbers; some dozen at a time while the till is selling."""
        with self._database.writing():
            self._database.execute_many(
                "UPDATE customer SET archived = 1 WHERE id = ?", [(number,) for number in numbers]
            )


def _kept(customer: Customer, changed: datetime | None) -> list[object]:
    """What the mirror keeps of a customer beside its remote id, in the order of `_CUSTOMER_COLUMNS`."""
    return [
        customer.number, customer.name, customer.organization_number, customer.email, customer.phone,
        customer.city, int(customer.is_person), int(customer.archived), customer.delivery,
        customer.payment_term_days, None if changed is None else to_text(changed),
    ]  # fmt: skip


def _words(kept: Sequence[Any]) -> str:
    """All by which a customer is found, out of what is kept of it."""
    number, name, organization_number, email, phone, city = kept[:6]
    digits = re.sub(r"\D", "", phone or "")
    parts = [name, str(number), organization_number, email, city, digits, _national(digits)]
    return " ".join(_words_in(" ".join(part for part in parts if part)))


def _words_in(text: str) -> list[str]:
    """Letters and digits in one spelling: no upper case, and å as one character however it was typed."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _query(words: Sequence[str]) -> str:
    typed = " AND ".join("(" + " OR ".join(f'"{one[:40]}"*' for one in spellings(word)) + ")" for word in words)
    digits = "".join(words)
    if digits.isdecimal() and len(digits) >= 5:
        return f'({typed}) OR "{_national(digits)[:40]}"*'
    return typed


def _national(digits: str) -> str:
    """A Norwegian phone number without its country code."""
    national = digits.removeprefix("00")
    return national[2:] if len(national) == 10 and national.startswith("47") else national


def _customer(row: tuple[Any, ...]) -> Customer:
    remote_id, number, name, organization_number, email, phone, city, is_person, archived, delivery, term = row
    return Customer(
        remote_id,
        number,
        name,
        organization_number,
        email,
        phone,
        city,
        is_person=bool(is_person),
        archived=bool(archived),
        delivery=delivery,
        payment_term_days=term,
    )


def product_of(row: tuple[Any, ...]) -> Product:
    """The product of a row of `PRODUCT`."""
    sku, name, price, rate, category, takeaway, barcode, favourite, hidden, unit, open_price = row
    return Product(
        sku,
        name,
        Money(price),
        VatRate(rate),
        category,
        None if takeaway is None else VatRate(takeaway),
        barcode,
        favourite=bool(favourite),
        hidden=bool(hidden),
        unit=Unit(unit),
        open_price=bool(open_price),
    )
