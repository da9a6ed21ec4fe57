"""One shop in the window with an accounting system over real HTTP, played by touches; and the books after each story.

The sync of a story sends when somebody touches "send now", on the story's own thread: nothing happens between two
touches. `test_main_job.py` plays with the sync's own thread.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sync.connectors import connect
from sync.delivery import deliver_once
from sync.poweroffice.sandbox import Sandbox
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.sale import Sale
from terminal_app.domain.sync_control import EntryChanged, NoSync, StatusChanged, SyncStatus
from terminal_app.domain.tender import Tender
from terminal_app.presenters.session import Place
from terminal_app.printing.printer import Printer
from terminal_app.storage.books import disagreements
from tests.kivy_window import TillWindow
from tests.screens.whole_till import WholeTill

SLOW_FRAME_S = 1 / 20
"""A till with little power: fewer frames for the same seconds."""
RECENT = 10001
"""A customer of the demo who was invoiced before."""
ARRIVED = (State.ACCEPTED, State.INVOICED, State.PAID)


class Office(NoSync):
    """Sends what waits when it is told to, and tells the window what came of it."""

    shop: Story | None = None

    def send_now(self) -> None:
        assert self.shop is not None
        self.shop.deliver()

    def status(self) -> SyncStatus:
        return SyncStatus() if self.shop is None else SyncStatus(counts=self.shop.till.outbox.counts())


class Story(WholeTill):
    """A shop that lives through one story."""

    def __init__(self, window: TillWindow, folder: Path, sandbox: Sandbox) -> None:
        self.sandbox, self.office, self.touches = sandbox, Office(), 0
        self.window = window
        self._open_folder(folder)

    def _open_folder(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(self.window, folder, sync=self.office)
        self.office.shop = self
        self.till.change_settings(_connected(self.sandbox))
        if self.till.prints.has_printer:
            self.print_into()

    def open(self, size: tuple[int, int]) -> Story:
        from terminal_app.screens.finger import Finger

        super().open(size)
        self.finger = Finger(self.window.window, frame=lambda: self.window.step(dt=SLOW_FRAME_S))
        return self

    # what a cashier does

    def touch(self, *keys: str) -> None:
        """Touches one after the other, as fast as the screens take it, and counts."""
        for key in keys:
            self.finger.tap(key)
        self.touches += len(keys)

    def tiles(self, *skus: str) -> None:
        """Touches the tiles of these products."""
        self.touch(*[f"sale.tile.{sku}" for sku in skus])

    def stand(self, operator_id: str) -> None:
        """That person stands at the till now."""
        self.session.hand_over(self.till.operator(operator_id))
        self.window.settle()

    def wait(self, **length: float) -> None:
        """Time passes."""
        self.moment += timedelta(**length)

    def new_sale(self) -> None:
        """The receipt has been looked at; the next customer, a minute later."""
        assert self.session.place is Place.RECEIPT
        self.touch("receipt.new_sale")
        self.wait(minutes=1)

    def invoice_some_days_ago(self, customer: int = RECENT) -> None:
        """That customer has been invoiced before, and the invoice has arrived."""
        cart = Cart().add(self.till.assortment.products[0])
        self.till.sell(cart, (Tender(Channel.INVOICE),), customer_number=customer)
        self.wait(days=3)
        self.deliver()
        self.window.settle()

    def press_together(self, *points: tuple[float, float]) -> None:
        """As many fingers go down in one frame, and up again in another."""
        from terminal_app.screens.finger import Finger

        fingers = [Finger(self.window.window, frame=lambda: None) for _ in points]
        down = [finger.down(*point) for finger, point in zip(fingers, points, strict=True)]
        self.window.step()
        for finger, touch in zip(fingers, down, strict=True):
            finger.up(touch)
        self.window.step(2)
        for finger in fingers:
            finger.leave()

    @contextmanager
    def scanner(self) -> Iterator[None]:
        """A scanner is plugged in for so long."""
        from terminal_app.screens.scanner_input import ScannerInput

        scans = self.presenter.scans
        plugged_in = ScannerInput(scans.take, scans.expects_typing)
        plugged_in.install()
        try:
            yield
        finally:
            plugged_in.uninstall()

    # what came of it

    @property
    def last(self) -> Sale:
        """The newest sale or return as it is stored."""
        assert self.session.last_sold is not None
        sale = self.till.ledger.sale(self.session.last_sold.sale.id)
        assert sale is not None
        return sale

    def entry(self, receipt_no: str) -> OutboxEntry:
        """The invoice of that receipt as it stands."""
        sale = self.till.ledger.sale_by_receipt(receipt_no)
        assert sale is not None
        found = self.till.outbox.of_sale(sale.id)
        assert found is not None
        return found

    def deliver(self) -> None:
        """One pass of the sync; the window hears of each entry and of how it stands then."""
        gateway = connect(self.till.settings)
        try:
            report = deliver_once(self.database, gateway)
        finally:
            gateway.close()
        for reference in report.changed:
            entry = self.till.outbox.get(reference)
            assert entry is not None
            self.presenter.take(EntryChanged(reference, entry.state))
        self.presenter.take(StatusChanged(self.office.status()))

    def print_into(self) -> None:
        """From here on the shop has a printer, which lays its papers beside the books."""
        self.till.change_settings({"printer.kind": "file", "printer.address": str(self.folder / "prints")})

    def print_waiting(self) -> list[str]:
        """The printer's thread does what waits; the texts of all that was ever printed."""
        Printer(self.database, self.till.now, self.session.prints_moved).print_waiting()
        return self.printed()

    def printed(self) -> list[str]:
        """What lies beside the printer, in the order in which it came out."""
        return [page.read_text("utf-8") for page in sorted((self.folder / "prints").glob("*.txt"))]

    # power

    def power_cut(self) -> None:
        """The till is started on what lay on the disk at that moment; nothing of it was closed before."""
        found = self.folder.with_name(f"{self.folder.name}-again")
        shutil.copytree(self.folder, found, ignore=shutil.ignore_patterns("*.lock"))
        self.close()
        self._start(found)

    def closed_and_opened(self) -> None:
        """The till is closed in the evening and opened in the morning."""
        self.close()
        self._start(self.folder)

    def _start(self, folder: Path) -> None:
        size, moment = self.size, self.moment
        self._open_folder(folder)
        self.moment = moment
        self.open(size)

    # the books

    def wrong_with_the_books(self) -> list[str]:
        """What does not agree: in the till, and between the till and the accounting system."""
        found = [f"{one.code}: {', '.join(one.where)}" for one in disagreements(self.database)]
        sent = _sums(
            (entry.customer_number, entry.total) for entry in self.till.outbox.latest(1000) if entry.state in ARRIVED
        )
        there = _sums((order["CustomerNo"], Money.parse(str(order["TotalAmount"]))) for order in self.sandbox.orders())
        if sent != there:
            found.append(f"customers owe {dict(sent)} in the till, {dict(there)} in the accounting system")
        return found


def _sums(amounts: Iterable[tuple[Any, Money]]) -> Counter[Any]:
    owed: Counter[Any] = Counter()
    for customer, amount in amounts:
        owed[customer] += amount.ore
    return owed


def _connected(sandbox: Sandbox) -> dict[str, str]:
    """The settings of a shop that invoices through that sandbox."""
    return {
        "invoicing.endpoint": "custom",
        "invoicing.api_url": sandbox.api_url,
        "invoicing.token_url": sandbox.token_url,
        "invoicing.application_key": sandbox.application_key,
        "invoicing.client_key": sandbox.client_key,
        "invoicing.subscription_key": sandbox.subscription_key,
    }
