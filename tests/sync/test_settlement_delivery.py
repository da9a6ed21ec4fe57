"""Day settlements on their way: each Z posted once over there, whatever the network does, and beside the invoices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sync.invoice_states import follow_invoices
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction
from sync.products import refresh_products
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.repair import Repair, repair_for
from terminal_app.domain.settlement_accounts import USUAL
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage import settled_days, settlement_queue
from tests.sync.shop import BUN, LATTE, Shop

SETTLED = {
    "settlement.enabled": "true",
    "settlement.enabled_since": "2026-11-01",
    **{slot.key: str(number) for slot, number in USUAL.items()},
}
VOUCHERS, LEDGER = "/Vouchers/CashJournals", "/AccountTransactions"


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop(SETTLED)


def close_a_day(shop: Shop, *, invoiced: bool = False) -> OutboxEntry:
    """A day with a sale by card, and one on invoice if wanted, closed; the entry of its Z. The next day has begun."""
    shop.till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.CARD),))
    if invoiced:
        shop.sell()
    number = shop.till.day.close().number
    assert number is not None
    shop.clock.advance(86_400)
    entry = shop.till.outbox.of_settlement(number)
    assert entry is not None
    return entry


def posts(shop: Shop) -> int:
    return sum(visit.path.endswith(VOUCHERS) and visit.method == "POST" for visit in shop.sandbox.visits())


def settle_doubt(shop: Shop) -> None:
    """Deliver until the quarantine of whatever is in doubt is over."""
    for _ in range(8):
        shop.deliver()
        shop.clock.advance(120)
    shop.deliver()


def test_a_z_is_queued_in_its_own_commit_and_posted_once(shop: Shop) -> None:
    entry = close_a_day(shop)
    assert (entry.state, entry.receipt_no, entry.vat_path) == (State.QUEUED, "Z-000001", VatPath.DAY_SETTLEMENT)
    assert shop.deliver().sent == 1
    assert shop.deliver().sent == 0
    (voucher,) = shop.sandbox.vouchers()
    sent = shop.entry(entry.reference)
    assert sent.state is State.ACCEPTED
    assert sent.remote is not None
    assert (sent.remote.order_no, sent.remote.total) == (voucher["VoucherNo"], LATTE.price + BUN.price)
    assert voucher["ExternalImportReference"] == entry.reference


def test_a_voucher_is_made_of_the_day_that_its_z_is_of(shop: Shop) -> None:
    entry = close_a_day(shop, invoiced=True)
    shop.deliver()
    (voucher,) = shop.sandbox.vouchers()
    assert voucher["VoucherDate"] == "2026-11-22"
    assert shop.entry(entry.reference).vat == Money(52_00 * 4 // 5) + Money(5_09)


def test_a_forgotten_day_that_closes_itself_is_settled_too(shop: Shop) -> None:
    shop.till.sell(Cart().add(LATTE), (Tender(Channel.CARD),))
    shop.clock.advance(86_400)
    assert shop.till.day.close_forgotten()
    assert shop.deliver().sent == 1
    assert [voucher["VoucherDate"] for voucher in shop.sandbox.vouchers()] == ["2026-11-22"]


def test_no_z_is_queued_while_settlements_are_off_and_all_since_the_date_are_swept_up(
    open_shop: Callable[..., Shop],
) -> None:
    shop = open_shop()
    for _ in range(3):
        shop.till.sell(Cart().add(LATTE), (Tender(Channel.CARD),))
        shop.till.day.close()
        shop.clock.advance(86_400)
    assert not shop.till.outbox.latest()
    shop.till.change_settings({**SETTLED, "settlement.enabled_since": "2026-11-23"})
    assert shop.deliver().sent == 2
    assert [voucher["VoucherDate"] for voucher in shop.sandbox.vouchers()] == ["2026-11-23", "2026-11-24"]


def test_without_a_date_no_day_is_settled(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({**SETTLED, "settlement.enabled_since": ""})
    shop.till.sell(Cart().add(LATTE), (Tender(Channel.CARD),))
    shop.till.day.close()
    assert shop.deliver().sent == 0
    assert not shop.till.outbox.latest()


def test_a_z_with_nothing_to_post_has_no_entry_and_is_not_added_up_again(
    open_shop: Callable[..., Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_shop({**SETTLED, "invoicing.send_amount_excluding_vat": "true"})
    shop.sell()
    number = shop.till.day.close().number
    assert number is not None
    assert shop.till.outbox.of_settlement(number) is None
    settlement_queue.queue_settlements(shop.database, shop.till.values, shop.clock.now())
    monkeypatch.setattr(settled_days, "figures", None)
    assert settlement_queue.queue_settlements(shop.database, shop.till.values, shop.clock.now()) == 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.DROP_AFTER_COMMIT, method="POST", path=VOUCHERS),
        Fault(FaultAction.STATUS, status=500, after_commit=True, method="POST", path=VOUCHERS),
        Fault(FaultAction.STATUS, status=408, after_commit=True, method="POST", path=VOUCHERS),
        Fault(FaultAction.HTML, method="POST", path=VOUCHERS),
        Fault(FaultAction.TRUNCATED, method="POST", path=VOUCHERS),
        Fault(FaultAction.WRONG_TYPES, method="POST", path=VOUCHERS),
    ],
    ids=["reply lost", "500", "408", "a web page", "cut", "other types"],
)
@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
def test_a_voucher_whose_answer_is_lost_is_found_in_the_ledger_and_not_posted_again(
    shop: Shop, fault: Fault, unique: bool
) -> None:
    shop.sandbox.change_rules(unique_references=unique)
    entry = close_a_day(shop)
    shop.sandbox.faults.add(fault)
    settle_doubt(shop)
    assert (shop.entry(entry.reference).state, len(shop.sandbox.vouchers())) == (State.ACCEPTED, 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.DROP_BEFORE_COMMIT, method="POST", path=VOUCHERS),
        Fault(FaultAction.STATUS, status=502, method="POST", path=VOUCHERS),
    ],
    ids=["cut before", "502"],
)
def test_a_voucher_that_never_arrived_is_posted_when_its_quarantine_is_over(shop: Shop, fault: Fault) -> None:
    entry = close_a_day(shop)
    shop.sandbox.faults.add(fault)
    shop.deliver()
    assert (shop.entry(entry.reference).state, posts(shop)) == (State.UNKNOWN, 1)
    settle_doubt(shop)
    assert (shop.entry(entry.reference).state, len(shop.sandbox.vouchers()), posts(shop)) == (State.ACCEPTED, 1, 2)


def test_an_old_database_put_back_finds_its_voucher_again(shop: Shop) -> None:
    entry = close_a_day(shop)
    shop.deliver()
    with shop.database.writing():
        shop.database.execute(
            "UPDATE outbox SET state = 'queued', payload = NULL, remote_order_id = NULL, attempts = 0, version = 0"
        )
    settle_doubt(shop)
    assert (shop.entry(entry.reference).state, len(shop.sandbox.vouchers())) == (State.ACCEPTED, 1)


def test_a_day_that_is_locked_over_there_is_not_sent_until_it_is_opened_and_tried_again(shop: Shop) -> None:
    locked, open_day = close_a_day(shop), close_a_day(shop)
    shop.sandbox.lock_until(date(2026, 11, 22))
    shop.deliver()
    stopped = shop.entry(locked.reference)
    assert stopped.problem is not None
    assert (stopped.state, stopped.problem.code, posts(shop)) == (State.NEEDS_ATTENTION, "voucher_day_locked", 1)
    assert shop.entry(open_day.reference).state is State.ACCEPTED
    shop.sandbox.lock_until(None)
    shop.till.deliveries.retry(locked.reference)
    shop.deliver()
    assert shop.entry(locked.reference).state is State.ACCEPTED


def test_a_voucher_in_doubt_that_never_arrived_and_whose_day_was_locked_meanwhile_can_be_called_off(shop: Shop) -> None:
    entry = close_a_day(shop)
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, method="POST", path=VOUCHERS))
    shop.deliver()
    shop.sandbox.lock_until(date(2026, 11, 22))
    with pytest.raises(MoveRefused, match="may_have_arrived"):
        shop.till.deliveries.cancel(entry.reference, "ført for hånd")
    settle_doubt(shop)
    stopped = shop.entry(entry.reference)
    assert (stopped.problem and stopped.problem.code, repair_for(stopped)) == ("voucher_day_locked", Repair.TRY_AGAIN)
    assert shop.till.deliveries.cancel(entry.reference, "ført for hånd").state is State.CANCELLED


def test_a_missing_privilege_for_vouchers_stops_no_invoice(shop: Shop) -> None:
    shop.sandbox.change_privileges(set(EVERY_PRIVILEGE) - {"CashVoucher_Full"})
    voucher, order = close_a_day(shop, invoiced=True), shop.sell()
    report = shop.deliver()
    assert report.blocked is not None
    assert (shop.entry(voucher.reference).state, shop.entry(order).state) == (State.QUEUED, State.ACCEPTED)


def test_a_product_that_disagrees_with_the_way_stops_invoices_and_no_voucher(shop: Shop) -> None:
    shop.sandbox.change_product("7025", 3000)
    order = shop.sell()
    voucher = close_a_day(shop)
    gateway = shop.gateway()
    refresh_products(shop.database, gateway, clock=shop.clock)
    gateway.close()
    report = shop.deliver()
    assert report.blocked is not None
    assert report.blocked.values["product"] == "7025"
    assert (shop.entry(voucher.reference).state, shop.entry(order).state) == (State.ACCEPTED, State.QUEUED)
    shop.sandbox.change_product("7025", 1950)
    shop.deliver()
    assert shop.entry(order).state is State.ACCEPTED


def test_an_account_that_is_not_chosen_leaves_its_day_alone_and_lets_the_others_go(shop: Shop) -> None:
    shop.till.change_settings({"settlement.accounts.vipps": ""})
    shop.till.change_settings({"channels.vipps.enabled": "true"})
    shop.till.sell(Cart().add(LATTE), (Tender(Channel.VIPPS),))
    bad, good = close_a_day(shop), close_a_day(shop)
    report = shop.deliver()
    assert report.blocked is not None
    assert report.blocked.values["field"] == "settlement.accounts.vipps"
    assert [shop.entry(one.reference).state for one in (bad, good)] == [State.QUEUED, State.ACCEPTED]
    shop.till.change_settings({"settlement.accounts.vipps": "1915"})
    shop.deliver()
    assert shop.entry(bad.reference).state is State.ACCEPTED


def test_a_ledger_that_cannot_be_read_stops_no_invoice(shop: Shop) -> None:
    voucher, order = close_a_day(shop), shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, method="POST", path=VOUCHERS))
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=500, path=LEDGER, times=50))
    assert shop.deliver().cut_short is not None
    assert (shop.entry(voucher.reference).state, shop.entry(order).state) == (State.UNKNOWN, State.ACCEPTED)


def test_an_invoice_of_a_day_that_is_settled_the_other_way_goes_to_a_person(shop: Shop) -> None:
    order = shop.sell()
    close_a_day(shop)
    with shop.database.writing():
        shop.database.execute("UPDATE outbox SET vat_path = 'invoice' WHERE settlement IS NOT NULL")
    shop.deliver()
    entry = shop.entry(order)
    assert entry.problem is not None
    assert (entry.state, entry.problem.code, shop.posts()) == (State.NEEDS_ATTENTION, "vat_way_of_its_day", 0)


def test_a_settlement_of_a_day_whose_invoice_went_the_other_way_goes_to_a_person(shop: Shop) -> None:
    order = shop.sell()
    shop.deliver()
    with shop.database.writing():
        shop.database.execute("UPDATE outbox SET vat_path = 'invoice' WHERE sale_id IS NOT NULL")
    voucher = close_a_day(shop)
    shop.deliver()
    entry = shop.entry(voucher.reference)
    assert entry.problem is not None
    assert (entry.state, entry.problem.code, posts(shop)) == (State.NEEDS_ATTENTION, "vat_ways_mixed_in_day", 0)
    assert shop.entry(order).state is State.ACCEPTED


def test_a_settlement_is_nobodys_to_give_a_customer_and_a_managers_to_cancel(shop: Shop) -> None:
    entry = close_a_day(shop)
    with pytest.raises(MoveRefused, match="settlement_has_no_customer"):
        shop.till.deliveries.assign_customer(entry.reference, 10001, reason="feil")
    with pytest.raises(BadInput, match="reason_missing"):
        shop.till.deliveries.cancel(entry.reference, "")
    assert shop.till.deliveries.cancel(entry.reference, "ført for hånd").state is State.CANCELLED
    shop.deliver()
    assert posts(shop) == 0


def test_switching_settlements_off_holds_what_is_not_sent_and_on_again_lets_it_go(shop: Shop) -> None:
    entry = close_a_day(shop)
    shop.till.change_settings({"settlement.enabled": "false"})
    shop.deliver()
    assert (shop.entry(entry.reference).state, posts(shop)) == (State.HELD, 0)
    shop.till.change_settings({"settlement.enabled": "true"})
    shop.deliver()
    assert shop.entry(entry.reference).state is State.ACCEPTED


def test_a_shop_that_settles_days_and_sends_no_invoices_has_its_vouchers_sent(shop: Shop) -> None:
    shop.till.change_settings({"channels.invoice.integration": "false"})
    entry = close_a_day(shop)
    assert shop.deliver().sent == 1
    assert shop.entry(entry.reference).state is State.ACCEPTED


def test_following_invoices_leaves_settlements_alone(shop: Shop) -> None:
    entry = close_a_day(shop)
    shop.deliver()
    shop.clock.advance(timedelta(days=2).total_seconds())
    gateway = shop.gateway()
    visits = len(shop.sandbox.visits())
    assert follow_invoices(shop.database, gateway, everything=True, clock=shop.clock) == 0
    gateway.close()
    assert len(shop.sandbox.visits()) == visits
    assert shop.entry(entry.reference).state is State.ACCEPTED


def test_a_settlement_that_is_called_off_holds_no_invoice_back(shop: Shop) -> None:
    order = shop.sell()
    voucher = close_a_day(shop)
    with shop.database.writing():
        shop.database.execute("UPDATE outbox SET vat_path = 'invoice' WHERE settlement IS NOT NULL")
    assert settlement_queue.path_of_sale(shop.database, shop.entry(order).sale_id) is VatPath.INVOICE
    shop.till.deliveries.cancel(voucher.reference, "ført for hånd")
    assert settlement_queue.path_of_sale(shop.database, shop.entry(order).sale_id) is None
    shop.deliver()
    assert shop.entry(order).state is State.ACCEPTED


def test_one_voucher_that_is_refused_lets_the_other_days_and_the_invoices_go(shop: Shop) -> None:
    bad = close_a_day(shop)
    good, order = close_a_day(shop), shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=400, method="POST", path=VOUCHERS))
    shop.deliver()
    states = [shop.entry(reference).state for reference in (bad.reference, good.reference, order)]
    assert states == [State.NEEDS_ATTENTION, State.ACCEPTED, State.ACCEPTED]
    shop.till.deliveries.retry(bad.reference)
    shop.deliver()
    assert shop.entry(bad.reference).state is State.ACCEPTED
