"""How fast a queue goes out at the limit of 10 calls a second, and how many calls are refused for being too many.

The sender as the till runs it, at its own pace, against a sandbox in another process that counts as the real gateway
does: at most ten calls in any second, refused with 429 beyond. An order is one call.
"""

from __future__ import annotations

import shutil

from benchmarks.measure import Ask, Budget, Figure
from benchmarks.other_side import other_side
from benchmarks.sender import sent
from sync.pace import CALLS_PER_S
from tests.reliability.template import prepare

ORDERS, QUICK_ORDERS = 2000, 50
LIMIT = 10.0


def figures(ask: Ask) -> list[Figure]:
    """Orders a second beside the limit, and of a thousand calls those that were refused."""
    orders = ask.rounds(ORDERS, QUICK_ORDERS)
    shop = shutil.copytree(prepare(ask.work / "template"), ask.work / "shop")
    with other_side(limited=True) as other:
        (seconds, cpu), _ = sent(shop, other, orders, CALLS_PER_S)
        answers = other.answers()
    calls, refused = sum(answers.values()), answers.get("429", 0)
    told = {"orders": float(orders), "cpu_ms": cpu * 1000, "calls": float(calls)}
    return [
        Figure("queue drain at the limit", "1/s", 1 / seconds, "ten orders a second", LIMIT, Budget(least=0.95), told),
        Figure("calls refused with 429, of a thousand", "", 1000 * refused / calls, "none", 0.0, Budget(limit=1)),
    ]
