"""What of a sale is on its invoice and what was settled at once, for each kind of line and VAT code.

The invoice fee rides on the invoice alone; goods and tips are shared by their size, so that per code what is invoiced
and what is paid make up the whole, VAT too. Pure; the order to the accounting system and the reconciliation use it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .channel import Channel
from .discount import shared
from .money import ZERO, Money, divide_half_up, total
from .records import record
from .sale import LineKind, Sale, SaleLine
from .vat import Split, VatCode, VatTotal, totals_per_code

_NOTHING = Split(ZERO, ZERO, ZERO)
_ORDER = (LineKind.ITEM, LineKind.TIP, LineKind.FEE)


@record
class InvoicedShare:
    """All lines of one kind and VAT code of a sale, and what of them is invoiced; negative on a return."""

    kind: LineKind
    code: VatCode
    whole: Split
    invoiced: Split

    @property
    def paid(self) -> Split:
        """What of it was settled at once."""
        whole, invoiced = self.whole, self.invoiced
        return Split(whole.net - invoiced.net, whole.vat - invoiced.vat, whole.gross - invoiced.gross)


def invoiced_shares(sale: Sale) -> tuple[InvoicedShare, ...]:
    """The shares of the goods of each code, highest rate first, then of tips and of the fee.

    What is invoiced of them sums to the sale's `invoiced_amount` to the øre: each gets the difference of two rounded
    running sums. Of a return the fee goes back on the invoice first, as far as the invoice takes anything back.
    """
    groups = [(kind, one) for kind in _ORDER for one in _per_code(sale.lines, kind)]
    sign = -1 if sale.total < ZERO else 1
    sizes = [Money(sign * one.split.gross.ore) for _, one in groups]
    invoiced = Money(sign * sale.invoiced_amount.ore)
    fees = [size if kind is LineKind.FEE else ZERO for (kind, _), size in zip(groups, sizes, strict=True)]
    for_fees = min(total(fees), invoiced)
    others = shared(invoiced - for_fees, [size - fee for size, fee in zip(sizes, fees, strict=True)])
    parts = [fee + other for fee, other in zip(shared(for_fees, fees), others, strict=True)]
    return tuple(
        InvoicedShare(kind, one.code, one.split, _part(one.split, Money(sign * part.ore)))
        for (kind, one), part in zip(groups, parts, strict=True)
    )


def invoiced_totals(shares: Sequence[InvoicedShare]) -> tuple[VatTotal, ...]:
    """What is invoiced per VAT code, highest rate first; codes of which nothing is are left out."""
    return totals_per_code((share.code, share.invoiced) for share in shares if share.invoiced.gross)


def paid_splits(sale: Sale) -> tuple[Split, ...]:
    """What of each line was settled at once, in the sale's order: all of it, nothing, or its share of a part invoice.

    The shares of the lines of a kind and code sum to what `invoiced_shares` says was paid of them, net and VAT too.
    """
    if not sale.is_part_invoiced:
        invoiced = bool(sale.payments) and sale.payments[0].channel is Channel.INVOICE
        return tuple(_NOTHING if invoiced else line.split for line in sale.lines)
    found: dict[int, Split] = {}
    for share in invoiced_shares(sale):
        places = [i for i, line in enumerate(sale.lines) if (line.kind, line.vat_code) == (share.kind, share.code)]
        sign = -1 if share.whole.gross < ZERO else 1
        sizes = [Money(abs(sale.lines[i].split.gross.ore)) for i in places]
        gross = shared(Money(sign * share.paid.gross.ore), sizes)
        net = shared(Money(sign * share.paid.net.ore), sizes)
        for place, whole, without in zip(places, gross, net, strict=True):
            found[place] = Split(
                Money(sign * without.ore), Money(sign * (whole - without).ore), Money(sign * whole.ore)
            )
    return tuple(found[i] for i in range(len(sale.lines)))


def _per_code(lines: Sequence[SaleLine], kind: LineKind) -> tuple[VatTotal, ...]:
    return totals_per_code((line.vat_code, line.split) for line in lines if line.kind is kind)


def _part(whole: Split, gross: Money) -> Split:
    """That much of the whole, its VAT by the same share: of all of it the whole VAT, and never more than the gross."""
    if not whole.gross:
        return _NOTHING
    sign = -1 if whole.gross < ZERO else 1
    vat = Money(divide_half_up(whole.vat.ore * gross.ore, sign * whole.gross.ore) * sign)
    return Split(gross - vat, vat, gross)
