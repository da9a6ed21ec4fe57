"""The till's smallest steps beside the bare arithmetic of the same, by pyperf in processes of its own.

`python -m benchmarks.micro -o FILE` is what pyperf runs; `figures` reads what it wrote. Nanoseconds and microseconds
that a cashier never sees, and of which everything else is made.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.measure import Ask, Budget, Figure

AT = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)
LINES_IN_CART, LINES_OF_SALE = 30, 5
PAIRS: dict[str, tuple[str, str, Budget]] = {
    "split": ("VAT out of 5 amounts", "the same by whole numbers", Budget()),
    "add": ("a line added to a cart of 30", "a tuple of 30 made one longer", Budget()),
    "close": ("a sale of 5 lines closed", "the VAT of its lines", Budget()),
    "chain": ("a row chained into the journal", "json.dumps and hashlib", Budget(ratio=1.5)),
    "sign": ("a transaction signed", "cryptography and base64", Budget(ratio=1.1)),
}
"""What each figure and its floor are called. Only what a library does all of has a budget."""


def figures(ask: Ask) -> list[Figure]:
    """The median of each beside the median of its floor, in µs."""
    import pyperf

    told = ask.work / "micro.json"
    command = [sys.executable, "-m", "benchmarks.micro", "--quiet", "-o", str(told)]
    command += ["--processes", "1", "--values", "3", "--loops", "64"] if ask.quick else ["--processes", "8"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    measured = {one.get_name(): one for one in pyperf.BenchmarkSuite.load(str(told)).get_benchmarks()}
    return [
        _figure(name, floor_name, budget, measured[key], measured[f"{key}_floor"])
        for key, (name, floor_name, budget) in PAIRS.items()
    ]


def _figure(name: str, floor_name: str, budget: Budget, ours: Any, floor: Any) -> Figure:
    detail = {
        "spread": 1e6 * ours.median_abs_dev(), "floor_spread": 1e6 * floor.median_abs_dev(),
        "values": float(ours.get_nvalue()),
    }  # fmt: skip
    return Figure(name, "µs", 1e6 * ours.median(), floor_name, 1e6 * floor.median(), budget, detail, own=True)


def works() -> dict[str, Callable[[], object]]:
    """What is timed, by name; a floor has the name of what it is the floor of."""
    return {**_of_money(), **_of_books()}


def _of_money() -> dict[str, Callable[[], object]]:
    from terminal_app.domain.cart import Cart
    from terminal_app.domain.catalog import Product
    from terminal_app.domain.channel import Channel
    from terminal_app.domain.money import Money
    from terminal_app.domain.sale import close
    from terminal_app.domain.tender import Tender
    from terminal_app.domain.vat import VatRate, code_for, split_lines

    def product(number: int) -> Product:
        return Product(str(number), f"Vare {number}", Money(3_900 + number), VatRate(2500), category="Kaffe")

    cart, sold, one_more = Cart(), Cart(), product(0)
    for number in range(1, LINES_IN_CART + 1):
        cart = cart.add(product(number))
    for number in range(1, LINES_OF_SALE + 1):
        sold = sold.add(product(number))
    code, rate = code_for(VatRate(2500), date(2026, 11, 23)), 2500
    lines, line, prices = cart.lines, cart.lines[0], [3_900 + number for number in range(LINES_OF_SALE)]
    amounts = [(code, Money(ore)) for ore in prices]

    def split_raw(ore: int) -> tuple[int, int]:
        vat = (2 * ore * rate + 10_000 + rate) // (2 * (10_000 + rate))
        return ore - vat, vat

    return {
        "split": lambda: split_lines(amounts),
        "split_floor": lambda: [split_raw(ore) for ore in prices],
        "add": lambda: cart.add(one_more),
        "add_floor": lambda: (*lines, line),
        "close": lambda: close(sold, (Tender(Channel.CARD),), sale_id="1", sold_at=AT, operator_id="kari"),
        "close_floor": lambda: [split_raw(ore) for ore in prices],
    }


def _of_books() -> dict[str, Callable[[], object]]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    from terminal_app.domain.cash_signature import Stamp, signed_text
    from terminal_app.domain.money import Money
    from terminal_app.signing import Key
    from terminal_app.storage import journal

    facts = {
        "receipt_no": "S-000042", "kind": "sale", "total": "195.00", "payments": [["card", "195.00"]],
        "lines": [{"sku": str(n), "name": f"Vare {n}", "net": "31.20", "gross": "39.00"} for n in range(5)],
    }  # fmt: skip
    row = ("0" * 64, "2026-11-23T12:58:00.000000+00:00", "sale", "kari", "1" * 32)
    key, private = Key.make("1"), rsa.generate_private_key(65537, 1024)
    stamp = Stamp.of(42, AT, Money(19_500), Money(15_600))
    text = signed_text("0", stamp).encode()

    def chain_raw() -> str:
        told = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256("".join((*row, told)).encode()).hexdigest()

    def sign_raw() -> bytes:
        return base64.b64encode(private.sign(text, padding.PKCS1v15(), hashes.SHA1()))

    return {
        "chain": lambda: journal.link(*row, journal.written(facts)),
        "chain_floor": chain_raw,
        "sign": lambda: key.sign(signed_text("0", Stamp.of(42, AT, Money(19_500), Money(15_600)))),
        "sign_floor": sign_raw,
    }


def _run() -> None:
    import pyperf

    runner = pyperf.Runner(program_args=("-m", "benchmarks.micro"))
    for name, work in works().items():
        runner.bench_func(name, work)


if __name__ == "__main__":
    _run()
