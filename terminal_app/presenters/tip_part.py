"""The tip: a share of what this payment is for, another amount, or none; shown before the sale is finished.

A part that the payment holds, for shops that take tips. Knows nothing of tenders. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.money import LARGEST_ORE, ZERO, Money
from ..domain.parts import per_cent
from ..domain.records import record
from ..domain.vat import VatRate
from .session import Session
from .typed_amount import COMMA, TypedAmount

SHARES = (10, 15)
NONE, OTHER = "none", "other"
TIPPED = (Channel.CARD, Channel.VIPPS, Channel.INVOICE)
"""Where a tip is added to what is paid; one in cash stays on the table."""


@record
class TipPad:
    """The keypad for another amount, while it is open."""

    label: str
    amount: str
    hint: str
    done_label: str


@record
class TipView:
    """The choices as (name, text), the one that stands, and the keypad while another amount is typed."""

    choices: tuple[tuple[str, str], ...]
    chosen: str
    pad: TipPad | None


class TipPart:
    """What is given to the staff with one payment. `changed` is called when something that is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._chosen = NONE
        self._typed = TypedAmount()
        self._typing = False

    def offered(self, channel: Channel | None, share: Money) -> bool:
        """Whether a tip can come on top of so much in that channel."""
        return channel in TIPPED and share > ZERO and self._session.till.values.on("channels.tips.enabled")

    def amount(self, channel: Channel | None, share: Money, owed: Money) -> Money:
        """What it comes to on top of that share; never so much that no sale could hold it beside what is `owed`."""
        if not self.offered(channel, share):
            return ZERO
        if self._chosen == OTHER:
            tip = self._typed.money or ZERO
        else:
            tip = ZERO if self._chosen == NONE else per_cent(share, int(self._chosen))
        return tip if owed.ore + tip.ore <= LARGEST_ORE else ZERO

    def view(self, channel: Channel | None, share: Money) -> TipView | None:
        """None where no tip is taken."""
        if not self.offered(channel, share):
            return None
        texts = self._session.texts
        say, other = texts.say, self._typed.money
        shares = [
            (str(each), f"{texts.rate(VatRate(each * 100))}: {texts.money(per_cent(share, each))}") for each in SHARES
        ]
        typed = say("Another amount") if not other else say("Tip {amount}", amount=texts.money(other))
        return TipView(
            choices=((NONE, say("No tip")), *shares, (OTHER, typed)),
            chosen=self._chosen,
            pad=self._pad() if self._typing else None,
        )

    def choose(self, name: str) -> None:
        """One of the choices that are shown; the other amount is typed then."""
        self._chosen, self._typing = name, name == OTHER
        if name != OTHER:
            self._typed.clear()
        self._changed()

    def press(self, key: str) -> None:
        """A key of the pad."""
        self._typed.press(key)
        self._changed()

    def done(self) -> None:
        """The amount is typed: back to how it is paid."""
        self._typing = False
        if not self._typed.money:
            self._chosen = NONE
        self._changed()

    def bring_back(self, tip: Money) -> None:
        """The tip of a sale that was undone stands there again, as an amount."""
        self.forget()
        if tip:
            for key in (*str(tip.ore // 100), COMMA, *f"{tip.ore % 100:02}"):
                self._typed.press(key)
            self._chosen = OTHER
        self._changed()

    def forget(self) -> None:
        """The next payment starts without a tip."""
        self._chosen, self._typing = NONE, False
        self._typed.clear()

    def close_pad(self) -> None:
        """Another way to pay was chosen: the amount stays, its keypad goes."""
        self._typing = False

    def _pad(self) -> TipPad:
        say = self._session.texts.say
        return TipPad(
            label=say("Tip"),
            amount=self._typed.text(self._session.texts) or "–",
            hint=say("The tip comes on top of the sum. No VAT is charged on it."),
            done_label=say("Done"),
        )
