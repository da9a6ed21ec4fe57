"""Lists and grids of drawn cells, touched through Kivy's own input."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kivy_window import FRAME_S, TillWindow


@pytest.fixture
def listing(till: TillWindow) -> Any:
    """A list of 50 000 rows with a minus part in each, and what was picked from it."""
    from terminal_app.screens.widgets import Box, Cell, CellState, Drawing, PooledList

    class Row(Cell):
        def build(self, draw: Drawing) -> None:
            self.ground = draw.block()
            self.name = draw.words()
            self.pressed: str | None = None
            self.selected = False

        def show(self, item: Any, box: Box, state: CellState) -> None:
            self.pressed, self.selected = state.pressed, state.selected
            self.ground.place(box)
            self.name.place(box.inset(80, 0), item)
            self.part("minus", Box(box.x, box.y, 60, box.height))

        def text_of(self, item: Any) -> str:
            return str(item)

    def build() -> Any:
        return PooledList(cell=Row, items=[f"Vare {n}" for n in range(50_000)], cell_height=60, key="rows")

    root = till.show(build)
    root.picked = []
    root.bind(on_pick=lambda _, index, part: root.picked.append((index, part)))
    return root


def test_a_long_list_has_only_as_many_cells_as_fit_the_view(listing: Any) -> None:
    assert len(listing.visible()) <= listing.height / 60 + 2


def test_a_tap_picks_the_row_and_a_tap_on_its_part_names_the_part(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    finger.tap("Vare 3")
    finger.tap("rows:4/minus")
    assert listing.picked == [(3, ""), (4, "minus")]


def test_a_row_looks_pressed_in_the_frame_of_the_touch(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    touch = finger.down(*finger.find("Vare 2").centre)
    assert listing.visible()[2].pressed == ""
    finger.up(touch)
    assert listing.visible()[2].pressed is None


def test_a_touch_that_the_panel_reports_twice_picks_once(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    x, y = finger.find("Vare 5").centre
    first, echo = finger.down(x, y), finger.down(x + 1, y)
    finger.up(first)
    finger.up(echo)
    assert listing.picked == [(5, "")]


def test_two_quick_taps_pick_twice(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    finger.tap("Vare 5")
    till.step(2)
    finger.tap("Vare 5")
    assert listing.picked == [(5, ""), (5, "")]


def test_a_drag_scrolls_and_picks_nothing(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    finger.drag("Vare 10", by=(0, 300), frames=30)
    assert listing.scroll.offset >= 300 - 12
    assert listing.picked == []


def test_a_fling_runs_on_and_the_tap_that_stops_it_picks_nothing(till: TillWindow, listing: Any) -> None:
    finger = till.finger()
    finger.drag("Vare 10", by=(0, 400), frames=5)
    left_at = listing.scroll.offset
    till.step(5)
    assert listing.scroll.offset > left_at
    finger.tap_at(900, 500)
    assert not listing.scroll.flying
    assert listing.picked == []


def test_a_list_comes_to_rest_and_then_draws_no_more(till: TillWindow, listing: Any) -> None:
    till.finger().drag("Vare 10", by=(0, 400), frames=5)
    assert till.settle(most=round(6 / FRAME_S)) > 2
    assert listing.scroll.offset > 400


def test_reveal_shows_the_last_of_many_rows(till: TillWindow, listing: Any) -> None:
    listing.reveal(49_999)
    till.settle()
    assert till.finger().find("Vare 49999").y >= 0


def test_fewer_items_leave_no_old_rows_behind(till: TillWindow, listing: Any) -> None:
    listing.reveal(40_000)
    listing.items = ["Bare én"]
    till.settle()
    assert [target.text for target in till.finger().targets() if target.text] == ["Bare én"]


def test_new_items_use_the_same_cells(till: TillWindow, listing: Any) -> None:
    before = {id(cell) for cell in listing.visible().values()}
    listing.items = [f"Ny {n}" for n in range(100)]
    till.settle()
    assert {id(cell) for cell in listing.visible().values()} == before
    assert till.finger().sees("Ny 0")


def test_refresh_draws_an_item_that_changed_in_place(till: TillWindow, listing: Any) -> None:
    listing.items[1] = "Endret"
    listing.refresh(1)
    assert till.finger().sees("Endret")


def test_the_selected_row_is_told_and_only_that_one(listing: Any) -> None:
    listing.selected = 2
    listing.selected = 3
    assert [index for index, cell in listing.visible().items() if cell.selected] == [3]
