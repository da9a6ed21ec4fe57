"""The parts of PowerOffice Go's answers that Disken reads, and how strictly: what does not fit is no answer.

Imports pydantic, so import this module where it is used, not at start-up. Field names: the v2 OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_pascal

from ..turns import no_turns

Model = TypeVar("Model", bound=BaseModel)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | None):
        raise ValueError("not a number")
    return value


def _day(value: object) -> object:
    # A date may come with a time part.
    return value.partition("T")[0] if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Whole = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
Number = Annotated[Decimal, BeforeValidator(_number)]


class _Row(BaseModel):
    model_config = ConfigDict(alias_generator=to_pascal, populate_by_name=True, extra="ignore", frozen=True)


class OrderRow(_Row):
    """A sales order, as created or listed."""

    id: UUID
    sales_order_no: Whole | None = None
    customer_id: Whole | None = None
    external_import_reference: Text | None = None
    net_amount: Number | None = None
    total_amount: Number


class InvoiceRow(_Row):
    """An outgoing invoice, or a credit note (a total below zero); `id` is that of the order it was made from."""

    id: UUID
    order_no: Whole | None = None
    invoice_no: Whole | None = None
    customer_id: Whole | None = None
    external_import_reference: Text | None = None
    net_amount: Number | None = None
    total_amount: Number
    balance: Number | None = None
    is_reversed: bool = False
    related_invoice_no: Whole | None = None


class AddressRow(_Row):
    """Where letters go."""

    city: Text | None = None


class CustomerRow(_Row):
    """A customer."""

    id: Whole
    number: Whole | None = None
    name: Text | None = None
    legal_name: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    is_person: bool | None = None
    is_archived: bool | None = None
    organization_number: Text | None = None
    email_address: Text | None = None
    invoice_email_address: Text | None = None
    phone_number: Text | None = None
    invoice_delivery_type: Text | None = None
    payment_term: Whole | None = None
    mail_address: AddressRow | None = None
    last_changed_date_time_offset: datetime | None = None


class ProductRow(_Row):
    """A product; what it leaves empty it has from its group."""

    id: Whole
    code: Text | None = None
    name: Text | None = None
    is_archived: bool | None = None
    unit_price: Number | None = None
    standard_sales_account: Whole | None = None
    product_group_code: Text | None = None


class VatCodeRow(_Row):
    """A VAT code; `rate` is a fraction, 0.25 for 25 %."""

    id: Whole
    code: Text | None = None
    rate: Number
    is_active: bool | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class GroupRow(_Row):
    """A product group; its account and price count where a product has none."""

    code: Text | None = None
    unit_price: Number | None = None
    standard_sales_account: Whole | None = None


class AccountRow(_Row):
    """A general ledger account with the VAT code that postings on it get."""

    id: Whole | None = None
    account_no: Whole
    name: Text | None = None
    vat_code: Text | None = None
    is_vat_code_locked: bool | None = None
    is_active: bool | None = None


class VoucherLineRow(_Row):
    """One amount of a voucher, VAT included; debit is positive."""

    currency_amount: Number


class VoucherRow(_Row):
    """A cash voucher as they have posted it, its lines as they were sent."""

    id: UUID
    voucher_no: Whole | None = None
    external_import_reference: Text | None = None
    voucher_lines: list[VoucherLineRow] | None = None


class TransactionRow(_Row):
    """One posting in the general ledger; debit is positive, `vat_rate` is a fraction as a VAT code's.

    `reversed_voucher_id` is on reversals alone: what they take back, which then says `is_reversed`.
    """

    id: Whole
    account_no: Whole
    amount: Number
    vat_amount: Number | None = None
    vat_code: Text | None = None
    vat_rate: Number | None = None
    voucher_id: UUID
    voucher_no: Whole | None = None
    voucher_type: Text | None = None
    posting_date: Day
    description: Text | None = None
    voucher_description: Text | None = None
    external_import_reference: Text | None = None
    is_reversed: bool | None = None
    reversed_voucher_id: UUID | None = None


class LockDateRow(_Row):
    """The day up to which nothing can be posted any more."""

    lock_date: Day | None = None


class ClientRow(_Row):
    """The company that the keys open, and what they may do there."""

    client_name: Text | None = None
    valid_privileges: list[Text] | None = None
    invalid_privileges: list[Text] | None = None


class TokenRow(BaseModel):
    """A bearer token. `expires_in` is whatever they say; see `Client` for what is made of it."""

    access_token: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[\x21-\x7e]+$")]
    expires_in: Any = None


def rows_of(model: type[Model], values: Iterable[object], turn: Callable[[], None] = no_turns) -> Iterator[Model]:
    """The rows of a list answer, `turn` called after each. Raises ValueError where one does not fit."""
    for place, value in enumerate(values):
        yield _validated(model, value, f"{place}")
        turn()


def row_of(model: type[Model], value: object) -> Model:
    """The one object of an answer. Raises ValueError when it does not fit."""
    return _validated(model, value)


def _validated(model: type[Model], value: object, *place: str) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        places = ", ".join(".".join((*place, *map(str, fault["loc"]))) for fault in error.errors()[:3])
        raise ValueError(f"unexpected shape at {places}") from error
