"""The catalogue at the desk, played by touches in every form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kivy_window import COMPACT, FORMS, PORTRAIT, TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, faults

LONG = "Økologisk fårikålkjøtt av gammelnorsk spælsau fra Nordhordland, 500 g"
HEADER = "varenr;navn;pris;mva;kategori\n"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path / "shop")
    yield opened
    opened.close()


def both_forms() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("size", FORMS, ids=lambda size: f"{size[0]}x{size[1]}")


def put_list(shop: DeskTill, name: str, rows: str) -> None:
    folder = shop.till.shelves.folder()
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEADER + rows, "utf-8")


@both_forms()
def test_a_price_is_changed_by_touches_and_stands_on_the_tile(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "products")
    shop.touch("desk.products.find")
    shop.tap("desk.picker.search")
    shop.finger.type("1001")
    shop.window.settle(300)
    shop.touch("desk.option.1001")
    shop.write("desk.products.price", "54,50")
    shop.touch("desk.save")
    assert "Lagret 13:58" in shop.texts()
    product = shop.till.assortment.by_sku("1001")
    assert product is not None
    assert str(product.price) == "54.50"
    if size == PORTRAIT:
        shop.touch("desk.back", "desk.back")
    shop.touch("desk.back")
    assert "54,50" in shop.texts()


@both_forms()
def test_a_new_product_is_typed_in_and_rung_up_as_a_favourite(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "products")
    shop.touch("desk.products.new")
    shop.write("desk.products.sku", "7001")
    shop.write("desk.products.name", "Grønn te")
    shop.write("desk.products.price", "45")
    shop.touch("desk.products.vat_rate.15", "desk.products.category", "desk.option.Kaffe", "desk.products.favourite")
    shop.touch("desk.save")
    made = shop.till.assortment.by_sku("7001")
    assert made is not None
    assert (str(made.vat_rate), made.category, made.favourite) == ("15", "Kaffe", True)
    if size == PORTRAIT:
        shop.touch("desk.back", "desk.back")
    shop.touch("desk.back")
    shop.tap("sale.shelf.0")
    shop.tap("sale.tile.7001")
    assert [line.product.sku for line in shop.session.cart.lines] == ["7001"]


@both_forms()
def test_a_category_gets_another_colour_and_icon_by_touches(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "categories")
    shop.touch("desk.categories.open:Kaffe", "desk.categories.tone.violet", "desk.categories.icon.cake", "desk.save")
    category = shop.till.category("Kaffe")
    assert (category.tone, category.icon) == ("violet", "cake")


@both_forms()
def test_a_list_is_looked_at_and_brought_in_by_touches(shop: DeskTill, size: tuple[int, int]) -> None:
    put_list(shop, "priser.csv", "1001;Kaffe latte;54;25;Kaffe\n7001;Grønn te;45;25;Te\n")
    shop.at(size, "product_lists")
    shop.touch("desk.product_lists.file:priser.csv")
    assert {"52,00 → 54,00", "Navn slik de leses: Grønn te · Kaffe latte"} <= set(shop.texts())
    assert shop.till.assortment.by_sku("7001") is None
    shop.touch("desk.save")
    assert shop.till.assortment.by_sku("7001") is not None
    assert "2 varer er hentet inn" in shop.texts()


def test_every_wrong_row_can_be_scrolled_to(shop: DeskTill) -> None:
    put_list(shop, "feil.csv", "".join(f"{n};Vare;gratis;25;Te\n" for n in range(300)))
    shop.at(COMPACT, "product_lists")
    shop.touch("desk.product_lists.file:feil.csv", "desk.product_lists.all:faults")
    assert "Linje 2, pris: «gratis» er ikke en pris." in shop.texts()
    shop.tap("desk.picker.search")
    shop.finger.type("301")
    shop.window.settle(300)
    assert "Linje 301, pris: «gratis» er ikke en pris." in shop.texts()


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
@pytest.mark.parametrize(("language", "look"), [("nb", "light"), ("en", "contrast")])
def test_forms_and_previews_are_whole_with_long_names(
    shop: DeskTill, size: tuple[int, int], language: str, look: str, larger: float
) -> None:
    from kivy.metrics import Metrics

    shop.till.shelves.change("1001", {"name": LONG, "price": "99999999,99", "barcode": "7038010000017"})
    shop.till.shelves.take_out("1001")
    put_list(shop, f"{LONG.replace(',', '')}.csv", f"1002;{LONG};12345678,90;25;{LONG[:60]}\n7001;{LONG};1;25;Te\n")
    put_list(shop, "feil.csv", ";;;;\n;x;y;z;\n")
    shop.session.speak(language)
    shop.session.look.dress(look)
    Metrics.fontscale = larger
    desk, wrong = shop.presenter.desk, []
    try:
        shop.at(size, "products")
        for stem, key in (
            ("products", "new"),
            ("products", "favourite:1001"),
            ("categories", "open:Kaffe"),
            ("product_lists", f"file:{LONG.replace(',', '')}.csv"),
            ("product_lists", "file:feil.csv"),
        ):
            shop.turn_to(stem)
            desk.press(key)
            shop.window.settle(400)
            wrong += [f"{stem} {key}: {fault}" for fault in faults(shop.screen, size)]
    finally:
        Metrics.fontscale = 1.0
    assert wrong == []
