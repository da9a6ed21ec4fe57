"""A company for a simulated month: its till with the real sync and SQLite, and its PowerOffice Go over HTTP.

The sync is the program's own rounds, beaten by hand; all clocks are one that the month moves. No test in here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sync.connectors import connect
from sync.ledger_mirror import bring_ledger
from sync.poweroffice.sandbox import Fault, FaultAction, Sandbox
from sync.products import refresh_products
from sync.rounds import Rounds
from terminal_app.domain.chart import LedgerRead
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.settlement_accounts import USUAL
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.shop import CUSTOMERS, WITH_VAT, settings_for
from tests.till.counter import OPERATORS, ShopClock
from tests.till.counter_day import GOODS, SHOP

FIRST = date(2026, 10, 1)
"""October: its last Sunday has an hour more."""
MORNING = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
SETTLED = {
    **SHOP,
    "channels.vipps.enabled": "true",
    "invoicing.enabled_since": "2026-09-01",
    "invoicing.invoice_fee_amount": "45.50",
    "settlement.enabled": "true",
    "settlement.enabled_since": FIRST.isoformat(),
    **{slot.key: str(number) for slot, number in USUAL.items()},
}
WAYS = {"settlement": SETTLED, "invoice": {**SETTLED, **WITH_VAT}}
"""Both ways of reporting VAT: through the day's settlement, or through the invoice."""
FAULTS = (
    Fault(FaultAction.DROP_BEFORE_COMMIT),
    Fault(FaultAction.DROP_AFTER_COMMIT),
    Fault(FaultAction.STATUS, status=500),
    Fault(FaultAction.STATUS, status=502, after_commit=True),
    Fault(FaultAction.STATUS, status=503),
    Fault(FaultAction.STATUS, status=429, retry_after=2),
    Fault(FaultAction.DELAY, seconds=20.0),
    Fault(FaultAction.TRUNCATED),
    Fault(FaultAction.HTML),
)
"""What a network and a busy server do; nothing that is anybody's mistake."""
_ON_THEIR_WAY = (State.QUEUED, State.SENDING, State.UNKNOWN, State.HELD)
MOST_BEATS = 400


class MonthClock(ShopClock):
    """The wall clock, the clock that only goes forward, and what the sync waits by: one time, moved by the month."""

    def __init__(self) -> None:
        super().__init__(MORNING)
        self.forward_s = 5_000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.forward_s

    def boot_id(self) -> str:
        return "one-boot"

    def advance(self, **length: float) -> None:
        before = self.wall
        super().advance(**length)
        self.forward_s += (self.wall - before).total_seconds()

    def wait(self, seconds: float) -> None:
        self.advance(seconds=seconds)

    def until(self, moment: datetime) -> None:
        """Time passes until then; nothing when it is later already."""
        self.advance(seconds=max((moment - self.wall).total_seconds(), 0.0))


@dataclass
class Company:
    """One till and its accounting system, with the verbs that both a month and a single mistake are made of."""

    way: str
    database: Database
    till: Till
    clock: MonthClock
    sandbox: Sandbox
    rounds: Rounds

    def gateway(self) -> Any:
        """A connection of its own; the caller closes it."""
        return connect(self.till.settings, wait=self.clock.wait, clock=self.clock)

    def beat(self, *, all_of_it: bool = False) -> None:
        """What the sync does when it is woken; with `all_of_it` somebody has pressed Send now."""
        if all_of_it:
            self.rounds.send_everything()
        self.rounds.act()

    def send(self) -> None:
        """All that can go has gone; what is left waits for a person."""
        for _ in range(MOST_BEATS):
            self.beat(all_of_it=True)
            waiting = self.till.outbox.in_states(_ON_THEIR_WAY)
            if not [one for one in waiting if not self._waits_for_its_sale(one)]:
                return
            self.clock.advance(seconds=400)
        raise AssertionError(f"never sent: {[(one.receipt_no, one.state) for one in waiting]}")

    def _waits_for_its_sale(self, entry: OutboxEntry) -> bool:
        sale = None if entry.sale_id is None else self.till.ledger.sale(entry.sale_id)
        if sale is None or sale.return_of is None:
            return False
        original = self.till.outbox.of_sale(sale.return_of.sale_id)
        return original is not None and original.needs_person

    def invoice_all(self) -> None:
        """The bookkeeper sends each draft as an invoice, and the till hears of it."""
        for order in self.sandbox.orders():
            self.sandbox.send_invoice(order["Id"])
        self.hear()

    def hear(self) -> None:
        """What became of the orders is asked for, twice: an order counts as gone only when it stays gone."""
        for hours in (25.0, 2.0):
            self.clock.advance(hours=hours)
            self.rounds.send_everything()
            self.rounds.act()

    def read_ledger(self, since: date = FIRST) -> LedgerRead:
        """The products and the ledger as they are now, kept by the till."""
        self.clock.advance(minutes=1)
        with closing(self.gateway()) as gateway:
            refresh_products(self.database, gateway, clock=self.clock)
            read = bring_ledger(self.database, gateway, since, self.clock)
        self.clock.advance(minutes=1)
        return read

    def today(self) -> date:
        return self.till.reconciling.today()

    def entry(self, receipt_no: str) -> OutboxEntry:
        """The outbox entry of a sale or a return."""
        sale = self.till.ledger.sale_by_receipt(receipt_no)
        found = None if sale is None else self.till.outbox.of_sale(sale.id)
        assert found is not None, receipt_no
        return found

    def order_id(self, receipt_no: str) -> str:
        """What they call the order of that sale."""
        remote = self.entry(receipt_no).remote
        assert remote is not None
        return remote.order_id


@contextmanager
def company(folder: Path, way: str, seed: int = 1, settings: dict[str, str] | None = None) -> Iterator[Company]:
    """The company on the morning of the month's first day, its customers and products known to the till."""
    clock = MonthClock()
    with ExitStack() as stack:
        options: dict[str, Any] = {"clock": clock, "customers": CUSTOMERS, "sleep": clock.wait}
        sandbox = stack.enter_context(Sandbox.start(**options))
        database = stack.enter_context(Database.open(folder / "shop"))
        database.rows("PRAGMA synchronous=0")  # the disk is not what is tried here, so nothing waits for it
        till = Till(database, clock)
        till.operators.staff.put(OPERATORS)
        till.catalog.put_products(GOODS)
        till.change_settings({**settings_for(sandbox), **WAYS[way], **(settings or {})})
        till.reload()
        rounds = Rounds(
            database,
            lambda: connect(till.settings, wait=clock.wait, clock=clock),
            lambda event: None,
            clock=clock,
            rng=Random(seed),
            stopping=lambda: False,
            lease_folder=folder / "leases",
        )
        stack.callback(rounds.disconnect)
        rounds.begin()
        rounds.list_customers()
        made = Company(way, database, till, clock, sandbox, rounds)
        made.beat()
        made.read_ledger()
        yield made
