"""The company a sandbox opens with: chart of accounts, VAT codes, products, payment terms and customers.

Reads `assets/demo`, or what the caller hands over; makes as many customers as asked. Knows no HTTP.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from terminal_app.resources import asset

from .answers import Row, loads, pick
from .books import Books
from .documents import (
    ACCOUNT_FIELDS,
    CUSTOMER_FIELDS,
    GROUP_FIELDS,
    PRODUCT_FIELDS,
    TERM_FIELDS,
    VAT_CODE_FIELDS,
)

OPENED = "2026-01-02T08:00:00.000000+00:00"
GENERATED_WHEN_MISSING = 40

_FIRST = "Anne Bjørn Cecilie Dag Eli Frode Guro Håkon Ingrid Jan Kari Lars Marit Nils Ola Per Ragnhild Siri Tor Øyvind"
_LAST = "Aas Berg Bakken Dahl Eide Fossum Haugen Iversen Johansen Kvam Lund Martin Nygård Olsen Ruud Solberg Ås Øster"
_TRADE = "Bygg Data Elektro Frukt Glass Hage Kontor Maling Renhold Transport"
_TOWN = (("0181", "Oslo"), ("5003", "Bergen"), ("7011", "Trondheim"), ("4006", "Stavanger"), ("9008", "Tromsø"))


def open_books(seed: int, customers: Iterable[Mapping[str, Any]] | None = None, folder: Path | None = None) -> Books:
    """The books as they are before the first request.

    `customers` are rows in the API's shape; left out, they come from `customers.json`, and where that is missing
    from the generator. Raises FileNotFoundError without `accounting.json`.
    """
    folder = folder or asset("demo")
    accounting = loads((folder / "accounting.json").read_bytes())
    books = Books(accounting["company"], accounting["subscriptions"], accounting["lock_date"])
    low, high = accounting["customer_numbers"]
    books.customer_numbers = (low, high)
    _load_ledger(books, accounting)
    _load_catalogue(books, accounting)
    if customers is None:
        listed = folder / "customers.json"
        customers = (
            loads(listed.read_bytes()) if listed.is_file() else generated_customers(GENERATED_WHEN_MISSING, seed)
        )
    for row in customers:
        books.customers.put(_customer(books, row))
    return books


def _load_ledger(books: Books, accounting: Row) -> None:
    for row in accounting["vat_codes"]:
        books.vat_codes.put({**pick(row, VAT_CODE_FIELDS), "IsActive": True, "IsCustom": False})
    for row in accounting["accounts"]:
        code = books.vat_codes.find("Code", row["VatCode"])[-1]
        books.accounts.put({**pick(row, ACCOUNT_FIELDS), "VatCodeId": code["Id"], "LastChangedDateTimeOffset": OPENED})
    for row in accounting["payment_terms"]:
        books.terms.put({**pick(row, TERM_FIELDS), **_opened()})


def _load_catalogue(books: Books, accounting: Row) -> None:
    for row in accounting["product_groups"]:
        books.groups.put(
            {**pick(row, GROUP_FIELDS), **_sales_account_ids(books, row), **_opened(), "IsArchived": False}
        )
    for row in accounting["products"]:
        group = books.groups.find("Code", row["ProductGroupCode"])[0]
        books.products.put(
            {
                **pick(row, PRODUCT_FIELDS),
                **_sales_account_ids(books, row),
                **_opened(),
                "ProductGroupId": group["Id"],
                "IsArchived": False,
                "IsStockItem": False,
            }
        )


def _opened() -> Row:
    return {"CreatedDateTimeOffset": OPENED, "LastChangedDateTimeOffset": OPENED}


def _sales_account_ids(books: Books, row: Mapping[str, Any]) -> Row:
    ids: Row = {}
    for which in ("StandardSalesAccount", "OptionalSalesAccount"):
        account = books.accounts.first("AccountNo", row[which]) if row.get(which) is not None else None
        ids[which + "Id"] = account["Id"] if account else None
    return ids


def _customer(books: Books, row: Mapping[str, Any]) -> Row:
    made = row.get("CustomerCreatedDateTimeOffset") or OPENED
    changed = row.get("LastChangedDateTimeOffset") or OPENED
    customer = pick(row, CUSTOMER_FIELDS)
    if isinstance(customer["Allowance"], float):
        customer["Allowance"] = Decimal(str(customer["Allowance"]))
    term = books.terms.first("CreditDays", row["PaymentTerm"]) if row.get("PaymentTerm") is not None else None
    customer.update(
        CustomerCreatedDateTimeOffset=made,
        ContactCreatedDateTimeOffset=row.get("ContactCreatedDateTimeOffset") or made,
        LastChangedDateTimeOffset=changed,
        SubledgerAccountId=row.get("SubledgerAccountId") or row["Id"],
        PaymentTermId=term["Id"] if term else None,
        IsPerson=bool(row.get("IsPerson")),
        IsArchived=bool(row.get("IsArchived")),
        IsVatFree=bool(row.get("IsVatFree")),
        IsActive=row.get("IsActive") is not False,
    )
    address = row.get("MailAddress")
    if address:
        customer["MailAddress"] = {"Id": row["Id"], "LastChangedDateTimeOffset": changed, **address}
    return customer


def generated_customers(count: int, seed: int) -> Iterable[Row]:
    """That many customers, always the same for a seed: three companies to each person, numbers from 10000."""
    dice = random.Random(f"customers/{seed}")
    first, last, trade = _FIRST.split(), _LAST.split(), _TRADE.split()
    for place in range(count):
        zip_code, city = dice.choice(_TOWN)
        address = f"{dice.choice(last)}veien {dice.randint(1, 99)}"
        row: Row = {
            "Id": 9_000_000 + place,
            "Number": 10_000 + place,
            "IsPerson": place % 4 == 3,
            "InvoiceDeliveryType": "PdfByEmail",
            "EmailAddress": f"post{place}@kunde.example",
            "InvoiceEmailAddress": f"faktura{place}@kunde.example",
            "PaymentTerm": dice.choice((14, 14, 14, 30)),
            "MailAddress": {"AddressLine1": address, "ZipCode": zip_code, "City": city, "CountryCode": "NO"},
            "PhoneNumber": f"+47{dice.randint(40_000_000, 99_999_999)}",
        }
        if row["IsPerson"]:
            row.update(FirstName=dice.choice(first), LastName=dice.choice(last))
        else:
            name = f"{dice.choice(last)} {dice.choice(trade)} AS"
            row.update(Name=name, LegalName=name, OrganizationNumber=_organization_number(dice))
        yield row


def _organization_number(dice: random.Random) -> str:
    """Nine digits of which the last is the modulus-11 check digit (Brønnøysund's weights)."""
    while True:
        digits = [9, *(dice.randint(0, 9) for _ in range(7))]
        check = -sum(d * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))
