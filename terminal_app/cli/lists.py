"""How the verb `products` tells of a list that is brought in: its faults on stderr, what it changes on stdout."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from ..domain.catalog import Product
from ..domain.product_list import Fault, Preview
from ..i18n import Texts

_NOT_FOR_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def print_faults(preview: Preview, texts: Texts) -> None:
    """Every wrong row on a line of its own, with the file's name, line and column before what is wrong."""
    for fault in preview.faults:
        print(_NOT_FOR_A_LINE.sub(" ", f"disken: {_place(preview, fault)}: {_said(fault, texts)}"), file=sys.stderr)


def preview_lines(preview: Preview, texts: Texts, *, stored: bool) -> Iterator[str]:
    """How the file was read and what it changes, for a person."""
    say, listed = texts.say, preview.listed
    yield say("{source}: read as {encoding}", source=listed.source, encoding=listed.encoding)
    if preview.samples:
        yield say("For example: {names}", names=" · ".join(preview.samples))
    if listed.ignored:
        yield say("Columns without a meaning here: {names}", names=", ".join(listed.ignored))
    for doubt in preview.doubts:
        yield _NOT_FOR_A_LINE.sub(" ", f"{_place(preview, doubt)}: {_said(doubt, texts)}")
    for product in preview.new:
        yield f"+ {product.sku:<10} {texts.money(product.price):>12}  {product.name}"
    for change in preview.changed:
        before, after = texts.money(change.before.price), texts.money(change.after.price)
        price = after if before == after else f"{before} → {after}"
        yield f"~ {change.after.sku:<10} {price:>12}  {change.after.name}"
    yield say(
        "{new} new, {changed} changed, {unchanged} unchanged",
        new=len(preview.new),
        changed=len(preview.changed),
        unchanged=preview.unchanged,
    )
    yield say("Stored.") if stored else say("Nothing was stored.")


def preview_document(preview: Preview, texts: Texts) -> dict[str, Any]:
    """What `products --import --json` tells beside the products."""
    listed = preview.listed
    return {
        "encoding": listed.encoding,
        "separator": listed.separator,
        "ignored_columns": list(listed.ignored),
        "new": [product_document(product) for product in preview.new],
        "changed": [
            {"before": product_document(change.before), "after": product_document(change.after)}
            for change in preview.changed
        ],
        "unchanged": preview.unchanged,
        "new_categories": list(preview.new_categories),
        "warnings": [{"line": d.line, "column": d.column, "message": _said(d, texts)} for d in preview.doubts],
    }


def product_document(product: Product) -> dict[str, Any]:
    """A product as the contract has it."""
    takeaway = product.takeaway_vat_rate
    return {
        "sku": product.sku,
        "name": product.name,
        "price": str(product.price),
        "vat_rate": str(product.vat_rate),
        "takeaway_vat_rate": None if takeaway is None else str(takeaway),
        "category": product.category,
        "barcode": product.barcode,
        "favourite": product.favourite,
        "unit": product.unit.value,
        "open_price": product.open_price,
    }


def _place(preview: Preview, fault: Fault) -> str:
    return f"{preview.listed.source}:{fault.line}" + (f".{fault.column}" if fault.column else "")


def _said(fault: Fault, texts: Texts) -> str:
    return " ".join(part for part in texts.problem(fault.problem) if part)
