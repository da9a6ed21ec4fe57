"""The tables as peewee models, and nothing else: what the schema is, which a test holds the migrations against.

No statement of the program is made of them, so that no start has to import them.

Amounts are whole øre, quantities thousandths, rates hundredths of a per cent, times ISO 8601 text.
"""

from __future__ import annotations

import peewee


class _Table(peewee.Model):
    class Meta:
        legacy_table_names = False


class Setting(_Table):
    key = peewee.TextField(primary_key=True)
    value = peewee.TextField()


class Operator(_Table):
    id = peewee.TextField(primary_key=True)
    name = peewee.TextField()
    role = peewee.TextField()
    pin_hash = peewee.TextField(null=True)
    active = peewee.IntegerField(default=1)
    must_change_pin = peewee.IntegerField(default=0)
    file_pin_hash = peewee.TextField(null=True)


class PinTrial(_Table):
    operator = peewee.ForeignKeyField(Operator, primary_key=True, column_name="operator_id")
    wrong = peewee.IntegerField()
    last_utc = peewee.TextField(null=True)


class Category(_Table):
    name = peewee.TextField(primary_key=True)
    position = peewee.IntegerField()
    icon = peewee.TextField()
    tone = peewee.TextField()
    group_code = peewee.TextField(default="04999")


class Product(_Table):
    sku = peewee.TextField(primary_key=True)
    position = peewee.IntegerField()
    name = peewee.TextField()
    price_ore = peewee.IntegerField()
    vat_rate = peewee.IntegerField()
    takeaway_vat_rate = peewee.IntegerField(null=True)
    category = peewee.ForeignKeyField(Category, column_name="category", object_id_name="category_name")
    barcode = peewee.TextField(null=True, unique=True)
    favourite = peewee.IntegerField(default=0)
    hidden = peewee.IntegerField(default=0)
    unit = peewee.TextField(default="piece")
    open_price = peewee.IntegerField(default=0)


class Customer(_Table):
    id = peewee.IntegerField(primary_key=True)
    remote_id = peewee.TextField(unique=True)
    number = peewee.IntegerField(index=True)
    name = peewee.TextField(index=True)
    organization_number = peewee.TextField(null=True)
    email = peewee.TextField(null=True)
    phone = peewee.TextField(null=True)
    city = peewee.TextField(null=True)
    is_person = peewee.IntegerField()
    archived = peewee.IntegerField()
    delivery = peewee.TextField(null=True)
    payment_term_days = peewee.IntegerField(null=True)
    changed_utc = peewee.TextField(null=True)


class CustomerUse(_Table):
    remote_id = peewee.TextField(primary_key=True)
    last_used_utc = peewee.TextField(index=True)
    uses = peewee.IntegerField()


class CustomerHour(_Table):
    hour = peewee.IntegerField()
    remote_id = peewee.TextField()
    uses = peewee.IntegerField()

    class Meta:
        primary_key = peewee.CompositeKey("hour", "remote_id")


class Series(_Table):
    kind = peewee.TextField(primary_key=True)
    last = peewee.IntegerField()


class Sale(_Table):
    id = peewee.TextField(primary_key=True)
    receipt_no = peewee.TextField(unique=True)
    kind = peewee.TextField()
    sold_at = peewee.TextField()
    sold_utc = peewee.TextField(index=True)
    operator_id = peewee.TextField()
    serving = peewee.TextField()
    total_ore = peewee.IntegerField()
    rounding_ore = peewee.IntegerField()
    customer_remote_id = peewee.TextField(null=True)
    customer_number = peewee.IntegerField(null=True)
    customer_name = peewee.TextField(null=True)
    note = peewee.TextField()
    internal_note = peewee.TextField()
    reference = peewee.TextField()
    original = peewee.ForeignKeyField("self", column_name="original_id", null=True)
    reason = peewee.TextField(default="")
    paid_receipt_no = peewee.TextField(null=True)


class SaleLine(_Table):
    sale = peewee.ForeignKeyField(Sale)
    position = peewee.IntegerField()
    kind = peewee.TextField()
    sku = peewee.TextField(null=True)
    name = peewee.TextField()
    category = peewee.TextField(null=True)
    quantity_milli = peewee.IntegerField()
    unit_price_ore = peewee.IntegerField()
    vat_code = peewee.TextField()
    vat_rate = peewee.IntegerField()
    vat_valid_from = peewee.TextField()
    net_ore = peewee.IntegerField()
    vat_ore = peewee.IntegerField()
    gross_ore = peewee.IntegerField()
    original_position = peewee.IntegerField(null=True)
    unit = peewee.TextField(default="piece")
    list_price_ore = peewee.IntegerField(null=True)
    discount_ore = peewee.IntegerField(default=0)
    note = peewee.TextField(default="")

    class Meta:
        primary_key = peewee.CompositeKey("sale", "position")


class Payment(_Table):
    sale = peewee.ForeignKeyField(Sale)
    position = peewee.IntegerField()
    channel = peewee.TextField()
    amount_ore = peewee.IntegerField()

    class Meta:
        primary_key = peewee.CompositeKey("sale", "position")


class SaleSignature(_Table):
    sale = peewee.ForeignKeyField(Sale, primary_key=True)
    signed_by = peewee.TextField()
    strokes = peewee.TextField()


class Parked(_Table):
    id = peewee.TextField(primary_key=True)
    name = peewee.TextField()
    parked_at = peewee.TextField()
    parked_utc = peewee.TextField()
    operator_id = peewee.TextField()
    contents = peewee.TextField()


class PrintJob(_Table):
    id = peewee.IntegerField(primary_key=True)
    sale = peewee.ForeignKeyField(Sale, null=True, index=True)
    kind = peewee.TextField()
    made_utc = peewee.TextField()
    state = peewee.TextField()
    tries = peewee.IntegerField()
    printed_utc = peewee.TextField(null=True)
    problem_code = peewee.TextField(null=True)
    problem_values = peewee.TextField(null=True)
    paper = peewee.TextField(null=True)


class Journal(_Table):
    id = peewee.IntegerField(primary_key=True)
    at_utc = peewee.TextField()
    kind = peewee.TextField()
    operator_id = peewee.TextField(null=True)
    sale_id = peewee.TextField(null=True)
    facts = peewee.TextField()
    previous_hash = peewee.TextField()
    hash = peewee.TextField()


class Outbox(_Table):
    reference = peewee.TextField(primary_key=True)
    sale = peewee.ForeignKeyField(Sale, unique=True, null=True)
    created_utc = peewee.TextField(index=True)
    customer_remote_id = peewee.TextField(null=True)
    customer_number = peewee.IntegerField(null=True)
    customer_name = peewee.TextField(null=True)
    total_ore = peewee.IntegerField()
    state = peewee.TextField(index=True)
    version = peewee.IntegerField()
    attempts = peewee.IntegerField()
    not_before_utc = peewee.TextField(null=True)
    payload = peewee.BlobField(null=True)
    quarantine_boot = peewee.TextField(null=True)
    quarantine_since_s = peewee.DoubleField(null=True)
    problem_code = peewee.TextField(null=True)
    problem_values = peewee.TextField(null=True)
    remote_order_id = peewee.TextField(null=True)
    remote_order_no = peewee.IntegerField(null=True)
    remote_invoice_no = peewee.IntegerField(null=True)
    remote_total_ore = peewee.IntegerField(null=True)
    remote_paid = peewee.IntegerField(null=True)
    settlement = peewee.IntegerField(unique=True, null=True)
    vat_path = peewee.TextField(null=True)
    vat_ore = peewee.IntegerField(null=True)
    remote_vat_ore = peewee.IntegerField(null=True)


class Attempt(_Table):
    outbox = peewee.ForeignKeyField(Outbox, column_name="reference")
    position = peewee.IntegerField()
    at_utc = peewee.TextField()
    what = peewee.TextField()
    outcome = peewee.TextField()
    detail = peewee.TextField()

    class Meta:
        primary_key = peewee.CompositeKey("outbox", "position")


class Job(_Table):
    name = peewee.TextField(primary_key=True)
    next_due_utc = peewee.TextField(null=True)
    last_start_utc = peewee.TextField(null=True)
    last_ok_utc = peewee.TextField(null=True)
    last_problem = peewee.TextField(null=True)
    fails = peewee.IntegerField(default=0)


class Run(_Table):
    id = peewee.AutoField()
    kind = peewee.TextField()
    planned_utc = peewee.TextField(null=True)
    started_utc = peewee.TextField()
    ended_utc = peewee.TextField()
    sent = peewee.IntegerField()
    already_there = peewee.IntegerField()
    stopped = peewee.IntegerField()
    still_queued = peewee.IntegerField()
    problem_code = peewee.TextField(null=True)
    problem_values = peewee.TextField(null=True)


class RemoteProduct(_Table):
    code = peewee.TextField(primary_key=True)
    remote_id = peewee.TextField()
    name = peewee.TextField()
    price_ore = peewee.IntegerField(null=True)
    account_no = peewee.IntegerField(null=True)
    vat_code = peewee.TextField(null=True)
    vat_rate = peewee.IntegerField(null=True)
    archived = peewee.IntegerField()


class RemoteAccount(_Table):
    number = peewee.IntegerField(primary_key=True)
    remote_id = peewee.TextField()
    name = peewee.TextField()
    vat_code = peewee.TextField()
    active = peewee.IntegerField()
    locked = peewee.IntegerField()


class RemoteVatCode(_Table):
    remote_id = peewee.TextField(primary_key=True)
    code = peewee.TextField()
    rate = peewee.IntegerField()
    valid_from = peewee.TextField(null=True)
    valid_to = peewee.TextField(null=True)


class RemotePosting(_Table):
    id = peewee.TextField(primary_key=True)
    voucher_id = peewee.TextField()
    voucher_no = peewee.IntegerField(null=True)
    voucher_type = peewee.TextField()
    reference = peewee.TextField(null=True)
    account_no = peewee.IntegerField()
    day = peewee.TextField(index=True)
    amount_ore = peewee.IntegerField()
    vat_code = peewee.TextField(null=True)
    vat_rate = peewee.IntegerField(null=True)
    vat_ore = peewee.IntegerField()
    words = peewee.TextField()
    is_reversed = peewee.IntegerField()
    reverses = peewee.TextField(null=True)


class LedgerRead(_Table):
    since = peewee.TextField()
    until = peewee.TextField()
    read_utc = peewee.TextField()


ALL = (
    Setting,
    Operator,
    PinTrial,
    Category,
    Product,
    Customer,
    CustomerUse,
    CustomerHour,
    Series,
    Sale,
    SaleLine,
    Payment,
    SaleSignature,
    Parked,
    PrintJob,
    Journal,
    Outbox,
    Attempt,
    Job,
    Run,
    RemoteProduct,
    RemoteAccount,
    RemoteVatCode,
    RemotePosting,
    LedgerRead,
)
