"""What was sold and done is never changed: triggers refuse it, and the journal's chain shows what got past them."""

from __future__ import annotations

import json
from dataclasses import replace

import peewee
import pytest

from terminal_app.domain.outbox import Attempt, State
from terminal_app.domain.sale import Words
from terminal_app.storage import journal
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, a_cart, entry_of, invoice

FINAL = ("sale", "sale_line", "payment", "journal", "attempt")


def with_one_of_each(till: Till) -> None:
    entry = entry_of(invoice(till))
    till.outbox.save(entry, replace(entry, state=State.SENDING), Attempt(till.now(), "send", "accepted"))


@pytest.mark.parametrize("table", FINAL)
def test_a_final_row_can_be_neither_changed_nor_deleted(till: Till, table: str) -> None:
    with_one_of_each(till)
    before = till.database.rows(f"SELECT * FROM {table}")
    assert before
    column = till.database.rows(f"PRAGMA table_info({table})")[-1][1]
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(peewee.IntegrityError, match="append-only"):
            till.database.execute(statement)
    assert till.database.rows(f"SELECT * FROM {table}") == before


def test_an_outbox_entry_moves_on_but_is_never_deleted(till: Till) -> None:
    with_one_of_each(till)
    with pytest.raises(peewee.IntegrityError, match="never deleted"):
        till.database.execute("DELETE FROM outbox")
    assert till.outbox.counts() == {State.SENDING: 1}


def test_the_journal_holds_a_chained_row_for_each_sale_and_each_change_of_settings(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.change_settings({"till.name": "Kasse 2"}, "kari")
    rows = till.database.rows("SELECT kind, operator_id, facts FROM journal ORDER BY id")
    assert [row[0] for row in rows] == ["settings", "signing_key", "float", "sale", "settings"]
    sold = json.loads(rows[3][2])
    assert (sold["receipt_no"], sold["total"], sold["payments"]) == ("S-000001", "143.90", [["card", "143.90"]])
    assert (rows[4][1], json.loads(rows[4][2])) == ("kari", {"till.name": ["Kasse 1", "Kasse 2"]})
    assert journal.first_broken(till.database) is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE journal SET facts = replace(facts, '143.90', '43.90') WHERE id = 4",
        "UPDATE journal SET operator_id = 'ola' WHERE id = 4",
        "UPDATE journal SET at_utc = '2026-01-01T00:00:00.000000+00:00' WHERE id = 4",
        "UPDATE journal SET kind = 'settings' WHERE id = 4",
        "DELETE FROM journal WHERE id = 4",
        "UPDATE journal SET previous_hash = 'x' WHERE id = 4",
    ],
)
def test_a_journal_row_that_was_tampered_with_is_found(till: Till, forgery: str) -> None:
    for _ in range(4):
        till.sell(a_cart(), BY_CARD)
    database = till.database
    for verb in ("update", "delete"):
        database.execute(f"DROP TRIGGER journal_never_{verb}")
    assert database.execute(forgery) == 1
    assert journal.first_broken(database) == 4


def test_a_row_that_was_swapped_for_one_with_a_right_hash_breaks_the_chain_after_it(till: Till) -> None:
    for _ in range(3):
        till.sell(a_cart(), BY_CARD)
    database = till.database
    database.execute("DROP TRIGGER journal_never_update")
    ((previous, at, kind, operator, sale),) = database.rows(
        "SELECT previous_hash, at_utc, kind, operator_id, sale_id FROM journal WHERE id = 2"
    )
    forged = journal.link(previous, at, kind, operator, sale, "{}")
    database.execute("UPDATE journal SET facts = '{}', hash = ? WHERE id = 2", (forged,))
    assert journal.first_broken(database) == 3


def test_a_sale_reads_back_as_it_was_recorded(till: Till) -> None:
    sold = invoice(till, words=Words("Takk 👍\n[b]", "bare her", "PO 1")).sale
    read = till.ledger.sale(sold.id)
    assert read is not None
    assert read.customer is not None
    assert sold.customer is not None
    assert (read.customer.remote_id, read.customer.number, read.customer.name) == ("501", 10001, "Torget Regnskap AS")
    assert (read.lines, read.payments, read.words) == (sold.lines, sold.payments, sold.words)
    assert (read.sold_at, read.total, read.kind, read.serving) == (sold.sold_at, sold.total, sold.kind, sold.serving)
    assert till.ledger.sale_by_receipt("F-000001") == read
    assert till.ledger.sale("unknown") is None


def test_a_split_that_does_not_add_up_cannot_even_be_stored(database: Database) -> None:
    with pytest.raises(peewee.IntegrityError, match="CHECK"):
        database.execute(
            "INSERT INTO sale_line VALUES ('s', 0, 'item', NULL, '', NULL, 1000, 100, '3', 2500, '2005-01-01', "
            "1, 2, 4, NULL, 'piece', NULL, 0, '')"
        )
