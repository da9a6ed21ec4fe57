"""What is made after the first frame, before anybody asks for it: screens, their presenters, the keyboard's keys.

One short step after another, and none within a moment of a touch, a key or a scan. Who is quicker than the steps waits
for that one screen alone. Window thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from terminal_app.presenters.session import Place
from terminal_app.screens.widgets import Keyboard

if TYPE_CHECKING:
    from terminal_app.screens.root import RootScreen

PACKAGE = "terminal_app"
PANES = (
    "screens.line_sheet", "screens.step_up", "domain.settlement", "presenters.day_view", "presenters.day_papers",
)  # fmt: skip
"""What the sale screen opens over itself, and prints from the strip of the day."""
PIECES: dict[Place, tuple[str, ...]] = {
    Place.PAYMENT: (
        "domain.preflight", "presenters.identity_card", "presenters.invoice_part", "presenters.split_part",
        "presenters.payment", "screens.slip", "screens.invoice_part", "screens.cash_part", "screens.split_part",
    ),
    Place.RECEIPT: ("till.undo",),
}  # fmt: skip
"""Where a screen is too much for one step, what of it is imported first, one by one."""
WHEN_OPENED = frozenset((Place.QUEUE, Place.HISTORY, Place.REFUND, Place.DAY, Place.DESK))
"""Made when somebody opens them, which is seldom with people waiting: together they take 16 MB for as long as a till
runs."""


def steps(root: RootScreen) -> Iterator[None]:
    """Makes what a sale may need and the root has not made yet; each step is what comes before a yield."""
    Keyboard.install().prepare()
    yield
    for name in PANES:
        import_module(f"{PACKAGE}.{name}")
        yield
    for place in Place:
        if place not in WHEN_OPENED and not root.has(place):
            yield from _place(root, place)


def _place(root: RootScreen, place: Place) -> Iterator[None]:
    for name in PIECES.get(place, ()):
        import_module(f"{PACKAGE}.{name}")
        yield
    root.presenter.of(place)
    yield
    import_module(f"{PACKAGE}.screens.{place.value}")
    yield
    root.screen_of(place)
    yield
