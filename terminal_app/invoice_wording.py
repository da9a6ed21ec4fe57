"""The sentences of what can be told of an invoice at the counter, of signing, and of taking it back; see `wording`."""

from __future__ import annotations

from .translations import N_

INVOICE_PROBLEMS: dict[str, tuple[str, str]] = {
    # before it is finished
    "buyer_gone": (
        N_("{name} is not among the customers any more."),
        N_("Choose the customer again."),
    ),
    "buyer_archived": (
        N_("{name} is archived in PowerOffice."),
        N_("Choose another customer, or let them pay another way."),
    ),
    "buyer_without_email": (
        N_("The invoice goes by e-mail, but no address is known."),
        N_("Ask for one now and enter it on the customer in PowerOffice."),
    ),
    "buyer_without_number": (
        N_("The invoice goes as EHF, but no organisation number is known."),
        N_("Ask for it now and enter it on the customer in PowerOffice."),
    ),
    "rate_not_invoiced": (
        N_("PowerOffice has no product for goods with {rate} per cent VAT."),
        N_("Let them pay another way, or invoice it by hand."),
    ),
    "mapped_product_missing": (
        N_("PowerOffice has no product {product}, which the invoice needs."),
        N_("Finish; a manager chooses another in Settings › Invoicing › Config."),
    ),
    "mapped_product_archived": (
        N_("Product {product} {name}, which the invoice needs, is archived."),
        N_("Finish; a manager chooses another in Settings › Invoicing › Config."),
    ),
    "product_against_vat_way": (
        N_("Product {product} posts to account {account}, which does not fit how the shop reports VAT."),
        N_("Finish; a manager corrects the product before it is sent."),
    ),
    "sending_has_no_start": (
        N_("Nothing is sent yet: Enabled since has no date."),
        N_("Finish; it waits here until a manager has set one."),
    ),
    "sold_before_start": (
        N_("Only sales from {day} on are sent."),
        N_("Finish; this one stays in the till."),
    ),
    "period_locked": (
        N_("The books are locked up to {day}."),
        N_("Finish; the accountant has to open the period before it goes."),
    ),
    # what the shop asks a buyer for
    "requisition_missing": (
        N_("This shop invoices only with a requisition number."),
        N_("Ask for it, and give it as the reference."),
    ),
    "signature_too_short": (N_("That is too short for a signature."), N_("Let the customer sign once more.")),
    "signature_too_long": (N_("That is more than a signature can hold."), N_("Clear it, and sign once more.")),
    # taking it back at once
    "undo_not_yours": (
        N_("{receipt_no} can be undone only by whoever finished it, right after."),
        N_("Make a return of it instead."),
    ),
    "undo_too_late": (N_("It is too late to undo {receipt_no}."), N_("Make a return of it instead.")),
    "undo_on_its_way": (
        N_("The invoice of {receipt_no} is on its way already."),
        N_("Make a return of it: the customer gets a credit note."),
    ),
}
