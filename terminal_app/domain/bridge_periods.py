"""What of the bridge's sums is posted on other days: the VAT return and the statement of an account go by posting day.

The bridge goes by the day of sale, so both are told apart for whoever holds it against them. Part of
`domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .bridge import PostedApart
from .bridge_books import Book
from .bridge_facts import Facts
from .chart import VAT_ACCOUNTS
from .turnover import summed


def posted_apart(facts: Facts, found: Mapping[str, Book], taken: Collection[str]) -> PostedApart:
    """`taken` are the names of the books of these days' sales and Zs; nothing as long as the ledger is not read."""
    if facts.read is None:
        return PostedApart()
    mine = {one for name in taken if name in found for one in found[name].ids}
    others = (book for book in found.values() if book.ids & facts.known or book.reference in facts.known)
    theirs = {one for book in others for one in book.ids}
    vat_after = vat_before = clearing_after = moved = 0
    for posting in facts.postings:
        inside, amount = facts.since <= posting.day <= facts.until, posting.amount.ore
        if posting.account_no in facts.clearing:
            moved += amount if inside else 0
            clearing_after += amount if posting.voucher_id in mine and not inside else 0
        elif posting.account_no in VAT_ACCOUNTS:
            vat_after -= amount if posting.voucher_id in mine and not inside else 0
            vat_before -= amount if posting.voucher_id in theirs and inside else 0
    return PostedApart(summed(vat_after), summed(vat_before), summed(clearing_after), summed(moved))
