"""The days of a simulated month: a busy counter, a bookkeeper who takes her time, and a network that fails.

What happens is drawn from one seed, with the moves of the random counter and some of its own. No test in here.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from random import Random

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.refund import Chosen
from terminal_app.domain.repair import may_change_customer
from terminal_app.domain.sale import LineKind, Sale
from terminal_app.domain.settlement import CashCount
from terminal_app.domain.tender import Tender
from terminal_app.till import Sold
from tests.month.company import FAULTS, Company
from tests.till.random_days import Counter

SHARE_OF_FAULTS = 0.1
OPEN_FOR_S, MOVES_A_SALE = 11 * 3600, 2.5
BUYERS = (10001, 10001, 10002, None)
REASON = "Angret kjøpet"


class Month(Counter):
    """So many days of one company. `did` tells how often each thing was done, `paid` what the customers have."""

    def __init__(self, company: Company, dice: Random, sales_a_day: int, beats_a_day: int = 3) -> None:
        super().__init__(company.till, company.clock, dice)
        self.company = company
        self.sales_a_day, self.beats_a_day = sales_a_day, beats_a_day
        self.did: Tally[str] = Tally()
        self.paid = Decimal(0)
        self.unpaid: dict[int, Decimal] = {}
        self._moves = (
            (self._sell, 10), (self._sell_on_invoice, 5), (self._sell_part, 3), (self._sell_for_earlier, 1),
            (self._take_back, 3), (self._take_fee_back, 1), (self._undo, 1), (self._cancel, 1), (self._exchange, 1),
            (self._name_customer, 1), (self._drop, 1), (self._reduce, 1), (self._park, 1),
            (self._take_up, 1), (self._practise, 1), (self._look, 1), (self._pay_in, 1), (self._pay_out, 1),
            (self._float, 1),
        )  # fmt: skip

    def run(self, days: int) -> None:
        """The days, with faults; at the end everything has come through, is invoiced, and the ledger is read."""
        self.company.sandbox.faults.strew(self.dice.randint(0, 2**31), SHARE_OF_FAULTS, FAULTS)
        for _ in range(days):
            self.a_day()
        self.did["faults"] = self.company.sandbox.faults.fired
        self.company.sandbox.faults.clear()
        self.settle()

    def a_day(self) -> None:
        """From the morning until the night, when the sync does what it does at night."""
        dice, clock = self.dice, self.company.clock
        morning = clock.wall.replace(hour=6, minute=0, second=0)
        clock.until(morning if morning >= clock.wall else morning + timedelta(days=1))
        if dice.random() < 0.7:
            self.till.day.watch()
        begun = len(self.sold)
        while (done := len(self.sold) - begun) < self.sales_a_day:
            clock.advance(seconds=dice.uniform(0, 2 * OPEN_FOR_S / MOVES_A_SALE / self.sales_a_day))
            (move,) = dice.choices([one for one, _ in self._moves], [weight for _, weight in self._moves])
            with self._counted(move.__name__.strip("_")):
                move()
            if dice.random() * self.sales_a_day < self.beats_a_day and len(self.sold) - begun > done:
                self.company.beat(all_of_it=dice.random() < 0.4)
                self._keep_books()
        self._end_of_day()
        for minutes in (3, 20, 60, 240):
            clock.advance(minutes=minutes)
            self.company.beat()

    def settle(self) -> None:
        """The last day is closed, what lacked a customer gets one, all is sent, invoiced, followed and read."""
        self._end_of_day(forget=False)
        self.company.clock.advance(hours=12)
        self.till.day.close_forgotten()
        for entry in self.till.outbox.in_states((State.NEEDS_CUSTOMER,)):
            self.till.deliveries.assign_customer(entry.reference, 10002, reason="hentet etterpå")
        self.company.send()
        for order in self.company.sandbox.orders():
            self._invoice(order["Id"])
        self.company.hear()
        self.company.read_ledger()

    def _end_of_day(self, *, forget: bool = True) -> None:
        """The Z, with the cash counted more often than not; now and then everybody goes home without it."""
        for parked in self.till.parking.every():
            cart = self.till.parking.resume(parked.id, "kari").cart
            self.sold.append(self.till.sell(cart, (Tender(Channel.CARD),), operator_id="kari"))
        if forget and self.dice.random() < 0.15:
            self.did["forgotten"] += 1
            return
        with self._counted("closed"):
            expected = self.till.day.stands().expected_cash.ore
            counted = max(expected + self.dice.choice((0, 0, 0, -5_00, 1_00, -37)), 0)
            count = CashCount(Money(counted), Money(counted // 2), "Telt")
            self.till.day.close("kari", count if self.dice.random() < 0.8 else None)

    @contextmanager
    def _counted(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BadInput, MoveRefused):
            self.did["refused"] += 1
        else:
            self.did[name] += 1

    # at the counter

    def _sell_on_invoice(self) -> None:
        tip = Money(self.dice.choice((0, 0, 15_00)))
        number = self.dice.choice(BUYERS)
        by_invoice = (Tender(Channel.INVOICE),)
        self.sold.append(self.till.sell(self._cart(), by_invoice, operator_id="kari", customer_number=number, tip=tip))

    def _sell_part(self) -> None:
        cart, dice = self._cart(), self.dice
        at_once = Money(dice.randint(1, max(cart.total.ore - 1, 1)) // 100 * 100 + dice.choice((0, 0, 3)))
        how = dice.choice((Channel.CARD, Channel.CASH, Channel.VIPPS, Channel.GIFT_CARD))
        tenders = (Tender(how, at_once), Tender(Channel.INVOICE))
        tip = Money(dice.choice((0, 0, 7_50)))
        self.sold.append(self.till.sell(cart, tenders, operator_id="kari", customer_number=10001, tip=tip))

    def _practise(self) -> None:
        self.till.train(True, "kari")
        try:
            self._sell_on_invoice()
        finally:
            self.till.train(False, "kari")

    # what is regretted

    def _take_fee_back(self) -> None:
        sold = next((one for one in reversed(self.sold) if self._fee(one.sale) is not None), None)
        fee = None if sold is None else self._fee(sold.sale)
        if sold is None or fee is None:
            raise BadInput("receipt_unknown", field="receipt_no", receipt_no="")
        number = sold.sale.receipt_no or ""
        self.till.returns.refund(number, [Chosen(fee, Quantity.of(1))], reason="Gebyr", operator_id="kari")

    def _fee(self, sale: Sale) -> int | None:
        if sale.is_training:
            return None
        return next((at for at, line in enumerate(sale.lines) if line.kind is LineKind.FEE), None)

    def _undo(self) -> None:
        self._sell_on_invoice()
        last: Sold = self.sold[-1]
        if self.dice.random() < 0.3:
            self.company.beat(all_of_it=True)
        self.till.undo.take_back(last.sale.receipt_no or "", last.sale.operator_id, REASON)

    def _cancel(self) -> None:
        """A manager takes an invoice out of the queue, and the goods come back."""
        entry = self._waiting()
        self.till.deliveries.cancel(entry.reference, REASON, "kari")
        self.till.returns.refund(entry.receipt_no, reason=REASON, operator_id="kari")

    def _exchange(self) -> None:
        entry = self._waiting()
        other = 10002 if entry.customer_number == 10001 else 10001
        self.till.deliveries.assign_customer(entry.reference, other, reason="feil kunde")

    def _name_customer(self) -> None:
        for entry in self.till.outbox.in_states((State.NEEDS_CUSTOMER,))[:2]:
            self.till.deliveries.assign_customer(entry.reference, 10001, reason="kom på navnet")

    def _waiting(self) -> OutboxEntry:
        every = self.till.outbox.in_states((State.QUEUED,))
        waiting = [one for one in every if not one.is_settlement and may_change_customer(one)]
        if not waiting:
            raise BadInput("entry_unknown", field="reference", reference="")
        return self.dice.choice(waiting)

    # in PowerOffice Go

    def _keep_books(self) -> None:
        """Some of the drafts become invoices, some of the invoices are paid, some of them in part."""
        dice, sandbox = self.dice, self.company.sandbox
        if dice.random() < 0.5:
            for order in sandbox.orders():
                if dice.random() < 0.2:
                    self._invoice(order["Id"])
        for number, owed in list(self.unpaid.items()):
            if dice.random() < 0.1:
                self._book_payment(number, owed if dice.random() < 0.8 else (owed / 2).quantize(Decimal("0.01")))

    def _invoice(self, order_id: str) -> None:
        invoice = self.company.sandbox.send_invoice(order_id)
        if invoice["Balance"]:
            self.unpaid[invoice["InvoiceNo"]] = invoice["Balance"]
        self.did["invoiced"] += 1

    def _book_payment(self, number: int, amount: Decimal) -> None:
        self.paid += amount
        self.unpaid[number] -= amount
        if not self.unpaid[number]:
            del self.unpaid[number]
        if amount:
            self.company.sandbox.book_payment(number, amount)
            self.did["paid"] += 1
