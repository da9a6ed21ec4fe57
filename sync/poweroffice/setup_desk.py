"""Gathers what the setup check needs from PowerOffice Go, and makes what is missing when it is asked to.

A privilege that is missing leaves its facts unread and the rest goes on. Lives on the sync thread or headless.
"""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

from terminal_app.domain.chart import Chart, RemoteVatCode
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.setup import Missing

from ..clock import Clock
from ..gateway import NotSent, SettingIsWrong
from ..plain_json import plain_json
from ..setup_check import Finding
from ..transport import Reply
from . import catalogue
from .catalogue import unless_forbidden
from .client import Client
from .mapping import shown
from .replies import ClientRow, row_of
from .setup import Facts, checks, missing


class PowerOfficeSetupDesk:
    """Implements `SetupDesk`; a context manager that closes its connections."""

    def __init__(self, client: Client, invoicing: Invoicing, clock: Clock) -> None:
        self._client = client
        self._invoicing = invoicing
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def look(self, today: date) -> Finding:
        facts, codes = self._facts(today)
        found = tuple(checks(facts, self._invoicing, today))
        products = None if facts.products is None else tuple(facts.products.values())
        chart = None if facts.accounts is None or codes is None else Chart(facts.accounts, codes)
        return Finding(facts.company, found, tuple(missing(facts, self._invoicing)), products, chart)

    def make(self, missing: Missing) -> None:
        if missing.kind == "account":
            account: dict[str, object] = {
                "AccountNo": int(missing.number),
                "Name": missing.name,
                "IsActive": True,
                "VatCode": missing.vat_code,
                "IsVatCodeLocked": True,
            }
            self._post("/GeneralLedgerAccounts", account, "GeneralLedgerAccount_Full")
            return
        posts_to = int(missing.account)
        product: dict[str, object] = {
            "Code": missing.number,
            "Name": missing.name,
            "ProductType": "Service",
            "StandardSalesAccount": posts_to,
            "OptionalSalesAccount": posts_to,
        }
        self._post("/Products", product, "Product_Full")

    def close(self) -> None:
        self._client.close()

    def _post(self, path: str, document: dict[str, object], privilege: str) -> None:
        try:
            self._client.made(path, plain_json(document).encode("utf-8"))
        except SettingIsWrong as error:
            if error.problem.code != "privilege_missing":
                raise
            raise SettingIsWrong("privilege_missing", **{**error.problem.values, "privilege": privilege}) from error

    def _facts(self, today: date) -> tuple[Facts, tuple[RemoteVatCode, ...] | None]:
        """What was read, and the VAT codes of every year beside today's rates."""
        asked_at = self._clock.now()
        reply = self._client.asked("/ClientIntegrationInformation")
        skew_s = _skew_s(reply, asked_at, self._clock.now())
        try:
            company = row_of(ClientRow, reply.json())
        except ValueError as error:
            raise NotSent("answer_not_understood", status=reply.status, text="") from error
        accounts = unless_forbidden(lambda: catalogue.accounts(self._client))
        codes = unless_forbidden(lambda: catalogue.vat_codes(self._client))
        rates = None if codes is None else catalogue.rates(codes, today)
        products = unless_forbidden(lambda: catalogue.products(self._client, accounts, rates))
        lock_date = unless_forbidden(lambda: (self._client.lock_date(),))
        facts = Facts(
            company=shown(company.client_name) or "",
            privileges=frozenset(company.valid_privileges or ()),
            not_covered=frozenset(company.invalid_privileges or ()),
            products=None if products is None else {product.code: product for product in products},
            accounts=accounts,
            rates=rates,
            lock_date=None if lock_date is None else lock_date[0],
            lock_date_read=lock_date is not None,
            skew_s=skew_s,
        )
        return facts, codes


def _skew_s(reply: Reply, asked_at: datetime, answered_at: datetime) -> float | None:
    """How far this clock is ahead of theirs, by their Date header; the halfway moment of the call is compared."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    if theirs.tzinfo is None:
        return None
    return (asked_at + (answered_at - asked_at) / 2 - theirs).total_seconds()
