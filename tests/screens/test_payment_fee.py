"""The invoice fee on the payment screen and the receipt, by touches: shown before it is charged, and nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.money import Money
from terminal_app.domain.sale import LineKind
from terminal_app.domain.vat import VatRate
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import OpenTill, badly_placed, spilling, texts_on

FOOD_ONLY = "1024"
"""Something that is taxed at 15 per cent alone, so that the fee brings a rate of its own."""


FEE = Money(50_00)


def fee_product(price: Money | None = FEE, *, archived: bool = False) -> RemoteProduct:
    return RemoteProduct("7095", "1605", "Fakturagebyr", price, 1950, "0", VatRate(0), archived=archived)


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    """The demo shop with PowerOffice's own price for its fee, 50.00, and one customer who was here before."""
    opened = OpenTill(till, tmp_path)
    opened.set(invoicing__invoice_fee_amount="")
    opened.invoice(opened.customer(70001, "Nord AS", organization_number="987654321", city="Oslo").number)
    opened.till.remote_products.replace_all([fee_product()])
    yield opened
    opened.database.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_fee_is_shown_before_finishing_and_is_on_the_receipt(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.pay("1001")
    assert "kr\u00a052,00" in texts_on(shop.screen)
    shop.tap("payment.channel.invoice", "payment.recent.0")
    shown = texts_on(shop.screen)
    assert "Fakturagebyr 50,00" in shown
    assert shown.count("kr\u00a0102,00") == 2
    assert spilling(shop.screen) == []
    shop.tap("payment.finish")
    sale = shop.last_sale()
    assert [(line.kind, line.split.gross) for line in sale.lines][1:] == [(LineKind.FEE, Money(50_00))]
    assert {"Fakturagebyr", "50,00", "102,00"} <= set(texts_on(shop.screen))


def test_another_way_to_pay_takes_the_fee_off_again(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.channel.card")
    shown = texts_on(shop.screen)
    assert "Fakturagebyr 50,00" not in shown
    assert "kr\u00a052,00" in shown
    shop.tap("payment.finish")
    assert shop.last_sale().total == Money(52_00)


@pytest.mark.parametrize("size", [LANDSCAPE, COMPACT])
def test_nothing_moves_when_the_fee_brings_a_vat_rate_of_its_own(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.pay(FOOD_ONLY)
    assert len(shop.root.payment.view().vat) == 1
    before = {target.key: target.centre for target in shop.touchable()}
    shop.tap("payment.channel.invoice")
    after = {target.key: target.centre for target in shop.touchable()}
    assert len(shop.root.payment.view().vat) == 2
    assert {key: after[key] for key in before if key in after} == {
        key: place for key, place in before.items() if key in after
    }
    assert "payment.channel.card" in after


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "product", "told"),
    [
        ("nb", fee_product(None), "Uten fakturagebyr: prisen er ikke kjent ennå"),
        ("en", fee_product(None), "No invoice fee: its price is not known yet"),
        ("nb", fee_product(archived=True), "Uten fakturagebyr: produktet er arkivert"),
        ("en", fee_product(archived=True), "No invoice fee: its product is archived"),
    ],
)
def test_why_there_is_none_is_read_in_full(
    shop: OpenTill, size: tuple[int, int], language: str, product: RemoteProduct, told: str
) -> None:
    shop.till.remote_products.replace_all([product])
    shop.set(till__language=language)
    shop.open(size)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0")
    assert told in texts_on(shop.screen)
    assert spilling(shop.screen) == []
    assert badly_placed(shop.touchable(), size) == []


def test_a_handheld_says_first_what_is_missing_and_then_why_there_is_no_fee(shop: OpenTill) -> None:
    shop.till.remote_products.replace_all([fee_product(None)])
    shop.open(PORTRAIT)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert "Velg kunde først" in texts_on(shop.screen)
    assert spilling(shop.screen) == []
    shop.tap("payment.recent.0")
    assert "Velg kunde først" not in texts_on(shop.screen)
    assert "Uten fakturagebyr: prisen er ikke kjent ennå" in texts_on(shop.screen)


def test_the_fee_stands_beside_the_reason_without_touching_it(shop: OpenTill) -> None:
    shop.open(PORTRAIT)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert {"Velg kunde først", "Fakturagebyr 50,00"} <= set(texts_on(shop.screen))
    assert spilling(shop.screen) == []


def test_the_demo_charges_no_fee(till: TillWindow, tmp_path: Path) -> None:
    shop = OpenTill(till, tmp_path)
    shop.till.remote_products.replace_all([fee_product()])
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert not any("gebyr" in text for text in texts_on(shop.screen))
    shop.database.close()
