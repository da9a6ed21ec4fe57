"""The setup check of a shop that sends day settlements: accounts, privileges, and one “Faktura kasse” for all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.poweroffice.sandbox import EVERY_PRIVILEGE
from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.domain.setup import Check
from terminal_app.i18n import texts
from tests.sync.shop import Shop
from tests.sync.test_setup_check import check, to_do

SETTLED = {
    "settlement.enabled": "true",
    "settlement.enabled_since": "2026-11-01",
    **{slot.key: str(account) for slot, account in USUAL.items()},
}
INVOICED = {
    "invoicing.send_amount_excluding_vat": "true",
    **{f"invoicing.products.sale_{rate}": f"80{rate:>02}" for rate in ("0", "12", "15", "25")},
    "invoicing.products.gratuity": "8090",
    "invoicing.products.fee": "8095",
}


def named(found: dict[str, Check]) -> dict[str, str]:
    return {name: one.code for name, one in found.items()}


@pytest.mark.parametrize("way", [{}, INVOICED], ids=["settlement", "invoice"])
def test_the_demo_company_is_ready_to_settle_days_on_both_ways(
    open_shop: Callable[..., Shop], way: dict[str, str]
) -> None:
    report = check(open_shop({**SETTLED, **way}))
    assert report.ok, [found for found in report.checks if not found.ok]
    assert {"settlement_accounts_ready", "settlement_privileges_held"} <= {found.code for found in report.checks}


def test_while_settlements_are_off_nothing_is_asked_of_them(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({Slot.CARD.key: "4711"})
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if name != "CashVoucher_Full"])
    assert not [found.id for found in check(shop).checks if found.id.startswith("settlement.")]
    assert not to_do(shop)


def test_settling_takes_two_more_privileges_and_they_are_named(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(SETTLED)
    lost = ("CashVoucher_Full", "AccountTransaction", "AccountTransaction_Full")
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if name not in lost])
    found = to_do(shop)
    assert list(found) == ["settlement.privileges"]
    assert found["settlement.privileges"].values["names"] == "CashVoucher_Full, AccountTransaction"


@pytest.mark.parametrize(
    ("slot", "account", "code"),
    [
        (Slot.CARD, "", "settlement_account_missing"),
        (Slot.CARD, "4711", "settlement_account_unknown"),
        (Slot.CARD, "1500", "settlement_account_subledger"),
        (Slot.OTHER, "2400", "settlement_account_subledger"),
        (Slot.CARD, "1950", "settlement_account_shared"),
        (Slot.INVOICE, "3000", "settlement_account_taxed"),
        (Slot.SALE_25, "3002", "settlement_account_other_code"),
    ],
)
def test_an_account_that_will_not_do_is_told_with_its_setting(
    open_shop: Callable[..., Shop], slot: Slot, account: str, code: str
) -> None:
    found = to_do(open_shop({**SETTLED, slot.key: account}))
    wrong = found[f"settlement.{slot.value}"]
    assert (wrong.code, wrong.values["field"], wrong.in_settings) == (code, slot.key, True)
    for language in ("nb", "en"):
        message, hint = texts(language).check(wrong.code, wrong.values)
        assert wrong.code not in message
        assert hint


def test_an_account_that_somebody_should_look_at_is_told_and_not_said_to_be_right(
    open_shop: Callable[..., Shop],
) -> None:
    report = check(open_shop({**SETTLED, Slot.CARD.key: "3000"}))
    told = {found.code: found for found in report.checks if found.id.startswith("settlement.")}
    assert report.ok
    assert told["settlement_account_own_code"].id == "settlement.card"
    assert "settlement_accounts_ready" not in told
    message, hint = texts("nb").check("settlement_account_own_code", told["settlement_account_own_code"].values)
    assert ("3000" in message, hint) == (True, "La regnskapsføreren se på den.")


def test_invoices_and_settlements_must_mean_the_same_faktura_kasse(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({**SETTLED, Slot.INVOICE.key: "1990", Slot.OTHER.key: "1909"})
    found = to_do(shop)
    assert named(found) == {"settlement.invoice": "settlement_account_not_products"}
    assert "1950" in found["settlement.invoice"].values["products"]


def test_without_a_first_day_it_says_that_none_is_sent(open_shop: Callable[..., Shop]) -> None:
    found = to_do(open_shop({**SETTLED, "settlement.enabled_since": ""}))
    assert named(found) == {"settlement.since": "settlement_since_missing"}


def test_a_chart_that_cannot_be_read_is_said_and_not_guessed(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(SETTLED)
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("GeneralLedgerAccount")])
    assert to_do(shop)["settlement.accounts"].code == "account_unread"


def test_it_says_when_the_accountant_agreed_on_the_other_way(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"guide.accountant_agreed": "invoice"})
    found = to_do(shop)["agreed"]
    assert (found.code, found.in_settings) == ("agreed_on_other_way", True)
    shop.till.change_settings({"guide.accountant_agreed": "day_settlement"})
    assert "agreed_on_way" in {one.code for one in check(shop).checks if one.ok}
