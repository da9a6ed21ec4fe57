"""The menu screen: forwards touches to its presenter and shows its view.

Counter and handheld differ in kv/menu.kv only: two columns or one. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.menu import MenuPresenter, MenuView
from terminal_app.screens.keys import Choice  # noqa: F401 - kv/menu.kv names it
from terminal_app.screens.training_sheet import TrainingSheet
from terminal_app.screens.widgets import (
    Box,
    Drawing,
    T,
    Touchable,
    initials,
    load_kv,
    words_height,
    words_width,
)
from terminal_app.screens.widgets.labels import tone_colours
from terminal_app.screens.window import Form

OWN_ROWS = {"lock": "lock", "pin": "key"}
"""What who stands there may do for themselves, each with its icon; in the order of `MenuView.own_labels`."""


class MenuRow(Touchable):
    """A row that leads somewhere: icon on a chip, words, a state as a pill, an arrow."""

    icon = StringProperty("info")
    hue = StringProperty("drink")
    text = StringProperty("")
    state = ObjectProperty(None, allownone=True)
    leads_on = BooleanProperty(False)
    redraw_on = ("icon", "hue", "text", "state", "leads_on")

    def build(self, draw: Drawing) -> None:
        self._veil = draw.block("fill", 12, "press")
        self._chip = draw.block("fill", 12)
        self._icon = draw.icon(size=24)
        self._text = draw.words("label")
        self._pill = draw.block("fill", None)
        self._state_icon = draw.icon(size=20)
        self._state = draw.words("badge")
        self._arrow = draw.icon("", 24, "ink2")

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def arrange(self, box: Box) -> None:
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(box)
        side = dp(40)
        chip = Box(box.x + dp(8), box.y + (box.height - side) / 2, side, side)
        self._chip.tone, self._icon.tone = f"{self.hue}_tint", self.hue
        self._chip.place(chip)
        self._icon.place(chip, self.icon)
        right = box.right - dp(8)
        arrow = Box(right - dp(24), box.y, dp(24), box.height)
        self._arrow.place(arrow, "chevron_right" if self.leads_on else "")
        right = arrow.x - dp(6) if self.leads_on else right
        left = chip.right + dp(12)
        words = words_width(self.text, "label") + 1
        self._text.place(Box(left, box.y, min(words, right - left), box.height), self.text)
        self._place_state(Box(left + words + dp(12), box.y, max(0, right - left - words - dp(12)), box.height))

    def _place_state(self, room: Box) -> None:
        if self.state is None or room.width < dp(80):
            self._pill.hide()
            self._state_icon.place(room, "")
            self._state.hide()
            return
        ink, ground = tone_colours(self.state.tone if self.state.tone in ("ok", "warn", "bad") else "brand")
        self._pill.tone, self._state_icon.tone, self._state.tone = ground, ink, ink
        one_line = words_width(self.state.text, "badge") + 2
        if one_line + dp(56) <= room.width:
            self._state.role, self._state.lines, height = "badge", 1, dp(36)
        else:
            self._state.role, self._state.lines, height = "tag", 2, dp(42)
        width = min(one_line + dp(56), room.width)
        pill = Box(room.right - width, room.y + (room.height - height) / 2, width, height)
        self._pill.place(pill)
        self._state_icon.place(Box(pill.x + dp(12), pill.y, dp(22), pill.height), self.state.icon)
        self._state.place(Box(pill.x + dp(42), pill.y, pill.width - dp(52), pill.height), self.state.text)


class OperatorRow(Touchable):
    """Someone who may stand at the till, with a tick when it is the one who does."""

    name = StringProperty("")
    chosen = BooleanProperty(False)
    redraw_on = ("name", "chosen")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._circle = draw.block("fill", None, "brand")
        self._initials = draw.words("badge", "brand_ink", align="center")
        self._name = draw.words("body")
        self._tick = draw.icon("", 26, "brand_text")

    @property
    def text_shown(self) -> str:
        return str(self.name)

    def arrange(self, box: Box) -> None:
        for block, wanted in ((self._ground, self.chosen), (self._veil, self.pressed is not None)):
            if wanted:
                block.place(box)
            else:
                block.hide()
        side = dp(38)
        circle = Box(box.x + dp(9), box.y + (box.height - side) / 2, side, side)
        self._circle.tone, self._initials.tone = ("brand", "brand_ink") if self.chosen else ("plain_tint", "plain")
        self._circle.place(circle)
        self._initials.place(circle, initials(self.name))
        tick = Box(box.right - dp(40), box.y, dp(28), box.height)
        self._tick.place(tick, "check_circle" if self.chosen else "")
        left = circle.right + dp(12)
        self._name.role = "label" if self.chosen else "body"
        self._name.place(Box(left, box.y, max(0, tick.x - left - dp(8)), box.height), self.name)


class MenuScreen(FloatLayout):
    """Both forms of the menu."""

    def __init__(self, presenter: MenuPresenter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter = presenter
        self._view: MenuView | None = None
        self._own: dict[str, Any] = {}
        self._training = TrainingSheet(presenter.training)
        ids = self.ids
        ids.back.bind(on_tap=lambda *_: presenter.close())
        ids.queue.bind(on_tap=lambda *_: presenter.open_queue())
        ids.history.bind(on_tap=lambda *_: presenter.open_history())
        ids.day.bind(on_tap=lambda *_: presenter.open_day())
        ids.drawer.bind(on_tap=lambda *_: presenter.drawer.open())
        self._drawer = (ids.drawer.__self__, ids.drawer_line.__self__)
        ids.training.bind(on_tap=lambda *_: presenter.training.open())
        ids.refresh.bind(on_tap=lambda *_: presenter.refresh_customers())
        ids.desk.bind(on_tap=lambda *_: presenter.open_desk())
        ids.language.bind(on_tap=lambda _, name: presenter.speak(name))
        ids.look.bind(on_tap=lambda _, name: presenter.dress(name))

    def render(self) -> None:
        """Shows the presenter's view."""
        view, before = self._presenter.view(), self._view
        self._view = view
        ids = self.ids
        ids.title.text, ids.back.text = view.title, view.close_label
        ids.queue.text, ids.queue.state, ids.refresh.text = view.queue_label, view.queue_state, view.refresh_label
        ids.desk.text, ids.history.text, ids.day.text = view.settings_label, view.history_label, view.day_label
        self._show_drawer(view)
        ids.training.text, ids.training.state = view.training_label, view.training_state
        for words, choice, label, options in (
            (ids.language_label, ids.language, view.language_label, view.languages),
            (ids.look_label, ids.look, view.theme_label, view.themes),
        ):
            words.text = label
            choice.options = [(option.key, option.label) for option in options]
            choice.chosen = next((option.key for option in options if option.selected), "")
        ids.operator_label.text = view.operator_label
        ids.about.text = "\n".join(view.about)
        ids.about.lines = len(view.about)
        ids.about.height = words_height("secondary", len(view.about)) * 1.15
        if before is None or (view.operators, view.own_labels) != (before.operators, before.own_labels):
            self._show_operators(view)
        self._training.render(view.training, self)

    def _show_drawer(self, view: MenuView) -> None:
        """The way to open the drawer, with the line below it, where there is one."""
        row, line = self._drawer
        row.text, row.state = view.drawer_label, view.drawer_state
        if bool(view.drawer_label) is (row.parent is not None):
            return
        below = self.ids.training
        card = below.parent
        if row.parent is not None:
            card.remove_widget(row)
            card.remove_widget(line)
        else:
            at = card.children.index(below.__self__) + 1
            card.add_widget(line, index=at)
            card.add_widget(row, index=at + 1)

    def _show_operators(self, view: MenuView) -> None:
        """The people, and below them what who stands there may do for themselves."""
        rows = self.ids.operators
        own = {key: label for key, label in zip(OWN_ROWS, view.own_labels, strict=True) if label}
        wanted = [f"menu.operator.{option.key}" for option in view.operators] + [f"menu.{key}" for key in own]
        if [row.key for row in reversed(rows.children)] != wanted:
            rows.clear_widgets()
            for option in view.operators:
                row = OperatorRow(key=f"menu.operator.{option.key}", size_hint_y=None, height=T.touch + dp(4))
                row.bind(on_tap=lambda _, __, operator=option.key: self._presenter.hand_over(operator))
                rows.add_widget(row)
            for key in own:
                rows.add_widget(self._own_row(key))
        for key, label in own.items():
            self._own[key].text = label
        for row, option in zip(reversed(rows.children), view.operators, strict=False):
            row.name, row.chosen = option.label, option.selected

    def _own_row(self, key: str) -> MenuRow:
        row = MenuRow(key=f"menu.{key}", icon=OWN_ROWS[key], hue="violet", size_hint_y=None, height=T.touch + dp(4))
        does = {"pin": self._presenter.renew_pin, "lock": self._presenter.lock}[key]
        row.bind(on_tap=lambda *_: does())
        self._own[key] = row
        return row


class CounterMenu(MenuScreen):
    """Two columns of cards."""


class HandheldMenu(MenuScreen):
    """One column of cards."""


def build(presenter: MenuPresenter, form: Form) -> MenuScreen:
    """The menu for that form; it fills its parent. Call `render` when it is shown."""
    load_kv("menu")
    return HandheldMenu(presenter) if form is Form.HANDHELD else CounterMenu(presenter)
