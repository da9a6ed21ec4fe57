"""Every screen in every form, language and look, with usual and larger texts: our own words are never cut.

Names of goods, customers and people may end in an ellipsis; amounts, buttons and sentences may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.i18n import LANGUAGES
from terminal_app.presenters.look import THEMES
from terminal_app.presenters.session import Place
from tests.kivy_window import TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, overlapping_texts, small_targets
from tests.screens.whole_till import cut_amounts, spilling

PLACES = (
    Place.SALE,
    Place.PAYMENT,
    Place.CUSTOMERS,
    Place.QUEUE,
    Place.PARKED,
    Place.HISTORY,
    Place.REFUND,
    Place.DAY,
    Place.MENU,
)
SOLD = "F-000001"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def names(shop: DeskTill) -> set[str]:
    """What people and things are called here."""
    known = {product.name for product in shop.till.assortment.products}
    known |= {operator.name for operator in shop.till.operators.active()} | {shop.till.values.shop().name}
    for customer in shop.till.catalog.search_customers("", 1000):
        known.add(customer.name)
        known |= {detail for detail in (customer.city, customer.organization_number) if detail}
    return known


def visit(shop: DeskTill, place: Place) -> None:
    """Goes there, with something to see."""
    if place is Place.HISTORY:
        shop.session.open_history(SOLD)
    elif place is Place.REFUND:
        shop.session.open_refund(SOLD)
    else:
        shop.session.go(place)
    shop.window.settle(300)
    if place is Place.PAYMENT:
        shop.tap("payment.channel.invoice")


def own_words_cut(shop: DeskTill) -> list[str]:
    known = names(shop)
    return [text for text in cut_texts(shop.root) if not any(name in text for name in known)]


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
def test_no_word_of_ours_is_cut_on_any_screen(shop: DeskTill, size: tuple[int, int], larger: float) -> None:
    """Each place is gone to once in a language; another look is put on in place."""
    shop.text_scale = larger
    latte, bun = (shop.till.assortment.by_sku(sku) for sku in ("1001", "1003"))
    assert latte is not None
    assert bun is not None
    sold = shop.till.sell(Cart().add(latte).add(bun), (Tender(Channel.INVOICE),), customer_number=10001)
    assert sold.sale.receipt_no == SOLD
    shop.open(size)
    shop.ring_up("1001", "1003")
    assert shop.session.cart.lines
    found = [fault for language in LANGUAGES for fault in _wrong(shop, size, language)]
    assert found == []


def _wrong(shop: DeskTill, size: tuple[int, int], language: str) -> list[str]:
    """What is wrong, with its place, language and look."""
    shop.session.speak(language)
    looks = THEMES if shop.text_scale == 1 else THEMES[:1]  # a look changes colours, no widths
    found = []
    for place in PLACES:
        visit(shop, place)
        assert shop.session.place is place
        for look in looks:
            if shop.session.look.theme != look:
                shop.session.look.dress(look)
            shop.window.settle(300)
            faults = [f"cut: {text}" for text in (*own_words_cut(shop), *cut_amounts(shop.root))]
            faults += [f"spills: {text}" for text in spilling(shop.root)]
            faults += [f"overlaps: {texts}" for texts in overlapping_texts(shop.root)]
            faults += small_targets(shop.root, size)
            found += [f"{place.value} {language} {look}: {fault}" for fault in faults]
        looks = looks[::-1]  # the next place begins in the look that this one ended with
    return found
