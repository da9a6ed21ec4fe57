"""The sentences of the electronic journal: what each kind of row tells, and what its facts are called.

One sentence for each kind in docs/journal.md; `reports.journal_words` fills them in. Any thread.
"""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return sentence


KINDS: dict[str, str] = {
    # transactions
    "sale": N_("Sale {receipt_no}"),
    "sale.delivery": N_("Sale on invoice {receipt_no}"),
    "sale.training": N_("Training sale {receipt_no}"),
    "return": N_("Return {receipt_no} of {original_receipt_no}"),
    "return.training": N_("Training return {receipt_no} of {original_receipt_no}"),
    "sale_aborted": N_("Sale broken off"),
    "float": N_("Opening float put in"),
    "float.carried": N_("Opening float carried over"),
    "pay_in": N_("Pay-in {number}"),
    "pay_out": N_("Pay-out {number}"),
    "cash_difference": N_("Difference in the cash count"),
    # the till itself
    "start": N_("Till started, version {version}"),
    "stop": N_("Till stopped"),
    "updated": N_("Program updated from {from} to {version}"),
    "clock_back": N_("The clock was set back"),
    "signing_key": N_("Signing key {version} taken into use"),
    "numbers_taken_up": N_("Numbers taken up after an older database"),
    "saft_exported": N_("SAF-T exported for {from} to {to}"),
    # operators
    "logged_in": N_("{name} logged in"),
    "unlocked": N_("{name} unlocked the till"),
    "locked": N_("Till locked"),
    "logged_out": N_("{name} logged out"),
    "pin_wrong": N_("Wrong PIN"),
    "pin_changed": N_("PIN changed"),
    "stepped_up": N_("A manager gave approval"),
    "operator_added": N_("Operator {name} added"),
    "operator_changed": N_("Operator {name} changed"),
    "operator_provisioned": N_("Operator {name} set up from a file"),
    "desk_visited": N_("{name} visited the settings with approval"),
    "desk_left": N_("The visit to the settings ended"),
    # the cart
    "line_corrected": N_("Line corrected: {name}"),
    "line_corrected.removed": N_("Line removed: {name}"),
    "line_corrected.reduced": N_("Quantity reduced: {name}"),
    "park": N_("Cart parked: {name}"),
    "resume": N_("Parked cart taken up: {name}"),
    "parked_dropped": N_("Parked cart dropped: {name}"),
    # paper and drawer
    "copy": N_("Copy of {receipt_no}"),
    "provisional": N_("Bill before payment {number}"),
    "print_again": N_("Receipt {receipt_no} printed again after a mishap"),
    "printed_later": N_("Receipt {receipt_no} printed afterwards"),
    "print_left": N_("Receipt {receipt_no} left unprinted"),
    "report_printed": N_("Report {number} printed"),
    "slip_printed": N_("Slip {number} printed"),
    "journal_printed": N_("Journal printed for {from} to {to}"),
    "drawer": N_("Drawer opened with {receipt_no}"),
    "drawer_opened": N_("Drawer opened without a sale"),
    "drawer_closed": N_("Drawer closed"),
    "drawer_silent": N_("The drawer stopped reporting"),
    # the day
    "report_x": N_("X report"),
    "report_z": N_("Z report number {number}"),
    # fixed data
    "price_changed": N_("Price changed: {name}"),
    "product_added": N_("Product added: {name}"),
    "product_changed": N_("Product changed: {name}"),
    "products_imported": N_("Products brought in from a list"),
    "category_added": N_("Category added: {name}"),
    "category_changed": N_("Category changed: {name}"),
    "category_removed": N_("Category removed: {name}"),
    "categories_ordered": N_("Categories put in order"),
    "settings": N_("Settings changed"),
    "training_on": N_("Training begun"),
    "training_off": N_("Training ended"),
    # the queue of invoices
    "customer_assigned": N_("Customer chosen for an invoice"),
    "delivery_retried": N_("Invoice tried again"),
    "delivery_set_aside": N_("Invoice set aside"),
    "delivery_cancelled": N_("Invoice cancelled"),
    "made_in_accounting": N_("Something made in the accounting system"),
}
"""By the row's kind; after a dot by what its facts say it is."""

FACTS: dict[str, str] = {
    "nr": N_("Transaction number"),
    "type": N_("Type of transaction (SAF-T)"),
    "date": N_("Date signed"),
    "time": N_("Time signed"),
    "amount_in": N_("Amount with VAT"),
    "amount_ex": N_("Amount without VAT"),
    "signature": N_("Digital signature"),
    "key": N_("Key version"),
    "receipt_no": N_("Receipt number"),
    "paid_receipt_no": N_("Receipt of what was paid"),
    "original_receipt_no": N_("Receipt of the sale"),
    "original_nr": N_("Transaction of the sale"),
    "kind": N_("Kind"),
    "total": N_("Total"),
    "rounding": N_("Rounding"),
    "payments": N_("Payments"),
    "vat": N_("VAT"),
    "lines": N_("Lines"),
    "customer": N_("Customer"),
    "customer_name": N_("Customer's name"),
    "discount": N_("Discount"),
    "other_prices": N_("Other prices"),
    "approvals": N_("Approvals"),
    "reason": N_("Reason"),
    "amount": N_("Amount"),
    "why": N_("Why"),
    "words": N_("In words"),
    "number": N_("Number"),
    "expected": N_("Expected"),
    "counted": N_("Counted"),
    "name": N_("Name"),
    "sku": N_("Product number"),
    "group": N_("Category"),
    "quantity": N_("Quantity"),
    "what": N_("What"),
    "version": N_("Version"),
    "before": N_("Before"),
    "after": N_("After"),
    "changed": N_("Changed"),
    "training": N_("Training"),
    "approved_by": N_("Approved by"),
    "from": N_("From"),
    "to": N_("To"),
    "files": N_("Files"),
    "reference": N_("Reference"),
}
"""What a fact is called; one that is not here goes by its own name, as docs/journal.md has it."""
