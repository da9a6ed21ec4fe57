"""The Kivy application: the root in the window, the clock's tick, the way events come in, and an end that always works.

Knows the root presenter, no screen by name. Window thread.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any, Protocol

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.metrics import Metrics
from kivy.uix.floatlayout import FloatLayout

from terminal_app.domain.sync_control import SyncEvent
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.screens import root
from terminal_app.screens.loudspeaker import Loudspeaker
from terminal_app.screens.scanner_input import ScannerInput
from terminal_app.screens.theme import T
from terminal_app.screens.tidying import Tidying
from terminal_app.screens.window import Form, give_memory_back, prepare_input, quiet_the_collector, set_metrics

log = logging.getLogger(__name__)

TICK_S = 10
BUILD_AHEAD_S = 0.05
BESIDE_S = 0.1
COLLECTOR_RESTS_S = 60.0
"""So long after the first frame at most, whatever is still to be made ahead: somebody may lean on a key."""


def _let_the_collector_work(_: float) -> None:
    gc.enable()


class Bridge(Protocol):
    """Where the sync's events come out, on the window's thread."""

    def lead_to(self, take: Callable[[SyncEvent], None]) -> None:
        """Deliver to `take` from now on."""


class DiskenApp(App):
    """The till's window. `beside` runs ten times a second, for what stands beside it.

    `kiosk` refuses to be closed by a person; `stop` and SIGTERM end it all the same."""

    title = "Disken"

    def __init__(
        self,
        root_presenter: RootPresenter,
        form: Form,
        *,
        bridge: Bridge | None = None,
        on_ready: Callable[[], None] | None = None,
        on_closed: Callable[[], None] | None = None,
        beside: Callable[[], None] | None = None,
        kiosk: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._presenter = root_presenter
        self._form = form
        self._bridge = bridge
        self._on_ready = on_ready
        self._on_closed = on_closed
        self._beside = beside
        self._kiosk = kiosk
        self._ending = False
        self._closed = False
        self._screen: root.RootScreen | None = None
        self._tick: Any = None
        self._tidying = Tidying(root_presenter, lambda: self._screen)
        self._beside_tick: Any = None
        self._before_us: Any = None
        self._dots: float | None = None
        self._text_scale = 100
        self._outgrown = False
        self._scanner = ScannerInput(self._scanned, root_presenter.scans.expects_typing)

    def build(self) -> FloatLayout:
        """The window's one child; the root of the current form lies in it."""
        self._shell = FloatLayout()
        T.look = self._presenter.view().theme
        self._take_measure()
        T.fit(Window.width)
        self._put_root()
        T.fbind("bg", self._clear)
        self._clear()
        return self._shell

    def load_kv(self, *_: object, **__: object) -> bool:
        """Nothing: every screen loads its own file."""
        return False

    def open_settings(self, *_: object) -> bool:
        """F1 opens no settings of Kivy's."""
        return False

    def on_start(self) -> None:
        """The window stands: let input, events, time and signals in."""
        prepare_input()
        self._scanner.install()
        self._presenter.session.loudspeaker = Loudspeaker().play
        Window.fbind("size", self._resized)
        Window.fbind("on_request_close", self._asked_to_close)
        self._tick = Clock.schedule_interval(lambda _: self._presenter.tick(), TICK_S)
        self._tidying.begin()
        if self._beside is not None:
            beside = self._beside
            self._beside_tick = Clock.schedule_interval(lambda _: beside(), BESIDE_S)
        if threading.current_thread() is threading.main_thread():
            self._before_us = signal.signal(signal.SIGTERM, self._terminated)
        self._presenter.session.listen(self._measured)
        if self._bridge is not None:
            self._bridge.lead_to(self._presenter.take)
        Clock.schedule_once(self._first_frame_shown, 0)

    def on_stop(self) -> None:
        """The end, once: Kivy dispatches this twice when `stop` was called."""
        if self._closed:
            return
        self._closed = True
        gc.enable()
        for event in (self._tick, self._beside_tick):
            if event is not None:
                event.cancel()
        self._tidying.end()
        Clock.unschedule(self._build_ahead)
        Clock.unschedule(_let_the_collector_work)
        self._scanner.uninstall()
        Window.funbind("size", self._resized)
        Window.funbind("on_request_close", self._asked_to_close)
        T.funbind("bg", self._clear)
        if self._before_us is not None:
            signal.signal(signal.SIGTERM, self._before_us)
        if self._screen is not None:
            self._screen.close()
        if self._on_closed is not None:
            self._on_closed()

    def shut_down(self, *_: object) -> None:
        """Ends the application whatever the kiosk says; safe from any thread."""
        self._ending = True
        Clock.schedule_once(lambda _: self.stop(), 0)

    # what happens to the window

    def _first_frame_shown(self, _: float) -> None:
        Clock.schedule_once(lambda _: self._ready(), 0)

    def _ready(self) -> None:
        if self._closed:
            return
        if self._on_ready is not None:
            self._on_ready()
        self._begin_ahead()
        Clock.schedule_once(_let_the_collector_work, COLLECTOR_RESTS_S)

    def _begin_ahead(self) -> None:
        """From the start, for a root that is new."""
        Clock.unschedule(self._build_ahead)
        Clock.schedule_interval(self._build_ahead, BUILD_AHEAD_S)

    def _build_ahead(self, _: float) -> bool:
        """One more step of what is made before anyone asks for it; after the last one the collector is sent away.

        What cannot be made is met again by who opens it: a till that sells does not end for it.
        """
        try:
            if self._screen is not None and self._screen.build_one_more():
                return True
        except Exception:
            log.exception("something could not be made ahead; what is left is made when it is opened")
        quiet_the_collector()
        give_memory_back()
        return False

    def _scanned(self, code: str) -> None:
        if self._screen is not None:
            self._screen.hold_off()
        self._presenter.scans.take(code)

    def _put_root(self) -> None:
        if self._screen is not None:
            self._screen.close()
        self._form = Form(T.form)
        self._screen = root.build(self._presenter, self._form)
        self._shell.add_widget(self._screen)

    def _resized(self, _: object, size: tuple[int, int]) -> None:
        """Another width may be another form: the root is then built anew; a dp stays as large as it was."""
        T.fit(size[0])
        if Form(T.form) is not self._form:
            self._put_root()
            self._begin_ahead()

    def _take_measure(self) -> None:
        """The panel's true size, where the ruler has told it, and how large texts are wanted."""
        session = self._presenter.session
        self._dots, self._text_scale = session.look.dots_per_inch, session.look.text_scale
        if self._dots is not None or self._text_scale != 100:
            set_metrics(self._form, self._dots, self._text_scale)

    def _measured(self) -> None:
        """Another text size is seen at once; everything is built anew for it, and for the ruler's size, when one leaves
        the desk: not under the finger that holds the ruler."""
        session = self._presenter.session
        if self._closed:
            return
        if session.look.text_scale != self._text_scale:
            Clock.schedule_once(self._write_larger, 0)
        now = (session.look.dots_per_inch, session.look.text_scale)
        self._outgrown = self._outgrown or now != (self._dots, self._text_scale)
        self._dots, self._text_scale = now
        if self._outgrown and session.place is not Place.DESK:
            self._outgrown = False
            Clock.schedule_once(self._build_in_true_size, 0)

    def _write_larger(self, _: float) -> None:
        Metrics.fontscale = self._text_scale / 100
        T.measure()

    def _build_in_true_size(self, _: float) -> None:
        if not self._closed:
            set_metrics(self._form, self._dots, self._text_scale)
            T.fit(Window.width)
            self._put_root()
            self._begin_ahead()

    def _clear(self, *_: object) -> None:
        Window.clearcolor = T.bg

    def _asked_to_close(self, *_: object, **__: object) -> bool:
        """Whether to refuse: in a kiosk nobody closes the till."""
        return self._kiosk and not self._ending

    def _terminated(self, *_: object) -> None:
        self.shut_down()
