"""What the payment says of the part that is being paid: what to do now, and what the button does that ends it."""

from __future__ import annotations

from ..domain.channel import Channel
from ..domain.money import Money
from ..i18n import Texts


def instruction(channel: Channel | None, amount: Money, texts: Texts, *, last: bool) -> str:
    """What to do for that much in that channel; nothing for those that have a pane of their own."""
    say, shown = texts.say, texts.kroner(amount)
    match channel:
        case Channel.CARD if last:
            return say("Take {amount} on the card terminal. Finish when it is approved.", amount=shown)
        case Channel.CARD:
            return say("Take {amount} on the card terminal. Confirm when it is approved.", amount=shown)
        case Channel.VIPPS if last:
            return say("Take {amount} by Vipps. Finish when the customer has paid.", amount=shown)
        case Channel.VIPPS:
            return say("Take {amount} by Vipps. Confirm when the customer has paid.", amount=shown)
        case Channel.GIFT_CARD if last:
            return say("Draw {amount} from the gift card, then finish.", amount=shown)
        case Channel.GIFT_CARD:
            return say("Draw {amount} from the gift card, then confirm.", amount=shown)
        case _:
            return ""


def finish_label(channel: Channel | None, texts: Texts, *, last: bool, training: bool = False) -> str:
    """What the button says: the sale is finished, or this part of it is paid."""
    if last:
        return texts.say("Finish (training)") if training else texts.say("Finish")
    return texts.say("Add to invoice") if channel is Channel.INVOICE else texts.say("Confirm part")
