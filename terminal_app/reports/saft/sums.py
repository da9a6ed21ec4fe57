"""Whether the money of a SAF-T file adds up: lines, VAT, payments, signatures, each Z and its transactions. Pure.

Works on elements as they stream by; of a period it keeps its Z reports alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ...domain.cash_signature import FIRST, Stamp, signed_text
from ...domain.problems import Problem
from ...domain.transaction import TransactionType
from . import codes
from .tags import NAMESPACE
from .transactions import written

Verify = Callable[[str, str, str], bool]
"""(key version, signed text, signature): whether it holds. Raises KeyError for a key that nobody has."""
Q = f"{{{NAMESPACE}}}"
_AMOUNT = re.compile(r"-?\d+\.\d{2}")
SALES = {
    TransactionType.CASH_SALE.value,
    TransactionType.CREDIT_SALE.value,
    TransactionType.RETURN.value,
    TransactionType.CASH_AND_CREDIT.value,
    TransactionType.CREDIT_RETURN.value,
}
_TOGETHER = 256
"""How many signatures are verified at a time: the arithmetic stays in the processor's cache."""
_INVOICE_CODE = "12006"
_SIGNED = ("nr", "transDate", "transTime", "transAmntIn", "transAmntEx", "keyVersion", "signature")
_COVERS = re.compile(r"; nr (\d+)-(\d+)$")


def text_of(element: Element, name: str) -> str:
    """The text of its child of that name; "" for none."""
    return element.findtext(Q + name) or ""


@lru_cache(maxsize=65_536)
def _ore(text: str) -> int | None:
    """The øre of an amount with two decimals; None for what is none. Prices come again and again."""
    return int(text.replace(".", "")) if _AMOUNT.fullmatch(text) else None


class Signed(NamedTuple):
    """What a transaction's signature covers, as it stands in the file, and the signature with the key it is by."""

    nr: str
    date: str
    time: str
    amount_in: str
    amount_ex: str
    key: str
    signature: str


@dataclass(slots=True)
class Money:
    """Reads amounts, and remembers those that are none."""

    wrong: list[tuple[str, str]] = field(default_factory=list)

    def of(self, element: Element, name: str) -> int:
        """The øre of its child of that name; 0 where there is none or it is no amount with two decimals."""
        text = element.findtext(Q + name)
        if text is None:
            return 0
        amount = _ore(text)
        if amount is None:
            self.wrong.append((name, text))
            return 0
        return amount


@dataclass(slots=True)
class Closing:
    """A Z report: what it says, and what its transactions come to so far. All in øre."""

    number: str
    span: tuple[int, int] | None
    cash_sales: int
    tips: int
    payments: dict[str, int]
    sales: int
    returns: int
    rounding: int = 0
    paid: dict[str, int] = field(default_factory=dict)


class SumCheck:
    """The sums of one file. `known` gives the predefined code of each basic.

    `before` holds signatures that are in no transaction of the file, by the number after which the chain goes on from
    them: the one before the first, and of numbers that were taken up after a loss. Without the first of them that
    transaction's signature is taken as it is, unless it is the register's very first.
    """

    def __init__(self, known: dict[str, str], verify: Verify | None, before: Mapping[int, str]) -> None:
        self._known = known
        self._verify = verify
        self._chain = before
        self._previous: str | None = None
        self._last_nr: int | None = None
        self._signatures: list[tuple[str, Signed]] = []
        self._closings: deque[Closing] = deque()
        self._before: Closing | None = None

    def report(self, report: Element, event_text: str) -> Iterator[Problem]:
        """What is wrong within that eventReport; a Z waits for its transactions."""
        money, number = Money(), text_of(report, "reportID")
        where = f"{text_of(report, 'reportType')} {number}"
        total = money.of(report.find(Q + "reportTotalCashSales") or report, "totalCashSaleAmnt")
        groups = sum(money.of(one, "artGroupAmnt") for one in report.iter(Q + "reportArtGroup"))
        vat = [(money.of(o, "cashSaleAmnt"), money.of(o, "vatAmnt")) for o in report.iter(Q + "reportCashSaleVat")]
        tips = sum(money.of(one, "tipAmnt") for one in report.iter(Q + "reportTip"))
        sales, returns, net = (money.of(report, f"reportGrandTotal{name}") for name in ("Sales", "Return", "SalesNet"))
        payments: dict[str, int] = {}
        for one in report.iter(Q + "reportPayment"):
            kind = text_of(one, "paymentType")
            payments[kind] = payments.get(kind, 0) + money.of(one, "paymentAmnt")
        yield from _differs(where, "reportArtGroup", groups, total)
        yield from _differs(where, "reportCashSaleVat", sum(a + b for a, b in vat), total)
        yield from _differs(where, "reportGrandTotalSalesNet", net, sales - returns)
        yield from _wrong(where, money)
        if text_of(report, "reportType") == "Z report":
            span = _COVERS.search(event_text)
            closing = Closing(
                number, (int(span[1]), int(span[2])) if span else None, total, tips, payments, sales, returns
            )
            yield from self._grows(closing)
            self._closings.append(closing)

    def _grows(self, closing: Closing) -> Iterator[Problem]:
        """Numbers of Z reports have no gaps, and the grand totals grow by what each of them sold."""
        before, self._before = self._before, closing
        if before is None:
            return
        where = f"Z report {closing.number}"
        if before.number.isdecimal() and closing.number.isdecimal() and int(closing.number) != int(before.number) + 1:
            yield Problem("saft_number_gap", {"what": "reportID", "before": before.number, "after": closing.number})
        grown = (closing.sales - closing.returns) - (before.sales - before.returns)
        yield from _differs(where, "reportGrandTotalSalesNet", grown, closing.cash_sales)

    def taken_up(self) -> None:
        """Numbers were taken up after a loss: the next Z goes on from what the journal has no more."""
        self._before = None

    def transaction(self, transaction: Element) -> Iterator[Problem]:
        """What is wrong within that cashtransaction, and with the Z whose last one it is."""
        money, nr = Money(), text_of(transaction, "nr")
        where = f"cashtransaction {nr}"
        amount_in, amount_ex = money.of(transaction, "transAmntIn"), money.of(transaction, "transAmntEx")
        kind = self._known.get(text_of(transaction, "transType"), "")
        lines = transaction.findall(Q + "ctLine")
        tips = sum(money.of(one, "raiseAmnt") for one in transaction.findall(Q + "raise"))
        paid = [(text_of(o, "paymentType"), money.of(o, "paidAmnt")) for o in transaction.findall(Q + "payment")]
        rounding = sum(money.of(one, "roundingAmnt") for one in transaction.findall(Q + "rounding"))
        is_void = text_of(transaction, "voidTransaction") in ("true", "1")
        if kind in SALES:
            yield from _differs(where, "lineAmntIn", sum(money.of(o, "lineAmntIn") for o in lines), amount_in)
            yield from _differs(where, "lineAmntEx", sum(money.of(o, "lineAmntEx") for o in lines), amount_ex)
            yield from _vat_rows(where, transaction, lines, money)
        if not is_void:
            yield from _differs(where, "paidAmnt", sum(amount for _, amount in paid), amount_in + rounding + tips)
        yield from _wrong(where, money)
        counts = kind in SALES and not is_void and text_of(transaction, "trainingID") not in ("true", "1")
        signed = Signed(*(text_of(transaction, name) for name in _SIGNED))
        yield from self.follows(signed, paid if counts else [], rounding if counts else 0)

    def follows(self, signed: Signed, paid: list[tuple[str, int]], rounding: int) -> Iterator[Problem]:
        """What is wrong with the number and the signature of the next transaction, and with the Z before it.

        `paid` and `rounding` are what it adds to its Z, payment types and øre.
        """
        yield from self._signed(signed)
        yield from self._close(int(signed.nr) if signed.nr.isdecimal() else 0, paid, rounding)

    def ended(self) -> Iterator[Problem]:
        """What is wrong with the last signatures, and with the Z reports whose transactions never came."""
        if self._verify is not None:
            yield from self._verified(self._verify)
        while self._closings:
            closing = self._closings.popleft()
            if closing.span is not None:
                yield from self._compare(closing)

    def _close(self, nr: int, paid: list[tuple[str, int]], rounding: int) -> Iterator[Problem]:
        while self._closings and (self._closings[0].span is None or nr > self._closings[0].span[1]):
            closing = self._closings.popleft()
            if closing.span is not None:
                yield from self._compare(closing)
        if not self._closings or (span := self._closings[0].span) is None or nr < span[0]:
            return
        closing = self._closings[0]
        for kind, amount in paid:
            if self._known.get(kind) != _INVOICE_CODE:
                closing.paid[kind] = closing.paid.get(kind, 0) + amount
        closing.rounding += rounding

    def _compare(self, closing: Closing) -> Iterator[Problem]:
        where = f"Z report {closing.number}"
        told = {kind: amount for kind, amount in closing.payments.items() if amount and kind != codes.NONE}
        paid = {kind: amount for kind, amount in closing.paid.items() if amount}
        for kind in sorted(told.keys() | paid.keys()):
            yield from _differs(where, f"reportPayment {kind}", told.get(kind, 0), paid.get(kind, 0))
        turnover = sum(paid.values()) - closing.rounding - closing.tips
        yield from _differs(where, "totalCashSaleAmnt", closing.cash_sales, turnover)

    def _signed(self, signed: Signed) -> Iterator[Problem]:
        """Numbers without gaps, and a signature that holds for what stands there and for the one before it."""
        nr = signed.nr
        number = int(nr) if nr.isdecimal() else 0
        follows = self._last_nr is not None and number == self._last_nr + 1
        if self._last_nr is not None and not follows and number - 1 not in self._chain:
            yield Problem("saft_number_gap", {"what": "nr", "before": str(self._last_nr), "after": nr})
        previous = FIRST if number == 1 else self._previous if follows else self._chain.get(number - 1)
        self._last_nr, self._previous = number, signed.signature
        if not signed.signature or not signed.key:
            yield Problem("saft_signature_wrong", {"nr": nr})
        elif self._verify is not None and previous:
            self._signatures.append((previous, signed))
            if len(self._signatures) >= _TOGETHER:
                yield from self._verified(self._verify)

    def _verified(self, verify: Verify) -> Iterator[Problem]:
        """What is wrong with the signatures that wait: one after the other they take half as long as one by one."""
        for previous, signed in self._signatures:
            yield from _wrong_signature(verify, previous, signed)
        self._signatures.clear()


def _wrong_signature(verify: Verify, previous: str, signed: Signed) -> Iterator[Problem]:
    nr = signed.nr
    try:
        stamp = Stamp(int(nr), *signed[1:5])
        holds = verify(signed.key, signed_text(previous, stamp), signed.signature)
    except KeyError:
        yield Problem("saft_key_unknown", {"nr": nr, "version": signed.key})
    except ValueError:
        yield Problem("saft_signature_wrong", {"nr": nr})
    else:
        if not holds:
            yield Problem("saft_signature_wrong", {"nr": nr})


def _vat_rows(where: str, transaction: Element, lines: list[Element], money: Money) -> Iterator[Problem]:
    """The VAT rows of a transaction are the sums of its lines' by code and rate."""
    wanted: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        net = money.of(line, "lineAmntEx")
        for rate, amount in line_vat(line, money):
            sums, wanted_vat = wanted.setdefault(rate, [0, 0]), money.of(line, "lineAmntIn") - net
            sums[0] += amount
            sums[1] += net
            if amount != wanted_vat:
                yield from _differs(where, "vatAmnt", amount, wanted_vat)
    for vat in transaction.findall(Q + "vat"):
        sums = wanted.pop((text_of(vat, "vatCode"), text_of(vat, "vatPerc")), [0, 0])
        yield from _differs(where, "vatAmnt", money.of(vat, "vatAmnt"), sums[0])
        yield from _differs(where, "vatBasAmnt", money.of(vat, "vatBasAmnt"), sums[1])
    for sums in wanted.values():
        yield from _differs(where, "vatAmnt", 0, sums[0])


def line_vat(line: Element, money: Money) -> Iterator[tuple[tuple[str, str], int]]:
    """Code and rate, and the VAT in øre, of each VAT row of a line."""
    for vat in line.findall(Q + "vat"):
        yield (text_of(vat, "vatCode"), text_of(vat, "vatPerc")), money.of(vat, "vatAmnt")


def _differs(where: str, what: str, found: int, wanted: int) -> Iterator[Problem]:
    if found != wanted:
        yield Problem(
            "saft_sum_wrong", {"where": where, "what": what, "found": written(found), "wanted": written(wanted)}
        )


def _wrong(where: str, money: Money) -> Iterator[Problem]:
    for name, text in money.wrong:
        yield Problem("saft_value_wrong", {"where": where, "what": name, "text": text[:40]})
