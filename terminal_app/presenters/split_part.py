"""A bill that is split: how much the next part pays, and the parts that were taken, each with a way to take it away.

A part that the payment holds. Owns the parts and what is typed for the next one; knows neither cash nor the invoice.
Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.money import ZERO, Money
from ..domain.parts import Part, Parts, equal_share, in_kroner
from ..domain.records import record
from .channels import channel_icon, channel_name
from .session import Session
from .typed_amount import TypedAmount

PEOPLE = (2, 3, 4, 5, 6)


@record
class PartRow:
    """One part that was taken; `amount` is all that was paid in it, `detail` what of it needs telling."""

    name: str
    icon: str
    amount: str
    detail: str


@record
class SplitView:
    """How much the next part is, who shares equally, and what was paid so far."""

    amount_label: str
    amount: str
    hint: str
    equally_label: str
    equally: tuple[tuple[str, str], ...]
    people: str
    parts_label: str
    parts: tuple[PartRow, ...]
    nothing_yet: str


@record
class Share:
    """What one payment is for: `share` of the goods, `due` in its channel, and whether it pays all that is left.

    Cash is due in whole kroner; the last part in cash rounds what is left, another leaves the øre to those after it.
    """

    share: Money
    due: Money
    last: bool


class SplitPart:
    """The parts of one sale. `changed` is called when something that is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._typed = TypedAmount()
        self._people = 0
        """How many share equally what is left; 0 when nobody does."""
        self.is_on = False
        self.parts = Parts()
        session.paid_so_far = lambda: self.parts.settled

    def next_share(self, channel: Channel | None, cost: Money) -> Share:
        """What the next payment in that channel is for, of goods that cost so much."""
        left = self.parts.remaining(cost)
        wanted = min(self._wanted(left), left)
        if channel is Channel.CASH:
            if wanted >= left or wanted.rounded_to_krone() == left.rounded_to_krone():
                return Share(left, left.rounded_to_krone(), last=True)
            kroner = in_kroner(wanted, left)
            return Share(kroner, kroner, last=False)
        return Share(wanted, wanted, last=wanted >= left)

    def why_not(self, channel: Channel | None, cost: Money) -> str:
        """Why the next part cannot be taken, in words; "" when it can."""
        texts, left = self._session.texts, self.parts.remaining(cost)
        if left < ZERO:
            return texts.say("{amount} too much is paid. Take a part away.", amount=texts.kroner(-left))
        typed = self._typed.money
        if typed is not None and typed > left:
            return texts.say("Only {amount} remains", amount=texts.kroner(left))
        share = self.next_share(channel, cost)
        if not share.last and share.share <= ZERO:
            return texts.say("Too little to pay in cash") if channel is Channel.CASH else texts.say("Type an amount")
        return ""

    def view(self, cost: Money, fee: Money) -> SplitView:
        texts = self._session.texts
        say, left = texts.say, self.parts.remaining(cost)
        typed = self._typed.text(texts)
        return SplitView(
            amount_label=say("This part"),
            amount=typed or texts.kroner(max(ZERO, self._wanted(left))),
            hint=self._hint(),
            equally_label=say("Split the rest by") if self.parts.taken else say("Split equally by"),
            equally=tuple((str(people), str(people)) for people in PEOPLE),
            people=str(self._people) if self._people and not typed else "",
            parts_label=say("Paid {amount}", amount=texts.kroner(self.paid(fee))) if self.parts.taken else say("Paid"),
            parts=tuple(self._row(index, fee) for index in range(len(self.parts.taken))),
            nothing_yet=say("Choose how much, then how it is paid."),
        )

    def paid(self, fee: Money) -> Money:
        """All that the parts came to, tips included, and the fee where one of them goes on the invoice."""
        invoiced = fee if self.parts.uses(Channel.INVOICE) else ZERO
        return self.parts.settled + self.parts.tips + invoiced

    def press(self, key: str) -> None:
        """A key of the pad."""
        self._typed.press(key)
        self._changed()

    def propose(self, share: Money) -> None:
        """The next part is that many whole kroner, as if it were typed."""
        self.is_on, self._people = True, 0
        self._typed.clear()
        for digit in str(share.ore // 100):
            self._typed.press(digit)

    def equally(self, people: int) -> None:
        """So many share what is left; the same number again is nobody."""
        self._people = 0 if people == self._people and self._typed.money is None else people
        self._typed.clear()
        self._changed()

    def take(self, part: Part, cost: Money) -> None:
        """That part is paid. Raises BadInput when it cannot be (see `Parts.plus`)."""
        self.parts = self.parts.plus(part, cost)
        self._people = max(0, self._people - 1)
        self._typed.clear()

    def take_away(self, index: int) -> None:
        """As if that part had never been paid."""
        if index < len(self.parts.taken):
            self.parts = self.parts.without(index)
            self._people = self._people + 1 if self._people else 0
            self._typed.clear()
            self._changed()

    def bring_back(self, parts: Parts) -> None:
        """Parts of a cart that was emptied and came back."""
        self.parts, self.is_on = parts, bool(parts.taken)

    def forget(self) -> None:
        """The next sale is paid in one."""
        self.is_on, self._people, self.parts = False, 0, Parts()
        self._typed.clear()

    def _wanted(self, left: Money) -> Money:
        typed = self._typed.money
        if typed is not None:
            return typed
        return equal_share(left, self._people) if self._people else left

    def _hint(self) -> str:
        say, taken = self._session.texts.say, len(self.parts.taken)
        if self._people and self._typed.money is None:
            return say("Part {number} of {all}", number=taken + 1, all=taken + self._people)
        return "" if self._typed.money is not None else say("All that remains")

    def _row(self, index: int, fee: Money) -> PartRow:
        part, texts = self.parts.taken[index], self._session.texts
        say = texts.say
        first_invoice = next((n for n, each in enumerate(self.parts.taken) if each.channel is Channel.INVOICE), None)
        amount = part.amount + (fee if index == first_invoice else ZERO)
        told = [say("Tip {amount}", amount=texts.money(part.tip))] if part.tip else []
        if index == first_invoice and fee:
            told.append(say("Invoice fee {amount}", amount=texts.money(fee)))
        if part.change:
            told.append(say("Change {amount}", amount=texts.money(part.change)))
        return PartRow(
            channel_name(part.channel, texts), channel_icon(part.channel), texts.money(amount), " · ".join(told)
        )
