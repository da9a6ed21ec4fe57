"""The look at an invoice before it is finished: gathers what this till knows, for `domain.preflight` to judge.

Reads a few rows and asks nobody over the network. Caller's thread.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ..domain.cart import Cart
from ..domain.catalog import Customer, RemoteProduct
from ..domain.money import ZERO, Money
from ..domain.preflight import Finding, InvoiceFacts, findings
from ..domain.product_gate import mapped_codes
from ..storage import buyers
from ..storage.buyers import Unsent
from ..storage.jobs import Jobs

if TYPE_CHECKING:
    from .selling import Till

PRODUCTS_LISTED = "products"
CUSTOMERS_LISTED = "customers"


class Preflight:
    """What one till can tell of an invoice that is not finished yet."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def look(
        self,
        cart: Cart,
        customer: Customer,
        *,
        tip: Money = ZERO,
        has_fee: bool = False,
        locked_until: date | None = None,
    ) -> tuple[Finding, ...]:
        """What stands in the way of an invoice for that cart today; nothing where invoices are only recorded here."""
        till = self._till
        if not till.delivers():
            return ()
        invoicing, today = till.values.invoicing(), till.now().date()
        rates = tuple(dict.fromkeys(total.code.rate for total in cart.vat_totals(today)))
        return findings(
            InvoiceFacts(
                chosen=customer,
                customer=till.catalog.customer(customer.number),
                rates=rates,
                has_tip=bool(tip),
                has_fee=has_fee,
                invoicing=invoicing,
                products=self._listed(mapped_codes(invoicing)),
                sold_on=today,
                locked_until=locked_until,
                blocked=till.sync.status().stops(settlement=False),
            )
        )

    def unsent(self, customer: Customer) -> Unsent:
        """What waits in this till for that customer, and what it comes to."""
        return buyers.unsent(self._till.database, customer.remote_id)

    def mirror_age(self) -> datetime | None:
        """When the customers were last asked for, changed ones or all; None when that is not known."""
        return Jobs(self._till.database).get(CUSTOMERS_LISTED).last_ok

    def _listed(self, codes: tuple[str, ...]) -> dict[str, RemoteProduct] | None:
        """The mirror's rows of those products by code; None while the accounting system's were never listed."""
        if Jobs(self._till.database).get(PRODUCTS_LISTED).last_ok is None:
            return None
        known = (self._till.remote_products.get(code) for code in codes)
        return {product.code: product for product in known if product is not None}
