"""Each day settlement in the outbox is of its Z, and each way in which it could be of something else is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, Remote, State
from terminal_app.domain.settlement import CashCount
from terminal_app.domain.settlement_accounts import USUAL, Settlement
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage import outbox, settled_days
from terminal_app.storage.books import Disagreement, disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_INVOICE, IN_CASH, TORGET, ListeningSync, ShopClock, a_cart, set_up

USUALLY = Settlement(True, None, USUAL)


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Till]:
    """A closed day with its voucher accepted."""
    with Database.open(tmp_path / "shop") as opened:
        till = set_up(opened, ShopClock(), ListeningSync())
        till.sell(a_cart(), IN_CASH, operator_id="kari")
        till.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number)
        till.day.close("kari", CashCount(Money(144_00), Money(100_00)))
        made = till.vouchers.preview(1, USUALLY)
        with opened.writing():
            outbox.insert(opened, _entry(till, made.total))
        read = till.outbox.of_settlement(1)
        assert read is not None
        sending = till.outbox.save(read, replace(read, state=State.SENDING, vat=made.vat))
        there = Remote("v1", 7, total=made.total, vat=made.vat)
        till.outbox.save(sending, replace(sending, state=State.ACCEPTED, remote=there))
        yield till


def _entry(till: Till, total: Money) -> OutboxEntry:
    return OutboxEntry(
        reference=settled_days.reference_for(till.database, 1),
        sale_id=None,
        receipt_no="Z-000001",
        sold_at=till.now(),
        customer_remote_id=None,
        customer_number=None,
        customer_name=None,
        total=total,
        state=State.QUEUED,
        settlement=1,
        vat_path=VatPath.DAY_SETTLEMENT,
    )


def test_a_settlement_that_is_its_z_s_agrees(settled: Till) -> None:
    assert disagreements(settled.database) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("reference = 'DSKZ00000000000000000000000000000000'", "settlement_of_another_z"),
        ("remote_vat_ore = remote_vat_ore + 1", "settlement_accepted_at_another_total"),
        ("remote_total_ore = remote_total_ore - 1", "settlement_accepted_at_another_total"),
        ("vat_ore = vat_ore - 1, remote_vat_ore = vat_ore - 1", "settlement_is_not_its_z"),
        ("vat_path = 'invoice'", "settlement_is_not_its_z"),
        ("total_ore = total_ore + 1, remote_total_ore = total_ore + 1", "settlement_is_not_its_z"),
    ],
)
def test_a_settlement_of_something_else_is_named(settled: Till, change: str, code: str) -> None:
    with settled.database.writing():
        for (name,) in settled.database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            settled.database.execute(f"DROP TRIGGER {name}")
        assert settled.database.execute(f"UPDATE outbox SET {change} WHERE settlement = 1") == 1
    assert Disagreement(code, ("Z-1",)) in disagreements(settled.database)
