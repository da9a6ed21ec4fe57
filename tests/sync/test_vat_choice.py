"""Changing who reports the VAT: refused while something is under way, with a real till and accounting system."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.settlement_accounts import USUAL
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts
from terminal_app.till.vat_choice import EXCLUDING_VAT, agreed_otherwise
from tests.sync.shop import Shop

OTHER_WAY = {EXCLUDING_VAT: "true"}
SETTLED = {
    "settlement.enabled": "true",
    "settlement.enabled_since": "2026-11-01",
    **{slot.key: str(account) for slot, account in USUAL.items()},
}


def refused(shop: Shop, values: Mapping[str, str] = OTHER_WAY) -> str:
    with pytest.raises(BadInput) as caught:
        shop.till.change_settings(values)
    assert caught.value.problem.values["field"] == EXCLUDING_VAT
    message, hint = texts("en").problem(caught.value.problem)
    assert message
    assert "Then change who reports the VAT" in hint
    shop.till.reload()
    assert shop.till.values.vat_path() is VatPath.DAY_SETTLEMENT
    return caught.value.problem.code


def test_a_fresh_till_and_one_that_only_waits_may_change(shop: Shop) -> None:
    shop.sell()
    assert shop.till.change_settings(OTHER_WAY) == (EXCLUDING_VAT,)
    assert shop.till.change_settings({EXCLUDING_VAT: "false"}) == (EXCLUDING_VAT,)


def test_an_invoice_that_went_out_today_holds_the_choice_until_the_day_is_closed(shop: Shop) -> None:
    shop.sell()
    assert shop.deliver().sent == 1
    assert refused(shop) == "vat_way_day_begun"
    shop.till.day.close()
    assert shop.till.change_settings(OTHER_WAY) == (EXCLUDING_VAT,)


def test_a_day_settlement_that_waits_holds_the_choice(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(SETTLED)
    shop.sell()
    shop.till.day.close()
    assert refused(shop) == "vat_way_voucher_waits"


def test_an_invoice_whose_day_is_settled_already_holds_the_choice_until_it_is_sent(
    open_shop: Callable[..., Shop],
) -> None:
    shop = open_shop(SETTLED)
    shop.sell(customer=None)
    reference = shop.sell(customer=None)
    shop.till.day.close()
    assert shop.deliver().sent == 1  # the voucher; the invoices wait for somebody to choose a customer
    assert refused(shop) == "vat_way_invoice_waits"
    for entry in shop.till.outbox.latest():
        if not entry.is_settlement:
            shop.till.deliveries.assign_customer(entry.reference, 10001)
    assert shop.deliver().sent == 2
    assert shop.entry(reference).vat_path is VatPath.DAY_SETTLEMENT
    assert shop.till.change_settings(OTHER_WAY) == (EXCLUDING_VAT,)


def test_nothing_else_is_held_up_and_a_choice_that_stays_is_none(shop: Shop) -> None:
    shop.sell()
    shop.deliver()
    shop.till.change_settings({EXCLUDING_VAT: "false", "invoicing.line_detail": "vat_rates"})
    assert refused(shop, {**OTHER_WAY, "invoicing.line_detail": "items"}) == "vat_way_day_begun"
    assert shop.till.values.text("invoicing.line_detail") == "vat_rates"


def test_it_is_told_when_the_accountant_agreed_on_the_other_way(shop: Shop) -> None:
    assert agreed_otherwise(shop.till.values) is None
    shop.till.change_settings({"guide.accountant_agreed": "day_settlement"})
    assert agreed_otherwise(shop.till.values) is None
    shop.till.change_settings(OTHER_WAY)
    assert agreed_otherwise(shop.till.values) is VatPath.DAY_SETTLEMENT
