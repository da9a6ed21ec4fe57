"""What can be said at once of a product that is chosen for invoices, from the mirror of the accounting system's own.

A first answer while one picks; the setup check, which also reads the accounts, has the last word. Pure.
"""

from __future__ import annotations

from .catalog import RemoteProduct
from .settings import Invoicing
from .setup import Check
from .vat import VatRate

SALES = ("0", "12", "15", "25")
PRODUCT_NAMES = (*(f"sale_{rate}" for rate in SALES), "gratuity", "fee")
"""The six products of the shop's guide, as the settings name them."""
_OUTSIDE_THE_RETURN = ("0", "7")
"""SAF-T codes that leave a posting out of the VAT return."""


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
            fault = fault or _posting_fault(name, product, invoicing, values)
        else:
            fault = fault or "product_without_account"
    return Check(f"product.{name}", not fault, fault or "product_ready", values)


def _posting_fault(name: str, product: RemoteProduct, invoicing: Invoicing, values: dict[str, str]) -> str:
    found = product.vat_rate
    if found is None:
        return ""
    if name == "gratuity":
        return "tip_with_vat" if found.hundredths else ""
    if not invoicing.excluding_vat:
        if found.hundredths:
            return "vat_twice"
        return "" if product.vat_code in (*_OUTSIDE_THE_RETURN, None) else "turnover_twice"
    wanted = invoicing.fee_vat_rate if name == "fee" else VatRate.parse(name.removeprefix("sale_"))
    if found == wanted:
        return ""
    values |= {"found": str(found), "rate": str(wanted)}
    return "fee_other_rate" if name == "fee" else "other_rate"
