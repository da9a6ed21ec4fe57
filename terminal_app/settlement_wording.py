"""The sentences of what can be wrong with day settlements and with VAT that is to be reported once; see `wording`."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return sentence


_TO_CLEARING = N_(
    "Let it post to 19XX “Faktura kasse” under Menu › Products › {product}, then run the setup check. "
    "Until then nothing is sent."
)
_TO_RATE = N_(
    "Choose a sales account with {rate} per cent under Menu › Products › {product}, then run the setup check. "
    "Until then nothing is sent."
)

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
            "Let it post to {clearing} under Menu › Products › {product}, then run the setup check. "
            "Until then nothing is sent."
        ),
    ),
    "left_on_clearing": (
        N_("Product {product} posts to {account} with VAT code {vat_code}: nobody would report the sale."),
        N_(
            "Let it post to an ordinary sales account under Menu › Products › {product}, then run the setup check. "
            "Until then nothing is sent."
        ),
    ),
    "tip_with_vat": (
        N_("Product {product} for tips posts to {account} with VAT code {vat_code}, but a tip carries no VAT."),
        N_(
            "Choose an account without VAT under Menu › Products › {product}, then run the setup check. "
            "Until then nothing is sent."
        ),
    ),
    "other_rate": (
        N_(
            "Product {product} posts to {account} with VAT code {vat_code}, {found} per cent, "
            "and is for goods with {rate}."
        ),
        _TO_RATE,
    ),
    "fee_other_rate": (
        N_(
            "The invoice fee's product {product} posts to {account} with {found} per cent VAT; the till reckons {rate}."
        ),
        _TO_RATE,
    ),
}
