"""Settings › Payment › Payment channels: which ways to pay there are, in which order, and what Invoice does."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.channel import Asked, Channel
from ...domain.outbox import State
from ...domain.settings import InvoicingSystem
from ..channels import channel_icon, channel_name
from .page import Page
from .rows import Choices, Heading, Note, Option, Order, Preview, Row, Switch

_SWITCHES = tuple(f"channels.{channel.value}.enabled" for channel in Channel)
_INTEGRATION, _FORCED = "channels.invoice.integration", "channels.invoice.force_customer"
_TIPS = "channels.tips.enabled"
_REQUISITION, _SIGNATURE = "channels.invoice.requisition", "channels.invoice.signature"


class PaymentChannels(Page):
    """A switch per channel and for tips, their order, and the rules of the invoice channel."""

    stem = "payment_channels"
    icon = "payments"
    keys = (*_SWITCHES, _TIPS, _INTEGRATION, _FORCED, _REQUISITION, _SIGNATURE, "channels.order")

    def label(self) -> str:
        return self.texts.say("Payment channels")

    def detail(self) -> str:
        on = [channel_name(channel, self.texts) for channel in self.session.till.channels()]
        return ", ".join(on) or self.texts.say("None is on")

    def intro(self) -> str:
        return self.texts.say("How customers can pay at this till.")

    def rows(self) -> Sequence[Row]:
        say, draft = self.texts.say, self.draft
        order = draft.values().channel_order()
        shown = [channel for channel in order if draft.on(f"channels.{channel.value}.enabled")]
        return [
            Heading(say("Channels"), key="channels"),
            *(self._switch(channel) for channel in Channel),
            Switch(
                _TIPS,
                say("Tips"),
                draft.on(_TIPS),
                say("Offered above Finish for card, Vipps and invoice: 10 or 15 per cent, or another amount."),
            ),
            *self._invoice(),
            Heading(
                say("On the payment screen"), say("Drag a channel by its handle, or use the arrows."), key="screen"
            ),
            Order(
                "channels.order",
                say("Order"),
                tuple(Option(c.value, channel_name(c, self.texts), icon=channel_icon(c)) for c in shown),
                up_label=say("Up"),
                down_label=say("Down"),
            ),
            Preview(
                "preview",
                say("This is how the cashier sees it"),
                tuple(Option(c.value, channel_name(c, self.texts), icon=channel_icon(c)) for c in shown),
                empty=say("No channel is on: nobody can pay."),
            ),
        ]

    def put(self, key: str, value: str) -> None:
        """The order is of the channels in sight; the ones that are off keep their place after them."""
        if key == "channels.order":
            rest = [c.value for c in self.draft.values().channel_order() if c.value not in value.split(",")]
            value = ",".join([*(part for part in value.split(",") if part), *rest])
        super().put(key, value)

    def _switch(self, channel: Channel) -> Switch:
        key = f"channels.{channel.value}.enabled"
        return Switch(key, channel_name(channel, self.texts), self.draft.on(key))

    def _asked(self, key: str, label: str, detail: str) -> Choices:
        """Whether the cashier asks the buyer for it."""
        words = {
            Asked.OFF: self.texts.say("Not asked for"),
            Asked.ASK: self.texts.say("Asked for"),
            Asked.REQUIRE: self.texts.say("Required"),
        }
        options = tuple(Option(asked.value, word) for asked, word in words.items())
        return Choices(key, label, options, self.draft.text(key), detail)

    def _invoice(self) -> list[Row]:
        """What the invoice channel does; in sight also while it is off, so that nobody has to look for it."""
        say, draft = self.texts.say, self.draft
        rows: list[Row] = [
            Heading(say("Invoice"), key="invoice"),
            Switch(
                _INTEGRATION,
                say("Invoice integration"),
                draft.on(_INTEGRATION),
                say("Sales on invoice are sent to the accounting system. Off: they are only recorded here."),
            ),
            Switch(
                _FORCED,
                say("Forced invoice customer"),
                draft.on(_FORCED),
                say("The customer must be made in PowerOfficeGo before an invoice can be sold."),
            ),
            self._asked(
                _REQUISITION,
                say("Requisition number"),
                say("Stands on the invoice as the customer's reference. Required: no invoice is finished without it."),
            ),
            self._asked(
                _SIGNATURE,
                say("Signature on screen"),
                say("The buyer signs with a finger. It is kept with the sale and printed on the delivery receipt."),
            ),
        ]
        held = self.session.till.outbox.open_counts(self.session.now())[0].get(State.HELD, 0)
        if not draft.on("channels.invoice.enabled"):
            rows.append(Note(say("The invoice channel is off: nobody can sell on invoice."), "neutral", key="off"))
        elif not draft.on(_INTEGRATION):
            told = self.texts.count(
                "{n} invoice sale is recorded here and not sent.",
                "{n} invoice sales are recorded here and not sent.",
                held,
            )
            rows.append(Note(told, "warn" if held else "neutral", key="held"))
        elif self.session.till.values.invoicing().system is InvoicingSystem.NONE:
            rows.append(
                Note(
                    say("No accounting system is chosen yet, so nothing is sent."),
                    "warn",
                    say("Choose one in Invoicing › Config."),
                    key="system",
                )
            )
        return rows
