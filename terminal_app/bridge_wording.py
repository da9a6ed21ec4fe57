"""The sentences of the VAT bridge: what each finding says and what to do next, and what stands on “Faktura kasse”.

Keys are the codes of `domain.bridge.Finding` and `ClearingEntry`; {names} are their values. English here, other
languages by gettext. A test holds the codes that the bridge finds against these tables.
"""

from __future__ import annotations

from .translations import N_

_LOOK = N_("Open the sale in History and the order in PowerOffice Go, and mend the one that is wrong.")

FINDINGS: dict[str, tuple[str, str]] = {
    # the reading
    "ledger_not_read": (
        N_("PowerOffice Go's ledger has not been read."),
        N_("Read it now; it needs the privilege AccountTransaction."),
    ),
    "ledger_other_days": (N_("The ledger has been read from {from} to {to} alone."), N_("Read it again.")),
    "ledger_read_too_early": (
        N_("The ledger was read {moment}, and something was sent after that."),
        N_("Read it again."),
    ),
    # the day settlements
    "sale_not_in_z": (N_("{sales} sales of {day} are in no Z yet."), N_("Close the day with a Z.")),
    "voucher_not_made": (
        N_("Z {z} of {day} is not in the queue yet."),
        N_("Nothing to do: it is queued at the next sync."),
    ),
    "voucher_on_its_way": (
        N_("The day settlement of Z {z} has not been sent yet."),
        N_("Send now in the queue, or wait."),
    ),
    "voucher_stopped": (
        N_("The day settlement of Z {z} stands still: VAT of {vat} is missing in the ledger."),
        N_("Mend what its card in the queue says, then try again."),
    ),
    "voucher_cancelled": (
        N_("The day settlement of Z {z} was cancelled, and no voucher in the ledger has its sums."),
        N_("Book Z {z} in PowerOffice Go by hand; account 19XX gets {till} in debit."),
    ),
    "voucher_missing": (
        N_("The voucher of Z {z} is not in the ledger: VAT of {vat}."),
        N_("Look for voucher {voucher_no} in PowerOffice Go. If somebody deleted it, book Z {z} there by hand."),
    ),
    "voucher_reversed": (
        N_("The voucher of Z {z} was reversed in PowerOffice Go: its VAT is reported nowhere."),
        N_("Ask the accountant why. Post it anew from its card, or cancel it there when Z {z} is booked otherwise."),
    ),
    "voucher_changed": (
        N_("The voucher of Z {z} has {answered} on account {account} with VAT code {vat_code}; the till sent {till}."),
        N_("Open voucher {voucher_no} in PowerOffice Go and correct it as the printed day settlement says."),
    ),
    "voucher_other_day": (
        N_("The voucher of Z {z} of {day} is posted on {answered}."),
        N_("Correct its date in PowerOffice Go, so that VAT comes in the right period."),
    ),
    "voucher_booked_twice": (
        N_("Voucher {voucher_no} has the sums of Z {z} once more: VAT of {vat} is reported twice."),
        N_("Reverse the one that was booked by hand in PowerOffice Go."),
    ),
    "days_booked_twice": (
        N_("Voucher {voucher_no} has the sums of Z {z} to {last} once more: VAT of {vat} is reported twice."),
        N_("Reverse the one that was booked by hand in PowerOffice Go."),
    ),
    "settlement_outside": (
        N_("Z {z} of {day} is booked outside the till, and no voucher in the ledger has its sums."),
        N_("Book Z {z} as its report says; account 19XX gets {till} in debit. Or switch day settlements on."),
    ),
    "booked_outside": (N_("Z {z} is booked outside the till, and voucher {voucher_no} has all its sums."), ""),
    "settlement_incomplete": (
        N_("The day settlement of Z {z} cannot be made: {problem}"),
        N_("Choose the accounts in Settings › Invoicing › Day settlement."),
    ),
    "vat_account_disagrees": (
        N_("Voucher {voucher_no}: its lines and the accounts 27XX tell of different VAT."),
        N_("Have the accountant look at the voucher in PowerOffice Go."),
    ),
    # the invoices
    "invoice_held": (
        N_("Receipt {receipt_no} of {amount} was sold before “Enabled since”: the till never sends it."),
        N_("Invoice it in PowerOffice Go by hand, or set an earlier date."),
    ),
    "invoice_on_its_way": (
        N_("The invoice of receipt {receipt_no} has not been sent yet."),
        N_("Send now in the queue, or wait."),
    ),
    "invoice_without_customer": (
        N_("The invoice of receipt {receipt_no} of {amount} has no customer."),
        N_("Choose one in the queue."),
    ),
    "invoice_stopped": (
        N_("The invoice of receipt {receipt_no} of {amount} stands still."),
        N_("Mend what its card in the queue says, then try again."),
    ),
    "draft_deleted": (
        N_("Order {order_no} of receipt {receipt_no} was deleted in PowerOffice Go: {amount} is invoiced to nobody."),
        N_("Send it once more from the queue. If it is settled otherwise, take the goods back and cancel it."),
    ),
    "invoice_not_made": (
        N_("Order {order_no} of receipt {receipt_no} waits in PowerOffice Go: {amount} is not invoiced yet."),
        N_("Send the invoice from PowerOffice Go."),
    ),
    "credit_note_not_made": (
        N_("Order {order_no} of return {receipt_no} waits in PowerOffice Go: {amount} is not credited yet."),
        N_("Send the credit note from PowerOffice Go."),
    ),
    "invoice_missing": (
        N_("Invoice {invoice_no} of receipt {receipt_no} is not in the ledger."),
        N_("Look for the invoice in PowerOffice Go, and ask the accountant."),
    ),
    "credit_note_missing": (
        N_("The credit note of {receipt_no} of {amount} is not in the ledger."),
        N_("Make the credit note in PowerOffice Go, or find out where it went."),
    ),
    "invoice_taken_back": (
        N_("Invoice {invoice_no} of receipt {receipt_no} was reversed in PowerOffice Go."),
        N_("Take the goods back in the till as well, or have it invoiced again."),
    ),
    "cancelled_but_invoiced": (
        N_("Receipt {receipt_no} was cancelled in the queue, and is invoiced all the same."),
        N_("Credit voucher {voucher_no} in PowerOffice Go, or leave it: then nothing may be taken back in the till."),
    ),
    "cancelled_without_return": (
        N_("The invoice of receipt {receipt_no} was cancelled, but {amount} was never taken back."),
        N_("Take the goods back in History, or invoice them in PowerOffice Go by hand."),
    ),
    "called_off_unevenly": (
        N_("Receipt {receipt_no} was cancelled and came back in steps: VAT of {vat} is under other rates than sold."),
        N_("Have the difference of the rates posted by hand in PowerOffice Go, from the Z reports."),
    ),
    "called_off_elsewhere": (
        N_("Receipt {receipt_no} was called off before it was invoiced; its other half is of another period."),
        "",
    ),
    "vat_twice": (
        N_("Receipt {receipt_no} is posted to {account} with VAT code {vat_code}: VAT of {vat} is reported twice."),
        N_(
            "Credit invoice {invoice_no} in PowerOffice Go and invoice it anew on account 19XX. Have the product's "
            "account mended first."
        ),
    ),
    "wrong_account": (
        N_("Receipt {receipt_no} is posted to account {account} with VAT code {vat_code}."),
        N_("Move it in PowerOffice Go to where the products post, and check the product's account."),
    ),
    "clearing_apart": (
        N_("Receipt {receipt_no} is invoiced from account {account}, but Z {z} put it on {debited}."),
        N_("Have the amount moved to {account} in PowerOffice Go; one account is Faktura kasse for both."),
    ),
    "order_changed": (
        N_("Receipt {receipt_no} is {till} at the till, and {answered} on invoice {invoice_no}."),
        N_("Somebody changed the order. Credit it and invoice it as the receipt says, or correct the sale."),
    ),
    "invoice_other_rates": (
        N_("Receipt {receipt_no} has {till} at {rate} per cent, and {answered} on invoice {invoice_no}."),
        N_("Check which products the order has, and their accounts."),
    ),
    "invoice_other_code": (
        N_("Receipt {receipt_no} is on account {account} with VAT code {vat_code}, which is none of sales."),
        N_("Correct the account's VAT code in PowerOffice Go."),
    ),
    "invoice_vat_differs": (
        N_("Invoice {invoice_no} of receipt {receipt_no} has VAT of {answered}; the till sent {till}."),
        _LOOK,
    ),
    "way_twice": (
        N_("Receipt {receipt_no} went with VAT on the invoice, and Z {z} reports it too: VAT of {vat} twice."),
        N_("Credit the invoice in PowerOffice Go, and invoice it anew on account 19XX."),
    ),
    "way_never": (
        N_("Receipt {receipt_no} went without VAT on the invoice, and Z {z} leaves it out: its VAT is never reported."),
        N_("Credit the invoice in PowerOffice Go, and invoice it anew with VAT."),
    ),
    "invoice_booked_twice": (
        N_("Voucher {voucher_no} has the amounts of receipt {receipt_no} once more: VAT of {vat} is reported twice."),
        N_("Reverse the one that was booked by hand, unless it is another sale."),
    ),
    "invoice_taken_back_by_hand": (
        N_("Voucher {voucher_no} takes back the amounts of receipt {receipt_no} without a return in the till."),
        N_("Take the goods back in the till, or reverse the voucher, unless it is of another sale."),
    ),
    # Faktura kasse, and the whole
    "foreign_on_clearing": (
        N_("Voucher {voucher_no} puts {amount} on “Faktura kasse”, and is none of the till's."),
        N_("Only the till posts there. Reverse the voucher, or move the amount to where it belongs."),
    ),
    "other_tills": (
        N_("Other tills have {documents} vouchers and invoices on “Faktura kasse” too: {put} put on, {off} taken off."),
        N_("What is left of it, {amount}, is for the VAT bridges of those tills to prove."),
    ),
    "other_tills_beside": (
        N_("Other tills posted {documents} day settlements in these days too. They have VAT bridges of their own."),
        "",
    ),
    "settlement_of_no_z": (
        N_(
            "Voucher {voucher_no} is the day settlement of Z {z} of till {register}. That is this till's number, but "
            "the settlement is not from here."
        ),
        N_(
            "Two tills have the same number, or an old database was put back. Give each till a number of its own; if "
            "there is one till alone, ask for support."
        ),
    ),
    "invoice_of_no_sale": (
        N_("Invoice on voucher {voucher_no} of {amount} was sent by a till, and is of no sale of this one."),
        N_("Look for its sale on the other tills; it may be lost with an old database that was put back."),
    ),
    "clearing_account_unknown": (
        N_("It is not known which account is “Faktura kasse”."),
        N_("Choose it in Settings › Invoicing › Day settlement, and fetch the products of PowerOffice Go."),
    ),
    "product_against_way": (N_("A product does not fit the way that VAT is reported: {problem}"), ""),
    "ways_changed": (
        N_("The way of reporting VAT was changed in these days, from {day} on. Each sale is held to its own way."),
        "",
    ),
    "clearing_unexplained": (
        N_("{amount} on “Faktura kasse” is not explained."),
        N_("Save a support report and ask for help: this should not happen."),
    ),
    "vat_unexplained": (
        N_("VAT of {vat} is not explained."),
        N_("Save a support report and ask for help: this should not happen."),
    ),
}

ENTRIES: dict[str, str] = {
    "clearing_voucher_differs": N_("Day settlement Z {z} has another amount than was invoiced"),
    "clearing_invoice_differs": N_("Invoice of {receipt_no} against its day settlement"),
    "clearing_before_settlement": N_("{receipt_no} is invoiced before its day settlement is posted"),
    "foreign_on_clearing": N_("Voucher {voucher_no}, none of the till's: {words}"),
    "invoice_held": N_("{receipt_no} is never sent"),
    "invoice_on_its_way": N_("{receipt_no} is not sent yet"),
    "invoice_without_customer": N_("{receipt_no} has no customer"),
    "invoice_stopped": N_("{receipt_no} stands still"),
    "draft_deleted": N_("The order of {receipt_no} was deleted"),
    "invoice_not_made": N_("{receipt_no} is not invoiced yet"),
    "credit_note_not_made": N_("{receipt_no} is not credited yet"),
    "invoice_missing": N_("The invoice of {receipt_no} is not in the ledger"),
    "credit_note_missing": N_("The credit note of {receipt_no} is not in the ledger"),
    "invoice_taken_back": N_("The invoice of {receipt_no} was reversed"),
    "invoice_not_read": N_("{receipt_no} is newer than the figures"),
    "cancelled_but_invoiced": N_("{receipt_no} was cancelled here and invoiced there"),
    "cancelled_without_return": N_("{receipt_no} was cancelled and never taken back"),
    "called_off_elsewhere": N_("{receipt_no} was called off; its other half is of another period"),
    "other_tills": N_("Day settlements and invoices of other tills"),
    "settlement_of_no_z": N_("Voucher {voucher_no}, of no Z of this till: {words}"),
    "invoice_of_no_sale": N_("Voucher {voucher_no}, an invoice of no sale of this till"),
    "clearing_unexplained": N_("Not explained"),
}
