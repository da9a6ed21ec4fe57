"""The till's own codes (basics) and the predefined ones of the tax administration that each of them stands for. Pure.

The schema's key covers the ids of all types together, so each type's ids begin with letters of their own. Names are
Norwegian: the file is for Norwegian authorities whatever the till speaks. Source: code lists 05, 08 and 10 to 13.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from ...domain.channel import Channel
from ...domain.operators import NOBODY
from ...domain.transaction import TransactionType
from .tags import identifier, leaf_text

GROUP, LINE, DISCOUNT, RAISE, TRANSACTION, PAYMENT, EVENT = "04", "05", "08", "10", "11", "12", "13"
NONE = "None"
"""What stands in a row that the schema demands where there is nothing to tell, as in the official example."""
SALE_LINE, RETURN_LINE = "L-sale", "L-return"
MANUAL_DISCOUNT = "D-manual"
TIP = "R-tip"
FEE_ARTICLE = "till:fee"
"""The article of the invoice fee and of what else has no number; no product's number has a colon."""
OTHER_EVENT = "13999"


@dataclass(frozen=True, slots=True)
class Basic:
    """One own code; `predefined` is "" for lines and discounts, which have no list."""

    type: str
    id: str
    predefined: str
    words: str


_TRANSACTIONS = {
    TransactionType.CASH_SALE: "Kontantsalg",
    TransactionType.CREDIT_SALE: "Kredittsalg",
    TransactionType.RECEIVED: "Innbetaling fra kunde",
    TransactionType.RETURN: "Retur med utbetaling",
    TransactionType.FLOAT: "Inngående vekselbeholdning",
    TransactionType.CASH_DIFFERENCE: "Kassedifferanse ved opptelling",
    TransactionType.PAY_OUT: "Utbetaling fra kassen",
    TransactionType.PAY_IN: "Innbetaling til kassen",
    TransactionType.CASH_AND_CREDIT: "Kontant- og kredittsalg",
    TransactionType.CREDIT_RETURN: "Retur av kredittsalg",
}
_PAYMENTS = {
    Channel.CARD: ("12002", "Bankkort"),
    Channel.CASH: ("12001", "Kontant"),
    Channel.VIPPS: ("12011", "Vipps"),
    Channel.GIFT_CARD: ("12005", "Gavekort"),
    Channel.INVOICE: ("12006", "Faktura"),
}
EVENTS = {
    "start": ("13001", "Kassen startet"),
    "stop": ("13002", "Kassen avsluttet"),
    "updated": ("13007", "Programvaren oppdatert"),
    "logged_in": ("13003", "Pålogging"),
    "unlocked": ("13003", "Pålogging, kassen låst opp"),
    "locked": ("13004", "Avlogging"),
    "logged_out": ("13004", "Avlogging, kassen overtatt"),
    "drawer": ("13005", "Skuff åpnet ved salg"),
    "drawer_opened": ("13005", "Skuff åpnet uten salg"),
    "drawer_closed": ("13006", "Skuff lukket"),
    "report_x": ("13008", "X-rapport"),
    "report_z": ("13009", "Z-rapport"),
    "park": ("13010", "Bong parkert"),
    "resume": ("13011", "Parkert bong hentet"),
    "receipt_sale": ("13012", "Salgskvittering"),
    "receipt_return": ("13013", "Returkvittering"),
    "copy": ("13014", "Kopi av kvittering"),
    "provisional": ("13015", "Foreløpig kvittering"),
    "receipt_delivery": ("13016", "Utleveringskvittering"),
    "receipt_training": ("13017", "Treningskvittering"),
    "pay_in": ("13018", "Innbetalingsbilag"),
    "pay_out": ("13019", "Uttak av kontanter"),
    "saft_exported": ("13020", "Journalen eksportert"),
    "price_changed": ("13021", "Pris endret"),
    "training_on": ("13023", "Opplæring begynt"),
    "training_off": ("13024", "Opplæring avsluttet"),
    "sale_aborted": ("13028", "Avbrutt salg"),
    "receipt_none": ("13030", "Salg avsluttet uten utskrevet kvittering"),
    "print_left": ("13030", "Kvittering ikke skrevet ut"),
    "printed_later": (OTHER_EVENT, "Kvittering skrevet ut i ettertid"),
    "copy_left": (OTHER_EVENT, "Kopi ikke skrevet ut"),
    "line_corrected": (OTHER_EVENT, "Linje slettet eller redusert"),
    "float": (OTHER_EVENT, "Vekselbeholdning lagt inn"),
    "cash_difference": (OTHER_EVENT, "Kassedifferanse"),
    "signing_key": (OTHER_EVENT, "Signeringsnøkkel tatt i bruk"),
    "clock_back": (OTHER_EVENT, "Klokken stilt tilbake"),
    "settings": (OTHER_EVENT, "Innstillinger endret"),
}
"""What each kind of journal row is to the law. Kinds that are not here are other events, under their own names."""


TYPES = {
    "removed": "Linje slettet",
    "reduced": "Antall redusert",
    "change": "Veksel",
    "invoice_paid": "Faktura betalt",
    "gift_card": "Gavekort",
    "bank": "Til bank",
    "expense": "Utlegg",
    "other": "Annet",
    "invoice": "Faktura",
}
"""What the types of corrections and of money in and out are called in reports."""
VAT_WORDS = {"3": "25 %", "31": "Næringsmidler", "32": "Råfisk", "33": "Lav sats", "5": "Fritatt", "7": "Utenfor mva."}


def transaction_id(code: str) -> str:
    """The own id of that predefined type of transaction."""
    return f"T-{code}"


def payment_id(channel: Channel) -> str:
    """The own id of that channel."""
    return f"P-{channel.value}"


PAYMENT_IDS = {channel.value: payment_id(channel) for channel in Channel}


@cache
def event_id(kind: str) -> str:
    """The own id of that kind of journal row."""
    return identifier(f"E-{kind}")


@lru_cache(maxsize=1024)
def who_id(operator: str | None) -> str:
    """The operator's id as it stands between two tags; that of nobody for none."""
    return leaf_text(identifier(operator or NOBODY))


@lru_cache(maxsize=4096)
def group_id(name: str) -> str:
    """The own id of that category; of what has none for an empty name."""
    return identifier(f"G-{name}")


def article_id(sku: str | None) -> str:
    """The id of the goods with that number; of the invoice fee for None."""
    return identifier(sku) if sku else FEE_ARTICLE


def fixed_basics() -> list[Basic]:
    """The codes that every file has: lines, discounts, tips, transactions, payments and the known events."""
    return [
        Basic(LINE, SALE_LINE, "", "Salgslinje"),
        Basic(LINE, RETURN_LINE, "", "Returlinje"),
        Basic(DISCOUNT, MANUAL_DISCOUNT, "", "Manuell rabatt"),
        Basic(RAISE, TIP, "10001", "Tips"),
        *(Basic(TRANSACTION, transaction_id(one.value), one.value, words) for one, words in _TRANSACTIONS.items()),
        *(Basic(PAYMENT, payment_id(one), code, words) for one, (code, words) in _PAYMENTS.items()),
        *(Basic(EVENT, event_id(kind), code, words) for kind, (code, words) in EVENTS.items()),
    ]
