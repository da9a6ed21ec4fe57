"""A world in one thread: clocks that are turned by hand, a network that lies, and an accounting system with books.

Everything that happens is drawn from one seed. Knows the gateway's protocol and the till's database class, and
nothing of how the engine decides: what it holds is the truth that the checker compares with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from sync.gateway import (
    Awaited,
    Body,
    CustomerPage,
    Found,
    NeedsPerson,
    NotSent,
    OutcomeUnknown,
    ReferenceTaken,
    Sent,
    SettingIsWrong,
    Stand,
    Throttled,
    TryAgainLater,
)
from sync.poweroffice import mapping, vouchers
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart, Posting, RemoteAccount, RemoteVatCode
from terminal_app.domain.day_voucher import DayVoucher
from terminal_app.domain.invoice import InvoiceOrder
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database

MORNING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
GOOD_CUSTOMER, REFUSED_CUSTOMER, DISCOUNT_CUSTOMER = 10001, 10002, 10003
LATEST_COMMIT_S = 300.0
LONGEST_LAG_S = 20.0
LIES_ABOUT_ORDERS = (
    "offline throttled privilege lost_before lost_after lost_after late late late 500_before 500_after nonsense "
    "twice twice twice"
)
LIES_ABOUT_LISTS = "offline offline page_missing throttled privilege"


_CODES = {Slot.SALE_25: "3", Slot.SALE_15: "31", Slot.SALE_12: "33", Slot.SALE_0: "5"}
CHART = Chart(
    {no: RemoteAccount(no, slot.value, _CODES.get(slot, "0"), remote_id=str(no)) for slot, no in USUAL.items()},
    tuple(
        RemoteVatCode(code, code, VatRate(rate))
        for code, rate in (("0", 0), ("3", 2500), ("31", 1500), ("33", 1200), ("5", 0))
    ),
)
"""A chart that has every account which is usually proposed, each locked to the VAT code that it must have."""


class PowerCut(BaseException):
    """The process is gone. Not an Exception: nothing in the program may catch it."""


@dataclass
class Fuse:
    """Blows at the n-th place that it passes; None: never."""

    left: int | None = None
    blown: int = 0
    """How often it has: whoever was alive before is gone."""

    def pass_by(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left <= 0:
            self.left = None
            self.blown += 1
            raise PowerCut


class FragileDatabase(Database):
    """The till's own database; the process may die before and after any statement and any commit."""

    _fuse = Fuse()
    _born = 0

    @property
    def fuse(self) -> Fuse:
        """What may end the process that has opened the database."""
        return self._fuse

    @fuse.setter
    def fuse(self, fuse: Fuse) -> None:
        self._fuse, self._born = fuse, fuse.blown

    @contextmanager
    def writing(self) -> Iterator[None]:
        with super().writing():
            yield
            self._pass_by()
        self._pass_by()

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        self._pass_by()
        changed = super().execute(sql, values)
        self._pass_by()
        return changed

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._pass_by()
        return super().rows(sql, values)

    def _pass_by(self) -> None:
        if self._fuse.blown != self._born:
            raise PowerCut  # a process that is gone tidies nothing up, whatever its `finally` says
        self._fuse.pass_by()


@dataclass
class Clocks:
    """True time, and the two clocks that the program sees of it."""

    true_s: float = 0.0
    set_off: timedelta = timedelta(0)
    booted_s: float = -100.0
    boots: int = 1

    def now(self) -> datetime:
        return MORNING + self.set_off + timedelta(seconds=self.true_s)

    __call__ = now

    def monotonic(self) -> float:
        return self.true_s - self.booted_s

    def boot_id(self) -> str:
        return f"boot-{self.boots}"

    def pass_time(self, seconds: float) -> None:
        self.true_s += seconds

    def reboot(self) -> None:
        self.boots += 1
        self.booted_s = self.true_s - 5.0


def receipt_on(lines: Sequence[Mapping[str, Any]]) -> str:
    """The receipt that an order is for, as its first line tells a person: "Kvittering F-000412, 23.11.2026"."""
    return str(lines[0]["Description"]).removeprefix("Kvittering ").partition(",")[0]


@dataclass
class Booked:
    """An order in their books. `receipt` is how the checker tells sales apart, whatever reference was used."""

    number: int
    reference: str
    receipt: str
    customer: str
    total: Money
    visible_s: float

    is_voucher: bool = False

    @property
    def remote(self) -> Remote:
        return Remote(f"id-{self.number}", self.number, total=self.total)


@dataclass
class Server:
    """The accounting system. `unique`: whether it refuses a reference that it has."""

    clocks: Clocks
    rng: Random
    unique: bool
    lag_s: float
    book: list[Booked] = field(default_factory=list)
    coming: list[tuple[float, bytes]] = field(default_factory=list)
    refuses: Callable[[date], bool] = lambda day: False
    """Of which days they never take a voucher."""

    def settle(self) -> None:
        """Carry out what a slow call left behind, now that its time has come."""
        due = [call for call in self.coming if call[0] <= self.clocks.true_s]
        self.coming = [call for call in self.coming if call[0] > self.clocks.true_s]
        for at_s, payload in sorted(due):
            try:
                self.take(payload, at_s)
            except (NeedsPerson, ReferenceTaken):
                continue  # refused in the night; nobody is on the line any more

    def take(self, payload: bytes, at_s: float | None = None) -> Booked:
        """The order that the body makes; raises what they answer when they refuse it."""
        body = json.loads(payload, parse_float=Decimal)
        if "VoucherLines" in body:
            return self._post(body, at_s)
        customer = str(body["CustomerId"])
        if customer == str(REFUSED_CUSTOMER):
            raise NeedsPerson("customer_refused", status="400", text="The customer is archived.")
        reference = str(body["ExternalImportReference"])
        self._require_unused(reference)
        amounts = [
            line["Quantity"] * line["ProductUnitPrice"] for line in body["SalesOrderLines"] if "Quantity" in line
        ]
        total = sum((Decimal(amount) for amount in amounts), Decimal(0))
        if customer == str(DISCOUNT_CUSTOMER):
            total *= Decimal("0.9")
        ore = int((total * 100).quantize(Decimal(1), ROUND_HALF_UP))
        return self._booked(reference, receipt_on(body["SalesOrderLines"]), customer, Money(ore), at_s)

    def _post(self, body: Mapping[str, Any], at_s: float | None) -> Booked:
        """The voucher that the body makes; its receipt is that of its Z, and all its lines sum to nothing."""
        if self.refuses(date.fromisoformat(body["VoucherDate"])):
            raise NeedsPerson("voucher_refused", status="400", text="The voucher is refused.")
        reference = str(body["ExternalImportReference"])
        self._require_unused(reference, vouchers=True)
        amounts = [line["CurrencyAmount"] for line in body["VoucherLines"]]
        if sum(amounts) != 0:
            raise NeedsPerson("voucher_not_balanced", status="400", text="Debit and credit differ.")
        ore = int(sum(amount for amount in amounts if amount > 0) * 100)
        return self._booked(reference, f"Z-{body['ImportedVoucherNo']:06d}", "", Money(ore), at_s, is_voucher=True)

    def _booked(
        self, reference: str, receipt: str, customer: str, total: Money, at_s: float | None, *, is_voucher: bool = False
    ) -> Booked:
        when_s = self.clocks.true_s if at_s is None else at_s
        visible_s = when_s + self.rng.random() * self.lag_s
        booked = Booked(10001 + len(self.book), reference, receipt, customer, total, visible_s, is_voucher)
        self.book.append(booked)
        return booked

    def _require_unused(self, reference: str, *, vouchers: bool = False) -> None:
        if self.unique and any(one.reference == reference and one.is_voucher == vouchers for one in self.book):
            raise ReferenceTaken("reference_in_use", status="400", text="ExternalImportReference is already in use.")

    def listed(self, reference: str, *, vouchers: bool = False) -> Booked | None:
        """What a list shows: only what has become visible."""
        shown = [one for one in self.book if one.reference == reference and one.is_voucher == vouchers]
        return next((order for order in shown if order.visible_s <= self.clocks.true_s), None)


class LyingNetwork:
    """An `AccountingGateway` between the program and the server: what it answers is not always what happened."""

    def __init__(self, server: Server, clocks: Clocks, rng: Random, fuse: Fuse, share: float) -> None:
        self._server = server
        self._clocks = clocks
        self._rng = rng
        self._fuse = fuse
        self.share = share
        self.settings: Invoicing | None = None
        self.witness: Callable[[str, bool], None] = lambda reference, posted: None
        """Told of every call before it goes out: the reference, and whether an order is posted under it."""
        self.meanwhile: Callable[[], None] = lambda: None
        """What somebody at the till does while the call is on its way."""
        self.work: Callable[[], None] = lambda: None
        """What the program does while it waits for an answer."""
        self.met = 0

    def take_turns(self, turn: Callable[[], None]) -> None:
        """It does no long work."""

    def while_waiting(self, work: Callable[[], None]) -> None:
        self.work = work

    def payload_for(self, order: InvoiceOrder) -> Body:
        assert self.settings is not None
        return Body(mapping.sales_order(order, self.settings))

    def send_order(self, reference: str, payload: bytes) -> Sent:
        return self._post(reference, payload)

    def _post(self, reference: str, payload: bytes) -> Sent:
        self.witness(reference, True)
        self._travel()
        fault = self._fault(LIES_ABOUT_ORDERS)
        if fault == "offline":
            raise NotSent("offline")
        if fault == "throttled":
            raise Throttled(self._rng.choice((1.0, 30.0, 3600.0)))
        if fault == "privilege":
            raise SettingIsWrong("privilege_missing", status="403", text="")
        if fault == "late":
            self._server.coming.append((self._clocks.true_s + self._rng.uniform(30.0, LATEST_COMMIT_S), payload))
            self._die_or_wait(60.0)
            raise OutcomeUnknown("no_answer")
        if fault in ("lost_before", "500_before"):
            self._die_or_wait(30.0)
            raise OutcomeUnknown("connection_cut")
        booked = self._server.take(payload)
        if fault == "twice" and self._server.unique:
            self._server.take(payload)  # a gateway in between repeats the call on its own, and answers for the second
        self._die_or_wait(2.0)
        if fault is not None:
            raise OutcomeUnknown("answer_broken")
        return Sent(booked.remote)

    def find_order(self, reference: str, customer_number: int | None) -> Found | None:
        found = self._found(reference)
        return None if found is None else Found(found.remote, found.customer)

    def _found(self, reference: str, *, vouchers: bool = False) -> Booked | None:
        self.witness(reference, False)
        self._travel()
        self._hinder_a_list()
        found = self._server.listed(reference, vouchers=vouchers)
        self._die_or_wait(1.0)
        return found

    def voucher_body(self, voucher: DayVoucher, chart: Chart) -> Body:
        return Body(vouchers.cash_voucher(voucher, chart), voucher.vat)

    def send_voucher(self, reference: str, payload: bytes) -> Sent:
        return self._post(reference, payload)

    def find_voucher(self, reference: str, day: date) -> Found | None:
        found = self._found(reference, vouchers=True)
        return None if found is None else Found(found.remote)

    def lock_date(self) -> date | None:
        self._travel()
        self._hinder_a_list()
        return None

    def chart(self) -> Chart:
        self._travel()
        self._hinder_a_list()
        return CHART

    def postings(self, since: date, until: date, accounts: Sequence[tuple[int, int]] = ()) -> Iterator[list[Posting]]:
        return iter(())

    def invoice_references(self, since: date) -> Iterator[Mapping[str, str]]:
        return iter(())

    def customers(self, changed_after: datetime | None) -> Iterator[CustomerPage]:
        return iter(())

    def follow(self, orders: Sequence[Awaited], *, drafts: bool) -> Mapping[str, Stand | None]:
        """Nobody invoices in this world: with `drafts`, what the lists show of the orders themselves."""
        self._travel()
        self._hinder_a_list()
        if not drafts:
            return {}
        found = {order.reference: self._server.listed(order.reference) for order in orders}
        return {reference: None if one is None else Stand(one.remote) for reference, one in found.items()}

    def products(self, today: date) -> tuple[RemoteProduct, ...]:
        return ()

    def apart_s(self) -> float:
        return 0.0

    def company_name(self) -> str:
        return "Kaffebaren AS"

    def cut(self) -> None:
        """Nothing: there is one thread."""

    def close(self) -> None:
        """Nothing: there is no line."""

    def _hinder_a_list(self) -> None:
        fault = self._fault(LIES_ABOUT_LISTS)
        if fault == "offline":
            raise NotSent("offline")
        if fault == "throttled":
            raise Throttled(self._rng.choice((1.0, 30.0, 3600.0)))
        if fault == "privilege":
            raise SettingIsWrong("privilege_missing", status="403", text="")
        if fault == "page_missing":
            raise TryAgainLater("answer_not_understood", status="200", text="")

    def _travel(self) -> None:
        self._fuse.pass_by()
        self._clocks.pass_time(self._rng.random() * 0.5)
        self._server.settle()
        self.work()
        self.meanwhile()

    def _die_or_wait(self, longest_s: float) -> None:
        """They have it, and nobody here knows yet."""
        self._fuse.pass_by()
        self._clocks.pass_time(self._rng.random() * longest_s)
        self._server.settle()

    def _fault(self, kinds: str) -> str | None:
        if self._rng.random() >= self.share:
            return None
        self.met += 1
        return self._rng.choice(kinds.split())
