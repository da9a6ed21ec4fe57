"""Sets up a shop from a provisioning file (TOML): the whole file is checked first, then stored, or nothing is.

Running it twice changes nothing. Secrets are named by where they are (`env:NAME`, `file:PATH`) or given plainly.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .domain import text as texts
from .domain.article_group import CODES, OTHER
from .domain.cash_signature import Method
from .domain.catalog import Category, Product
from .domain.money import ZERO, Money
from .domain.operators import Operator, Role, start_pin
from .domain.problems import BadInput
from .domain.settings import SETTINGS, setting
from .domain.vat import VAT_CODES, VatRate
from .domain.written_product import unit_from
from .signing import Key
from .till import Till, provisioned
from .till.provisioned import GivenOperator
from .till.signing import checked_version

_PRODUCT_KEYS = {"sku", "name", "price", "vat_rate", "takeaway_vat_rate", "category", "barcode", "unit"}
_RATES = {code.rate for code in VAT_CODES if code.valid_to is None}

_SETTINGS = ("shop", "till", "channels", "invoicing", "settlement", "schedule")
"""The tables of the file that are settings, by the first part of their keys."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A checked provisioning file. Its operators' PINs are in clear, and go no further than their hash."""

    settings: Mapping[str, str]
    categories: tuple[Category, ...]
    products: tuple[Product, ...]
    operators: tuple[GivenOperator, ...]
    signing: Key | None = None


def read(path: Path) -> Provision:
    """The file, checked whole; raises BadInput naming the first field that is wrong."""
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise BadInput("provisioning_unreadable", field=str(path), reason=error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("provisioning_not_toml", field=str(path), reason=str(error)) from error
    return parse(document, path.parent)


def parse(document: Mapping[str, Any], folder: Path) -> Provision:
    """As `read`, for a document that was loaded already; `file:` paths are relative to `folder`."""
    for key in document:
        if key not in (*_SETTINGS, "operators", "categories", "products", "signing"):
            raise BadInput("provisioning_key_unknown", field=key)
    settings: dict[str, str] = {}
    for part in _SETTINGS:
        _collect(part, _table(document.get(part, {}), part), settings, folder)
    categories = tuple(_category(row, f"categories[{i}]") for i, row in _rows(document, "categories"))
    products = tuple(_product(row, f"products[{i}]") for i, row in _rows(document, "products"))
    refuse_twice("products.sku", [product.sku for product in products])
    refuse_twice("products.barcode", [product.barcode for product in products if product.barcode])
    refuse_twice("categories.name", [category.name for category in categories])
    operators = tuple(_operator(row, f"operators[{i}]", folder) for i, row in _rows(document, "operators"))
    refuse_twice("operators.id", [given.operator.id for given in operators])
    return Provision(
        settings=settings,
        categories=categories,
        products=products,
        operators=operators,
        signing=_signing(_table(document["signing"], "signing"), folder) if "signing" in document else None,
    )


def apply(provision: Provision, till: Till) -> bool:
    """Store it, all or nothing; whether anything differed from what the shop had.

    Raises BadInput when it does not fit what the shop has already, such as a barcode that is taken, MoveRefused when
    it would leave the shop without the manager it has, SettingWrong when the signing key cannot be stored.
    """
    catalog = till.catalog
    known_products = {product.sku: product for product in catalog.products()}
    staff = provisioned.plan(till, provision.operators)
    given = [_as_arranged(product, known_products.get(product.sku)) for product in provision.products]
    other_products = [product for product in given if product != known_products.get(product.sku)]
    codes = {category.name: category.group_code for category in catalog.categories()}
    categories = tuple(_as_classified(category, codes) for category in provision.categories)
    in_order = catalog.categories()[: len(categories)] == categories
    with till.database.writing():
        if not in_order:
            catalog.put_categories(categories)
        if other_products:
            catalog.put_products(other_products)
        other_staff = staff.store(till)
        changed = till.change_settings(provision.settings)
        other_key = provision.signing is not None and till.signing.provide(provision.signing)
    till.reload()
    return bool(changed or other_key or other_products or other_staff or not in_order)


def _as_arranged(product: Product, known: Product | None) -> Product:
    """The file's product as favourite, and out of the assortment, as the shop has it: a file says nothing of these."""
    return product if known is None else replace(product, favourite=known.favourite, hidden=known.hidden)


def _collect(prefix: str, table: Mapping[str, Any], into: dict[str, str], folder: Path) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if prefix == "channels" and not isinstance(value, dict):
            key += ".enabled"
        if isinstance(value, dict) and key not in SETTINGS:
            _collect(key, value, into, folder)
            continue
        if key not in SETTINGS:
            raise BadInput("provisioning_key_unknown", field=key)
        text = _as_text(key, value)
        if setting(key).secret:
            text = resolve_secret(text, key, folder)
        into[key] = setting(key).check(key, text)


def resolve_secret(text: str, key: str, folder: Path) -> str:
    """What `env:NAME` or `file:PATH` holds, or the text itself; raises BadInput naming `key` when it is empty."""
    if text.startswith("env:"):
        found = os.environ.get(text[4:], "")
    elif text.startswith("file:"):
        try:
            found = (folder / text[5:]).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise BadInput("secret_source_missing", field=key, source=text[:80]) from error
    else:
        return text
    if not found:
        raise BadInput("secret_source_missing", field=key, source=text[:80])
    return found


def _as_text(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise BadInput("provisioning_not_value", field=key)


def _table(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadInput("provisioning_not_table", field=field)
    return value


def _rows(document: Mapping[str, Any], name: str) -> list[tuple[int, Mapping[str, Any]]]:
    rows = document.get(name, [])
    if not isinstance(rows, list):
        raise BadInput("provisioning_not_rows", field=name)
    return [(index, _table(row, f"{name}[{index}]")) for index, row in enumerate(rows, 1)]


def _string(row: Mapping[str, Any], name: str, field: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if value is None:
        raise BadInput("provisioning_key_missing", field=f"{field}.{name}")
    if not isinstance(value, str) or not value.strip():
        raise BadInput("provisioning_not_text", field=f"{field}.{name}")
    return texts.name(value, f"{field}.{name}")


def _only(row: Mapping[str, Any], allowed: set[str], field: str) -> None:
    for key in row:
        if key not in allowed:
            raise BadInput("provisioning_key_unknown", field=f"{field}.{key}")


def _category(row: Mapping[str, Any], field: str) -> Category:
    _only(row, {"name", "icon", "tone", "group_code"}, field)
    group = _string(row, "group_code", field, OTHER)
    if group not in CODES:
        raise BadInput("article_group_unknown", field=f"{field}.group_code", text=group[:40])
    look = _string(row, "icon", field, "category"), _string(row, "tone", field, "neutral")
    return Category(_string(row, "name", field), *look, group)


def _as_classified(category: Category, codes: Mapping[str, str]) -> Category:
    """The category with the tax group that was chosen at the till, where the file says none."""
    chosen = codes.get(category.name)
    return replace(category, group_code=chosen) if chosen and category.group_code == OTHER else category


def _product(row: Mapping[str, Any], field: str) -> Product:
    _only(row, _PRODUCT_KEYS | {"open_price"}, field)
    open_price = row.get("open_price", False)
    if not isinstance(open_price, bool):
        raise BadInput("setting_not_switch", field=f"{field}.open_price", text=str(open_price)[:40])
    written = {name: _string(row, name, field) for name in _PRODUCT_KEYS if name in row}
    return product_from(written, field, open_price=open_price)


def product_from(written: Mapping[str, str], field: str, *, open_price: bool = False) -> Product:
    """The product that those texts describe, as in a provisioning file; raises BadInput naming the field.

    One whose price is asked for each time needs none.
    """
    given = {name: texts.name(value, f"{field}.{name}") for name, value in written.items()}
    if open_price:
        given.setdefault("price", "0")
    for name in ("sku", "name", "price", "vat_rate", "category"):
        if not given.get(name):
            raise BadInput("provisioning_key_missing", field=f"{field}.{name}")
    price = Money.parse(given["price"], f"{field}.price")
    if price < ZERO:
        raise BadInput("price_negative", field=f"{field}.price", product=given["name"])
    if ":" in given["sku"]:
        raise BadInput("sku_with_colon", field=f"{field}.sku")
    takeaway = given.get("takeaway_vat_rate")
    return Product(
        sku=given["sku"],
        name=given["name"],
        price=price,
        vat_rate=_rate(given["vat_rate"], f"{field}.vat_rate"),
        category=given["category"],
        takeaway_vat_rate=_rate(takeaway, f"{field}.takeaway_vat_rate") if takeaway else None,
        barcode=given.get("barcode") or None,
        unit=unit_from(given.get("unit", ""), f"{field}.unit"),
        open_price=open_price,
    )


def _rate(text: str, field: str) -> VatRate:
    rate = VatRate.parse(text, field)
    if rate not in _RATES:
        raise BadInput("vat_rate_not_understood", field=field, text=text)
    return rate


def _operator(row: Mapping[str, Any], field: str, folder: Path) -> GivenOperator:
    _only(row, {"id", "name", "role", "pin", "pin_must_change"}, field)
    role, roles = _string(row, "role", field, "cashier"), [known.value for known in Role]
    if role not in roles:
        raise BadInput("setting_not_choice", field=f"{field}.role", text=role[:40], choices=", ".join(roles))
    pin = resolve_secret(_string(row, "pin", field), f"{field}.pin", folder) if "pin" in row else None
    must_change = row.get("pin_must_change", False)
    if not isinstance(must_change, bool):
        raise BadInput("setting_not_switch", field=f"{field}.pin_must_change", text=str(must_change)[:40])
    operator = Operator(_string(row, "id", field), _string(row, "name", field), Role(role))
    return GivenOperator(operator, None if pin is None else start_pin(pin, f"{field}.pin"), must_change)


def _signing(table: Mapping[str, Any], folder: Path) -> Key:
    """The vendor's key; raises BadInput naming what is wrong, and for a key that stands in the file itself."""
    _only(table, {"key", "method", "version"}, "signing")
    source, version = _string(table, "key", "signing"), _string(table, "version", "signing")
    method, methods = _string(table, "method", "signing", Method.RSA.value), [known.value for known in Method]
    if method not in methods:
        raise BadInput("setting_not_choice", field="signing.method", text=method[:40], choices=", ".join(methods))
    if not source.startswith(("env:", "file:")):
        raise BadInput("signing_key_in_clear", field="signing.key")
    secret = resolve_secret(source, "signing.key", folder)
    try:
        return Key.read(checked_version(version, "signing.version"), Method(method), secret)
    except ValueError as error:
        raise BadInput("signing_key_not_understood", field="signing.key", reason=str(error)) from error


def refuse_twice(field: str, values: list[str]) -> None:
    """Nothing when all differ; raises BadInput naming `field` and the first value that comes again."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadInput("provisioning_twice", field=field, text=value)
        seen.add(value)
