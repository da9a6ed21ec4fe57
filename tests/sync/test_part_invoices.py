"""Sales that are partly on invoice, against the real sandbox: the order is for the part, and so are its credits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import LineKind
from terminal_app.domain.tender import Tender
from terminal_app.storage.books import disagreements
from terminal_app.till import Sold
from tests.sync.shop import BUN, FLOUR, LATTE, Shop
from tests.sync.test_invoice_fee import BASES, DETAILS

CART = Cart().add(LATTE, Quantity.of(3)).add(BUN).add(FLOUR, Quantity(1345)).discounted(Discount.per_cent(7_50))


def split(shop: Shop, paid: str = "100.00", channel: Channel = Channel.CARD) -> Sold:
    tenders = (Tender(channel, Money.parse(paid)), Tender(Channel.INVOICE))
    return shop.till.sell(CART, tenders, customer_number=10001, tip=Money(15_00))


def order(shop: Shop, sold: Sold) -> dict[str, Any]:
    assert sold.entry is not None
    reference = sold.entry.reference
    return next(row for row in shop.sandbox.orders() if row["ExternalImportReference"] == reference)


@BASES
@DETAILS
def test_the_order_comes_to_the_invoiced_part_fee_and_all_and_is_accepted_at_that_total(
    open_shop: Callable[..., Shop], basis: dict[str, str], detail: dict[str, str]
) -> None:
    shop = open_shop({**basis, **detail, "invoicing.invoice_fee_amount": "49.90"})
    sold = split(shop)
    assert sold.entry is not None
    assert shop.deliver().sent == 1
    assert order(shop, sold)["TotalAmount"] == Decimal(str(sold.entry.total))
    assert shop.entry(sold.entry.reference).state is State.ACCEPTED
    assert [line.kind for line in sold.sale.lines][-2:] == [LineKind.FEE, LineKind.TIP]
    assert disagreements(shop.database) == ()


def test_what_comes_back_after_it_arrived_is_credited_for_the_invoiced_part_alone(shop: Shop) -> None:
    sold = split(shop, "150.00")
    shop.deliver()
    some = shop.till.returns.refund("S-000001", (Chosen(0, Quantity.of(3)),), reason="kald")
    rest = shop.till.returns.refund("F-000001")
    assert [payment.channel for payment in some.sale.payments] == [Channel.CARD]
    assert some.entry is None
    assert rest.entry is not None
    shop.deliver()
    assert order(shop, rest)["TotalAmount"] == -order(shop, sold)["TotalAmount"]
    assert shop.entry(rest.entry.reference).state is State.ACCEPTED
    assert disagreements(shop.database) == ()
