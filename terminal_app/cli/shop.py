"""The verbs of the back office: init, products, settings, schedule show and set."""

from __future__ import annotations

import csv
from argparse import Namespace
from pathlib import Path

from .. import provisioning
from ..domain.catalog import Product
from ..domain.problems import BadInput
from ..domain.settings import SETTINGS, setting
from ..domain.vat import VatRate
from ..i18n import Texts
from ..till import Till
from .output import print_json, print_lines

_COLUMNS = ("sku", "name", "price", "vat_rate", "takeaway_vat_rate", "category", "barcode")


def init(options: Namespace, till: Till, texts: Texts) -> int:
    """The shop made or brought up to date from its provisioning file; 0 whether anything changed or not."""
    if options.demo:
        from ..demo.set_up import set_up_demo

        changed = set_up_demo(till)
    else:
        changed = provisioning.apply(options.provision, till)
    name = till.values.shop().name
    if options.json:
        print_json({"shop": name, "changed": changed, "products": len(till.assortment.products)})
    else:
        new, same = texts.say("{shop} is set up."), texts.say("{shop} was already set up; nothing changed.")
        print_lines([(new if changed else same).format(shop=name)])
    return 0


def products(options: Namespace, till: Till, texts: Texts) -> int:
    """The till's catalogue: searched, brought in from a CSV file (all rows or none), or written to one."""
    if options.import_file:
        till.catalog.put_products(_read_csv(Path(options.import_file)))
        till.reload()
    if options.export_file:
        _write_csv(Path(options.export_file), till.assortment.products)
    found = till.assortment.search(options.search or "", limit=len(till.assortment.products) or 1)
    if options.json:
        print_json({"total": len(found), "products": [_document(product) for product in found]})
    else:
        print_lines(f"{p.sku:<10} {texts.money(p.price):>12}  {texts.rate(p.vat_rate):>5}  {p.name}" for p in found)
    return 0


def settings(options: Namespace, till: Till, texts: Texts) -> int:
    """All settings, one of them, or one set to a new value. Secrets are shown as dots."""
    if options.action == "set":
        secret = options.secret or setting(options.key).secret
        value = provisioning.resolve_secret(options.value, options.key, Path.cwd()) if secret else options.value
        till.change_settings({options.key: value})
    keys = [options.key] if options.key else list(SETTINGS)
    shown = {key: till.settings.shown(key) for key in keys}
    if options.json:
        print_json({"key": options.key, "value": shown[options.key]} if options.key else {"settings": shown})
    else:
        print_lines(f"{key} = {value}" for key, value in shown.items())
    return 0


def _document(product: Product) -> dict[str, str | None]:
    return {
        "sku": product.sku,
        "name": product.name,
        "price": str(product.price),
        "vat_rate": str(product.vat_rate),
        "takeaway_vat_rate": _rate_text(product.takeaway_vat_rate),
        "category": product.category,
        "barcode": product.barcode,
    }


def _rate_text(rate: VatRate | None) -> str | None:
    return None if rate is None else str(rate)


def _read_csv(path: Path) -> list[Product]:
    """The products of a file with our own column names; raises BadInput naming row and column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            rows = list(csv.DictReader(file, delimiter=";" if ";" in first else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput("provisioning_unreadable", field=str(path), reason=_reason(error)) from error
    found = []
    for number, row in enumerate(rows, 2):
        unknown = [name for name in row if name not in _COLUMNS]
        if unknown:
            raise BadInput("provisioning_key_unknown", field=f"{path.name}:1 {unknown[0] or '–'}")
        texts = {name: (row.get(name) or "").removeprefix("'") for name in _COLUMNS}
        found.append(provisioning.product_from(texts, f"{path.name}:{number}"))
    if not found:
        raise BadInput("list_empty", field=path.name)
    provisioning.refuse_twice(f"{path.name} sku", [product.sku for product in found])
    return found


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _write_csv(path: Path, products: tuple[Product, ...]) -> None:
    """Every field quoted; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
            writer.writerow(_COLUMNS)
            for product in products:
                document = _document(product)
                writer.writerow([_inert(document[name] or "") for name in _COLUMNS])
    except OSError as error:
        raise BadInput("file_not_written", field=str(path), reason=error.strerror or "") from error


def _inert(text: str) -> str:
    return "'" + text if text.startswith(("=", "+", "-", "@", "'")) else text
