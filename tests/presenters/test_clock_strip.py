"""The strip over the sale that says the clock was set back."""

from __future__ import annotations

from terminal_app.presenters.root import RootPresenter
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.test_clock import Ticks, ticks

__all__ = ["ticks"]


def test_a_clock_that_was_set_back_is_said_with_what_to_do_until_it_is_put_away(
    root: RootPresenter, till: Till, clock: ShopClock, ticks: Ticks
) -> None:
    before = root.sale.day.view()
    clock.advance(hours=-2)
    root.tick()
    view = root.sale.day.view()
    assert view is not None
    assert (view.text, view.detail, view.tone) == (
        "Sjekk klokken: den er stilt tilbake",
        "14:05 ble 12:05",
        "warn",
    )
    root.sale.day.act("close")
    assert root.sale.day.view() == before
    clock.advance(hours=-1)
    root.tick()
    assert root.sale.day.view() != before


def test_it_is_said_no_more_once_the_clock_has_caught_up(root: RootPresenter, clock: ShopClock, ticks: Ticks) -> None:
    before = root.sale.day.view()
    clock.advance(hours=-2)
    root.tick()
    ticks.pass_time(hours=2)
    root.tick()
    assert root.sale.day.view() == before
