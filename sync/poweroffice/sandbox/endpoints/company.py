"""Endpoints about the company and the integration: information, VAT codes, accounts, payment terms, lock date."""

from __future__ import annotations

from werkzeug.wrappers import Response

from ..answers import Row, json_answer, not_found, pick, problem
from ..books import stamp
from ..documents import ACCOUNT_FIELDS, ACCOUNT_POST, TERM_FIELDS, TERM_POST, VAT_CODE_FIELDS
from ..office import Call
from ..paging import ListQuery, in_ranges, later
from ..rules.invoicing import in_norway

ACCOUNT_TITLE = "GeneralLedgerAccount validation error(s)"
TERM_TITLE = "PaymentTerm validation error(s)"
FIRST_TERM_ID = 401
LONGEST_CREDIT = 365
FIRST_ACCOUNT_ID = 476_000_000
_KINDS = {1: "Asset", 2: "Liability", 3: "Income"}


def client_integration_information(call: Call) -> Response:
    """Whose books these are, and what the integration may do with them now (not when the token was made)."""
    held = call.office.doorkeeper.privileges
    return json_answer(
        {
            "ClientId": call.books.company["ClientId"],
            "ClientName": call.books.company["ClientName"],
            "ActiveClientSubscriptions": list(call.books.subscriptions),
            "ValidPrivileges": sorted(held),
            "InvalidPrivileges": [],
        }
    )


def list_vat_codes(call: Call) -> Response:
    """VAT codes valid today, or all with `includeExpired`."""
    query = ListQuery(call.request)
    today = str(in_norway(call.now))
    rows = call.books.vat_codes.all()
    if not query.flag("includeExpired"):
        rows = [row for row in rows if row["ValidTo"] is None or row["ValidTo"] >= today]
    active = query.flag("isActive")
    if active is not None:
        rows = [row for row in rows if row["IsActive"] is active]
    return query.answer(rows, VAT_CODE_FIELDS)


def list_accounts(call: Call) -> Response:
    """General ledger accounts by number and by last change."""
    query = ListQuery(call.request)
    ranges = query.ranges("accountNos")
    since = query.moment("lastChangedDateTimeOffsetGreaterThan")
    with call.books.lock:
        rows = call.books.accounts.all() if ranges is None else in_ranges(call.books.accounts, ranges)
    if since is not None:
        rows = [row for row in rows if later(row, "LastChangedDateTimeOffset", since)]
    return query.answer(rows, ACCOUNT_FIELDS)


def create_account(call: Call) -> Response:
    """A new general ledger account; needs number, name, active flag and a VAT code."""
    posted = call.body(ACCOUNT_POST)
    for name in ("AccountNo", "Name", "IsActive"):
        if name not in posted:
            raise problem(400, f"{name} is required.", ACCOUNT_TITLE)
    if not 1000 <= posted["AccountNo"] <= 99_999_999:
        raise problem(400, f"AccountNo {posted['AccountNo']} is not an account number.", ACCOUNT_TITLE)
    with call.books.writing():
        if call.books.accounts.first("AccountNo", posted["AccountNo"]) is not None:
            raise problem(400, f"AccountNo {posted['AccountNo']} is already in use.", ACCOUNT_TITLE)
        code = _vat_code(call, posted)
        account: Row = {
            **pick(posted, ACCOUNT_FIELDS),
            "Id": FIRST_ACCOUNT_ID + posted["AccountNo"],
            "GeneralLedgerAccountType": _KINDS.get(int(str(posted["AccountNo"])[0]), "Expense"),
            "VatCode": code["Code"],
            "VatCodeId": code["Id"],
            "LastChangedDateTimeOffset": stamp(call.now),
        }
        call.books.put(call.books.accounts, account)
    return json_answer(account, 201)


def list_payment_terms(call: Call) -> Response:
    """Payment terms, shortest first."""
    return ListQuery(call.request).answer(call.books.terms.all(), TERM_FIELDS)


def create_payment_term(call: Call) -> Response:
    """A new payment term, active unless it says otherwise; one that is to be the default takes the place of the old."""
    posted = call.body(TERM_POST)
    for name in ("CreditDays", "Name"):
        if posted.get(name) in (None, ""):
            raise problem(400, f"{name} is required.", TERM_TITLE)
    if not 0 <= posted["CreditDays"] <= LONGEST_CREDIT:
        raise problem(400, f"CreditDays must be between 0 and {LONGEST_CREDIT}.", TERM_TITLE)
    books, now = call.books, stamp(call.now)
    with books.writing():
        term: Row = {
            **pick(posted, TERM_FIELDS),
            "Id": books.next_number("PaymentTermId", FIRST_TERM_ID),
            "IsActive": posted.get("IsActive", True),
            "IsDefault": posted.get("IsDefault", False),
            "CreatedDateTimeOffset": now,
            "LastChangedDateTimeOffset": now,
        }
        if term["IsDefault"]:
            for other in [row for row in books.terms.all() if row["IsDefault"]]:
                books.put(books.terms, {**other, "IsDefault": False, "LastChangedDateTimeOffset": now})
        books.put(books.terms, term)
    return json_answer(term, 201)


def lock_date_settings(call: Call) -> Response:
    """The day up to which nothing can be posted any more."""
    if call.books.lock_date is None:
        return json_answer({})
    return json_answer({"LockDate": call.books.lock_date})


def _vat_code(call: Call, posted: Row) -> Row:
    """The account's VAT code: VatCodeId wins over VatCode."""
    by_id, by_code = posted.get("VatCodeId"), posted.get("VatCode")
    if by_id is None and by_code is None:
        raise problem(400, "VatCode or VatCodeId is required.", ACCOUNT_TITLE)
    if by_id is not None:
        row = call.books.vat_codes.get(by_id)
        if row is None:
            raise not_found(f"VAT code with id = {by_id} not found.")
        return row
    row = call.books.vat_code_on(str(by_code), in_norway(call.now))
    if row is None:
        raise not_found(f"VAT code with code = '{by_code}' not found.")
    return row
