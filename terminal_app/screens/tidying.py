"""When the till lets go of memory that it used and needs no more: as soon as nobody works, and in a long queue too.

What is looked through while nobody works need not be looked through under a hand: a full pass of the garbage collector
over what a shift has opened takes 50 ms. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from terminal_app.presenters.root import RootPresenter
from terminal_app.screens.root import RootScreen
from terminal_app.screens.window import give_memory_back, quiet_the_collector

LOOK_EVERY_S = 30.0
AT_REST_S = 10.0
"""How long nobody must have touched anything before what is kept for speed alone goes too."""
AT_LATEST_S = 300.0
"""A queue may last for hours: after so long what the heap holds for nobody goes in the midst of it."""


class Tidying:
    """Gives memory back every half minute in which nobody works, and every five minutes in which somebody does."""

    def __init__(self, presenter: RootPresenter, screen: Callable[[], RootScreen | None]) -> None:
        self._presenter = presenter
        self._screen = screen
        self._looks: Any = None
        self._tidied_at = self._quieted_at = 0.0

    def begin(self) -> None:
        """Looks from now on, until `end`."""
        self._tidied_at = self._quieted_at = Clock.get_time()
        self._looks = Clock.schedule_interval(self._look, LOOK_EVERY_S)

    def end(self) -> None:
        """Looks no more; harmless when it never began."""
        if self._looks is not None:
            self._looks.cancel()

    def _look(self, _: float) -> None:
        screen, now = self._screen(), Clock.get_time()
        if screen is not None and screen.rests(AT_REST_S):
            self._presenter.rest()
            self._quiet(screen, now)
        elif now - self._tidied_at < AT_LATEST_S:
            return
        self._tidied_at = now
        give_memory_back()

    def _quiet(self, screen: RootScreen, now: float) -> None:
        """Once after each time that somebody has worked."""
        if not screen.rests(now - self._quieted_at):
            self._quieted_at = now
            quiet_the_collector()
