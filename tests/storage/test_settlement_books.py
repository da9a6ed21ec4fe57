"""The register's own rows agree after closed days, and each way in which they could disagree is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.settlement import CashCount, PayIn, PayOut
from terminal_app.storage.books import Disagreement, disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, TORGET, ListeningSync, ShopClock, a_cart, set_up


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Till]:
    """Two closed days: rows 1 and 2 are the settings and the key, 3 the float, 9 an X, 10 the difference, 11 the Z."""
    clock = ShopClock()
    with Database.open(tmp_path / "shop") as opened:
        till = set_up(opened, clock, ListeningSync())
        till.day.open(Money(500_00), "amina")
        till.sell(a_cart(), IN_CASH, operator_id="kari")
        till.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number)
        till.day.pay_in(Money(200_00), PayIn.CHANGE)
        till.day.pay_out(Money(35_00), PayOut.EXPENSE, "Melk", "kari")
        till.returns.refund("S-000001", reason="Angret", operator_id="kari")
        till.day.x("kari")
        till.day.close("kari", CashCount(Money(660_00), Money(500_00)))
        clock.advance(days=1)
        till.sell(a_cart(), BY_CARD)
        till.day.close("kari")
        yield till


def test_the_books_of_two_closed_days_agree(closed: Till) -> None:
    assert disagreements(closed.database) == ()


def test_the_rows_are_where_the_tampering_looks_for_them(closed: Till) -> None:
    kinds = [row[0] for row in closed.database.rows("SELECT kind FROM journal ORDER BY id")]
    assert kinds == [
        "settings", "signing_key", "float", "sale", "sale", "pay_in", "pay_out", "return", "report_x",
        "cash_difference", "report_z", "float", "sale", "report_z",
    ]  # fmt: skip


def _fact(name: str, value: str, row: int) -> str:
    return f"UPDATE journal SET facts = json_set(facts, '$.{name}', {value}) WHERE id = {row}"


TAMPERED = {
    "transaction_number_missing": (_fact("nr", "30", 13), "30"),
    "transaction_without_number": ("UPDATE journal SET facts = json_remove(facts, '$.nr') WHERE id = 12", "12"),
    "signed_another_amount": (_fact("amount_ex", "'1.00'", 13), "S-000002"),
    "paid_number_untold": (_fact("paid_receipt_no", "'S-000009'", 5), "F-000001"),
    "pay_in_unsaid": ("UPDATE series SET last = 4 WHERE kind = 'pay_in'", "I"),
    "pay_out_unsaid": ("UPDATE series SET last = 4 WHERE kind = 'pay_out'", "U"),
    "z_unsaid": ("UPDATE series SET last = 4 WHERE kind = 'z'", "Z"),
    "z_number_missing": (_fact("number", "3", 14), "Z 14"),
    "report_of_other_rows": (_fact("first_row", "13", 14), "Z 14"),
    "grand_totals_do_not_go_on": (_fact("grand_total_sales", "'1.00'", 14), "Z 14"),
    "report_is_not_its_rows": (_fact("cash_sales", "'1.00'", 9), "X 9"),
    "difference_unsaid": (_fact("amount", "'-1.00'", 10), "Z 11"),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_what_does_not_agree_in_the_register_is_named_with_its_place(closed: Till, code: str) -> None:
    change, where = TAMPERED[code]
    with closed.database.writing():
        for (name,) in closed.database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            closed.database.execute(f"DROP TRIGGER {name}")
        assert closed.database.execute(change) == 1
    found = {one.code: one for one in disagreements(closed.database)}
    assert found.get(code) == Disagreement(code, (where,))
