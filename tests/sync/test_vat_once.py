"""Days settled and invoiced to the end, on both ways of reporting VAT: each krone of it is in the ledger once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.refund import Chosen
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage import settled_days
from tests.reliability.vouchers import SETTLED
from tests.sync.shop import BUN, FLOUR, LATTE, Shop

DAYS = 4
WAYS = {
    "through the settlement": SETTLED | {"settlement.enabled_since": "2026-11-01"},
    "through the invoice": SETTLED
    | {"settlement.enabled_since": "2026-11-01", "invoicing.send_amount_excluding_vat": "true"},
}
ORDINARY = {"7000": 3100, "7012": 3010, "7015": 3002, "7025": 3000, "7090": 2910, "7095": 3000}


@pytest.fixture(params=WAYS, ids=WAYS)
def shop(open_shop: Callable[..., Shop], request: pytest.FixtureRequest) -> Shop:
    shop = open_shop(WAYS[request.param])
    if shop.till.values.vat_path() is VatPath.INVOICE:
        for code, account in ORDINARY.items():
            shop.sandbox.change_product(code, account)
    return shop


def trade(shop: Shop, rng: Random) -> None:
    """A day: paid, invoiced, both, with a tip, and something of it brought back."""
    receipts: list[str] = []
    for _ in range(8):
        cart = Cart()
        for product in rng.sample((LATTE, BUN, FLOUR), rng.randint(1, 3)):
            cart = cart.add(product, Quantity.of(rng.randint(1, 4)))
        tenders = rng.choice(
            [
                (Tender(Channel.CARD),),
                (Tender(Channel.CASH),),
                (Tender(Channel.INVOICE),),
                (Tender(Channel.CARD, Money(10_00)), Tender(Channel.INVOICE)),
            ]
        )
        by_invoice = tenders[-1].channel is Channel.INVOICE
        tip = Money(20_00) if rng.random() < 0.3 and len(tenders) == 1 else Money(0)
        sold = shop.till.sell(cart, tenders, customer_number=10001 if by_invoice else None, tip=tip)
        receipts.append(sold.sale.receipt_no or "")
    shop.till.returns.refund(rng.choice(receipts), [Chosen(0, ONE)], reason="angret")
    shop.till.day.close()


def test_each_krone_of_vat_is_in_the_ledger_once_and_nothing_is_left_on_faktura_kasse(shop: Shop) -> None:
    rng = Random(4)
    for day in range(DAYS):
        trade(shop, rng)
        shop.clock.advance(86_400)
        if day % 2:
            shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, method="POST", path="/Vouchers/CashJournals"))
        shop.deliver()
    for _ in range(8):
        shop.deliver()
        shop.clock.advance(120)
    shop.deliver()
    entries = shop.till.outbox.latest()
    assert {entry.state for entry in entries} <= {State.ACCEPTED, State.CANCELLED}
    for order in shop.sandbox.orders():
        shop.sandbox.send_invoice(order["Id"])
    accepted = [entry for entry in entries if entry.state is State.ACCEPTED]
    sent = sum(entry.vat.ore for entry in accepted if entry.vat is not None)
    assert sum(one.vat for one in shop.sandbox.vat_reported().values()) * 100 == sent
    assert shop.sandbox.balance(1950) == 0
    on_invoices = any(entry.vat for entry in accepted if not entry.is_settlement)
    assert on_invoices is (shop.till.values.vat_path() is VatPath.INVOICE)
    figures = [settled_days.figures(shop.database, number) for number in range(1, DAYS + 1)]
    sold = sum(one.paid.vat.ore + one.invoiced.vat.ore for day in figures for one in day.rates)
    assert sent > 100_00
    assert abs(sent - sold) <= len(accepted), "each document is rounded by itself, to the nearest øre"
