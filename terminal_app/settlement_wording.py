"""The sentences of what can be wrong with day settlements and with VAT that is to be reported once; see `wording`."""

from __future__ import annotations

from .translations import N_

_TO_CLEARING = N_(
    "Let it post to 19XX “Faktura kasse” in PowerOffice Go under Menu › Products › {product}, "
    "then send again. Until then no invoice is sent."
)
_TO_RATE = N_(
    "Choose a sales account with {rate} per cent in PowerOffice Go under Menu › Products › {product}, "
    "then send again. Until then no invoice is sent."
)

SETTLEMENT_PROBLEMS: dict[str, tuple[str, str]] = {
    "account_not_understood": (
        N_("{field}: “{text}” is no account number."),
        N_("Use the number of an account in PowerOffice Go, such as 1950."),
    ),
    # what a day's voucher is made of: `domain.day_figures`
    "settlement_account_missing": (
        N_("The day settlement needs an account that is not chosen ({field})."),
        N_("Choose it among the accounts of PowerOffice Go, under Day settlement."),
    ),
    "settlement_rate_without_account": (
        N_("Goods with {rate} per cent VAT were sold, and the day settlement has no account for them."),
        N_("Book this day in PowerOffice Go by hand."),
    ),
    "settlement_is_not_its_z": (
        N_("Z report {number} says that {amount} is on invoices, and its sales are {missing} away from it."),
        N_("Nothing is sent of this day. Run disken doctor, and ask for support."),
    ),
    "settlement_does_not_balance": (
        N_("The figures of Z report {number} do not add up: debit and credit are {missing} apart."),
        N_("Nothing is sent of this day. Run disken doctor, and ask for support."),
    ),
    # a day's voucher against the chart of accounts, and what PowerOffice Go says to it: `sync.poweroffice.vouchers`
    "chart_not_read": (
        N_("The accounts and VAT codes of PowerOffice Go have not been read."),
        N_("Read the accounts in Settings › Invoicing › Day settlement, then try again."),
    ),
    "settlement_account_unknown": (
        N_("PowerOffice Go has no account {account}, which the day settlement is to use ({field})."),
        N_("Choose another under Day settlement, or make the account in PowerOffice Go."),
    ),
    "settlement_account_archived": (
        N_("Account {account} is not active in PowerOffice Go, and the day settlement is to use it ({field})."),
        N_("Choose another under Day settlement, or make the account active again."),
    ),
    "settlement_account_vat_code": (
        N_("Account {account} is locked to VAT code {locked_to}, and the day settlement needs {vat_code} ({field})."),
        N_("Choose an account with VAT code {vat_code} under Day settlement."),
    ),
    "voucher_not_balanced": (
        N_("The voucher of {number} does not balance: {missing} is missing."),
        N_("Nothing is sent of this day. Run disken doctor, and ask for support."),
    ),
    "voucher_vat_code_unknown": (
        N_("PowerOffice Go has no VAT code {vat_code} on {day}."),
        N_("Ask the accountant whether the company is registered for VAT, and activate the code in PowerOffice Go."),
    ),
    "voucher_vat_differs": (
        N_(
            "VAT code {vat_code} has {rate} per cent in PowerOffice Go: it would make {answered} VAT on account "
            "{account}, and the till has {till}."
        ),
        N_("Nothing is sent of this day. Book it by hand, and ask for support."),
    ),
    "voucher_day_refused": (
        N_("PowerOffice Go takes nothing more on that day: {text}"),
        N_("Open the period in PowerOffice Go, then try again."),
    ),
    "voucher_account_refused": (
        N_("PowerOffice Go refuses an account or a VAT code of the day settlement: {text}"),
        N_("Check the accounts under Day settlement, then try again."),
    ),
    "voucher_refused": (
        N_("PowerOffice Go refuses the day settlement: {text}"),
        N_("Mend what it names, then try again."),
    ),
    # products that disagree with the way VAT is reported: `domain.product_gate`
    "vat_twice": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: VAT would be reported twice."),
        _TO_CLEARING,
    ),
    "turnover_twice": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: the sale would be reported twice."),
        _TO_CLEARING,
    ),
    "off_clearing": (
        N_("Product {product} posts to {account} with VAT code {vat_code}, and not to account 19XX “Faktura kasse”."),
        _TO_CLEARING,
    ),
    "beside_clearing": (
        N_("Product {product} posts to account {account}, and {clearing} is “Faktura kasse”."),
        N_(
            "Let it post to {clearing} in PowerOffice Go under Menu › Products › {product}, "
            "then send again. Until then no invoice is sent."
        ),
    ),
    "left_on_clearing": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: nobody would report what stands there."),
        N_(
            "Choose an ordinary account in PowerOffice Go under Menu › Products › {product}, "
            "then send again. Until then no invoice is sent."
        ),
    ),
    "tip_with_vat": (
        N_("Product {product} for tips posts to {account} with VAT code {vat_code}, but a tip carries no VAT."),
        N_(
            "Choose an account without VAT in PowerOffice Go under Menu › Products › {product}, "
            "then send again. Until then no invoice is sent."
        ),
    ),
    "other_rate": (
        N_(
            "Product {product} posts to {account} with VAT code {vat_code}, {found} per cent, "
            "and is for goods with {rate}."
        ),
        _TO_RATE,
    ),
    # the choice of the way, while something is under way on the other: `till.vat_choice`
    "vat_way_voucher_waits": (
        N_("The day settlement of Z {number} waits to be sent the present way."),
        N_("Send it, or cancel it in the queue. Then change who reports the VAT."),
    ),
    "vat_way_invoice_waits": (
        N_("Invoice {receipt_no} waits, and the day settlement of its day has gone the present way."),
        N_("Send it, or cancel it in the queue. Then change who reports the VAT."),
    ),
    "vat_way_day_begun": (
        N_("Invoice {receipt_no} has gone out the present way, and its day is not closed."),
        N_("Close the day with a Z report. Then change who reports the VAT, before the next sale on invoice."),
    ),
    "fee_other_rate": (
        N_(
            "The invoice fee's product {product} posts to {account} with {found} per cent VAT; the till reckons {rate}."
        ),
        _TO_RATE,
    ),
    # which account is chosen for what: `domain.account_fit`
    "settlement_account_shared": (
        N_("Account {account} is “Faktura kasse” already: it would never come to nothing."),
        N_("Choose another account in Invoicing › Day settlement."),
    ),
    "settlement_account_subledger": (
        N_("Account {account} {name} belongs to the customers' or suppliers' ledger: no settlement may post on it."),
        N_("Choose another account in Invoicing › Day settlement."),
    ),
    "settlement_account_taxed": (
        N_("Account {account} has VAT code {own}: VAT would be reported twice."),
        N_("Choose the account “Faktura kasse”, which has VAT code 0."),
    ),
    "settlement_account_not_products": (
        N_("Invoices post to account {products}, and the day settlement would debit {account}."),
        N_("Choose the same account, or change the products in PowerOffice Go."),
    ),
    "settlement_account_other_code": (
        N_("Account {account} has VAT code {own}, and these sales are posted with {vat_code}."),
        N_("Choose a sales account that has VAT code {vat_code}."),
    ),
    "settlement_account_own_code": (
        N_("Account {account} has VAT code {own}; the till posts here with {vat_code}."),
        N_("Let the accountant look at it."),
    ),
    "settlement_since_missing": (
        N_("Day settlements need a day to begin with."),
        N_("Write the day of the first Z that is to be sent."),
    ),
    # what stops a day settlement or an invoice on its way: `sync.documents`, `sync.engine`
    "vat_mismatch": (
        N_("The till reckons {till} of VAT, PowerOffice Go says {answered} (order {order_no})."),
        N_(
            "Likely the VAT code of the product's account. Mend it, correct or delete the draft, then look it up again."
        ),
    ),
    "voucher_day_locked": (
        N_("{day} is locked in PowerOffice Go, up to and with {locked}."),
        N_("Open the period in PowerOffice Go, then try again."),
    ),
    "voucher_reversed": (
        N_("Voucher {order_no} of Z {z} was reversed in PowerOffice Go: nothing of that day stands there any more."),
        N_(
            "Ask the accountant. If the day is to stand, try again: it is posted anew. If it is booked otherwise, "
            "cancel it here."
        ),
    ),
    "vat_way_of_its_day": (
        N_("The day of {receipt_no} is settled the other way: its VAT would be reported twice, or not at all."),
        N_("Ask the accountant. Invoice it in PowerOffice Go by hand, and cancel it here."),
    ),
    "vat_ways_mixed_in_day": (
        N_("{sale} of that day was invoiced the other way: its VAT would be reported twice, or not at all."),
        N_("Ask the accountant. Book the day in PowerOffice Go by hand, and cancel it here."),
    ),
    "settlement_of_nothing": (
        N_("With the accounts that are chosen nothing is left to post of {receipt_no}."),
        N_("Look through the accounts under Day settlement and try again, or cancel it here."),
    ),
    "settlement_unknown": (
        N_("There is no Z report that {receipt_no} could be made of."),
        N_("Run disken doctor, and ask for support."),
    ),
    "settlement_has_no_customer": (
        N_("{receipt_no} is a day settlement and has no customer."),
        N_("Open an invoice to choose who it goes to."),
    ),
    # the VAT bridge
    "bridge_days_wrong": (
        N_("{field}: the first day, {first}, is after the last one, {last}."),
        N_("Choose the days again."),
    ),
    "bridge_too_long": (
        N_("{field}: the VAT bridge is made of {most} days at most."),
        N_("Choose fewer days."),
    ),
    # part invoices whose VAT the invoice reports
    "called_off_comes_back_whole": (
        N_("The invoice of {receipt_no} was cancelled, so its goods come back all at once. Nothing was stored."),
        N_("Take back all of it, in the channels it was paid in, and sell anew what the customer keeps."),
    ),
    "part_invoice_with_returns": (
        N_("Something of {receipt_no} has come back already, so the rest of its invoice cannot be cancelled."),
        N_("Let the invoice and its credit notes go out, or mend what stops them."),
    ),
}
