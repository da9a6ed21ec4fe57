"""The VAT bridge of a real shop: its till, its sync, and the sandbox's ledger over HTTP, in both ways."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from sync.invoice_states import follow_invoices
from sync.ledger_mirror import bring_ledger, bring_ledger_when_due
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, HandLine
from sync.products import refresh_products
from terminal_app.domain.bridge import Bridge, Severity, Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.problems import BadInput
from terminal_app.domain.refund import Chosen
from terminal_app.domain.settlement_accounts import USUAL
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.sync.conftest import clock, open_shop  # noqa: F401
from tests.sync.shop import BUN, FLOUR, LATTE, WITH_VAT, Shop

FIRST = date(2026, 11, 22)
LAST = FIRST + timedelta(days=1)
SETTLED = {
    "settlement.enabled": "true",
    "settlement.enabled_since": "2026-11-01",
    **{slot.key: str(number) for slot, number in USUAL.items()},
}
WAYS = {"settlement": SETTLED, "invoice": {**SETTLED, **WITH_VAT}}
Opened = Callable[..., Shop]
CARD = (Tender(Channel.CARD),)
both_ways = pytest.mark.parametrize("way", WAYS)


def sell_a_day(shop: Shop) -> list[str]:
    """A day of all kinds of sales, closed; the references of its invoices. The next day has begun."""
    till = shop.till
    till.sell(Cart().add(LATTE).add(BUN), CARD)
    till.sell(Cart().add(FLOUR, Quantity(333)), (Tender(Channel.CASH),))
    till.sell(Cart().add(BUN, Quantity.of(7)), CARD, tip=Money(10_01))
    part = till.sell(
        Cart().add(LATTE, Quantity.of(3)).add(FLOUR, Quantity(1_777)),
        (Tender(Channel.CARD, Money(100_03)), Tender(Channel.INVOICE)),
        customer_number=10001,
        tip=Money(5_00),
    )
    assert part.entry is not None
    references = [
        shop.sell(),
        shop.sell(Cart().add(BUN, Quantity.of(3)).add(FLOUR, Quantity(1_251)).add(LATTE), tip=Money(20_00)),
        part.entry.reference,
    ]
    till.day.close()
    shop.clock.advance(86_400)
    return references


def invoice(shop: Shop, *references: str) -> None:
    """The bookkeeper sends those of the orders as invoices, and the till hears of it."""
    for reference in references:
        remote = shop.entry(reference).remote
        assert remote is not None
        shop.sandbox.send_invoice(remote.order_id)
    with closing(shop.gateway()) as gateway:
        follow_invoices(shop.database, gateway, everything=True, clock=shop.clock)


def bring(shop: Shop) -> None:
    shop.clock.advance(60)
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
        bring_ledger(shop.database, gateway, FIRST, shop.clock)
    shop.clock.advance(60)


def bridge(shop: Shop, until: date = LAST) -> Bridge:
    return shop.till.reconciling.bridge(FIRST, until)


def codes(result: Bridge) -> set[str]:
    return {one.code for one in result.findings}


def settled_shop(open_shop: Opened, way: str) -> tuple[Shop, list[str]]:  # noqa: F811
    """Two days sold, sent, invoiced and read: all is as it must be."""
    shop = open_shop(WAYS[way])
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
    references = [*sell_a_day(shop), *sell_a_day(shop)]
    shop.deliver()
    invoice(shop, *references)
    bring(shop)
    return shop, references


@both_ways
def test_days_that_are_settled_invoiced_and_read_are_proven_and_the_ledger_says_the_same(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop, _ = settled_shop(open_shop, way)
    result = bridge(shop)

    assert (result.verdict, codes(result)) == (Verdict.PROVEN, set())
    assert (result.clearing_balance, result.clearing) == (Money(0), ())
    assert shop.sandbox.balance(1950) == Decimal(0)
    assert result.ledger_vat == Money(int(-100 * shop.sandbox.balance(2700) - 100 * shop.sandbox.balance(2701)))
    assert all(row.settled.gross + (row.invoiced.gross if way == "invoice" else Money(0)) for row in result.rows)


@both_ways
def test_sales_wait_for_their_z_their_sending_their_invoice_and_the_reading(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop = open_shop(WAYS[way])
    shop.sell()
    assert codes(bridge(shop)) >= {"ledger_not_read", "sale_not_in_z", "invoice_on_its_way"}
    assert bridge(shop).verdict is Verdict.NOT_READ
    shop.till.sell(Cart().add(LATTE), CARD)
    shop.till.day.close()
    shop.clock.advance(86_400)
    bring(shop)
    assert (bridge(shop).verdict, codes(bridge(shop))) == (
        Verdict.WAITING,
        {"voucher_on_its_way", "invoice_on_its_way"},
    )
    shop.deliver()
    assert bridge(shop).verdict is Verdict.NOT_READ
    bring(shop)
    assert (bridge(shop).verdict, codes(bridge(shop))) == (Verdict.WAITING, {"invoice_not_made"})
    invoice(shop, *[entry.reference for entry in shop.till.outbox.latest() if not entry.is_settlement])
    assert bridge(shop).verdict is Verdict.NOT_READ
    bring(shop)
    assert bridge(shop).verdict is Verdict.PROVEN


@both_ways
def test_returns_in_part_in_whole_and_before_sending_keep_the_bridge_closed(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop = open_shop(WAYS[way])
    called_off, *_ = sell_a_day(shop)
    shop.till.returns.refund(shop.entry(called_off).receipt_no)
    sent = [shop.sell(Cart().add(LATTE).add(BUN, Quantity.of(2))), shop.sell(Cart().add(FLOUR, Quantity(1_001)))]
    shop.deliver()
    shop.till.returns.refund(shop.entry(sent[0]).receipt_no, [Chosen(1, Quantity.of(1))])
    shop.till.returns.refund(shop.entry(sent[1]).receipt_no)
    shop.till.day.close()
    shop.clock.advance(86_400)
    shop.deliver()
    orders = [one for one in shop.till.outbox.latest() if not one.is_settlement and one.remote is not None]
    invoice(shop, *[one.reference for one in sorted(orders, key=lambda one: one.sold_at)])
    bring(shop)

    assert (bridge(shop).verdict, codes(bridge(shop))) == (Verdict.PROVEN, set())
    day_before = bridge(shop, FIRST)
    assert (day_before.verdict, codes(day_before)) == (Verdict.PROVEN, {"called_off_elsewhere"})


@both_ways
def test_a_day_whose_returns_even_out_its_sales_but_for_an_ore_of_vat_is_proven_without_a_voucher(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop = open_shop(WAYS[way])
    dear, cheap = Product("2001", "Krus", Money(20_04), VatRate(2500), ""), Money(10_02)
    shop.till.catalog.put_products([dear, replace(dear, sku="2002", price=cheap)])
    sold = shop.till.sell(Cart().add(dear), CARD)
    shop.till.day.close()
    shop.clock.advance(86_400)
    for _ in range(2):
        shop.till.sell(Cart().add(replace(dear, sku="2002", price=cheap)), CARD)
    shop.till.returns.refund(sold.sale.receipt_no)
    shop.till.day.close()
    shop.deliver()
    bring(shop)
    assert shop.till.outbox.of_settlement(2) is None
    second = shop.till.reconciling.bridge(LAST, LAST)
    assert [(str(one.till.vat), str(one.ledger), str(one.rounding)) for one in second.rows] == [
        ("-0.01", "0.00", "0.01")
    ]
    assert (second.verdict, second.findings) == (Verdict.PROVEN, ())
    assert bridge(shop).verdict is Verdict.PROVEN


def test_each_mistake_of_a_bookkeeper_is_found_and_named(open_shop: Opened) -> None:  # noqa: F811
    shop = open_shop(SETTLED)
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
    first, second, part = sell_a_day(shop)
    wrong = [shop.sell(Cart().add(FLOUR)), shop.sell(Cart().add(LATTE))]
    shop.till.day.close()
    shop.clock.advance(86_400)
    shop.deliver()
    ids = {one: remote.order_id for one in (first, second, *wrong) if (remote := shop.entry(one).remote) is not None}
    shop.sandbox.change_order(ids[first], 1, ProductUnitPrice=Decimal("40"))
    shop.sandbox.delete_order(ids[second])
    shop.sandbox.change_order(ids[wrong[0]], 1, ProductCode="8015", ProductUnitPrice=Decimal("19.90"))
    shop.sandbox.change_product("7025", 3100)
    shop.sandbox.change_order(ids[wrong[1]], 1, ProductCode="7025", ProductUnitPrice=Decimal("52"))
    shop.sandbox.book_voucher((1950, "0", Decimal("11.00")), (1910, "0", Decimal("-11.00")), day=FIRST)
    invoice(shop, first, part, *wrong)
    shop.clock.advance(86_400)
    with closing(shop.gateway()) as gateway:
        follow_invoices(shop.database, gateway, everything=True, clock=shop.clock)
    shop.clock.advance(3_600)
    with closing(shop.gateway()) as gateway:
        follow_invoices(shop.database, gateway, everything=True, clock=shop.clock)
    bring(shop)
    result = bridge(shop)

    assert result.verdict is Verdict.DIFFERENCE
    found = {one.receipt_no: one.code for one in result.findings if one.severity is Severity.WRONG}
    assert {shop.entry(one).receipt_no: code for one, code in (
        (first, "order_changed"), (second, "draft_deleted"), (wrong[0], "vat_twice"), (wrong[1], "wrong_account")
    )}.items() <= found.items()  # fmt: skip
    assert "foreign_on_clearing" in codes(result)
    assert sum(one.amount.ore for one in result.clearing) == int(100 * shop.sandbox.balance(1950))
    assert result.clearing_balance == Money(int(100 * shop.sandbox.balance(1950)))


def test_a_reversed_voucher_is_found(open_shop: Opened) -> None:  # noqa: F811
    shop, _ = settled_shop(open_shop, "settlement")
    entry = shop.till.outbox.of_settlement(1)
    assert entry is not None
    assert entry.remote is not None
    shop.sandbox.reverse_voucher(entry.remote.order_id)
    bring(shop)
    result = bridge(shop)
    assert codes(result) == {"voucher_reversed"}
    assert result.findings[0].z == 1


def test_a_z_that_is_booked_by_hand_as_well_is_found(open_shop: Opened) -> None:  # noqa: F811
    shop, _ = settled_shop(open_shop, "invoice")
    lines: list[HandLine] = [
        (line.account, line.vat_code, Decimal(line.amount.ore).scaleb(-2))
        for line in shop.till.vouchers.preview(2).lines
    ]
    shop.sandbox.book_voucher(*lines, day=FIRST)
    bring(shop)
    assert codes(bridge(shop)) == {"voucher_booked_twice"}


@both_ways
def test_an_invoice_that_is_credited_by_hand_without_a_return_is_found(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop, references = settled_shop(open_shop, way)
    entry = shop.entry(references[0])
    assert entry.remote is not None
    assert entry.remote.invoice_no is not None
    shop.sandbox.credit_invoice(entry.remote.invoice_no)
    bring(shop)
    result = bridge(shop)

    assert codes(result) == {"invoice_taken_back_by_hand"}
    assert result.clearing_balance == (entry.total if way == "settlement" else Money(0))


@both_ways
def test_a_shop_that_books_its_days_by_hand_is_told_what_they_must_have_until_they_do(
    open_shop: Opened,  # noqa: F811
    way: str,
) -> None:
    shop = open_shop({**WAYS[way], "settlement.enabled": "false"})
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
    references = sell_a_day(shop)
    shop.deliver()
    invoice(shop, *references)
    bring(shop)
    assert (bridge(shop).verdict, codes(bridge(shop))) == (Verdict.WAITING, {"settlement_outside"})

    lines: list[HandLine] = [
        (line.account, line.vat_code, Decimal(line.amount.ore).scaleb(-2))
        for line in shop.till.vouchers.preview(1).lines
    ]
    shop.sandbox.book_voucher(*lines, day=FIRST)
    bring(shop)
    assert (bridge(shop).verdict, codes(bridge(shop))) == (Verdict.PROVEN, {"booked_outside"})


def test_accounts_that_are_changed_later_leave_what_was_sent_as_it_was_sent(open_shop: Opened) -> None:  # noqa: F811
    shop, _ = settled_shop(open_shop, "settlement")
    shop.till.change_settings({"settlement.accounts.card": "1920"})

    assert bridge(shop).verdict is Verdict.PROVEN


def test_a_privilege_that_is_missing_at_night_is_told_until_the_ledger_is_read(open_shop: Opened) -> None:  # noqa: F811
    shop, _ = settled_shop(open_shop, "settlement")
    assert bridge(shop).trouble is None
    shop.sandbox.change_privileges([one for one in EVERY_PRIVILEGE if "AccountTransaction" not in one])
    shop.sandbox.revoke_tokens()
    shop.clock.advance(86_400)
    with closing(shop.gateway()) as gateway:
        bring_ledger_when_due(shop.database, gateway, clock=shop.clock)
    trouble = bridge(shop).trouble
    assert trouble is not None
    assert (trouble.code, trouble.values) == ("privilege_missing", {"privilege": "AccountTransaction"})
    shop.sandbox.change_privileges(EVERY_PRIVILEGE)
    shop.sandbox.revoke_tokens()
    bring(shop)
    assert (bridge(shop).trouble, bridge(shop).verdict) == (None, Verdict.PROVEN)


def test_days_in_the_wrong_order_or_too_many_of_them_are_refused(open_shop: Opened) -> None:  # noqa: F811
    shop = open_shop()
    with pytest.raises(BadInput, match="bridge_days_wrong"):
        shop.till.reconciling.bridge(LAST, FIRST)
    with pytest.raises(BadInput, match="bridge_too_long"):
        shop.till.reconciling.bridge(date(2020, 1, 1), FIRST)
