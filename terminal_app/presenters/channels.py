"""What a payment channel is called, on the payment screen and on the receipt alike."""

from __future__ import annotations

from ..domain.channel import Channel
from ..i18n import Texts


def channel_name(channel: Channel, texts: Texts) -> str:
    """The channel's name in that language."""
    say = texts.say
    return {
        Channel.CARD: say("Card"),
        Channel.CASH: say("Cash"),
        Channel.VIPPS: say("Vipps"),
        Channel.GIFT_CARD: say("Gift card"),
        Channel.INVOICE: say("Invoice"),
    }[channel]
