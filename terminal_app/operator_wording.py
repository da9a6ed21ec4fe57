"""The sentences about operators, rights and PINs: what happened, and what to do next. Part of `wording.PROBLEMS`.

None of them may ever quote a PIN.
"""

from __future__ import annotations

from .translations import N_

RIGHTS: dict[str, str] = {
    "sell": N_("sell"),
    "mend_queue": N_("mend the queue"),
    "open_drawer": N_("open the drawer"),
    "x_report": N_("make an X report"),
    "z_report": N_("make the Z report"),
    "training": N_("use the training mode"),
    "discount": N_("give a discount"),
    "price_override": N_("change a price"),
    "refund": N_("take goods back"),
    "pay_out": N_("take money out of the drawer"),
    "cancel_entry": N_("cancel an invoice"),
    "products": N_("change products"),
    "settings": N_("change settings"),
    "operators": N_("change operators"),
}
"""A right inside a sentence: “… may not ….”"""

OPERATOR_PROBLEMS: dict[str, tuple[str, str]] = {
    "right_missing": (
        N_("{name} may not {right}."),
        N_("Ask {who}: approve it with a PIN, or take over the till."),
    ),
    "approval_used_up": (
        N_("The approval for {name} is used up or too old."),
        N_("Ask for it again; nothing was changed."),
    ),
    "last_manager": (
        N_("{name} is the shop's last manager."),
        N_("Make somebody else a manager first; nothing was changed."),
    ),
    "operator_name_missing": (N_("A name is needed."), N_("Write the name as it stands on receipts.")),
    "operator_changed_meanwhile": (
        N_("{name} was changed by somebody else meanwhile."),
        N_("Look at it again; nothing was changed."),
    ),
    "pin_not_digits": (N_("A PIN is digits only."), N_("Choose another; nothing was stored.")),
    "pin_too_short": (N_("The PIN needs at least {least} digits."), N_("Choose a longer one; nothing was stored.")),
    "pin_too_long": (N_("A PIN has {most} digits at most."), N_("Choose a shorter one; nothing was stored.")),
    "pin_too_easy": (
        N_("This PIN is one of the first that a thief would try."),
        N_("Choose digits that neither repeat nor follow each other; nothing was stored."),
    ),
    "pin_is_the_old_one": (N_("That is the PIN you have."), N_("Choose another; nothing was stored.")),
    "pin_not_repeated": (N_("Type the whole PIN once more."), N_("Both fields have to be the same.")),
    "pins_differ": (N_("The two PINs differ."), N_("Choose the new PIN again.")),
    "pin_wrong": (N_("Wrong PIN."), N_("Try again. Wrong PINs before a wait: {left}.")),
    "pin_locked": (
        N_("Too many wrong PINs for {name}."),
        N_("The next try is at {until}. A manager can set a new PIN."),
    ),
    "pin_not_set": (N_("{name} has no PIN."), N_("Choose {name} by touch, or set a PIN under Operators.")),
    "pin_to_change_first": (
        N_("{name} has to choose another PIN before approving anything."),
        N_("Log in at the till as {name}: the new PIN is asked for there."),
    ),
    "pin_needed": (N_("{name} has a PIN."), N_("Enter it.")),
    "old_pin_needed": (N_("The PIN that {name} has is needed."), N_("Enter it, or let a manager approve.")),
    "pin_not_checked": (N_("The PIN could not be checked."), N_("Try again; it did not count as a wrong one.")),
    "pin_pepper_gone": (
        N_("The key that belongs to the PINs is not in {file} any more."),
        N_("Put the file back, or set the PINs anew with “init --from”."),
    ),
}
