"""What a receipt says beside its sale, gathered from where each of it is kept. Reading only; any thread."""

from __future__ import annotations

from typing import NamedTuple

from ..domain.money import Money
from ..domain.signature import Stroke
from .database import Database
from .prints import PrintJobs
from .register import number_of, system_id
from .signatures import Signatures


class BesideSale(NamedTuple):
    """The cash that was given, who signed and how, the transaction's number, and this installation's own."""

    given: Money | None
    signed_by: str
    strokes: tuple[Stroke, ...]
    nr: int | None
    system_id: str


def beside_sale(database: Database, sale_id: str) -> BesideSale:
    """All that is known beside that sale; what there is none of is None or empty."""
    job, signed = PrintJobs(database).receipt_of(sale_id), Signatures(database).of_sale(sale_id)
    return BesideSale(
        None if job is None else job.given,
        "" if signed is None else signed.signed_by,
        () if signed is None else signed.strokes,
        number_of(database, sale_id),
        system_id(database),
    )
