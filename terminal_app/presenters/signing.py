"""What the shop asks a buyer on invoice for at the counter: a requisition number, and a signature on screen.

A part that the invoice's part holds. A signature is for one cart and one buyer: whoever changes either asks anew.
Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.cart import Cart
from ..domain.catalog import Customer
from ..domain.channel import Asked
from ..domain.money import Money
from ..domain.problems import Trouble
from ..domain.records import record
from ..domain.signature import Signature, Stroke
from .session import Session


@record
class PadView:
    """The sheet that the buyer signs on. `strokes` are those to begin with; `problem` says what was wrong with them."""

    title: str
    subtitle: str
    hint: str
    name_label: str
    name: str
    clear_label: str
    done_label: str
    strokes: tuple[Stroke, ...]
    problem: str


@record
class SignatureView:
    """The signature on the invoice's pane: whether it is there, whose, and the button that asks for it."""

    label: str
    button: str
    signed: bool
    strokes: tuple[Stroke, ...]
    pad: PadView | None


class Signing:
    """The signature of the sale that is being paid."""

    def __init__(self, session: Session, changed: Callable[[], None], due: Callable[[], Money]) -> None:
        self._session = session
        self._changed = changed
        self._due = due
        self._signed: Signature | None = None
        self._signed_for: tuple[Cart, Customer | None] | None = None
        self._is_open = False
        self._name = ""
        self._problem = ""

    @property
    def signature(self) -> Signature | None:
        """What was signed for this very cart and buyer."""
        return self._signed if self._signed_for == self._subject() else None

    def view(self) -> SignatureView | None:
        """None where the shop asks for no signature."""
        asked, say = self._session.till.invoice_channel().signature, self._session.texts.say
        if asked is Asked.OFF:
            return None
        signed = self.signature
        label = say("Signature, must be given") if asked is Asked.REQUIRE else say("Signature")
        if signed is not None and signed.signed_by:
            label = say("Signed by {name}", name=signed.signed_by)
        return SignatureView(
            label=label,
            button=say("Sign again") if signed is not None else say("Let the customer sign"),
            signed=signed is not None,
            strokes=() if signed is None else signed.strokes,
            pad=self._pad() if self._is_open else None,
        )

    def why_not(self) -> str:
        """Why it cannot be finished, in words; "" when it can."""
        asked = self._session.till.invoice_channel().signature
        missing = asked is Asked.REQUIRE and self.signature is None
        return self._session.texts.say("The customer must sign first") if missing else ""

    def open_pad(self) -> None:
        """The buyer signs now."""
        buyer, signed = self._session.buyer, self.signature
        if signed is not None:
            self._name = signed.signed_by
        elif buyer is not None and buyer.is_person:
            self._name = buyer.name
        self._is_open, self._problem = True, ""
        self._changed()

    def close_pad(self) -> None:
        """Not now; what was signed before stays."""
        self._is_open, self._problem = False, ""
        self._changed()

    def sign(self, strokes: tuple[Stroke, ...], name: str) -> None:
        """Take what was signed; what cannot be taken is explained and the pad stays open."""
        self._name = name
        try:
            signed = Signature(strokes, name).checked()
        except Trouble as trouble:
            self._problem = " ".join(self._session.texts.problem(trouble.problem))
            self._changed()
            return
        self._signed, self._signed_for = signed, self._subject()
        self.close_pad()

    def forget(self) -> None:
        """The next buyer signs for themselves."""
        self._signed, self._signed_for, self._is_open = None, None, False
        self._name, self._problem = "", ""

    def _subject(self) -> tuple[Cart, Customer | None]:
        return self._session.cart, self._session.buyer

    def _pad(self) -> PadView:
        say, buyer = self._session.texts.say, self._session.buyer
        amount = self._session.texts.kroner(self._due())
        return PadView(
            title=say("Sign for {amount}", amount=amount),
            subtitle="" if buyer is None else buyer.name,
            hint=say("Sign here with your finger"),
            name_label=say("Name in print"),
            name=self._name,
            clear_label=say("Clear"),
            done_label=say("Done"),
            strokes=() if self.signature is None else self.signature.strokes,
            problem=self._problem,
        )
