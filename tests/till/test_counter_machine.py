"""A till without a window that hypothesis plays: any order of a counter's moves, and the books after each day.

What is expected comes from what the customers were told and paid, never from the tables that it is compared with.
`COUNTER_EXAMPLES=1000` plays more days than the suite does.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from sync.poweroffice import amounts
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import Credited, order_from
from terminal_app.domain.money import ZERO, Money, total
from terminal_app.domain.outbox import Attempt, OutboxEntry, Quarantine, Remote, State
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import LineKind, Sale
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts
from terminal_app.storage.books import disagreements
from terminal_app.till import Sold
from terminal_app.till.history import InvoiceFate, Preview, SoldSale
from tests.sync.test_refund_mapping import answered_total
from tests.till.counter_day import (
    BUYERS,
    CHANNELS,
    KARI,
    SENDABLE,
    STANDING,
    Debt,
    Share,
    check_payments,
    left_over,
    of_something,
    part_of,
    refused_only,
    rung_up,
    shares,
    taken_of,
    through,
    tips,
)
from tests.till.counter_till import TillAtWork


class CounterMachine(TillAtWork):
    """One till, one cart, and what everybody owes."""

    # paying

    @rule(
        rung_up=rung_up(),
        parts=st.lists(shares, max_size=3),
        last=st.sampled_from(CHANNELS) | st.just(Channel.INVOICE),
        tip=tips,
        buyer=st.sampled_from((*BUYERS, None)),
        goes_at_once=st.booleans(),
    )
    def finish(
        self, rung_up: Cart, parts: list[Share], last: Channel, tip: Money, buyer: int | None, goes_at_once: bool
    ) -> None:
        if not self.cart.lines:
            self._hold(rung_up)
        cart = self.cart
        cost = cart.total
        taken = taken_of(parts, cost)
        if not cost:
            tip = ZERO
        by_invoice = last is Channel.INVOICE or taken.uses(Channel.INVOICE)
        if by_invoice and not cost:
            last, by_invoice = Channel.CARD, False
        tips_in_all = taken.tips + tip
        fee = self.till.invoice_fee(cart, tips_in_all) if by_invoice else None
        on_top = fee.price if isinstance(fee, Fee) else ZERO
        tenders = taken.tenders(cost, last, tip=tip, fee=on_top)
        note(f"{cart.total} + {tips_in_all} + {on_top}: {tenders}")
        sold = self.till.sell(
            cart, tenders, operator_id=KARI, customer_number=buyer if by_invoice else None, tip=tips_in_all
        )
        assert sold.sale.total == cost + tips_in_all + on_top
        self._recorded(sold)
        invoiced = taken.remaining(cost) + tip if last is Channel.INVOICE else ZERO
        invoiced += total(part.amount for part in taken.taken if part.channel is Channel.INVOICE)
        check_payments(sold.sale, tenders)
        if by_invoice and not self.till.training:
            assert sold.entry is not None
            assert sold.entry.total == invoiced + on_top
            self.debts[str(sold.sale.receipt_no)] = Debt(buyer, (invoiced + on_top).ore)
        else:
            assert sold.entry is None
        wholly = by_invoice and {tender.channel for tender in tenders} == {Channel.INVOICE}
        self.undoable = (sold, cart) if wholly and not self.till.training else None
        self._left_the_counter()
        if sold.entry is not None and sold.entry.state is State.QUEUED and goes_at_once:
            self._send(self._entry(sold), State.ACCEPTED)

    @precondition(lambda self: self.undoable is not None and not self.cart.lines)
    @rule(after=st.sampled_from((0, 3, 60)))
    def undo_the_invoice(self, after: int) -> None:
        assert self.undoable is not None
        (sold, cart), self.undoable = self.undoable, None
        self.clock.advance(seconds=after)
        receipt_no = str(sold.sale.receipt_no)
        entry = self._entry(sold)
        pristine = entry.state in STANDING and not self.till.ledger.returns_of(sold.sale.id)
        if after > 5 or not pristine or self.till.undo.offered(KARI) is None:
            return
        undone = self.till.undo.take_back(receipt_no, KARI, "Angret")
        assert undone.cart == cart
        self._recorded(Sold(undone.returned, None))
        self._hold(undone.cart)
        self.debts[receipt_no].ended = True

    # after the sale

    @precondition(lambda self: self.sold)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        sold = data.draw(st.sampled_from(self.sold[-6:]))
        receipt_no = str(sold.sale.receipt_no)
        self.till.train(sold.sale.is_training, KARI)
        there = [one for one in self.till.returns.left(receipt_no) if one.quantity.milli]
        if not there:
            return
        some = data.draw(st.none() | st.lists(st.sampled_from(there), min_size=1, unique_by=lambda one: one.position))
        chosen = None
        if some is not None:
            chosen = [
                Chosen(
                    one.position,
                    one.quantity
                    if one.line.kind is not LineKind.ITEM
                    else data.draw(part_of(one.quantity, one.line.unit)),
                )
                for one in some
            ]
        channel = data.draw(st.none() | st.sampled_from([payment.channel for payment in sold.sale.payments]))
        self._refund(sold, chosen, channel)

    def _refund(self, sold: Sold, chosen: list[Chosen] | None, channel: Channel | None) -> None:
        receipt_no = str(sold.sale.receipt_no)
        found = self.till.history.sale(receipt_no)
        assert found is not None
        debt = self.debts.get(receipt_no)
        expected: Preview | None = None
        back: Sold | None = None
        wanted = chosen
        if wanted is None:
            wanted = [Chosen(one.position, one.quantity) for one in found.left if one.quantity.milli]
        with refused_only("refund_channel_short"):
            expected = self.till.history.preview(found, wanted, channel)
        with refused_only("refund_channel_short", "called_off_comes_back_whole"):
            back = self.till.returns.refund(receipt_no, chosen, reason="Angret", channel=channel, operator_id=KARI)
        if back is None:
            whole = chosen is None and channel is None and not found.returns
            assert expected is None or (self._comes_back_whole(found) and not whole)
            return
        self._recorded(back)
        assert expected is not None
        self._check_preview(expected, back, receipt_no)
        if debt is not None and not debt.ended:
            debt.ore += back.sale.invoiced_amount.ore
            debt.ended = debt.ore == 0

    def _comes_back_whole(self, found: SoldSale) -> bool:
        """Whether the sale's goods come back all at once or not at all."""
        cancelled = found.entry is not None and found.entry.state is State.CANCELLED
        return cancelled and found.sale.is_part_invoiced and self.till.values.vat_path() is VatPath.INVOICE

    def _check_preview(self, expected: Preview, back: Sold, receipt_no: str) -> None:
        """What the cashier was shown before is what came of it."""
        assert (expected.total, expected.rounding) == (-back.sale.total, -back.sale.rounding)
        assert expected.invoiced == -back.sale.invoiced_amount
        after = self.till.history.sale(receipt_no)
        assert after is not None
        stopped = expected.fate in (InvoiceFate.STOPPED, InvoiceFate.STOPPED_BEFORE)
        cancelled = after.entry is not None and after.entry.state is State.CANCELLED
        assert stopped == cancelled or not expected.invoiced
        sends = bool(expected.invoiced) and not stopped and not back.sale.is_training
        assert (back.entry is not None) == sends

    @precondition(lambda self: self._invoices(*STANDING))
    @rule(data=st.data(), buyer=st.sampled_from(BUYERS))
    def put_the_customer_right(self, data: st.DataObject, buyer: int) -> None:
        entry = data.draw(st.sampled_from(self._invoices(*STANDING)))
        if entry.customer_number == buyer:
            return
        self.till.train(False, KARI)
        self.till.deliveries.assign_customer(entry.reference, buyer, KARI, "Feil kunde")
        self.debts[entry.receipt_no].customer = buyer

    @precondition(lambda self: self._in(*SENDABLE))
    @rule(data=st.data(), state=st.sampled_from((State.ACCEPTED, State.ACCEPTED, State.UNKNOWN, State.NEEDS_ATTENTION)))
    def send(self, data: st.DataObject, state: State) -> None:
        entry = data.draw(st.sampled_from(self._in(*SENDABLE)))
        if entry.state is State.NEEDS_ATTENTION:
            self.till.train(False, KARI)
            self.till.deliveries.retry(entry.reference, KARI)
        elif entry.customer_number is not None:
            self._send(entry, state)

    def _send(self, entry: OutboxEntry, state: State) -> None:
        sale = self.till.ledger.sale(entry.sale_id)
        assert sale is not None
        credits = None
        if sale.return_of is not None:
            of_sale = self.till.outbox.of_sale(sale.return_of.sale_id)
            if of_sale is None or of_sale.state is not State.ACCEPTED:
                return
            credits = Credited(sale.return_of.receipt_no, of_sale.sold_at.date())
        self._make_order(entry, sale, credits)
        moved = self.till.outbox.save(entry, replace(entry, state=State.SENDING))
        remote = Remote("9", total=entry.total) if state is State.ACCEPTED else None
        doubted = Quarantine("boot", 1.0) if state is State.UNKNOWN else None
        after = replace(moved, state=state, remote=remote, quarantine=doubted)
        self.till.outbox.save(moved, after, Attempt(self.clock(), "post", "x"))

    def _make_order(self, entry: OutboxEntry, sale: Sale, credits: Credited | None) -> None:
        """The order's lines come to what the entry says, as the accounting system reckons them."""
        assert entry.customer_remote_id is not None
        assert entry.customer_number is not None
        invoicing = self.till.values.invoicing()
        order = order_from(
            sale, entry.reference, entry.customer_remote_id, entry.customer_number, invoicing.line_detail, credits
        )
        assert order.total == entry.total
        assert answered_total(order, invoicing) == amounts.kroner(entry.total)

    @precondition(lambda self: self._invoices(*STANDING, State.NEEDS_ATTENTION))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(self._invoices(*STANDING, State.NEEDS_ATTENTION)))
        self.till.train(False, KARI)
        with refused_only("part_invoice_with_returns"):
            self.till.deliveries.cancel(entry.reference, "Avtalt", KARI)
            self.debts[entry.receipt_no].ended = True
            return
        found = self.till.history.sale(entry.receipt_no)
        assert found is not None
        assert found.returns
        assert found.sale.is_part_invoiced

    # how it must stand

    def teardown(self) -> None:
        if not hasattr(self, "till"):
            return
        try:
            assert disagreements(self.database) == ()
            self._every_document_reads_and_prints()
            self._customers_owe_what_the_outbox_holds()
            assert self.paid == self._payments()
            self.look_at_x()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def _every_document_reads_and_prints(self) -> None:
        words = texts("nb")
        assert self.till.ledger.count() == self.documents
        for sold in self.sold:
            sale = self.till.ledger.sale(sold.sale.id)
            assert sale is not None
            assert sale.lines == sold.sale.lines
            assert self.till.prints.papers(sale, words, copy=True)
            returns = self.till.ledger.returns_of(sale.id)
            assert all(self.till.prints.papers(one, words) for one in returns)
            whole = [sale, *returns]
            if not any(one.quantity.milli for one in left_over(self.till, sale)):
                assert not total(line.split.vat for one in whole for line in one.lines)
                assert not total(one.total for one in whole)
                assert not any(through(whole).values())

    def _customers_owe_what_the_outbox_holds(self) -> None:
        owed: Counter[int | None] = Counter()
        for debt in self.debts.values():
            if not debt.ended:
                owed[debt.customer] += debt.ore
        held: Counter[int | None] = Counter()
        for entry in self.till.outbox.latest(10_000):
            if entry.state is not State.CANCELLED:
                held[entry.customer_number] += entry.total.ore
        assert of_something(owed) == of_something(held)

    def _payments(self) -> Counter[Channel]:
        rows = self.database.rows(
            "SELECT p.channel, SUM(p.amount_ore) FROM payment p JOIN sale s ON s.id = p.sale_id "
            "WHERE s.kind <> 'training' GROUP BY p.channel"
        )
        return of_something(Counter({Channel(name): int(ore) for name, ore in rows}))

    # what the rules share

    def _in(self, *states: State) -> list[OutboxEntry]:
        return self.till.outbox.in_states(states) if hasattr(self, "till") else []

    def _invoices(self, *states: State) -> list[OutboxEntry]:
        """Those in these states that are no credits."""
        return [entry for entry in self._in(*states) if entry.total > ZERO]

    def _entry(self, sold: Sold) -> OutboxEntry:
        assert sold.entry is not None
        found = self.till.outbox.get(sold.entry.reference)
        assert found is not None
        return found


TestCounterMachine = CounterMachine.TestCase
TestCounterMachine.settings = settings(
    max_examples=int(os.environ.get("COUNTER_EXAMPLES", "30")),
    stateful_step_count=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
