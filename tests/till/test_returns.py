"""Taking back: what it does to the books, to the invoice in the queue, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Quantity
from terminal_app.domain.operators import Right
from terminal_app.domain.outbox import OutboxEntry, Remote, State
from terminal_app.domain.problems import BadInput, MoveRefused, Problem
from terminal_app.domain.refund import Chosen
from terminal_app.storage import journal
from terminal_app.till import Sold, Till
from tests.till.counter import BY_CARD, LATTE, TORGET, ListeningSync, a_cart, entry_of, invoice

ONE_LATTE = (Chosen(0, ONE),)


def number(sold: Sold) -> str:
    assert sold.sale.receipt_no is not None
    return sold.sale.receipt_no


def refund(till: Till, receipt_no: str, chosen: Sequence[Chosen] | None = None, **more: Any) -> Sold:
    """A return that somebody makes who may: Kari is a manager."""
    return till.returns.refund(receipt_no, chosen, **{"operator_id": "kari", **more})


def rows(till: Till, kind: str) -> list[tuple[str | None, dict[str, Any]]]:
    found = till.database.rows("SELECT operator_id, facts FROM journal WHERE kind = ? ORDER BY id", (kind,))
    return [(operator, json.loads(facts)) for operator, facts in found]


def kept(till: Till, sold: Sold) -> OutboxEntry:
    entry = till.outbox.get(entry_of(sold).reference)
    assert entry is not None
    return entry


def moved(till: Till, sold: Sold, *steps: State, **marks: Any) -> None:
    """The invoice of that sale through those states."""
    entry = entry_of(sold)
    for step in steps:
        entry = till.outbox.save(entry, replace(entry, state=step))
    if marks:
        till.outbox.save(entry, replace(entry, **marks))


def everything(till: Till) -> list[list[tuple[Any, ...]]]:
    tables = ("sale", "sale_line", "payment", "journal", "outbox", "attempt", "series", "customer_use")
    return [till.database.rows(f"SELECT * FROM {table}") for table in tables]


def test_a_return_is_a_receipt_of_its_own_series_that_names_its_sale_and_the_reason(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    returned = refund(till, number(sale), ONE_LATTE, reason="  sur melk ", operator_id="kari").sale
    assert returned.receipt_no == "R-000001"
    again = till.ledger.sale_by_receipt("R-000001")
    assert again == returned
    assert again.return_of is not None
    assert (again.return_of.sale_id, again.return_of.receipt_no) == (sale.sale.id, "S-000001")
    assert (again.return_of.reason, again.operator_id) == ("sur melk", "kari")
    assert [(line.original_position, str(line.quantity)) for line in again.lines] == [(0, "-1")]
    assert till.ledger.returns_of(sale.sale.id) == (again,)


def test_the_journal_tells_of_a_return_by_that_name_with_its_sale_and_reason(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    refund(till, number(sale), ONE_LATTE, reason="sur melk", operator_id="kari")
    ((operator, facts),) = rows(till, "return")
    assert (operator, facts["receipt_no"], facts["total"]) == ("kari", "R-000001", "-52.00")
    assert (facts["original_receipt_no"], facts["reason"]) == ("S-000001", "sur melk")
    assert len(rows(till, "sale")) == 1
    assert journal.first_broken(till.database) is None


def test_returns_end_when_nothing_is_left_also_after_a_restart_of_the_till(till: Till) -> None:
    sale = till.sell(Cart().add(LATTE, Quantity.of(3)), BY_CARD)
    refund(till, number(sale), ONE_LATTE)
    fresh = Till(till.database, till.now)
    assert [str(one.quantity) for one in fresh.returns.left(number(sale))] == ["2"]
    rest = refund(fresh, number(sale))
    assert str(rest.sale.total) == "-104.00"
    with pytest.raises(BadInput, match="refund_nothing_left"):
        refund(fresh, number(sale))


def test_products_are_chosen_by_sku(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    chosen = till.returns.chosen(number(sale), {"1001": Quantity(1500), "1002": ONE})
    assert chosen == (Chosen(0, Quantity(1500)), Chosen(1, ONE))


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION])
def test_an_invoice_that_never_left_is_cancelled_where_it_stands(till: Till, state: State, sync: ListeningSync) -> None:
    sale = invoice(till)
    if state is not State.QUEUED:
        moved(till, sale, state)
    returned = refund(till, number(sale), reason="feil kunde")
    entry = kept(till, sale)
    assert returned.entry is None
    assert entry.state is State.CANCELLED
    assert (entry.history[-1].outcome, entry.history[-1].detail) == ("cancelled", "R-000001 feil kunde")
    assert till.outbox.counts() == {State.CANCELLED: 1}
    ((operator, facts),) = rows(till, "delivery_cancelled")
    assert (operator, facts["reference"]) == ("kari", entry.reference)
    assert (facts["returned_by"], facts["reason"], facts["was"]) == ("R-000001", "feil kunde", state.value)
    assert sync.asked[-1] == "nudge"


@pytest.mark.parametrize(
    "steps",
    [
        (State.SENDING,),
        (State.SENDING, State.UNKNOWN),
        (State.SENDING, State.ACCEPTED),
        (State.SENDING, State.ACCEPTED, State.INVOICED),
        (State.SENDING, State.ACCEPTED, State.INVOICED, State.PAID),
    ],
    ids=lambda steps: steps[-1].value,
)
def test_an_invoice_that_may_have_arrived_stays_and_the_return_is_a_credit_order_of_its_own(
    till: Till, steps: tuple[State, ...]
) -> None:
    sale = invoice(till)
    moved(till, sale, *steps)
    entry = entry_of(refund(till, number(sale)))
    assert kept(till, sale).state is steps[-1]
    assert (entry.state, str(entry.total), entry.receipt_no) == (State.QUEUED, "-143.90", "R-000001")
    assert entry.reference != kept(till, sale).reference
    assert (entry.customer_remote_id, entry.customer_number) == (TORGET.remote_id, TORGET.number)
    assert till.outbox.get(entry.reference) == entry


def test_a_stopped_invoice_that_may_have_arrived_is_not_cancelled_by_a_return(till: Till) -> None:
    sale = invoice(till)
    remote = Remote("order-1", 1001)
    moved(till, sale, State.SENDING, State.NEEDS_ATTENTION, remote=remote, problem=Problem("total_mismatch"))
    assert entry_of(refund(till, number(sale))).state is State.QUEUED
    assert kept(till, sale).state is State.NEEDS_ATTENTION


def test_a_part_that_is_returned_leaves_the_invoice_in_the_queue_and_follows_it(till: Till) -> None:
    sale = invoice(till)
    entry = entry_of(refund(till, number(sale), ONE_LATTE))
    assert kept(till, sale).state is State.QUEUED
    assert (entry.state, str(entry.total)) == (State.QUEUED, "-52.00")


def test_the_return_of_the_rest_takes_the_invoice_and_the_earlier_return_out_of_the_queue(till: Till) -> None:
    sale = invoice(till)
    first = refund(till, number(sale), ONE_LATTE)
    last = refund(till, number(sale))
    assert last.entry is None
    assert till.outbox.counts() == {State.CANCELLED: 2}
    assert kept(till, first).history[-1].detail == "F-000001"
    assert len(rows(till, "delivery_cancelled")) == 2


def test_cancelling_an_invoice_cancels_the_return_that_waits_for_it(till: Till) -> None:
    sale = invoice(till)
    first = refund(till, number(sale), ONE_LATTE)
    till.deliveries.cancel(kept(till, sale).reference, "faktureres for hånd", "kari")
    assert (kept(till, sale).state, kept(till, first).state) == (State.CANCELLED, State.CANCELLED)
    told = [facts.get("cancelled_with") for _, facts in rows(till, "delivery_cancelled")]
    assert told == [kept(till, sale).reference, None]


def test_a_return_of_an_invoice_that_was_cancelled_is_recorded_and_sends_nothing(till: Till) -> None:
    sale = invoice(till)
    till.deliveries.cancel(kept(till, sale).reference, "faktureres for hånd", "kari")
    returned = refund(till, number(sale))
    assert returned.entry is None
    assert [(one.channel, str(one.amount)) for one in returned.sale.payments] == [(Channel.INVOICE, "-143.90")]
    assert till.outbox.counts() == {State.CANCELLED: 1}


def test_a_customer_chosen_for_the_invoice_is_the_returns_customer_too(till: Till) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    sale = invoice(till, None)
    returned = refund(till, number(sale), ONE_LATTE)
    assert (entry_of(returned).state, entry_of(returned).customer_number) == (State.QUEUED, None)
    with pytest.raises(MoveRefused, match="return_follows_its_sale"):
        till.deliveries.assign_customer(entry_of(returned).reference, 10002)
    till.deliveries.assign_customer(entry_of(sale).reference, 10001)
    assert (kept(till, returned).customer_remote_id, kept(till, returned).customer_number) == ("501", 10001)
    later = refund(till, number(sale), ONE_LATTE)
    assert later.sale.customer is not None
    assert (later.sale.customer.number, entry_of(later).customer_number) == (10001, 10001)


def test_a_return_does_not_count_as_a_use_of_its_customer(till: Till) -> None:
    sale = invoice(till)
    before = till.database.rows("SELECT * FROM customer_use")
    refund(till, number(sale))
    assert till.database.rows("SELECT * FROM customer_use") == before


def test_a_return_while_the_integration_is_off_is_held_like_its_sale(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    sale = invoice(till)
    assert entry_of(refund(till, number(sale), ONE_LATTE)).state is State.HELD


def test_a_sale_can_be_taken_back_after_its_channel_was_switched_off(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    till.change_settings({"channels.card.enabled": "false"})
    assert refund(till, number(sale)).sale.payments[0].channel is Channel.CARD


def test_what_cannot_be_returned_names_its_field_and_stores_nothing(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    back = number(refund(till, number(sale), ONE_LATTE))
    before = everything(till)
    for receipt_no, more, code, field in (
        ("S-000099", {}, "receipt_unknown", "receipt_no"),
        ("\udcff", {}, "receipt_unknown", "receipt_no"),
        (back, {}, "refund_of_return", "receipt_no"),
        (number(sale), {"chosen": [Chosen(0, Quantity.of(2))]}, "refund_too_much", "item"),
        (number(sale), {"channel": Channel.CASH}, "refund_channel_other", "pay"),
        (number(sale), {"reason": "x" * 300}, "text_too_long", "reason"),
        (number(sale), {"operator_id": "nobody"}, "operator_unknown", "operator"),
        (number(sale), {"at": sale.sale.sold_at.replace(year=2025)}, "refund_before_sale", "at"),
    ):
        with pytest.raises(BadInput, match=code) as caught:
            refund(till, receipt_no, **more)
        assert caught.value.problem.values["field"] == field
    assert everything(till) == before


def test_a_clock_that_was_set_back_does_not_stop_a_return(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    earlier = Till(till.database, lambda: sale.sale.sold_at.replace(year=2025))
    assert refund(earlier, number(sale)).sale.receipt_no == "R-000001"


def test_an_error_in_the_middle_stores_neither_the_return_nor_the_cancellation(till: Till) -> None:
    sale = invoice(till)
    till.database.execute(
        "CREATE TRIGGER no_cancelling BEFORE UPDATE ON outbox WHEN NEW.state = 'cancelled' "
        "BEGIN SELECT RAISE(ABORT, 'disk trouble'); END"
    )
    before = everything(till)
    with pytest.raises(Exception, match="disk trouble"):
        refund(till, number(sale))
    assert everything(till) == before


def test_a_cashier_takes_back_only_with_a_managers_approval_which_the_journal_names(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    before = everything(till)
    with pytest.raises(MoveRefused, match="right_missing"):
        refund(till, number(sale), operator_id="amina")
    assert everything(till) == before
    till.operators.approve(Right.REFUND, "kari", "amina")
    returned = refund(till, number(sale), ONE_LATTE, operator_id="amina", approved_by="kari")
    assert returned.sale.operator_id == "amina"
    ((operator, facts),) = rows(till, "return")
    assert (operator, facts["approved_by"]) == ("amina", "kari")
    with pytest.raises(MoveRefused, match="approval_used_up"):
        refund(till, number(sale), ONE_LATTE, operator_id="amina", approved_by="kari")


def test_a_return_that_is_refused_leaves_the_approval_for_the_next_try(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD)
    till.operators.approve(Right.REFUND, "kari", "amina")
    with pytest.raises(BadInput, match="refund_too_much"):
        refund(till, number(sale), [Chosen(0, Quantity.of(9))], operator_id="amina", approved_by="kari")
    assert refund(till, number(sale), operator_id="amina", approved_by="kari").sale.receipt_no == "R-000001"
