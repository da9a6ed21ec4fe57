"""The headings and markings of documents as the regulation gives them, Norwegian whatever the till speaks. Pure."""

from __future__ import annotations

from ..domain.receipt import ReceiptKind

SALE, RETURN, DELIVERY = "Salgskvittering", "Returkvittering", "Utleveringskvittering"
PROVISIONAL, TRAINING = "Foreløpig kvittering", "Treningskvittering"
X_REPORT, Z_REPORT = "X-rapport", "Z-rapport"
FLOAT, PAY_IN, PAY_OUT = "Vekslepenger", "Innbetaling", "Utbetaling"
JOURNAL = "Elektronisk journal"
PRODUCT = "Disken"
COPY, NO_RECEIPT = "KOPI", "IKKE KVITTERING FOR KJØP"
BUSINESS_REGISTER = "Foretaksregisteret"
NORWEGIAN = "nb"
"""The language of every document that leaves the till, whatever its screens speak (kassasystemforskrifta § 2-4)."""
NO_GROUP, TILL_ITSELF = "Uten varegruppe", "Kassen selv"
"""What goods without a category are called, and who did what no operator did."""
LETTERS = "æøå ÆØÅ é ü ñ"
"""What a printer is tried with."""

HEADINGS = {
    ReceiptKind.SALE: SALE,
    ReceiptKind.RETURN: RETURN,
    ReceiptKind.DELIVERY: DELIVERY,
    ReceiptKind.TRAINING: TRAINING,
}
