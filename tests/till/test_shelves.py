"""The assortment as a manager changes it: each change whole, journalled, and in sight at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from terminal_app import product_file
from terminal_app.domain.catalog import Category
from terminal_app.domain.money import Money
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.product_list import Preview
from terminal_app.domain.vat import VatRate
from terminal_app.storage import journal
from terminal_app.storage.assortment import Assortment
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, COD, LATTE, a_cart, invoice

TEA = {"sku": "2001", "name": "Grønn te", "price": "45,50", "vat_rate": "25 %", "category": "Kaffe"}


def rows(till: Till, *, last: int = 1) -> list[tuple[str, str | None, dict[str, Any]]]:
    found = till.database.rows("SELECT kind, operator_id, facts FROM journal ORDER BY id DESC LIMIT ?", (last,))
    return [(kind, operator, json.loads(facts)) for kind, operator, facts in reversed(found)]


def previewed(till: Till, *lines: str) -> Preview:
    content = "varenr;navn;pris;mva;kategori\n" + "".join(f"{line}\n" for line in lines)
    return till.shelves.preview(product_file.parse(content.encode(), "vårliste.csv"))


@pytest.fixture(autouse=True)
def what_is_in_memory_is_what_is_stored(till: Till) -> Iterator[None]:
    till.assortment.warm()
    yield
    assert till.assortment.everything == till.catalog.products()
    assert till.assortment.products == [product for product in till.catalog.products() if not product.hidden]
    assert till.categories == till.catalog.categories()
    rebuilt = Assortment(till.database)
    for typed in ("", "te", "kaffe"):
        assert till.assortment.search(typed) == rebuilt.search(typed)
    assert journal.first_broken(till.database) is None


def test_a_new_product_is_sold_at_once_and_journalled_with_who_made_it(till: Till) -> None:
    tea = till.shelves.add({**TEA, "takeaway_vat_rate": "15", "barcode": "7 038010 000010"}, "kari")
    assert till.assortment.by_barcode("7038010000010") == tea
    assert (tea.price, tea.takeaway_vat_rate) == (Money(45_50), VatRate(1500))
    assert rows(till) == [
        (
            "product_added",
            "kari",
            {
                "sku": "2001", "name": "Grønn te", "price": "45.50", "vat_rate": "25", "takeaway_vat_rate": "15",
                "category": "Kaffe", "barcode": "7038010000010", "favourite": False, "hidden": False,
                "unit": "piece", "open_price": False,
            },
        )
    ]  # fmt: skip


def test_a_changed_price_is_journalled_with_before_and_after(till: Till) -> None:
    till.shelves.change("1001", {"price": "54"}, "kari")
    assert till.assortment.by_sku("1001") == replace(LATTE, price=Money(54_00))
    named = {"sku": "1001", "name": "Kaffe latte"}
    assert rows(till) == [("price_changed", "kari", {**named, "before": "52.00", "after": "54.00"})]


def test_a_changed_rate_is_journalled_beside_the_price(till: Till) -> None:
    till.shelves.change("1001", {"price": "54", "vat_rate": "15", "takeaway_vat_rate": ""}, "kari")
    (_, _, priced), (kind, _, changed) = rows(till, last=2)
    assert (priced["after"], kind) == ("54.00", "product_changed")
    assert changed["changed"] == {"vat_rate": ["25", "15"], "takeaway_vat_rate": ["15", None]}


def test_a_product_saved_as_it_is_leaves_no_trace(till: Till) -> None:
    before = rows(till, last=50)
    assert till.shelves.change("1001", {"price": "52,00", "name": " Kaffe latte "}) == till.assortment.by_sku("1001")
    assert rows(till, last=50) == before


@pytest.mark.parametrize(
    ("written", "code", "field"),
    [
        ({"sku": "1001"}, "sku_taken", "sku"),
        ({"barcode": "2900000010017"}, "barcode_of_other", "barcode"),
        ({"category": "Ukjent"}, "category_unknown", "category"),
        ({"price": "x"}, "price_not_understood", "price"),
        ({"sku": "a:b"}, "sku_with_colon", "sku"),
    ],
)
def test_a_product_that_does_not_pass_is_named_by_its_field_and_not_stored(
    till: Till, written: dict[str, str], code: str, field: str
) -> None:
    before = (till.assortment, rows(till, last=50))
    with pytest.raises(BadInput) as refused:
        till.shelves.add({**TEA, **written}, "kari")
    assert (refused.value.problem.code, refused.value.problem.values["field"]) == (code, field)
    assert (till.assortment, rows(till, last=50)) == before


def test_all_that_is_wrong_with_a_product_is_told_at_once(till: Till) -> None:
    _, problems = till.shelves.read({**TEA, "sku": "1001", "price": "x", "vat_rate": "7"})
    assert [problem.values["field"] for problem in problems] == ["price", "vat_rate", "sku"]


def test_the_barcode_of_a_product_that_was_taken_out_is_still_its_own(till: Till) -> None:
    till.shelves.take_out("1001")
    with pytest.raises(BadInput) as refused:
        till.shelves.change("1002", {"barcode": "2900000010017"})
    assert refused.value.problem.values["name"] == "Kaffe latte"


def test_a_sku_never_changes(till: Till) -> None:
    with pytest.raises(BadInput, match="sku_fixed"):
        till.shelves.change("1001", {"sku": "1009"})
    with pytest.raises(BadInput, match="item_unknown"):
        till.shelves.change("4711", {"price": "1"})


def test_a_product_is_taken_out_and_comes_back_to_its_place_and_its_sales_stay(till: Till) -> None:
    sold = invoice(till)
    till.shelves.take_out("1001", "kari")
    assert [product.sku for product in till.assortment.products] == ["1002", "1003", "1004", "1005"]
    assert rows(till)[0][2]["changed"] == {"hidden": [False, True]}
    assert till.ledger.sale(sold.sale.id) is not None
    assert till.sell(a_cart(), BY_CARD).sale.total == a_cart().total
    till.shelves.bring_back("1001", "kari")
    assert till.assortment.products[0] == LATTE


def test_a_favourite_is_marked_and_unmarked(till: Till) -> None:
    till.shelves.mark("1002", True)
    assert [product.sku for product in till.assortment.favourites] == ["1002"]
    till.shelves.mark("1002", False)
    assert till.assortment.favourites == ()


def test_a_cashier_may_not_change_products(till: Till) -> None:
    with pytest.raises(MoveRefused):
        till.shelves.change("1001", {"price": "1"}, "amina")
    with pytest.raises(MoveRefused):
        till.shelves.add_category(Category("Nytt"), "amina")
    with pytest.raises(MoveRefused):
        till.shelves.bring_in(previewed(till, "1001;Kaffe latte;54;25;Kaffe"), "amina")
    assert till.assortment.by_sku("1001") == LATTE


def test_a_category_is_added_last_and_the_strip_is_put_in_another_order(till: Till) -> None:
    till.shelves.add_category(Category(" Te og sånt ", "emoji_food_beverage", "eco"), "kari")
    assert till.categories[-1] == Category("Te og sånt", "emoji_food_beverage", "eco")
    till.shelves.arrange_categories(["Te og sånt", "Bakst"], "kari")
    order = ["Te og sånt", "Bakst", "Kaffe", "Fisk", "Gaver"]
    assert [category.name for category in till.categories] == order
    assert rows(till) == [("categories_ordered", "kari", {"order": order})]
    till.shelves.arrange_categories(order, "kari")
    assert rows(till, last=2)[0][0] == "category_added"
    with pytest.raises(BadInput, match="category_unknown"):
        till.shelves.arrange_categories(["Ukjent"])


def test_a_category_gets_another_name_and_its_products_go_with_it(till: Till) -> None:
    till.shelves.take_out("1001")
    till.shelves.change_category("Kaffe", Category("Kaffe og te", "local_cafe", "coffee"), "kari")
    assert till.categories[0] == Category("Kaffe og te", "local_cafe", "coffee")
    known = till.assortment.known("1001")
    assert known is not None
    assert known.category == "Kaffe og te"
    assert rows(till)[0] == (
        "category_changed",
        "kari",
        {"name": "Kaffe", "new_name": "Kaffe og te", "new_icon": "local_cafe", "new_tone": "coffee"},
    )


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (Category(""), "field_empty"),
        (Category("KAFFE"), "category_taken"),
        (Category("Te", icon="no such Icon"), "look_unknown"),
        (Category("Te", tone=""), "look_unknown"),
        (Category("Te\n"), "text_not_printable"),
    ],
)
def test_a_category_that_does_not_pass_is_not_stored(till: Till, category: Category, code: str) -> None:
    before = till.categories
    if code == "text_not_printable":
        category = Category("Te\nte")
    with pytest.raises(BadInput, match=code):
        till.shelves.add_category(category)
    assert till.categories == before


def test_a_category_may_keep_its_name_in_another_case(till: Till) -> None:
    till.shelves.change_category("Kaffe", Category("KAFFE"))
    assert till.categories[0].name == "KAFFE"


def test_a_category_goes_only_when_no_product_is_in_it(till: Till) -> None:
    till.shelves.take_out("1003")
    with pytest.raises(MoveRefused, match="category_in_use"):
        till.shelves.remove_category("Fisk")
    till.shelves.change("1003", {"category": "Gaver"})
    till.shelves.remove_category("Fisk", "kari")
    assert [category.name for category in till.categories] == ["Kaffe", "Bakst", "Gaver"]
    assert rows(till) == [("category_removed", "kari", {"name": "Fisk", "group_code": "04999"})]


def test_a_list_is_brought_in_whole_with_a_journal_row_for_each_product(till: Till) -> None:
    preview = previewed(till, "1001;Kaffe latte;54;25;Kaffe", "2001;Te;45;25;Te", "1002;Skolebolle;39,90;15;Bakst")
    assert till.shelves.bring_in(preview, "kari") == 2
    assert rows(till, last=3)[0][2] == {"file": "vårliste.csv", "new": 1, "changed": 1, "new_categories": ["Te"]}
    assert [product.sku for product in till.assortment.products] == ["1001", "1002", "1003", "1004", "1005", "2001"]
    assert till.categories[-1] == Category("Te")
    assert [(kind, by, facts.get("file"), facts.get("after")) for kind, by, facts in rows(till, last=3)] == [
        ("products_imported", "kari", "vårliste.csv", None),
        ("price_changed", "kari", None, "54.00"),
        ("product_added", "kari", None, None),
    ]


def test_a_list_with_one_wrong_row_changes_nothing(till: Till) -> None:
    before = (till.assortment, rows(till, last=50))
    with pytest.raises(BadInput) as refused:
        till.shelves.bring_in(previewed(till, "1001;Kaffe latte;54;25;Kaffe", "2001;Te;x;25;Te"))
    assert refused.value.problem.values["line"] == "3"
    assert (till.assortment, rows(till, last=50)) == before


def test_a_list_that_was_looked_at_before_the_catalogue_changed_must_be_looked_at_again(till: Till) -> None:
    preview = previewed(till, "1001;Kaffe latte;54;25;Kaffe", "2001;Te;45;25;Kaffe")
    till.shelves.change("1001", {"price": "60"})
    with pytest.raises(MoveRefused, match="list_outdated"):
        till.shelves.bring_in(preview)
    again = previewed(till, "2001;Te;45;25;Kaffe")
    till.shelves.add(TEA)
    with pytest.raises(MoveRefused, match="list_outdated"):
        till.shelves.bring_in(again)


def test_a_list_that_clashes_only_when_it_is_stored_leaves_nothing_behind(till: Till) -> None:
    content = "varenr;navn;pris;mva;kategori;strekkode\n1002;Bolle;1;15;Bakst;555\n2001;Te;45;25;Te;556\n"
    preview = till.shelves.preview(product_file.parse(content.encode(), "liste.csv"))
    till.shelves.change("1003", {"barcode": "556"})
    before = rows(till, last=50)
    with pytest.raises(BadInput, match="barcode_taken"):
        till.shelves.bring_in(preview)
    assert (till.assortment.by_sku("1002"), till.assortment.known("2001")) == (BUN, None)
    assert rows(till, last=50) == before


def test_a_list_that_changes_nothing_leaves_no_trace(till: Till) -> None:
    before = rows(till, last=50)
    assert till.shelves.bring_in(previewed(till, "1003;Fersk torsk, løsvekt;199,00;11,11;Fisk")) == 0
    assert rows(till, last=50) == before
    assert till.assortment.by_sku("1003") == COD


def test_lists_lie_in_the_data_folder_unless_the_shop_has_chosen_another(till: Till, tmp_path: Path) -> None:
    assert till.shelves.folder() == till.database.folder / "import"
    till.change_settings({"catalogue.folder": str(tmp_path)})
    assert till.shelves.folder() == tmp_path
    with pytest.raises(BadInput, match="setting_not_folder"):
        till.change_settings({"catalogue.folder": "lister"})
