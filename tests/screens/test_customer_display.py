"""The customer's display in the panels that shops have: nothing cut, nothing out of its place, also for long names."""

from __future__ import annotations

from typing import Any

import pytest

from terminal_app.customer_display import DisplayLine, Scene, Snapshot
from tests.kivy_window import TillWindow
from tests.screens.whole_till import cut_amounts, words_on

LINES = (
    DisplayLine("2", "Kaffe latte", "2 × 52,00", "104,00"),
    DisplayLine("1", "Nordhordlands og Ytre Sogns hjemmelagde fiskekaker med remulade", "Rabatt 10 %", "1 089,00"),
)
CART = Snapshot(
    Scene.CART,
    "Nordhordlands og Ytre Sogns Interkommunale Vann- og Avløpsselskap AS",
    mark="Trening: dette er ikke et salg",
    lines=LINES * 7,
    facts=(("Rabatt", "−1 000,00"),),
    total_label="Sum",
    total="kr 1 234 567,65",
)


@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080), (720, 1280)])
def test_long_carts_and_large_sums_stand_whole_in_every_panel(till: TillWindow, size: tuple[int, int]) -> None:
    from kivy.metrics import Metrics

    from terminal_app.screens import customer_display
    from terminal_app.screens.theme import T

    till.window.size = size
    Metrics.density = customer_display.scale_for(size)
    T.fit(size[0])
    display: Any = till.show(customer_display.build)
    display.render(CART)
    till.settle()
    words = words_on(display)
    assert {"kr 1 234 567,65", "−1 000,00", "Sum", "Trening: dette er ikke et salg", "…"} <= {
        mark.text for mark in words
    }
    assert cut_amounts(display) == []
    assert [m.text for m in words if m.box.x < 0 or m.box.right > size[0] or m.box.y < 0 or m.box.top > size[1]] == []
    newest = [mark for mark in words if mark.text == "1 089,00"]
    assert len(newest) >= 2
    display.render(Snapshot(Scene.THANKS, "Kaffebaren", headline="Takk for handelen!", total_label="Veksel", total="8"))
    till.settle()
    assert {mark.text for mark in words_on(display)} == {"Kaffebaren", "Takk for handelen!", "Veksel", "8"}
    display.render(None)
    till.settle()
    assert {mark.text for mark in words_on(display)} == {"Kaffebaren"}
