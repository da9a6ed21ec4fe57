"""A sample sale as an order, built and shown but never sent: the last step of the setup guide.

Uses the same close, order and mapping as a real sale. Pure but for loading the accounting system's mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer, Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import InvoiceOrder, order_from
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.product_gate import SALES
from terminal_app.domain.receipt import receipt_number
from terminal_app.domain.sale import Words, close
from terminal_app.domain.settings import Invoicing, InvoicingSystem, SettingValues
from terminal_app.domain.setup import OrderPreview
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate

SAMPLE_TIP = Money(1_000)
SAMPLE_CUSTOMER = Customer("10000", 10000, "Prøvekunde AS")
SAMPLE_NOTE = "Prøve: dette sendes ikke"


def dry_run(values: SettingValues, products: Sequence[Product], fee: Fee | None, now: datetime) -> OrderPreview:
    """The order of a sample sale with one product of each VAT rate, a tip where it is mapped, and the fee.

    Rates that no product in the settings is for (raw fish) are left out where there are others.
    Raises SettingWrong without a system or a product to sell, and what the system's mapping raises.
    """
    invoicing = values.invoicing()
    if invoicing.system not in PREVIEWS:
        raise SettingWrong("invoicing_not_set_up", field="invoicing.system")
    cart = sample_cart([product for product in products if str(product.vat_rate) in SALES] or products)
    if not cart.lines:
        raise SettingWrong("nothing_to_sell", field="products")
    closed = close(
        cart,
        (Tender(Channel.INVOICE),),
        sale_id="sample",
        sold_at=now,
        operator_id="sample",
        customer=SAMPLE_CUSTOMER,
        words=Words(note=SAMPLE_NOTE),
        tip=SAMPLE_TIP if invoicing.gratuity_product else Money(0),
        fee=fee,
    )
    sale = replace(closed, receipt_no=receipt_number(closed.kind, 1))
    order = order_from(sale, "sample", SAMPLE_CUSTOMER.remote_id, SAMPLE_CUSTOMER.number, invoicing.line_detail)
    return PREVIEWS[invoicing.system](order, invoicing)


def sample_cart(products: Sequence[Product]) -> Cart:
    """Two of the first product and one of each further VAT rate's first, eaten in."""
    first: dict[VatRate, Product] = {}
    for product in products:
        first.setdefault(product.vat_rate, product)
    cart = Cart()
    for place, product in enumerate(first.values()):
        cart = cart.add(product, ONE if place else Quantity.of(2))
    return cart


def _poweroffice(order: InvoiceOrder, invoicing: Invoicing) -> OrderPreview:
    from .poweroffice.preview import preview

    return preview(order, invoicing)


PREVIEWS: dict[InvoicingSystem, Callable[[InvoiceOrder, Invoicing], OrderPreview]] = {
    InvoicingSystem.POWEROFFICE_GO: _poweroffice
}
