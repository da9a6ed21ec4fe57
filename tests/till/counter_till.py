"""A till as hypothesis works it, but for selling: ringing up and taking away, parking, the drawer's money, X and Z.

The rules of paying and of what comes after are in `test_counter_machine.py`, which builds on this.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import date
from itertools import count
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.sale import Sale
from terminal_app.domain.settlement import CashCount, PayIn, PayOut, Report
from terminal_app.storage.database import Database
from terminal_app.till import Sold, Till
from tests.till.counter import ListeningSync, ShopClock
from tests.till.counter_day import KARI, Debt, rung_up, shop, weights
from tests.till.counter_period import Grand, Period

amounts = st.integers(1, 500).map(lambda kroner: Money(kroner * 100))


class TillAtWork(RuleBasedStateMachine):
    """One till and one cart, what is parked, and what the period's report must say."""

    @initialize(
        fee=st.sampled_from(("", "0", "49.90")),
        excluding=st.sampled_from(("true", "false")),
        detail=st.sampled_from(("items", "vat_rates")),
        since=st.sampled_from(("2026-11-01", "2026-11-01", "2026-12-01")),
    )
    def open_shop(self, fee: str, excluding: str, detail: str, since: str) -> None:
        self.clock, self.numbers = ShopClock(), count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="disken-counter-run-"))
        shutil.copytree(shop(), self.folder, dirs_exist_ok=True)
        self._open()
        self.till.change_settings(
            {
                "invoicing.invoice_fee_amount": fee,
                "invoicing.send_amount_excluding_vat": excluding,
                "invoicing.line_detail": detail,
                "invoicing.enabled_since": since,
            }
        )
        self.cart = Cart()
        self.parked: dict[str, tuple[Cart, bool]] = {}
        self.taken: tuple[str, tuple[Cart, bool]] | None = None
        self.paid: Counter[Channel] = Counter()
        self.debts: dict[str, Debt] = {}
        self.sold: list[Sold] = []
        self.documents = 0
        self.undoable: tuple[Sold, Cart] | None = None
        self.period, self.grand, self.left = Period(), Grand(), Money(0)
        self.closed: list[date] = []

    def _open(self) -> None:
        self.database = Database.open(self.folder)
        self.database.rows("PRAGMA synchronous=0")
        self.till = Till(self.database, self.clock, lambda: f"{next(self.numbers):032x}", sync=ListeningSync())

    # ringing up and taking away

    def _hold(self, cart: Cart, *, dropped: bool = False) -> None:
        """That is in hand from now on, as the session tells the till."""
        self.till.ringing.rung(self.cart, cart, KARI, dropped=dropped)
        self.cart = cart

    @rule(cart=rung_up())
    def ring_up(self, cart: Cart) -> None:
        if self.cart.lines:
            self.drop_the_sale()
        self._hold(cart)

    @precondition(lambda self: self.cart.lines)
    @rule(data=st.data())
    def change_a_line_and_undo_it(self, data: st.DataObject) -> None:
        before = self.cart
        index = data.draw(st.integers(0, len(before.lines) - 1))
        line = before.lines[index]
        much = data.draw(weights) if line.product.unit.is_measured else line.quantity + ONE
        changed = before.with_quantity(index, much)
        assert changed.without(index).total == changed.without(index).before_discount - changed.without(index).taken_off
        self._hold(changed)
        if much < line.quantity:
            self._corrected("reduced", changed.lines[index].gross - line.gross)
        if data.draw(st.booleans()):
            self._hold(before)
            if line.quantity < much:
                self._corrected("reduced", line.gross - changed.lines[index].gross)

    @precondition(lambda self: self.cart.lines)
    @rule(data=st.data())
    def take_out_a_line(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.cart.lines) - 1))
        line = self.cart.lines[index]
        self._hold(self.cart.without(index))
        self._corrected("removed", -line.gross)
        if not self.cart.lines:
            self.taken = None

    @precondition(lambda self: self.cart.lines)
    @rule()
    def drop_the_sale(self) -> None:
        cost, training = self.cart.total, self.till.training
        self._hold(Cart(), dropped=True)
        self._noted()
        self.taken = None
        if not training:
            self.period.sums.add("aborted", cost.ore)

    def _corrected(self, what: str, amount: Money) -> None:
        self._noted()
        if not self.till.training:
            self.period.sums.add(what, amount.ore)

    @precondition(lambda self: self.cart.lines)
    @rule()
    def park(self) -> None:
        parked = self.till.parking.park(self.cart, f"Bord {next(self.numbers)}", KARI, 10001)
        self.parked[parked.id] = (self.cart, self.till.training)
        self._left_the_counter()

    @precondition(lambda self: not self.cart.lines and self.parked)
    @rule(data=st.data())
    def take_up(self, data: st.DataObject) -> None:
        cart_id = data.draw(st.sampled_from(sorted(self.parked)))
        cart, training = self.parked[cart_id]
        self.till.train(training, KARI)
        self.taken = (cart_id, self.parked.pop(cart_id))
        resumed = self.till.parking.resume(cart_id, KARI).cart
        assert resumed == cart
        self._hold(resumed)

    @rule(on=st.sampled_from((False, False, False, True)))
    def train_or_not(self, on: bool) -> None:
        self.till.train(on, KARI)

    @rule(killed=st.booleans())
    def restart(self, killed: bool) -> None:
        if not killed:
            cost = self.cart.total
            self.till.ringing.stop(KARI)
            if self.cart.lines and not self.taken and not self.till.training:
                self.period.sums.add("aborted", cost.ore)
        self.database.close()
        self._open()
        self.parked |= dict([self.taken] if self.taken else [])
        self.cart, self.taken, self.undoable = Cart(), None, None
        assert {one.id: (one.cart, one.training) for one in self.till.parking.every()} == self.parked

    # the drawer's money, X and Z

    @rule(length=st.sampled_from((1, 8, 24, 24, 60)))
    def time_goes_by(self, length: int) -> None:
        self.clock.advance(hours=length)

    @rule(amount=st.integers(0, 3000))
    def give_the_float(self, amount: int) -> None:
        self.till.train(False, KARI)
        self.till.day.open(Money(amount * 100), KARI)
        self._noted()
        self.period.opening = amount * 100

    @rule(amount=amounts, why=st.sampled_from(PayIn))
    def pay_in(self, amount: Money, why: PayIn) -> None:
        self.till.train(False, KARI)
        self.till.day.pay_in(amount, why, "Veksel", KARI)
        self._noted()
        self.period.sums.add("pay_in", amount.ore)

    @rule(amount=amounts, why=st.sampled_from(PayOut))
    def pay_out(self, amount: Money, why: PayOut) -> None:
        self.till.train(False, KARI)
        if amount <= self.till.day.stands().expected_cash and not self._overdue():
            self.till.day.pay_out(amount, why, "Melk", KARI)
            self._noted()
            self.period.sums.add("pay_out", amount.ore)

    @rule()
    def look_at_x(self) -> None:
        report = self.till.day.x(KARI)
        self._noted()
        self.period.check(report, self.grand)

    @rule(counts=st.booleans(), off=st.sampled_from((0, 0, -100, 2_50)), share=st.integers(0, 100))
    def close_the_day(self, counts: bool, off: int, share: int) -> None:
        self.till.train(False, KARI)
        counted = max(self.period.expected + off, 0)
        count = CashCount(Money(counted), Money(counted * share // 100), "Telt") if counts else None
        try:
            report = self.till.day.close(KARI, count)
        except MoveRefused as refused:
            code = refused.problem.code
            assert code == self._why_not_closed(), code
            return
        assert not self._why_not_closed(report.day)
        self._float_is_taken_over()
        self._is_closed(report, self.period.left() if count is None else count.left)

    def _why_not_closed(self, day: date | None = None) -> str:
        if self.cart.lines:
            return "sale_open"
        if self.parked:
            return "carts_are_parked"
        return "day_closed_already" if (day or self.till.day.of(self.till.now())) in self.closed else ""

    def _is_closed(self, report: Report, left: Money) -> None:
        assert report.number == len(self.closed) + 1
        assert report.day not in self.closed
        self.closed.append(report.day)
        self.period.check(report, self.grand)
        self.grand = Grand(report.grand.sales.ore, report.grand.returns.ore)
        self.period, self.left = Period(), left

    def _overdue(self) -> bool:
        """Whether the next move closes an earlier day first."""
        return self.till.day.stands().left_open is not None

    def _noted(self) -> None:
        """Before a move is put down: a forgotten day may have been closed by it, and a float carried over."""
        for made in reversed(self.till.day.reports()):
            if made.number is not None and made.number > len(self.closed):
                report = self.till.day.z(made.number)
                assert report.by_itself
                assert not self.parked
                self._float_is_taken_over()
                self._is_closed(report, self.period.left())
        if self.till.day.stands().opened:
            self._float_is_taken_over()

    def _float_is_taken_over(self) -> None:
        """What the last Z left is the float of a period that nobody gave one."""
        if not self.period.has_float:
            self.period.opening, self.period.has_float = self.left.ore, True

    # what a sale does to all this

    def _recorded(self, sold: Sold) -> None:
        self._noted()
        self.clock.advance(seconds=1)
        self.documents += 1
        self.period.sold(sold.sale)
        if sold.sale.return_of is None:
            self.sold.append(sold)
        self._took(sold.sale)

    def _took(self, sale: Sale) -> None:
        if not sale.is_training:
            for payment in sale.payments:
                self.paid[payment.channel] += payment.amount.ore
            self.paid = Counter({channel: ore for channel, ore in self.paid.items() if ore})

    def _left_the_counter(self) -> None:
        """What was in hand is sold or parked; the session shows an empty cart."""
        self._hold(Cart())
        self.taken = None
