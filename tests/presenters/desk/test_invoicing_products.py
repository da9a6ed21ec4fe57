"""The products and the fee of Invoicing › Config: picked from PowerOffice Go's own list and judged at once."""

from __future__ import annotations

import pytest

from terminal_app.presenters.desk.rows import Lines, Pick, Text
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.presenters.desk.reading import row, save_bar

CLIENT, FEE = "invoicing.client_key", "invoicing.invoice_fee_amount"
EXCLUDING = "invoicing.send_amount_excluding_vat"
PRODUCT_25, TIPS = "invoicing.products.sale_25", "invoicing.products.gratuity"


def test_products_are_found_by_number_and_by_name(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.press("test")
    shop.desk.open_picker(TIPS)
    for typed in ("7090", "drikke"):
        shop.desk.search(typed)
        picker = shop.desk.view().picker
        assert picker is not None
        assert [option.key for option in picker.options if option.key == "7090"] == ["7090"]
    shop.desk.pick("7090")
    assert row(shop.desk, Pick, TIPS).value == "7090  Drikkepenger"


def test_each_product_has_a_tick_or_what_is_wrong_with_it(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(invoicing__products__gratuity="4711")
    shop.at("invoicing_config").press("test")
    good, bad = row(shop.desk, Pick, PRODUCT_25), row(shop.desk, Pick, TIPS)
    assert (good.state.tone if good.state else "", good.problem) == ("ok", "")
    assert (bad.state.tone if bad.state else "", "4711 finnes ikke" in bad.problem) == ("bad", True)


def test_a_product_of_the_wrong_vat_is_told_as_soon_as_it_is_picked(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.press("test")
    shop.desk.open_picker(PRODUCT_25)
    shop.desk.pick("8025")
    assert "rapportert to ganger" in row(shop.desk, Pick, PRODUCT_25).problem
    shop.desk.put(EXCLUDING, "true")
    assert row(shop.desk, Pick, PRODUCT_25).problem == ""


def test_an_archived_product_is_told_as_soon_as_it_is_picked(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.change_product(1602, IsArchived=True)
    shop.at("invoicing_config").press("test")
    shop.desk.put(PRODUCT_25, "7015")
    assert "er arkivert" in row(shop.desk, Pick, PRODUCT_25).problem


def test_a_number_is_typed_by_hand_while_the_list_is_not_known(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.open_picker(PRODUCT_25)
    picker = shop.desk.view().picker
    assert picker is not None
    assert picker.empty.startswith("Produktene i PowerOffice Go er ikke kjent")
    shop.desk.search("7025")
    shop.desk.pick("7025")
    chosen = row(shop.desk, Pick, PRODUCT_25)
    assert (chosen.value, chosen.state.text if chosen.state else "") == ("7025", "Ikke sjekket")


def test_products_of_another_company_are_never_offered(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.press("test")
    shop.desk.put(CLIENT, "another-company")
    shop.desk.open_picker(PRODUCT_25)
    picker = shop.desk.view().picker
    assert picker is not None
    assert [option.key for option in picker.options] == [""]


def test_what_is_missing_is_made_after_asking_and_ticked_by_the_next_look(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put("invoicing.products.sale_12", "7112")
    shop.desk.press("test")
    assert "7112" in row(shop.desk, Lines, "missing").lines[0].left
    shop.desk.press("make")
    question = shop.desk.view().question
    assert question is not None
    assert (question.title, "7112" in question.text) == ("Opprette dette i Kaffebaren Demo AS?", True)
    shop.desk.answer("cancel")
    assert row(shop.desk, Pick, "invoicing.products.sale_12").problem
    shop.desk.press("make")
    shop.desk.answer("make")
    made = row(shop.desk, Pick, "invoicing.products.sale_12")
    assert (made.problem, made.state.tone if made.state else "") == ("", "ok")
    assert shop.till.values.text("invoicing.products.sale_12") == "7012"
    kind, who, facts = shop.database.rows("SELECT kind, operator_id, facts FROM journal ORDER BY id DESC LIMIT 1")[0]
    assert (kind, who, "product 7112" in facts) == ("made_in_accounting", "kari", True)


# the fee


@pytest.mark.parametrize(
    ("typed", "said", "whose"),
    [
        ("", "En faktura koster kjøperen kr\u00a050,00", "Det er produktets pris i PowerOffice Go."),
        ("69", "En faktura koster kjøperen kr\u00a069,00", "Det er butikkens eget beløp."),
        ("0", "Det tas ikke fakturagebyr.", ""),
    ],
)
def test_the_fee_says_whose_price_counts(shop: InvoicingShop, typed: str, said: str, whose: str) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.press("test")
    shop.desk.put(FEE, typed)
    note = shop.said("fee")
    assert (note.text.startswith(said), note.detail) == (True, whose)


def test_a_fee_below_zero_is_refused(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(FEE, "\u22125")
    assert "under null" in row(shop.desk, Text, FEE).problem
    assert not save_bar(shop.desk).enabled


def test_a_price_that_nobody_has_read_is_told_as_not_known(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    assert shop.said("fee").text == "Prisen i PowerOffice Go er ikke kjent, så det tas ikke fakturagebyr."
