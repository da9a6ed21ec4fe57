"""Some days at the counter, drawn from a seed: whatever a shop does, in any order, refused where it may not be done.

For `test_three_accounts.py`; no test in here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from terminal_app.domain.cart import Cart
from terminal_app.domain.cash_signature import Method
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.operators import Right
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.refund import Chosen
from terminal_app.domain.settlement import CashCount, PayIn, PayOut
from terminal_app.domain.tender import Tender
from terminal_app.till import Sold, Till
from tests.till.counter import ShopClock
from tests.till.counter_day import GOODS

BEFORE_WINTER_TIME, BEFORE_SUMMER_TIME = (
    datetime(2026, 10, 24, 6, 0, tzinfo=UTC),
    datetime(2026, 3, 27, 18, 0, tzinfo=UTC),
)
ALLOWED = {Right.DISCOUNT: "kari", Right.PRICE_OVERRIDE: "kari"}


class Counter:
    """One till, what was sold at it, and the dice."""

    def __init__(self, till: Till, clock: ShopClock, dice: Random) -> None:
        self.till, self.clock, self.dice = till, clock, dice
        self.sold: list[Sold] = []
        self.done = 0
        self._moves: tuple[tuple[Callable[[], object], int], ...] = (
            (self._sell, 12), (self._sell_for_earlier, 2), (self._take_back, 5), (self._copy, 2), (self._drop, 1),
            (self._reduce, 2), (self._park, 1), (self._take_up, 2), (self._train, 1), (self._look, 1),
            (self._close, 2), (self._pay_in, 1), (self._pay_out, 1), (self._float, 1), (self._bill, 1),
            (self._change_key, 1), (self._wait, 3), (self._leave_paper, 1), (self._print_again, 1),
        )  # fmt: skip

    def live(self, moves: int) -> None:
        """So many moves; then training is off and nothing is held against whoever was refused."""
        for _ in range(moves):
            self.clock.advance(seconds=self.dice.randint(1, 900))
            (move,) = self.dice.choices([one for one, _ in self._moves], [weight for _, weight in self._moves])
            try:
                move()
            except (BadInput, MoveRefused):
                continue
            self.done += 1
        if self.till.training:
            self.till.train(False, "kari")

    # what is sold

    def _cart(self) -> Cart:
        dice, cart = self.dice, Cart()
        for product in dice.choices(GOODS, k=dice.randint(1, 3)):
            price = Money(dice.choice((0, 1, 99, 1990, 123456))) if product.open_price else None
            measured = product.unit.is_measured
            quantity = Quantity(dice.randint(1, 3000)) if measured else Quantity.of(dice.choice((1, 1, 2, 12)))
            cart = cart.add(product, quantity, price)
        match dice.choice(("line", "whole", "price", "", "", "", "")):
            case "line":
                return cart.with_line_discount(0, Discount.per_cent(dice.choice((7_50, 33_33, 100_00))))
            case "whole":
                return cart.discounted(Discount.per_cent(dice.choice((10_00, 100_00))))
            case "price":
                return cart.with_price(0, Money(dice.choice((0, 1_00, 50_01))))
        return cart

    def _tenders(self, owed: Money) -> tuple[Tender, ...]:
        dice, part = self.dice, Money(self.dice.randint(1, max(owed.ore - 1, 1)))
        match dice.choice(("whole", "whole", "whole", "split", "invoice")):
            case "whole":
                return (Tender(dice.choice(tuple(Channel))),)
            case "split":
                return (Tender(Channel.CARD, part), Tender(dice.choice((Channel.CASH, Channel.VIPPS))))
        return (Tender(dice.choice((Channel.CASH, Channel.CARD))), Tender(Channel.INVOICE, part))

    def _sell(self, at: datetime | None = None) -> None:
        cart, tip = self._cart(), Money(self.dice.choice((0, 0, 0, 10_00, 7_77)))
        who = self.dice.choice(("amina", "kari", "kari"))
        tenders = self._tenders(cart.total + tip)
        sold = self.till.sell(cart, tenders, operator_id=who, customer_number=10001, tip=tip, at=at, approvals=ALLOWED)
        self.sold.append(sold)
        job = self.till.prints.original(sold.sale.id)
        if job is not None and job.state is PrintState.WAITING and self.dice.random() < 0.8:
            self._printed(sold.sale.id)

    def _printed(self, sale_id: str) -> None:
        for state in (PrintState.PRINTING, PrintState.PRINTED):
            job = self.till.prints.original(sale_id)
            assert job is not None
            with self.till.database.writing():
                assert self.till.prints.jobs.move(job, state)

    def _sell_for_earlier(self) -> None:
        self._sell(self.till.now() - timedelta(hours=self.dice.choice((1, 30, 100))))

    def _take_back(self) -> None:
        chosen = self.dice.choice((None, [Chosen(0, Quantity.of(1))]))
        self.till.returns.refund(self._one(), chosen, reason="Angret", operator_id="kari")

    def _one(self) -> str:
        if not self.sold:
            raise BadInput("receipt_unknown", field="receipt_no", receipt_no="")
        return self.dice.choice(self.sold).sale.receipt_no or ""

    # what is not sold

    def _drop(self) -> None:
        cart = self._cart()
        self.till.ringing.rung(Cart(), cart, "amina")
        self.till.ringing.rung(cart, Cart(), "amina", dropped=True)

    def _reduce(self) -> None:
        cart = self._cart()
        self.till.ringing.rung(Cart(), cart, "amina")
        self.till.ringing.rung(cart, cart.without(0), "amina")
        if cart.without(0).lines:
            self.till.ringing.rung(cart.without(0), Cart(), "amina", dropped=True)

    def _park(self) -> None:
        self.till.parking.park(self._cart(), f"Bord {self.done}", "amina")

    def _take_up(self) -> None:
        for parked in self.till.parking.every()[:1]:
            cart = self.till.parking.resume(parked.id, "kari").cart
            self.sold.append(self.till.sell(cart, (Tender(Channel.CARD),), operator_id="kari"))

    def _train(self) -> None:
        self.till.train(not self.till.training, "kari")

    # paper

    def _copy(self) -> None:
        self.till.prints.copy(self._one(), "amina")

    def _bill(self) -> None:
        self.till.prints.provisional(self._cart(), "Bord 4", "amina")

    def _job(self) -> int:
        sold = self.till.ledger.sale_by_receipt(self._one())
        job = None if sold is None else self.till.prints.original(sold.id)
        assert job is not None
        return job.id

    def _leave_paper(self) -> None:
        self.till.prints.leave(self._job(), "amina")

    def _print_again(self) -> None:
        self.till.prints.again(self._job(), "amina")

    # the day

    def _look(self) -> None:
        self.till.day.x("kari")

    def _close(self) -> None:
        expected = self.till.day.stands().expected_cash.ore
        counted = max(expected + self.dice.choice((0, 0, -5_00, 1_00)), 0)
        count = CashCount(Money(counted), Money(counted // 2), "Telt")
        self.till.day.close("kari", self.dice.choice((None, count)))

    def _float(self) -> None:
        self.till.day.open(Money(self.dice.randint(0, 2_000_00)), "amina")

    def _pay_in(self) -> None:
        self.till.day.pay_in(Money(self.dice.randint(1, 500_00)), self.dice.choice(tuple(PayIn)), "Veksel", "amina")

    def _pay_out(self) -> None:
        self.till.day.pay_out(Money(self.dice.randint(1, 200_00)), self.dice.choice(tuple(PayOut)), "Melk", "kari")

    def _change_key(self) -> None:
        self.till.signing.change(self.dice.choice(tuple(Method)), "kari")

    def _wait(self) -> None:
        self.clock.advance(hours=self.dice.choice((1, 5, 8, 14, 24, 50)))
