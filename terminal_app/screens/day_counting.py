"""The count of the drawer on screen: notes and coins in a grid, or the sum alone, and the pad they are typed on.

Knows the presenter's part of the count, no screen. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.day_count import CountPart
from terminal_app.presenters.day_view import CoinRow, CountView
from terminal_app.screens.amounts import Amount
from terminal_app.screens.coin_cells import CoinCell, CoinGrid, CountPad, PlainCoinCell
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.widgets import Action, T, TextLine, words_height
from terminal_app.screens.window import Form

NOTES = 5
"""So many of the kinds are notes: on the counter they stand in a column beside the coins."""


class CountPane:
    """`main` holds what is counted, `side` the sum and the pad; on a handheld `main` has it all, and `tool` turns it.

    There the sum stands on the button below, and all of the pad shows.
    """

    def __init__(self, count: CountPart, form: Form) -> None:
        self._count, self._form = count, form
        counter = form is Form.COUNTER
        self._grid = CoinGrid(
            key="day.coin", cell=CoinCell if counter else PlainCoinCell, columns=2 if counter else 3, gap=T.gap
        )
        self._grid.cell_height = T.touch + dp(32 if T.wide else 16) if counter else T.touch
        self._grid.bind(on_pick=self._picked)
        self._pad = CountPad(key="day.pad", size_hint_y=None)
        self._pad.bind(on_typed=lambda _, name: count.key(name))
        self._sum = Amount(role="total", label_role="label", size_hint_y=None, tone="neutral")
        self._sum.height = words_height("label") + words_height("total") + dp(24)
        self._faces: tuple[CoinRow | None, ...] = ()
        self.tool = Action(key="day.mode", role="badge", size_hint_y=1)
        self.tool.bind(on_tap=lambda *_: count.turn())
        if counter:
            self.main = Factory.DayCount(padding=(dp(20), 0))
            self._parts = {name: proxy.__self__ for name, proxy in self.main.ids.items()}
            self._parts["modes"].bind(on_tap=lambda _, name: count.choose_mode(name))
            self._pad.height = 4 * (dp(100) if T.wide else T.key) + 3 * dp(8)
            self.side = BoxLayout(orientation="vertical", spacing=dp(14), padding=(dp(20), 0))
            for widget in (self._sum, self._pad, Widget()):
                self.side.add_widget(widget)
        else:
            self.main = BoxLayout(orientation="vertical", spacing=dp(8))
            self._pad.height = 4 * T.touch + 3 * self._pad.key_gap
            self._grid.size_hint_y, self._grid.height = None, 3 * T.touch + 2 * T.gap
            self._hint = TextLine(role="secondary", tone="ink2", align="center", lines=2)

    def render(self, view: CountView) -> None:
        """Shows it."""
        self._pad.by_coin = view.by_coin
        self._sum.label, self._sum.amount = view.sum_label, view.sum
        self._show_coins(view.coins)
        if self._form is Form.HANDHELD:
            self._pad.ground = "sunken" if T.look == "contrast" else "surface"  # white on white shows no key
            self.tool.text, self._hint.text = view.other_mode, view.hint
            shown = [self._grid, self._pad] if view.by_coin else [self._hint, self._sum, self._pad]
            show_all(self.main, shown)
            return
        parts = self._parts
        parts["modes"].options = [(name, label) for name, label, _ in view.modes]
        parts["modes"].chosen = next(name for name, _, chosen in view.modes if chosen)
        parts["hint"].text = view.hint
        show_all(parts["coins"], [self._grid] if view.by_coin else [])

    def _show_coins(self, coins: tuple[CoinRow, ...]) -> None:
        """On the counter notes at the left and coins at the right, else row by row."""
        shown: tuple[CoinRow | None, ...] = coins
        if self._form is Form.COUNTER and coins:
            notes, rest = coins[:NOTES], (*coins[NOTES:], None)
            shown = tuple(one for pair in zip(notes, rest, strict=True) for one in pair)
        if shown != self._faces:
            self._faces = shown
            self._grid.items = shown

    def _picked(self, _: object, index: int, part: str) -> None:
        row: Any = self._faces[index] if index < len(self._faces) else None
        if row is not None:
            {"less": self._count.less, "more": self._count.more}.get(part, self._count.select)(row.face)
