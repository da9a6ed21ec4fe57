"""PowerOffice Go's products and where each posts, and its chart of accounts: for the setup check and the till's mirror.

What a product leaves empty, its sales account or its price, it has from its group; its VAT is that of the account
(ProductDto of the v2 OpenAPI document). Lives on the sync thread or headless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart, RemoteAccount, RemoteVatCode
from terminal_app.domain.money import LARGEST_ORE, Money
from terminal_app.domain.vat import VatRate

from ..gateway import SettingIsWrong
from .client import Client
from .mapping import shown, vat_rate
from .replies import AccountRow, GroupRow, ProductRow

Read = TypeVar("Read")

LONGEST_CODE = 100


def accounts(client: Client) -> dict[int, RemoteAccount]:
    """Every general ledger account by number. Raises SyncError."""
    rows = (row for page in client.listed("/GeneralLedgerAccounts", AccountRow) for row in page)
    return {
        row.account_no: RemoteAccount(
            number=row.account_no,
            name=shown(row.name) or "",
            vat_code=row.vat_code or "",
            active=row.is_active is not False,
            locked=bool(row.is_vat_code_locked),
            remote_id="" if row.id is None else str(row.id),
        )
        for row in rows
    }


def vat_codes(client: Client) -> tuple[RemoteVatCode, ...]:
    """Every VAT code that is in use, with those of earlier years, by code and day. Raises SyncError."""
    rows = (row for page in client.vat_codes() for row in page)
    codes = {
        row.id: RemoteVatCode(str(row.id), row.code, vat_rate(row.rate), row.valid_from, row.valid_to)
        for row in rows
        if row.code and row.is_active is not False
    }
    return tuple(sorted(codes.values(), key=lambda one: (one.code, one.valid_from or date.min)))


def rates(codes: Iterable[RemoteVatCode], today: date) -> dict[str, VatRate]:
    """The rate of each VAT code that is in force today."""
    return {one.code: one.rate for one in codes if one.holds_on(today)}


def chart(client: Client) -> Chart:
    """Every account and VAT code. Raises SyncError."""
    return Chart(accounts(client), vat_codes(client))


def products(
    client: Client, accounts: Mapping[int, RemoteAccount] | None, rates: Mapping[str, VatRate] | None
) -> tuple[RemoteProduct, ...]:
    """Every product with a code, archived ones before living ones, so that the last of a code is what counts.

    Without `accounts` or `rates`, because they could not be read, no VAT is known. Raises SyncError.
    """
    rows = [row for page in client.products() for row in page if row.code and _can_be_typed(row.code)]
    groups = _groups(client) if any(_leaves_to_its_group(row) for row in rows) else {}
    rows.sort(key=lambda row: not row.is_archived)
    return tuple(_product(row, groups, accounts or {}, rates or {}) for row in rows)


def every_product(client: Client, today: date) -> tuple[RemoteProduct, ...]:
    """As `products`, with the VAT of each as far as the privileges let it be read. Raises SyncError."""
    known_accounts = unless_forbidden(lambda: accounts(client))
    known_rates = unless_forbidden(lambda: rates(vat_codes(client), today))
    return products(client, known_accounts, known_rates)


def unless_forbidden(read: Callable[[], Read]) -> Read | None:
    """What was read; None where a privilege is missing. Any other error goes on."""
    try:
        return read()
    except SettingIsWrong as error:
        if error.problem.code != "privilege_missing":
            raise
        return None


def price(amount: Decimal | None) -> Money | None:
    """The price to the øre, halves up; None for none, and for one that is beyond any invoice."""
    if amount is None or abs(amount) * 100 > LARGEST_ORE:
        return None
    return Money(int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def _groups(client: Client) -> dict[str, GroupRow]:
    rows: Iterator[GroupRow] = (row for page in client.listed("/ProductGroups", GroupRow) for row in page)
    return {row.code: row for row in rows if row.code}


def _leaves_to_its_group(row: ProductRow) -> bool:
    return row.standard_sales_account is None or row.unit_price is None


def _product(
    row: ProductRow,
    groups: Mapping[str, GroupRow],
    accounts: Mapping[int, RemoteAccount],
    rates: Mapping[str, VatRate],
) -> RemoteProduct:
    group = groups.get(row.product_group_code or "", GroupRow())
    number = row.standard_sales_account or group.standard_sales_account
    account = accounts.get(number) if number is not None else None
    vat_code = None if account is None else account.vat_code
    return RemoteProduct(
        code=row.code or "",
        remote_id=str(row.id),
        name=shown(row.name) or "",
        price=price(row.unit_price if row.unit_price is not None else group.unit_price),
        account_no=number,
        vat_code=vat_code,
        vat_rate=None if vat_code is None else rates.get(vat_code),
        archived=bool(row.is_archived),
    )


def _can_be_typed(code: str) -> bool:
    """Whether a setting could hold that code as it is."""
    return len(code) <= LONGEST_CODE and shown(code) == code
