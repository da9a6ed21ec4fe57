"""What stands beside the window: the sync, the printer, the signing key in memory, the customer's display.

It comes up once the first frame is shown, so that no cashier waits for it. The sync imports what it works with on its
own thread, the rest is imported one after another on the background's. Knows no screen. Window thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from .till.parts import bring_ahead

if TYPE_CHECKING:
    from sync.worker import SyncWorker

    from .background import Background
    from .customer_display import Offer, SecondProgram, Snapshot
    from .domain.settings import SettingValues
    from .presenters.customer_display import CustomerDisplayPresenter
    from .presenters.root import RootPresenter

_log = logging.getLogger(__name__)

DisplayCommand = Callable[["SettingValues"], tuple[str, ...]]
"""The program that shows the customer's display, started as the settings want it."""


class Beside:
    """One till's. `come_up` once, by the window; `close` once, by whoever made it, also when it never came up.

    Until it is up nothing is sent or printed, and nothing gets lost: a nudge waits in the sync's inbox, and what is to
    be printed is a row that the printer finds.
    """

    def __init__(
        self,
        root: RootPresenter,
        worker: SyncWorker,
        background: Background,
        on_window: Callable[[Callable[[], None]], Callable[[], None]],
        now: Callable[[], datetime],
    ) -> None:
        self._root = root
        self._till = root.session.till
        self._worker = worker
        self._background = background
        self._on_window = on_window
        self._now = now
        self._display: _Display | None = None
        self._up = ExitStack()
        self._closed = False

    def come_up(self, display_command: DisplayCommand | None = None) -> None:
        """Begin with everything; returns at once. Without a command no customer's display is offered."""
        self._worker.start()
        self._up.callback(self._worker.stop)
        self._background.run(bring_ahead, _nothing)
        self._background.run(*self._till.assortment.warming())
        self._background.run(*self._till.signing.warming())
        self._background.run(_import_printer, lambda _: self._print())
        if display_command is not None:
            self._background.run(_import_display, lambda _: self._offer_display(display_command))

    def turn(self) -> None:
        """The customer's display follows the till; call it often."""
        if self._display is not None:
            self._display.turn()

    def close(self) -> None:
        """End what has come up; the rest stays away."""
        self._closed = True
        self._up.close()

    def _print(self) -> None:
        if self._closed:
            return
        from .printing.printer import Printer

        till = self._till
        moved = self._on_window(self._root.session.prints_moved)
        printer = Printer(till.database, self._now, moved, drawer=till.drawer)
        till.prints.wake = till.drawer.wake = printer.wake
        printer.start()
        self._up.callback(printer.stop)

    def _offer_display(self, command: DisplayCommand) -> None:
        if self._closed:
            return
        from .customer_display import Offer, SecondProgram
        from .presenters.customer_display import CustomerDisplayPresenter

        presenter, program = CustomerDisplayPresenter(self._root.session, self._root.payment), SecondProgram()
        try:
            offer = self._up.enter_context(Offer(self._till.database.folder))
        except OSError:
            _log.exception("the customer's display cannot be offered anything; the till goes on without it")
            return
        self._up.callback(program.end)
        self._display = _Display(presenter, offer, lambda: self._till.values, command, program)


class _Display:
    """Offers the customer's display its snapshots, and has its program run while the shop wants it."""

    def __init__(
        self,
        presenter: CustomerDisplayPresenter,
        offer: Offer,
        values: Callable[[], SettingValues],
        command: DisplayCommand,
        program: SecondProgram,
    ) -> None:
        self._presenter, self._offer = presenter, offer
        self._values, self._command, self._program = values, command, program
        self._shown: Snapshot | None = None

    def turn(self) -> None:
        values, now = self._values(), self._presenter.snapshot() if self._offer.is_watched else None
        self._program.want(self._command(values) if values.on("display.enabled") else (), time.monotonic())
        if now is not self._shown:
            self._shown = now
            self._offer.show(now)


def _import_printer() -> None:
    from .printing import printer  # noqa: F401 - so that the window's thread finds it imported


def _import_display() -> None:
    from .presenters import customer_display  # noqa: F401 - as above


def _nothing(_: None) -> None:
    """What is imported ahead has no answer."""
