"""The sentences of what can be wrong with day settlements and with VAT that is to be reported once; see `wording`."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return sentence


SETTLEMENT_PROBLEMS: dict[str, tuple[str, str]] = {
    "account_not_understood": (
        N_("{field}: “{text}” is no account number."),
        N_("Use the number of an account in PowerOffice Go, such as 1950."),
    ),
}
