"""Two tills of one company, each with a data folder and a VAT bridge of its own, and one account “Faktura kasse”."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from decimal import Decimal

import pytest

from sync.ledger_mirror import bring_ledger
from sync.products import refresh_products
from terminal_app.domain.bridge import Severity, Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.refund import Chosen
from terminal_app.i18n import texts
from terminal_app.reports.bridge_words import verdict_words
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.conftest import clock, open_shop  # noqa: F401
from tests.sync.shop import BUN, FLOUR, LATTE, Shop, settings_for
from tests.till.test_reconciling import CARD, FIRST, SETTLED, WAYS, both_ways, bridge, bring, codes, invoice

Opened = Callable[..., Shop]


@pytest.fixture
def beside() -> Iterator[Callable[..., Shop]]:
    """Opens another till of the same company, with its own folder and its own id."""
    with ExitStack() as stack:

        def opened(shop: Shop, settings: dict[str, str], register_id: str = "2") -> Shop:
            folder = shop.folder.parent / f"till-{register_id}"
            database = stack.enter_context(Database.open(folder))
            till = Till(database, shop.clock)
            till.change_settings({**settings_for(shop.sandbox), **settings, "till.register_id": register_id})
            till.catalog.put_products([LATTE, BUN, FLOUR])
            other = Shop(folder, database, till, shop.clock, shop.sandbox)
            other.bring_customers()
            till.reload()
            return other

        yield opened


def sell_a_day(shop: Shop) -> list[str]:
    """The same sales on whichever till: their Zs have the same number and the same sums."""
    shop.till.sell(Cart().add(LATTE).add(BUN), CARD)
    references = [shop.sell(), shop.sell(Cart().add(BUN, Quantity.of(3)).add(LATTE), tip=Money(20_00))]
    shop.till.day.close()
    return references


def two_days(open_shop: Opened, beside: Opened, way: str, register_id: str = "2") -> tuple[Shop, Shop]:  # noqa: F811
    """Both tills have closed a day, and all of it is sent and invoiced."""
    first = open_shop(WAYS[way])
    second = beside(first, WAYS[way], register_id)
    for shop in (first, second):
        with closing(shop.gateway()) as gateway:
            refresh_products(shop.database, gateway, clock=shop.clock)
    sold = [(shop, sell_a_day(shop)) for shop in (first, second)]
    first.clock.advance(86_400)
    for shop, references in sold:
        shop.deliver()
        invoice(shop, *references)
    return first, second


@both_ways
def test_two_tills_with_the_same_z_and_the_same_sums_are_each_proven_on_one_account(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
    way: str,
) -> None:
    tills = two_days(open_shop, beside, way)
    entries = [shop.till.outbox.of_settlement(1) for shop in tills]
    assert len({entry.reference for entry in entries if entry is not None}) == 2
    for shop in tills:
        bring(shop)
        result = bridge(shop)
        assert (result.verdict, codes(result)) == (
            Verdict.PROVEN,
            {"other_tills" if way == "settlement" else "other_tills_beside"},
        ), result.findings
        (told,) = result.findings
        assert "this till's VAT" in verdict_words(result, texts("en"))
        if way == "settlement":
            assert (told.severity, told.values["put"], told.values["off"]) == (Severity.EXPLAINED, "445.00", "445.00")
        assert result.clearing_balance == Money(0)
    assert tills[0].sandbox.balance(1950) == Decimal(0)


@both_ways
def test_another_tills_credit_note_is_never_taken_for_a_return_of_this_one(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
    way: str,
) -> None:
    first = open_shop(WAYS[way])
    second = beside(first, WAYS[way])
    for shop in (first, second):
        sold = shop.sell()
        shop.deliver()
        invoice(shop, sold)
        back = shop.till.returns.refund(shop.entry(sold).receipt_no, [Chosen(0, Quantity.of(1))])
        assert back.entry is not None
        shop.deliver()
        shop.till.day.close()
        shop.deliver()
        invoice(shop, back.entry.reference)
    for shop in (first, second):
        bring(shop)
        assert bridge(shop).verdict is Verdict.PROVEN, bridge(shop).findings


def test_what_another_till_leaves_open_is_shown_and_proven_on_its_own_bridge_alone(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
) -> None:
    first, second = two_days(open_shop, beside, "settlement")
    late = second.sell(Cart().add(LATTE))
    second.till.day.close()
    second.deliver()
    for shop in (first, second):
        bring(shop)
    mine, other = bridge(first), bridge(second)
    assert (mine.verdict, other.verdict) == (Verdict.PROVEN, Verdict.WAITING)
    assert [(one.code, one.severity, str(one.amount)) for one in mine.clearing] == [
        ("other_tills", Severity.EXPLAINED, "102.00")
    ]
    assert mine.clearing_balance == Money(102_00)
    assert [one.receipt_no for one in other.clearing] == [second.entry(late).receipt_no]


def test_another_tills_voucher_is_never_taken_for_a_z_that_was_cancelled_here(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
) -> None:
    first = open_shop(WAYS["invoice"])
    second = beside(first, WAYS["invoice"])
    for shop in (first, second):
        sell_a_day(shop)
    cancelled = first.till.outbox.of_settlement(1)
    assert cancelled is not None
    first.till.deliveries.cancel(cancelled.reference, "Føres for hånd")
    first.clock.advance(86_400)
    second.deliver()
    bring(first)
    assert "voucher_cancelled" in codes(bridge(first))
    assert bridge(first).verdict is Verdict.DIFFERENCE


def test_a_settlement_with_this_tills_own_id_that_is_none_of_its_zs_is_named(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
) -> None:
    first, _ = two_days(open_shop, beside, "settlement", register_id="1")
    bring(first)
    result = bridge(first)
    assert result.verdict is Verdict.DIFFERENCE
    assert codes(result) == {"settlement_of_no_z", "invoice_of_no_sale"}
    (named,) = [one for one in result.findings if one.code == "settlement_of_no_z"]
    assert (str(named.vat), str(named.amount), named.values["register"], named.z) == ("92.35", "445.00", "1", None)
    assert sum(one.amount.ore for one in result.clearing) == result.clearing_balance.ore


def test_an_invoice_that_somebody_made_by_hand_is_still_nobodys_though_another_till_posts_there(
    open_shop: Opened,  # noqa: F811
    beside: Opened,
) -> None:
    first, _ = two_days(open_shop, beside, "settlement")
    first.sandbox.book_voucher((1950, "0", Decimal("11.00")), (1910, "0", Decimal("-11.00")), day=FIRST)
    bring(first)
    assert bridge(first).verdict is Verdict.DIFFERENCE
    assert codes(bridge(first)) == {"other_tills", "foreign_on_clearing"}


def test_other_tills_invoices_are_listed_once_and_then_known(open_shop: Opened, beside: Opened) -> None:  # noqa: F811
    first, _ = two_days(open_shop, beside, "settlement")
    bring(first)
    listed = sum(visit.path.endswith("/OutgoingInvoices") for visit in first.sandbox.visits())
    bring(first)
    assert sum(visit.path.endswith("/OutgoingInvoices") for visit in first.sandbox.visits()) == listed
    assert bridge(first).verdict is Verdict.PROVEN


def test_reading_the_ledger_of_today_keeps_what_proves_the_days_before(open_shop: Opened) -> None:  # noqa: F811
    shop = open_shop(SETTLED)
    references = sell_a_day(shop)
    shop.clock.advance(86_400)
    shop.deliver()
    invoice(shop, *references)
    bring(shop)
    assert bridge(shop).verdict is Verdict.PROVEN
    shop.clock.advance(60)
    with closing(shop.gateway()) as gateway:
        bring_ledger(shop.database, gateway, shop.till.reconciling.today(), shop.clock)
    assert bridge(shop).verdict is Verdict.PROVEN
