"""A month of a busy shop on both ways of reporting VAT: what was done, what it was held against, and how long it took.

Run `python -m benchmarks.month`: 30 days of 300 sales through the real till, the real sync, SQLite and the sandbox over
HTTP, with faults. `tests/month` lives a smaller one; it also says what must hold. Ends with 1 when anything does not.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks.measure import machine
from benchmarks.memory import peak_mb
from terminal_app.domain.bridge import Bridge
from tests.month.company import FIRST, WAYS, Company, company
from tests.month.days import Month
from tests.month.reckoning import CODES, Proof, RateProof, prove

DAYS, SALES_A_DAY, BEATS_A_DAY = 30, 300, 30


@dataclass(frozen=True)
class Lived:
    """What came of one month."""

    way: str
    did: dict[str, int]
    requests: int
    proof: Proof
    bridge: Bridge
    month_s: float
    read_s: float
    bridge_s: float

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong, and the bridge says of each rate what the journal and the ledger say."""
        told = {str(one.rate): (one.till.vat, one.ledger, one.rounding) for one in self.bridge.rows if not one.tips}
        reckoned = {str(CODES[one.code]): (one.till, one.ledger, one.rounding) for one in self.proof.rates}
        same = {rate: tuple(map(str, amounts)) for rate, amounts in told.items()} == {
            rate: tuple(map(str, amounts)) for rate, amounts in reckoned.items()
        }
        return not self.proof.faults and self.bridge.is_proven and same


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when each øre of VAT is there once on both ways and the bridge proves it, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.month", description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--sales", type=int, default=SALES_A_DAY, help="sales a day")
    parser.add_argument("--way", choices=tuple(WAYS), action="append", help="only this way of reporting VAT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    asked = parser.parse_args(arguments)
    logging.disable(logging.ERROR)  # faults are strewn, and the sync tells of each
    months = [_live(way, asked.days, asked.sales, asked.seed) for way in asked.way or WAYS]
    if asked.json:
        sys.stdout.write(json.dumps([_document(one) for one in months], ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}\n\n")
        for one in months:
            sys.stdout.write(_told(one) + "\n")
        sys.stdout.write(f"{peak_mb():.0f} MB at most\n")
    return 0 if all(one.holds for one in months) else 1


def _live(way: str, days: int, sales: int, seed: int) -> Lived:
    with tempfile.TemporaryDirectory(prefix="disken-month-") as folder, company(Path(folder), way, seed) as shop:
        month = Month(shop, Random(seed), sales, min(sales, BEATS_A_DAY))
        started_s = time.perf_counter()
        month.run(days)
        month_s = time.perf_counter() - started_s
        started_s = time.perf_counter()
        shop.read_ledger()
        read_s = time.perf_counter() - started_s
        started_s = time.perf_counter()
        bridge = shop.till.reconciling.bridge(FIRST, shop.today())
        bridge_s = time.perf_counter() - started_s
        proof = prove(shop, month.paid)
        return Lived(way, dict(month.did), _requests(shop), proof, bridge, month_s, read_s, bridge_s)


def _requests(shop: Company) -> int:
    return sum(times for answers in shop.sandbox.request_counts().values() for times in answers.values())


def _told(lived: Lived) -> str:
    did, proof = lived.did, lived.proof
    lines = [
        f"VAT through the {lived.way}: {'each øre once' if lived.holds else 'NOT PROVEN'}",
        f"  {proof.told.sales} sales, {proof.told.returns} returns, {len(proof.told.days)} Zs "
        f"({did.get('forgotten', 0)} days forgotten), {did.get('cancel', 0)} cancelled, {did.get('undo', 0)} undone, "
        f"{did.get('exchange', 0)} customers changed",
        f"  {lived.requests} requests, {did.get('faults', 0)} of them met a fault; {proof.vouchers} vouchers, "
        f"{proof.invoices} invoices and credit notes, {proof.postings} postings",
        "     VAT           sold  VAT at the till  VAT in the ledger  rounding  unexplained",
        *(_rate(one) for one in proof.rates),
        f"  the month {lived.month_s:.0f} s, reading the ledger {lived.read_s:.1f} s, the bridge {lived.bridge_s:.2f} s"
        f" ({lived.bridge.verdict.value})",
        *(f"  WRONG: {fault}" for fault in proof.faults),
        *(f"  found by the bridge: {one.code} {one.receipt_no or one.z or ''}" for one in lived.bridge.findings),
    ]
    return "\n".join(lines) + "\n"


def _rate(one: RateProof) -> str:
    left = one.ledger - one.till - one.rounding
    return f"  {CODES[one.code]:>4} % {one.gross:>14} {one.till:>16} {one.ledger:>18} {one.rounding:>9} {left:>12}"


def _document(lived: Lived) -> dict[str, object]:
    proof = lived.proof
    return {
        "way": lived.way,
        "holds": lived.holds,
        "did": lived.did,
        "requests": lived.requests,
        "sales": proof.told.sales,
        "returns": proof.told.returns,
        "invoices": proof.invoices,
        "vouchers": proof.vouchers,
        "rates": [{name: str(value) for name, value in asdict(one).items()} for one in proof.rates],
        "faults": proof.faults,
        "seconds": {"month": lived.month_s, "ledger": lived.read_s, "bridge": lived.bridge_s},
    }


if __name__ == "__main__":
    sys.exit(main())
