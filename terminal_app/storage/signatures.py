"""What buyers signed, one for each sale at most: written with the sale, never changed, never deleted. Any thread."""

from __future__ import annotations

from ..domain import signature
from ..domain.signature import Signature
from .database import Database


class Signatures:
    """The signatures of recorded sales."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, sale_id: str, signed: Signature) -> None:
        """That sale was signed so; call inside the `database.writing()` that records the sale."""
        self._database.execute(
            "INSERT INTO sale_signature (sale_id, signed_by, strokes) VALUES (?,?,?)",
            (sale_id, signed.signed_by, signed.written()),
        )

    def of_sale(self, sale_id: str) -> Signature | None:
        """What the buyer signed for that sale, or None."""
        row = self._database.row("SELECT strokes, signed_by FROM sale_signature WHERE sale_id = ?", (sale_id,))
        return None if row is None else signature.read(row[0], row[1])
