"""PowerOffice Go's postings as ours, and a voucher of ours among them. Pure; knows no network and no state.

AccountTransactionDto of the v2 OpenAPI document: a transaction is one posted amount on one account, so `Amount` of a
sales account is net. What else is told of VAT is a guess as long as nobody has tried it on a client: that `VatAmount`
is the VAT that belongs to the amount, and that it stands on an account of its own (2700 and on) as another posting
without a VAT code. `domain.bridging` holds the two against each other before it believes either.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from terminal_app.domain.chart import Posting, taken_back
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.turnover import summed

from ..gateway import Found
from .mapping import shown, vat_rate
from .replies import TransactionRow


def posting(row: TransactionRow) -> Posting:
    """The posting, debit positive, to the øre. The VAT has the sign of its amount, however they write it."""
    amount = _money(row.amount)
    vat = _money(row.vat_amount or Decimal(0))
    return Posting(
        id=str(row.id),
        voucher_id=str(row.voucher_id),
        voucher_no=row.voucher_no,
        voucher_type=shown(row.voucher_type) or "",
        reference=shown(row.external_import_reference),
        account_no=row.account_no,
        day=row.posting_date,
        amount=amount,
        vat_code=shown(row.vat_code),
        vat_rate=None if row.vat_rate is None else vat_rate(row.vat_rate),
        vat=-vat if (vat.ore < 0) != (amount.ore < 0) else vat,
        words=shown(row.voucher_description) or shown(row.description) or "",
        is_reversed=bool(row.is_reversed),
        reverses=None if row.reversed_voucher_id is None else str(row.reversed_voucher_id),
    )


def voucher_under(reference: str, rows: Iterable[TransactionRow]) -> Found | None:
    """The voucher of that very reference, its total the sum of its debit side.

    One that has been reversed only when there is no other, and then all of them are told; one that itself reverses
    another never. Its VAT is left to the bridge, which knows whether the ledger's figures can be believed.
    """
    postings = [posting(row) for row in rows]
    parts: dict[str, list[Posting]] = {}
    for one in postings:
        if one.reference == reference and one.reverses is None:
            parts.setdefault(one.voucher_id, []).append(one)
    gone = taken_back(postings) & parts.keys() if parts else frozenset()
    for voucher_id, own in reversed(parts.items()):
        if voucher_id not in gone or len(gone) == len(parts):
            debit = sum(max(0, one.amount.ore) for one in own)
            remote = Remote(order_id=voucher_id, order_no=own[0].voucher_no, total=summed(debit))
            return Found(remote, taken_back=tuple(sorted(gone)) if voucher_id in gone else ())
    return None


def _money(kroner: Decimal) -> Money:
    return summed(int((kroner * 100).quantize(Decimal(1), ROUND_HALF_UP)))
