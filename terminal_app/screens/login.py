"""The lock screen: who may stand at the till, and the PIN pad for who was touched.

People and pad side by side on the counter, one after the other on a handheld. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.login import LoginPresenter, LoginView
from terminal_app.presenters.pin_pad import Person
from terminal_app.screens import pin_pane
from terminal_app.screens.place_screen import show_only
from terminal_app.screens.widgets import (
    Box,
    Drawing,
    EmptyState,
    Touchable,
    initials,
    load_kv,
    words_height,
    words_width,
)
from terminal_app.screens.window import Form

LOCKED_LOOK_S = 1
"""How often a pad that is shut looks whether its wait is over."""


class PersonTile(Touchable):
    """Somebody who may stand at the till: initials, name, role; a key where a PIN is asked for."""

    name = StringProperty("")
    note = StringProperty("")
    has_pin = BooleanProperty(False)
    chosen = BooleanProperty(False)
    redraw_on = ("name", "note", "has_pin", "chosen")

    def build(self, draw: Drawing) -> None:
        self._card = draw.block("card", 16)
        self._ground = draw.block("fill", 13, "brand_tint")
        self._veil = draw.block("fill", 16, "press")
        self._circle = draw.block("fill", None, "brand")
        self._initials = draw.words("label", "brand_ink", align="center")
        self._name = draw.words("label", lines=2)
        self._note = draw.words("secondary", "ink2")
        self._lock = draw.icon("", 22, "ink2")

    @property
    def text_shown(self) -> str:
        return str(self.name)

    def arrange(self, box: Box) -> None:
        self._card.place(box)
        for block, wanted in ((self._ground, self.chosen), (self._veil, self.pressed is not None)):
            if wanted:
                block.place(box.inset(dp(3)))  # inside the rim that a card has in high contrast
            else:
                block.hide()
        side = dp(48)
        circle = Box(box.x + dp(14), round(box.y + (box.height - side) / 2), side, side)
        self._circle.place(circle)
        self._initials.place(circle, initials(self.name))
        lock = Box(box.right - dp(40), box.y, dp(26), box.height)
        self._lock.place(lock, "lock" if self.has_pin else "")
        left = circle.right + dp(14)
        room = max(0, (lock.x if self.has_pin else box.right) - left - dp(10))
        above, below = words_height("label", 2), words_height("secondary")
        bottom = round(box.y + (box.height - words_height("label") - below) / 2)
        if words_width(self.name, "label") > room:
            bottom = round(box.y + (box.height - above - below) / 2)
            self._name.lines = 2
            self._name.place(Box(left, bottom + below, room, above), self.name)
        else:
            self._name.lines = 1
            self._name.place(Box(left, bottom + below, room, words_height("label")), self.name)
        self._note.place(Box(left, bottom, room, below), self.note)


def tile_height() -> float:
    """Room for a name on two lines and the role below."""
    return float(words_height("label", 2) + words_height("secondary") + dp(18))


class LoginScreen(FloatLayout):
    """Both forms; kv/login.kv says where things stand."""

    def __init__(self, presenter: LoginPresenter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter = presenter
        self._view: LoginView | None = None
        self._tiles: dict[str, PersonTile] = {}
        self._pad = pin_pane.fitted(pin_pane.pane("login.pad", presenter.digit, presenter.erase, presenter.enter))
        self._choose = EmptyState(icon="group")
        self._look_again: Any = None
        self.ids.back.bind(on_tap=lambda *_: self._go_back())

    def render(self) -> None:
        """Shows the presenter's view."""
        view = self._presenter.view()
        if view == self._view:
            return
        self._view = view
        ids = self.ids
        ids.title.text, ids.hint.text = view.title, view.hint
        self._show_people(view.people)
        self._choose.title = view.choose_hint
        if view.pad is not None:
            self._pad.render(view.pad)
        self._arrange(view)
        self._watch_the_wait(view)

    def _arrange(self, view: LoginView) -> None:
        raise NotImplementedError

    def _go_back(self) -> None:
        self._presenter.leave()

    def _show_back(self, label: str, icon: str, *, shown: bool) -> None:
        back = self.ids.back
        back.text, back.icon, back.opacity, back.disabled = label, icon, int(shown), not shown
        back.width = max(dp(150), words_width(label, "label") + dp(76))

    def _show_people(self, people: tuple[Person, ...]) -> None:
        for person in people:
            if person.id not in self._tiles:
                tile = PersonTile(key=f"login.person.{person.id}", size_hint_y=None, height=tile_height())
                tile.bind(on_tap=lambda _, __, who=person.id: self._presenter.choose(who))
                self._tiles[person.id] = tile
            tile = self._tiles[person.id]
            tile.name, tile.note, tile.has_pin, tile.chosen = person.name, person.note, person.has_pin, person.selected
        wanted = [self._tiles[person.id] for person in people]
        if self.ids.people.children[::-1] != wanted:
            self.ids.people.clear_widgets()
            for tile in wanted:
                self.ids.people.add_widget(tile)

    def _watch_the_wait(self, view: LoginView) -> None:
        """While the pad is shut it looks each second whether it may open again."""
        if self._look_again is not None:
            self._look_again.cancel()
            self._look_again = None
        if view.pad is not None and view.pad.locked:
            self._look_again = Clock.schedule_interval(self._look, LOCKED_LOOK_S)

    def _look(self, _: float) -> bool:
        if self.get_root_window() is None:
            return False
        self.render()
        return True

    def close(self) -> None:
        """The window is given up."""
        if self._look_again is not None:
            self._look_again.cancel()


class CounterLogin(LoginScreen):
    """People at the left, the pad at the right."""

    def _arrange(self, view: LoginView) -> None:
        self._show_back(view.back_label, "arrow_back", shown=view.can_leave)
        show_only(self.ids.side, self._choose if view.pad is None else self._pad)


class HandheldLogin(LoginScreen):
    """People, and the pad in their place once somebody was touched."""

    def __init__(self, presenter: LoginPresenter, **kwargs: Any) -> None:
        super().__init__(presenter, **kwargs)
        self._list = self.ids.list.__self__

    def _arrange(self, view: LoginView) -> None:
        if view.pad is None:
            self._show_back(view.back_label, "arrow_back", shown=view.can_leave)
        else:
            icon = "arrow_back" if view.others_label == view.back_label else "group"
            self._show_back(view.others_label, icon, shown=True)
        show_only(self.ids.body, self._list if view.pad is None else self._pad)

    def _show_back(self, label: str, icon: str, *, shown: bool) -> None:
        back = self.ids.back
        back.name_for_finger, back.icon, back.opacity, back.disabled = label, icon, int(shown), not shown

    def _go_back(self) -> None:
        if self._view is not None and self._view.pad is not None:
            self._presenter.others()
        else:
            super()._go_back()


def build(presenter: LoginPresenter, form: Form) -> LoginScreen:
    """The lock screen of that form; call `render` when it is shown and whenever its presenter changes."""
    load_kv("login")
    return HandheldLogin(presenter) if form is Form.HANDHELD else CounterLogin(presenter)
