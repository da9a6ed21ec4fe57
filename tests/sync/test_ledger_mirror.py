"""What is posted over there comes into the till's mirror: the chart, and the ledger at night and when asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import sync.poweroffice.client as client_module
from sync.connectors import setup_desk
from sync.errands import CheckSetup, Errands, ReadLedger
from sync.gateway import SettingIsWrong, TryAgainLater
from sync.ledger_mirror import LISTING, NIGHTLY, accounts_of, bring_ledger, bring_ledger_when_due
from sync.poweroffice.ledger import posting
from sync.poweroffice.replies import TransactionRow, row_of
from sync.poweroffice.sandbox.auth import EVERY_PRIVILEGE
from sync.poweroffice.sandbox.faults import Fault, FaultAction
from sync.products import keep_chart, refresh_products
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart, LedgerRead, Posting
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.sync_control import LedgerBrought
from terminal_app.domain.vat import VatRate
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.remote_ledger import RemoteLedger
from tests.sync.at_work import Running
from tests.sync.day_vouchers import DAY, REFERENCE, day_voucher
from tests.sync.shop import Shop

A_DAY_S = 86_400
TODAY = date(2026, 11, 22)
PATH = "/AccountTransactions"


def post(shop: Shop) -> Remote:
    with closing(shop.gateway()) as gateway:
        made = gateway.voucher_body(day_voucher(), gateway.chart())
        remote: Remote = gateway.send_voucher(REFERENCE, made.content).remote
    return remote


def bring(shop: Shop, since: date = DAY, stopping: Callable[[], bool] = lambda: False) -> LedgerRead:
    with closing(shop.gateway()) as gateway:
        return bring_ledger(shop.database, gateway, since, shop.clock, stopping=stopping)


def bring_when_due(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        bring_ledger_when_due(shop.database, gateway, clock=shop.clock)


def kept(shop: Shop, since: date = date(2026, 1, 1)) -> tuple[Posting, ...]:
    return RemoteLedger(shop.database).postings(since, TODAY + timedelta(days=400))


def readings(shop: Shop) -> int:
    return sum(visit.path.endswith(PATH) for visit in shop.sandbox.visits())


def settle(shop: Shop) -> None:
    """The accounts that the worked day is posted on are those of the settlement."""
    shop.till.change_settings({"settlement.accounts.card": "1910", "settlement.accounts.invoice": "1950"})


def test_a_voucher_comes_as_net_postings_with_their_vat_and_that_vat_once_more_on_its_own_account(shop: Shop) -> None:
    settle(shop)
    remote = post(shop)
    bring(shop)
    assert [(one.account_no, one.amount, one.vat, one.vat_code, one.vat_rate) for one in kept(shop)] == [
        (1910, Money(1_250_00), Money(0), "0", VatRate(0)),
        (1950, Money(3_075_00), Money(0), "0", VatRate(0)),
        (3000, Money(-3_000_00), Money(-750_00), "3", VatRate(2500)),
        (2700, Money(-750_00), Money(0), None, None),
        (3002, Money(-500_00), Money(-75_00), "31", VatRate(1500)),
        (2700, Money(-75_00), Money(0), None, None),
    ]
    assert {(one.voucher_id, one.voucher_no, one.voucher_type, one.reference, one.day) for one in kept(shop)} == {
        (remote.order_id, remote.order_no, "CashJournal", REFERENCE, DAY)
    }


def test_what_is_kept_is_as_of_the_moment_when_its_reading_began(shop: Shop) -> None:
    began = shop.clock.now()
    read = bring(shop)
    assert (read.since, read.until, read.at) == (DAY, TODAY, began)
    assert shop.clock.now() > began
    assert RemoteLedger(shop.database).read() == read


def test_a_reversal_names_what_it_takes_back(shop: Shop) -> None:
    settle(shop)
    remote = post(shop)
    shop.sandbox.reverse_voucher(remote.order_id)
    bring(shop)
    ours = [one for one in kept(shop) if one.voucher_id == remote.order_id]
    theirs = [one for one in kept(shop) if one.voucher_id != remote.order_id]
    assert {(one.is_reversed, one.reverses) for one in ours} == {(True, None)}
    assert {(one.is_reversed, one.reverses, one.voucher_type) for one in theirs} == {
        (False, remote.order_id, "ReversalVoucher")
    }
    assert sum(one.amount.ore for one in kept(shop)) == 0


@pytest.mark.parametrize(
    ("amount", "vat"),
    [("-100", "-25"), ("-100", "25"), ("100", "-25"), ("100", "25")],
)
def test_the_vat_of_a_posting_has_the_sign_of_its_amount_however_they_write_it(amount: str, vat: str) -> None:
    row = row_of(
        TransactionRow,
        {
            "Id": 7,
            "AccountNo": 3000,
            "Amount": Decimal(amount),
            "VatAmount": Decimal(vat),
            "VoucherId": "6f1f1d1e-0000-4000-8000-000000000001",
            "PostingDate": "2026-11-21T00:00:00",
        },
    )
    kept_as = posting(row)
    assert (kept_as.vat, kept_as.day) == (Money(25_00 if amount == "100" else -25_00), DAY)


def test_only_accounts_that_the_bridge_needs_are_read(shop: Shop) -> None:
    shop.till.change_settings({"settlement.accounts.cash": "1900"})
    post(shop)
    bring(shop)
    assert {one.account_no for one in kept(shop)} == {2700, 3000, 3002}


def test_the_accounts_are_those_of_the_settlement_the_mapped_products_sales_and_vat(shop: Shop) -> None:
    shop.till.change_settings(
        {f"settlement.accounts.{slot}": number for slot, number in (("cash", "1900"), ("sale_25", "3000"))}
    )
    products = [
        RemoteProduct("7025", "1", "", None, 1950, "0", VatRate(0)),
        RemoteProduct("7090", "2", "", None, 2910, "0", VatRate(0)),
        RemoteProduct("9999", "3", "", None, 4000, "0", VatRate(0)),
        RemoteProduct("7015", "4", "", None, None, None, None),
    ]
    assert accounts_of(shop.till.settings.read(), products) == (
        (1900, 1900), (1950, 1950), (2700, 2799), (2910, 2910), (3000, 3999),
    )  # fmt: skip


def test_every_page_is_read_and_a_posting_that_comes_twice_is_kept_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(shop)
    post(shop)
    monkeypatch.setattr(client_module, "ROWS_PER_PAGE", 4)
    bring(shop)
    assert (readings(shop), len(kept(shop))) == (2, 6)


def test_a_reading_of_today_reads_all_anew_that_was_kept_of_the_days_before(shop: Shop) -> None:
    settle(shop)
    post(shop)
    bring(shop)
    read = bring(shop, TODAY)
    assert (read.since, read.at > shop.clock.now(), len(kept(shop))) == (DAY, False, 6)


def test_what_was_kept_from_more_than_400_days_ago_is_let_go(shop: Shop) -> None:
    settle(shop)
    post(shop)
    bring(shop)
    shop.clock.advance(402 * 86_400)
    today = TODAY + timedelta(days=402)
    assert (bring(shop, today).since, kept(shop)) == (today, ())


def test_what_changed_over_there_since_the_last_reading_is_changed_here(shop: Shop) -> None:
    settle(shop)
    remote = post(shop)
    bring(shop)
    shop.sandbox.reverse_voucher(remote.order_id)
    bring(shop)
    assert [one.is_reversed for one in kept(shop)].count(True) == 6
    assert len(kept(shop)) == 12


def test_a_day_to_come_is_read_as_today(shop: Shop) -> None:
    assert bring(shop, TODAY + timedelta(days=9)).since == TODAY


@pytest.mark.parametrize("action", [FaultAction.TRUNCATED, FaultAction.STATUS, FaultAction.WRONG_TYPES])
def test_a_reading_that_breaks_off_leaves_the_mirror_as_it_was(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, action: FaultAction
) -> None:
    settle(shop)
    post(shop)
    before = bring(shop)
    monkeypatch.setattr(client_module, "ROWS_PER_PAGE", 4)
    shop.sandbox.faults.add(Fault(action, path=PATH, nth=2, times=None))
    shop.clock.advance(60)
    with pytest.raises(TryAgainLater):
        bring(shop)
    assert RemoteLedger(shop.database).read() == before
    assert len(kept(shop)) == 6


def test_a_reading_stops_between_two_pages_when_the_till_closes(shop: Shop) -> None:
    post(shop)
    with pytest.raises(TryAgainLater):
        bring(shop, stopping=lambda: True)
    assert RemoteLedger(shop.database).read() is None


def test_it_is_read_at_first_and_then_once_each_night_for_two_months_back(shop: Shop) -> None:
    bring_when_due(shop)
    read = RemoteLedger(shop.database).read()
    assert read is not None
    assert read.since == TODAY - NIGHTLY
    shop.clock.advance(3600)
    bring_when_due(shop)
    assert readings(shop) == 1
    shop.clock.advance(A_DAY_S)
    bring_when_due(shop)
    assert readings(shop) == 2


def test_at_night_as_much_is_kept_as_somebody_had_read(shop: Shop) -> None:
    bring(shop, date(2026, 1, 1))
    shop.clock.advance(A_DAY_S)
    bring_when_due(shop)
    read = RemoteLedger(shop.database).read()
    assert read is not None
    assert (read.since, read.until) == (date(2026, 1, 1), TODAY + timedelta(days=1))


def test_a_reading_that_fails_at_night_is_noted_raises_nothing_and_is_tried_again(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, path=PATH, times=None))
    bring_when_due(shop)
    job = Jobs(shop.database).get(LISTING)
    assert (job.last_ok, job.fails, job.last_problem) == (None, 1, "server_error")
    shop.sandbox.faults.clear()
    bring_when_due(shop)
    assert Jobs(shop.database).get(LISTING).fails == 0


def test_without_the_privilege_it_is_tried_again_the_next_night_and_not_all_day(shop: Shop) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("AccountTransaction")])
    bring_when_due(shop)
    shop.clock.advance(900)
    bring_when_due(shop)
    assert (readings(shop), Jobs(shop.database).get(LISTING).last_problem) == (1, "privilege_missing")
    shop.sandbox.change_privileges(EVERY_PRIVILEGE)
    shop.clock.advance(A_DAY_S)
    bring_when_due(shop)
    assert Jobs(shop.database).get(LISTING).last_problem is None


def test_the_sync_thread_reads_it_by_itself_with_its_first_customers(shop: Shop, run: Callable[..., Running]) -> None:
    run(shop).expect_customers()
    assert RemoteLedger(shop.database).read() is not None


def test_the_chart_comes_with_the_products(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
        assert RemoteLedger(shop.database).chart() == gateway.chart()
    chart = RemoteLedger(shop.database).chart()
    clearing, middle = chart.accounts[1950], chart.vat_on("31", date(2011, 6, 1))
    assert (clearing.name, clearing.vat_code, clearing.locked) == ("Faktura kasse", "0", True)
    assert middle is not None
    assert middle.rate == VatRate(1400)


def test_without_the_privilege_for_accounts_the_products_come_and_the_chart_stays(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
    before = RemoteLedger(shop.database).chart()
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("GeneralLedger")])
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
        with pytest.raises(SettingIsWrong):
            gateway.chart()
    assert RemoteLedger(shop.database).chart() == before
    assert shop.till.remote_products.all()


def test_a_chart_without_accounts_leaves_the_mirror_as_it_was(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        chart = gateway.chart()
    now = shop.clock.now()
    keep_chart(shop.database, chart, now)
    keep_chart(shop.database, replace(chart, accounts={}), now + timedelta(hours=1))
    keep_chart(shop.database, Chart(), now + timedelta(hours=1))
    assert Jobs(shop.database).get("chart").last_ok == now
    assert RemoteLedger(shop.database).chart() == chart


@pytest.fixture
def errands(shop: Shop, tmp_path: Path) -> Errands:
    return Errands(
        shop.database,
        lambda settings: setup_desk(settings, wait=shop.clock.wait, clock=shop.clock),
        clock=shop.clock,
        connect=shop.gateway,
        lease_folder=tmp_path / "leases",
    )


def test_a_check_of_the_setup_keeps_the_chart(shop: Shop, errands: Errands) -> None:
    errands.run(CheckSetup({}))
    assert RemoteLedger(shop.database).chart().accounts[3000].vat_code == "3"


def test_a_check_of_another_company_keeps_nothing_of_its_chart(shop: Shop, errands: Errands) -> None:
    errands.run(CheckSetup({"invoicing.api_url": shop.sandbox.api_url + "/"}))
    assert RemoteLedger(shop.database).chart() == Chart()


def test_the_ledger_is_read_when_somebody_asks(shop: Shop, errands: Errands) -> None:
    began = shop.clock.now()
    assert errands.run(ReadLedger(DAY)) == LedgerBrought(LedgerRead(DAY, TODAY, began))


def test_why_the_ledger_could_not_be_read_is_told(shop: Shop, errands: Errands) -> None:
    shop.sandbox.unplug()
    answer = errands.run(ReadLedger(DAY))
    assert isinstance(answer, LedgerBrought)
    assert (answer.read, answer.problem is not None) == (None, True)
    shop.till.change_settings({"invoicing.client_key": ""})
    answer = errands.run(ReadLedger(DAY))
    assert isinstance(answer, LedgerBrought)
    assert answer.problem is not None
    assert answer.problem.values["field"] == "invoicing.client_key"


def test_the_sync_thread_reads_it_and_tells(shop: Shop, run: Callable[..., Running]) -> None:
    settle(shop)
    post(shop)
    running = run(shop)
    running.worker.read_ledger(DAY)
    running.heard.expect(lambda: any(isinstance(event, LedgerBrought) for event in running.heard.events))
    assert len(kept(shop)) == 6
