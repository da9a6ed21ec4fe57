"""The invoice at the counter by touches: signing with a finger, who is usual now, and undoing within the seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from terminal_app.domain.outbox import State
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, PORTRAIT, TillWindow
from tests.screens.open_till import LONG_NAME, OpenTill, badly_placed, spilling, texts_on

FORMS = (COMPACT, PORTRAIT)


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    yield opened
    opened.database.close()


@pytest.mark.parametrize("size", FORMS)
def test_a_buyer_signs_with_a_finger_and_an_invoice_can_be_undone_at_once(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    buyer = shop.customer(70001, "Nord AS", organization_number="987654321", city="Oslo", delivery="EHF")
    shop.invoice(buyer.number)
    shop.set(channels__invoice__signature="require")
    shop.open(size)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0")
    assert not shop.finger.sees("payment.finish")
    if size == PORTRAIT:
        shop.finger.reach("payment.internal_note", over="payment.change_customer")
        shop.finger.reach("payment.sign", over="payment.internal_note")
    shop.tap("payment.sign")
    assert badly_placed(shop.touchable(), size) == []
    pad = shop.finger.find("sign.pad")
    shop.finger.drag((pad.x + pad.width * 0.2, pad.y + pad.height * 0.5), (pad.width * 0.3, pad.height * 0.2))
    shop.finger.drag((pad.x + pad.width * 0.6, pad.y + pad.height * 0.6), (pad.width * 0.1, -pad.height * 0.2))
    shop.tap("sign.done", "payment.finish")
    assert shop.session.place is Place.RECEIPT
    signed = shop.till.signatures.of_sale(shop.last_sale().id)
    assert signed is not None
    assert len(signed.strokes) == 2
    assert all(len(stroke) > 3 for stroke in signed.strokes)
    assert badly_placed(shop.touchable(), size) == []
    entry = shop.till.outbox.of_sale(shop.last_sale().id)
    assert entry is not None
    shop.moment += timedelta(seconds=2)
    shop.tap("receipt.undo")
    assert shop.session.place is Place.PAYMENT
    undone = shop.till.outbox.get(entry.reference)
    assert undone is not None
    assert undone.state is State.CANCELLED
    assert [line.product.sku for line in shop.session.cart.lines] == ["1001"]


def test_clear_takes_the_strokes_away_and_the_cross_leaves_it_unsigned(shop: OpenTill) -> None:
    shop.set(channels__invoice__signature="ask")
    shop.customer(70001, "Nord AS")
    shop.open(COMPACT)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.sign")
    pad = shop.finger.find("sign.pad")
    shop.finger.drag((pad.x + 50, pad.y + 100), (200, 40))
    shop.tap("sign.clear", "sign.done")
    assert any(text.startswith("Det er for kort") for text in texts_on(shop.content))
    shop.tap("sign/close")
    assert not shop.finger.sees("sign.pad")
    assert shop.root.payment.invoice.signature is None


@pytest.mark.parametrize("size", FORMS)
def test_a_long_name_with_all_that_can_be_known_of_it_stands_whole_in_the_card(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    buyer = shop.customer(
        70002, LONG_NAME, organization_number="912345678", city="Nordfjordeid", delivery="PdfByEmail",
        payment_term_days=30,
    )  # fmt: skip
    shop.invoice(buyer.number)
    shop.open(size)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0")
    screen = shop.screens[Place.PAYMENT]
    shown = texts_on(screen)
    assert LONG_NAME in shown
    assert "Fakturaen går på e-post, men adressen mangler." in shown
    assert spilling(screen) == []
    assert badly_placed(shop.touchable(), size) == []
