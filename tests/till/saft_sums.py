"""What a Z must say, reckoned anew from nothing but the cashtransactions of a SAF-T file, as an auditor would.

Knows neither the till nor how reports are made. Amounts in øre. For `test_three_accounts.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, parse

Q = "{urn:StandardAuditFile-Taxation-CashRegister:NO}"
INVOICE, FLOAT, RETURNS = "12006", "11007", ("11006", "11017")
MONEY = {"11005": "in", "11011": "in", "11010": "out", "11008": "difference", FLOAT: "float"}


def text(element: Element, name: str) -> str:
    found = element.findtext("/".join(Q + part for part in name.split("/")))
    assert found is not None, name
    return found


def ore(element: Element, name: str) -> int:
    return int(text(element, name).replace(".", ""))


def summed(element: Element, each: str, amount: str) -> int:
    return sum(ore(one, amount) for one in element.iter(Q + each))


@dataclass
class Told:
    """Number and øre of each field that the transactions tell by themselves."""

    numbers: Counter[str] = field(default_factory=Counter)
    ore: Counter[str] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)
    paid_numbers: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, amount: int) -> None:
        self.numbers[what] += 1
        self.ore[what] += amount


class AuditFile:
    """One SAF-T file, read whole."""

    def __init__(self, path: Path) -> None:
        root = parse(path).getroot()
        self.known = {text(one, "basicID"): one.findtext(Q + "predefinedBasicID") for one in root.iter(Q + "basic")}
        self.transactions = list(root.iter(Q + "cashtransaction"))
        self.by_id = {text(one, "transID"): one for one in self.transactions}

        self._events = [one for one in root.iter(Q + "event") if one.find(Q + "eventReport") is not None]

    def closings(self) -> Iterator[tuple[int, Element]]:
        """(row of the journal, report) of each Z, in order."""
        for event in self._events:
            report = event.find(Q + "eventReport")
            assert report is not None
            if text(report, "reportType") == "Z report":
                yield int(text(event, "eventID")), report

    def told(self, transactions: Sequence[Element]) -> Told:
        """What those transactions come to."""
        told = Told()
        for one in transactions:
            self._count(told, one)
        return told

    def _count(self, told: Told, one: Element) -> None:
        kind, amount = self.known[text(one, "transType")] or "", ore(one, "transAmntIn")
        if kind in MONEY:
            told.add(MONEY[kind], amount)
            return
        if text(one, "voidTransaction") == "true":
            if text(one, "trainingID") == "false":
                told.add("void", amount)
            return
        if text(one, "trainingID") == "true":
            told.add("training", amount + summed(one, "raise", "raiseAmnt"))
            return
        paid: Counter[str] = Counter()
        for payment in one.findall(Q + "payment"):
            paid[text(payment, "paymentType")] += ore(payment, "paidAmnt")
        sign = -1 if kind in RETURNS else 1
        for own in [own for own in paid if self.known[own] == INVOICE]:
            told.add("delivered" if sign > 0 else "credited", sign * paid.pop(own))
        if not paid:
            return
        told.add("receipts" if sign > 0 else "returns", 0)
        told.ore["turnover"] += sum(paid.values()) - ore(one, "rounding/roundingAmnt")
        for own, much in paid.items():
            told.paid[own] += much
            told.paid_numbers[own] += sign
