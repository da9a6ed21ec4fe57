"""What can be said at once of a product that is chosen for invoices, from the mirror of the accounting system's own.

A first answer while one picks; the setup check, which also reads the accounts, has the last word. Pure.
"""

from __future__ import annotations

from .catalog import RemoteProduct
from .product_gate import SALES as SALES
from .product_gate import Place, posting_fault
from .settings import Invoicing
from .setup import Check
from .vat_path import path_for

PRODUCT_NAMES = (*(f"sale_{rate}" for rate in SALES), "gratuity", "fee")
"""The six products of the shop's guide, as the settings name them."""


def setting_of(name: str) -> str:
    """The key of the setting that holds that product's code."""
    return f"invoicing.products.{name}"


def first_judgement(name: str, code: str, product: RemoteProduct | None, invoicing: Invoicing) -> Check:
    """How it stands with that choice, by the codes of the setup check; `product` is None when the list has none."""
    values = {"field": setting_of(name), "product": code}
    fault = "product_missing" if product is None else "product_archived" if product.archived else ""
    if product is not None:
        values["name"] = product.name
        if product.account_no is not None:
            values |= {"account": str(product.account_no), "vat_code": product.vat_code or ""}
            wrong = posting_fault(name, Place.of(product), invoicing, path_for(invoicing.excluding_vat), None)
            if wrong is not None and not fault:
                fault, values = wrong.code, values | dict(wrong.values)
        else:
            fault = fault or "product_without_account"
    return Check(f"product.{name}", not fault, fault or "product_ready", values)
