"""Whether ledger, journal, outbox and number series tell the same story; read-only, one pass over the tables a check.

For the tests after every story, and for a support engineer. Knows no screens and mends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.receipt import ReceiptKind, receipt_number
from . import journal, ledger_books, series, settlement_books
from .database import Database

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What does not agree, and where: receipt numbers, references or journal rows, at most `MOST_NAMED` of them."""

    code: str
    where: tuple[str, ...]


_LINES = "(SELECT sale_id, SUM(gross_ore) AS ore FROM sale_line GROUP BY sale_id)"
_PAID = "(SELECT sale_id, SUM(amount_ore) AS ore FROM payment GROUP BY sale_id)"
_INVOICED = "(SELECT sale_id, SUM(amount_ore) AS ore FROM payment WHERE channel = 'invoice' GROUP BY sale_id)"
_TOLD = (
    "(SELECT sale_id, COUNT(*) AS times, MAX(json_extract(facts, '$.receipt_no')) AS receipt_no, "
    "MAX(CAST(REPLACE(json_extract(facts, '$.total'), '.', '') AS INTEGER)) AS ore "
    "FROM journal WHERE kind IN ('sale', 'return') GROUP BY sale_id)"
)

_CHECKS = {
    "lines_are_not_the_total": (
        f"SELECT s.receipt_no FROM sale s LEFT JOIN {_LINES} l ON l.sale_id = s.id WHERE l.ore IS NOT s.total_ore"
    ),
    "line_is_not_its_price": (
        "SELECT s.receipt_no FROM sale_line l JOIN sale s ON s.id = l.sale_id WHERE l.kind = 'item' "
        "AND s.original_id IS NULL "
        "AND (2 * l.unit_price_ore * l.quantity_milli + 1000) / 2000 - l.discount_ore <> l.gross_ore"
    ),
    "payments_are_not_the_total": (
        f"SELECT s.receipt_no FROM sale s LEFT JOIN {_PAID} p ON p.sale_id = s.id "
        "WHERE p.ore IS NOT s.total_ore + s.rounding_ore"
    ),
    "rounding_without_cash": (
        "SELECT s.receipt_no FROM sale s WHERE s.rounding_ore <> 0 AND "
        "(ABS(s.rounding_ore) > CASE WHEN s.original_id IS NULL THEN 50 ELSE 100 END OR NOT EXISTS "
        "(SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.channel = 'cash'))"
    ),
    "sale_not_in_the_journal": (
        f"SELECT s.receipt_no FROM sale s LEFT JOIN {_TOLD} j ON j.sale_id = s.id "
        "WHERE j.times IS NOT 1 OR j.receipt_no IS NOT s.receipt_no OR j.ore IS NOT s.total_ore"
    ),
    "journal_tells_of_no_sale": (
        f"SELECT j.receipt_no FROM {_TOLD} j LEFT JOIN sale s ON s.id = j.sale_id WHERE s.id IS NULL"
    ),
    "invoice_not_in_the_outbox": (
        f"SELECT s.receipt_no FROM sale s JOIN {_INVOICED} i ON i.sale_id = s.id AND i.ore <> 0 "
        "LEFT JOIN outbox o ON o.sale_id = s.id LEFT JOIN outbox of_original ON of_original.sale_id = s.original_id "
        "WHERE o.reference IS NULL AND s.kind <> 'training' "
        "AND (s.original_id IS NULL OR of_original.state IS NOT 'cancelled')"
    ),
    "outbox_is_not_the_invoice": (
        f"SELECT s.receipt_no FROM outbox o JOIN sale s ON s.id = o.sale_id LEFT JOIN {_INVOICED} i "
        "ON i.sale_id = s.id WHERE i.ore IS NOT o.total_ore OR s.kind = 'training'"
    ),
    "accepted_at_another_total": (
        "SELECT s.receipt_no FROM outbox o JOIN sale s ON s.id = o.sale_id "
        "WHERE o.state = 'accepted' "  # of an invoice it is what somebody made of it there: the VAT bridge tells
        "AND o.remote_total_ore IS NOT NULL AND o.remote_total_ore <> o.total_ore"
    ),
    "more_returned_than_sold": (
        "SELECT s.receipt_no FROM sale_line back JOIN sale r ON r.id = back.sale_id "
        "JOIN sale s ON s.id = r.original_id "
        "JOIN sale_line l ON l.sale_id = s.id AND l.position = back.original_position "
        "GROUP BY s.id, l.position HAVING l.quantity_milli + SUM(back.quantity_milli) < 0 "
        "OR l.gross_ore + SUM(back.gross_ore) < 0"
    ),
    "more_paid_back_than_paid": (
        "SELECT s.receipt_no FROM payment back JOIN sale r ON r.id = back.sale_id JOIN sale s ON s.id = r.original_id "
        "GROUP BY s.id, back.channel HAVING SUM(back.amount_ore) + COALESCE((SELECT SUM(p.amount_ore) FROM payment p "
        "WHERE p.sale_id = s.id AND p.channel = back.channel), 0) < 0"
    ),
    "return_of_another_world": (
        "SELECT r.receipt_no FROM sale r JOIN sale s ON s.id = r.original_id "
        "WHERE (r.kind = 'training') <> (s.kind = 'training')"
    ),
    "number_of_another_kind": (
        "SELECT receipt_no FROM sale WHERE SUBSTR(receipt_no, 1, 2) <> CASE kind WHEN 'sale' THEN 'S-' "
        "WHEN 'delivery' THEN 'F-' WHEN 'return' THEN 'R-' ELSE 'T-' END "
        "OR (paid_receipt_no IS NOT NULL AND (kind <> 'delivery' OR SUBSTR(paid_receipt_no, 1, 2) <> 'S-'))"
    ),
    "cancelled_unsaid": (
        "SELECT s.receipt_no FROM outbox o JOIN sale s ON s.id = o.sale_id WHERE o.state = 'cancelled' "
        "AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.sale_id = s.id AND j.kind = 'delivery_cancelled')"
    ),
    "customer_changed_unsaid": (
        "SELECT s.receipt_no FROM outbox o JOIN sale s ON s.id = o.sale_id "
        "WHERE o.customer_remote_id IS NOT s.customer_remote_id "
        "AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.sale_id = s.id AND j.kind = 'customer_assigned')"
    ),
    "sale_without_receipt": (
        "SELECT s.receipt_no FROM sale s JOIN journal told ON told.sale_id = s.id AND told.kind IN ('sale', 'return') "
        "WHERE NOT EXISTS (SELECT 1 FROM print_job p WHERE p.sale_id = s.id AND p.kind = 'receipt') "
        "AND told.id > (SELECT MIN(first.id) FROM journal first JOIN print_job p ON p.sale_id = first.sale_id)"
    ),
    "copy_unsaid": (
        "SELECT s.receipt_no FROM sale s JOIN (SELECT sale_id FROM print_job WHERE kind = 'copy' "
        "UNION SELECT sale_id FROM journal WHERE kind = 'copy') c ON c.sale_id = s.id "
        "WHERE (SELECT COUNT(*) FROM print_job p WHERE p.sale_id = s.id AND p.kind = 'copy') <> "
        "(SELECT COUNT(*) FROM journal j WHERE j.sale_id = s.id AND j.kind = 'copy')"
    ),
    "bill_unsaid": (
        "SELECT 'P' FROM (SELECT 1) WHERE (SELECT COUNT(*) FROM print_job WHERE kind = 'provisional') <> "
        "(SELECT COUNT(*) FROM journal WHERE kind = 'provisional') "
        "OR (SELECT COALESCE(SUM(last), 0) FROM series WHERE kind LIKE 'provisional%') <> "
        "(SELECT COUNT(*) FROM journal WHERE kind = 'provisional')"
    ),
    # A cart that was taken up keeps its row until it is sold, emptied or parked again.
    "parked_unsaid": (
        "SELECT name FROM (SELECT name, 1 AS waits FROM parked UNION ALL SELECT json_extract(facts, '$.name'), "
        "CASE kind WHEN 'park' THEN -1 ELSE 1 END FROM journal WHERE kind IN ('park', 'resume')) "
        "GROUP BY name HAVING SUM(waits) < 0 OR MIN(waits) > 0"
    ),
    "printed_twice": (
        "SELECT s.receipt_no FROM print_job p JOIN sale s ON s.id = p.sale_id "
        "GROUP BY p.sale_id, p.kind HAVING COUNT(*) > 1"
    ),
}


def disagreements(database: Database, *, chain_too: bool = True) -> tuple[Disagreement, ...]:
    """All that does not agree, nothing when the books are in order; `chain_too` walks the journal's hashes as well."""
    return tuple(_found(database, chain_too))


def _found(database: Database, chain_too: bool) -> Iterator[Disagreement]:
    for code, query in (_CHECKS | ledger_books.CHECKS | settlement_books.CHECKS).items():
        rows = database.rows(f"{query} LIMIT {MOST_NAMED}")
        if rows:
            yield Disagreement(code, tuple(str(row[0]) for row in rows))
    gaps = tuple(gap for kind in ReceiptKind for gap in _gaps(database, kind))
    if gaps:
        yield Disagreement("number_missing", gaps[:MOST_NAMED])
    wrong: dict[str, list[str]] = {}
    for code, where in settlement_books.wrong_reports(database):
        wrong.setdefault(code, []).append(where)
    for code, reports in wrong.items():
        yield Disagreement(code, tuple(reports[:MOST_NAMED]))
    broken = journal.first_broken(database) if chain_too else None
    if broken is not None:
        yield Disagreement("journal_broken", (str(broken),))


def _gaps(database: Database, kind: ReceiptKind) -> Iterator[str]:
    """The numbers of that series that no sale has, and the first beyond its end that one has."""
    last = series.last(database, kind.value)
    numbers = {
        int(number)
        for (number,) in database.rows(
            "SELECT CAST(SUBSTR(receipt_no, 3) AS INTEGER) FROM sale WHERE kind = ? UNION ALL "
            "SELECT CAST(SUBSTR(paid_receipt_no, 3) AS INTEGER) FROM sale WHERE paid_receipt_no IS NOT NULL AND ? = ?",
            (kind.value, kind.value, ReceiptKind.SALE.value),
        )
    }
    if len(numbers) != last or (numbers and max(numbers) != last):
        missing = numbers ^ set(range(1, last + 1))
        missing.difference_update(*_taken_up(database, kind))
        yield from (receipt_number(kind, one) for one in sorted(missing)[:MOST_NAMED])


def _taken_up(database: Database, kind: ReceiptKind) -> Iterator[range]:
    """The numbers of that series which an older database had lost, as the journal's rows tell."""
    for told in journal.of_kinds(database, "numbers_taken_up"):
        before, after = (told.facts[end]["series"].get(kind.value, 0) for end in ("from", "to"))
        yield range(before + 1, after + 1)
