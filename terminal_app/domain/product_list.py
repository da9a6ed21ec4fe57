"""A list of products compared with the assortment: every wrong row by line and column, and what it would change.

Pure: the bytes of a file are `terminal_app.product_file`'s, what is stored is the till's. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from .catalog import Product
from .problems import Problem
from .written_product import doubts_about, read_product


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, or doubtful, at one place: the line as an editor counts it, the column as the list calls it."""

    line: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row as it was written: texts by the columns of `written_product.COLUMNS` that the list has."""

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProductList:
    """A file as it was read: how, what it calls its columns, and its rows; `faults` are rows that cannot be read.

    `ignored` are the headings of columns that mean nothing to the till.
    """

    source: str
    encoding: str
    separator: str
    headings: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[WrittenRow, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A product as it is, and as the list has it."""

    before: Product
    after: Product


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do to the assortment that it was compared with; it does nothing while it has `faults`."""

    listed: ProductList
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...]
    new: tuple[Product, ...]
    changed: tuple[Change, ...]
    unchanged: int
    new_categories: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def products(self) -> tuple[Product, ...]:
        """What would be stored."""
        return (*(change.after for change in self.changed), *self.new)


class Stock(Protocol):
    """The products of the shop, as a list asks for them."""

    def among(self, skus: Iterable[str]) -> Mapping[str, Product]:
        """Those of these SKUs that there are."""

    def owners(self, barcodes: Iterable[str]) -> Mapping[str, Product]:
        """Who has each of those barcodes."""


def compare(listed: ProductList, assortment: Stock, categories: Iterable[str]) -> Preview:
    """What that list would change, with every fault and doubt in the order of its lines."""
    lines: dict[str, int] = {}
    read: dict[str, tuple[WrittenRow, Product]] = {}
    faults, doubts = list(listed.faults), []
    skus = [row.texts.get("sku", "").strip() for row in listed.rows]
    shop = assortment.among(skus)
    for row, sku in zip(listed.rows, skus, strict=True):
        product, problems = read_product(row.texts, shop.get(sku))
        if sku and lines.setdefault(sku, row.line) != row.line:
            problems = (*problems, Problem("row_twice", {"field": "sku", "text": sku[:40], "line": str(lines[sku])}))
        elif product is not None:
            read[product.sku] = (row, product)
            doubts += [_fault(row, problem, listed) for problem in doubts_about(product)]
        faults += [_fault(row, problem, listed) for problem in problems]
    faults += _shared_barcodes(read, assortment, listed)
    products = [product for _, product in read.values()]
    shop = assortment.among([product.sku for product in products])
    new = tuple(product for product in products if product.sku not in shop)
    changed = tuple(
        Change(before, product)
        for product in products
        if (before := shop.get(product.sku)) is not None and before != product
    )
    known = set(categories)
    return Preview(
        listed=listed,
        faults=tuple(sorted(faults, key=lambda fault: fault.line)),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        new=new,
        changed=changed,
        unchanged=len(products) - len(new) - len(changed),
        new_categories=tuple(dict.fromkeys(p.category for p in products if p.category not in known)),
        samples=_samples(listed),
    )


def _fault(row: WrittenRow, problem: Problem, listed: ProductList) -> Fault:
    field = problem.values.get("field", "")
    return Fault(row.line, listed.headings.get(field, field), problem)


def _shared_barcodes(
    read: Mapping[str, tuple[WrittenRow, Product]], assortment: Stock, listed: ProductList
) -> list[Fault]:
    """A fault for each row whose barcode another product has, or would have: in the shop, or further up in the list."""
    owned = assortment.owners([product.barcode for _, product in read.values() if product.barcode])
    owners = {barcode: owner for barcode, owner in owned.items() if owner.sku not in read}
    found = []
    for row, product in read.values():
        if product.barcode is None:
            continue
        owner = owners.setdefault(product.barcode, product)
        if owner.sku != product.sku:
            found.append(_fault(row, barcode_taken(product.barcode, owner), listed))
    return found


def barcode_taken(barcode: str, owner: Product) -> Problem:
    """The problem that names who has that barcode already."""
    return Problem("barcode_of_other", {"field": "barcode", "barcode": barcode, "sku": owner.sku, "name": owner.name})


def _samples(listed: ProductList) -> tuple[str, ...]:
    """Three names of the list as they were read; those with letters beyond a to z first, for they tell most."""
    names = list(dict.fromkeys(row.texts["name"].strip() for row in listed.rows if row.texts.get("name", "").strip()))
    telling = [name for name in names if not name.isascii()]
    return tuple([*telling, *(name for name in names if name.isascii())][:3])
