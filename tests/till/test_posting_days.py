"""The VAT bridge beside what an accountant holds it against: VAT return, account statement, and codes of the chart."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from terminal_app.cli.reconcile import reconcile
from terminal_app.domain.bridge import Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.vat import VatRate
from terminal_app.i18n import texts
from tests.sync.conftest import clock, open_shop  # noqa: F401
from tests.sync.shop import LATTE, Shop
from tests.till.test_reconciling import CARD, FIRST, LAST, SETTLED, both_ways, bridge, bring, invoice, settled_shop

Opened = Callable[..., Shop]


@both_ways
def test_what_is_posted_on_other_days_leads_from_the_days_sales_to_their_vat_return_and_to_the_accounts_statement(
    open_shop: Opened,  # noqa: F811
    way: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shop, _ = settled_shop(open_shop, way)
    of = shop.till.reconciling.bridge
    invoiced = LAST + timedelta(days=1)
    days = [of(day, day) for day in (FIRST, LAST, invoiced)]
    whole = of(FIRST, invoiced)

    def vat(day: date) -> Money:
        reported = shop.sandbox.vat_reported(day, day)
        return Money(int(sum(100 * one.vat for one in reported.values())))

    assert [one.vat_posted for one in days] == [vat(FIRST), vat(LAST), vat(invoiced)]
    moved = [Money(int(100 * sum(shop.sandbox.balances(day, day).get(no, 0) for no in (1950,)))) for day in (
        FIRST, LAST, invoiced)]  # fmt: skip
    assert [one.apart.clearing_moved for one in days] == moved
    assert (whole.vat_posted, whole.apart.clearing_moved) == (whole.ledger_vat, Money(0))
    if way == "invoice":
        assert days[2].vat_posted == days[2].apart.vat_of_other_days > Money(0)
        assert days[0].apart.vat_on_other_days > Money(0)
    else:
        assert days[0].apart.clearing_on_other_days == -days[0].apart.clearing_moved < Money(0)
    document = reconciled(shop, capsys, FIRST)
    assert document["posted"]["vat"] == str(days[0].vat_posted)
    assert document["posted"]["clearing"] == str(days[0].apart.clearing_moved)


@pytest.mark.parametrize(("account", "code"), [(3100, "5"), (3200, "6"), (3100, "0")])
def test_sales_at_0_per_cent_are_posted_under_the_code_that_their_account_has_in_the_chart(
    open_shop: Opened,  # noqa: F811
    account: int,
    code: str,
) -> None:
    shop = open_shop({**SETTLED, "shop.vat_registered": "false", "settlement.accounts.sale_0": str(account)})
    shop.sandbox.change_account(account, VatCode=code, IsVatCodeLocked=True)
    ticket = Product("3001", "Billett", Money(100_00), VatRate(0), "")
    shop.till.catalog.put_products([ticket])
    shop.till.sell(Cart().add(ticket), CARD)
    sold = shop.sell(Cart().add(ticket, Quantity.of(2)))
    shop.till.day.close()
    shop.clock.advance(86_400)
    shop.deliver()
    assert shop.till.outbox.in_states([State.NEEDS_ATTENTION]) == []
    invoice(shop, sold)
    bring(shop)
    posted = {row["VatCode"]: row["Amount"] for row in shop.sandbox.ledger() if row["AccountNo"] == account}
    assert posted == {code: Decimal("-300.00")}
    shown = [(line.vat_code, line.amount) for line in shop.till.vouchers.preview(1).lines if line.account == account]
    assert shown == [(code, Money(-300_00))]
    assert bridge(shop).verdict is Verdict.PROVEN, bridge(shop).findings


def reconciled(shop: Shop, capsys: pytest.CaptureFixture[str], day: date) -> dict[str, Any]:
    """What `disken reconcile --json` says of that day."""
    capsys.readouterr()
    asked = Namespace(since=day.isoformat(), until=day.isoformat(), offline=True, page=None, json=True)
    reconcile(asked, shop.till, texts("nb"))
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_the_verb_tells_line_by_line_how_the_vat_of_the_sales_comes_to_that_of_the_days(
    open_shop: Opened,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    shop, _ = settled_shop(open_shop, "invoice")
    capsys.readouterr()
    reconcile(
        Namespace(since=FIRST.isoformat(), until=FIRST.isoformat(), offline=True, page=None, json=False),
        shop.till,
        texts("nb"),
    )
    told = bridge(shop, FIRST)
    out = capsys.readouterr().out
    money = texts("nb").money
    for amount, words in (
        (told.ledger_vat, "I regnskapet, mva"),
        (-told.apart.vat_on_other_days, "Av dette ført på andre dager"),
        (told.apart.vat_of_other_days, "Ført i disse dagene, fra salg andre dager"),
        (told.vat_posted, "Kassens mva. ført i disse dagene"),
    ):
        assert f"{money(amount):>14}  {words}" in out


def test_a_day_that_was_settled_before_other_accounts_were_chosen_stays_proven_when_the_ledger_is_read_anew(
    open_shop: Opened,  # noqa: F811
) -> None:
    shop = open_shop(SETTLED)
    for _ in range(2):
        shop.till.sell(Cart().add(LATTE), CARD)
        shop.till.day.close()
        shop.clock.advance(86_400)
        shop.deliver()
        shop.till.change_settings({"settlement.accounts.card": "1920"})
    bring(shop)
    assert [shop.sandbox.balance(number) for number in (1910, 1920)] == [Decimal("52.00"), Decimal("52.00")]
    assert bridge(shop).verdict is Verdict.PROVEN, bridge(shop).findings
