"""A day's settlement, held against the ledger and against what the drawer holds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.day_figures import DayFigures, amounts
from terminal_app.domain.invoiced_share import invoiced_shares
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.sale import LineKind
from terminal_app.domain.settlement import CashCount
from terminal_app.domain.settlement_accounts import OF_RATE, USUAL, Settlement, Slot
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat_path import VatPath
from terminal_app.reports.columns import plain_text
from terminal_app.storage import outbox, settled_days
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, TORGET, ShopClock, a_cart
from tests.till.counter_day import shop
from tests.till.random_days import BEFORE_SUMMER_TIME, BEFORE_WINTER_TIME
from tests.till.random_days import Counter as RandomCounter

FIRST_DAY = date(2026, 11, 23)
Sums = Counter[tuple[str, str]]


def every(till: Till) -> list[DayFigures]:
    """The figures of each Z, and of what is not on one yet."""
    return [*(till.vouchers.figures(number) for number in range(1, (till.vouchers.last_z() or 0) + 1)),
            till.vouchers.figures()]  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), in_autumn=st.booleans())
def test_the_settlements_of_any_days_are_what_was_sold_and_what_is_in_the_drawer(seed: int, in_autumn: bool) -> None:
    clock = ShopClock(BEFORE_WINTER_TIME if in_autumn else BEFORE_SUMMER_TIME)
    folder = Path(tempfile.mkdtemp(prefix="disken-vouchers-"))
    try:
        shutil.copytree(shop(), folder, dirs_exist_ok=True)
        with Database.open(folder) as database:
            database.rows("PRAGMA synchronous=0")
            till = Till(database, clock)
            till.change_settings({"invoicing.invoice_fee_amount": "50.00"})
            RandomCounter(till, clock, Random(seed)).live(40)
            till.day.close_forgotten()
            agree(till)
    finally:
        shutil.rmtree(folder)


def agree(till: Till) -> None:
    days = every(till)
    paid, invoiced, payments = ledger(till)
    told_paid: Sums = Counter()
    told_invoiced: Sums = Counter()
    told_payments: Counter[Channel] = Counter()
    for one in days:
        for rate in one.rates:
            for told, sums in ((told_paid, rate.paid), (told_invoiced, rate.invoiced)):
                told[rate.code, "net"] += sums.net.ore
                told[rate.code, "vat"] += sums.vat.ore
        told_paid["tip", "net"] += one.tips_paid.ore
        told_invoiced["tip", "net"] += one.tips_invoiced.ore
        for channel, amount in one.payments.items():
            told_payments[channel] += amount.ore
    assert some(told_paid) == some(paid)
    assert some(told_invoiced) == some(invoiced)
    assert some(told_payments) == some(payments)
    for path in VatPath:
        _vouchers_are_whole(days, path)
    for one in days[:-1]:
        z = till.day.z(one.z)
        by_code = {
            code: -amount.ore for slot, code, amount in amounts(one, VatPath.INVOICE) if slot in OF_RATE.values()
        }
        assert by_code == {rate.code: (rate.net + rate.vat).ore for rate in z.vat if rate.net + rate.vat}


def _vouchers_are_whole(days: list[DayFigures], path: VatPath) -> None:
    cash = 0
    for one in days:
        posted = amounts(one, path)
        assert sum(amount.ore for _, _, amount in posted) == 0
        by_slot: Counter[Slot] = Counter()
        for slot, _, amount in posted:
            by_slot[slot] += amount.ore
        assert by_slot[Slot.INVOICE] == (one.invoiced.ore if path is VatPath.DAY_SETTLEMENT else 0)
        for rate in one.rates:
            assert (OF_RATE[rate.rate], rate.code, -rate.on(path).gross) in posted or not rate.on(path).gross
        cash += by_slot[Slot.CASH]
        assert cash == one.left.ore


def ledger(till: Till) -> tuple[Sums, Sums, Counter[Channel]]:
    """What the ledger's own sales come to: paid at the till, on invoices, and by channel."""
    paid: Sums = Counter()
    invoiced: Sums = Counter()
    payments: Counter[Channel] = Counter()
    for (sale_id,) in till.database.rows("SELECT id FROM sale WHERE kind <> 'training'"):
        sale = till.ledger.sale(sale_id)
        assert sale is not None
        for share in invoiced_shares(sale):
            code = "tip" if share.kind is LineKind.TIP else share.code.code
            for told, split in ((paid, share.paid), (invoiced, share.invoiced)):
                told[code, "net"] += split.net.ore
                told[code, "vat"] += split.vat.ore
        for payment in sale.payments:
            payments[payment.channel] += payment.amount.ore
    return paid, invoiced, payments


def some(counted: Counter[object] | Sums | Counter[Channel]) -> dict[object, int]:
    return {key: ore for key, ore in counted.items() if ore}


# one day at a time


CHOSEN = {slot.key: str(number) for slot, number in USUAL.items()}


@pytest.fixture
def chosen(till: Till) -> Till:
    till.change_settings(CHOSEN)
    return till


def posted(till: Till, z: int | None = None) -> dict[str, int]:
    return {line.slot.value: line.amount.ore for line in till.vouchers.preview(z).lines}


def test_a_forgotten_day_is_settled_as_if_its_drawer_held_what_it_should(chosen: Till, clock: ShopClock) -> None:
    chosen.day.open(Money(500_00), "amina")
    chosen.sell(a_cart(), IN_CASH)
    clock.advance(days=1)
    assert chosen.day.close_forgotten()
    assert posted(chosen, 1) == {
        "cash": 644_00,
        "bank": -500_00,
        "sale_25": -104_00,
        "sale_15": -39_90,
        "rounding": -10,
    }


def test_a_float_that_is_not_what_the_z_left_went_to_the_bank_or_came_from_it(chosen: Till, clock: ShopClock) -> None:
    chosen.day.open(Money(500_00), "amina")
    chosen.day.close("kari", CashCount(Money(500_00), Money(300_00)))
    clock.advance(days=1)
    chosen.day.open(Money(250_00), "amina")
    chosen.day.open(Money(450_00), "amina")
    assert posted(chosen, 1) == {"cash": 300_00, "bank": -300_00}
    assert posted(chosen) == {"cash": 150_00, "bank": -150_00}


def test_what_was_sold_in_training_is_nowhere(chosen: Till) -> None:
    chosen.train(True, "kari")
    chosen.sell(a_cart(), IN_CASH, operator_id="kari")
    chosen.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number, operator_id="kari")
    chosen.train(False, "kari")
    chosen.day.close("kari")
    assert posted(chosen, 1) == {}
    assert settled_days.without_entry(chosen.database, FIRST_DAY) == []


def test_a_part_invoice_and_its_return_on_another_day_each_count_on_their_own(chosen: Till, clock: ShopClock) -> None:
    chosen.sell(a_cart(), (Tender(Channel.INVOICE, Money(100_00)), Tender(Channel.CARD)), customer_number=TORGET.number)
    chosen.day.close("kari")
    clock.advance(days=1)
    chosen.returns.refund("F-000001", reason="Angret", operator_id="kari")
    chosen.day.close("kari")
    assert posted(chosen, 1) == {"card": 43_90, "invoice": 100_00, "sale_25": -104_00, "sale_15": -39_90}
    assert posted(chosen, 2) == {slot: -ore for slot, ore in posted(chosen, 1).items()}
    chosen.change_settings({"invoicing.send_amount_excluding_vat": "true"})
    by_invoice = posted(chosen, 1)
    assert by_invoice["card"] == 43_90 == -(by_invoice["sale_25"] + by_invoice["sale_15"])
    assert posted(chosen, 2) == {slot: -ore for slot, ore in by_invoice.items()}


def test_days_without_an_entry_are_those_from_the_day_on_that_anything_was_done(chosen: Till, clock: ShopClock) -> None:
    for _ in range(3):
        chosen.sell(a_cart(), BY_CARD)
        chosen.day.close("kari")
        clock.advance(days=1)
    chosen.day.close("kari")
    assert settled_days.without_entry(chosen.database, FIRST_DAY) == [1, 2, 3]
    assert settled_days.without_entry(chosen.database, FIRST_DAY + timedelta(days=1)) == [2, 3]
    with chosen.database.writing():
        outbox.insert(chosen.database, _entry(chosen, 2, VatPath.INVOICE))
    assert settled_days.without_entry(chosen.database, FIRST_DAY) == [1, 3]


def test_a_settlement_that_waits_is_shown_the_way_it_was_made_for(chosen: Till) -> None:
    chosen.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number)
    chosen.sell(a_cart(), BY_CARD)
    chosen.day.close("kari")
    with chosen.database.writing():
        outbox.insert(chosen.database, _entry(chosen, 1, VatPath.INVOICE))
    assert chosen.vouchers.preview(1).path is VatPath.INVOICE
    assert "invoice" not in posted(chosen, 1)


def test_other_accounts_than_the_stored_ones_are_tried_before_they_are_saved(chosen: Till) -> None:
    chosen.sell(a_cart(), BY_CARD)
    other = Settlement(True, None, {**USUAL, Slot.CARD: 1920})
    assert [line.account for line in chosen.vouchers.preview(None, other).lines] == [1920, 3000, 3002]
    few = Settlement(True, None, {Slot.CARD: 1910, Slot.SALE_25: 3000})
    with pytest.raises(SettingWrong, match="settlement_account_missing"):
        chosen.vouchers.preview(None, few)


def test_the_voucher_is_printed_on_paper_as_it_is_shown(chosen: Till, tmp_path: Path) -> None:
    chosen.change_settings({"printer.kind": "file", "printer.address": str(tmp_path)})
    chosen.sell(a_cart(), BY_CARD)
    made = chosen.vouchers.preview()
    job = chosen.vouchers.print(made)
    assert chosen.prints.papers_of_job(job) == (chosen.vouchers.paper(made),)
    told = plain_text(chosen.vouchers.paper(made))
    assert "Salg med 25 prosent mva." in told
    assert told.splitlines()[-2].split() == ["Sum", "143,90", "143,90"]


def _entry(till: Till, z: int, path: VatPath) -> OutboxEntry:
    return OutboxEntry(
        reference=settled_days.reference_for(till.database, z),
        sale_id=None,
        receipt_no="",
        sold_at=till.now(),
        customer_remote_id=None,
        customer_number=None,
        customer_name=None,
        total=Money(1),
        state=State.QUEUED,
        settlement=z,
        vat_path=path,
    )
