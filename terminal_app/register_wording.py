"""The sentences of what can be wrong with the cash register itself: its keys, its numbers, its day; see `wording`."""

from __future__ import annotations

from .translations import N_

REGISTER_PROBLEMS: dict[str, tuple[str, str]] = {
    # signing keys
    "signing_key_missing": (
        N_("The key that signs this till's sales is missing: version {version}, in {folder}. Nothing can be sold."),
        N_("Put the folder back from a backup, or let a manager begin a new key in Settings › Cash register."),
    ),
    "signing_key_unusable": (
        N_("The signing key {file} cannot be used: {reason}. Nothing can be sold."),
        N_("Put it back from a backup, or let a manager begin a new key in Settings › Cash register."),
    ),
    "signing_key_open_to_others": (
        N_("Others than the till may read the signing key {file}. Nothing can be sold."),
        N_("Take the rights away from all but its owner (chmod 600), then try again."),
    ),
    "signing_key_not_kept": (
        N_("The signing key {file} could not be stored: {reason}."),
        N_("See that the data folder can be written and has room, then try again."),
    ),
    "signing_key_in_clear": (
        N_("{field}: the signing key itself stands in the file."),
        N_("Name where it is instead: “file:PATH” or “env:NAME”."),
    ),
    "signing_key_not_understood": (
        N_("{field}: this is no signing key of that method: {reason}."),
        N_("For rsa-sha1-1024 it is a private key in PEM of 1 024 bits, for hmac-sha1-128 16 bytes as base64."),
    ),
    "signing_version_wrong": (
        N_("{field}: “{text}” is no version of a key."),
        N_("Use letters, digits, dots and hyphens, at most 50 of them."),
    ),
    "signing_version_taken": (
        N_("{field}: this till has another key of version {version} already."),
        N_("Give the new key a version of its own: what the old one signed is verified by its version."),
    ),
    # numbers
    "database_older_than_done": (
        N_(
            "This database is older than what the till has done: it ends at transaction {here}, the till was "
            "at {done}. "
            "Nothing can be sold."
        ),
        N_("Put the newest database back, or let a manager take up the numbers in Settings › Cash register."),
    ),
    "numbers_not_missing": (
        N_("The database has all that the till has done: there are no numbers to take up."),
        N_("Go on selling."),
    ),
    # who sells
    "shop_unnamed": (
        N_("The receipt must say who sells, and the shop has no name yet. Only training can be rung up."),
        N_("Enter it in Settings › Shop."),
    ),
    "organization_number_missing": (
        N_("The receipt must hold the organisation number, and there is none yet. Only training can be rung up."),
        N_("Enter it in Settings › Shop."),
    ),
    # the cash drawer
    "drawer_open": (N_("The drawer is open."), N_("Close it, then finish.")),
    "drawer_none": (N_("No drawer is set up."), N_("Switch it on in Settings › Printer.")),
    "drawer_reports_nothing": (
        N_("The till cannot see whether the drawer is open. The law wants a drawer that reports it."),
        N_("Let the till learn its signal in Settings › Printer."),
    ),
    "drawer_silent": (
        N_("The drawer does not say whether it is open."),
        N_("See that the printer is on and the drawer's cable is in. Sales go on meanwhile."),
    ),
    # the day: float, money in and out, X and Z
    "day_closed_already": (
        N_("{day} has its Z report already: number {number}, made at {time}."),
        N_("What was sold since then comes on the next one; close it tomorrow."),
    ),
    "day_in_training": (
        N_("Training is on, and this is real money."),
        N_("End the training first; nothing was stored."),
    ),
    "float_negative": (N_("The float cannot be less than nothing."), N_("Count the drawer; nothing was stored.")),
    "cash_move_of_nothing": (N_("The amount must be more than nothing."), N_("Nothing was stored.")),
    "cash_move_unsaid": (N_("Say what the money was for."), N_("A few words are enough; nothing was stored.")),
    "pay_out_too_much": (
        N_("{amount} is more than should be in the drawer: {expected}."),
        N_("Count the drawer and correct the float first; nothing was stored."),
    ),
    "count_negative": (N_("What was counted cannot be less than nothing."), N_("Count again; nothing was stored.")),
    "left_more_than_counted": (
        N_("What is left in the drawer must be from nothing to what was counted, {counted}."),
        N_("Nothing was stored; the day is not closed."),
    ),
    "left_without_count": (
        N_("What is left in the drawer can only be told of what was counted."),
        N_("Give --counted as well; the day is not closed."),
    ),
    "why_unknown": (N_("“{text}” is no reason that the till knows."), N_("Use one of: {choices}.")),
    "report_unknown": (N_("There is no report number {number}."), N_("Look in the list of reports.")),
    "register_id_fixed": (
        N_("The register's id cannot be changed once it has signed a sale."),
        N_("A new register needs its own data folder; nothing was stored."),
    ),
    "setting_not_register_id": (
        N_("“{text}” cannot be a register's id."),
        N_("Use letters, digits and hyphens, at most 35; nothing was stored."),
    ),
    "setting_day_ends_late": (
        N_("“{text}” is too late for a night to end."),
        N_("Use a time from 00:00 to {latest}; nothing was stored."),
    ),
    # a sale that is being rung up
    "sale_open": (
        N_("A sale is being rung up: lines {lines}, {amount} in all."),
        N_("Finish it, park it or empty it first."),
    ),
    # SAF-T
    "saft_days_wrong": (
        N_("The period ends before it begins: {first} to {last}."),
        N_("Choose a first day that is not after the last one; nothing was written."),
    ),
    "saft_no_folder": (
        N_("{folder} is no folder."),
        N_("Choose a folder that is there, such as that of a memory stick; nothing was written."),
    ),
    "saft_not_written": (
        N_("The SAF-T file could not be written to {folder}: {reason}."),
        N_("See that the folder can be written and has room, or choose another; nothing was left there."),
    ),
    "saft_stopped": (N_("The export was stopped."), N_("Nothing was left in the folder.")),
    "saft_faulty": (
        N_("{file} is written, but what it tells does not agree with itself in {count} places."),
        N_("Keep the file, and let your supplier look at the journal before it is delivered."),
    ),
    "saft_id_unknown": (
        N_("{where} names the {what} “{id}”, and nothing says what that is."),
        N_("Let your supplier look at the journal."),
    ),
    "saft_id_twice": (N_("The {what} “{id}” stands twice."), N_("Let your supplier look at the journal.")),
    "saft_sum_wrong": (
        N_("{where}: {what} is {found}, and should be {wanted}."),
        N_("Let your supplier look at the journal."),
    ),
    "saft_value_wrong": (
        N_("{where}: {what} is written “{text}”, which the format does not know."),
        N_("Let your supplier look at the journal."),
    ),
    "saft_number_gap": (
        N_("After {what} {before} comes {after}."),
        N_("Let your supplier look at the journal."),
    ),
    "saft_signature_wrong": (
        N_("The signature of transaction {nr} does not hold."),
        N_("Let your supplier look at the journal."),
    ),
    "saft_key_unknown": (
        N_("The key “{version}” that signed transaction {nr} is not known here."),
        N_("Put the folder of the keys back from a backup."),
    ),
}
