"""Products against the way of reporting VAT: what stops the sending before anything goes out, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.problems import Problem
from terminal_app.domain.product_gate import clearing_of, fault
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.domain.settlement_accounts import Settlement, Slot
from terminal_app.domain.vat import VatRate
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts

CODES = {"sale_0": "7000", "sale_12": "7012", "sale_15": "7015", "sale_25": "7025", "gratuity": "7090", "fee": "7095"}
INVOICING: Invoicing = SettingValues({f"invoicing.products.{name}": code for name, code in CODES.items()}).invoicing()
RATES = {"0": 0, "3": 2500, "31": 1500, "33": 1200, "5": 0}


def product(code: str, account: int, vat_code: str) -> RemoteProduct:
    return RemoteProduct(code, code, f"Vare {code}", None, account, vat_code, VatRate(RATES[vat_code]))


SETTLED = {code: product(code, 1950, "0") for code in CODES.values()}
INVOICED = {
    "7000": product("7000", 3100, "5"),
    "7012": product("7012", 3010, "33"),
    "7015": product("7015", 3002, "31"),
    "7025": product("7025", 3000, "3"),
    "7090": product("7090", 2910, "0"),
    "7095": product("7095", 3900, "3"),
}


def found(path: VatPath, *changed: RemoteProduct, settlement: Settlement | None = None) -> Problem | None:
    usual = SETTLED if path is VatPath.DAY_SETTLEMENT else INVOICED
    products = {**usual, **{one.code: one for one in changed}}
    return fault(INVOICING, path, products.values(), settlement)


@pytest.mark.parametrize("path", VatPath)
def test_products_of_the_way_let_everything_through(path: VatPath) -> None:
    assert found(path) is None


@pytest.mark.parametrize(
    ("path", "wrong", "code", "field"),
    [
        (VatPath.DAY_SETTLEMENT, product("7025", 3000, "3"), "vat_twice", "sale_25"),
        (VatPath.DAY_SETTLEMENT, product("7000", 3100, "5"), "turnover_twice", "sale_0"),
        (VatPath.DAY_SETTLEMENT, product("7090", 2910, "0"), "off_clearing", "gratuity"),
        (VatPath.DAY_SETTLEMENT, product("7095", 1960, "0"), "beside_clearing", "fee"),
        (VatPath.INVOICE, product("7000", 1950, "0"), "left_on_clearing", "sale_0"),
        (VatPath.INVOICE, product("7090", 1950, "0"), "left_on_clearing", "gratuity"),
        (VatPath.INVOICE, product("7090", 3000, "3"), "tip_with_vat", "gratuity"),
        (VatPath.INVOICE, product("7015", 3000, "3"), "other_rate", "sale_15"),
        (VatPath.INVOICE, product("7095", 3002, "31"), "fee_other_rate", "fee"),
    ],
)
def test_one_product_that_disagrees_is_named_with_its_setting(
    path: VatPath, wrong: RemoteProduct, code: str, field: str
) -> None:
    problem = found(path, wrong)
    assert problem is not None
    assert (problem.code, problem.values["field"]) == (code, f"invoicing.products.{field}")
    assert problem.values["product"] == wrong.code
    message, hint = texts("en").problem(problem)
    assert wrong.code in message
    assert str(wrong.account_no) in message
    assert "Until then no invoice is sent." in hint


def test_vat_that_would_be_reported_twice_is_said_in_so_many_words() -> None:
    problem = found(VatPath.DAY_SETTLEMENT, product("7025", 3000, "3"))
    assert problem is not None
    assert texts("en").problem(problem)[0] == (
        "Product 7025 posts to 3000 with VAT code 3: VAT would be reported twice."
    )


@pytest.mark.parametrize("path", VatPath)
def test_what_nobody_has_read_stops_nothing(path: VatPath) -> None:
    assert fault(INVOICING, path, ()) is None
    unread = [replace(one, account_no=None, vat_code=None, vat_rate=None) for one in SETTLED.values()]
    assert fault(INVOICING, path, unread) is None


def test_a_product_that_is_not_mapped_is_nobodys_concern() -> None:
    assert found(VatPath.DAY_SETTLEMENT, product("8025", 3000, "3")) is None


def test_products_must_post_to_the_very_account_that_day_settlements_debit() -> None:
    settlement = Settlement(enabled=True, accounts={Slot.INVOICE: 1960})
    problem = found(VatPath.DAY_SETTLEMENT, settlement=settlement)
    assert problem is not None
    assert (problem.code, problem.values["clearing"]) == ("beside_clearing", "1960")
    assert found(VatPath.DAY_SETTLEMENT, settlement=replace(settlement, enabled=False)) is None


def test_the_clearing_account_is_where_most_products_post() -> None:
    assert clearing_of([1950, 1960, 1960, 3000, None]) == 1960
    assert clearing_of([1960, 1950]) == 1950
    assert clearing_of([3000, None]) is None
