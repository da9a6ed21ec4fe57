"""The demo played by a robot finger, for machines without a display: ring up, invoice, customer, note, finish, sync.

It touches the real window through Kivy's own input, prints each step and what the sandbox received, and saves a
picture of every screen. Window thread; waits by drawing frames, never blindly.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from terminal_app.domain.cart import Cart
from terminal_app.domain.outbox import State
from terminal_app.presenters.day_count import FACES
from terminal_app.presenters.desk.vat_bridge import VatBridgePage
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.storage.outbox import Outbox

PATIENCE_S = 30.0
FRAMES_PER_KEY = 6
"""A person's pace: what comes faster is a scanner's."""
BETWEEN_TWO_TOUCHES = 6
"""Frames: a second touch that comes sooner at the same place is taken for an echo of the first."""
NOTE = "Møterom Fløyen, kl. 12"
DESK_PAGES = (
    "payment_channels", "setup_guide", "invoicing_config", "schedule", "day_settlement", "products", "this_till",
    "vat_bridge",
)  # fmt: skip
NOBODY_PRINTS = {"printer.kind": "network", "printer.address": "127.0.0.1:9"}
"""A printer that nobody answers at: what the till says of that is one of the pictures."""


def open_stage(size: tuple[int, int]) -> None:
    """Set Kivy up for an offscreen window of that size; call before anything imports the window."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    from terminal_app.screens.window import configure

    configure(form_of(size), size)


def form_of(size: tuple[int, int]) -> Any:
    """The form of till that a window of that size is."""
    from terminal_app.screens.window import Form

    return Form.HANDHELD if size[0] < size[1] else Form.COUNTER


def play(
    root: RootPresenter, size: tuple[int, int], pictures: Path, orders: Callable[[], Sequence[dict[str, Any]]]
) -> int:
    """0 when the invoice reached the sandbox and its total is the till's; the pictures are in `pictures`."""
    tour = _Tour(root, size, pictures)
    try:
        tour.ring_up()
        total = tour.pay_by_invoice()
        tour.deliver()
        tour.park_and_go_on()
        tour.split_the_bill()
        tour.look_back()
        tour.train()
        tour.sit_down_at_the_desk()
        tour.settle_the_day()
        tour.look_round()
    finally:
        tour.leave()
    received = orders()
    for order in received:
        _say(
            f"The sandbox has order {order['SalesOrderNo']}: customer {order['CustomerNo']}, "
            f"reference {order['ExternalImportReference']}, total {order['TotalAmount']}"
        )
        for line in order["SalesOrderLines"]:
            amount = f"  {line['Quantity']} x {line['ProductUnitPrice']}" if line["LineType"] == "Normal" else ""
            _say(f"    {line['LineType']:<7} {line['Description']}{amount}")
    noted = [one for one in received if NOTE in [line["Description"] for line in one["SalesOrderLines"]]]
    whole = [str(order["TotalAmount"]) for order in noted] == [total]
    _say("The order has the till's total and the note." if whole else f"Expected one order of {total} with the note.")
    return 0 if whole else 1


class _Tour:
    def __init__(self, root: RootPresenter, size: tuple[int, int], pictures: Path) -> None:
        from terminal_app.screens.application import DiskenApp
        from terminal_app.screens.finger import Finger

        self._root = root
        self._pictures = pictures
        self._name = f"{size[0]}x{size[1]}"
        self._app = DiskenApp(root, form_of(size))
        self._app._run_prepare()
        from kivy.core.window import Window

        self._window = Window
        self._finger = Finger(Window, after_step=lambda step: _say(f"  {step}"), frames_per_key=FRAMES_PER_KEY)
        pictures.mkdir(parents=True, exist_ok=True)
        self._finger.frames(3)

    def ring_up(self) -> None:
        _say(f"Ring up, {self._name}")
        self.picture("sale-empty")
        for sku in ("1001", "1001", "1003"):
            self._finger.tap(f"sale.tile.{sku}")
            self._finger.frames(BETWEEN_TWO_TOUCHES)
        self._finger.tap("sale.search")
        self._finger.type("kanel")
        self.picture("search")
        self._finger.tap("Kanelbolle")
        self._finger.tap("sale.search/clear")
        self.hide_keyboard()
        self.picture("sale")

    def pay_by_invoice(self) -> str:
        _say("Pay by invoice")
        finger = self._finger
        finger.tap("sale.pay")
        self.picture("payment")
        finger.tap("payment.channel.invoice")
        finger.tap("payment.search_customer")
        finger.type("Martin")
        self.picture("customers")
        finger.tap("customers.row.0")
        finger.reach("payment.note", over="payment.reference")
        finger.tap("payment.note")
        finger.type(NOTE)
        self.hide_keyboard()
        self.picture("invoice")
        finger.tap("payment.finish")
        self.picture("receipt")
        sold = self._root.session.last_sold
        assert sold is not None
        customer = sold.sale.customer
        _say(f"Sold: {sold.sale.receipt_no}, {sold.sale.total}, to {customer.name if customer else 'nobody'}")
        return str(sold.sale.total)

    def deliver(self) -> None:
        _say("Deliver")
        self._finger.tap("root.badge")
        self._finger.tap("queue.send")
        sold, outbox = self._root.session.last_sold, self._root.session.till.outbox
        assert sold is not None
        assert sold.entry is not None
        reference = sold.entry.reference
        self.wait_for(lambda: _stands(outbox, reference, State.ACCEPTED), "the invoice to be accepted")
        self.wait_for(lambda: not self._root.session.status.sending, "the sync to be done")
        self._finger.tap("queue.row.0")
        self.picture("queue")

    def park_and_go_on(self) -> None:
        """Guests are parked at tables, one comes back while the next is parked, and a line is changed."""
        _say("Park")
        finger = self._finger
        self._root.session.go(Place.SALE)
        finger.frames(2)
        self._touch("sale.tile.1001", "sale.tile.1004", "sale.park", "parked.as.3")
        self._touch("sale.tile.1002", "sale.tile.1005", "sale.tile.1002", "sale.park", "parked.as.6")
        self._touch("sale.tile.1003", "sale.tile.1006", "sale.park")
        self.picture("park")
        if finger.sees("parked.sheet/close"):  # a handheld shows the names over the list
            self._touch("parked.sheet/close")
            self.picture("parked")
        self._touch("parked.row.0", "parked.as.1")
        if finger.sees("sale.cart"):
            self._touch("sale.cart")
        self._touch("sale.line.0")
        self.picture("line")
        self._touch("sale.sheet.close")

    def split_the_bill(self) -> None:
        """Two pay by card, each their half, and the printer does not answer."""
        _say("Split the bill")
        session, finger = self._root.session, self._finger
        printing = {key: session.till.values.text(key) for key in NOBODY_PRINTS}
        session.till.change_settings(NOBODY_PRINTS)
        self._touch("sale.pay", "payment.split", "payment.equally.2")
        self.picture("split")
        self._touch("payment.channel.card", "payment.finish", "payment.channel.card")
        self.picture("split-rest")
        self._touch("payment.finish")
        self.wait_for(lambda: bool(session.prints.stuck), "the printer to be missed")
        self.picture("printer-trouble")
        session.till.change_settings(printing)
        self.wait_for(lambda: finger.sees("receipt.leave"), "the print to be left")
        self._touch("receipt.leave")

    def look_back(self) -> None:
        """What was sold, and what could be taken back of the invoice; nothing is."""
        _say("History")
        number = self._invoiced()
        self._touch("root.menu", "menu.history")
        self._touch(f"history.row.{self._row_of(number)}")
        self.picture("history")
        self._touch("history.refund", "refund.everything")
        self.picture("refund")
        self._touch("refund.back")

    def train(self) -> None:
        """A sale that is none: marked, and in a series of its own."""
        _say("Training")
        session = self._root.session
        session.go(Place.MENU)
        self._finger.frames(2)
        self._touch("menu.training")
        self.picture("training-switch")
        self._touch("training.switch", "sale.tile.1001", "sale.tile.1005")
        self.picture("training")
        self._touch("sale.pay", "payment.channel.card", "payment.finish")
        self.picture("training-receipt")
        session.go(Place.MENU)
        self._finger.frames(2)
        self._touch("menu.training", "training.switch")
        if session.till.training:
            raise AssertionError("training did not end when its button was touched")

    def _touch(self, *wanted: str) -> None:
        """One after the other, at a person's pace."""
        for one in wanted:
            self._finger.tap(one)
            self._finger.frames(BETWEEN_TWO_TOUCHES)

    def _invoiced(self) -> str:
        """The receipt number of the invoice that was sold."""
        return self._root.session.till.outbox.latest()[0].receipt_no

    def _row_of(self, receipt_no: str) -> int:
        """Where the history lists that receipt."""
        rows = self._root.history.view().rows
        return next(index for index, row in enumerate(rows) if row.receipt_no == receipt_no)

    def sit_down_at_the_desk(self) -> None:
        """The manager's settings, page by page."""
        _say("Settings")
        session, finger = self._root.session, self._finger
        bridge = self._root.desk.pages["vat_bridge"]
        assert isinstance(bridge, VatBridgePage)
        session.go(Place.MENU)
        finger.frames(2)
        self.picture("menu")
        finger.reach("menu.operator.kari", over="menu.desk")
        finger.tap("menu.operator.kari")
        session.go(Place.MENU)
        finger.frames(2)
        finger.tap("menu.desk")
        self.picture("desk")
        for stem in DESK_PAGES:
            session.open_desk(stem)
            if stem == "invoicing_config":
                self._root.desk.press("test")
            finger.frames(2)
            self.wait_for(lambda: not session.setup.is_asking(), "the setup to be looked at")
            self.wait_for(lambda: not bridge.works, "the VAT bridge to be worked out")
            self.picture(f"desk-{stem.replace('_', '-')}")
        session.go(Place.SALE)

    def settle_the_day(self) -> None:
        """The day is closed once nothing stands in its way, with twenty kroner too little in the drawer."""
        _say("Kasseoppgjør")
        session, finger = self._root.session, self._finger
        session.go(Place.DAY)
        finger.frames(2)
        self.picture("day")
        finger.tap("day.main")
        self.picture("day-first")
        for parked in session.till.parking.every():
            session.cart = session.till.parking.resume(parked.id).cart
            session.cart = Cart()
        session.parked.refresh()
        session.announce()
        self._touch("day.main")
        left = session.till.day.stands().expected_cash.ore // 100 - 20
        for face in FACES:
            pieces, left = divmod(left, face)
            self._touch(*[f"day.pad/{digit}" for digit in str(pieces)], "day.pad/enter")
        self.picture("day-count")
        self._touch("day.main", "day.reason.0")
        self.picture("day-compare")
        self._touch("day.main", "day.main")
        self.picture("day-done")
        self._touch("day.main", "sale.day.close")

    def look_round(self) -> None:
        """The other faces: English, dark."""
        session = self._root.session
        session.go(Place.MENU)
        self._finger.frames(2)
        self._finger.reach("menu.language.en", over="menu.desk")
        self._finger.tap("menu.language.en")
        self._finger.reach("menu.look.dark", over="menu.desk")
        self._finger.tap("menu.look.dark")
        if session.look.theme != "dark":
            raise AssertionError("the look did not change when “dark” was touched")
        session.go(Place.SALE)
        self._finger.frames(2)
        for sku in ("1001", "1004", "1006"):
            if self._finger.sees(f"sale.tile.{sku}"):
                self._finger.tap(f"sale.tile.{sku}")
        self.picture("sale-english-dark")
        self._finger.tap("sale.pay")
        self._finger.tap("payment.channel.cash")
        self.picture("cash-english-dark")

    def hide_keyboard(self) -> None:
        if self._finger.sees("keyboard/hide"):
            self._finger.tap("keyboard/hide")
            self._finger.frames(6)

    def picture(self, name: str) -> None:
        self._finger.frames(2)
        wanted = self._pictures / f"{self._name}-{name}.png"
        made = self._window.screenshot(str(self._pictures / f".{self._name}-{name}.png"))
        os.replace(made, wanted)

    def wait_for(self, happened: Callable[[], bool], what: str) -> None:
        """Draw frames until it has happened; raises TimeoutError naming it."""
        until = time.monotonic() + PATIENCE_S
        while not happened():
            if time.monotonic() > until:
                raise TimeoutError(f"waited {PATIENCE_S:.0f} s for {what}")
            self._finger.frames(1)

    def leave(self) -> None:
        self._finger.leave()
        self._app.dispatch("on_stop")


def _stands(outbox: Outbox, reference: str, state: State) -> bool:
    entry = outbox.get(reference)
    return entry is not None and entry.state is state


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
