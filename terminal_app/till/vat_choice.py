"""The choice of who reports the VAT of invoice sales: when it may be changed, and what was agreed about it.

One sale must not be reported on one way by its day's settlement and on the other by its invoice. Called from the
window's thread or by a verb; knows no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..domain.problems import BadInput
from ..domain.settings import SettingValues
from ..domain.vat_path import VatPath, path_for
from ..storage import vat_ways

if TYPE_CHECKING:
    from .selling import Till

EXCLUDING_VAT = "invoicing.send_amount_excluding_vat"
"""The setting that is the choice: on, the invoice reports the VAT; off, the day's settlement does."""
AGREED = "guide.accountant_agreed"


def require_free(till: Till, values: Mapping[str, str]) -> None:
    """Nothing where those values leave the way as it is, or nothing of it is under way; raises BadInput otherwise.

    What is under way: a day settlement that is not accepted yet; an invoice that waits and whose day is settled on this
    way; an invoice that has gone out since the last Z, whose settlement would then be made on the other way.
    """
    path = till.values.vat_path()
    if EXCLUDING_VAT not in values or path_for(values[EXCLUDING_VAT] == "true") is path:
        return
    number = vat_ways.voucher_waiting(till.database, path)
    if number is not None:
        raise BadInput("vat_way_voucher_waits", field=EXCLUDING_VAT, number=number)
    waiting = vat_ways.invoice_behind(till.database, path)
    if waiting is not None:
        raise BadInput("vat_way_invoice_waits", field=EXCLUDING_VAT, receipt_no=waiting)
    sent = vat_ways.gone_out_today(till.database, path)
    if sent is not None:
        raise BadInput("vat_way_day_begun", field=EXCLUDING_VAT, receipt_no=sent)


def agreed_otherwise(values: SettingValues) -> VatPath | None:
    """The other way, where that is what somebody said was agreed with the accountant; None where nothing disagrees."""
    said = values.text(AGREED)
    return VatPath(said) if said and said != values.vat_path().value else None
