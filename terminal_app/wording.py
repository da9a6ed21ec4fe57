"""The sentences of every problem: what happened, and what to do next. English here, other languages by gettext.

Keys are the codes of `domain.problems.Problem`; {names} are its values. A test holds the codes that the code
raises against this table.
"""

from __future__ import annotations

from .catalogue_wording import CATALOGUE_PROBLEMS
from .delivery_wording import DELIVERY_PROBLEMS
from .invoice_wording import INVOICE_PROBLEMS
from .operator_wording import OPERATOR_PROBLEMS
from .print_wording import PRINT_PROBLEMS
from .register_wording import REGISTER_PROBLEMS
from .sale_wording import SALE_PROBLEMS
from .settlement_wording import SETTLEMENT_PROBLEMS
from .translations import N_

STATES: dict[str, str] = {
    "held": N_("only recorded here"),
    "needs_customer": N_("without a customer"),
    "queued": N_("waiting to be sent"),
    "sending": N_("being sent"),
    "unknown": N_("being checked"),
    "accepted": N_("accepted"),
    "invoiced": N_("invoiced"),
    "paid": N_("paid"),
    "needs_attention": N_("stopped"),
    "cancelled": N_("cancelled"),
}
"""An outbox state inside a sentence."""

STATE_TITLES: dict[str, str] = {
    "held": N_("Only recorded here"),
    "needs_customer": N_("Needs a customer"),
    "queued": N_("Waiting"),
    "sending": N_("Being sent"),
    "unknown": N_("Checking"),
    "accepted": N_("Accepted"),
    "invoiced": N_("Invoiced"),
    "paid": N_("Paid"),
    "needs_attention": N_("Needs you"),
    "cancelled": N_("Cancelled"),
}
"""An outbox state by itself, as a cashier and a terminal read it."""

PROBLEMS: dict[str, tuple[str, str]] = {
    **OPERATOR_PROBLEMS,
    **CATALOGUE_PROBLEMS,
    **DELIVERY_PROBLEMS,
    **INVOICE_PROBLEMS,
    **SALE_PROBLEMS,
    **PRINT_PROBLEMS,
    **REGISTER_PROBLEMS,
    **SETTLEMENT_PROBLEMS,
    # amounts, quantities, text
    "amount_not_understood": (
        N_("“{text}” is not an amount."),
        N_("Write kroner with a dot and at most two decimals, such as 52.00."),
    ),
    "amount_too_large": (N_("The amount is larger than {largest}."), N_("Split it over several sales.")),
    "price_negative": (N_("The price of {product} is below zero."), N_("Use a refund to give money back.")),
    "quantity_not_understood": (
        N_("“{text}” is not a quantity."),
        N_("Write a number with at most three decimals, such as 2 or 0.350."),
    ),
    "quantity_not_positive": (N_("The quantity must be more than zero."), N_("Take the line out instead.")),
    "quantity_too_large": (N_("The quantity is larger than {largest}."), N_("Check the number.")),
    "vat_rate_not_understood": (N_("“{text}” is not a VAT rate."), N_("Use 25, 15, 12, 11.11 or 0.")),
    "vat_rate_not_valid": (
        N_("No VAT code has a rate of {rate} per cent on {day}."),
        N_("Correct the product's VAT rate."),
    ),
    "text_too_long": (
        N_("The text has {length} characters, at most {longest} fit."),
        N_("Shorten it; nothing was stored."),
    ),
    "text_not_printable": (
        N_("The text holds a character that cannot be printed ({character})."),
        N_("Remove it; nothing was stored."),
    ),
    # who and what
    "item_unknown": (N_("There is no product with SKU “{sku}”."), N_("Check the SKU, or add the product.")),
    "item_not_understood": (
        N_("“{text}” is not an item."),
        N_("Write SKU, SKU:QUANTITY or SKU:QUANTITY:PRICE."),
    ),
    "operator_unknown": (N_("There is no operator “{id}”."), N_("Use one of: {choices}.")),
    "customer_missing": (
        N_("This till does not sell on invoice without a customer."),
        N_("Choose a customer, or pay another way."),
    ),
    "customer_unknown": (
        N_("Customer {number} is not in the till's list."),
        N_("Refresh the customers, or make the customer in the accounting system first."),
    ),
    "customer_archived": (
        N_("Customer {number} {name} is archived in the accounting system."),
        N_("Choose another customer, or have this one activated there. The cart is kept."),
    ),
    "assigned_customer_archived": (
        N_("Customer {number} {name} is archived in the accounting system."),
        N_("Choose another customer, or have this one activated there. The invoice is as before."),
    ),
    "number_not_understood": (N_("“{text}” is not a number."), N_("Write digits only.")),
    "moment_not_understood": (
        N_("“{text}” is not a date and time."),
        N_("Write ISO 8601, such as 2026-11-22T14:05:00+01:00."),
    ),
    "moment_out_of_range": (
        N_("“{text}” is not when a sale can have been made."),
        N_("Use a moment from {first} until now."),
    ),
    "demo_over_shop": (
        N_("{folder} holds a shop of its own: {shop}."),
        N_("Use another data folder for the demo; nothing was changed."),
    ),
    "setting_empty": (N_("It cannot be empty."), N_("Give a value; nothing was stored.")),
    "state_unknown": (N_("There is no state “{text}”."), N_("Use one of: {choices}.")),
    "reference_unknown": (N_("No invoice has the reference {reference}."), N_("Look it up in the queue.")),
    # settings and the data folder
    "setting_unknown": (N_("There is no such setting."), N_("“settings get” lists them all.")),
    "setting_not_switch": (N_("“{text}” is neither on nor off."), N_("Use true or false.")),
    "setting_not_corner": (
        N_("“{text}” is no place on the desktop."),
        N_("Write the left and the upper edge in pixels, such as 1920,0."),
    ),
    "setting_not_choice": (N_("“{text}” is not a choice."), N_("Use one of: {choices}.")),
    "setting_not_date": (N_("“{text}” is not a date."), N_("Write it like 2026-11-01.")),
    "setting_date_far": (
        N_("{day} cannot be meant."),
        N_("Give a day between {first} and {last}."),
    ),
    "setting_date_ahead": (
        N_("{day} is more than a year ahead."),
        N_("Give the first day whose invoices are to be sent; it may lie in the past."),
    ),
    "setting_negative": (N_("The amount is below zero."), N_("Use zero or more, or leave it empty.")),
    "setting_not_url": (N_("“{text}” is not an address."), N_("Write https://host/path.")),
    "setting_url_not_safe": (
        N_("Plain http would send the keys in clear."),
        N_("Use https; http is only for this machine."),
    ),
    "setting_not_time": (N_("“{text}” is not a time of day."), N_("Write 23:30; several with commas.")),
    "setting_not_day": (N_("“{text}” is not a weekday."), N_("Use: {choices}.")),
    "setting_twice": (N_("“{text}” is there twice."), N_("Name each one once.")),
    "setting_not_dots": (
        N_("“{text}” is no number of dots per inch."),
        N_("Give a number between 50 and 600, or leave it empty."),
    ),
    "schedule_times_too_close": (
        N_("{one} and {other} are less than {minutes} minutes apart."),
        N_("Take one of them out: a run takes what waits, and the next would have nothing to do."),
    ),
    "schedule_time_there": (N_("{text} is in the schedule already."), N_("Choose another time.")),
    "opening_hours_half": (
        N_("Opening hours need both an hour to open and one to close."),
        N_("Fill in both, or none."),
    ),
    "opening_hours_equal": (N_("The shop opens and closes at the same time."), N_("Correct one of them.")),
    "setting_not_seconds": (N_("“{text}” is not a number of seconds."), N_("Write a whole number.")),
    "setting_not_timezone": (N_("“{text}” is not a time zone."), N_("Use a name such as Europe/Oslo.")),
    "organization_number_wrong": (
        N_("“{text}” is not an organisation number."),
        N_("It has nine digits, and the last one is a check digit."),
    ),
    "invoicing_not_set_up": (
        N_("No accounting system is chosen, so no invoice can be sent."),
        N_("Choose one in Invoicing › Config."),
    ),
    "address_missing": (N_("{field} is not set."), N_("Set the address, or choose another end point.")),
    "sandbox_cannot_start": (
        N_("The sandbox cannot start: {reason}."),
        N_("Use another port, or stop the one that is running."),
    ),
    "schedule_not_understood": (
        N_("“{text}” is not a schedule."),
        N_("Write “14:00,23:30 mon,tue,wed”, “23:30” or “off”."),
    ),
    "confirmation_missing": (
        N_("Nothing was made: nobody confirmed it."),
        N_("Add --yes, or run it on a terminal."),
    ),
    "sandbox_not_running": (N_("The sandbox is not running."), N_("Start the till with --demo, or run “sandbox”.")),
    "key_missing": (
        N_("{field} is not set, so no invoice can be sent."),
        N_("Enter the key in Invoicing › Config. Invoices wait in the queue meanwhile."),
    ),
    "product_not_mapped": (
        N_("No product is set for sales with {rate} per cent VAT ({field})."),
        N_("Choose it in Invoicing › Config. Invoices wait in the queue meanwhile."),
    ),
    "key_with_blanks": (
        N_("{field}: there is a blank or a line break inside the key."),
        N_("Copy the key alone, in one piece, and paste it again; nothing was stored."),
    ),
    "nothing_to_sell": (
        N_("The till has no products yet."),
        N_("Add one in the catalogue, or bring in a list."),
    ),
    "secret_handed_over": (
        N_("{field} is handed over by the machine (systemd credential) and cannot be changed here."),
        N_("Change it where the machine is set up."),
    ),
    "secrets_unreadable": (N_("The file with the keys ({file}) cannot be read: {reason}."), N_("Enter the keys anew.")),
    "secrets_open_to_others": (
        N_("Others on this machine may read the file with the keys ({file})."),
        N_("Give it to the till's user alone (chmod 600), then change the keys."),
    ),
    "folder_in_use": (
        N_("Another till is running on {folder}."),
        N_("Close it first, or use another data folder."),
    ),
    "company_in_use": (
        N_("Another program on this machine is speaking to the accounting system for this company."),
        N_("Nothing has to be done; this one goes on when the other is done."),
    ),
    "folder_not_writable": (N_("{folder} cannot be written: {reason}."), N_("Mend its rights or use another folder.")),
    "folder_empty": (N_("There is no shop in {folder}."), N_("Make one with “init”.")),
    "database_damaged": (N_("The database in {folder} is damaged."), N_("Do not sell on it; restore the last backup.")),
    "database_failed": (
        N_("The database in {folder} failed: {reason}."),
        N_("Check the disk, then start the till again."),
    ),
    "disk_full": (N_("The disk is full: nothing was stored."), N_("Make room on the disk, then try again.")),
    "database_newer": (N_("The database in {folder} is from a newer Disken."), N_("Update the program.")),
    "database_other_version": (
        N_("The database in {folder} is from another version."),
        N_("Start the till once so that it is brought up to date."),
    ),
    "sqlite_too_old": (N_("SQLite {found} is too old, {needed} is needed."), N_("Reinstall with make.")),
    # provisioning
    "provisioning_unreadable": (N_("The file cannot be read: {reason}."), N_("Check the path.")),
    "provisioning_not_toml": (N_("Not a provisioning file: {reason}."), N_("Correct the line it names.")),
    "provisioning_key_unknown": (N_("There is no such key."), N_("Check its spelling; nothing was stored.")),
    "provisioning_not_text": (N_("A text is needed here."), N_("Correct it; nothing was stored.")),
    "provisioning_not_table": (
        N_("A table is needed here."),
        N_("Write its keys under [{field}]; nothing was stored."),
    ),
    "provisioning_not_rows": (
        N_("A list of tables is needed here."),
        N_("Write [[{field}]] before each of them; nothing was stored."),
    ),
    "provisioning_not_value": (
        N_("A text, a whole number, a date, true, false or a list of texts is needed here."),
        N_("Correct it; nothing was stored."),
    ),
    "sku_with_colon": (N_("A SKU cannot hold a colon."), N_("Use another character; nothing was stored.")),
    "barcode_taken": (
        N_("The barcode {barcode} is on product {sku} already."),
        N_("Give each product its own; nothing was stored."),
    ),
    "file_not_written": (N_("The file cannot be written: {reason}."), N_("Check the path.")),
    "provisioning_key_missing": (N_("{field} is missing."), N_("Add it; nothing was stored.")),
    "provisioning_twice": (N_("“{text}” is there twice."), N_("Remove one; nothing was stored.")),
    "secret_source_missing": (N_("{source} holds nothing."), N_("Set it, then try again.")),
    # the outbox
    "outbox_move_refused": (
        N_("{reference} is {now} and cannot become {then}."),
        N_("Look at it in the queue; nothing was changed."),
    ),
    "outbox_changed_meanwhile": (
        N_("{reference} was changed by somebody else meanwhile."),
        N_("Look at it again; nothing was changed."),
    ),
    "may_have_arrived": (
        N_("The accounting system may have {receipt_no} already."),
        N_("Try again first: it is looked up there before anything else, and never sent twice."),
    ),
    "arrived_already": (
        N_("The accounting system has {receipt_no} already."),
        N_("Credit it there; nothing was changed."),
    ),
    "not_about_the_customer": (
        N_("It is not the customer that stops {receipt_no}."),
        N_("Mend what the queue names, then try again."),
    ),
    "reason_missing": (N_("A reason is needed."), N_("Write in a few words why.")),
}
