"""What the payment says of an invoice in a few words: how it goes out, and what it costs on top."""

from __future__ import annotations

from ..domain.catalog import Customer
from ..domain.fee import Fee, NoFee
from ..domain.money import Money
from ..i18n import Texts
from .session import Notice


def delivery(customer: Customer, texts: Texts) -> str:
    """How the invoice will go out, as far as the mirror knows."""
    say = texts.say
    match customer.delivery:
        case "EHF":
            return say("Goes as EHF")
        case "PdfByEmail" if customer.email:
            return say("Goes by e-mail to {address}", address=customer.email)
        case "PdfByEmail":
            return say("By e-mail, but no address is known")
        case "Efaktura":
            return say("Goes as eFaktura")
        case "AvtaleGiro":
            return say("Goes by AvtaleGiro")
        case "Print":
            return say("Is printed and posted")
        case _:
            return ""


def fee_text(fee: Fee | NoFee, texts: Texts) -> str:
    """What the fee comes to, or in short why none is charged; nothing where none is wanted."""
    match fee:
        case Fee(price):
            return texts.say("Invoice fee {amount}", amount=texts.money(price))
        case NoFee.PRICE_UNKNOWN:
            return texts.say("No invoice fee: its price is not known yet")
        case NoFee.PRODUCT_ARCHIVED:
            return texts.say("No invoice fee: its product is archived")
        case _:
            return ""


def fee_changed(owed: Money, texts: Texts) -> Notice:
    """PowerOffice's price came anew while the buyer stood there, so that is not what they were told."""
    message = texts.say("The invoice fee has changed: {amount} is to be paid now.", amount=texts.kroner(owed))
    return Notice(message, texts.say("Tell the customer, then finish."), tone="warn")
