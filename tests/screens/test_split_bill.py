"""A split bill, a tip and an approval on the spot, by touches and with large texts: nothing jumps, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money
from terminal_app.presenters.session import Place
from terminal_app.storage.books import disagreements
from tests.kivy_window import FORMS, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, overlapping_texts, small_targets
from tests.screens.whole_till import cut_amounts, spilling

STAY = ("payment.finish", "payment.back", "payment.split", "payment.channel.cash")


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    opened.till.change_settings({f"channels.{channel.value}.enabled": "true" for channel in Channel})
    opened.till.change_settings({"channels.tips.enabled": "true"})
    yield opened
    opened.close()


def faults(shop: DeskTill) -> list[str]:
    """What is cut, too small or over something else now."""
    tip = shop.presenter.payment.view().tip
    on_two_lines = () if tip is None else [text for _, text in tip.choices]
    found = [text for text in cut_amounts(shop.root) if text not in on_two_lines]
    found += [*spilling(shop.root), *small_targets(shop.root, shop.size)]
    names = (shop.session.operator.name, shop.till.values.shop().name)
    found += [text for text in cut_texts(shop.root) if text not in names]
    beside = [wrong for wrong in shop.wrongly_placed() if not wrong.startswith("payment.part.")]  # a row has its cross
    return [*found, *map(str, overlapping_texts(shop.root)), *beside]


def places(shop: DeskTill) -> dict[str, tuple[float, float]]:
    ids = shop.screen.ids_of_body
    stay = (ids.finish, ids.back, ids.split, shop.screen._channels["cash"])
    return dict(zip(STAY, ((each.x, each.y) for each in stay), strict=True))


@pytest.mark.parametrize("size", FORMS)
def test_a_bill_is_split_by_touches_and_nothing_jumps_or_is_cut(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.text_scale = 1.3
    shop.open(size)
    shop.ring_up("1001", "1004", "1004")
    shop.tap("sale.pay")
    cost = shop.session.cart.total
    found = {"start": faults(shop)}
    shop.tap("payment.split")
    found["split"], before = faults(shop), places(shop)
    shop.tap("payment.split_pad/5", "payment.split_pad/0", "payment.channel.card", "payment.tip/10")
    found["part"] = faults(shop)
    assert places(shop) == before
    shop.tap("payment.tip/other", "payment.tip_pad/7")
    found["tip"] = faults(shop)
    shop.tap("payment.tip_done", "payment.finish")
    found["taken"] = faults(shop)
    assert places(shop) == before
    assert shop.presenter.payment.view().total == shop.session.texts.kroner(cost - Money(50_00))
    (away,) = shop.keys("payment.part")[-1:]
    shop.tap(away)
    assert shop.presenter.payment.view().total == shop.session.texts.kroner(cost)
    shop.tap("payment.equally.2", "payment.channel.vipps", "payment.finish", "payment.channel.cash")
    found["cash"] = faults(shop)
    assert places(shop) == before
    shop.tap("payment.cash.0", "payment.finish")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert shop.session.place is Place.RECEIPT
    assert shop.session.last_sold is not None
    paid = shop.session.last_sold.sale.payments
    assert [payment.channel for payment in paid] == [Channel.VIPPS, Channel.CASH]
    assert disagreements(shop.database) == ()


def test_a_discount_whose_approval_is_missing_is_approved_at_the_payment_and_sold(shop: DeskTill) -> None:
    shop.session.operator = shop.till.operator("amina")
    shop.open(PORTRAIT)
    shop.ring_up("1001")
    shop.tap("sale.pay", "payment.channel.card")
    shop.session.cart = shop.session.cart.discounted(Discount.per_cent(10_00))
    shop.tap("payment.finish")
    assert (shop.session.place, shop.till.ledger.count()) == (Place.PAYMENT, 0)
    (manager,) = shop.keys("step_up.manager.")
    shop.tap(manager)
    assert (shop.session.place, shop.till.ledger.count()) == (Place.RECEIPT, 1)
