"""The sentences of the doctor: how each thing about the till stands and, where it is not well, what to do about it.

Keys are the codes of `domain.health.Check`; {names} are its values. What a problem says stands in its own wording.
"""

from __future__ import annotations

from .translations import N_

HEALTH: dict[str, tuple[str, str]] = {
    "not_looked_at": (N_("Not looked at."), ""),
    "record_unreadable": (
        N_("Something in the database is not what the till once wrote: {reason}."),
        N_("Sell nothing on it. Keep the folder as it is and call support."),
    ),
    # the data folder
    "database_in_order": (N_("The database is whole: version {schema}, SQLite {sqlite}."), ""),
    "database_corrupt": (
        N_("The database file is damaged: {reason}."),
        N_("Sell nothing on it. Keep the folder as it is, check the disk, and restore the last backup."),
    ),
    "journal_in_order": (N_("The journal holds: {rows} rows, {transactions} signed transactions."), ""),
    "journal_row_missing": (
        N_("Row {row} of the journal is missing."),
        N_("Sell nothing on it. Keep the folder as it is: it shows what was done to it. Call support."),
    ),
    "journal_row_changed": (
        N_("Row {row} of the journal ({kind}, {moment}) is not what was written."),
        N_("Sell nothing on it. Keep the folder as it is: it shows what was done to it. Call support."),
    ),
    "journal_number_wrong": (
        N_("Row {row} of the journal ({kind}, {moment}) has number {nr}, which does not follow the one before."),
        N_("Sell nothing on it. Keep the folder as it is: it shows what was done to it. Call support."),
    ),
    "journal_signature_wrong": (
        N_("The signature of transaction {nr} in row {row} of the journal ({kind}, {moment}) does not hold."),
        N_("Sell nothing on it. Keep the folder as it is: it shows what was done to it. Call support."),
    ),
    "journal_seal_wrong": (
        N_("The Z in row {row} of the journal ({moment}) does not vouch for it: something before it was changed."),
        N_("Sell nothing on it. Keep the folder as it is: it shows what was done to it. Call support."),
    ),
    "journal_key_unknown": (
        N_("Nothing here can verify transaction {nr} in row {row} of the journal ({kind}, {moment})."),
        N_("Put the folder “signing” back from a backup: old keys are needed as well."),
    ),
    "journal_cut_off": (
        N_("The till had come further than its journal: from row {row} on it was something else, or is gone."),
        N_("An older copy was put back. Restore the newest one, or let a manager take up the numbers before selling."),
    ),
    "high_water_in_order": (N_("The database knows of everything that was done, up to transaction {nr}."), ""),
    "high_water_not_yet": (N_("How far the till has come is kept beside its keys from the first sale on."), ""),
    "high_water_none": (N_("Nothing beside the database tells how far the till has come."), ""),
    "high_water_behind": (
        N_("The database is older than what was done: it ends at transaction {nr}, and there were {done}."),
        N_("Restore the newest copy, or let a manager take up the numbers in Settings › Cash register before selling."),
    ),
    "signing_key_in_order": (N_("Signing key {version} ({method}) is there, and nobody else may read it."), ""),
    "signing_key_not_needed": (N_("The signing key is made with the first sale."), ""),
    "signing_key_another": (
        N_("Signing key {version} is not the one that the journal names."),
        N_(
            "Put the folder “signing” back from a backup, or let a manager begin a new key in Settings › Cash register."
        ),
    ),
    "books_in_order": (N_("Sales, journal, queue and reports tell the same story."), ""),
    "books_disagree": (
        N_("Sales, journal, queue and reports do not tell the same story: {where}"),
        N_("Nothing is changed by itself. Keep the folder as it is and send this line to support."),
    ),
    "numbers_in_order": (N_("No number is missing in any series of receipts."), ""),
    "numbers_disagree": (
        N_("Numbers are missing in the series of receipts: {where}"),
        N_("Nothing is changed by itself. Keep the folder as it is and send this line to support."),
    ),
    # the machine
    "clock_in_order": (N_("The clock says {moment}, {zone}."), ""),
    "clock_other_zone": (
        N_("The till goes by the time of {zone}; a Norwegian till goes by Norwegian time."),
        N_("Set it right: disken settings set shop.timezone Europe/Oslo"),
    ),
    "clock_without_summer": (
        N_("The machine's tables of {zone} know no Norwegian summer time."),
        N_("Reinstall the program, or bring the machine's time zone tables up to date."),
    ),
    "clock_behind_journal": (
        N_("The clock says {reads}, but the journal goes to {moment}."),
        N_("Set the machine's clock, or let it set itself from the network."),
    ),
    "disk_in_order": (N_("The disk has {free} free and can be written."), ""),
    "disk_little": (N_("The disk has only {free} free."), N_("Make room on it before it is full.")),
    "disk_nearly_full": (
        N_("The disk is nearly full: {free} free."),
        N_("Make room on it now. When it is full, nothing can be sold."),
    ),
    "disk_not_writable": (
        N_("{folder} cannot be written by this user."),
        N_("Mend the rights of the folder and its database, or see whether the disk is mounted for reading alone."),
    ),
    # paper and drawer
    "printer_in_order": (N_("The printer is set up ({address}), and nothing is stuck."), ""),
    "printer_none": (
        N_("No printer is set up. Where cash sales are made, receipts and reports must be able to come on paper."),
        N_("Set one up in Settings › Printer, unless this till shares another till's printer."),
    ),
    "printer_folder": (
        N_("Receipts go to a folder ({folder}). Where cash sales are made, they must be able to come on paper."),
        N_("Set up a printer in Settings › Printer before selling for real."),
    ),
    "printer_stuck": (
        N_("Prints are stuck: {n}, the first is {receipt_no}."),
        N_("Try them again or leave them, in the bar or on the receipt."),
    ),
    "printer_waits": (
        N_("{receipt_no} has waited for the printer since {moment}."),
        N_("See that the printer is on, has paper, and is reached; then print the test page in Settings › Printer."),
    ),
    "drawer_in_order": (N_("The drawer tells whether it is open."), ""),
    "drawer_not_needed": (N_("No cash is taken, so no drawer is needed."), ""),
    "drawer_not_set_up": (
        N_("Cash is taken, and no drawer is set up."),
        N_("Set it up in Settings › Printer, unless those who sell carry the cash themselves."),
    ),
    # the shop
    "company_in_order": (N_("Receipts say who sells: {name}, {number}."), ""),
    "company_without_address": (
        N_("Receipts say who sells ({name}, {number}), but not where."),
        N_("Enter the address in Settings › Shop."),
    ),
    "day_in_order": (N_("The last day was closed by Z {number}, {moment}."), ""),
    "day_never_closed": (N_("No day has been closed yet."), ""),
    "day_left_open": (
        N_("{day} was sold on and has no Z report."),
        N_("Close it now: Day's settlement, in the menu. The law wants one for each day of use."),
    ),
    "parked_in_order": (N_("No cart is left from an earlier day."), ""),
    "parked_too_long": (
        N_("Parked since an earlier day: {names}."),
        N_("Sell or empty them: no cart may be carried over a day's close."),
    ),
    # invoices
    "queue_empty": (N_("Nothing waits to be sent."), ""),
    "queue_waits": (N_("Waiting in the queue: {n}, the oldest is {receipt_no} of {moment}."), ""),
    "queue_late": (
        N_("Waiting in the queue: {n}. The oldest is {receipt_no} of {moment}, too long ago."),
        N_("See in the queue what keeps it, and touch Send now."),
    ),
    "queue_needs_person": (
        N_("Need a person, in the queue: {n}."),
        N_("Open the queue: each one says what to do."),
    ),
    "network_not_needed": (N_("Invoices go to no accounting system."), ""),
    "network_never_tried": (N_("The accounting system has not been asked yet."), ""),
    "network_in_order": (N_("The accounting system was last reached {moment}."), ""),
    "network_not_reached": (
        N_("The accounting system was not reached {moment}; the last time was {last}."),
        N_("Nothing is lost: the queue goes by itself. See that the machine is on the network."),
    ),
    "schedule_next": (N_("The queue goes next {moment}."), ""),
    "schedule_not_needed": (N_("No schedule is needed."), ""),
    "settings_no_invoice": (N_("Nothing is sold on invoice."), ""),
    "settings_held": (
        N_("Sales on invoice are kept in the till and go to no accounting system."),
        N_("Switch the integration on: Settings › Payment › Payment channels › Invoice."),
    ),
    "settings_in_order": (N_("What invoices need to be sent is set."), ""),
    "backup_unknown": (
        N_("The till does not know of any backup."),
        N_("Copy {folder} whole, the folder “signing” with it, to another disk while the till is closed."),
    ),
}
