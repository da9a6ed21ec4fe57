"""The headings and markings of receipts as the regulation gives them, Norwegian whatever the till speaks. Pure."""

from __future__ import annotations

from ..domain.receipt import ReceiptKind

SALE, RETURN, DELIVERY = "Salgskvittering", "Returkvittering", "Utleveringskvittering"
PROVISIONAL, TRAINING = "Foreløpig kvittering", "Treningskvittering"
COPY, NO_RECEIPT = "KOPI", "IKKE KVITTERING FOR KJØP"
BUSINESS_REGISTER = "Foretaksregisteret"
LETTERS = "æøå ÆØÅ é ü ñ"
"""What a printer is tried with."""

HEADINGS = {
    ReceiptKind.SALE: SALE,
    ReceiptKind.RETURN: RETURN,
    ReceiptKind.DELIVERY: DELIVERY,
    ReceiptKind.TRAINING: TRAINING,
}
