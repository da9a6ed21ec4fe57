"""The catalogue's pages at the desk: products and categories."""

from __future__ import annotations

import pytest

from terminal_app import product_file
from terminal_app.domain.catalog import Category, Product, Unit
from terminal_app.domain.money import Money
from terminal_app.presenters.category_look import ICONS, TONES
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.products import Found
from terminal_app.presenters.desk.rows import (
    Action,
    Heading,
    Link,
    Note,
    Option,
    Order,
    Pick,
    Picker,
    Swatches,
    Switch,
    Text,
    Toggles,
)
from terminal_app.presenters.session import Session
from terminal_app.resources import asset
from terminal_app.screens.palette import HUES
from terminal_app.till import Till
from tests.presenters.desk.reading import row, rows, save_bar
from tests.till.counter import BUN, LATTE

HEADER = "varenr;navn;pris;mva;kategori\n"


@pytest.fixture
def products(desk: DeskPresenter) -> DeskPresenter:
    desk.open("products")
    return desk


@pytest.fixture
def categories(desk: DeskPresenter) -> DeskPresenter:
    desk.open("categories")
    return desk


def open_picker(desk: DeskPresenter) -> Picker:
    picker = desk.view().picker
    assert picker is not None
    return picker


def find(desk: DeskPresenter, sku: str) -> None:
    desk.press("find")
    desk.pick(sku)


def notice(desk: DeskPresenter) -> str:
    shown = desk.view().notice
    assert shown is not None
    return shown.message


def headings(desk: DeskPresenter) -> list[str]:
    return [one.text for one in rows(desk, Heading)]


def test_a_product_is_found_by_typing_and_opens_in_its_form(products: DeskPresenter, till: Till) -> None:
    till.shelves.take_out("1003")
    products.press("find")
    assert [option.label for option in open_picker(products).options][:2] == ["Kaffe latte", "Skolebolle"]
    products.search("torsk")
    (cod,) = open_picker(products).options
    assert cod.detail == "kr\u00a0199,00 · 1003 · Fisk · tatt ut"
    products.pick("1001")
    assert headings(products) == ["Kaffe latte", "Sortiment"]
    assert (row(products, Text, "name").value, row(products, Text, "price").value) == ("Kaffe latte", "52,00")
    assert "10,40" in row(products, Text, "price").detail
    assert [o.key for o in row(products, Toggles, "vat_rate").options if o.on] == ["25"]
    assert [o.key for o in row(products, Toggles, "takeaway_vat_rate").options if o.on] == ["15"]


def test_twenty_thousand_products_are_listed_as_one_object_until_one_of_them_changes(
    products: DeskPresenter, till: Till
) -> None:
    lines = "".join(f"{n};Vare {n};10;25;Kaffe\n" for n in range(20_000, 40_000))
    till.shelves.bring_in(till.shelves.preview(product_file.parse((HEADER + lines).encode(), "x.csv")))
    products.press("find")
    options = open_picker(products).options
    assert (len(options), options[20_004].label) == (20_005, "Vare 39999")
    assert open_picker(products).options is options
    till.shelves.change("39999", {"name": "Siste vare"})
    assert open_picker(products).options[20_004].label == "Siste vare"


def test_an_option_is_made_when_it_is_looked_at_and_not_before() -> None:
    made: list[str] = []

    def make(product: Product) -> Option:
        made.append(product.sku)
        return Option(product.sku, product.name)

    options = Found((LATTE, BUN), make)
    assert (len(options), made) == (2, [])
    assert (options[1].label, made) == ("Skolebolle", ["1002"])
    assert [option.key for option in options[:1]] == ["1001"]


def test_a_price_is_changed_saved_whole_and_journalled_in_the_managers_name(
    products: DeskPresenter, till: Till, session: Session
) -> None:
    find(products, "1001")
    products.put("price", "54,50")
    assert till.assortment.by_sku("1001").price == Money(52_00)  # type: ignore[union-attr]
    assert (save_bar(products).enabled, save_bar(products).told) == (True, "1 endring er ikke lagret")
    products.save()
    assert till.assortment.by_sku("1001").price == Money(54_50)  # type: ignore[union-attr]
    (last,) = till.database.rows("SELECT kind, operator_id FROM journal ORDER BY id DESC LIMIT 1")
    assert last == ("price_changed", "kari")
    assert (save_bar(products).enabled, notice(products)) == (False, "Lagret 14:05")


def test_what_is_wrong_stands_at_its_field_and_cannot_be_saved(products: DeskPresenter, till: Till) -> None:
    find(products, "1002")
    products.put("price", "1.234")
    products.put("barcode", "2900000010017")
    products.put("name", "")
    assert "«1.234» er ikke en pris." in row(products, Text, "price").problem
    assert row(products, Text, "name").problem.startswith("Her står det ingenting.")
    assert (save_bar(products).enabled, save_bar(products).told) == (False, "2 felt må rettes")
    products.put("price", "41")
    products.put("name", "Bolle")
    assert "1001 Kaffe latte" in row(products, Text, "barcode").problem
    before = till.assortment
    products.save()
    assert notice(products).startswith("Strekkode: ")
    assert till.assortment is before


def test_a_new_product_says_what_is_still_to_be_filled_in(products: DeskPresenter, till: Till) -> None:
    products.press("new")
    assert save_bar(products).told == "4 felt mangler"
    assert [(text.key, text.hint, text.problem) for text in rows(products, Text)] == [
        ("sku", "Må fylles ut", ""),
        ("name", "Må fylles ut", ""),
        ("price", "Må fylles ut", ""),
        ("barcode", "", ""),
    ]
    products.put("sku", "1001")
    assert "Kaffe latte" in row(products, Text, "sku").problem
    for key, value in {"sku": "2001", "name": "Te", "price": "45", "category": "Kaffe", "favourite": "true"}.items():
        products.put(key, value)
    assert save_bar(products).enabled
    products.save()
    made = till.assortment.by_sku("2001")
    assert made is not None
    assert (made.name, made.favourite, str(made.vat_rate)) == ("Te", True, "25")
    assert headings(products)[0] == "Te"


def test_a_doubtful_barcode_is_told_and_stops_nothing(products: DeskPresenter, till: Till) -> None:
    find(products, "1002")
    products.put("barcode", "7038010000017")
    assert "passer ikke til de andre" in row(products, Text, "barcode").detail
    products.save()
    assert till.assortment.by_barcode("7038010000017") is not None


def test_a_product_is_taken_out_and_back_from_its_form(products: DeskPresenter, till: Till) -> None:
    find(products, "1001")
    products.put("price", "60")
    assert not row(products, Action, "out").enabled
    products.throw_away()
    products.press("out")
    assert till.assortment.by_sku("1001") is None
    assert row(products, Note, "hidden").tone == "warn"
    assert notice(products) == "Tatt ut av sortimentet"
    products.press("back")
    assert till.assortment.by_sku("1001") is not None


def test_leaving_a_form_with_changes_asks_and_each_answer_is_kept_to(products: DeskPresenter, till: Till) -> None:
    find(products, "1001")
    products.put("name", "Latte")
    products.press("list")
    assert products.view().question is not None
    products.answer("stay")
    assert row(products, Text, "name").value == "Latte"
    products.back()
    products.answer("save")
    assert till.assortment.known("1001").name == "Latte"  # type: ignore[union-attr]
    find(products, "1002")
    products.put("name", "X")
    products.press("list")
    products.answer("throw_away")
    assert headings(products) == ["Alle varer", "Favoritter"]
    assert till.assortment.known("1002").name == "Skolebolle"  # type: ignore[union-attr]


def test_back_leads_from_the_form_to_the_page_and_from_there_to_the_pages(products: DeskPresenter) -> None:
    find(products, "1001")
    products.back()
    assert headings(products) == ["Alle varer", "Favoritter"]
    products.back()
    assert products.view().page is None


def test_favourites_stand_on_the_page_and_open_by_a_touch(products: DeskPresenter) -> None:
    assert row(products, Note, "none").text.startswith("Ingen ennå")
    find(products, "1002")
    products.put("favourite", "true")
    assert row(products, Switch, "favourite").on
    products.save()
    products.press("list")
    products.press("favourite:1002")
    assert headings(products)[0] == "Skolebolle"


def test_every_colour_is_a_hue_of_the_palette_and_every_icon_is_in_the_font() -> None:
    assert set(TONES) == set(HUES)
    known = asset("icons", "names.json").read_text("utf-8")
    assert [icon for icon in ICONS if f'"{icon}"' not in known] == []


def test_a_category_is_given_the_laws_own_group_from_a_list_that_begins_with_what_serving_places_need(
    categories: DeskPresenter, till: Till
) -> None:
    categories.press("open:Kaffe")
    assert row(categories, Pick, "group_code").value == "Øvrige"
    categories.open_picker("group_code")
    picker = categories.view().picker
    assert picker is not None
    assert (picker.options[0].label, len(picker.options)) == ("Mat", 22)
    categories.search("te kaffe")
    picker = categories.view().picker
    assert picker is not None
    assert [option.key for option in picker.options] == ["04012"]
    categories.pick("04012")
    assert row(categories, Pick, "group_code").value == "Annen drikke (te, kaffe etc)"
    categories.save()
    assert till.category("Kaffe").group_code == "04012"
    assert till.catalog.categories()[0].group_code == "04012"


def test_a_category_gets_its_colour_icon_and_name(categories: DeskPresenter, till: Till) -> None:
    assert row(categories, Link, "open:Kaffe").detail == "1 vare"
    categories.press("open:Kaffe")
    categories.put("tone", "violet")
    categories.put("icon", "cake")
    assert row(categories, Swatches, "tone").detail == "Fiolett"
    assert {swatch.tone for swatch in row(categories, Swatches, "icon").swatches} == {"violet"}
    categories.put("name", "BAKST")
    assert "«Bakst»" in row(categories, Text, "name").problem
    categories.put("name", "Kaffe, te")
    categories.save()
    assert till.categories[0] == Category("Kaffe, te", "cake", "violet")


def test_categories_are_put_in_order_whatever_their_names_hold(categories: DeskPresenter, till: Till) -> None:
    till.shelves.change_category("Kaffe", Category("Kaffe, te"))
    assert row(categories, Order, "order").items[0].label == "Kaffe, te"
    categories.put("order", "1,0,2,3")
    assert [category.name for category in till.categories] == ["Bakst", "Kaffe, te", "Fisk", "Gaver"]


def test_a_new_category_is_added_and_an_empty_one_removed(categories: DeskPresenter, till: Till) -> None:
    categories.press("new")
    assert save_bar(categories).told == "1 felt mangler"
    categories.put("name", "Sjokolade")
    categories.save()
    assert till.categories[-1].name == "Sjokolade"
    categories.press("remove")
    assert till.categories[-1].name == "Gaver"
    categories.press("open:Fisk")
    assert not row(categories, Action, "remove").enabled
    categories.press("remove")
    assert notice(categories).startswith("Det er varer i Fisk: 1")


def test_a_product_is_sold_by_weight_or_its_price_is_asked_for(products: DeskPresenter, till: Till) -> None:
    products.press("find")
    products.pick("1003")
    assert [o.label for o in row(products, Toggles, "unit").options] == ["stk.", "kg", "liter", "meter", "time"]
    products.put("unit", "kg")
    products.put("open_price", "true")
    assert not [one for one in rows(products, Text) if one.key == "price"]
    products.save()
    cod = till.assortment.known("1003")
    assert cod is not None
    assert (cod.unit, cod.open_price, str(cod.price)) == (Unit.KILO, True, "199.00")
    products.put("open_price", "false")
    products.save()
    products.press("list")
    products.press("find")
    products.search("torsk")
    assert open_picker(products).options[0].detail == "kr\u00a0199,00 per kg · 1003 · Fisk"
