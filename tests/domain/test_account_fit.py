"""Which account will do for which part of a day's settlement, and which is proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from terminal_app.domain.account_fit import fit_of, needed_slots, posted_code, proposal, used_slots
from terminal_app.domain.channel import Channel
from terminal_app.domain.chart import Chart, RemoteAccount
from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.domain.vat import VatRate
from terminal_app.domain.vat_path import VatPath

TODAY = date(2026, 11, 23)
OWN_CODE = {3000: "3", 3002: "31", 3010: "33", 3100: "5"}
USUAL_CHART = {
    number: RemoteAccount(number, f"Konto {number}", OWN_CODE.get(number, "0"), locked=False)
    for number in USUAL.values()
}


def chart(*changed: RemoteAccount, without: int = 0) -> Chart:
    accounts = {**USUAL_CHART, **{one.number: one for one in changed}}
    return Chart({number: one for number, one in accounts.items() if number != without})


def told(slot: Slot, number: int, *changed: RemoteAccount, products: tuple[int, ...] = ()) -> str:
    """What is wrong with the account there, "" when nothing is; `?` before what only asks."""
    fit = fit_of(slot, {slot: number}, chart(*changed), TODAY, products)
    assert fit is not None
    if fit.problem is None:
        return ""
    return ("?" if fit.asks else "") + fit.problem.code.removeprefix("settlement_account_")


def test_every_usual_account_will_do_for_its_own_slot_and_is_proposed() -> None:
    for slot, number in USUAL.items():
        assert told(slot, number) == ""
        found = proposal(slot, chart(), TODAY)
        assert found is not None
        assert found.number == number


@pytest.mark.parametrize(
    ("slot", "account", "wrong"),
    [
        (Slot.SALE_25, RemoteAccount(3001, "Salg mat", "31", locked=False), "other_code"),
        (Slot.SALE_25, RemoteAccount(3001, "Salg", "0", locked=False), "other_code"),
        (Slot.INVOICE, RemoteAccount(1955, "Faktura", "3", locked=False), "taxed"),
        (Slot.CARD, RemoteAccount(1911, "Kort", "3", locked=True), "vat_code"),
        (Slot.EXPENSE, RemoteAccount(6801, "Rekvisita", "1", locked=False), "?own_code"),
        (Slot.CARD, RemoteAccount(1911, "Kort", "7", locked=False), ""),
        (Slot.INVOICE_PAID, RemoteAccount(1500, "Kundefordringer", "0"), "subledger"),
        (Slot.CARD, RemoteAccount(1911, "Kort", "0", active=False), "archived"),
    ],
)
def test_a_wrong_vat_code_or_a_closed_account_is_told(slot: Slot, account: RemoteAccount, wrong: str) -> None:
    assert told(slot, account.number, account) == wrong


def test_faktura_kasse_is_the_account_that_the_products_post_to_and_no_other() -> None:
    other = RemoteAccount(1955, "Faktura kasse", "0")
    assert told(Slot.INVOICE, 1950, other, products=(1955,)) == "not_products"
    assert told(Slot.INVOICE, 1955, other, products=(1955,)) == ""
    found = proposal(Slot.INVOICE, chart(other), TODAY, (1955,))
    assert found == other


def test_nothing_else_may_be_posted_on_faktura_kasse() -> None:
    accounts = {Slot.INVOICE: 1950, Slot.OTHER: 1950}
    wrong = fit_of(Slot.OTHER, accounts, chart(), TODAY)
    assert wrong is not None
    assert wrong.problem is not None
    assert wrong.problem.code == "settlement_account_shared"


def test_an_account_that_is_not_in_the_chart_is_unknown_and_without_a_chart_nothing_is_said() -> None:
    assert told(Slot.CASH, 1234) == "unknown"
    assert fit_of(Slot.CASH, {Slot.CASH: 1234}, Chart(), TODAY) is None
    assert fit_of(Slot.CASH, {}, chart(), TODAY) is None


def test_where_the_usual_sales_account_has_another_code_the_first_that_fits_is_proposed() -> None:
    moved = RemoteAccount(3040, "Salg høy sats", "3")
    found = proposal(Slot.SALE_25, chart(replace(USUAL_CHART[3000], vat_code="5"), moved), TODAY)
    assert found == moved
    assert proposal(Slot.SALE_12, chart(without=3010), TODAY) is None


def test_each_rate_is_posted_with_its_own_code_and_everything_else_without() -> None:
    codes = {slot: posted_code(slot, TODAY) for slot in Slot}
    assert {slot.value: code for slot, code in codes.items() if code != "0"} == {
        "sale_25": "3", "sale_15": "31", "sale_12": "33", "sale_0": "5",
    }  # fmt: skip


def test_what_a_day_needs_goes_by_channels_rates_and_the_way() -> None:
    channels = (Channel.CASH, Channel.INVOICE)
    wanted = needed_slots(VatPath.DAY_SETTLEMENT, channels, [VatRate(2500), VatRate(1111)], tips=False)
    drawer = {Slot.CASH, Slot.ROUNDING, Slot.DIFFERENCE, Slot.BANK}
    assert wanted == {*drawer, Slot.INVOICE, Slot.SALE_25}
    assert needed_slots(VatPath.INVOICE, channels, [VatRate(2500)], tips=True) == {*drawer, Slot.SALE_25, Slot.TIPS}
    assert Slot.INVOICE not in used_slots(VatPath.INVOICE)
