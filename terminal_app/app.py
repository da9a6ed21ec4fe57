"""Opens the window and ends it: one call for the composition root.

Importing this module imports no Kivy, because Kivy reads its environment once, when it is first imported. Window
thread, which is the process's main thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from .presenters.root import RootPresenter
from .screens.window import Form, configure

if TYPE_CHECKING:
    from .event_bridge import EventBridge

TALKATIVE = ("peewee", "urllib3", "schedule")
"""Kivy lets every library log to the console; these would write customers' names there."""


def run(
    root_presenter: RootPresenter,
    form: Form,
    *,
    size: tuple[int, int] | None = None,
    kiosk: bool = False,
    bridge: EventBridge | None = None,
    on_ready: Callable[[], None] | None = None,
    on_closed: Callable[[], None] | None = None,
    beside: Callable[[], None] | None = None,
) -> int:
    """The exit code, after the window was closed: 0.

    `size` is in pixels (default: the form's usual panel). `kiosk` fills the screen and lets nobody close it; SIGTERM
    still ends it. `on_ready` runs after the first frame, `on_closed` once when the window goes, `beside` ten times a
    second in between. Whoever needs an EventBridge before this call must have called `screens.window.configure` before
    importing it.
    """
    configure(form, size, kiosk=kiosk)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    from .screens.application import DiskenApp

    DiskenApp(
        root_presenter, form, bridge=bridge, on_ready=on_ready, on_closed=on_closed, beside=beside, kiosk=kiosk
    ).run()
    return 0
