"""A day's settlement, held against the ledger and against what the drawer holds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.day_figures import DayFigures, amounts
from terminal_app.domain.invoiced_share import invoiced_shares
from terminal_app.domain.sale import LineKind
from terminal_app.domain.settlement_accounts import OF_RATE, Slot
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.counter_day import shop
from tests.till.random_days import BEFORE_SUMMER_TIME, BEFORE_WINTER_TIME
from tests.till.random_days import Counter as RandomCounter

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
