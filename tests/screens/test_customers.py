"""The customer picker, played by touches and keys: what it finds, what it shows, what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.catalog import Customer
from terminal_app.domain.sync_control import CustomersRefreshed, NoSync
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import LONG_NAME, MARKUP_NAME, OpenTill, badly_placed, spilling, texts_on


class AskedSync(NoSync):
    """A sync that only remembers how often the mirror was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def refresh_customers(self) -> None:
        self.asked += 1


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    yield opened
    opened.database.close()


def open_picker(shop: OpenTill, size: tuple[int, int], *, keyboard: bool = False) -> list[Customer]:
    """The picker as payment opens it; what is picked comes into the list."""
    picked: list[Customer] = []
    shop.open(size, keyboard=keyboard)
    shop.session.pick_customer(picked.append)
    shop.window.settle()
    return picked


def test_one_can_type_at_once_when_it_opens(shop: OpenTill) -> None:
    shop.customer(70001, "Zebra Zoo AS")
    open_picker(shop, LANDSCAPE)
    shop.finger.type("zebra")
    shop.window.settle()
    assert [target.text for target in shop.finger.targets() if target.key == "customers.row.0"] == ["Zebra Zoo AS"]
    assert shop.keys("customers.row.") == ["customers.row.0"]


@pytest.mark.parametrize("size", SIZES)
def test_two_of_the_same_name_are_told_apart_by_their_town(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.customer(70002, "Martin Martinsen", is_person=True, city="Hammerfest")
    shop.customer(70003, "Martin Martinsen", is_person=True, city="Mandal")
    picked = open_picker(shop, size)
    shop.finger.type("martin martinsen")
    shop.window.settle()
    shown = texts_on(shop.screen)
    assert {"Privatperson · Hammerfest", "Privatperson · Mandal", "70002", "70003"} <= set(shown)
    details = [text for text in shown if text.startswith("Privatperson")]
    shop.tap(f"customers.row.{details.index('Privatperson · Mandal')}")
    assert [customer.number for customer in picked] == [70003]


def test_a_single_match_is_not_chosen_by_enter_nor_by_itself(shop: OpenTill) -> None:
    shop.customer(70004, "Xylofonverkstedet AS")
    picked = open_picker(shop, LANDSCAPE)
    shop.finger.type("xylofon\n")
    shop.window.settle()
    assert picked == []
    assert shop.session.place is Place.CUSTOMERS


@pytest.mark.parametrize("asked_for", ["70005", "987 654 321", "900 11 222", "quist"])
def test_it_finds_by_number_organisation_number_phone_and_name(shop: OpenTill, asked_for: str) -> None:
    shop.customer(70005, "Quist & Co AS", organization_number="987654321", phone="+47 900 11 222")
    open_picker(shop, COMPACT)
    shop.finger.type(asked_for.replace(" ", ""))
    shop.window.settle()
    assert "Quist & Co AS" in [target.text for target in shop.finger.targets()]


def test_the_heading_counts_what_was_found_and_what_there_is(shop: OpenTill) -> None:
    shop.customer(70006, "Zebra Zoo AS")
    known = shop.till.catalog.customer_count()
    open_picker(shop, LANDSCAPE)
    shop.finger.type("zebra")
    shop.window.settle()
    assert f"1 av {known} kunder" in texts_on(shop.screen)


def test_when_nobody_matches_it_says_so_and_where_new_ones_are_made(shop: OpenTill) -> None:
    open_picker(shop, LANDSCAPE)
    shop.finger.type("zzzz")
    shop.window.settle()
    shown = texts_on(shop.screen)
    assert "Ingen kunde passer med «zzzz»" in shown
    assert any("PowerOffice" in text and "gjennomsøkt" in text for text in shown)
    assert shop.keys("customers.row.") == []


def test_a_till_without_customers_says_where_they_come_from(shop: OpenTill) -> None:
    shop.till.catalog.archive_customers([number for number, _ in shop.till.catalog.living_customers(0, 1000)])
    open_picker(shop, PORTRAIT)
    assert "Ingen kunder ennå" in texts_on(shop.screen)


def test_fetching_is_asked_for_once_and_the_new_customer_comes_by_itself(shop: OpenTill) -> None:
    sync = shop.till.sync = AskedSync()
    open_picker(shop, LANDSCAPE)
    shop.finger.type("nybygg")
    shop.tap("customers.refresh")
    assert sync.asked == 1
    assert not shop.finger.sees("customers.refresh")
    shop.customer(70007, "Nybygg AS")
    shop.root.take(CustomersRefreshed(1))
    shop.window.settle()
    assert shop.finger.sees("Nybygg AS")
    assert shop.finger.sees("customers.refresh")


def test_back_returns_without_a_choice(shop: OpenTill) -> None:
    picked = open_picker(shop, LANDSCAPE)
    shop.tap("customers.back")
    assert picked == []
    assert shop.session.place is Place.SALE


def test_the_next_opening_starts_with_an_empty_search_and_the_focus(shop: OpenTill) -> None:
    open_picker(shop, LANDSCAPE)
    shop.finger.type("hansen")
    shop.tap("customers.back")
    shop.session.pick_customer(lambda customer: None)
    shop.window.settle()
    assert shop.screen.body.ids.search.text == ""
    assert shop.screen.body.ids.search.focused


def test_leaving_gives_the_focus_back(shop: OpenTill) -> None:
    from terminal_app.screens.widgets import FOCUS

    open_picker(shop, LANDSCAPE, keyboard=True)
    assert FOCUS.entry is not None
    shop.tap("customers.back")
    assert FOCUS.entry is None


def test_thousands_of_customers_need_no_more_cells_than_fit_the_list(shop: OpenTill) -> None:
    shop.till.catalog.put_customers(
        (Customer(f"many-{number}", 80_000 + number, f"Grossist {number} AS"), None) for number in range(2_000)
    )
    open_picker(shop, LANDSCAPE)
    shop.finger.type("grossist")
    shop.window.settle()
    rows = shop.screen._rows
    assert f"200+ av {shop.till.catalog.customer_count()} kunder" in texts_on(shop.screen)
    assert len(rows.visible()) <= rows.height / rows.cell_height + 2
    shop.finger.drag("customers.row.5", (0, 300))
    shop.window.settle(300)
    assert not shop.finger.sees("customers.row.0")


@pytest.mark.parametrize("size", SIZES)
def test_the_rows_stay_above_the_on_screen_keyboard(shop: OpenTill, size: tuple[int, int]) -> None:
    open_picker(shop, size, keyboard=True)
    keyboard_top = max(t.y + t.height for t in shop.finger.targets() if t.key.startswith("keyboard/"))
    place = shop.screen.body.ids.place
    assert place.to_window(*place.pos)[1] >= keyboard_top
    assert len(shop.keys("customers.row.")) >= 3


@pytest.mark.parametrize("size", SIZES)
def test_everything_touched_is_large_enough_inside_and_apart(shop: OpenTill, size: tuple[int, int]) -> None:
    open_picker(shop, size)
    shop.finger.type("han")
    shop.window.settle()
    assert badly_placed(shop.touchable(), size) == []


@pytest.mark.parametrize("size", SIZES)
def test_long_names_and_markup_are_shown_as_typed_and_stay_in_their_place(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    shop.customer(70030, LONG_NAME, organization_number="987654321", city="Lonevåg")
    shop.customer(70031, MARKUP_NAME)
    picked = open_picker(shop, size)
    shop.finger.type("7003")
    shop.window.settle()
    assert {LONG_NAME, MARKUP_NAME} <= set(texts_on(shop.screen))
    assert spilling(shop.screen) == []
    shop.tap(MARKUP_NAME)
    assert [customer.name for customer in picked] == [MARKUP_NAME]


def test_it_speaks_english_at_once(shop: OpenTill) -> None:
    open_picker(shop, LANDSCAPE)
    shop.session.speak("en")
    shop.finger.type("zzzz")
    shop.window.settle()
    assert {"No customer matches “zzzz”", "Fetch from PowerOffice"} <= set(texts_on(shop.screen))
