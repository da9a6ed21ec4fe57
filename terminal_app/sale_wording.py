"""The sentences of what can be wrong with a cart, its payment or a return; see `wording`."""

from __future__ import annotations

from .translations import N_

SALE_PROBLEMS: dict[str, tuple[str, str]] = {
    # the cart and its payment
    "cart_empty": (N_("There is nothing in the cart."), N_("Ring up a product first.")),
    "cart_full": (N_("The cart holds its {most} lines."), N_("Finish this sale and go on in a new one.")),
    "tip_negative": (N_("A tip cannot be below zero."), N_("Leave it out.")),
    "payment_missing": (N_("No way to pay was chosen."), N_("Choose a payment channel.")),
    "payment_amount_missing": (
        N_("Two payments have no amount."),
        N_("Give an amount to all payments but one."),
    ),
    "payment_channel_twice": (N_("The same channel was used twice."), N_("Put its amounts together.")),
    "payment_not_positive": (N_("A payment must be more than zero."), N_("Correct the amount.")),
    "payment_too_little": (N_("{missing} is still to be paid."), N_("Add a payment or raise an amount.")),
    "payment_too_much": (N_("The payments are more than the {owed} owed."), N_("Lower an amount.")),
    "cash_not_in_kroner": (N_("{amount} cannot be paid in cash."), N_("Give a whole number of kroner.")),
    "channel_unknown": (N_("There is no payment channel “{text}”."), N_("Use one of: {choices}.")),
    "channel_off": (
        N_("The channel {channel} is switched off."),
        N_("Switch it on in Settings › Payment › Payment channels, or choose another."),
    ),
    "invoice_fee_left_out": (
        N_("The invoice comes to {owed}, of which {fee} is the invoice fee, but {amount} was given."),
        N_("Leave the amount out, or give all of it."),
    ),
    "invoice_part_below_fee": (
        N_("The invoice would be for {amount}, which is less than its fee of {fee}."),
        N_("Put more on the invoice, or use other channels."),
    ),
    "price_missing": (N_("{product} has no price of its own."), N_("Give the price.")),
    "discount_share_wrong": (N_("A discount is more than 0 and at most 100 per cent."), N_("Correct the share.")),
    "discount_not_positive": (N_("A discount must be more than zero."), N_("Correct the amount, or take it away.")),
    "discount_too_large": (
        N_("The discount is more than the {largest} that it is taken off."),
        N_("Lower it; nothing was changed."),
    ),
    "invoice_of_nothing": (N_("A sale of nothing cannot be invoiced."), N_("Pay it another way.")),
    # parked carts
    "parked_name_missing": (N_("The cart has no name to be found again by."), N_("Give it a name or a table.")),
    "parked_name_taken": (N_("A cart is parked as “{name}” already."), N_("Give this one another name.")),
    "parked_full": (N_("{most} carts are parked."), N_("Take some of them up first.")),
    "parked_gone": (N_("Somebody has taken that cart up already."), N_("Look through the others.")),
    "parked_in_training": (N_("That cart was rung up in training."), N_("Switch training on to take it up.")),
    "parked_outside_training": (
        N_("That cart is a real one, and the till is in training."),
        N_("Switch training off to take it up."),
    ),
    "carts_are_parked": (
        N_("Carts are still parked: {names}."),
        N_("Take each of them up, and finish it or empty it; then close the day."),
    ),
    # returns
    "receipt_unknown": (N_("There is no sale with the receipt number {receipt_no}."), N_("Check the receipt.")),
    "refund_of_return": (N_("{receipt_no} is a return."), N_("Give the number of the sale that it takes back from.")),
    "refund_nothing_left": (N_("All of {receipt_no} has been returned already."), N_("Check the receipt number.")),
    "refund_nothing_chosen": (N_("Nothing was chosen to be returned."), N_("Choose at least one line.")),
    "refund_item_unknown": (N_("The sale has no product “{sku}”."), N_("Check the receipt.")),
    "refund_too_much": (
        N_("Of {name} only {left} can still be returned."),
        N_("Lower the quantity; nothing was stored."),
    ),
    "refund_whole_only": (
        N_("A tip or a fee is returned whole or not at all."),
        N_("Return all of it; nothing was stored."),
    ),
    "refund_channel_other": (N_("The sale was not paid by {channel}."), N_("Pay back by one of: {choices}.")),
    "refund_channel_short": (
        N_("Only {amount} of the sale can still be paid back by {channel}."),
        N_("Leave the channel out, or return less."),
    ),
    "refund_before_sale": (N_("{receipt_no} was sold later than that."), N_("Give a moment after the sale.")),
    "sale_of_training": (N_("{receipt_no} was made in training."), N_("Switch training on to take it back.")),
    "sale_not_of_training": (
        N_("{receipt_no} is a real sale, and the till is in training."),
        N_("Switch training off first; nothing was stored."),
    ),
    "return_follows_its_sale": (
        N_("{receipt_no} takes back from {original} and goes to the same customer."),
        N_("Choose the customer of {original}."),
    ),
    "original_not_arrived": (
        N_("It takes back from {original}, which is not in the accounting system yet."),
        N_("Nothing to do: it goes by itself once {original} has arrived."),
    ),
}
