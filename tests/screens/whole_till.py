"""The whole till for the screens' tests: the demo shop on disk and the real root in the window, played by a finger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from terminal_app.domain.sync_control import SyncControl
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.kivy_window import PORTRAIT, TillWindow
from tests.screens.open_till import demo_folder

CUT_AT_AN_EDGE = ("sale.tile.", "sale.line.", "sale.shelf.", "menu.", "keyboard")
"""What scrolls may be cut by the edge of its place; a keyboard's keys have a rule of their own."""


class WholeTill:
    """The demo shop with root, bar and all screens."""

    def __init__(self, window: TillWindow, folder: Path, sync: SyncControl | None = None) -> None:
        self.window = window
        self.size = (0, 0)
        self.moment = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)
        if not (folder / "disken.db").exists():
            shutil.copytree(demo_folder(), folder, dirs_exist_ok=True)
        self.database = Database.open(folder)
        self.till = Till(self.database, lambda: self.moment, sync=sync)
        self.session = Session(self.till)
        self.presenter = RootPresenter(self.session, "1.2.3")
        self.root: Any = None

    def open(self, size: tuple[int, int]) -> Self:
        """Shows the till in a window of this size."""
        from terminal_app.screens import root
        from terminal_app.screens.window import Form

        self.size = size
        if self.root is not None:
            self.root.close()
        self.window.clear()
        self.window.resize(size)
        self.measure()
        form = Form.HANDHELD if size == PORTRAIT else Form.COUNTER
        self.root = self.window.show(lambda: root.build(self.presenter, form))
        self.finger = self.window.finger()
        return self

    def measure(self) -> None:
        """What a kind of till changes of the metrics before its screens are built."""

    def close(self) -> None:
        if self.root is not None:
            self.root.close()
        self.database.close()

    @property
    def screen(self) -> Any:
        """The screen of the place one is at."""
        return self.root.shown

    def tap(self, *keys: str) -> None:
        """Touches one after the other."""
        for key in keys:
            self.finger.tap(key)
        self.window.settle()

    def ring_up(self, *skus: str) -> None:
        """Touches the tiles of these products."""
        self.tap(*[f"sale.tile.{sku}" for sku in skus])

    def sku(self, name: str) -> str:
        """The SKU of the product with this name."""
        return next(product.sku for product in self.till.assortment.products if product.name == name)

    def change_product(self, place: int, **facts: Any) -> str:
        """Another name or price for the product at this place of the assortment; its SKU."""
        product = replace(self.till.assortment.products[place], **facts)
        self.till.catalog.put_products([product])
        self.till.reload()
        self.session.announce()
        self.window.settle()
        return product.sku

    def fill(self, lines: int) -> None:
        """A cart of so many different lines."""
        products = self.till.assortment.products
        wanted = [replace(products[n % len(products)], sku=f"X{n}", open_price=False) for n in range(lines)]
        cart = self.session.cart
        for product in wanted:
            cart = cart.add(product)
        self.session.cart = cart
        self.session.announce()
        self.window.settle()

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so and can be touched now, in reading order."""
        targets = [target for target in self.finger.targets() if target.key.startswith(prefix)]
        return [target.key for target in sorted(targets, key=lambda target: (-target.y, target.x))]

    def texts(self) -> list[str]:
        """Every text that the root draws now."""
        return [mark.text for mark in words_on(self.root)]

    def texts_in_window(self) -> list[str]:
        """Every text that the window draws now, whoever put it there."""
        return [mark.text for child in self.window.window.children for mark in words_on(child)]

    def wrongly_placed(self) -> list[str]:
        """Which targets are too small for a finger, out of the window, or over each other; in words."""
        from kivy.metrics import mm

        least = mm(9 if self.size == PORTRAIT else 12) - 1
        targets = [target for target in self.finger.targets() if not target.key.startswith("keyboard")]
        wrong = []
        for one in targets:
            if min(one.width, one.height) < least:
                wrong.append(f"{one.key} is {one.width:.0f}x{one.height:.0f} px, least {least:.0f}")
            inside = one.x >= -1 and one.x + one.width <= self.size[0] + 1
            inside = inside and one.y >= -1 and one.y + one.height <= self.size[1] + 1
            if not inside and not one.key.startswith(CUT_AT_AN_EDGE):
                wrong.append(f"{one.key} reaches out of the window")
        return wrong + list(_overlaps(targets))


def _overlaps(targets: list[Any]) -> Iterator[str]:
    """Pairs that share more than a hair, but for a scrolling thing that runs under the edge of another."""
    for index, one in enumerate(targets):
        for other in targets[index + 1 :]:
            same_kind = one.key.rpartition(".")[0] == other.key.rpartition(".")[0]
            if not same_kind and "sale.tile." in (one.key[:10], other.key[:10]):
                continue
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            along = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            if across > 1 and along > 1:
                yield f"{one.key} lies over {other.key}"


def words_on(widget: Any) -> list[Any]:
    """Every text mark that is drawn below this widget now."""
    from terminal_app.screens.widgets import PooledGrid, Words

    found: list[Any] = []
    waiting = [widget]
    while waiting:
        each = waiting.pop()
        if each.opacity == 0:
            continue
        waiting += each.children
        drawings = [getattr(each, "draw", None)]
        if isinstance(each, PooledGrid):
            drawings += [cell.draw for cell in each.visible().values()]
        for drawing in drawings:
            if drawing is not None:
                found += [mark for mark in drawing.marks if isinstance(mark, Words) and mark.text and mark.shown]
    return found


def spilling(widget: Any) -> list[str]:
    """Texts drawn wider or higher than the room they were given."""
    return [
        mark.text
        for mark in words_on(widget)
        if mark.drawn_size[0] > mark.box.width + 1 or mark.drawn_size[1] > mark.box.height * 1.25 + 2
    ]


def cut_amounts(widget: Any) -> list[str]:
    """Amounts of money that do not stand whole where they are drawn."""
    from terminal_app.screens.widgets import words_width

    return [
        mark.text
        for mark in words_on(widget)
        if mark.text[-3:-2] in ",." and mark.text[-2:].isdigit() and words_width(mark.text, mark.role) > mark.box.width
    ]
