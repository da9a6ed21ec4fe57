"""Gathers what the setup check needs from PowerOffice Go, and makes what is missing when it is asked to.

A privilege that is missing leaves its facts unread and the rest goes on. Lives on the sync thread or headless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar

from terminal_app.domain.settings import Invoicing
from terminal_app.domain.setup import Missing
from terminal_app.domain.vat import VatRate

from ..clock import Clock
from ..gateway import NotSent, SettingIsWrong
from ..setup_check import Finding
from ..transport import Reply, plain_json
from .client import Client
from .mapping import shown
from .replies import AccountRow, ClientRow, GroupRow, LockDateRow, ProductRow, VatCodeRow, row_of
from .setup import AccountFact, Facts, ProductFact, checks, mapped, missing

Read = TypeVar("Read")


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
        facts = self._facts(today)
        found = tuple(checks(facts, self._invoicing, today))
        return Finding(facts.company, found, tuple(missing(facts, self._invoicing)))

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

    def _facts(self, today: date) -> Facts:
        asked_at = self._clock.now()
        reply = self._client.asked("/ClientIntegrationInformation")
        skew_s = _skew_s(reply, asked_at, self._clock.now())
        try:
            company = row_of(ClientRow, reply.json())
        except ValueError as error:
            raise NotSent("answer_not_understood", status=reply.status, text="") from error
        lock_date = _unless_forbidden(self._lock_date)
        return Facts(
            company=shown(company.client_name) or "",
            privileges=frozenset(company.valid_privileges or ()),
            not_covered=frozenset(company.invalid_privileges or ()),
            products=_unless_forbidden(self._products),
            accounts=_unless_forbidden(self._accounts),
            rates=_unless_forbidden(lambda: self._rates(today)),
            lock_date=None if lock_date is None else lock_date[0],
            lock_date_read=lock_date is not None,
            skew_s=skew_s,
        )

    def _products(self) -> dict[str, ProductFact]:
        """The mapped products that exist, by code; each with its own account or its group's."""
        # One code at a time in the filter is not needed, and a code with a comma in it could not be asked for.
        wanted = {code for _, code, _ in mapped(self._invoicing) if code}
        rows = [row for page in self._client.products() for row in page if row.code in wanted]
        groups = self._group_accounts() if any(row.standard_sales_account is None for row in rows) else {}
        return {row.code: _product(row, groups) for row in _living_last(rows) if row.code is not None}

    def _group_accounts(self) -> dict[str, int]:
        rows = (row for page in self._client.listed("/ProductGroups", GroupRow) for row in page)
        return {row.code: row.standard_sales_account for row in rows if row.code and row.standard_sales_account}

    def _accounts(self) -> dict[int, AccountFact]:
        rows = (row for page in self._client.listed("/GeneralLedgerAccounts", AccountRow) for row in page)
        return {
            row.account_no: AccountFact(
                number=row.account_no,
                name=shown(row.name) or "",
                vat_code=row.vat_code or "",
                active=row.is_active is not False,
                locked=bool(row.is_vat_code_locked),
            )
            for row in rows
        }

    def _rates(self, today: date) -> dict[str, VatRate]:
        rows = (row for page in self._client.vat_codes() for row in page)
        return {row.code: _rate(row.rate) for row in rows if row.code and _holds_on(row, today)}

    def _lock_date(self) -> tuple[date | None]:
        reply = self._client.asked("/LockDateSettings")
        if reply.status == 204 or not reply.body:
            return (None,)
        try:
            return (row_of(LockDateRow, reply.json()).lock_date,)
        except ValueError as error:
            raise NotSent("answer_not_understood", status=reply.status, text="") from error


def _unless_forbidden(read: Callable[[], Read]) -> Read | None:
    """What was read; None where a privilege is missing. Any other error goes on."""
    try:
        return read()
    except SettingIsWrong as error:
        if error.problem.code != "privilege_missing":
            raise
        return None


def _living_last(rows: list[ProductRow]) -> Iterator[ProductRow]:
    """Archived ones first: where a code is there twice, the living one is what counts."""
    return iter(sorted(rows, key=lambda row: not row.is_archived))


def _product(row: ProductRow, groups: dict[str, int]) -> ProductFact:
    account = row.standard_sales_account or groups.get(row.product_group_code or "")
    return ProductFact(row.code or "", shown(row.name) or "", account, archived=bool(row.is_archived))


def _rate(fraction: Decimal) -> VatRate:
    return VatRate(int((fraction * 10_000).to_integral_value()))


def _holds_on(row: VatCodeRow, today: date) -> bool:
    began = row.valid_from is None or row.valid_from <= today
    return began and (row.valid_to is None or today <= row.valid_to) and row.is_active is not False


def _skew_s(reply: Reply, asked_at: datetime, answered_at: datetime) -> float | None:
    """How far this clock is ahead of theirs, by their Date header; the halfway moment of the call is compared."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    if theirs.tzinfo is None:
        return None
    return (asked_at + (answered_at - asked_at) / 2 - theirs).total_seconds()
