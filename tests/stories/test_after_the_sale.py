"""What comes after a sale, by touches: a wrong customer, returns, training, power cuts and parked carts."""

from __future__ import annotations

from collections.abc import Callable

from terminal_app.domain.outbox import State
from terminal_app.domain.print_job import PrintState
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, PORTRAIT
from tests.stories.story import RECENT, Story

Open = Callable[[tuple[int, int]], Story]


def invoiced(shop: Story, *skus: str) -> str:
    """The receipt number of an invoice to the recent customer, by touches."""
    shop.tiles(*skus)
    shop.touch("sale.pay", "payment.channel.invoice", "payment.recent.0", "payment.finish")
    receipt_no = shop.last.receipt_no
    assert receipt_no is not None
    shop.new_sale()
    return receipt_no


def test_a_wrong_customer_is_put_right_with_a_reason_while_the_invoice_waits(story: Open) -> None:
    shop = story(COMPACT)
    shop.invoice_some_days_ago()
    receipt_no = invoiced(shop, "1001", "1002")
    shop.touch("root.menu", "menu.history", "history.row.0", "history.customer")
    wanted = shop.presenter.customers.view().rows[2]
    assert wanted.number != str(RECENT)
    shop.touch("customers.row.2", "change.reason.0", "change.confirm")
    assert str(shop.entry(receipt_no).customer_number) == wanted.number
    shop.touch("root.badge", "queue.send")
    assert shop.entry(receipt_no).state is State.ACCEPTED
    orders = {str(order["CustomerNo"]): str(order["TotalAmount"]) for order in shop.sandbox.orders()}
    assert orders[wanted.number] == str(shop.entry(receipt_no).total)
    row = shop.database.rows("SELECT facts FROM journal WHERE kind = 'customer_assigned'")
    assert [f'"instead_of":{RECENT}' in str(facts).replace(" ", "") for (facts,) in row] == [True]


def test_goods_of_an_invoice_come_back_before_and_after_it_was_sent(story: Open) -> None:
    shop = story(PORTRAIT)
    shop.invoice_some_days_ago()
    shop.stand("kari")
    sent = invoiced(shop, "1001", "1001", "1002")
    shop.touch("root.badge", "queue.send", "queue.back")
    queued = invoiced(shop, "1004")

    shop.touch("root.menu", "menu.history", "history.row.0", "history.refund", "refund.everything", "refund.next")
    shop.touch("refund.reason.0", "refund.confirm")
    assert shop.entry(queued).state is State.CANCELLED
    assert shop.last.receipt_no == "R-000001"
    shop.new_sale()

    shop.session.open_history(sent)
    shop.window.settle()
    shop.touch("history.refund", "refund.line.0/more", "refund.next", "refund.reason.1", "refund.confirm")
    assert shop.entry("R-000002").state is State.QUEUED
    shop.touch("root.badge", "queue.send")
    assert shop.entry("R-000002").state is State.ACCEPTED
    totals = [str(order["TotalAmount"]) for order in shop.sandbox.orders()]
    assert totals[-2:] == [str(shop.entry(sent).total), str(shop.entry("R-000002").total)]
    assert totals[-1] == "-52.00"


def test_a_round_of_training_is_sent_nowhere_and_is_no_turnover(story: Open) -> None:
    shop = story(PORTRAIT)
    shop.invoice_some_days_ago()
    shop.stand("kari")
    before = turnover(shop)
    train(shop, on=True)
    invoiced(shop, "1001")
    shop.tiles("1001", "1002")
    shop.touch("sale.pay", "payment.quick.0")
    assert shop.last.receipt_no == "T-000002"
    shop.new_sale()
    shop.touch("root.menu", "menu.history", "history.row.0", "history.refund", "refund.everything", "refund.next")
    shop.touch("refund.reason.0", "refund.confirm")
    assert (shop.last.receipt_no, shop.last.is_training) == ("T-000003", True)
    shop.new_sale()
    shop.touch("root.badge", "queue.send")
    assert len(shop.sandbox.orders()) == 1
    assert turnover(shop) == before
    shop.touch("queue.back")
    train(shop, on=False)
    assert invoiced(shop, "1001") == "F-000002"


def train(shop: Story, *, on: bool) -> None:
    """Training begins or ends, by the menu."""
    shop.touch("root.menu", "menu.training", "training.switch")
    assert (shop.till.training, shop.session.place) == (on, Place.SALE)


def turnover(shop: Story) -> list[object]:
    return shop.database.rows("SELECT kind, SUM(total_ore) FROM sale WHERE kind <> 'training' GROUP BY kind")


def test_the_power_goes_between_finish_and_print(story: Open) -> None:
    shop = story(COMPACT)
    shop.print_into()
    shop.tiles("1001", "1004")
    shop.touch("sale.pay", "payment.quick.1")
    total = shop.last.total
    shop.power_cut()
    assert (shop.session.place, shop.session.cart.lines) == (Place.RECEIPT, ())
    assert (shop.last.receipt_no, shop.last.total) == ("S-000001", total)
    (paper,) = shop.print_waiting()
    assert "S-000001" in paper
    job = shop.till.prints.original(shop.last.id)
    assert job is not None
    assert (job.state, shop.print_waiting()) == (PrintState.PRINTED, [paper])
    shop.new_sale()
    shop.power_cut()
    assert (shop.session.place, shop.till.ledger.count(), shop.print_waiting()) == (Place.SALE, 1, [paper])


def test_a_parked_cart_is_there_after_a_restart_and_is_sold_once(story: Open) -> None:
    shop = story(COMPACT)
    shop.tiles("1001", "1001", "1004")
    cart = shop.session.cart
    shop.touch("sale.park", "parked.as.3")
    assert (shop.session.place, shop.session.cart.lines) == (Place.SALE, ())
    shop.power_cut()
    assert shop.session.place is Place.SALE
    shop.tiles("1002")
    shop.touch("sale.pay", "payment.quick.0")
    shop.new_sale()
    shop.closed_and_opened()
    shop.touch("sale.park", "parked.row.0")
    assert shop.session.cart == cart
    shop.touch("sale.pay", "payment.channel.card", "payment.finish")
    assert (shop.last.total, shop.till.parking.every()) == (cart.total, ())
