"""A whole day by touches: its float, what is sold, what stands in the way of the close, the count, and one Z."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ZERO, Money, total
from terminal_app.domain.outbox import State
from terminal_app.presenters.day_view import DayStep
from terminal_app.presenters.session import Place
from terminal_app.storage import journal
from tests.kivy_window import COMPACT, FORMS, PORTRAIT
from tests.stories.story import Story

Open = Callable[[tuple[int, int]], Story]


def type_on(shop: Story, pad: str, keys: str) -> None:
    shop.touch(*[f"{pad}/{key}" for key in keys])


def remove_last_line(shop: Story, place: int) -> None:
    """The line is opened and its bin touched; on a handheld in the whole cart."""
    if shop.size == PORTRAIT:
        shop.touch("sale.cart")
    shop.touch(f"sale.line.{place}", "sale.sheet.away")
    if shop.size == PORTRAIT and shop.finger.sees("sale.cart"):
        shop.touch("sale.cart")


@pytest.mark.parametrize("size", FORMS)
def test_a_day_is_opened_sold_on_counted_and_closed(story: Open, size: tuple[int, int]) -> None:
    shop = story(size)
    shop.touch("sale.day.other")
    type_on(shop, "day.money.pad", "1000")
    shop.touch("day.money.confirm")
    assert shop.session.place is Place.SALE

    shop.tiles("1001", "1002", "1004")
    remove_last_line(shop, 2)
    shop.touch("sale.pay", "payment.channel.cash", "payment.finish")
    in_cash = shop.last
    shop.new_sale()
    shop.tiles("1003")
    shop.touch("sale.pay", "payment.channel.card", "payment.finish")
    by_card = shop.last
    shop.new_sale()
    shop.tiles("1005")
    shop.touch("sale.park", "parked.as.3")

    shop.touch("root.menu", "menu.day", "day.main")
    assert shop.presenter.day.view().step is DayStep.IN_WAY
    assert shop.presenter.day.view().foot.can is False
    shop.touch("day.look.0", "parked.row.0", "sale.pay", "payment.channel.cash", "payment.finish")
    parked = shop.last
    shop.new_sale()
    shop.tiles("1006")
    shop.touch("sale.pay", "payment.channel.invoice", "payment.search_customer", "customers.row.0", "payment.finish")
    on_invoice = shop.last
    assert on_invoice.receipt_no is not None
    shop.new_sale()

    shop.touch("root.menu", "menu.day")
    texts = " ".join(shop.texts())
    assert "1 faktura er ikke sendt ennå" in texts
    assert str(on_invoice.total).replace(".", ",") in texts
    shop.touch("day.main")
    cash = total(payment.amount for sale in (in_cash, parked) for payment in sale.payments)
    expected = Money(1_000_00) + cash
    counted = expected - Money(20_00)
    shop.presenter.day.closing.count.turn()
    shop.window.settle()
    type_on(shop, "day.pad", str(counted.ore // 100))
    shop.touch("day.main", "day.reason.0", "day.main", "day.main")
    assert shop.presenter.day.view().step is DayStep.DONE
    assert "Kassen er gjort opp" in shop.texts()
    shop.touch("day.main")
    assert "Kassen er gjort opp." in shop.texts()

    z = shop.till.day.z(1)
    assert z.cash_sales == in_cash.total + by_card.total + parked.total
    assert {one.channel: (one.number, one.amount) for one in z.payments} == {
        Channel.CASH: (2, cash),
        Channel.CARD: (1, by_card.total),
    }
    assert (z.receipts, z.deliveries.number, z.deliveries.amount) == (3, 1, on_invoice.total)
    assert (z.opening_float, z.cash.expected, z.cash.counted) == (Money(1_000_00), expected, counted)
    assert (z.cash.difference, z.cash.words, z.cash.left) == (Money(-20_00), "Vekslet feil", Money(1_000_00))
    assert (z.unsent.number, z.unsent.amount) == (1, on_invoice.total)
    assert [(one.type, one.number) for one in z.line_corrections] == [("removed", 1)]
    assert z.grand.net == z.cash_sales
    assert [row.facts["amount"] for row in journal.of_kinds(shop.database, "cash_difference")] == ["-20.00"]
    shop.touch("root.badge", "queue.send")
    assert shop.entry(on_invoice.receipt_no).state is State.ACCEPTED


def test_a_day_without_a_difference_takes_few_touches(story: Open) -> None:
    shop = story(COMPACT)
    shop.touch("sale.day.same")
    shop.tiles("1001")
    shop.touch("sale.pay", "payment.channel.card", "payment.finish")
    shop.new_sale()
    shop.touches = 0
    shop.touch("root.menu", "menu.day", "day.main", "day.pad/0", "day.main", "day.main")
    make_z = shop.finger.find("day.main").centre
    shop.touch("day.main")
    shop.finger.tap_at(*make_z)
    assert shop.presenter.day.view().step is DayStep.DONE
    assert shop.touches == 7
    assert shop.till.day.z(1).cash.difference == ZERO
    shop.touch("day.main")
    shop.wait(days=1)
    shop.presenter.tick()
    shop.window.settle()
    shop.touch("sale.day.same")
    assert shop.till.day.stands().opened
