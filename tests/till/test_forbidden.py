"""What the law forbids a till to do (kassasystemforskrifta § 2-6), each tried by every way there is.

No finished sale is changed or taken away, no second copy is made, nothing is sold over an open drawer, nothing passes
the journal by, and no setting hides any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import ZERO
from terminal_app.domain.print_job import PrintKind, PrintState
from terminal_app.domain.problems import BadInput, MoveRefused, Trouble
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.refund import Chosen
from terminal_app.domain.settings import SETTINGS
from terminal_app.domain.signature import Signature
from terminal_app.storage import journal, register
from terminal_app.storage.audit import audit
from terminal_app.storage.database import Database
from terminal_app.storage.ledger import Ledger
from terminal_app.till import Sold, Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, ShopClock, a_cart, entry_of, invoice
from tests.till.test_prints import original, put, with_printer
from tests.till.test_returns import refund

ROOT = Path(__file__).resolve().parents[2]
FINAL = ("sale", "sale_line", "payment", "journal", "sale_signature", "attempt")
NOT_FOR_PURCHASE = "IKKE KVITTERING FOR KJØP"
VALUES = ("true", "false", "", "0", "1", "100", "none", "never", "ask", "off", "file", "en", "dark", "05:00", "x")
"""Tried in each setting that takes them."""


@pytest.fixture
def shop(till: Till) -> Till:
    """A shop that has sold by card, in cash and on signed invoice, taken one back, and closed its day."""
    sold = till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), IN_CASH)
    till.sell(a_cart(), BY_INVOICE, customer_number=10001, signature=Signature((((1, 1), (200, 90), (300, 5)),)))
    refund(till, sold.sale.receipt_no or "")
    till.day.close("kari")
    return till


def contents(database: Database) -> dict[str, set[tuple[object, ...]]]:
    """All rows that are final, by table."""
    return {table: set(database.rows(f"SELECT * FROM {table}")) for table in FINAL}


def transactions(till: Till) -> list[JournalRow]:
    return [row for row in journal.rows(till.database) if row.is_transaction]


def other_values(key: str, till: Till) -> Iterator[str]:
    """Values that the setting takes and does not have."""
    for value in VALUES:
        try:
            written = SETTINGS[key].check(key, value)
        except BadInput:
            continue
        if written != till.values.text(key):
            yield value


# no edit, no delete


@pytest.mark.parametrize("table", ["sale", "sale_line", "payment", "journal", "sale_signature"])
@pytest.mark.parametrize("verb", ["update", "update or replace", "delete", "insert or replace", "replace", "upsert"])
def test_no_sql_of_the_till_changes_or_takes_away_what_was_done(shop: Till, table: str, verb: str) -> None:
    before = contents(shop.database)
    assert before[table]
    columns = [str(row[1]) for row in shop.database.rows(f"PRAGMA table_info({table})")]
    told = {
        "update": f"UPDATE {table} SET {columns[-1]} = {columns[-1]}",
        "update or replace": f"UPDATE OR REPLACE {table} SET {columns[-1]} = {columns[-1]}",
        "delete": f"DELETE FROM {table}",
        "insert or replace": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "replace": f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "upsert": f"INSERT INTO {table} SELECT * FROM {table} WHERE true "
        f"ON CONFLICT DO UPDATE SET {columns[-1]} = {columns[-1]}",
    }
    with pytest.raises(peewee.IntegrityError, match="append-only"), shop.database.writing():
        shop.database.execute(told[verb])
    assert contents(shop.database) == before


def test_no_row_takes_the_place_of_one_with_the_same_number(shop: Till) -> None:
    before = contents(shop.database)
    names = "at_utc, kind, operator_id, sale_id, facts, previous_hash, hash"
    forged = f"INSERT OR REPLACE INTO journal ({names}) SELECT {names} FROM journal WHERE kind = 'sale' LIMIT 1"
    with pytest.raises(peewee.IntegrityError, match="append-only"), shop.database.writing():
        shop.database.execute(forged)
    assert contents(shop.database) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE series SET last = last - 1",
        "UPDATE series SET last = 0",
        "UPDATE series SET kind = 'x' || kind",
        "DELETE FROM series",
        "INSERT OR REPLACE INTO series SELECT kind, 0 FROM series",
    ],
)
def test_no_number_series_goes_back_or_begins_anew(shop: Till, statement: str) -> None:
    before = shop.database.rows("SELECT * FROM series ORDER BY kind")
    with pytest.raises(peewee.IntegrityError, match="only goes on"), shop.database.writing():
        shop.database.execute(statement)
    assert shop.database.rows("SELECT * FROM series ORDER BY kind") == before


def test_the_ledger_can_record_and_read_and_nothing_else() -> None:
    offered = {name for name in vars(Ledger) if not name.startswith("_")}
    assert offered == {"record", "sale", "sale_by_receipt", "returns_of", "count"}


def test_no_line_of_the_program_changes_or_deletes_a_final_row() -> None:
    against = re.compile(rf"(UPDATE(\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO)\s+({'|'.join(FINAL)})\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for room in ("terminal_app", "sync")
        for path in (ROOT / room).rglob("*.py")
        for hit in against.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_whatever_is_done_with_a_finished_sale_leaves_its_rows_as_they_were(till: Till, clock: ShopClock) -> None:
    with_printer(till)
    sold, owed = till.sell(a_cart(), IN_CASH), invoice(till)
    before = contents(till.database)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    till.prints.copy(sold.sale.receipt_no or "")
    clock.advance(seconds=10)
    till.deliveries.cancel(entry_of(owed).reference, "feil kunde", "kari")
    refund(till, sold.sale.receipt_no or "", [Chosen(0, sold.sale.lines[0].quantity)])
    till.catalog.put_products([])
    till.change_settings({"shop.name": "Et annet navn AS", "till.name": "Kasse 9"}, "kari")
    till.signing.change(operator_id="kari")
    till.day.x("kari")
    till.day.close("kari")
    after = contents(till.database)
    assert {table: rows - after[table] for table, rows in before.items()} == {table: set() for table in FINAL}
    assert len(after["journal"]) > len(before["journal"]) + 6


def test_a_sale_is_returned_once_and_never_more_than_was_sold(shop: Till) -> None:
    sold = shop.sell(a_cart(), BY_CARD)
    refund(shop, sold.sale.receipt_no or "")
    before = contents(shop.database)
    with pytest.raises(Trouble):
        refund(shop, sold.sale.receipt_no or "")
    assert contents(shop.database) == before


# no second copy


def printed(till: Till) -> Sold:
    """A sale whose receipt came out, and whose one copy too."""
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    put(till, till.prints.copy(sold.sale.receipt_no or ""), PrintState.PRINTING, PrintState.PRINTED)
    return sold


def test_a_second_copy_is_refused_however_it_is_asked_for(till: Till) -> None:
    sold = printed(till)
    copied, first = till.prints.copied(sold.sale.id), original(till, sold)
    assert copied is not None
    with pytest.raises(MoveRefused, match="copy_made_already"):
        till.prints.copy(sold.sale.receipt_no or "")
    for job in (copied, first):
        with pytest.raises(MoveRefused):
            till.prints.again(job.id)
    (made,) = till.database.rows("SELECT COUNT(*) FROM print_job WHERE kind = 'copy'")
    assert made == (1,)


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE"])
def test_a_second_copy_is_refused_by_the_database_itself(till: Till, verb: str) -> None:
    sold = printed(till)
    columns = "sale_id, kind, made_utc, state, tries"
    with pytest.raises(peewee.IntegrityError), till.database.writing():
        till.database.execute(f"{verb} INTO print_job ({columns}) SELECT {columns} FROM print_job WHERE kind = 'copy'")
    copied = till.prints.copied(sold.sale.id)
    assert copied is not None
    assert (copied.kind, copied.state) == (PrintKind.COPY, PrintState.PRINTED)


# nothing over an open drawer


@pytest.mark.parametrize("tenders", [BY_CARD, IN_CASH])
def test_nothing_is_sold_in_any_way_while_the_drawer_is_open(till: Till, tenders: tuple[object, ...]) -> None:
    with_printer(till, kind="network", address="127.0.0.1", drawer="true", drawer_open_signal="high")
    sold = till.sell(a_cart(), BY_CARD)
    before = contents(till.database)
    till.drawer.told(True)
    for attempt in (
        lambda: till.sell(a_cart(), tenders),  # type: ignore[arg-type]
        lambda: invoice(till),
        lambda: refund(till, sold.sale.receipt_no or ""),
    ):
        with pytest.raises(MoveRefused, match="drawer_open"):
            attempt()
    sales = {table: rows for table, rows in contents(till.database).items() if table != "journal"}
    assert sales == {table: rows for table, rows in before.items() if table != "journal"}


# nothing past the journal, and nothing hidden behind a switch


def test_whatever_setting_is_changed_each_sale_is_numbered_signed_and_journalled(till: Till) -> None:
    sold = tried = 0
    for key in SETTINGS:
        for value in list(other_values(key, till))[:3]:
            as_it_was = till.values.text(key)
            try:
                till.change_settings({key: value}, "kari")
            except BadInput:
                continue
            tried += 1
            (before, _), row = register.last(till.database), journal.newest(till.database)
            try:
                sale = till.sell(a_cart(), BY_CARD).sale
            except Trouble:
                assert register.last(till.database)[0] == before, (key, value)
            else:
                sold += 1
                last = [one for one in journal.rows(till.database, row) if one.is_transaction][-1]
                assert (last.sale_id, last.facts["receipt_no"]) == (sale.id, sale.receipt_no), (key, value)
            till.change_settings({key: as_it_was}, "kari")
    assert sold > tried * 0.8 > 20
    numbers = [row.facts["nr"] for row in transactions(till)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert till.ledger.count() == sold
    assert audit(till.database, till.signing.store).holds


def test_a_change_of_settings_is_itself_in_the_journal(till: Till) -> None:
    for key in SETTINGS:
        if SETTINGS[key].secret:
            continue
        for value in list(other_values(key, till))[:1]:
            before = journal.newest(till.database)
            try:
                till.change_settings({key: value}, "kari")
            except BadInput:
                continue
            assert journal.newest(till.database) > before, key


def test_what_is_rung_up_in_training_is_marked_on_every_paper_whatever_is_set(till: Till) -> None:
    till.train(True, "kari")
    on_paper = [key for key in SETTINGS if key.startswith(("till.", "receipt.", "printer.")) and key != "till.training"]
    for key in on_paper:
        for value in list(other_values(key, till))[:2]:
            as_it_was = till.values.text(key)
            try:
                till.change_settings({key: value})
            except BadInput:
                continue
            sale = till.sell(a_cart(), BY_CARD).sale
            assert sale.kind is ReceiptKind.TRAINING
            papers = till.prints.papers(sale)
            assert papers
            for paper in papers:
                marked = " ".join(line.left for line in paper.lines if line.style in ("heading", "marking"))
                assert NOT_FOR_PURCHASE in marked.upper(), (key, value)
                assert "TRENINGSKVITTERING" in marked.upper(), (key, value)
            till.change_settings({key: as_it_was})


def test_training_uses_up_no_number_of_a_real_receipt_but_is_numbered_and_signed(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.train(True, "kari")
    learnt = till.sell(a_cart(), BY_CARD).sale
    till.train(False, "kari")
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000002"
    assert learnt.id in [row.sale_id for row in transactions(till)]
    assert audit(till.database, till.signing.store).holds


def test_nobody_sells_by_training_and_then_calling_it_real(till: Till) -> None:
    till.train(True, "kari")
    learnt = till.sell(a_cart(), IN_CASH).sale
    till.train(False, "kari")
    with pytest.raises(Trouble):
        refund(till, learnt.receipt_no or "")
    report = till.day.x("kari")
    assert (report.cash_sales, report.receipts, report.training.number) == (ZERO, 0, 1)
