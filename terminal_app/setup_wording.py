"""The sentences of the setup check: how each requirement stands and, when it is not met, what to do about it.

Keys are the codes of `domain.setup.Check`; {names} are its values. English here, other languages by gettext;
menus are named as PowerOffice Go and the shop's guide name them.
"""

from __future__ import annotations

from .translations import N_

CHECKS: dict[str, tuple[str, str]] = {
    "connection_ok": (N_("Connection OK – {company}"), ""),
    "end_point_production": (N_("The till sends to PowerOffice Go in production."), ""),
    "end_point_trial": (
        N_("The till sends to a trial system ({endpoint}), so no real invoice comes of it."),
        N_("When the trial is over, choose Production as the end point in Invoicing › Config."),
    ),
    "privileges_held": (N_("The integration has every privilege that it needs."), ""),
    "privileges_lacking": (
        N_("The integration lacks these privileges in PowerOffice Go: {names}"),
        N_("Ask the vendor for them, then approve the extension anew: Menu › Settings › Extensions."),
    ),
    "privileges_not_covered": (
        N_("The company's PowerOffice Go subscription does not cover: {names}"),
        N_("Have the module added to the subscription, then check again."),
    ),
    "account_ready": (N_("Account {account} {name} is there, with VAT code {vat_code}."), ""),
    "account_unlocked": (
        N_("Account {account} {name} is there, with VAT code {vat_code} that anybody can change."),
        N_("Lock the VAT code: Menu › Chart of accounts › {account}."),
    ),
    "account_missing": (
        N_("There is no account 19XX “Faktura kasse” in PowerOffice Go."),
        N_("Menu › Chart of accounts › Add account: number {account}, name “Faktura kasse”, VAT code 0."),
    ),
    "account_inactive": (
        N_("Account {account} {name} is not active."),
        N_("Make it active: Menu › Chart of accounts › {account}."),
    ),
    "account_with_vat": (
        N_("Account {account} {name} has VAT code {vat_code}, so VAT would be reported twice."),
        N_("Give it VAT code 0: Menu › Chart of accounts › {account}."),
    ),
    "account_not_needed": (N_("Account 19XX “Faktura kasse” is not needed when amounts are sent without VAT."), ""),
    "account_unread": (
        N_("The chart of accounts could not be read."),
        N_("It takes the privilege GeneralLedgerAccount: Menu › Settings › Extensions."),
    ),
    "product_ready": (N_("Product {product} {name} posts to account {account} with VAT code {vat_code}."), ""),
    "product_not_set": (
        N_("No product is chosen for {field}."),
        N_("Find its number under Menu › Products in PowerOffice Go and enter it in Invoicing › Config."),
    ),
    "products_unread": (
        N_("Product {product} could not be looked up."),
        N_("It takes the privilege Product: Menu › Settings › Extensions."),
    ),
    "product_missing": (
        N_("There is no product {product} in PowerOffice Go ({field})."),
        N_("Menu › Products › Add product, with number {product}; or choose another in Invoicing › Config."),
    ),
    "product_archived": (
        N_("Product {product} {name} is archived."),
        N_("Activate it under Menu › Products, or choose another in Invoicing › Config."),
    ),
    "product_without_account": (
        N_("Product {product} {name} has no sales account, and neither has its product group."),
        N_("Choose the sales account: Menu › Products › {product}."),
    ),
    "product_account_unread": (
        N_("Product {product} {name} posts to account {account}, which could not be read."),
        N_("It takes the privilege GeneralLedgerAccount: Menu › Settings › Extensions."),
    ),
    "product_account_gone": (
        N_("Product {product} {name} posts to account {account}, which does not exist or is not active."),
        N_("Choose another under Menu › Products › {product}, or add it: Menu › Chart of accounts › Add account."),
    ),
    "vat_twice": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: VAT would be reported twice."),
        N_("Let it post to 19XX “Faktura kasse”: Menu › Products › {product}. Talk to the accountant."),
    ),
    "turnover_twice": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: the sale would be reported twice."),
        N_("Let it post to 19XX “Faktura kasse”: Menu › Products › {product}. Talk to the accountant."),
    ),
    "off_clearing": (
        N_("Product {product} posts to {account} with VAT code {vat_code}, and not to account 19XX “Faktura kasse”."),
        N_("Let it post to 19XX “Faktura kasse”: Menu › Products › {product}. Talk to the accountant."),
    ),
    "beside_clearing": (
        N_("Product {product} posts to account {account}, and {clearing} is “Faktura kasse”."),
        N_("Let it post to {clearing} like the others: Menu › Products › {product}."),
    ),
    "left_on_clearing": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: nobody would report what stands there."),
        N_(
            "Choose an ordinary account: Menu › Products › {product}. The invoice reports the sale. "
            "Talk to the accountant."
        ),
    ),
    "tip_with_vat": (
        N_("Product {product} for tips posts to {account} with VAT code {vat_code}, but a tip carries no VAT."),
        N_("Choose a sales account with VAT code 0: Menu › Products › {product}."),
    ),
    "other_rate": (
        N_("Product {product} for {rate} per cent posts to {account} with VAT code {vat_code}, {found} per cent."),
        N_("Choose a sales account with {rate} per cent: Menu › Products › {product}."),
    ),
    "fee_other_rate": (
        N_(
            "The invoice fee's product {product} posts to {account} with {found} per cent VAT; the till reckons {rate}."
        ),
        N_("Choose another sales account: Menu › Products › {product}; or the fee's VAT rate in Invoicing › Config."),
    ),
    "fee_charged": (N_("An invoice costs the buyer a fee of {fee}, VAT of {rate} per cent included."), ""),
    "fee_not_wanted": (N_("No invoice fee is charged."), ""),
    "fee_without_price": (
        N_("Product {product} {name} has no price, so no invoice fee is charged."),
        N_("Enter one under Menu › Products › {product}, or an amount (0 for no fee) in Invoicing › Config."),
    ),
    "price_basis_gross": (N_("Amounts are sent with VAT to products without: the Z report alone reports VAT."), ""),
    "price_basis_net": (
        N_("Amounts are sent without VAT and PowerOffice Go adds it: the invoice reports VAT."),
        N_("Leave invoice sales out of the Z report's posting. Talk to the accountant."),
    ),
    "price_basis_not_gross": (
        N_("“Send amount excluding VAT” is off, but PowerOffice Go adds VAT to every product for sales."),
        N_("Choose products that post to account 19XX, or switch it on in Invoicing › Config. Talk to the accountant."),
    ),
    "price_basis_not_net": (
        N_("“Send amount excluding VAT” is on, but PowerOffice Go adds no VAT to any product for sales."),
        N_("Choose products whose accounts have VAT, or switch it off in Invoicing › Config. Talk to the accountant."),
    ),
    "price_basis_mixed": (
        N_("Some products post with VAT ({products}), others without."),
        N_("Let all of them post in the same way: Menu › Products. Talk to the accountant."),
    ),
    "price_basis_unknown": (
        N_("Whether “Send amount excluding VAT” is right cannot be told yet."),
        N_("Mend the products and accounts first, then check again."),
    ),
    "vat_codes_agree": (N_("The VAT rates in PowerOffice Go are those of the till."), ""),
    "vat_code_differs": (
        N_("VAT code {vat_code} has {found} per cent in PowerOffice Go and {rate} per cent at the till."),
        N_("Check the VAT codes in PowerOffice Go: Menu › Settings › VAT codes. Is the till's program up to date?"),
    ),
    "vat_code_missing": (
        N_("VAT code {vat_code} is not in force in PowerOffice Go; the till uses it for {rate} per cent."),
        N_("Check the VAT codes in PowerOffice Go: Menu › Settings › VAT codes."),
    ),
    "vat_codes_unread": (
        N_("The VAT codes could not be read."),
        N_("It takes the privilege CommonServices: Menu › Settings › Extensions."),
    ),
    "lock_date_none": (N_("No lock date is set."), ""),
    "lock_date_behind": (N_("The accounts are locked up to {day}."), ""),
    "lock_date_ahead": (
        N_("The accounts are locked up to {day}, today included: no invoice can be dated today."),
        N_("Have the accountant move the lock date: Menu › Settings › Lock date."),
    ),
    "lock_date_after_since": (
        N_("“Enabled since” lies in the locked period, which ends {day}."),
        N_("Move “Enabled since” after it in Invoicing › Config, or ask the accountant."),
    ),
    "lock_date_unread": (
        N_("The lock date could not be read."),
        N_("It takes the privilege CommonServices: Menu › Settings › Extensions."),
    ),
    "clock_agrees": (N_("The till's clock is right."), ""),
    "clock_ahead": (
        N_("The till's clock is {seconds} seconds fast."),
        N_("Set the machine's clock, or let it set itself from the network."),
    ),
    "clock_behind": (
        N_("The till's clock is {seconds} seconds slow."),
        N_("Set the machine's clock, or let it set itself from the network."),
    ),
    "clock_not_told": (N_("PowerOffice Go did not tell its time, so the till's clock was not compared."), ""),
    "channel_on": (N_("The payment channel Invoice is on."), ""),
    "channel_not_on": (
        N_("The payment channel Invoice is off."),
        N_("Switch it on: Settings › Payment › Payment channels › Invoice."),
    ),
    "integration_on": (N_("The invoice integration is on."), ""),
    "integration_not_on": (
        N_("The invoice integration is off, so sales on invoice are held back."),
        N_("Switch it on: Settings › Payment › Payment channels › Invoice."),
    ),
    "since_set": (N_("Sales from {day} on are sent."), ""),
    "since_missing": (
        N_("“Enabled since” is not set, so every sale is held back."),
        N_("Choose the first day in Invoicing › Config."),
    ),
    "agreed_on_way": (N_("The way in which VAT is reported is agreed with the accountant."), ""),
    "agreed_on_other_way": (
        N_("The accountant agreed on another way of reporting VAT than the one that is chosen now."),
        N_("Talk to the accountant, and confirm it anew in the setup guide."),
    ),
    "settlement_privileges_held": (N_("The integration may post day settlements and read the ledger."), ""),
    "settlement_accounts_ready": (N_("The accounts of the day settlement are there, with the right VAT codes."), ""),
    "settlement_since_missing": (
        N_("Day settlements are on without a first day, so none is sent."),
        N_("Choose the first day in Invoicing › Day settlement."),
    ),
    "schedule_on": (N_("The queue is sent at {times}."), ""),
    "schedule_not_on": (
        N_("No schedule is on, so invoices go only when somebody sends them."),
        N_("Tick “Create reporting schedule” in Invoicing › Schedule and choose times and days."),
    ),
}
