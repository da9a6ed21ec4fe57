"""Sales as shops live them, by touches: the rush, split bills, weights and discounts, scans, two fingers, and taps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Payment
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, FORMS, PORTRAIT
from tests.screens.wedge import Wedge
from tests.stories.story import RECENT, Story
from tests.till.staff import KARI_PIN, with_pins

Open = Callable[[tuple[int, int]], Story]
LATTE, CAPPUCCINO = "2900000010017", "2900000010024"


def test_a_cafe_rush_of_twenty_sales_in_every_channel(story: Open) -> None:
    shop = story(COMPACT)
    shop.invoice_some_days_ago()
    ways = (
        ("payment.quick.0",),
        ("payment.channel.card", "payment.finish"),
        ("payment.quick.2",),
        ("payment.channel.vipps", "payment.finish"),
        ("payment.channel.invoice", "payment.recent.0", "payment.finish"),
    )
    tiles = shop.keys("sale.tile.")
    for number in range(20):
        shop.touch(tiles[number % len(tiles)], tiles[number * 3 % len(tiles)], "sale.pay", *ways[number % len(ways)])
        shop.new_sale()
    assert (shop.till.ledger.count(), shop.session.cart.lines) == (21, ())
    channels = shop.database.rows("SELECT channel, COUNT(*) FROM payment GROUP BY channel ORDER BY channel")
    assert channels == [("card", 4), ("cash", 8), ("invoice", 5), ("vipps", 4)]
    shop.touch("root.badge", "queue.send")
    assert shop.till.outbox.counts() == {State.ACCEPTED: 5}
    assert len(shop.sandbox.orders()) == 5


def test_a_bill_is_split_between_card_cash_and_an_invoice(story: Open) -> None:
    shop = story(PORTRAIT)
    shop.invoice_some_days_ago()
    shop.touch("sale.day.same")
    shop.tiles("1001", "1004", "1004", "1002")
    cost = shop.session.cart.total
    shop.touch("sale.pay", "payment.split", "payment.split_pad/5", "payment.split_pad/0")
    shop.touch("payment.channel.card", "payment.finish")
    shop.touch("payment.split_pad/2", "payment.split_pad/1", "payment.channel.cash", "payment.cash.0", "payment.finish")
    shop.touch("payment.channel.invoice", "payment.recent.0", "payment.finish")
    rest = cost - Money(71_00)
    assert shop.last.payments == (
        Payment(Channel.CARD, Money(50_00)),
        Payment(Channel.CASH, Money(21_00)),
        Payment(Channel.INVOICE, rest),
    )
    assert (shop.last.receipt_no, shop.last.paid_receipt_no) == ("F-000002", "S-000001")
    shop.touch("root.badge", "queue.send")
    assert shop.entry("F-000002").state is State.ACCEPTED
    assert [str(order["TotalAmount"]) for order in shop.sandbox.orders()][-1] == str(rest)


def test_weighed_goods_with_a_discount_on_the_line_and_on_the_sale_that_a_manager_allows(story: Open) -> None:
    shop = story(PORTRAIT)
    weighed = next(product for product in shop.till.assortment.products if product.unit.is_measured)
    shop.stand("amina")
    shop.touch("sale.search")
    shop.finger.type(weighed.name)
    shop.tiles(weighed.sku)
    shop.touch("sale.sheet.pad.,", "sale.sheet.pad.3", "sale.sheet.pad.5", "sale.sheet.enter")
    shop.touch("sale.search/clear")
    shop.tiles("1001")
    shop.touch("sale.cart", "sale.line.0", "sale.sheet.tab.discount", "sale.sheet.pad.1", "sale.sheet.pad.0")
    shop.touch("sale.sheet.enter", "step_up.manager.kari")
    shop.touch("sale.discount", "sale.sheet.kind.amount", "sale.sheet.pad.5", "sale.sheet.enter")
    shop.touch("step_up.manager.kari")  # it goes further than she has allowed
    shop.touch("sale.pay", "payment.channel.card", "payment.finish")
    line = shop.last.lines[0]
    full = weighed.price.times(Quantity(350))
    assert line.quantity == Quantity(350)
    assert shop.last.total == full - Discount.per_cent(10_00).off(full) + Money(52_00) - Money(5_00)
    told = shop.database.rows("SELECT json_extract(facts, '$.approvals') FROM journal WHERE kind = 'sale'")
    assert [str(row[0]).count("kari") for row in told] == [1]


def test_a_burst_while_a_dialog_is_open_is_rung_up_and_leaves_the_dialog_alone(story: Open) -> None:
    shop = story(COMPACT)
    with_pins(shop.till)
    shop.stand("amina")
    with shop.scanner(), Wedge(shop.window) as keys:
        shop.tiles("1004")
        shop.touch("sale.line.0", "sale.sheet.tab.discount", "sale.sheet.pad.1", "sale.sheet.pad.0", "sale.sheet.enter")
        keys.type(KARI_PIN[:3])
        for code in (LATTE, CAPPUCCINO, LATTE):
            keys.scan(code)
        keys.type(KARI_PIN[3:] + "\n")
        shop.window.settle()
    lines = shop.session.cart.lines
    assert [(line.product.sku, str(line.quantity)) for line in lines] == [("1004", "1"), ("1001", "2"), ("1002", "1")]
    assert [line.discount for line in lines] == [Discount.per_cent(10_00), None, None]
    shop.touch("sale.pay", "payment.quick.0")
    assert shop.last.total == shop.last.payments[0].amount - shop.last.rounding


def test_two_fingers_on_finish_in_the_same_frame_record_one_sale(story: Open) -> None:
    shop = story(PORTRAIT)
    shop.tiles("1001")
    shop.touch("sale.pay", "payment.channel.card")
    finish = shop.finger.find("payment.finish")
    points = [(finish.x + share * finish.width, finish.centre[1]) for share in (0.2, 0.8)]
    shop.press_together(*points)
    shop.window.settle()
    assert (shop.session.place, shop.till.ledger.count()) == (Place.RECEIPT, 1)
    shop.new_sale()
    assert shop.session.cart.lines == ()


@pytest.mark.parametrize("size", FORMS)
def test_an_invoice_to_a_recent_customer_takes_three_touches_and_exact_cash_two(
    story: Open, size: tuple[int, int]
) -> None:
    shop = story(size)
    shop.invoice_some_days_ago()
    shop.tiles("1001")
    shop.touches = 0
    shop.touch("sale.pay", "payment.invoice_to.0", "payment.finish")
    assert (shop.session.place, shop.touches) == (Place.RECEIPT, 3)
    assert shop.entry("F-000002").customer_number == RECENT
    shop.new_sale()
    shop.tiles("1001")
    shop.touches = 0
    shop.touch("sale.pay", "payment.quick.0")
    assert (shop.session.place, shop.touches, str(shop.session.change_due)) == (Place.RECEIPT, 2, "0.00")
