"""A running sandbox: what tests, the demo and the command start, ask and stop.

Owns the parts and their lifetime. The server works on daemon threads; everything here may be called from any thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import bookkeeper, corrections
from .answers import Row
from .application import Application
from .auth import EVERY_PRIVILEGE, Clock, Doorkeeper, Keys
from .corrections import HandLine
from .faults import FaultPlan
from .office import Office, Visit
from .rules.balances import VatTurnover
from .rules.ledger import MANUAL_JOURNAL, Ledger
from .rules.settings import Rules
from .seed import open_books
from .server import HOST, LoopbackServer
from .statefile import StateFile
from .throttle import Throttle


def wall_clock() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class Sandbox:
    """A local PowerOffice Go that listens on loopback. Made by `start`; use it in a `with` or call `stop`."""

    def __init__(self, office: Office, server: LoopbackServer, file: StateFile | None) -> None:
        self._office = office
        self._server = server
        self._file = file

    @classmethod
    def start(
        cls,
        *,
        port: int = 0,
        seed: int = 1,
        state_file: Path | None = None,
        enforce_rate_limit: bool = False,
        clock: Clock = wall_clock,
        keys: Keys | None = None,
        customers: Iterable[Mapping[str, Any]] | None = None,
        rules: Rules | None = None,
        privileges: Iterable[str] = EVERY_PRIVILEGE,
        may_send_invoices: bool = True,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Self:
        """A sandbox that answers already. Port 0 takes a free one.

        `customers` are rows in the API's shape (default: the demo's). With `state_file`, what happened outlives the
        process. Raises OSError when the port is taken, StateFileError when the file is in use, damaged or of another
        seed.
        """
        books = open_books(seed, customers)
        file = StateFile(state_file, seed) if state_file is not None else None
        if file is not None:
            for change in file.changes:
                books.apply(change)
            books.on_commit = file.append
        rules = rules or Rules()
        with books.writing():
            Ledger(books, seed, clock()).catch_up()
        office = Office(
            books=books,
            doorkeeper=Doorkeeper(keys or Keys.from_seed(seed), clock, tuple(privileges), may_send_invoices),
            throttle=Throttle(clock),
            clock=clock,
            seed=seed,
            rules=rules,
            sleep=sleep,
        )
        if enforce_rate_limit:
            office.change_rules(enforce_rate_limit=True)
        server = LoopbackServer(Application(office), port, clock, sleep)
        try:
            server.open()
        except OSError:
            if file is not None:
                file.close()
            raise
        return cls(office, server, file)

    def stop(self) -> None:
        """Closes the door and the state file; a second call does nothing."""
        self._server.close()
        if self._file is not None:
            with self._office.books.lock:
                self._office.books.on_commit = None
                self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """Where the page and the control endpoints are."""
        return f"http://{HOST}:{self._server.port}"

    @property
    def api_url(self) -> str:
        """What a client takes as the API's base."""
        return f"{self.base_url}/v2"

    @property
    def token_url(self) -> str:
        """Where a client gets its token."""
        return f"{self.base_url}/OAuth/Token"

    @property
    def keys(self) -> Keys:
        """The three secrets that open this sandbox."""
        return self._office.doorkeeper.keys

    @property
    def application_key(self) -> str:
        """The integration's own key."""
        return self.keys.application

    @property
    def client_key(self) -> str:
        """The company's key for the integration."""
        return self.keys.client

    @property
    def subscription_key(self) -> str:
        """The developer subscription's key, which the rate limit counts on."""
        return self.keys.subscription

    def connection(self) -> dict[str, str]:
        """What a client needs, by the names of the command line's contract."""
        return {
            "api_url": self.api_url,
            "token_url": self.token_url,
            "application_key": self.application_key,
            "client_key": self.client_key,
            "subscription_key": self.subscription_key,
        }

    @property
    def faults(self) -> FaultPlan:
        """The faults to come."""
        return self._office.faults

    @property
    def rules(self) -> Rules:
        """How it behaves."""
        return self._office.rules

    def change_rules(self, **changes: Any) -> None:
        """Other values for some of the rules, from the next request on."""
        self._office.change_rules(**changes)

    def change_privileges(self, privileges: Iterable[str], may_send_invoices: bool | None = None) -> None:
        """What the integration may do; takes effect with the next token."""
        doorkeeper = self._office.doorkeeper
        doorkeeper.privileges = tuple(privileges)
        if may_send_invoices is not None:
            doorkeeper.may_send_invoices = may_send_invoices

    def revoke_tokens(self) -> None:
        """Every token given so far is answered with 401 from now on."""
        self._office.doorkeeper.generation += 1

    def unplug(self) -> None:
        """Pulls the cable: connections are cut, new ones refused, until `plug_in`. The books stay."""
        self._server.close()

    def plug_in(self) -> None:
        """Listens again, on the same port."""
        self._server.open()

    def orders(self) -> list[Row]:
        """Drafts and confirmed orders with their lines, oldest first; amounts are Decimal."""
        return bookkeeper.orders(self._office)

    def invoices(self) -> list[Row]:
        """Sent invoices with their lines, oldest first."""
        return bookkeeper.invoices(self._office)

    def vouchers(self) -> list[Row]:
        """Cash vouchers with their lines, oldest first."""
        return bookkeeper.vouchers(self._office)

    def delete_order(self, order_id: str) -> None:
        """The bookkeeper deletes a draft in the program."""
        bookkeeper.delete_order(self._office, order_id)

    def send_invoice(self, order_id: str, request: Mapping[str, Any] | None = None) -> Row:
        """The bookkeeper sends the order from the program; gives the invoice."""
        return bookkeeper.send_invoice(self._office, order_id, request)

    def book_payment(self, invoice_no: int, amount: Decimal | None = None) -> Row:
        """The bookkeeper books a payment of the amount, or of all that is left; gives the invoice."""
        return bookkeeper.book_payment(self._office, invoice_no, amount)

    def ledger(self, since: date | None = None, until: date | None = None) -> list[Row]:
        """Every posting with effect on these days (both included), oldest first, with the API's property names."""
        return bookkeeper.ledger(self._office, since, until)

    def balances(self, since: date | None = None, until: date | None = None) -> dict[int, Decimal]:
        """The trial balance: what stands on each account number, debit positive. Its values sum to 0."""
        return bookkeeper.balances(self._office, since, until)

    def balance(self, account_no: int, until: date | None = None) -> Decimal:
        """What stands on one account, debit positive."""
        return self.balances(until=until).get(account_no, Decimal("0.00"))

    def vat_reported(self, since: date | None = None, until: date | None = None) -> dict[str, VatTurnover]:
        """Base and VAT by VAT code of these days, positive for sales; code 0 is left out."""
        return bookkeeper.vat_reported(self._office, since, until)

    def change_order(self, order_id: str, line: int | None = None, **changes: Any) -> Row:
        """The bookkeeper changes a draft by hand: its header, or its line at that place, by the API's names."""
        return bookkeeper.shown_order(corrections.change_order(self._office, order_id, line, changes))

    def remove_order_line(self, order_id: str, line: int) -> Row:
        """The bookkeeper takes a line out of a draft."""
        return bookkeeper.shown_order(corrections.remove_order_line(self._office, order_id, line))

    def enter_order(self, posted: Mapping[str, Any]) -> Row:
        """The bookkeeper makes a draft of their own, by the API's names."""
        return bookkeeper.shown_order(corrections.enter_order(self._office, posted))

    def credit_invoice(self, invoice_no: int) -> Row:
        """The bookkeeper credits a whole invoice; gives the credit note, sent and matched with it."""
        return self.send_invoice(corrections.credit_invoice(self._office, invoice_no)["Id"])

    def change_product(self, code: str, account_no: int | None = None, **changes: Any) -> Row:
        """The bookkeeper lets a product post to another account, or changes it otherwise."""
        return corrections.change_product(self._office, code, account_no, changes)

    def change_account(self, account_no: int, **changes: Any) -> Row:
        """The bookkeeper changes an account: VatCode, IsVatCodeLocked, IsActive, Name."""
        return corrections.change_account(self._office, account_no, changes)

    def book_voucher(
        self,
        *lines: HandLine,
        day: date | None = None,
        kind: str = MANUAL_JOURNAL,
        description: str | None = None,
    ) -> Row:
        """The bookkeeper books (account number, VAT code, gross amount) lines, today where no day is given."""
        return corrections.book_voucher(self._office, lines, day, kind, description)

    def reverse_voucher(self, voucher_id: str) -> None:
        """The bookkeeper takes back a voucher, whoever booked it."""
        corrections.reverse_voucher(self._office, voucher_id)

    def lock_until(self, day: date | None) -> None:
        """The bookkeeper closes the books up to and with that day; None opens them."""
        corrections.lock_until(self._office, day)

    def visits(self) -> list[Visit]:
        """The last API requests with status and body, oldest first."""
        return self._office.log.visits()

    def request_counts(self) -> dict[str, dict[str, int]]:
        """How often each route ("POST /v2/SalesOrders/Complete") was answered with each status ("201", "cut")."""
        return self._office.log.counts()
