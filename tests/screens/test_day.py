"""The day's screen in both forms with larger texts: each step and sheet is looked at, and nothing of ours is cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.tender import Tender
from terminal_app.presenters.day_view import DayStep
from terminal_app.presenters.session import Place
from tests.kivy_window import FORMS, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, overlapping_texts, small_targets
from tests.screens.whole_till import cut_amounts, spilling

LONG = "Herre med svart hatt og en hund utenfor"
MOST = 9


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def wrong(shop: DeskTill, size: tuple[int, int], where: str) -> list[str]:
    """What is cut, spills or is too small where one is now; names may be cut, words of ours may not."""
    shop.window.settle(300)
    faults = [f"cut: {text}" for text in (*cut_texts(shop.root), *cut_amounts(shop.root))]
    faults += [f"spills: {text}" for text in spilling(shop.root)]
    faults += [f"overlaps: {texts}" for texts in overlapping_texts(shop.root)]
    faults += small_targets(shop.root, size)
    called = {LONG[:9], shop.till.values.shop().name, *(one.name for one in shop.till.operators.active())}
    called |= {product.name for product in shop.till.assortment.products}
    return [f"{where}: {fault}" for fault in faults if not any(name in fault for name in called)]


def out_of_sight(shop: DeskTill, sheet: str) -> list[str]:
    """The button of an open sheet when it needs a scroll."""
    buttons = [target for target in shop.finger.targets() if target.key == "day.money.confirm"]
    return [f"{sheet}: its button is below the window" for button in buttons if button.y < 0]


@pytest.mark.parametrize("size", FORMS)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_each_step_of_a_close_reads_whole_with_large_texts_and_sums(
    shop: DeskTill, size: tuple[int, int], language: str
) -> None:
    shop.text_scale = 1.3
    shop.session.speak(language)
    till, product = shop.till, shop.till.assortment.products[0]
    cart = Cart().add(product)
    till.day.open(Money(98_765_00))
    till.day.close()
    shop.moment += timedelta(days=1)
    shop.open(size)
    found = wrong(shop, size, "strip")
    till.day.open(Money(98_765_00))
    till.sell(cart, (Tender(Channel.INVOICE),), customer_number=10001)
    till.sell(cart, (Tender(Channel.CARD),))
    for number in range(MOST):
        till.parking.park(cart, LONG if not number else f"Bord {number}")
    shop.session.parked.refresh()
    shop.session.go(Place.DAY)
    day = shop.presenter.day
    for sheet in ("float", "pay_in", "pay_out", "x"):
        day.act(sheet)
        day.money.choose("other")
        found += wrong(shop, size, sheet)
        found += out_of_sight(shop, sheet)
        day.close_money()
        day.close_report()
    day.main()
    found += wrong(shop, size, "in the way")
    for parked in till.parking.every():
        shop.session.cart = till.parking.resume(parked.id).cart
        shop.session.cart = Cart()
    shop.session.parked.refresh()
    day.main()
    for key in "9999":
        day.closing.count.key(key)
    found += wrong(shop, size, "count")
    day.closing.count.turn()
    for key in "1234567":
        day.closing.count.key(key)
    found += wrong(shop, size, "the sum")
    day.main()
    found += wrong(shop, size, "compare")
    day.closing.reasons.choose("1")
    day.main()
    found += wrong(shop, size, "close")
    day.main()
    assert day.view().step is DayStep.DONE
    found += wrong(shop, size, "done")
    day.main()
    found += wrong(shop, size, "strip after the Z")
    assert "\n".join(found) == ""


@pytest.mark.parametrize("size", FORMS)
def test_money_is_taken_out_by_touches_with_words_of_ones_own(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.till.day.open(Money(1_000_00))
    shop.open(size)
    shop.session.operator = shop.till.operator("kari")
    shop.tap("root.menu", "menu.day", "day.pay_out", "day.money.why.expense")
    shop.tap(*[f"day.money.pad/{key}" for key in "85"], "day.money.words")
    shop.finger.type("Melk")
    if size == PORTRAIT:
        shop.tap("keyboard/enter")
    shop.tap("day.money.confirm")
    assert shop.till.day.stands().expected_cash == Money(915_00)
    assert "kr\u00a085,00 er tatt ut." in shop.texts()
