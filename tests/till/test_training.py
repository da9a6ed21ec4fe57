"""Training: sold as ever, in a series of its own, and nothing of it sent, owed, remembered or mixed with real sales."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.operators import Operator, Right, Role
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.tender import Tender
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, ListeningSync, a_cart, entry_of, invoice
from tests.till.staff import last_row
from tests.till.test_returns import refund


@pytest.fixture
def learning(till: Till) -> Till:
    till.train(True, "amina")
    return till


def test_it_begins_and_ends_with_a_row_in_the_journal_each_and_survives_a_restart(
    till: Till, sync: ListeningSync
) -> None:
    till.train(True, "amina")
    assert last_row(till) == ("training_on", "amina", {})
    assert Till(till.database, till.now).training
    till.train(True, "amina")
    till.train(False, "kari")
    assert last_row(till) == ("training_off", "kari", {})
    rows = till.database.rows("SELECT COUNT(*) FROM journal WHERE kind LIKE 'training%'")
    assert (till.training, rows, sync.asked) == (False, [(2,)], [])


def test_the_setting_itself_tells_the_journal_the_same(till: Till) -> None:
    till.change_settings({"till.training": "true"}, "kari")
    assert last_row(till) == ("training_on", "kari", {})
    assert till.training


def test_one_without_the_right_does_not_begin_it(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "terminal_app.domain.operators.RIGHTS", {Role.CASHIER: frozenset(), Role.MANAGER: frozenset(Right)}
    )
    till.operators.staff.put([Operator("ola", "Ola Nordmann")])
    with pytest.raises(MoveRefused, match="right_missing"):
        till.train(True, "ola")
    assert not till.training


@pytest.mark.parametrize("tenders", [BY_CARD, BY_INVOICE, (Tender(Channel.CARD, Money(40_00)), *BY_INVOICE)])
def test_whatever_pays_it_a_sale_is_a_training_receipt_that_goes_nowhere(
    learning: Till, sync: ListeningSync, tenders: tuple[Tender, ...]
) -> None:
    sold = learning.sell(a_cart(), tenders, customer_number=10001)
    assert (sold.sale.kind, sold.sale.receipt_no, sold.sale.paid_receipt_no) == (
        ReceiptKind.TRAINING, "T-000001", None,
    )  # fmt: skip
    assert sold.entry is None
    for table in ("outbox", "customer_use", "customer_hour"):
        assert learning.database.rows(f"SELECT * FROM {table}") == []
    assert (sync.asked, learning.ledger.sale_by_receipt("T-000001") is not None) == ([], True)
    learning.train(False, "amina")
    assert [learning.sell(a_cart(), BY_CARD).sale.receipt_no, invoice(learning).sale.receipt_no] == [
        "S-000001",
        "F-000001",
    ]
    assert disagreements(learning.database) == ()


def test_an_invoice_is_trained_without_any_accounting_system(learning: Till) -> None:
    learning.change_settings({"channels.invoice.integration": "false", "invoicing.system": "none"})
    assert learning.sell(a_cart(), BY_INVOICE, customer_number=10001).sale.is_training


def test_a_training_sale_comes_back_in_training_alone_as_a_training_document(learning: Till) -> None:
    sold = learning.sell(a_cart(), BY_INVOICE, customer_number=10001).sale
    assert sold.receipt_no is not None
    learning.train(False, "kari")
    with pytest.raises(MoveRefused, match="sale_of_training"):
        refund(learning, sold.receipt_no)
    learning.train(True, "kari")
    back = refund(learning, sold.receipt_no)
    assert (back.sale.kind, back.sale.receipt_no, back.entry) == (ReceiptKind.TRAINING, "T-000002", None)
    assert learning.ledger.sale(back.sale.id) == back.sale
    assert disagreements(learning.database) == ()


def test_a_real_sale_is_not_taken_back_in_training(till: Till) -> None:
    sold = till.sell(a_cart(), BY_CARD).sale
    till.train(True, "kari")
    before = till.ledger.count()
    with pytest.raises(MoveRefused, match="sale_not_of_training"):
        refund(till, sold.receipt_no or "")
    assert till.ledger.count() == before


def test_in_training_nobody_touches_a_real_invoice_or_uses_up_a_real_receipts_copy(till: Till) -> None:
    entry = entry_of(invoice(till))
    till.change_settings({"printer.kind": "file", "printer.address": "prints"})
    till.train(True, "kari")
    for touch in (
        lambda: till.deliveries.assign_customer(entry.reference, 10002, "kari", "feil"),
        lambda: till.deliveries.cancel(entry.reference, "feil", "kari"),
        lambda: till.deliveries.retry(entry.reference, "kari"),
        lambda: till.deliveries.set_aside(entry.reference, "senere", "kari"),
        lambda: till.prints.copy(entry.receipt_no, "kari"),
    ):
        with pytest.raises(MoveRefused, match="sale_not_of_training"):
            touch()
    assert till.outbox.get(entry.reference) == entry
    till.train(False, "kari")
    assert till.prints.copy(entry.receipt_no, "kari").state is PrintState.WAITING
