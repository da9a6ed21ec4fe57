"""One seed's story of a till in the lying world, and a checker that sees only receipts, states and the server's books.

Till, ledger, outbox, engine and delivery are the real ones on real SQLite; clocks, network and server are `world`'s.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from sync import engine
from sync.delivery import Delivery
from sync.engine import Reach
from sync.gateway import SyncError
from sync.invoice_states import follow_invoices
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.refund import Chosen, everything, invoice_left
from terminal_app.domain.repair import may_change_customer, may_have_arrived
from terminal_app.domain.sale import Sale
from terminal_app.domain.tender import Tender
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Sold, Till
from tests.reliability.register import register_faults, settle, take_away
from tests.reliability.story import Story
from tests.reliability.vouchers import voucher_faults
from tests.reliability.world import (
    DISCOUNT_CUSTOMER,
    GOOD_CUSTOMER,
    LATEST_COMMIT_S,
    LONGEST_LAG_S,
    REFUSED_CUSTOMER,
    Clocks,
    FragileDatabase,
    Fuse,
    LyingNetwork,
    PowerCut,
    Server,
)
from tests.sync.shop import BUN, LATTE

MOST_ROUNDS = 80
REFUSED_EACH = 4
"""Of so many days in a row there is one whose voucher is refused."""
SOLD_ANEW = "solgt på nytt"
CUSTOMERS = (GOOD_CUSTOMER, GOOD_CUSTOMER, GOOD_CUSTOMER, REFUSED_CUSTOMER, DISCOUNT_CUSTOMER)
_WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)


class Simulation:
    """Runs one seed. `deliver_with` is the class under test; `wrap` may put something before the gateway."""

    def __init__(
        self,
        seed: int,
        template: Path,
        folder: Path,
        deliver_with: type[Delivery] = Delivery,
        wrap: Callable[[LyingNetwork], LyingNetwork] = lambda network: network,
    ) -> None:
        self.story = Story(seed)
        self._rng = Random(seed)
        self._folder = folder / f"seed-{seed}"
        shutil.copytree(template, self._folder)
        self._clocks = Clocks()
        self._server = Server(
            self._clocks, self._rng, unique=self._rng.random() < 0.5, lag_s=self._rng.choice((0.0, 4.0, LONGEST_LAG_S))
        )
        first_refused = self._rng.randrange(REFUSED_EACH)
        self._server.refuses = lambda day: day.toordinal() % REFUSED_EACH == first_refused
        self._fuse = Fuse()
        self._network = wrap(LyingNetwork(self._server, self._clocks, self._rng, self._fuse, share=0.45))
        self._network.witness, self._network.meanwhile = self._check_what_is_on_disk, self._somebody_meanwhile
        self._deliver_with = deliver_with
        self._printed: list[str] = []
        self._open()

    def run(self) -> Story:
        """The story of the seed, told to its end; the folder is gone afterwards."""
        try:
            for _ in range(self._rng.randint(10, 30)):
                self._one_thing()
                self._check_what_is_told()
            self._drain()
            self._check_the_end()
        finally:
            self._close()
            shutil.rmtree(self._folder)
        self.story.faults = self._network.met
        return self.story

    def _one_thing(self) -> None:
        acts: tuple[Callable[[], None], ...] = (
            *(self._sell, self._sell_and_undo, self._take_back, self._pass, self._follow),
            *(self._wait, self._jump, self._repair, self._exchange, self._take_away, self._settle),
        )
        act = self._rng.choices(acts, (5, 1, 4, 8, 1, 4, 3, 2, 1, 1, 4))[0]
        if self._rng.random() < 0.4:
            self._fuse.left = self._rng.randint(1, 70)
        try:
            act()
        except PowerCut:
            self._restart()
        self._fuse.left = None

    def _take_away(self) -> None:
        take_away(self._till, self._rng)

    def _settle(self) -> None:
        """The register is used; a day that is closed is followed by another one, soon or the day after."""
        if settle(self._till, self._rng) is not None:
            self.story.closed += 1
            self._clocks.set_off += timedelta(hours=self._rng.uniform(0.0, 30.0))

    def _sell(self) -> Sold:
        """A sale on invoice, every third of them partly paid by card or in cash."""
        cart = Cart().add(self._rng.choice((LATTE, BUN)), Quantity.of(self._rng.randint(1, 3)))
        tenders = [Tender(Channel.INVOICE)]
        if self._rng.random() < 0.3:
            channel = self._rng.choice((Channel.CARD, Channel.CASH))
            tenders.insert(self._rng.randint(0, 1), Tender(channel, Money(self._rng.randint(1, 38) * 100)))
        sold = self._till.sell(cart, tuple(tenders), customer_number=self._rng.choice(CUSTOMERS))
        self._printed.append(sold.sale.receipt_no or "")
        return sold

    def _sell_and_undo(self) -> None:
        """Whoever sold it sees at once that it was wrong; the network may carry an order meanwhile."""
        sold = self._sell()
        if self._rng.random() < 0.3:
            self._deliver(Reach.EVERYTHING)
        if self._rng.random() < 0.3:
            self._clocks.pass_time(self._rng.random() * 10.0)
        self._undo(sold)

    def _undo(self, sold: Sold) -> None:
        with suppress(MoveRefused):
            number, who = sold.sale.receipt_no or "", sold.sale.operator_id
            self._printed.append(self._till.undo.take_back(number, who, "angret").returned.receipt_no or "")
            self.story.undone += 1

    def _exchange(self) -> None:
        """The buyer of an invoice that waits turns out to be somebody else."""
        waiting = [entry for entry in self._till.outbox.in_states((State.QUEUED,)) if may_change_customer(entry)]
        if waiting:
            entry = self._rng.choice(waiting)
            number = self._rng.choice([one for one in CUSTOMERS if one != entry.customer_number])
            with suppress(MoveRefused):
                self._till.deliveries.assign_customer(entry.reference, number, reason="feil kunde")

    def _take_back(self) -> None:
        """A customer brings back all that is left of a sale, or a part of its first line."""
        receipts = [receipt_no for receipt_no in self._printed if receipt_no.startswith("F")]
        if not receipts:
            return
        receipt_no = self._rng.choice(receipts)
        left = self._till.returns.left(receipt_no)
        if not everything(left):
            return
        part = None if self._rng.random() < 0.4 or left[0].quantity == ONE else [Chosen(0, ONE)]
        returned = self._till.returns.refund(receipt_no, part, reason="angret")
        self._printed.append(returned.sale.receipt_no or "")

    def _pass(self) -> None:
        reach = self._rng.choice(tuple(Reach))
        self._deliver(reach)

    def _follow(self) -> None:
        """What became of the orders is asked for: nobody deletes any, so none may be told as gone."""
        with suppress(SyncError):
            follow_invoices(self._database, self._network, everything=True, clock=self._clocks)

    def _wait(self) -> None:
        self._clocks.pass_time(self._rng.choice((1.0, 10.0, 100.0, 700.0)) * self._rng.random())
        self._server.settle()

    def _jump(self) -> None:
        self._clocks.set_off += timedelta(seconds=self._rng.uniform(-7200.0, 86400.0))

    def _repair(self) -> None:
        """Somebody at the queue tries what the till lets them: again, another customer, aside, or away with it."""
        for entry in self._till.outbox.in_states((State.NEEDS_ATTENTION,)):
            try:
                match self._rng.choice(("retry", "retry", "customer", "aside", "cancel")):
                    case "retry":
                        self._till.deliveries.retry(entry.reference)
                    case "customer":
                        self._till.deliveries.assign_customer(entry.reference, GOOD_CUSTOMER)
                    case "aside":
                        self._till.deliveries.set_aside(entry.reference, "spør regnskapet")
                    case "cancel":
                        self._till.deliveries.cancel(entry.reference, SOLD_ANEW)
            except MoveRefused:
                continue

    def _restart(self) -> None:
        self.story.crashes += 1
        self._fuse.left = None
        self._close()
        self._clocks.pass_time(self._rng.choice((0.5, 60.0)) * self._rng.random())
        if self._rng.random() < 0.3:
            self._clocks.reboot()
        self._server.settle()
        self._open()
        self._check_the_register()

    def _open(self) -> None:
        self._database = FragileDatabase.open(self._folder)
        # The disk is not what is tried here, so nothing waits for it.
        self._database.rows("PRAGMA synchronous=0")
        self._database.fuse = self._fuse
        self._beside = Database.open(self._folder, read_only=True)
        self._till = Till(self._database, self._clocks)
        self._network.settings = self._till.values.invoicing()

    def _close(self) -> None:
        self._beside.close()
        self._database.close()

    def _deliver(self, reach: Reach) -> None:
        self._deliver_with(self._database, self._network, clock=self._clocks, rng=self._rng).run(reach)
        for reference in self._standing_as_sending():
            self._breach(f"{reference} is left as sending by a pass that ended")

    def _somebody_meanwhile(self) -> None:
        """Now and then, during a call, somebody does to the queue what a till lets them do."""
        if self._rng.random() < 0.1:
            self._take_back()
        last = self._till.undo.offered(self._till.operator().id)
        if last is not None and self._rng.random() < 0.5:
            self._undo(last.sold)
        if self._rng.random() < 0.1:
            self._exchange()
        if self._rng.random() > 0.2:
            return
        for entry in self._till.outbox.in_states((State.QUEUED,)):
            still = self._till.outbox.get(entry.reference)  # a return goes with its sale
            if still is None or still.state is not State.QUEUED or may_have_arrived(still):
                continue
            if still.customer_number == REFUSED_CUSTOMER:
                self._till.deliveries.cancel(still.reference, SOLD_ANEW)

    def _standing_as_sending(self) -> list[str]:
        """What a second reader of the file sees: only what has been committed."""
        return [row[0] for row in self._beside.rows("SELECT reference FROM outbox WHERE state = 'sending'")]

    def _check_what_is_on_disk(self, reference: str, posted: bool) -> None:
        """When a call goes out, the order that it posts stands as being sent, and nobody else does."""
        standing = self._standing_as_sending()
        if standing != [reference] * posted:
            self._breach(f"{reference} goes out while {standing} stands as sending on disk")

    def _drain(self) -> None:
        """The faults end; what is owed must now go, at the moments that the engine itself names."""
        self._network.share = 0.0
        for _ in range(MOST_ROUNDS):
            self._deliver(Reach.SCHEDULED)
            waiting = [one for one in self._till.outbox.in_states(_WAITING) if not self._waits_for_a_person(one)]
            if not waiting:
                break
            retry = engine.next_retry(waiting, self._clocks.now())
            ahead_s = 1.0 if retry is None else (retry - self._clocks.now()).total_seconds()
            self._clocks.pass_time(max(1.0, ahead_s))
            self._server.settle()
        self._clocks.pass_time(LATEST_COMMIT_S + LONGEST_LAG_S)
        self._server.settle()

    def _waits_for_a_person(self, entry: OutboxEntry) -> bool:
        """Whether it is a return whose sale somebody has to mend first."""
        sale = None if entry.sale_id is None else self._till.ledger.sale(entry.sale_id)
        if sale is None or sale.return_of is None:
            return False
        original = self._till.outbox.of_sale(sale.return_of.sale_id)
        return original is not None and original.state is State.NEEDS_ATTENTION

    def _check_what_is_told(self) -> None:
        """No sale that they would take is ever shown as one that a person has to mend; none as accepted in vain."""
        booked = Counter(order.receipt for order in self._server.book)
        sql = "SELECT s.receipt_no, o.customer_number, o.state FROM outbox o JOIN sale s ON s.id = o.sale_id"
        for receipt_no, customer, state in self._database.rows(sql):
            good = customer == GOOD_CUSTOMER
            if (state == "needs_attention" and good) or (state == "accepted" and not good):
                self._breach(f"{receipt_no} of {customer} is told {state}")
            if state == "accepted" and not booked[receipt_no]:
                self._breach(f"{receipt_no} is told accepted and is not there")

    def _check_the_end(self) -> None:
        self._check_what_is_told()
        there: dict[str, list[int]] = {}
        for order in self._server.book:
            if not order.is_voucher:
                there.setdefault(order.receipt, []).append(order.total.ore)
        ids = [row[0] for row in self._database.rows("SELECT id FROM sale ORDER BY receipt_no")]
        sales = [sale for one in ids if (sale := self._till.ledger.sale(one)) is not None]
        on_disk = {sale.receipt_no for sale in sales}
        for receipt_no in set(self._printed) - on_disk:
            self._breach(f"{receipt_no} was printed and its sale is gone")
        for receipt_no in set(there) - on_disk:
            self._breach(f"an order of {receipt_no}, which nobody has")
        vouchers = [(one.reference, one.total.ore) for one in self._server.book if one.is_voucher]
        self.story.settled = len(vouchers)
        for fault in voucher_faults(self._database, vouchers, is_refused=self._server.refuses):
            self._breach(fault)
        for one in disagreements(self._database):
            self._breach(f"{one.code} in the books: {', '.join(one.where)}")
        self._check_the_register()
        for sale in sales:
            orders = there.get(sale.receipt_no or "", [])
            if sale.return_of is None:
                self.story.sales += 1
                self.story.parts += sale.is_part_invoiced
                self._check_sale(sale, orders)
            else:
                self.story.returns += 1
                self._check_return(sale, sale.return_of.sale_id, orders)

    def _check_the_register(self) -> None:
        for fault in register_faults(self._database):
            self._breach(fault)

    def _check_sale(self, sale: Sale, there: list[int]) -> None:
        """Where a sale's invoice must stand in the end: arrived, with a person, or out of the queue and not there."""
        entry = self._till.outbox.of_sale(sale.id)
        if entry is None:
            self._breach(f"{sale.receipt_no} is lost: it has no entry")
            return
        customer, expected = entry.customer_number, "needs_attention"
        whole = not invoice_left(sale, self._till.ledger.returns_of(sale.id))
        cancelled = entry.state is State.CANCELLED and (customer == REFUSED_CUSTOMER or whole)
        if cancelled:
            expected = "cancelled"
        elif customer == GOOD_CUSTOMER:
            expected = "accepted"
        wanted = customer != REFUSED_CUSTOMER and not cancelled
        self._check_orders(sale, there, wanted)
        if customer == GOOD_CUSTOMER and there and there != [sale.invoiced_amount.ore]:
            self._breach(f"{sale.receipt_no} has another total")
        if entry.state.value != expected:
            self._breach(f"{sale.receipt_no} ends as {entry.state.value}, not {expected}")

    def _check_return(self, back: Sale, sale_id: str, there: list[int]) -> None:
        """A return is credited once, after its sale, and only where its sale is invoiced and it takes from that."""
        entry, of_sale = self._till.outbox.of_sale(back.id), self._till.outbox.of_sale(sale_id)
        original = self._till.ledger.sale(sale_id)
        if of_sale is None or original is None:
            return  # told as lost with the sale itself
        arrived, state = of_sale.state is State.ACCEPTED, "nothing" if entry is None else entry.state.value
        if arrived and (self._was_cancelled_on_its_own(entry) or not back.invoiced_amount):
            arrived = False
        self._check_orders(back, there, arrived)
        if there and there != [back.invoiced_amount.ore]:
            self._breach(f"{back.receipt_no} has another total")
        numbers = {order.receipt: order.number for order in reversed(self._server.book)}
        if there and numbers[back.receipt_no or ""] < numbers.get(original.receipt_no or "", len(numbers) + 10001):
            self._breach(f"{back.receipt_no} arrived before its sale")
        fine = ("accepted",) if arrived else ("nothing", "cancelled")
        if of_sale.state is State.NEEDS_ATTENTION:
            fine = ("queued", "cancelled")
        if not back.invoiced_amount:
            fine = ("nothing",)
        if state not in fine:
            self._breach(f"{back.receipt_no} ends as {state} beside a sale that is {of_sale.state.value}")

    def _was_cancelled_on_its_own(self, entry: OutboxEntry | None) -> bool:
        """Whether it was this very entry that somebody took out of the queue, and not its sale's."""
        told = None if entry is None else self._till.outbox.get(entry.reference)
        return told is not None and told.state is State.CANCELLED and told.history[-1].detail == SOLD_ANEW

    def _check_orders(self, sale: Sale, there: list[int], wanted: bool) -> None:
        if len(there) > 1:
            self._breach(f"{sale.receipt_no} is doubled")
        elif len(there) < wanted:
            self._breach(f"{sale.receipt_no} is lost")
        elif len(there) > wanted:
            self._breach(f"{sale.receipt_no} is there though nobody wants it there")

    def _breach(self, text: str) -> None:
        if text not in self.story.breaches:
            self.story.breaches.append(text)
