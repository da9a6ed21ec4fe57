"""The cash drawer as the printer's thread sees it: asked how it is about once a second, and opened when told to.

Owns when it is asked; what an answer means, and the journal, are the drawer's own (`till.drawer`). Thread "printer".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from ..domain.drawer import DrawerState
from ..domain.problems import Problem, Trouble
from .devices import Device

EACH_S, WHILE_OPEN_S, SILENT_S = 1.0, 0.5, 5.0
"""How often it is asked: usually, while somebody may wait for it to be closed, and where no answer came."""
_log = logging.getLogger(__name__)


class Drawer(Protocol):
    """What is told of the drawer, and what is wanted of it. Any thread."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is one to ask."""

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for an answer."""

    @property
    def state(self) -> DrawerState:
        """How it is now."""

    def take_kick(self) -> bool:
        """Whether a kick waits; it is the caller's to send now."""

    def kicked(self) -> None:
        """It is being opened with a sale, which the journal says already."""

    def failed(self, problem: Problem) -> None:
        """A kick did not reach it."""

    def told(self, high: bool | None) -> bool:
        """Takes the printer's answer, None for nothing; whether somebody should look."""


class DrawerWatch:
    """Asks one drawer. `device` gives the printer it hangs on, `tick` seconds that never go back."""

    def __init__(
        self,
        drawer: Drawer,
        device: Callable[[], Device],
        on_change: Callable[[], None],
        tick: Callable[[], float] = monotonic,
    ) -> None:
        self._drawer = drawer
        self._device = device
        self._on_change = on_change
        self._tick = tick
        self._asked_at: float | None = None
        self._silent = False

    def pause(self) -> float | None:
        """How many seconds it is left alone from now; None where there is no drawer."""
        if not self._drawer.is_set_up:
            return None
        if self._asked_at is None:
            return 0.0
        often = SILENT_S if self._silent else WHILE_OPEN_S if self._drawer.state is DrawerState.OPEN else EACH_S
        return max(0.0, self._asked_at + often - self._tick())

    def attend(self) -> None:
        """Opens it as often as that is waited for, and asks how it is; one that is silent only when it is time.

        Raises what the journal raises when the disk is full.
        """
        if not self._drawer.is_set_up:
            return
        kicked = False
        while self._drawer.take_kick():
            kicked = True
            self._kick()
        if not self._silent or kicked or self._drawer.is_asked or not self.pause():
            self._ask()

    def kicked(self) -> None:
        """It is being opened with a sale."""
        self._drawer.kicked()

    def _kick(self) -> None:
        try:
            self._device().open_drawer()
        except Trouble as trouble:
            _log.warning("the drawer was not opened: %s", trouble)
            self._drawer.failed(trouble.problem)
            self._on_change()

    def _ask(self) -> None:
        try:
            high = self._device().drawer_signal()
        except Trouble as trouble:
            _log.debug("the drawer cannot be asked: %s", trouble)
            high = None
        self._asked_at = self._tick()
        if (high is None) is not self._silent:
            _log.info("the drawer %s", "is silent" if high is None else "tells how it is")
        self._silent = high is None
        if self._drawer.told(high):
            self._on_change()
