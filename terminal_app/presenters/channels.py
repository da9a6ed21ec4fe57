"""What a payment channel is called and its icon, on the payment screen, the receipt and the desk alike."""

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


_ICONS = {
    Channel.CARD: "credit_card",
    Channel.CASH: "payments",
    Channel.VIPPS: "phone_iphone",
    Channel.GIFT_CARD: "redeem",
    Channel.INVOICE: "receipt_long",
}


def channel_icon(channel: Channel) -> str:
    """The channel's icon."""
    return _ICONS[channel]
