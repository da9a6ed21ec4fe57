"""The books agree after any mix of sales and returns, and each way in which they could disagree is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.refund import Chosen
from terminal_app.domain.tender import Tender
from terminal_app.storage.books import Disagreement, disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, BY_INVOICE, COD, IN_CASH, LATTE, TORGET, ListeningSync, ShopClock, set_up


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with Database.open(tmp_path / "shop") as opened:
        yield set_up(opened, ShopClock(), ListeningSync())


def _busy_day(till: Till) -> None:
    """One of each: S-000001 in cash, S-000002 by card, F-000001 by invoice, R-000001 of one bun of S-000001, a cart."""
    cart = Cart().add(LATTE).add(BUN, Quantity.of(3)).add(COD, Quantity(350))
    till.sell(cart.with_line_discount(1, Discount.per_cent(10_00)), IN_CASH, operator_id="kari")
    till.sell(
        cart.discounted(Discount.kroner(Money(20_00))),
        (Tender(Channel.GIFT_CARD, Money(50_00)), *BY_CARD),
        operator_id="kari",
    )
    till.sell(cart, BY_INVOICE, customer_number=TORGET.number)
    till.returns.refund("S-000001", [Chosen(1, Quantity.of(1))], reason="Angret", operator_id="kari")
    till.parking.park(cart, "Bord 4", "kari")
    till.parking.resume(till.parking.park(cart, "Bord 5", "kari").id, "kari")


def test_the_books_of_a_busy_day_agree(till: Till) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})
    _busy_day(till)
    assert disagreements(till.database) == ()


def test_the_books_of_an_empty_shop_agree(till: Till) -> None:
    assert disagreements(till.database) == ()


TAMPERED = {
    "lines_are_not_the_total": ("UPDATE sale SET total_ore = total_ore + 1 WHERE receipt_no = 'S-000002'", "S-000002"),
    "line_is_not_its_price": (
        "UPDATE sale_line SET discount_ore = discount_ore + 1 WHERE position = 0 AND sale_id = "
        "(SELECT id FROM sale WHERE receipt_no = 'S-000002')",
        "S-000002",
    ),
    "payments_are_not_the_total": (
        "UPDATE payment SET amount_ore = amount_ore - 1 WHERE channel = 'cash' AND amount_ore > 0",
        "S-000001",
    ),
    "rounding_without_cash": ("UPDATE sale SET rounding_ore = 40 WHERE receipt_no = 'S-000002'", "S-000002"),
    "sale_not_in_the_journal": (
        "UPDATE journal SET facts = json_set(facts, '$.total', '1.00') WHERE sale_id = "
        "(SELECT id FROM sale WHERE receipt_no = 'F-000001')",
        "F-000001",
    ),
    "journal_tells_of_no_sale": (
        "UPDATE journal SET sale_id = 'gone' WHERE sale_id = (SELECT id FROM sale WHERE receipt_no = 'S-000002')",
        "S-000002",
    ),
    "invoice_not_in_the_outbox": ("DELETE FROM outbox", "F-000001"),
    "outbox_is_not_the_invoice": ("UPDATE outbox SET total_ore = total_ore - 1", "F-000001"),
    "accepted_at_another_total": ("UPDATE outbox SET state = 'accepted', remote_total_ore = total_ore + 1", "F-000001"),
    "more_returned_than_sold": (
        "UPDATE sale_line SET quantity_milli = -9000 WHERE original_position IS NOT NULL",
        "S-000001",
    ),
    "more_paid_back_than_paid": ("UPDATE payment SET amount_ore = -900000 WHERE amount_ore < 0", "S-000001"),
    "return_of_another_world": ("UPDATE sale SET kind = 'training' WHERE receipt_no = 'S-000001'", "R-000001"),
    "number_of_another_kind": (
        "UPDATE sale SET receipt_no = 'S-000009' WHERE kind = 'delivery'",
        "S-000009",
    ),
    "cancelled_unsaid": ("UPDATE outbox SET state = 'cancelled'", "F-000001"),
    "customer_changed_unsaid": ("UPDATE outbox SET customer_remote_id = '502'", "F-000001"),
    "sale_without_receipt": (
        "DELETE FROM print_job WHERE sale_id = (SELECT id FROM sale WHERE receipt_no = 'F-000001')",
        "F-000001",
    ),
    "copy_unsaid": (
        "UPDATE print_job SET kind = 'copy' WHERE sale_id = (SELECT id FROM sale WHERE receipt_no = 'S-000002')",
        "S-000002",
    ),
    "bill_unsaid": ("INSERT INTO series (kind, last) VALUES ('provisional', 1)", "P"),
    "parked_unsaid": ("DELETE FROM parked", "Bord 4"),
    "printed_twice": (
        "UPDATE print_job SET sale_id = (SELECT id FROM sale WHERE receipt_no = 'S-000001') "
        "WHERE sale_id = (SELECT id FROM sale WHERE receipt_no = 'S-000002')",
        "S-000001",
    ),
    "number_missing": ("UPDATE series SET last = last + 1 WHERE kind = 'sale'", "S-000003"),
    "journal_broken": ("UPDATE journal SET kind = 'sala' WHERE id = 2", "2"),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_what_does_not_agree_is_named_with_its_place(till: Till, code: str) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})
    _busy_day(till)
    change, where = TAMPERED[code]
    _without_its_guards(till.database, change)
    found = {one.code: one for one in disagreements(till.database)}
    assert found.get(code) == Disagreement(code, (where,))


def _without_its_guards(database: Database, change: str) -> None:
    """What nobody can do through the program: the triggers go, and a row is changed by hand."""
    with database.writing():
        for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA defer_foreign_keys = ON")
        database.execute(change)


OF_CARD = "(SELECT id FROM sale WHERE receipt_no = 'S-000002')"
TABLES_ALONE = {
    "another channel": (
        f"UPDATE payment SET channel = 'cash' WHERE channel = 'card' AND sale_id = {OF_CARD}",
        "payments",
    ),
    "another name": (f"UPDATE sale_line SET name = 'Te' WHERE position = 0 AND sale_id = {OF_CARD}", "lines"),
    "another group": (f"UPDATE sale_line SET category = 'Fisk' WHERE position = 0 AND sale_id = {OF_CARD}", "lines"),
    "another VAT code": (f"UPDATE sale_line SET vat_code = '5' WHERE position = 0 AND sale_id = {OF_CARD}", "lines"),
    "VAT made smaller": (
        f"UPDATE sale_line SET net_ore = net_ore + 1, vat_ore = vat_ore - 1 WHERE position = 0 AND sale_id = {OF_CARD}",
        "lines",
    ),
    "a line of nothing more": (
        "INSERT INTO sale_line (sale_id, position, kind, sku, name, category, quantity_milli, unit_price_ore, "
        "vat_code, vat_rate, vat_valid_from, net_ore, vat_ore, gross_ore, unit, discount_ore, note) "
        f"SELECT sale_id, 9, kind, sku, name, category, 0, 0, vat_code, vat_rate, vat_valid_from, 0, 0, 0, unit, 0, '' "
        f"FROM sale_line WHERE position = 0 AND sale_id = {OF_CARD}",
        "lines",
    ),
    "another day": (
        "UPDATE sale SET sold_at = '2026-11-22' || SUBSTR(sold_at, 11) WHERE receipt_no = 'S-000002'",
        "sale",
    ),
    "another operator": ("UPDATE sale SET operator_id = 'amina' WHERE receipt_no = 'S-000002'", "sale"),
}


@pytest.mark.parametrize("forgery", TABLES_ALONE)
def test_whoever_changes_the_tables_and_not_the_journal_is_found(till: Till, forgery: str) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})
    _busy_day(till)
    change, what = TABLES_ALONE[forgery]
    _without_its_guards(till.database, change)
    code = f"{what}_is_not_as_told" if what == "sale" else f"{what}_are_not_as_told"
    assert Disagreement(code, ("S-000002",)) in disagreements(till.database)


def test_an_invoice_that_somebody_changed_over_there_is_no_fault_of_these_books(till: Till) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})
    _busy_day(till)
    _without_its_guards(till.database, "UPDATE outbox SET state = 'invoiced', remote_total_ore = total_ore - 450")
    assert "accepted_at_another_total" not in {one.code for one in disagreements(till.database)}
