"""A sale is on disk whole or not at all: whichever statement fails, and whenever the program is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.sale import Words
from terminal_app.domain.tender import Tender
from terminal_app.storage import journal
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, a_cart, invoice

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_BY_A_SALE = ("sale", "sale_line", "payment", "series", "journal", "outbox", "customer_use")


def stand(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a sale writes."""
    return {table: database.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in WRITTEN_BY_A_SALE}


class Breaker:
    """Lets so many statements of a database pass and fails the next as a full disk would."""

    def __init__(self, patch: pytest.MonkeyPatch, database: Database, passing: int) -> None:
        self.left = passing
        for name in ("execute", "execute_many"):
            patch.setattr(database, name, self._guarded(getattr(database, name)))

    def _guarded(self, run: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise peewee.OperationalError("database or disk is full")
            return run(*arguments)

        return guarded


def test_whichever_statement_of_an_invoice_sale_fails_nothing_of_it_is_left(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice(till)
    before, passing = stand(till.database), 0
    while True:
        with monkeypatch.context() as patch:
            Breaker(patch, till.database, passing)
            try:
                till.sell(a_cart(), BY_INVOICE, customer_number=10002, words=Words("takk"))
            except peewee.OperationalError:
                assert stand(till.database) == before, f"statement {passing + 1}"
                passing += 1
            else:
                break
    assert passing >= 7
    after = stand(till.database)
    assert {table: len(after[table]) - len(before[table]) for table in WRITTEN_BY_A_SALE} == {
        "sale": 1,
        "sale_line": 2,
        "payment": 1,
        "series": 0,
        "journal": 1,
        "outbox": 1,
        "customer_use": 1,
    }


def test_the_sale_after_a_failed_one_takes_the_next_number(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    first = invoice(till)
    with monkeypatch.context() as patch:
        Breaker(patch, till.database, 5)
        with pytest.raises(peewee.OperationalError):
            invoice(till)
    assert (first.sale.receipt_no, invoice(till).sale.receipt_no) == ("F-000001", "F-000002")


def test_each_kind_of_receipt_counts_by_itself_without_a_gap(till: Till) -> None:
    numbers = [
        till.sell(a_cart(), tenders, customer_number=10001).sale.receipt_no
        for tenders in (BY_CARD, BY_INVOICE, BY_CARD, (Tender(Channel.CASH),), BY_INVOICE)
    ]
    assert numbers == ["S-000001", "F-000001", "S-000002", "S-000003", "F-000002"]
    assert till.ledger.count() == 5


SELLER = """
    import sys
    from pathlib import Path
    from tests.till.counter import BY_CARD, a_cart, invoice, open_shop

    till = open_shop(Path(sys.argv[1]))
    print("open", flush=True)
    while True:
        sold = invoice(till)
        print(sold.sale.receipt_no, flush=True)
        till.sell(a_cart(), BY_CARD)
"""


def test_a_program_killed_while_it_sells_leaves_whole_sales_and_everything_it_has_shown(tmp_path: Path) -> None:
    shown: list[str] = []
    for sales_before_the_end in (1, 4):
        program = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SELLER), str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with program:
            assert program.stdout is not None
            assert program.stdout.readline() == "open\n"
            shown += [program.stdout.readline().strip() for _ in range(sales_before_the_end)]
            os.kill(program.pid, signal.SIGKILL)
    with Database.open(tmp_path) as database:
        sales = dict(database.rows("SELECT id, receipt_no FROM sale"))
        assert set(shown) <= set(sales.values())
        for table in ("sale_line", "payment", "journal WHERE kind = 'sale'"):
            assert {row[0] for row in database.rows(f"SELECT sale_id FROM {table}")} == set(sales)
        invoiced = {number for number in sales.values() if number.startswith("F-")}
        assert database.row("SELECT COUNT(*) FROM outbox") == (len(invoiced),)
        assert invoiced == {f"F-{number:06d}" for number in range(1, len(invoiced) + 1)}
        assert journal.first_broken(database) is None
