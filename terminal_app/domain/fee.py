"""The invoice fee: what the buyer pays for getting an invoice, from the shop's settings and the fee's own product.

The product's price in the accounting system counts unless the shop has set one (the shop's guide, "Invoice fee
amount"). Pure; knows neither the sale nor the mirror.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from .money import ZERO
from .records import record
from .vat import with_vat

if TYPE_CHECKING:
    from .catalog import RemoteProduct
    from .money import Money
    from .settings import Invoicing
    from .vat import VatRate


@record
class Fee:
    """A fee that is charged: more than zero, VAT included."""

    price: Money
    vat_rate: VatRate


class NoFee(Enum):
    """Why none is charged; all but the first are news to the shop."""

    NOT_WANTED = "not_wanted"
    PRICE_UNKNOWN = "price_unknown"
    PRODUCT_ARCHIVED = "product_archived"


def fee_for(invoicing: Invoicing, product: RemoteProduct | None) -> Fee | NoFee:
    """The fee on an invoice, or why there is none; `product` is the mirror's row of the fee product, if it has one.

    Without an amount of the shop's own the product's price counts: as it is where amounts are sent with VAT (its
    account carries none), with the VAT added where they are sent without. An archived product can be on no order,
    so it is charged for none.
    """
    amount = invoicing.fee_amount
    if not invoicing.fee_product or amount == ZERO:
        return NoFee.NOT_WANTED
    if product is not None and product.archived:
        return NoFee.PRODUCT_ARCHIVED
    if amount is None:
        if product is None or product.price is None:
            return NoFee.PRICE_UNKNOWN
        amount = with_vat(product.price, invoicing.fee_vat_rate) if invoicing.excluding_vat else product.price
    return Fee(amount, invoicing.fee_vat_rate) if amount > ZERO else NoFee.NOT_WANTED
