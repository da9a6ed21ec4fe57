"""The customer picker: a search field that has the focus when it opens, and the rows that match.

Forwards touches and typing to its presenter and shows the presenter's view; it never chooses by itself. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.customers import CustomersPresenter, CustomersView
from terminal_app.screens.customer_cells import CustomerCell
from terminal_app.screens.lists import KeyedList
from terminal_app.screens.place_screen import PlaceScreen, show_notice, show_only
from terminal_app.screens.widgets import EmptyState, Notice, T, load_kv
from terminal_app.screens.window import Form

load_kv("customers")


class CustomersScreen(PlaceScreen):
    """Search, heading, list."""

    def __init__(self, presenter: CustomersPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter = presenter
        self._view: CustomersView | None = None
        self._form = form
        body = Factory.CustomersCounter() if form is Form.COUNTER else Factory.CustomersHandheld()
        super().__init__(body, **kwargs)
        ids = self.ids_of_body
        self._rows = KeyedList(key="customers.row", cell=CustomerCell, cell_height=T.touch + dp(14), pad=dp(2))
        self._rows.bind(on_pick=lambda _, index, part: presenter.pick(index))
        self._empty = EmptyState(icon="search")
        self._notice = Notice(key="customers.notice", closable=False, size_hint=(None, None), icon="error")
        ids.place.fbind("pos", self._place_notice)
        ids.place.fbind("size", self._place_notice)
        ids.back.bind(on_tap=lambda *_: presenter.close())
        ids.refresh.bind(on_tap=lambda *_: presenter.refresh())
        ids.search.fbind("text", lambda _, text: presenter.search(text))
        self._focus = Clock.create_trigger(self._focus_search, 0)

    def on_parent(self, _: object, parent: Any) -> None:
        """Opened: the search field takes the focus. Closed: it gives it back."""
        if parent is None:
            self._focus.cancel()
            self.ids_of_body.search.focused = False
        else:
            self._rows.scroll.go(0)
            self._focus()

    def render(self) -> None:
        """Shows what the presenter says now."""
        view = self._presenter.view()
        if view == self._view:
            return
        before, self._view = self._view, view
        ids = self.ids_of_body
        ids.search.placeholder = view.search_hint if self._form is Form.COUNTER else view.search_hint_short
        ids.search.text = view.search
        self._render_heading(view)
        ids.back.name_for_finger = view.close_label
        if before is None or before.rows is not view.rows:
            self._rows.items = view.rows
            self._rows.scroll.go(0)
        if not view.rows:  # its words hold what is typed: nobody sees them beside a list
            self._empty.title, self._empty.text = view.empty, view.empty_hint
            self._empty.icon = "search" if view.search else "group"
        show_only(ids.place, self._rows if view.rows else self._empty)
        if before is None or before.notice != view.notice:
            show_notice(self, self._notice, view.notice)
            self._place_notice()

    def _render_heading(self, view: CustomersView) -> None:
        """How many there are; a handheld's button is a bare icon, so its words stand here while it works."""
        ids = self.ids_of_body
        ids.heading.text, ids.refresh.disabled = view.heading, view.refreshing
        if self._form is Form.COUNTER:
            ids.refresh.text = view.refresh_label
            return
        ids.refresh.name_for_finger = view.refresh_label
        if view.refreshing:
            ids.heading.text = f"{view.heading} · {view.refresh_label}"

    def _focus_search(self, *_: object) -> None:
        if self.on_screen:
            self.ids_of_body.search.focused = True

    def _place_notice(self, *_: object) -> None:
        """Over the foot of the list: nothing moves when it comes."""
        place = self.ids_of_body.place
        self._notice.pos = (place.x + dp(8), place.y + dp(8))
        self._notice.size = (place.width - dp(16), T.touch + dp(36))


def build(presenter: CustomersPresenter, form: Form) -> CustomersScreen:
    """The picker of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return CustomersScreen(presenter, form)
