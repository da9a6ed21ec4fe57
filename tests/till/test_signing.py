"""A signature and a requisition number: where the shop wants them, and in the sale's own transaction."""

from __future__ import annotations

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.sale import Words
from terminal_app.domain.signature import Signature
from terminal_app.storage.database import Database
from terminal_app.till import Sold, Till
from tests.till.counter import BY_INVOICE, TORGET, a_cart, invoice

SIGNED = Signature((((100, 200), (400, 120), (700, 250)),), "Kari Nordmann")


def sign(till: Till, signature: Signature) -> Sold:
    return till.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number, signature=signature)


def test_what_was_signed_is_kept_with_its_sale(till: Till) -> None:
    sold = sign(till, SIGNED)
    assert till.signatures.of_sale(sold.sale.id) == SIGNED
    assert till.signatures.of_sale(invoice(till).sale.id) is None


def test_a_slip_of_the_finger_stores_no_sale(till: Till) -> None:
    with pytest.raises(BadInput, match="signature_too_short"):
        sign(till, Signature((((1, 1), (2, 2)),)))
    assert till.ledger.count() == 0


def test_a_signature_is_never_changed_nor_taken_away(till: Till, database: Database) -> None:
    sold = sign(till, SIGNED)
    for statement in ("UPDATE sale_signature SET signed_by = 'x'", "DELETE FROM sale_signature"):
        with pytest.raises(Exception, match="append-only"), database.writing():
            database.execute(statement)
    assert till.signatures.of_sale(sold.sale.id) == SIGNED


def test_a_required_requisition_number_is_asked_for_by_the_till_itself(till: Till) -> None:
    till.change_settings({"channels.invoice.requisition": "require"})
    with pytest.raises(BadInput, match="requisition_missing"):
        invoice(till)
    assert till.ledger.count() == 0
    assert invoice(till, words=Words(reference="REK 12")).sale.words.reference == "REK 12"
    till.change_settings({"channels.invoice.requisition": "ask"})
    assert invoice(till).entry is not None
