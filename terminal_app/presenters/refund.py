"""Taking goods back: which lines and how much of them, why, in which channel, and what it comes to before it is done.

The amounts are `domain.refund`'s; nothing is stored before `confirm`. Plain Python; window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.money import ONE, ZERO, Quantity, total
from ..domain.operators import Right
from ..domain.problems import BadInput, Trouble
from ..domain.refund import Chosen, LineLeft
from ..domain.sale import LineKind
from ..till.history import Preview, SoldSale
from .channels import channel_name
from .drawer_part import explained, still_true
from .reasons import Reasons
from .refund_view import (
    ChannelChoice,
    QuantitySheet,
    RefundLine,
    RefundView,
    all_of,
    fate_told,
    gives_back,
    is_counted,
    is_credit,
    line_name,
    refund_reasons,
)
from .session import Notice, Place, Session
from .sold_card import named_sale
from .step_up import StepUp

LONGEST_QUANTITY = 9


class RefundPresenter:
    """One return of one sale, from the first line chosen to its receipt."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._sold: SoldSale | None = None
        self._milli: dict[int, int] = {}
        self._channel: Channel | None = None
        self._asking = False
        self._asked_of: int | None = None
        self._typed = ""
        self._notice: Notice | None = None
        self.reasons = Reasons(session, lambda: self.on_change(), lambda: refund_reasons(session.texts))
        self.step_up = StepUp(session, lambda: self.on_change())
        session.listen(self._session_changed)

    def view(self) -> RefundView | None:
        """None while no sale is open."""
        sold, texts = self._sold, self._session.texts
        if sold is None:
            return None
        say = texts.say
        preview, refused = self._preview(sold)
        missing = self._missing()
        back = ZERO if preview is None else total(payment.amount for payment in preview.payments)
        return RefundView(
            title=say("Return of {number}", number=sold.sale.receipt_no),
            subtitle=named_sale(sold.sale, texts),
            back_label=say("Back"),
            lines=tuple(self._line(one, preview) for one in sold.left),
            lines_label=say("What comes back?"),
            all_label=say("Everything"),
            all_chosen=self._milli == all_of(sold),
            reasons=self.reasons.view(),
            channels_label=say("Pay back by"),
            channels=self._channels(sold),
            gives_back=() if preview is None or is_credit(preview) else gives_back(preview, texts),
            told="" if preview is None else fate_told(preview, texts),
            total_label=say("To be credited") if is_credit(preview) else say("Back to the customer"),
            total=texts.kroner(back),
            missing=missing,
            confirm_label=say("Take back (training)") if self._session.till.training else say("Take back"),
            can_confirm=preview is not None and not missing,
            next_label=say("Go on"),
            can_go_on=bool(self._milli),
            asking=self._asking and bool(self._milli),
            quantity=self._quantity_sheet(),
            step_up=self.step_up.view(),
            notice=self._notice or refused,
        )

    # which lines

    def toggle(self, position: int) -> None:
        """All that is left of that line, or none of it."""
        left = self._left(position)
        if left is not None and left.quantity.milli:
            self._choose(position, 0 if position in self._milli else left.quantity.milli)

    def more(self, position: int) -> None:
        """One piece more of it, all of what is weighed."""
        self._step(position, +1)

    def less(self, position: int) -> None:
        """One piece less of it, none of what is weighed."""
        self._step(position, -1)

    def everything(self) -> None:
        """The whole sale, as far as it is left; touching it again takes nothing back."""
        if self._sold is not None:
            whole = all_of(self._sold)
            self._milli = {} if self._milli == whole else whole
            self._touched()

    def ask_quantity(self, position: int) -> None:
        """Type how much of that line comes back."""
        left = self._left(position)
        if left is not None and left.quantity.milli and left.line.kind is LineKind.ITEM:
            self._asked_of, self._typed = position, ""
            self.on_change()

    def type_key(self, name: str) -> None:
        """A key of the pad in the quantity's sheet."""
        if name == "backspace":
            self._typed = self._typed[:-1]
        elif name == "clear":
            self._typed = ""
        elif name == "enter":
            self.confirm_quantity()
            return
        elif name.isdecimal() or (name == "," and "," not in self._typed):
            self._typed = (self._typed + name)[:LONGEST_QUANTITY]
        self.on_change()

    def all_of_it(self) -> None:
        """All that is left of the line that is asked about."""
        position, self._asked_of = self._asked_of, None
        left = None if position is None else self._left(position)
        if left is not None:
            self._choose(left.position, left.quantity.milli)

    def confirm_quantity(self) -> None:
        """That much comes back; nothing happens while it is no quantity or more than is left."""
        position, much = self._asked_of, self._typed_quantity()
        if position is not None and much is not None:
            self._asked_of = None
            self._choose(position, much.milli)

    def close_quantity(self) -> None:
        self._asked_of = None
        self.on_change()

    # why and how

    def choose_channel(self, key: str) -> None:
        """Pay back in that channel; "" pays back as the sale was paid."""
        self._channel = Channel(key) if key else None
        self._touched()

    def go_on(self) -> None:
        """The lines are chosen: ask why and how, where there is no room for both."""
        if self._milli:
            self._asking = True
            self.on_change()

    def go_back(self) -> None:
        """Back to the lines."""
        self._asking = False
        self.on_change()

    def confirm(self) -> None:
        """Take the goods back, and show the return's receipt. Pressed again, it finds nothing to take back."""
        self._confirm_with(None)

    def back(self) -> None:
        """Back to the lines where they were left for why and how, else leave without taking anything back."""
        if self._asking:
            self.go_back()
            return
        self._forget()
        self._session.back()

    def dismiss(self) -> None:
        self._notice = None
        self.on_change()

    def _confirm_with(self, approved_by: str | None) -> None:
        sold, session = self._sold, self._session
        if sold is None or not self._milli or self._missing():
            return
        try:
            returned = session.till.returns.refund(
                sold.sale.receipt_no or "",
                self._chosen(),
                reason=self.reasons.text,
                channel=self._channel,
                operator_id=session.operator.id,
                approved_by=approved_by,
            )
        except Trouble as trouble:
            if trouble.problem.code == "right_missing" and approved_by is None:
                self.step_up.ask(Right.REFUND, trouble.problem, self._confirm_with)
                return
            self._reread()
            self._notice = explained(session, trouble)
            self.on_change()
            return
        self._forget()
        session.last_sold, session.change_due = returned, ZERO
        session.back()
        session.go(Place.RECEIPT)

    def _take_wanted(self) -> None:
        wanted, self._session.refund_of = self._session.refund_of, None
        if wanted is not None:
            self._forget()
            self._sold = self._session.till.history.sale(wanted)

    def _forget(self) -> None:
        self._sold, self._milli, self._channel = None, {}, None
        self._asking, self._asked_of, self._notice = False, None, None
        self.reasons.clear()
        if self.step_up.is_open:
            self.step_up.forget()

    def _reread(self) -> None:
        """What is left may be less by now; what was chosen of it stays as far as it can."""
        if self._sold is not None:
            self._sold = self._session.till.history.sale(self._sold.sale.receipt_no or "")
        whole = {} if self._sold is None else all_of(self._sold)
        self._milli = {at: min(milli, whole[at]) for at, milli in self._milli.items() if at in whole}

    def _touched(self) -> None:
        self._notice = None
        self.on_change()

    def _choose(self, position: int, milli: int) -> None:
        if milli > 0:
            self._milli[position] = milli
        else:
            self._milli.pop(position, None)
        self._touched()

    def _step(self, position: int, by: int) -> None:
        left = self._left(position)
        if left is None:
            return
        whole, now = left.quantity.milli, self._milli.get(position, 0)
        if not is_counted(left):
            self._choose(position, whole if by > 0 else 0)
        else:
            self._choose(position, max(0, min(whole, now + by * ONE.milli)))

    def _left(self, position: int) -> LineLeft | None:
        left = () if self._sold is None else self._sold.left
        return left[position] if 0 <= position < len(left) else None

    def _chosen(self) -> tuple[Chosen, ...]:
        return tuple(Chosen(position, Quantity(milli)) for position, milli in sorted(self._milli.items()))

    def _preview(self, sold: SoldSale) -> tuple[Preview | None, Notice | None]:
        """What it comes to, or why it cannot be."""
        if not self._milli:
            return None, None
        try:
            return self._session.till.history.preview(sold, self._chosen(), self._channel), None
        except BadInput as trouble:
            message, hint = self._session.texts.problem(trouble.problem)
            return None, Notice(message, hint, "warn")

    def _missing(self) -> str:
        say = self._session.texts.say
        if not self._milli:
            return say("Choose what comes back")
        return "" if self.reasons.text else say("Choose why")

    def _line(self, one: LineLeft, preview: Preview | None) -> RefundLine:
        texts, line, milli = self._session.texts, one.line, self._milli.get(one.position, 0)
        gone, item = not one.quantity.milli, line.kind is LineKind.ITEM
        amount = None if preview is None else preview.lines.get(one.position)
        shown = Quantity(milli)
        return RefundLine(
            position=one.position,
            name=line_name(line, texts),
            detail=self._line_detail(one, gone),
            quantity="" if gone else texts.measured(shown, line.unit) if milli else "0",
            widest=texts.measured(one.quantity, line.unit),
            amount="" if amount is None else texts.money(amount),
            chosen=bool(milli),
            gone=gone,
            counted=item and not gone,
            can_less=bool(milli),
            can_more=not gone and milli < one.quantity.milli,
        )

    def _line_detail(self, one: LineLeft, gone: bool) -> str:
        texts, line = self._session.texts, one.line
        say = texts.say
        if gone:
            return say("Taken back before")
        left, sold = texts.measured(one.quantity, line.unit), texts.measured(line.quantity, line.unit)
        price = texts.money(one.split.gross)
        if line.kind is not LineKind.ITEM or (one.quantity == line.quantity == ONE and not line.unit.is_measured):
            return price
        many = sold if one.quantity == line.quantity else say("{left} left of {sold}", left=left, sold=sold)
        return f"{many} · {price}"

    def _channels(self, sold: SoldSale) -> tuple[ChannelChoice, ...]:
        """The choices; none where the sale was paid in one channel."""
        texts = self._session.texts
        used = list(dict.fromkeys(payment.channel for payment in sold.sale.payments))
        if len(used) < 2:
            return ()
        choices = [("", texts.say("As it was paid")), *((one.value, channel_name(one, texts)) for one in used)]
        chosen = "" if self._channel is None else self._channel.value
        return tuple(ChannelChoice(key, label, key == chosen) for key, label in choices)

    def _typed_quantity(self) -> Quantity | None:
        left = None if self._asked_of is None else self._left(self._asked_of)
        if left is None:
            return None
        try:
            much = Quantity.parse(self._typed.replace(",", "."))
        except BadInput:
            return None
        pieces = not left.line.unit.is_measured and much.milli % ONE.milli and not left.line.quantity.milli % ONE.milli
        return None if much.milli > left.quantity.milli or pieces else much

    def _quantity_sheet(self) -> QuantitySheet | None:
        left = None if self._asked_of is None else self._left(self._asked_of)
        if left is None:
            return None
        texts = self._session.texts
        most = texts.measured(left.quantity, left.line.unit)
        good = self._typed_quantity() is not None
        return QuantitySheet(
            title=line_name(left.line, texts),
            subtitle=texts.say("How much comes back?"),
            typed=self._typed,
            hint=texts.say("At most {quantity}", quantity=most),
            wrong=bool(self._typed.strip("0,")) and not good,
            all_label=texts.say("All of it"),
            confirm_label=texts.say("Done"),
            can_confirm=good,
        )

    def _session_changed(self) -> None:
        if self._session.locked and self.step_up.is_open:
            self.step_up.forget()
        self._notice = still_true(self._session, self._notice)
        if self._session.place is Place.REFUND:
            self._take_wanted()
            self.on_change()
