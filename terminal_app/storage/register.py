"""The cash register's own numbers: each transaction gets the next one, is signed, and stands in the journal.

The signature chain runs over transactions alone, in the order of their numbers, and is never begun anew. Written inside
the transaction of what it tells of. Knows no keys: who signs comes from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..domain.cash_signature import FIRST, Stamp, signed_text
from . import journal

if TYPE_CHECKING:
    from ..domain.cash_signature import Signer
    from ..domain.transaction import Transaction
    from .database import Database
    from .journal_end import JournalEnd

_LAST = (
    "SELECT json_extract(facts, '$.nr'), json_extract(facts, '$.signature'), id FROM journal "
    "WHERE json_extract(facts, '$.nr') IS NOT NULL ORDER BY json_extract(facts, '$.nr') DESC LIMIT 1"
)
TAKEN_UP, KEY_ROW = "numbers_taken_up", "signing_key"
_TAKEN_UP = (
    "SELECT json_extract(facts, '$.to.nr'), json_extract(facts, '$.to.signature') FROM journal WHERE kind = ? "
    f"AND {journal.RARE} AND id > ? ORDER BY id DESC LIMIT 1"
)


class Register:
    """The register of one till. `signer` gives the key in use; it raises when there is none to sign with."""

    def __init__(self, database: Database, signer: Callable[[], Signer], end: JournalEnd) -> None:
        self._database = database
        self._signer = signer
        self._end = end

    def record(
        self,
        transaction: Transaction,
        kind: str,
        facts: Mapping[str, Any],
        *,
        operator_id: str | None = None,
        transaction_id: str | None = None,
    ) -> int:
        """The number of the transaction, which is signed and in the journal; call inside `database.writing()`.

        Raises what the signer raises without a key: then the whole of it must not be stored.
        """
        signer = self._signer()
        end = self._end.now()
        stamp = Stamp.of(end.nr + 1, transaction.at, transaction.amount_in, transaction.amount_ex)
        signature = signer.sign(signed_text(end.signature, stamp))
        signed = {
            "nr": stamp.nr,
            "type": transaction.type.value,
            "date": stamp.date,
            "time": stamp.time,
            "amount_in": stamp.amount_in,
            "amount_ex": stamp.amount_ex,
            "signature": signature,
            "key": signer.key_version,
        }
        link = journal.append(
            self._database,
            transaction.at,
            kind,
            {**facts, **signed},
            operator_id=operator_id,
            sale_id=transaction_id,
            after=end.link,
        )
        self._end.goes_on(end, link, kind, transaction.at, stamp.nr, signature)
        return stamp.nr


def last(database: Database) -> tuple[int, str]:
    """The number and the signature of the last transaction; 0 and "0" before the first.

    Those of the last one that was done, where numbers were taken up since (`till.signing.take_up`).
    """
    row = database.row(_LAST)
    taken_up = database.row(_TAKEN_UP, (TAKEN_UP, 0 if row is None else row[2]))
    newest = taken_up or row
    return (0, FIRST) if newest is None else (int(newest[0]), str(newest[1]))


def number_of(database: Database, transaction_id: str) -> int | None:
    """The number of the transaction of that id; None when there is none of it, or it is from before the numbers."""
    row = database.row(
        "SELECT json_extract(facts, '$.nr') FROM journal WHERE sale_id = ? "
        "AND json_extract(facts, '$.nr') IS NOT NULL LIMIT 1",
        (transaction_id,),
    )
    return None if row is None else int(row[0])


def system_id(database: Database) -> str:
    """What this installation is told by, in twelve signs such as "1F3A-90C2-77B4"; "" before the first row.

    It is taken from the journal's first row, which nothing can change: the same for ever, and another in each shop.
    """
    signs = journal.hash_of(database, 1)[:12].upper()
    return "-".join(signs[begin : begin + 4] for begin in range(0, len(signs), 4))
