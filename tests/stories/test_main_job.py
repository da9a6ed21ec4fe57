"""The main job through the real window, the real sync thread and the sandbox over HTTP: nothing is called directly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import main
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import SyncEvent
from terminal_app.storage import journal
from terminal_app.storage.database import Database
from tests.kivy_window import LANDSCAPE, PORTRAIT, TillWindow, till_window

PATIENCE_S = 20.0
TURN_S = 0.05
ACCEPTED = {"nb": "Mottatt", "en": "Accepted"}


@dataclass(frozen=True)
class Shop:
    """A demo shop with its window open."""

    till: main.OpenTill
    window: TillWindow
    finger: Any
    heard: threading.Event

    def wait_for(self, what: str) -> None:
        """Until a target with those words can be touched."""
        if not self._wait(lambda: self.finger.sees(what)):
            self.finger.find(what)

    def wait_until_accepted(self, reference: str) -> None:
        """Until that invoice is accepted and the sync has nothing more to do."""

        def accepted() -> bool:
            session = self.till.root.session
            entry = session.till.outbox.get(reference)
            return entry is not None and entry.state is State.ACCEPTED and not session.status.sending

        assert self._wait(accepted), f"still not accepted: {self.till.root.session.status}"
        self.window.step(3)

    def order_of(self, reference: str) -> dict[str, Any]:
        """The one order that the sandbox has under that reference, beside those of the days before."""
        orders = self.till.connections.sandbox().orders()
        (order,) = [one for one in orders if one["ExternalImportReference"] == reference]
        return dict(order)

    def _wait(self, happened: Callable[[], bool]) -> bool:
        """Whether it happened in time; each turn draws a frame and waits for the sync to say something."""
        for _ in range(int(PATIENCE_S / TURN_S)):
            self.window.step()
            if happened():
                return True
            self.heard.wait(TURN_S)
            self.heard.clear()
        return False


def started_and_stopped(folder: Path) -> list[str]:
    """What the journal says of the till's own life; its stop is the very last row."""
    with Database.open(folder, read_only=True) as database:
        kinds = [row.kind for row in journal.rows(database)]
    assert kinds[-1] == "stop"
    return [kind for kind in kinds if kind in ("start", "stop", "updated")]


@pytest.fixture
def open_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    opened: list[Any] = []

    def make(size: tuple[int, int], language: str) -> Shop:
        window = till_window()
        window.forget()
        window.resize(size)
        context = main.open_till(tmp_path / "shop", demo=True)
        till = context.__enter__()
        opened.append((context, window))
        heard = threading.Event()
        publish = till.bridge.publish

        def publish_and_tell(event: SyncEvent) -> None:
            publish(event)
            heard.set()

        monkeypatch.setattr(till.worker, "_publish", publish_and_tell)
        if language != till.root.session.texts.language:
            till.root.session.speak(language)
        from terminal_app.demo.tour import form_of
        from terminal_app.screens.application import DiskenApp
        from terminal_app.screens.finger import Finger

        app = DiskenApp(till.root, form_of(size))
        app._run_prepare()
        till.beside.come_up()
        opened.append((app, None))
        window.step(3)
        finger = Finger(window.window, frame=window.step, frames_per_key=6)  # faster is a scanner's pace
        return Shop(till, window, finger, heard)

    yield make
    for thing, window in reversed(opened):
        if window is None:
            thing.dispatch("on_stop")
        else:
            window.clear()
            thing.__exit__(None, None, None)
            assert started_and_stopped(tmp_path / "shop") == ["start", "stop"]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["counter", "handheld"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_cashier_rings_up_and_the_invoice_is_accepted(open_shop: Any, size: tuple[int, int], language: str) -> None:
    shop: Shop = open_shop(size, language)
    finger = shop.finger

    finger.tap("sale.tile.1001")
    finger.tap("sale.tile.1001")
    finger.tap("sale.tile.1003")
    finger.tap("sale.pay")
    finger.tap("payment.channel.invoice")
    finger.tap("payment.search_customer")
    finger.type("Martin")
    finger.tap("customers.row.0")
    finger.reach("payment.note", over="payment.reference")
    finger.tap("payment.note")
    finger.type("Møterom 3")
    finger.tap("payment.finish")

    sold = shop.till.root.session.last_sold
    assert sold is not None
    assert sold.entry is not None
    finger.tap("root.badge")
    finger.tap("queue.send")
    shop.wait_until_accepted(sold.entry.reference)
    shop.window.settle()

    order = shop.order_of(sold.entry.reference)
    assert str(order["TotalAmount"]) == str(sold.sale.total)
    assert order["CustomerNo"] == sold.sale.customer.number
    assert "Møterom 3" in [line["Description"] for line in order["SalesOrderLines"] if line["LineType"] == "Text"]
    normal = [line for line in order["SalesOrderLines"] if line["LineType"] == "Normal"]
    assert [(line["Description"], int(line["Quantity"])) for line in normal] == [
        (line.name, line.quantity.milli // 1000) for line in sold.sale.lines
    ]
    assert shop.till.root.queue.view().rows[0].state.text == ACCEPTED[language]


def test_pulling_the_network_in_the_middle_of_a_sale_changes_nothing_for_the_cashier(open_shop: Any) -> None:
    shop: Shop = open_shop(LANDSCAPE, "nb")
    finger, sandbox = shop.finger, shop.till.connections.sandbox()

    finger.tap("sale.tile.1001")
    sandbox.unplug()
    finger.tap("sale.pay")
    finger.tap("payment.channel.invoice")
    finger.tap("payment.search_customer")
    finger.type("10001")
    finger.tap("customers.row.0")
    finger.tap("payment.finish")
    invoiced = shop.till.root.session.last_sold
    assert invoiced is not None
    assert invoiced.entry is not None
    shop.till.worker.send_now()
    shop.wait_for("Uten nett")
    finger.tap("receipt.new_sale")
    finger.tap("sale.tile.1002")
    finger.tap("sale.pay")
    finger.tap("payment.channel.card")
    finger.tap("payment.finish")
    assert [line.sku for line in shop.till.root.session.last_sold.sale.lines] == ["1002"]

    sandbox.plug_in()
    shop.till.worker.send_now()
    shop.wait_until_accepted(invoiced.entry.reference)
    assert str(shop.order_of(invoiced.entry.reference)["TotalAmount"]) == "52.00"
    shop.wait_for("Alt sendt")
