"""What a payment channel is called and its icon, on the payment screen, the receipt and the desk alike."""

from __future__ import annotations

from ..domain.channel import Channel
from ..reports.receipt_paper import channel_name

__all__ = ["channel_icon", "channel_name"]

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
