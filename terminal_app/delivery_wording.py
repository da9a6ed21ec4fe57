"""The sentences of what can stop an invoice on its way to the accounting system, or all of them; see `wording`."""

from __future__ import annotations

from .translations import N_

DELIVERY_PROBLEMS: dict[str, tuple[str, str]] = {
    "offline": (
        N_("The accounting system cannot be reached."),
        N_("Nothing to do: sales work, and it is tried again."),
    ),
    "offline_name": (
        N_("There is no network, or the address is not found."),
        N_("Check the network; it is tried again."),
    ),
    "no_answer": (N_("The accounting system did not answer in time."), N_("It is checked by itself.")),
    "connection_cut": (N_("The connection was cut."), N_("It is checked by itself.")),
    "answer_broken": (N_("The answer broke off or was too large."), N_("It is checked by itself.")),
    "answer_not_understood": (
        N_("The answer could not be read ({status})."),
        N_("Log in to the guest network if there is one; it is tried again."),
    ),
    "redirected": (N_("Something in the network answers in its place ({status})."), N_("Log in to the network.")),
    "server_error": (N_("The accounting system has trouble ({status})."), N_("It is tried again.")),
    "throttled": (N_("The accounting system asks us to wait {seconds} seconds."), N_("Nothing to do.")),
    "stopped": (N_("Interrupted because the till is closing."), N_("It goes on at the next start.")),
    "keys_refused": (
        N_("PowerOffice Go does not accept the keys: {text}"),
        N_("Check application key, client key and end point."),
    ),
    "subscription_key_refused": (
        N_("PowerOffice Go does not accept the subscription key."),
        N_("Check invoicing.subscription_key."),
    ),
    "token_refused": (N_("PowerOffice Go refuses its own token."), N_("Sync again; if it stays, contact support.")),
    "privilege_missing": (
        N_("The integration lacks a privilege in PowerOffice Go: {privilege}"),
        N_("Ask the vendor for it, and check the company's Go subscription."),
    ),
    "address_wrong": (N_("There is no PowerOffice Go at this address."), N_("Choose the end point again.")),
    "certificate_refused": (
        N_("The server's certificate is not trusted."),
        N_("Check the till's date and time, then the network."),
    ),
    "special_product_not_mapped": (
        N_("No product is chosen for tips or the invoice fee ({field})."),
        N_("Choose it in Invoicing › Config. Invoices wait in the queue meanwhile."),
    ),
    "integration_off": (
        N_("The invoice integration is off ({field})."),
        N_("Switch it on in Settings › Payment › Payment channels › Invoice."),
    ),
    "total_mismatch": (
        N_("The till says {till}, PowerOffice Go says {answered} (order {order_no})."),
        N_(
            "Likely “Send amount excluding VAT”, a discount on the customer's card, or the product's account. Mend it, "
            "correct or delete the draft, then try again."
        ),
    ),
    "reference_clash": (
        N_("Order {order_no} has this sale's reference but another customer."),
        N_("Compare the order with the receipt in PowerOffice Go."),
    ),
    "customer_is_final": (
        N_("The customer of {receipt_no} cannot be exchanged any more: the invoice has been on its way."),
        N_("Take the goods back, which gives a credit note, and ring them up anew for the right customer."),
    ),
    "customer_is_the_same": (N_("The invoice is for {name} ({number}) already."), N_("Choose another customer.")),
    "order_deleted": (
        N_("Order {order_no} for receipt {receipt_no} has been deleted in PowerOffice Go, so it is never invoiced."),
        N_("Look it up again: if it is not there, it is sent once more. If it is settled otherwise, cancel it."),
    ),
    "reference_in_use": (
        N_("The reference is in use, but no order is found: {text}"),
        N_(
            "Look for the sale in PowerOffice Go, also among deleted orders. If it is nowhere, a manager can cancel it "
            "here and invoice it by hand."
        ),
    ),
    "invoice_link_refused": (
        N_("PowerOffice Go refuses the invoice that this credit note names: {text}"),
        N_("Try again: it is then sent without naming the invoice. Match the two in PowerOffice Go."),
    ),
    "customer_refused": (
        N_("PowerOffice Go refuses the customer: {text}"),
        N_("Choose another customer, or mend this one in PowerOffice Go and try again."),
    ),
    "product_refused": (
        N_("PowerOffice Go refuses a product: {text}"),
        N_("Check the product, its account and the product settings, then try again."),
    ),
    "order_refused": (N_("PowerOffice Go refuses the order: {text}"), N_("Mend what it names, then try again.")),
    "vat_rate_without_product": (
        N_("There is no invoice product for {rate} per cent VAT."),
        N_("Invoice this sale by hand in PowerOffice Go."),
    ),
    "entry_without_customer": (N_("The sale has no customer."), N_("Choose one in the queue.")),
    "not_an_invoice_sale": (N_("The sale is not wholly paid by invoice."), N_("Contact support.")),
    "unexpected_error": (
        N_("An unexpected error ({error}) stopped it."),
        N_("Try again: it is looked up first. If it stays, contact support."),
    ),
}
