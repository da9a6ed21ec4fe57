"""PowerOffice Go v2 over HTTP: tokens, both headers, paging, and each endpoint that Disken uses.

Knows endpoints and JSON, nothing of the outbox. Lives on the sync thread. Facts: developer.poweroffice.net
(authentication, requests) and the v2 OpenAPI document.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from terminal_app.domain.settings import Keys

from ..clock import Clock
from ..gateway import NotSent, OutcomeUnknown, SettingIsWrong, SyncError, Throttled, TryAgainLater
from ..plain_json import parse_json
from ..transport import LIST_ANSWER, Reply, Transport
from ..turns import no_turns
from .refusals import error_for, token_error_for
from .replies import (
    ClientRow,
    CustomerRow,
    InvoiceRow,
    LockDateRow,
    OrderRow,
    ProductRow,
    TokenRow,
    TransactionRow,
    VatCodeRow,
    VoucherRow,
    row_of,
    rows_of,
)

log = logging.getLogger(__name__)

RENEW_AT = 0.8
SHORTEST_USE_S = 60.0
LONGEST_USE_S = 3600.0
ROWS_PER_PAGE = 1000
MOST_PAGES = 2000

Row = TypeVar("Row", bound=BaseModel)


class Client:
    """One company's PowerOffice Go. The token belongs to these keys alone: it is never shared between companies."""

    def __init__(self, transport: Transport, api_url: str, token_url: str, keys: Keys, clock: Clock) -> None:
        self._transport = transport
        self._api_url = api_url.rstrip("/")
        self._token_url = token_url
        self._keys = keys
        self._clock = clock
        self._token: str | None = None
        self._renew_at_s = 0.0
        self._turn: Callable[[], None] = no_turns

    def create_order(self, payload: bytes) -> OrderRow:
        """The order as they made it of the payload. Raises SyncError; OutcomeUnknown for an answer that is no order."""
        headers = {"Content-Type": "application/json"}
        reply = self._call("POST", "/SalesOrders/Complete", headers=headers, body=payload)
        return _made(OrderRow, reply)

    def create_voucher(self, payload: bytes) -> VoucherRow:
        """The cash voucher as they have posted it. Raises SyncError; OutcomeUnknown for an answer that is none."""
        headers = {"Content-Type": "application/json"}
        reply = self._call("POST", "/Vouchers/CashJournals", headers=headers, body=payload)
        return _made(VoucherRow, reply)

    def transactions(
        self, since: date, until: date, accounts: Sequence[tuple[int, int]] = ()
    ) -> Iterator[list[TransactionRow]]:
        """What is posted in the general ledger from day to day, both included, page by page in the order of posting.

        `accounts` are ranges, both ends included; none means every account.
        """
        query = {"fromDate": since.isoformat(), "toDate": until.isoformat(), "OrderBy": "Id asc"}
        if accounts:
            query["accountNos"] = ",".join(str(a) if a == z else f"{a}-{z}" for a, z in accounts)
        return self._pages("/AccountTransactions", TransactionRow, query)

    def lock_date(self) -> date | None:
        """The last day on which nothing can be posted any more; None where no day is locked."""
        reply = self._call("GET", "/LockDateSettings")
        if reply.status == 204 or not reply.body:
            return None
        try:
            return row_of(LockDateRow, reply.json()).lock_date
        except ValueError as error:
            raise NotSent("answer_not_understood", status=reply.status, text="") from error

    def orders(self, reference: str | None = None, customer_no: int | None = None) -> Iterator[list[OrderRow]]:
        """Drafts and confirmed orders, page by page; invoiced ones are among `invoices`."""
        return self._pages("/SalesOrders", OrderRow, _narrow(reference, customer_no))

    def invoices(
        self, reference: str | None = None, customer_no: int | None = None, since: date | None = None
    ) -> Iterator[list[InvoiceRow]]:
        """Outgoing invoices, page by page, whoever sent them."""
        query = _narrow(reference, customer_no)
        if since is not None:
            query["fromDate"] = since.isoformat()
        return self._pages("/OutgoingInvoices", InvoiceRow, query)

    def customers(self, changed_after: datetime | None) -> Iterator[list[CustomerRow]]:
        """All customers, or those changed after the moment; archived ones too."""
        query = {}
        if changed_after is not None:
            query["lastChangedDateTimeOffsetGreaterThan"] = changed_after.astimezone(UTC).isoformat()
        return self._pages("/Customers", CustomerRow, query)

    def products(self, codes: tuple[str, ...] = ()) -> Iterator[list[ProductRow]]:
        """All products, or those of the codes; archived ones too."""
        return self._pages("/Products", ProductRow, {"codes": ",".join(codes)} if codes else {})

    def vat_codes(self) -> Iterator[list[VatCodeRow]]:
        """The VAT codes, those that have run out too."""
        return self._pages("/VatCodes", VatCodeRow, {"includeExpired": "true"})

    def company(self) -> ClientRow:
        """The company behind the keys and the privileges that it granted. Needs a token and no privilege."""
        reply = self._call("GET", "/ClientIntegrationInformation")
        try:
            return row_of(ClientRow, reply.json())
        except ValueError as error:
            raise NotSent("answer_not_understood", status=reply.status, text="") from error

    def listed(self, path: str, model: type[Row], query: Mapping[str, str] | None = None) -> Iterator[list[Row]]:
        """Any other list, page by page."""
        return self._pages(path, model, query or {})

    def asked(self, path: str) -> Reply:
        """The whole answer of any other GET, headers and all."""
        return self._call("GET", path)

    def made(self, path: str, document: bytes) -> Reply:
        """The answer to posting a new object. Raises OutcomeUnknown when it may exist now."""
        return self._call("POST", path, headers={"Content-Type": "application/json"}, body=document)

    def while_waiting(self, work: Callable[[], None]) -> None:
        self._transport.while_waiting(work)

    def take_turns(self, turn: Callable[[], None]) -> None:
        """Call `turn` after each row of a list that is read, from now on."""
        self._turn = turn

    def apart_s(self) -> float:
        """How far apart calls go now, in seconds, since some were refused; 0 while they go as near as a till wants."""
        return self._transport.apart_s()

    def cut(self) -> None:
        self._transport.cut()

    def close(self) -> None:
        self._transport.close()

    def _pages(self, path: str, model: type[Row], query: Mapping[str, str]) -> Iterator[list[Row]]:
        """Each page's rows; raises TryAgainLater when a page is missing or not understood: what came is no proof."""
        for number in range(1, MOST_PAGES + 1):
            paged = {**query, "PageNumber": str(number), "PageSize": str(ROWS_PER_PAGE)}
            reply = self._call("GET", path, params=paged, largest=LIST_ANSWER)
            if reply.status == 204 or not reply.body:
                return
            try:
                rows = list(rows_of(model, reply.rows(), self._turn))
            except ValueError as error:
                raise TryAgainLater("answer_not_understood", status=reply.status, text="") from error
            yield rows
            if not _has_more(reply, number, len(rows)):
                return
        raise TryAgainLater("answer_not_understood", status=200, text="")

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        largest: int = 2_000_000,
    ) -> Reply:
        """A reply that is a success. An expired token is renewed once: a 401 was refused before it was looked at."""
        changes = method != "GET"
        reply = self._with_token(method, path, headers or {}, params, body, largest)
        if reply.status == 401:
            self._token = None
            reply = self._with_token(method, path, headers or {}, params, body, largest)
            if reply.status == 401 and self._clock.monotonic() >= self._renew_at_s:
                self._token = None
                raise Throttled(max(1.0, self.apart_s()))  # not the keys: the call's turn came after the token's end
        error = error_for(reply, changes=changes, of_voucher=path.startswith("/Vouchers/"))
        if error is None:
            return reply
        if reply.status == 403:
            error = self._privilege_missing(path, error)
        raise error

    def _with_token(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: bytes | None,
        largest: int,
    ) -> Reply:
        token = self._fresh_token()
        try:
            return self._transport.call(
                method,
                self._api_url + path,
                headers={**headers, **self._subscription(), "Authorization": f"Bearer {token}"},
                params=params,
                body=body,
                largest=largest,
            )
        except OutcomeUnknown as error:
            if method == "GET":
                # Nothing was asked to change, so nothing is in doubt.
                raise NotSent(error.problem.code, **error.problem.values) from error
            raise

    def _fresh_token(self) -> str:
        """A token with life left in it, asked for ahead of its end by the clock that nobody sets."""
        if self._token is None or self._clock.monotonic() >= self._renew_at_s:
            self._token = self._new_token()
        return self._token

    def _new_token(self) -> str:
        pair = base64.b64encode(f"{self._keys.application}:{self._keys.client}".encode()).decode("ascii")
        self._transport.hide(pair)
        try:
            reply = self._transport.call(
                "POST",
                self._token_url,
                headers={
                    **self._subscription(),
                    "Authorization": f"Basic {pair}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
                body={"grant_type": "client_credentials"},
            )
        except OutcomeUnknown as error:
            raise NotSent(error.problem.code, **error.problem.values) from error
        refusal = token_error_for(reply)
        if refusal is not None:
            raise refusal
        try:
            granted = row_of(TokenRow, reply.json())
        except ValueError as cause:
            raise NotSent("answer_not_understood", status=reply.status, text="") from cause
        self._transport.hide(granted.access_token)
        self._renew_at_s = self._clock.monotonic() + _use_for_s(granted.expires_in)
        return granted.access_token

    def _subscription(self) -> dict[str, str]:
        return {"Ocp-Apim-Subscription-Key": self._keys.subscription, "Accept": "application/json"}

    def _privilege_missing(self, path: str, error: SyncError) -> SyncError:
        """The same error with the name of the privilege, as far as the company's own list tells it."""
        needed = _PRIVILEGES.get(path.split("/")[1], "")
        try:
            held = self.company().valid_privileges or []
        except SyncError as second:
            log.info("the privileges could not be read: %s", second.problem.code)
            held = []
        # A privilege that was granted after the token was made counts with the next token only.
        self._token = None
        values = {**error.problem.values, "privilege": needed, "granted": str(needed in held).lower()}
        return SettingIsWrong("privilege_missing", **values)


_PRIVILEGES = {
    "SalesOrders": "SalesOrders_Full",
    "OutgoingInvoices": "OutgoingInvoice",
    "Customers": "Customer",
    "Products": "Product",
    "VatCodes": "CommonServices",
    "LockDateSettings": "CommonServices",
    "Vouchers": "CashVoucher_Full",
    "AccountTransactions": "AccountTransaction",
    "ProductGroups": "Product",
    "GeneralLedgerAccounts": "GeneralLedgerAccount",
}


def _made(model: type[Row], reply: Reply) -> Row:
    """The object that was made; raises OutcomeUnknown for an answer that does not show it."""
    if reply.status == 204:
        raise OutcomeUnknown("answer_not_understood", status=204, text="")
    try:
        return row_of(model, reply.json())
    except ValueError as error:
        raise OutcomeUnknown("answer_not_understood", status=reply.status, text="") from error


def _narrow(reference: str | None, customer_no: int | None) -> dict[str, str]:
    query = {}
    if reference is not None:
        query["externalImportReferences"] = reference
    if customer_no is not None:
        query["customerNos"] = str(customer_no)
    return query


def _has_more(reply: Reply, number: int, rows: int) -> bool:
    """Whether another page follows; without a readable X-Pagination header a full page means yes."""
    try:
        facts: Any = parse_json(reply.headers.get("x-pagination", "").encode())
    except ValueError:
        return rows >= ROWS_PER_PAGE
    if not isinstance(facts, dict):
        return rows >= ROWS_PER_PAGE
    named = {str(name).casefold(): value for name, value in facts.items()}
    pages = named.get("totalpages")
    if isinstance(pages, int):
        return number < pages
    return bool(named.get("nextpagelink")) if "nextpagelink" in named else rows >= ROWS_PER_PAGE


def _use_for_s(expires_in: Any) -> float:
    """How long a token is used: four fifths of its life, and never asked for more than once a minute."""
    try:
        life_s = float(expires_in)
    except (TypeError, ValueError):
        life_s = 0.0
    if life_s != life_s:  # NaN
        life_s = 0.0
    return max(SHORTEST_USE_S, min(life_s, LONGEST_USE_S) * RENEW_AT)
