"""The sentences of what can be wrong with day settlements and with VAT that is to be reported once; see `wording`."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return sentence


SETTLEMENT_PROBLEMS: dict[str, tuple[str, str]] = {
    "account_not_understood": (
        N_("{field}: “{text}” is no account number."),
        N_("Use the number of an account in PowerOffice Go, such as 1950."),
    ),
    # what a day's voucher is made of: `domain.day_figures`
    "settlement_account_missing": (
        N_("No account is chosen for part of the day settlement: {field}."),
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
}
