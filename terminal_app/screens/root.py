"""The frame of the window: the bar, the one screen that one is at, and the keyboard that comes with the focus.

It mounts the place that the root presenter says and lets only that place's presenter render; a hidden screen costs
nothing and is rendered when it is shown. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.root import RootPresenter, RootView
from terminal_app.presenters.session import Place
from terminal_app.screens.arrival import ARRIVAL
from terminal_app.screens.bar import (  # noqa: F401 - kv/root.kv names them
    OperatorButton,
    PrinterMark,
    StatusBadge,
    TrainingStrip,
)
from terminal_app.screens.scan_notice import ScanNotice
from terminal_app.screens.widgets import FOCUS, Keyboard, T, load_kv
from terminal_app.screens.window import Form

QUIET_S = 0.4
"""Nothing is made ahead so soon after a touch, a finger's way, a key or a scan: more may follow."""


def _say_nothing() -> None:
    """What a presenter calls while its screen is hidden."""


class RootScreen(BoxLayout):
    """The bar above the screen of the current place. `render` shows the root's view and the place's own."""

    def __init__(self, presenter: RootPresenter, form: Form, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.presenter = presenter
        self._form = form
        self._view: RootView | None = None
        self._screens: dict[Place, Any] = {}
        self._keyboard = Keyboard.install()
        self._followed: Any = None
        self._ahead: Iterator[None] | None = None
        self._touched_at = -QUIET_S
        self._scan_notice = ScanNotice(self.ids.training, presenter.scans.act, presenter.scans.dismiss)
        self.ids.badge.bind(on_tap=lambda *_: presenter.open_queue())
        self._printer = PrinterMark(key="root.printer")
        self._printer.bind(on_tap=lambda *_: presenter.open_printer())
        presenter.on_change = self.render
        for event, heard in self._signs_of_life():
            Window.fbind(event, heard)
        self.render()

    def _signs_of_life(self) -> list[tuple[str, Callable[..., None]]]:
        begins = [(event, self._somebody_is_there) for event in ("on_touch_down", "on_key_down")]
        return [*begins, *((event, self.hold_off) for event in ("on_touch_move", "on_touch_up"))]

    def _somebody_is_there(self, *_: object) -> None:
        self.hold_off()
        self.presenter.touched()

    def rests(self, seconds: float) -> bool:
        """Whether nothing was touched, typed or scanned for so long."""
        return bool(Clock.get_time() - self._touched_at >= seconds)

    def hold_off(self, *_: object) -> None:
        """Something was touched, typed or scanned just now: nothing is made ahead for a moment."""
        self._touched_at = Clock.get_time()

    def on_touch_down(self, touch: Any) -> bool:
        """A second press of what led here does nothing here."""
        return ARRIVAL.refuses(touch) or bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """Who took the touch hears of its end by its grab; nobody else is asked, down to the last widget."""
        return bool(touch.grab_list) or bool(super().on_touch_up(touch))

    # which screen

    @property
    def shown(self) -> Any:
        """The screen that is mounted."""
        return self._screens.get(self._view.place) if self._view is not None else None

    def screen_of(self, place: Place) -> Any:
        """The screen of a place, from the module of its name; imported and built when it is first asked for."""
        if place not in self._screens:
            module = import_module(f"terminal_app.screens.{place.value}")
            self._screens[place] = module.build(self.presenter.of(place), self._form)
        return self._screens[place]

    def has(self, place: Place) -> bool:
        """Whether the screen of that place is built."""
        return place in self._screens

    def build_one_more(self) -> bool:
        """Whether there was a step left of what is made ahead of its first use; none is taken while somebody works."""
        if not self.rests(QUIET_S):
            return True
        if self._ahead is None:
            from terminal_app.screens import ahead  # itself no part of the first frame

            self._ahead = ahead.steps(self)
        return next(self._ahead, self) is not self

    def _mount(self, place: Place, before: Place | None) -> None:
        if FOCUS.entry is not None:
            FOCUS.entry.focus = False
        if before is not None:
            self.presenter.of(before).on_change = _say_nothing
        screen = self.screen_of(place)
        self.ids.place.clear_widgets()
        self.presenter.of(place).on_change = self._only_while_shown(place, screen.render)
        screen.render()
        self.ids.place.add_widget(screen)
        self._mount_tool(getattr(screen, "bar_tool", None))
        self._follow_width_of(screen)

    def _follow_width_of(self, screen: Any) -> None:
        """A screen with a `keyboard_width` keeps the keyboard that wide, from its `keyboard_x`; others give it all."""
        for name in ("keyboard_width", "keyboard_x"):
            if self._followed is not None:
                self._followed.funbind(name, self._fit_keyboard)
            if hasattr(screen, name):
                screen.fbind(name, self._fit_keyboard)
        self._followed = screen if hasattr(screen, "keyboard_width") else None
        self._fit_keyboard()

    def _mount_tool(self, tool: Any) -> None:
        slot = self.ids.get("tool")
        if slot is not None:
            slot.clear_widgets()
            if tool is not None:
                slot.add_widget(tool)

    def _only_while_shown(self, place: Place, render: Callable[[], None]) -> Callable[[], None]:
        """The screen's render, unless the presenter speaks in the very moment in which one leaves it."""

        def render_if_here() -> None:
            if self.presenter.session.place is place:
                render()

        return render_if_here

    # what the bar shows

    def render(self) -> None:
        """Shows the root's view; another place mounts its screen."""
        view, before = self.presenter.view(), self._view
        if view == before:
            return
        self._view = view
        if before is None or view.theme != before.theme:
            T.look = view.theme
        T.left_handed = view.left_handed
        ids = self.ids
        ids.till.text, ids.clock.text = view.till, view.clock
        ids.badge.text, ids.badge.icon, ids.badge.tone = view.badge.text, view.badge.icon, view.badge.tone
        ids.training.text = view.training
        self._render_printer(view.printer)
        self._render_operator(view)
        if before is None or view.place is not before.place:
            self._mount(view.place, None if before is None else before.place)
            if before is not None:
                ARRIVAL.came(anywhere=view.place is Place.RECEIPT)
        if before is None or view.notice != before.notice:
            self._scan_notice.tell(view.notice)

    def _render_printer(self, words: str) -> None:
        """The printer's mark stands beside the badge while somebody is needed there; else it takes no room."""
        mark, bar = self._printer, self.ids.bar
        mark.words, mark.named = words, self._form is Form.COUNTER and T.wide  # elsewhere the bar has no room for words
        if words and mark.parent is None:
            bar.add_widget(mark, index=bar.children.index(self.ids.badge.__self__) + 1)
        elif not words and mark.parent is not None:
            bar.remove_widget(mark)

    def _render_operator(self, view: RootView) -> None:
        raise NotImplementedError

    def _fit_keyboard(self, *_: object) -> None:
        """Beside the cart when the screen wants it so, else over the whole width."""
        wanted = 0 if self._followed is None else self._followed.keyboard_width
        self._keyboard.size_hint_x = None if wanted else 1
        self._keyboard.x = self._followed.keyboard_x if wanted else 0
        self._keyboard.width = wanted or Window.width

    def close(self) -> None:
        """Takes the root out of the window for good: presenters fall silent, the keyboard goes."""
        if FOCUS.entry is not None:
            FOCUS.entry.focus = False
        self.presenter.on_change = _say_nothing
        for event, heard in self._signs_of_life():
            Window.funbind(event, heard)
        for place, screen in self._screens.items():
            self.presenter.of(place).on_change = _say_nothing
            if hasattr(screen, "close"):
                screen.close()
        Keyboard.uninstall()
        self._scan_notice.close()
        if self.parent is not None:
            self.parent.remove_widget(self)


class CounterRoot(RootScreen):
    """Shop and till at the left, what the screen wants in the bar beside it, badge, clock and operator at the right."""

    def __init__(self, presenter: RootPresenter, **kwargs: Any) -> None:
        super().__init__(presenter, Form.COUNTER, **kwargs)
        self.ids.operator.bind(on_tap=lambda *_: presenter.open_menu())

    def _render_operator(self, view: RootView) -> None:
        ids = self.ids
        ids.shop.text = view.shop
        ids.operator.name, ids.operator.initials = view.operator, view.operator_initials
        ids.operator.menu_label = view.menu_label


class HandheldRoot(RootScreen):
    """Menu, till and operator at the left, the badge at the right."""

    def __init__(self, presenter: RootPresenter, **kwargs: Any) -> None:
        super().__init__(presenter, Form.HANDHELD, **kwargs)
        self.ids.menu.bind(on_tap=lambda *_: presenter.open_menu())

    def _render_operator(self, view: RootView) -> None:
        self.ids.operator.text = view.operator
        self.ids.menu.name_for_finger = view.menu_label


def build(presenter: RootPresenter, form: Form) -> RootScreen:
    """The whole window's content for that form."""
    load_kv("root")
    return HandheldRoot(presenter) if form is Form.HANDHELD else CounterRoot(presenter)
