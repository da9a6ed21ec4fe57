"""An open till for the screens' tests: the demo shop on disk, its presenters, and one screen in the window.

The frame is the least a root does: a bar above, the place's screen below, the keyboard when asked for.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from terminal_app.demo.set_up import set_up_demo
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.sale import Sale
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.domain.tender import Tender
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.kivy_window import PORTRAIT, TillWindow

LONG_NAME = "Nordhordlands og Ytre Sogns Interkommunale Vann- og Avløpsselskap AS"
MARKUP_NAME = "[ref=x]Bakke[/ref] & [b]Sønn[/b] AS"
NOON = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)


@cache
def demo_folder() -> Path:
    """A data folder with the demo shop in it, made once for all tests of a process and copied for each."""
    folder = Path(tempfile.mkdtemp(prefix="disken-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Database.open(folder) as database:
        set_up_demo(Till(database, lambda: NOON))
    return folder


class OpenTill:
    """The demo shop with its window; `finger` touches it. The places it can show are built when they are shown."""

    def __init__(self, window: TillWindow, folder: Path) -> None:
        self.window = window
        self.moment = NOON
        shutil.copytree(demo_folder(), folder / "shop")
        self.database = Database.open(folder / "shop")
        self.till = Till(self.database, lambda: self.moment)
        self.content: Any = None
        self.form: Any = None
        self.screens: dict[Place, Any] = {}

    def set(self, **values: str) -> None:
        """Changes settings; underscores twice stand for dots."""
        self.till.change_settings({key.replace("__", "."): value for key, value in values.items()})

    def open(self, size: tuple[int, int], *, keyboard: bool = False) -> None:
        """Shows the till's frame in a window of this size."""
        from kivy.metrics import dp
        from kivy.uix.boxlayout import BoxLayout
        from kivy.uix.floatlayout import FloatLayout
        from kivy.uix.widget import Widget

        from terminal_app.screens.theme import T
        from terminal_app.screens.widgets import Keyboard
        from terminal_app.screens.window import Form

        self.session = Session(self.till)
        self.root = RootPresenter(self.session)
        self.window.clear()
        self.window.resize(size)
        self.form = Form.HANDHELD if size == PORTRAIT else Form.COUNTER
        frame = BoxLayout(orientation="vertical")
        frame.add_widget(Widget(size_hint_y=None, height=dp(56 if T.handheld else 72)))
        self.content = FloatLayout()
        frame.add_widget(self.content)
        self.window.window.add_widget(frame)
        if keyboard:
            Keyboard.install()
        self.screens = {}
        self.root.on_change = self._mount
        self.finger = self.window.finger()

    def _mount(self) -> None:
        place = self.session.place
        builders = self._builders()
        if place not in builders:
            self.content.clear_widgets()
            return
        if place not in self.screens:
            presenter = getattr(self.root, place.value)
            self.screens[place] = builders[place](presenter, self.form)
            presenter.on_change = lambda: self._render(place)
        screen = self.screens[place]
        if self.content.children[:1] != [screen]:
            self.content.clear_widgets()
            screen.render()
            self.content.add_widget(screen)

    def _render(self, place: Place) -> None:
        if self.session.place is place and self.content.children[:1] == [self.screens[place]]:
            self.screens[place].render()

    @staticmethod
    def _builders() -> dict[Place, Any]:
        from terminal_app.screens import customers, payment, queue, receipt

        return {
            Place.PAYMENT: payment.build,
            Place.CUSTOMERS: customers.build,
            Place.RECEIPT: receipt.build,
            Place.QUEUE: queue.build,
        }

    @property
    def screen(self) -> Any:
        """The screen that is shown."""
        return self.content.children[0]

    def go(self, place: Place) -> None:
        """Shows that place."""
        self.session.go(place)
        self.window.settle()

    def ring_up(self, *skus: str) -> None:
        """Puts products into the cart."""
        for sku in skus:
            self.root.sale.add(sku)

    def pay(self, *skus: str) -> None:
        """Rings up and shows the payment screen."""
        self.ring_up(*skus)
        self.go(Place.PAYMENT)

    def tap(self, *keys: str) -> None:
        """Touches one after the other."""
        for key in keys:
            self.finger.tap(key)
        self.window.settle()

    def customer(self, number: int, name: str, **facts: Any) -> Customer:
        """A customer the mirror then knows."""
        customer = Customer(f"remote-{number}", number, name, **facts)
        self.till.catalog.put_customers([(customer, None)])
        return customer

    def invoice(self, customer_number: int | None, *skus: str) -> OutboxEntry:
        """An invoice sale a minute later; its entry."""
        self.moment += timedelta(minutes=1)
        cart = Cart()
        for sku in skus or ("1001",):
            product = self.till.assortment.by_sku(sku)
            assert product is not None
            cart = cart.add(product)
        entry = self.till.sell(cart, (Tender(Channel.INVOICE),), customer_number=customer_number).entry
        assert entry is not None
        return entry

    def move(self, entry: OutboxEntry, *states: State, problem: Problem | None = None) -> OutboxEntry:
        """The entry after it went through those states as the sync moves it; the last one has the problem."""
        for state in states:
            trouble = problem if state is states[-1] else None
            moved = replace(entry, state=state, problem=trouble)
            entry = self.till.outbox.save(entry, moved, Attempt(self.moment, "post", state.value))
        return entry

    def status(self, **facts: Any) -> SyncStatus:
        """A status of the sync with the outbox's own counts."""
        return SyncStatus(counts=self.till.outbox.counts(), **facts)

    def last_sale(self) -> Sale:
        """The sale that was just finished, read back from the ledger."""
        assert self.session.last_sold is not None
        sale = self.till.ledger.sale(self.session.last_sold.sale.id)
        assert sale is not None
        return sale

    def touchable(self) -> list[Any]:
        """Everything that could be touched now, but the on-screen keyboard."""
        return [target for target in self.finger.targets() if not target.key.startswith("keyboard")]

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so and can be touched now, in reading order."""
        targets = [target for target in self.finger.targets() if target.key.startswith(prefix)]
        return [target.key for target in sorted(targets, key=lambda target: (-target.y, target.x))]


def texts_on(widget: Any) -> list[str]:
    """Every text that is drawn below this widget now, as it was given to be drawn."""
    from terminal_app.screens.widgets import PooledGrid, Words

    found: list[str] = []
    for each in widget.walk(restrict=True):
        drawings = [getattr(each, "draw", None)]
        if isinstance(each, PooledGrid):
            drawings += [cell.draw for cell in each.visible().values()]
        for drawing in drawings:
            if drawing is not None:
                found += [mark.text for mark in drawing.marks if isinstance(mark, Words) and mark.text and mark.shown]
    return found


def spilling(widget: Any) -> list[str]:
    """Texts that are drawn wider or higher than the room they were given."""
    from terminal_app.screens.widgets import PooledGrid, Words

    found: list[str] = []
    for each in widget.walk(restrict=True):
        drawings = [getattr(each, "draw", None)]
        if isinstance(each, PooledGrid):
            drawings += [cell.draw for cell in each.visible().values()]
        for drawing in drawings:
            for mark in drawing.marks if drawing is not None else ():
                if not isinstance(mark, Words) or not mark.text:
                    continue
                width, height = mark.drawn_size
                if width > mark.box.width + 1 or height > mark.box.height + 3:
                    found.append(mark.text)
    return found


def badly_placed(targets: Iterable[Any], size: tuple[int, int]) -> list[str]:
    """Which targets are smaller than 12 mm (9 mm handheld), outside the window, or lie over each other; in words."""
    from kivy.metrics import mm

    from terminal_app.screens.widgets import Box

    least_px = mm(9) if size == PORTRAIT else mm(12)
    wrong, seen = [], list(targets)
    for target in seen:
        if min(target.width, target.height) < least_px - 1:
            wrong.append(f"{target.key} is {target.width:.0f}x{target.height:.0f} px, least {least_px:.0f}")
        if target.x < -1 or target.x + target.width > size[0] + 1:
            wrong.append(f"{target.key} reaches out of the window")
    for index, one in enumerate(seen):
        for other in seen[index + 1 :]:
            if one.key.startswith(other.key) or other.key.startswith(one.key):
                continue
            box, beside = Box(one.x, one.y, one.width, one.height), Box(other.x, other.y, other.width, other.height)
            across = min(box.right, beside.right) - max(box.x, beside.x)
            along = min(box.top, beside.top) - max(box.y, beside.y)
            if across > 1 and along > 1:
                wrong.append(f"{one.key} lies over {other.key}")
    return wrong
