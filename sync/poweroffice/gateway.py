"""PowerOffice Go as an accounting gateway: the client's answers turned into what the engine decides on.

Lives on the sync thread.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart, Posting
from terminal_app.domain.day_voucher import DayVoucher
from terminal_app.domain.invoice import InvoiceOrder
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.turnover import summed

from ..gateway import Awaited, Body, CustomerPage, Found, NeedsPerson, Sent, Stand
from ..turns import no_turns
from . import amounts, catalogue, ledger, mapping, vouchers
from .client import Client
from .replies import InvoiceRow, OrderRow, VoucherRow

log = logging.getLogger(__name__)

Row = TypeVar("Row", OrderRow, InvoiceRow)

MOST_REFERENCES = 40
"""In one look-up: a URL of more than some 2 000 characters is answered with a misleading 404."""

BEFORE_THE_SALE = timedelta(days=7)
"""How much earlier than its sale an invoice may be dated and still be found without the filter by reference."""


class PowerOfficeGateway:
    """Implements `AccountingGateway`."""

    def __init__(self, client: Client, invoicing: Invoicing) -> None:
        self._client = client
        self._invoicing = invoicing
        self._turn: Callable[[], None] = no_turns

    def payload_for(self, order: InvoiceOrder) -> Body:
        return Body(mapping.sales_order(order, self._invoicing), amounts.vat_of(order, self._invoicing))

    def send_order(self, reference: str, payload: bytes) -> Sent:
        try:
            return Sent(_remote_order(self._client.create_order(payload)))
        except NeedsPerson as refusal:
            if mapping.names_an_invoice(payload) and "invoice" in refusal.problem.values.get("text", "").casefold():
                raise NeedsPerson("invoice_link_refused", **refusal.problem.values) from refusal
            raise

    def while_waiting(self, work: Callable[[], None]) -> None:
        self._client.while_waiting(work)

    def take_turns(self, turn: Callable[[], None]) -> None:
        self._turn = turn
        self._client.take_turns(turn)

    def find_order(self, reference: str, customer_number: int | None) -> Found | None:
        order = self._order_under(reference, customer_number)
        if order is not None:
            return Found(_remote_order(order), _text(order.customer_id))
        invoice = self._invoice_under(reference, customer_number)
        if invoice is None:
            return None
        return Found(_remote_invoice(invoice), _text(invoice.customer_id))

    def follow(self, orders: Sequence[Awaited], *, drafts: bool) -> Mapping[str, Stand | None]:
        # Orders before invoices: one that is invoiced in between is seen in the first list.
        kept = self._drafts_of([order for order in orders if not order.invoiced]) if drafts else {}
        invoiced = self._invoices_of(orders)
        taken_back = self._taken_back(invoiced)
        stands: dict[str, Stand | None] = {}
        for order in orders:
            invoice, draft = invoiced.get(order), kept.get(order)
            if invoice is not None:
                stands[order.reference] = Stand(_remote_invoice(invoice), order in taken_back)
            elif draft is not None:
                stands[order.reference] = Stand(_remote_order(draft))
            elif drafts:
                stands[order.reference] = None
        return stands

    def _drafts_of(self, orders: Sequence[Awaited]) -> dict[Awaited, OrderRow]:
        if not orders:
            return {}
        return _matched(orders, self._client.orders, self._client.orders)

    def _invoices_of(self, orders: Sequence[Awaited]) -> dict[Awaited, InvoiceRow]:
        since = min(order.sold_on for order in orders) - BEFORE_THE_SALE
        return _matched(
            orders, lambda reference: self._client.invoices(reference), lambda: self._client.invoices(since=since)
        )

    def _taken_back(self, invoiced: Mapping[Awaited, InvoiceRow]) -> set[Awaited]:
        """Those whose invoice owes nothing because credit notes that name it come to its whole total.

        A credit note made over there bears none of our references, so the list is read; but only when an invoice has
        just come to owe nothing, which happens to each of them once.
        """
        settled = {
            row.invoice_no: order
            for order, row in invoiced.items()
            if row.invoice_no is not None and row.total_amount > 0 and _is_settled(row)
        }
        if not settled:
            return set()
        credited: Counter[int] = Counter()
        since = min(order.sold_on for order in settled.values()) - BEFORE_THE_SALE
        for page in self._client.invoices(since=since):
            for row in page:
                if row.related_invoice_no is not None and not row.is_reversed:
                    credited[row.related_invoice_no] -= round(row.total_amount * 100)
        return {
            order for number, order in settled.items() if credited[number] >= round(invoiced[order].total_amount * 100)
        }

    def voucher_body(self, voucher: DayVoucher, chart: Chart) -> Body:
        return Body(vouchers.cash_voucher(voucher, chart), voucher.vat)

    def send_voucher(self, reference: str, payload: bytes) -> Sent:
        return Sent(_remote_voucher(self._client.create_voucher(payload)))

    def find_voucher(self, reference: str, day: date) -> Found | None:
        # Read to the end: one that has been reversed counts only where no other bears the reference.
        return ledger.voucher_under(reference, (row for page in self._client.transactions(day, day) for row in page))

    def lock_date(self) -> date | None:
        return self._client.lock_date()

    def chart(self) -> Chart:
        return catalogue.chart(self._client)

    def postings(self, since: date, until: date, accounts: Sequence[tuple[int, int]] = ()) -> Iterator[list[Posting]]:
        for page in self._client.transactions(since, until, accounts):
            yield [ledger.posting(row) for row in page]

    def invoice_references(self, since: date) -> Iterator[Mapping[str, str]]:
        for page in self._client.invoices(since=since):
            named = ((str(row.id), mapping.shown(row.external_import_reference)) for row in page)
            yield {invoice_id: reference for invoice_id, reference in named if reference}

    def customers(self, changed_after: datetime | None) -> Iterator[CustomerPage]:
        for page in self._client.customers(changed_after):
            mapped: CustomerPage = []
            for row in page:
                customer = mapping.customer(row)
                if customer is not None:
                    mapped.append((customer, row.last_changed_date_time_offset))
                self._turn()
            yield mapped

    def products(self, today: date) -> tuple[RemoteProduct, ...]:
        return catalogue.every_product(self._client, today)

    def company_name(self) -> str:
        return mapping.shown(self._client.company().client_name) or ""

    def apart_s(self) -> float:
        return self._client.apart_s()

    def cut(self) -> None:
        self._client.cut()

    def close(self) -> None:
        self._client.close()

    def _order_under(self, reference: str, customer_number: int | None) -> OrderRow | None:
        found, proven = _filtered(self._client.orders(reference), reference)
        if found is not None or proven:
            return found
        return _first(self._client.orders(customer_no=customer_number), reference)

    def _invoice_under(self, reference: str, customer_number: int | None) -> InvoiceRow | None:
        found, proven = _filtered(self._client.invoices(reference), reference)
        if found is not None or proven:
            return found
        return _first(self._client.invoices(customer_no=customer_number), reference)


def _matched(
    orders: Sequence[Awaited],
    filtered: Callable[[str], Iterator[list[Row]]],
    listed: Callable[[], Iterator[list[Row]]],
) -> dict[Awaited, Row]:
    """Each order's row, by reference or id; by the filter for a few orders, else from the whole list.

    Where the filter is refused (400) or not known and answered with other rows, the whole list decides as well.
    """
    if len(orders) <= MOST_REFERENCES:
        rows = _all_wanted(filtered, {order.reference for order in orders})
        if rows is not None:
            return _paired(orders, rows)
    return _paired(orders, (row for page in listed() for row in page))


def _all_wanted(filtered: Callable[[str], Iterator[list[Row]]], wanted: set[str]) -> list[Row] | None:
    """Every row that the filter gives; None as soon as it shows that it does not filter."""
    rows: list[Row] = []
    try:
        for page in filtered(",".join(sorted(wanted))):
            if any(row.external_import_reference not in wanted for row in page):
                return None
            rows += page
    except NeedsPerson as refusal:
        log.info("the look-up by reference is refused here (%s); the whole list is read", refusal)
        return None
    return rows


def _paired(orders: Sequence[Awaited], rows: Iterable[Row]) -> dict[Awaited, Row]:
    """The row of each order; one that has been reversed only when there is no other."""
    by_reference = {order.reference: order for order in orders}
    by_id = {order.order_id: order for order in orders if order.order_id}
    pairs: dict[Awaited, Row] = {}
    for row in rows:
        order = by_reference.get(row.external_import_reference or "") or by_id.get(str(row.id))
        if order is not None and (order not in pairs or not getattr(row, "is_reversed", False)):
            pairs[order] = row
    return pairs


def _filtered(pages: Iterator[list[Row]], reference: str) -> tuple[Row | None, bool]:
    """What the filter by reference gives, and whether "none" is a proof.

    The filter came with the specification of September 2026. Where it is refused (400), or not known and answered
    with other rows, it proves nothing. An empty answer does: without the filter it would have been no shorter.
    """
    try:
        for page in pages:
            found = _first(iter([page]), reference)
            if found is not None:
                return found, True
            if page:
                return None, False
    except NeedsPerson as refusal:
        log.info("the look-up by reference is refused here (%s); customers' documents are searched", refusal)
        return None, False
    return None, True


def _first(pages: Iterator[list[Row]], reference: str) -> Row | None:
    """The row of that very reference; one that has been reversed only when there is no other."""
    reversed_one: Row | None = None
    for page in pages:
        for row in page:
            if row.external_import_reference != reference:
                continue
            if not getattr(row, "is_reversed", False):
                return row
            reversed_one = row
    return reversed_one


def _remote_order(order: OrderRow) -> Remote:
    return Remote(
        order_id=str(order.id),
        order_no=order.sales_order_no,
        total=mapping.money(order.total_amount),
        vat=_vat(order),
    )


def _remote_invoice(invoice: InvoiceRow) -> Remote:
    paid = None if invoice.balance is None else _is_settled(invoice)
    return Remote(
        order_id=str(invoice.id),
        order_no=invoice.order_no,
        invoice_no=invoice.invoice_no,
        total=mapping.money(invoice.total_amount),
        paid=paid,
        vat=_vat(invoice),
    )


def _remote_voucher(voucher: VoucherRow) -> Remote:
    """The voucher as it was posted; its answer tells gross amounts, so nothing of the VAT."""
    gross = None if voucher.voucher_lines is None else [line.currency_amount for line in voucher.voucher_lines]
    debit = None if gross is None else sum((amount for amount in gross if amount > 0), Decimal(0))
    return Remote(
        order_id=str(voucher.id),
        order_no=voucher.voucher_no,
        total=None if debit is None else _whole_ore(debit),
    )


def _vat(row: OrderRow | InvoiceRow) -> Money | None:
    """What their total has above their net amount; None where they do not say, or it is no amount."""
    return None if row.net_amount is None else mapping.money(row.total_amount - row.net_amount)


def _whole_ore(kroner: Decimal) -> Money | None:
    """The amount, which may be that of a day's whole turnover; None for one with fractions of an øre."""
    ore = kroner * 100
    return summed(int(ore)) if ore == ore.to_integral_value() else None


def _is_settled(invoice: InvoiceRow) -> bool:
    """Whether nothing is owed on it. A reversed invoice owes nothing either, and nobody has paid it."""
    return invoice.balance is not None and not invoice.balance and not invoice.is_reversed


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
