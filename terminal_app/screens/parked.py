"""The parked carts: the list of them, and the cart in hand with the names it can be parked by.

Forwards touches to its presenter and shows the presenter's view: side by side on the counter, the names in a sheet on
a handheld. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from terminal_app.domain.parked import LONGEST_NAME
from terminal_app.presenters.parked import ParkedPresenter
from terminal_app.presenters.parked_view import HandView, ParkedView, ReadyName
from terminal_app.screens import lifeline  # noqa: F401 - kv names its box
from terminal_app.screens.lists import KeyedList
from terminal_app.screens.parked_cells import PRINT, ParkedCell, row_height
from terminal_app.screens.place_screen import PlaceScreen, show_all, show_notice, show_only
from terminal_app.screens.sides import Sides  # noqa: F401 - kv names it
from terminal_app.screens.widgets import FOCUS, Action, EmptyState, Notice, Scroller, Sheet, T, load_kv, words_height
from terminal_app.screens.window import Form

load_kv("parked")


class ParkedScreen(PlaceScreen):
    """List, and the cart in hand."""

    def __init__(self, presenter: ParkedPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter, self._form = presenter, form
        self._view: ParkedView | None = None
        body = Factory.ParkedCounter() if form is Form.COUNTER else Factory.ParkedHandheld()
        super().__init__(body, **kwargs)
        ids = self.ids_of_body
        self._rows = KeyedList(key="parked.row", cell=ParkedCell, cell_height=row_height(), pad=dp(2))
        self._rows.bind(on_pick=self._picked)
        self._empty, self._no_hand = EmptyState(icon="pause"), EmptyState(icon="shopping_basket")
        self._hand = HandPane(presenter)
        self._sheet = Sheet(key="parked.sheet", side="bottom", sheet_height=-1)
        self._sheet.bind(on_close=lambda *_: presenter.leave())
        self._side = Scroller()
        self._padding = BoxLayout(padding=(dp(20), 0), size_hint_y=None)
        self._padding.bind(minimum_height=self._padding.setter("height"))
        if form is Form.COUNTER:
            self._padding.add_widget(self._hand)
            self._side.add_widget(self._padding)
        else:
            self._sheet.add_widget(self._hand)
            self._sheet.add_widget(Widget())
            self._ask = ids.ask.__self__
            self._ask.bind(on_tap=lambda *_: presenter.ask())
            self._hand_place = ids.hand
        self._notice = Notice(key="parked.notice", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        ids.back.bind(on_tap=lambda *_: presenter.back())
        for name in ("pos", "size"):
            ids.place.fbind(name, self._place_notice)

    def render(self) -> None:
        """Shows what the presenter says now."""
        view = self._presenter.view()
        if view == self._view:
            return
        before, self._view = self._view, view
        ids = self.ids_of_body
        ids.title.text, ids.heading.text = view.title, view.heading
        ids.back.name_for_finger = view.back_label
        if before is None or before.rows is not view.rows:
            self._rows.items = view.rows
        self._rows.selected = next((index for index, row in enumerate(view.rows) if row.selected), -1)
        self._empty.title, self._empty.text = view.empty, view.empty_hint
        show_only(ids.place, self._rows if view.rows else self._empty)
        self._render_hand(view, before)
        self._render_notice(view)

    def _render_hand(self, view: ParkedView, before: ParkedView | None) -> None:
        hand = view.hand
        if hand is not None:
            self._hand.render(hand)
        if self._form is Form.COUNTER:
            self._no_hand.title, self._no_hand.text = view.hand_empty, view.hand_empty_hint
            show_only(self.ids_of_body.side, self._no_hand if hand is None else self._side)
            if hand is not None and before is not None and before.hand is not None and before.hand.told != hand.told:
                self._side.scroll.go(0)
            return
        show_all(self._hand_place, [] if hand is None else [self._ask])
        if hand is not None:
            self._ask.text, self._ask.detail = hand.title, hand.summary
            self._sheet.title, self._sheet.subtitle = hand.title, hand.summary
        if view.asks:
            self._sheet.open(self)
        else:
            self._sheet.close()

    def _render_notice(self, view: ParkedView) -> None:
        notice = view.notice
        self._notice.icon = "error" if notice is not None and notice.tone == "bad" else "print"
        show_notice(self, self._notice, notice, index=0)
        self._place_notice()

    def _picked(self, _: object, index: int, part: str) -> None:
        if FOCUS.entry is not None:
            FOCUS.entry.focus = False
        if self._view is None or index >= len(self._view.rows):
            return
        cart_id = self._view.rows[index].id
        if part == PRINT:
            self._presenter.print(cart_id)
        else:
            self._presenter.choose(cart_id)

    def _place_notice(self, *_: object) -> None:
        """Over the foot of the list: nothing moves when it comes."""
        place = self.ids_of_body.place
        self._notice.pos = (place.x + dp(8), max(place.y, self.y + self.covered) + dp(8))
        self._notice.size = (place.width - dp(16), T.touch + dp(36))


class HandPane(BoxLayout):
    """The cart in hand and its names, as high as they are; keys are `parked.as.<place in the block>` and so on."""

    def __init__(self, presenter: ParkedPresenter, **kwargs: Any) -> None:
        super().__init__(orientation="vertical", spacing=T.gap, size_hint_y=None, **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self._presenter = presenter
        self._head = Factory.ParkedHand()
        self._parts = {name: proxy.__self__ for name, proxy in self._head.ids.items()}
        self._parts["name"].max_length = LONGEST_NAME
        self._parts["name"].fbind("text", lambda _, text: presenter.write(text))
        self._parts["name"].bind(on_enter=lambda *_: presenter.park())
        self._parts["park"].bind(on_tap=lambda *_: presenter.park())
        self._parts["print"].bind(on_tap=lambda *_: presenter.print_hand())
        self._grid = TableGrid(presenter)
        self.add_widget(self._head)

    def render(self, hand: HandView) -> None:
        """Shows it."""
        parts = self._parts
        parts["title"].text, parts["summary"].text, parts["customer"].text = hand.title, hand.summary, hand.customer
        parts["told"].text, parts["told"].tone, parts["told"].icon = hand.told, "neutral", "info"
        parts["name"].placeholder, parts["name"].text = hand.name_hint, hand.name
        parts["park"].text = hand.park_label
        parts["ready_label"].text, parts["print"].text = hand.ready_label, hand.print_label
        self._grid.render(hand.ready)
        titled = not T.handheld
        wanted: list[tuple[Any, object]] = [
            (parts["title"], titled),
            (parts["summary"], titled),
            (parts["customer"], hand.customer),
            (parts["told"], hand.told),
            (parts["name"], True),
            (parts["park"], True),
            (parts["print"], hand.print_label),
            (parts["ready_label"], True),
            (self._grid, True),
        ]
        show_all(self._head, [widget for widget, shown in wanted if shown])


class TableGrid(GridLayout):
    """The tables, four in a row; the next free one stands out, one that is taken cannot be touched."""

    def __init__(self, presenter: ParkedPresenter, **kwargs: Any) -> None:
        super().__init__(cols=4, spacing=T.gap, size_hint_y=None, **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self._presenter = presenter
        self._shown: tuple[ReadyName, ...] = ()
        self._buttons: list[Action] = []

    def render(self, ready: tuple[ReadyName, ...]) -> None:
        """Shows them."""
        while len(self._buttons) < len(ready):
            index, high = len(self._buttons), max(T.touch, words_height("label") + dp(16))
            button = Action(key=f"parked.as.{index}", role="badge", height=high, size_hint_y=None)
            button.bind(on_tap=lambda *_, index=index: self._touched(index))
            self._buttons.append(button)
            self.add_widget(button)
        self._shown = ready
        for button, name in zip(self._buttons, ready, strict=True):
            button.text, button.disabled = name.name, name.taken
            button.kind = "primary" if name.proposed else "secondary"

    def _touched(self, index: int) -> None:
        if index < len(self._shown):
            self._presenter.park_as(self._shown[index].name)


def build(presenter: ParkedPresenter, form: Form) -> ParkedScreen:
    """The parked carts of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return ParkedScreen(presenter, form)
