"""The two kinds of documents that the outbox holds, and how each is made, let go, sent and looked up.

Invoices are sales orders, settlements are vouchers of the general ledger; what their answers mean is the same for both
and `engine`'s to say. Neither knows the order of the steps (`delivery`). Runs where the delivery runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Protocol

from terminal_app.domain import product_gate
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart
from terminal_app.domain.day_voucher import at_their_codes
from terminal_app.domain.invoice import Credited, InvoiceOrder, order_from
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import BadInput, MoveRefused, Problem, SettingWrong
from terminal_app.domain.sale import Sale
from terminal_app.domain.settings import InvoicingSystem, SettingValues
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage import settled_days, settlement_queue
from terminal_app.storage.database import Database
from terminal_app.storage.ledger import Ledger
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.remote_products import RemoteProducts

from .clock import Clock
from .credits import credited, link_was_refused, waiting
from .gateway import AccountingGateway, Found, NeedsPerson, Sent, SettingIsWrong
from .products import keep_chart, keep_products
from .reversals import unheard_of


class Kind(Enum):
    """What an entry of the outbox is; what stops the one kind stops the other only where it has to."""

    INVOICE = "invoice"
    SETTLEMENT = "settlement"

    @classmethod
    def of(cls, entry: OutboxEntry) -> Kind:
        return cls.SETTLEMENT if entry.is_settlement else cls.INVOICE


BOTH = frozenset(Kind)


def first_of(problems: Mapping[Kind, Problem]) -> Problem | None:
    """Of what stops the kinds, what people are told of first: what stops the invoices."""
    return next((problems[kind] for kind in Kind if kind in problems), None)


def wanted(values: SettingValues) -> frozenset[Kind]:
    """The kinds that the shop's settings send to an accounting system."""
    if values.invoicing().system is InvoicingSystem.NONE:
        return frozenset()
    switches = {Kind.INVOICE: values.invoice_channel().integration, Kind.SETTLEMENT: values.settlement().enabled}
    return frozenset(kind for kind, on in switches.items() if on)


@dataclass(frozen=True, slots=True)
class Pass:
    """What a document is made with in one pass; `settle` puts what came of the last entry on disk before a call."""

    database: Database
    gateway: AccountingGateway
    values: SettingValues
    clock: Clock
    settle: Callable[[], None]
    on_change: Callable[[OutboxEntry], None]

    def today(self) -> date:
        """The day it is in the shop."""
        return self.clock.now().astimezone(self.values.shop().timezone).date()


class Documents(Protocol):
    """One kind of document, for one pass. Raises SyncError; none of it changes the entry on disk."""

    one_setting_stops_all: bool
    """Whether a document that cannot be made for a setting's sake means that no other can."""

    def prepare(self) -> None:
        """Find out, once and before the first one is claimed, what lets none of them go out; may ask over there."""

    def require_sendable(self, entry: OutboxEntry) -> None:
        """Nothing when that very entry may go out now, made anew or as it was made before."""

    def made(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes]:
        """The entry with what its document was made for, and the bytes that go out."""

    def made_ahead(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes] | None:
        """As `made`, by reading alone; None for one that can only be made when its turn has come."""

    def send(self, entry: OutboxEntry, payload: bytes) -> Sent:
        """They have it."""

    def find(self, entry: OutboxEntry) -> Found | None:
        """What they have under its reference; None when a complete look-up shows that there is nothing."""


def documents_for(one_pass: Pass) -> Mapping[Kind, Documents]:
    """Both kinds, made ready for a pass."""
    return {Kind.INVOICE: Invoices(one_pass), Kind.SETTLEMENT: Settlements(one_pass)}


class Invoices:
    """Sales orders, which invoices are made from over there."""

    one_setting_stops_all = True

    def __init__(self, one_pass: Pass) -> None:
        self._pass = one_pass
        self._ledger = Ledger(one_pass.database)
        self._outbox = Outbox(one_pass.database)
        self._invoicing = one_pass.values.invoicing()
        self._path = one_pass.values.vat_path()
        self._days_are_settled = one_pass.values.settlement().enabled or settlement_queue.has_any(one_pass.database)
        self._is_prepared = False

    def prepare(self) -> None:
        """Raises SettingIsWrong for a product whose account would report VAT twice, or not at all.

        The mirror may be older than the mending: it is brought again before it is believed.
        """
        if self._is_prepared:
            return
        fault = self._product_fault()
        if fault is not None and self._brings_products():
            fault = self._product_fault()
        if fault is not None:
            raise SettingIsWrong(fault.code, **fault.values)
        self._is_prepared = True

    def require_sendable(self, entry: OutboxEntry) -> None:
        """Raises NeedsPerson when the day's settlement is made for the other way of reporting its VAT."""
        if not self._days_are_settled:
            return
        path = self._path if entry.payload is None or entry.vat_path is None else entry.vat_path
        settled = settlement_queue.path_of_sale(self._pass.database, entry.sale_id)
        if settled is not None and settled is not path:
            raise NeedsPerson("vat_way_of_its_day", receipt_no=entry.receipt_no)

    def made(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes]:
        return self._with_body(entry, self.order(entry))

    def made_ahead(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes] | None:
        sale = self._sale(entry)
        if sale is None or sale.return_of is not None:  # a return asks what became of its sale, maybe in this very call
            return None
        return self._with_body(entry, self._order_of(entry, sale))

    def _with_body(self, entry: OutboxEntry, order: InvoiceOrder) -> tuple[OutboxEntry, bytes]:
        body = self._pass.gateway.payload_for(order)
        return replace(entry, vat=body.vat, vat_path=self._path), body.content

    def _sale(self, entry: OutboxEntry) -> Sale | None:
        return None if entry.sale_id is None else self._ledger.sale(entry.sale_id)

    def order(self, entry: OutboxEntry) -> InvoiceOrder:
        """What the entry is to send. A return whose sale has not arrived is left where it stands, by MoveRefused."""
        sale, of_sale = self._sale(entry), None
        if sale is not None and sale.return_of is not None:
            self._pass.settle()  # the sale may have been taken just before, in this very pass
            unlinked = link_was_refused(self._outbox.get(entry.reference))
            of_sale = credited(sale.return_of, self._ledger, self._outbox, unlinked=unlinked)
            if of_sale is None:
                if entry.state is State.UNKNOWN:  # looked up to the end of its quarantine: certainly not there
                    entry = self._outbox.save(entry, replace(entry, state=State.SENDING))
                held = waiting(entry, sale.return_of, self._pass.clock.now())
                if held is not None:
                    self._pass.on_change(self._outbox.save(entry, *held))
                raise MoveRefused("original_not_arrived", original=sale.return_of.receipt_no)
        return self._order_of(entry, sale, of_sale)

    def _order_of(self, entry: OutboxEntry, sale: Sale | None, of_sale: Credited | None = None) -> InvoiceOrder:
        number, remote_id = entry.customer_number, entry.customer_remote_id
        if sale is None or remote_id is None or number is None:
            raise NeedsPerson("entry_without_customer")
        try:
            return order_from(sale, entry.reference, remote_id, number, self._invoicing.line_detail, of_sale)
        except ValueError as error:
            raise NeedsPerson("not_an_invoice_sale") from error

    def send(self, entry: OutboxEntry, payload: bytes) -> Sent:
        return self._pass.gateway.send_order(entry.reference, payload)

    def find(self, entry: OutboxEntry) -> Found | None:
        return self._pass.gateway.find_order(entry.reference, entry.customer_number)

    def _product_fault(self) -> Problem | None:
        settlement = self._pass.values.settlement()
        return product_gate.fault(self._invoicing, self._path, self._mapped_products(), settlement)

    def _mapped_products(self) -> Iterator[RemoteProduct]:
        mirror = RemoteProducts(self._pass.database)
        for code in product_gate.mapped_codes(self._invoicing):
            product = mirror.get(code)
            if product is not None:
                yield product

    def _brings_products(self) -> bool:
        """Whether the mirror is as they have it now; a privilege that is missing for that is not what is told."""
        self._pass.settle()
        try:
            products = self._pass.gateway.products(self._pass.today())
        except SettingIsWrong:
            return False
        keep_products(self._pass.database, products, self._pass.clock.now())
        return True


class Settlements:
    """Vouchers of the general ledger, one for each Z."""

    one_setting_stops_all = False

    def __init__(self, one_pass: Pass) -> None:
        self._pass = one_pass
        self._settlement = one_pass.values.settlement()
        self._chart: Chart | None = None
        self._locked: date | None = None

    def prepare(self) -> None:
        """Asks for their lock date and their chart of accounts, as both are now; keeps the chart."""
        if self._chart is not None:
            return
        self._pass.settle()
        self._locked = self._pass.gateway.lock_date()
        chart = self._pass.gateway.chart()
        keep_chart(self._pass.database, chart, self._pass.clock.now())
        self._chart = chart

    def require_sendable(self, entry: OutboxEntry) -> None:
        """Raises NeedsPerson for a day that is locked over there, or whose invoices were made the other way."""
        day = self._day(entry)
        if self._locked is not None and day <= self._locked:
            raise NeedsPerson("voucher_day_locked", day=f"{day:%d.%m.%Y}", locked=f"{self._locked:%d.%m.%Y}")
        path, number = _path_of(entry), entry.settlement
        other = None if number is None else settlement_queue.sent_another_way(self._pass.database, number, path)
        if other is not None:
            raise NeedsPerson("vat_ways_mixed_in_day", sale=other)

    def made(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes]:
        """Raises SettingIsWrong for an account that is not chosen or not fit, NeedsPerson for an impossible voucher."""
        if entry.settlement is None or self._chart is None:
            raise NeedsPerson("settlement_unknown", receipt_no=entry.receipt_no)
        path = _path_of(entry)
        try:
            voucher = settled_days.voucher(
                self._pass.database, entry.settlement, self._settlement, path, entry.reference
            )
        except SettingWrong as error:
            raise SettingIsWrong(error.problem.code, **error.problem.values) from error
        except BadInput as error:
            raise NeedsPerson(error.problem.code, **error.problem.values) from error
        voucher = at_their_codes(voucher, self._chart)
        if not voucher.lines:
            raise NeedsPerson("settlement_of_nothing", receipt_no=entry.receipt_no)
        body = self._pass.gateway.voucher_body(voucher, self._chart)
        return replace(entry, total=voucher.total, vat=body.vat, vat_path=path), body.content

    def made_ahead(self, entry: OutboxEntry) -> tuple[OutboxEntry, bytes] | None:
        """None: there is one a day, and what it says hangs on the settings of its accounts."""
        return None

    def send(self, entry: OutboxEntry, payload: bytes) -> Sent:
        return self._pass.gateway.send_voucher(entry.reference, payload)

    def find(self, entry: OutboxEntry) -> Found | None:
        found = self._pass.gateway.find_voucher(entry.reference, self._day(entry))
        return unheard_of(found, Outbox(self._pass.database).get(entry.reference))

    def _day(self, entry: OutboxEntry) -> date:
        day = None if entry.settlement is None else settlement_queue.day_of(self._pass.database, entry.settlement)
        if day is None:
            raise NeedsPerson("settlement_unknown", receipt_no=entry.receipt_no)
        return day


def _path_of(entry: OutboxEntry) -> VatPath:
    if entry.vat_path is None:
        raise NeedsPerson("settlement_unknown", receipt_no=entry.receipt_no)
    return entry.vat_path
