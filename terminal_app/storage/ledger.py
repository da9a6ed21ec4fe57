"""The ledger: records a finished sale or return in one transaction, and reads it back whole.

Sale, lines, payments, receipt number, journal row and outbox row commit together or not at all. Rows are
final: triggers refuse any change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ..domain.cart import Serving
from ..domain.catalog import Customer, Unit
from ..domain.channel import Channel
from ..domain.money import Money, Quantity
from ..domain.outbox import OutboxEntry
from ..domain.receipt import ReceiptKind, receipt_number
from ..domain.sale import LineKind, ReturnOf, Sale, SaleLine, Words
from ..domain.tender import Payment
from ..domain.transaction import of_sale, sale_facts
from ..domain.vat import Split, VatCode, VatRate
from . import buyers, outbox, prints, series
from .database import Database
from .moments import to_text
from .register import Register, number_of


class Ledger:
    """What was sold."""

    def __init__(self, database: Database, register: Register | None = None) -> None:
        """`register` numbers and signs what is recorded; who only reads has none."""
        self._database = database
        self._register = register

    def record(
        self,
        sale: Sale,
        entry: OutboxEntry | None = None,
        approval: Mapping[str, object] | None = None,
        cash_given: Money | None = None,
    ) -> Sale:
        """The sale with its receipt number, durable on disk together with everything that belongs to it.

        One that is partly invoiced gets the number of a sales receipt as well, for what was paid at once.
        `entry` is the outbox row of an invoice sale; it finds its receipt number through the sale. `approval` is what
        the journal's row has to say of who allowed it, `cash_given` what the receipt tells beside the change. Raises
        what peewee raises when the disk is full or broken, and SettingWrong without a key to sign with: then nothing
        of it was stored.
        """
        assert self._register is not None, "a ledger that only reads"
        with self._database.writing_on():
            recorded = replace(sale, receipt_no=self._next_number(sale.kind))
            if sale.kind is ReceiptKind.DELIVERY and sale.is_part_invoiced:
                recorded = replace(recorded, paid_receipt_no=self._next_number(ReceiptKind.SALE))
            self._insert(recorded)
            to_print = prints.insert_receipt(self._database, recorded, cash_given)
            facts = {**sale_facts(recorded), **self._refers_to(recorded), **(approval or {})}
            self._register.record(
                of_sale(recorded),
                "sale" if sale.return_of is None else "return",
                {**facts, "receipt": "printed" if to_print else "shown"},
                operator_id=sale.operator_id,
                transaction_id=sale.id,
            )
            if entry is not None:
                outbox.insert(self._database, entry)
            if recorded.customer is not None and recorded.return_of is None and not recorded.is_training:
                buyers.remember(self._database, recorded.customer.remote_id, sale.sold_at)
        return recorded

    def _refers_to(self, sale: Sale) -> dict[str, object]:
        number = None if sale.return_of is None else number_of(self._database, sale.return_of.sale_id)
        return {} if number is None else {"original_nr": number}

    def _next_number(self, kind: ReceiptKind) -> str:
        return receipt_number(kind, series.next_number(self._database, kind.value))

    def _insert(self, sale: Sale) -> None:
        customer, origin = sale.customer, sale.return_of
        self._database.execute(
            "INSERT INTO sale (id, receipt_no, kind, sold_at, sold_utc, operator_id, serving, total_ore, rounding_ore, "
            "customer_remote_id, customer_number, customer_name, note, internal_note, reference, original_id, reason, "
            "paid_receipt_no) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                sale.id, sale.receipt_no, sale.kind.value, sale.sold_at.isoformat(), to_text(sale.sold_at),
                sale.operator_id, sale.serving.value, sale.total.ore, sale.rounding.ore,
                customer and customer.remote_id, customer and customer.number, customer and customer.name,
                sale.words.note, sale.words.internal_note, sale.words.reference,
                origin and origin.sale_id, origin.reason if origin else "", sale.paid_receipt_no,
            ),
        )  # fmt: skip
        self._database.execute_many(
            "INSERT INTO sale_line (sale_id, position, kind, sku, name, category, quantity_milli, unit_price_ore, "
            "vat_code, vat_rate, vat_valid_from, net_ore, vat_ore, gross_ore, original_position, unit, list_price_ore, "
            "discount_ore, note) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    sale.id, position, line.kind.value, line.sku, line.name, line.category, line.quantity.milli,
                    line.unit_price.ore, line.vat_code.code, line.vat_code.rate.hundredths,
                    line.vat_code.valid_from.isoformat(), line.split.net.ore, line.split.vat.ore, line.split.gross.ore,
                    line.original_position, line.unit.value,
                    None if line.list_price is None else line.list_price.ore, line.discount.ore, line.note,
                )
                for position, line in enumerate(sale.lines)
            ],
        )  # fmt: skip
        self._database.execute_many(
            "INSERT INTO payment (sale_id, position, channel, amount_ore) VALUES (?,?,?,?)",
            [
                (sale.id, position, payment.channel.value, payment.amount.ore)
                for position, payment in enumerate(sale.payments)
            ],
        )

    def sale(self, sale_id: str) -> Sale | None:
        """The recorded sale of that id, or None; of its customer only id, number and name are kept."""
        return self._read("s.id = ?", sale_id)

    def sale_by_receipt(self, receipt_no: str) -> Sale | None:
        """The recorded sale of that receipt number, or None; of either number where it has two."""
        return self._read("s.receipt_no = ? OR s.paid_receipt_no = ?", receipt_no, receipt_no)

    def returns_of(self, sale_id: str) -> tuple[Sale, ...]:
        """The returns of that sale so far, in the order they were recorded."""
        rows = self._database.rows(
            "SELECT id FROM sale WHERE original_id = ? ORDER BY LENGTH(receipt_no), receipt_no", (sale_id,)
        )
        return tuple(found for (number,) in rows if (found := self.sale(number)) is not None)

    def count(self) -> int:
        """How many sales and returns have been recorded."""
        row = self._database.row("SELECT COUNT(*) FROM sale")
        return 0 if row is None else int(row[0])

    def _read(self, which: str, *values: str) -> Sale | None:
        row = self._database.row(
            "SELECT s.id, s.receipt_no, s.kind, s.sold_at, s.operator_id, s.serving, s.rounding_ore, "
            "s.customer_remote_id, s.customer_number, s.customer_name, s.note, s.internal_note, s.reference, "
            "s.original_id, o.receipt_no, s.reason, s.paid_receipt_no FROM sale s "
            f"LEFT JOIN sale o ON o.id = s.original_id WHERE {which}",
            values,
        )
        if row is None:
            return None
        customer = None if row[7] is None else Customer(row[7], row[8], row[9])
        return Sale(
            id=row[0],
            receipt_no=row[1],
            kind=ReceiptKind(row[2]),
            sold_at=datetime.fromisoformat(row[3]),
            operator_id=row[4],
            serving=Serving(row[5]),
            rounding=Money(row[6]),
            customer=customer,
            words=Words(row[10], row[11], row[12]),
            lines=self._lines(row[0]),
            payments=self._payments(row[0]),
            return_of=None if row[13] is None else ReturnOf(row[13], row[14], row[15]),
            paid_receipt_no=row[16],
        )

    def _lines(self, sale_id: str) -> tuple[SaleLine, ...]:
        rows = self._database.rows(
            "SELECT kind, name, quantity_milli, unit_price_ore, vat_code, vat_rate, vat_valid_from, net_ore, vat_ore, "
            "gross_ore, sku, category, original_position, unit, discount_ore, list_price_ore, note FROM sale_line "
            "WHERE sale_id = ? ORDER BY position",
            (sale_id,),
        )
        return tuple(
            SaleLine(
                kind=LineKind(row[0]),
                name=row[1],
                quantity=Quantity(row[2]),
                unit_price=Money(row[3]),
                vat_code=VatCode(row[4], VatRate(row[5]), date.fromisoformat(row[6])),
                split=Split(Money(row[7]), Money(row[8]), Money(row[9])),
                sku=row[10],
                category=row[11],
                original_position=row[12],
                unit=Unit(row[13]),
                discount=Money(row[14]),
                list_price=None if row[15] is None else Money(row[15]),
                note=row[16],
            )
            for row in rows
        )

    def _payments(self, sale_id: str) -> tuple[Payment, ...]:
        rows = self._database.rows(
            "SELECT channel, amount_ore FROM payment WHERE sale_id = ? ORDER BY position", (sale_id,)
        )
        return tuple(Payment(Channel(channel), Money(amount)) for channel, amount in rows)
