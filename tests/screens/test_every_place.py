"""Every screen in every form, language and look, with usual and larger texts: our own words are never cut.

Names of goods, customers and people may end in an ellipsis; amounts, buttons and sentences may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.presenters.session import THEMES, Place
from tests.kivy_window import TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, overlapping_texts, small_targets
from tests.screens.whole_till import cut_amounts, spilling


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def names(shop: DeskTill) -> set[str]:
    """What people and things are called here."""
    known = {product.name for product in shop.till.assortment.products}
    known |= {operator.name for operator in shop.till.operators.active()} | {shop.till.values.shop().name}
    for customer in shop.till.catalog.search_customers("", 200):
        known.add(customer.name)
        known |= {detail for detail in (customer.city, customer.organization_number) if detail}
    return known


def visit(shop: DeskTill, place: Place) -> None:
    """Goes there, with something to see."""
    shop.session.go(place)
    shop.window.settle(300)
    if place is Place.PAYMENT:
        shop.tap("payment.channel.invoice")


def own_words_cut(shop: DeskTill) -> list[str]:
    known = names(shop)
    return [text for text in cut_texts(shop.root) if not any(name in text for name in known)]


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_word_of_ours_is_cut_on_any_screen(
    shop: DeskTill, size: tuple[int, int], language: str, larger: float
) -> None:
    shop.session.speak(language)
    shop.text_scale = larger
    shop.open(size)
    shop.ring_up("1001", "1003")
    assert shop.session.cart.lines
    found = []
    for place in (Place.SALE, Place.PAYMENT, Place.CUSTOMERS, Place.QUEUE, Place.PARKED, Place.MENU):
        visit(shop, place)
        for look in THEMES if larger == 1 else THEMES[:1]:  # a look changes colours, no widths
            shop.session.dress(look)
            shop.window.settle(300)
            faults = [f"cut: {text}" for text in (*own_words_cut(shop), *cut_amounts(shop.root))]
            faults += [f"spills: {text}" for text in spilling(shop.root)]
            faults += [f"overlaps: {texts}" for texts in overlapping_texts(shop.root)]
            found += [f"{place.value} {look}: {fault}" for fault in (*faults, *small_targets(shop.root, size))]
    assert found == []
