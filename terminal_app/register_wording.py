"""The sentences of what can be wrong with the cash register itself: its keys, its numbers, its day; see `wording`."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return sentence


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
    # who sells
    "shop_unnamed": (
        N_("The receipt must say who sells, and the shop has no name yet. Only training can be rung up."),
        N_("Enter it in Settings › Shop."),
    ),
    "organization_number_missing": (
        N_("The receipt must hold the organisation number, and there is none yet. Only training can be rung up."),
        N_("Enter it in Settings › Shop."),
    ),
}
