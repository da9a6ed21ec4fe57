"""One seed's story of a till in the lying world, and a checker that sees only receipts, states and the server's books.

Till, ledger, outbox, engine and delivery are the real ones on real SQLite; clocks, network and server are `world`'s.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from sync import engine
from sync.delivery import Delivery
from sync.engine import Reach
from sync.poweroffice.sandbox import Keys
from terminal_app.domain.catalog import Customer
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.repair import may_have_arrived
from terminal_app.domain.sale import Cart, Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
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
from tests.sync.shop import BUN, FLOUR, LATTE

MOST_ROUNDS = 80
_WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)


@dataclass
class Story:
    """What became of one seed: `breaches` is empty when every promise was kept."""

    seed: int
    breaches: list[str] = field(default_factory=list)
    sales: int = 0
    crashes: int = 0
    faults: int = 0


def prepare(folder: Path) -> Path:
    """A shop to copy for each seed: settings, products and customers, no sale."""
    with Database.open(folder) as database:
        till = Till(database, Clocks())
        keys = Keys.from_seed(1)
        products = {f"invoicing.products.sale_{rate}": f"70{rate:02}" for rate in (0, 12, 15, 25)}
        till.change_settings(
            {
                "channels.invoice.enabled": "true",
                "channels.invoice.integration": "true",
                "invoicing.system": "poweroffice-go",
                "invoicing.endpoint": "test",
                "invoicing.enabled_since": "2026-11-01",
                "invoicing.application_key": keys.application,
                "invoicing.client_key": keys.client,
                "invoicing.subscription_key": keys.subscription,
                **products,
            }
        )
        till.catalog.put_products([LATTE, BUN, FLOUR])
        numbers = (GOOD_CUSTOMER, REFUSED_CUSTOMER, DISCOUNT_CUSTOMER)
        till.catalog.put_customers([(Customer(str(number), number, f"Kunde {number}"), None) for number in numbers])
    return folder


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
        self._fuse = Fuse()
        self._network = wrap(LyingNetwork(self._server, self._clocks, self._rng, self._fuse, share=0.45))
        self._network.witness, self._network.meanwhile = self._check_what_is_on_disk, self._cancel_meanwhile
        self._deliver_with = deliver_with
        self._printed: list[int] = []
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
        acts: tuple[Callable[[], None], ...] = (self._sell, self._pass, self._wait, self._jump, self._repair)
        act = self._rng.choices(acts, (5, 8, 4, 3, 2))[0]
        if self._rng.random() < 0.4:
            self._fuse.left = self._rng.randint(1, 70)
        try:
            act()
        except PowerCut:
            self._restart()
        self._fuse.left = None

    def _sell(self) -> None:
        customers = (GOOD_CUSTOMER, GOOD_CUSTOMER, GOOD_CUSTOMER, REFUSED_CUSTOMER, DISCOUNT_CUSTOMER)
        cart = Cart().add(self._rng.choice((LATTE, BUN)), Quantity.of(self._rng.randint(1, 3)))
        sold = self._till.sell(cart, (Tender(Channel.INVOICE),), customer_number=self._rng.choice(customers))
        self._printed.append(_number(sold.sale.receipt_no or ""))

    def _pass(self) -> None:
        reach = self._rng.choice(tuple(Reach))
        self._deliver(reach)

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
                        self._till.deliveries.cancel(entry.reference, "solgt på nytt")
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

    def _cancel_meanwhile(self) -> None:
        """Now and then somebody cancels a sale that waits, of the customer whom they refuse, during a call."""
        if self._rng.random() > 0.2:
            return
        for entry in self._till.outbox.in_states((State.QUEUED,)):
            if entry.customer_number == REFUSED_CUSTOMER and not may_have_arrived(entry):
                self._till.deliveries.cancel(entry.reference, "solgt på nytt")

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
            waiting = self._till.outbox.in_states(_WAITING)
            if not waiting:
                break
            retry = engine.next_retry(waiting, self._clocks.now())
            ahead_s = 1.0 if retry is None else (retry - self._clocks.now()).total_seconds()
            self._clocks.pass_time(max(1.0, ahead_s))
            self._server.settle()
        self._clocks.pass_time(LATEST_COMMIT_S + LONGEST_LAG_S)
        self._server.settle()

    def _check_what_is_told(self) -> None:
        """No sale that they would take is ever shown as one that a person has to mend; none as accepted in vain."""
        booked = Counter(order.receipt for order in self._server.book)
        sql = "SELECT s.receipt_no, o.customer_number, o.state FROM outbox o JOIN sale s ON s.id = o.sale_id"
        for receipt_no, customer, state in self._database.rows(sql):
            good = customer == GOOD_CUSTOMER
            if (state == "needs_attention" and good) or (state == "accepted" and not good):
                self._breach(f"{receipt_no} of {customer} is told {state}")
            if state == "accepted" and not booked[_number(receipt_no)]:
                self._breach(f"{receipt_no} is told accepted and is not there")

    def _check_the_end(self) -> None:
        self._check_what_is_told()
        orders: dict[int, list[int]] = {}
        for order in self._server.book:
            orders.setdefault(order.receipt, []).append(order.total.ore)
        sql = "SELECT s.receipt_no, s.total_ore, o.customer_number, o.state FROM sale s "
        sales = self._database.rows(sql + "LEFT JOIN outbox o ON o.sale_id = s.id")
        on_disk = {_number(row[0]) for row in sales}
        self.story.sales = len(sales)
        for receipt in set(self._printed) - on_disk:
            self._breach(f"receipt {receipt} was printed and its sale is gone")
        for receipt in set(orders) - on_disk:
            self._breach(f"an order of receipt {receipt}, which nobody has")
        for receipt_no, total, customer, state in sales:
            self._check_sale(receipt_no, total, customer, state, orders.get(_number(receipt_no), []))

    def _check_sale(
        self, receipt_no: str, total: int, customer: int | None, state: str | None, there: list[int]
    ) -> None:
        expected = "accepted" if customer == GOOD_CUSTOMER else "needs_attention"
        wanted = customer != REFUSED_CUSTOMER
        if state == "cancelled" and customer == REFUSED_CUSTOMER:
            expected = "cancelled"
        if len(there) > 1:
            self._breach(f"{receipt_no} is doubled")
        elif len(there) < wanted:
            self._breach(f"{receipt_no} is lost")
        elif len(there) > wanted:
            self._breach(f"{receipt_no} is there though they refuse it")
        elif customer == GOOD_CUSTOMER and there != [total]:
            self._breach(f"{receipt_no} has another total")
        if state != expected:
            self._breach(f"{receipt_no} ends as {state}, not {expected}")

    def _breach(self, text: str) -> None:
        if text not in self.story.breaches:
            self.story.breaches.append(text)


def _number(receipt_no: str) -> int:
    return int("".join(filter(str.isdigit, receipt_no)))
