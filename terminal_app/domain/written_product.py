"""A product as people write it, in a form or in a list: each text read and checked, every wrong one named at once.

Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from . import text as texts
from .catalog import Product, Unit
from .money import ZERO, Money
from .problems import BadInput, Problem
from .vat import VAT_CODES, VatRate

COLUMNS = (
    "sku", "name", "price", "vat_rate", "takeaway_vat_rate", "category", "barcode", "favourite", "hidden", "unit",
    "open_price",
)  # fmt: skip
NEEDED = ("sku", "name", "price", "vat_rate", "category")
RATES = tuple(sorted({code.rate for code in VAT_CODES if code.valid_to is None}, reverse=True))
"""The rates that hold today, highest first."""

_Read = TypeVar("_Read")
_PRICE = re.compile(r"(-?)(\d{1,3}(?P<group>[ .,'])\d{3}(?:(?P=group)\d{3})*|\d{1,15})(?:(?P<point>[.,])(\d{1,2}))?")
_CURRENCY = re.compile(r"^(kr\.?|nok)\s*|\s*(kr\.?|nok)$|,-$", re.IGNORECASE)
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_YES = frozenset(["1", "ja", "j", "yes", "y", "true", "sann", "x"])
_NO = frozenset(["0", "nei", "n", "no", "false", "usann"])
_UNITS = {
    Unit.PIECE: "piece pieces pc pcs each stk stykk",
    Unit.KILO: "kg kilo kilogram kilos",
    Unit.LITRE: "l liter litre litres ltr",
    Unit.METRE: "m meter metre metres",
    Unit.HOUR: "h hour hours t time timer",
}
# What æ, ø and å become when UTF-8 is read as Windows-1252, and inside a word when CP 850 (DOS) or Mac bytes are.
_MISREAD = re.compile(
    "\u00c3[\u0080-\u00bf\u0152-\u2122]|(?<=[A-Za-z])[\u2020\u2018\u203a\u0152\u00bf\u00be\u0192](?=[a-z])"
)


def read_product(
    written: Mapping[str, str], known: Product | None = None
) -> tuple[Product | None, tuple[Problem, ...]]:
    """The product that those texts by column describe, or None and every problem; each names its column as `field`.

    A column that is not given stays as it is on `known`, the product that has this SKU already; a new product needs
    all of NEEDED, but no price where the price is asked for each time.
    """
    problems: list[Problem] = []

    def read(column: str, reader: Callable[[str, str], _Read], kept: _Read) -> _Read:
        if column not in written and known is not None:
            return kept
        try:
            if column == "price" and open_price and not written.get(column, "").strip():
                return kept
            if column in NEEDED and not written.get(column, "").strip():
                raise BadInput("field_empty", field=column)
            return reader(written.get(column, ""), column)
        except BadInput as wrong:
            problems.append(wrong.problem)
            return kept

    was: Any = known if known is not None else Product("", "", ZERO, RATES[0], "")
    open_price = False
    open_price = read("open_price", _yes_or_no, was.open_price)
    product = Product(
        sku=read("sku", _sku, was.sku),
        name=read("name", _name, was.name),
        price=read("price", price_from, was.price),
        vat_rate=read("vat_rate", rate_from, was.vat_rate),
        category=read("category", _name, was.category),
        takeaway_vat_rate=read("takeaway_vat_rate", _rate_or_none, was.takeaway_vat_rate),
        barcode=read("barcode", barcode_from, was.barcode),
        favourite=read("favourite", _yes_or_no, was.favourite),
        hidden=read("hidden", _yes_or_no, was.hidden),
        unit=read("unit", unit_from, was.unit),
        open_price=open_price,
    )
    return (None if problems else product), tuple(problems)


def doubts_about(product: Product) -> tuple[Problem, ...]:
    """What may be meant so and is likely not: a barcode whose check digit is wrong, a name that was read wrongly."""
    found = []
    if product.barcode and has_wrong_check_digit(product.barcode):
        found.append(Problem("barcode_check_digit", {"field": "barcode", "barcode": product.barcode}))
    for column, name in (("name", product.name), ("category", product.category)):
        if _MISREAD.search(name):
            found.append(Problem("text_misread", {"field": column, "text": name[:40]}))
    return tuple(found)


def has_wrong_check_digit(barcode: str) -> bool:
    """Whether it is as long as EAN-8, UPC-A, EAN-13 or GTIN-14 and ends otherwise (GS1: weights 3, 1 from the right).

    Codes of other lengths are the shop's own and have no check digit that is known.
    """
    if len(barcode) not in (8, 12, 13, 14) or not (barcode.isascii() and barcode.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(barcode)))
    return weighted % 10 != 0


def price_from(text: str, field: str = "price") -> Money:
    """The price in kroner, as "52", "52.00", "52,00", "1 234,50", "1.234,50" or "kr 52,-".

    Raises BadInput naming `field` for anything else, for less than zero, and for "1.234", which may mean two things.
    """
    match = _PRICE.fullmatch(_CURRENCY.sub("", text.translate(_BLANKS).strip()))
    if match is None or not match[0].isascii():
        raise BadInput("price_not_understood", field=field, text=text[:40])
    if match["group"] in (".", ",") and match["point"] in (None, match["group"]):
        raise BadInput("price_not_understood", field=field, text=text[:40])
    if match[1]:
        raise BadInput("price_below_zero", field=field)
    digits = re.sub(r"\D", "", match[2])
    return Money.parse(f"{digits}.{match[5]}" if match[5] else digits, field)


def rate_from(text: str, field: str = "vat_rate") -> VatRate:
    """The VAT rate, as "25", "25 %", "25,0" or "11.11"; raises BadInput naming `field` for one that does not hold."""
    plain = text.translate(_BLANKS).strip().removesuffix("%").strip().replace(",", ".")
    try:
        rate = VatRate.parse(plain, field)
    except BadInput as wrong:
        raise BadInput("vat_rate_not_understood", field=field, text=text[:40]) from wrong
    if rate not in RATES:
        raise BadInput("vat_rate_not_understood", field=field, text=text[:40])
    return rate


def unit_from(text: str, field: str = "unit") -> Unit:
    """What it is sold by, as "kg", "stk" or "liter", pieces for an empty text; raises BadInput naming `field`."""
    said = text.strip().casefold().removesuffix(".") or Unit.PIECE.value
    for unit, names in _UNITS.items():
        if said in names.split():
            return unit
    raise BadInput("unit_unknown", field=field, text=text[:40], choices=", ".join(unit.value for unit in Unit))


def barcode_from(text: str, field: str = "barcode") -> str | None:
    """The barcode, blanks between its digits gone; None for an empty text."""
    code = _name(text, field)
    if _SHORTENED.fullmatch(code):
        raise BadInput("number_shortened", field=field, text=code)
    together = code.replace(" ", "").replace("-", "")
    return (together if together.isdigit() else code) or None


def _sku(text: str, field: str) -> str:
    sku = _name(text, field)
    if ":" in sku:
        raise BadInput("sku_with_colon", field=field)
    if _SHORTENED.fullmatch(sku):
        raise BadInput("number_shortened", field=field, text=sku)
    return sku


def _name(text: str, field: str) -> str:
    name = texts.name(text, field)
    if "\ufffd" in name:
        raise BadInput("text_damaged", field=field, text=name[:40])
    return name


def _rate_or_none(text: str, field: str) -> VatRate | None:
    return rate_from(text, field) if text.strip() else None


def _yes_or_no(text: str, field: str) -> bool:
    said = text.strip().casefold()
    if said not in _YES and said not in _NO and said:
        raise BadInput("not_yes_or_no", field=field, text=text[:40])
    return said in _YES
