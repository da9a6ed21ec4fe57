"""Proves of events and transactions, as the till writes them, that nothing is wrong with them, without a tree of them.

Whatever it cannot prove at a glance is for `references` to look at element by element; it never tells of a problem of
its own. A line of goods is looked at once, however often it was sold. No wider than the till's own way of writing, so
that each text it lets pass is well-formed. Any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from . import codes
from .sums import SALES, Money, Q, Signed, in_ore, line_vat
from .tags import NAMESPACE

if TYPE_CHECKING:
    from .references import FileCheck

EVENT, TRANSACTION = b"<event>", b"<cashtransaction>"
_MOST_LINES = 8192
_WRAPPED = f'<plain xmlns="{NAMESPACE}">'
_AMOUNT, _ID = r"(-?[0-9]+\.[0-9][0-9])", r"([0-9A-Za-z_.:-]+)"
_WORDS = r"[^<>&\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*"
"""What may stand between tags as it is, in any text."""
_NAME = f"({_WORDS})"
_DATE, _TIME = "([0-9]{4}-[0-9]{2}-[0-9]{2})", "((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
_EVENT = re.compile(
    f"<event><eventID>([0-9-]+)</eventID><eventType>{_NAME}</eventType>(?:<transID>{_ID}</transID>)?"
    f"<empID>{_NAME}</empID><eventDate>{_DATE}</eventDate><eventTime>{_TIME}</eventTime>"
    f"(?:<eventText>{_WORDS}</eventText>)?</event>"
)
_HEAD = re.compile(
    f"<cashtransaction><nr>([1-9][0-9]*)</nr><transID>{_ID}</transID><transType>{_ID}</transType>"
    f"<transAmntIn>{_AMOUNT}</transAmntIn><transAmntEx>{_AMOUNT}</transAmntEx><amntTp>[CD]</amntTp>"
    f"<empID>{_NAME}</empID>(?:<custSupID>{_ID}</custSupID>)?<periodNumber>[0-9]+</periodNumber>"
    f"<transDate>{_DATE}</transDate><transTime>{_TIME}</transTime>"
    f"(?:<refID>{_WORDS}</refID>)?(?:<desc>{_WORDS}</desc>)?"
)
_VAT = re.compile(
    f"<vat><vatCode>{_ID}</vatCode><vatPerc>{_ID}</vatPerc><vatAmnt>{_AMOUNT}</vatAmnt>"
    f"<vatAmntTp>[CD]</vatAmntTp><vatBasAmnt>{_AMOUNT}</vatBasAmnt></vat>"
)
_RAISE = re.compile(
    f"<raise><raiseType>{_ID}</raiseType><raiseAmnt>{_AMOUNT}</raiseAmnt><empID>{_NAME}</empID></raise>"
)
_ROUNDING = re.compile(f"<rounding><roundingAmnt>{_AMOUNT}</roundingAmnt></rounding>")
_PAYMENT = re.compile(
    f"<payment><paymentType>{_ID}</paymentType><paidAmnt>{_AMOUNT}</paidAmnt><empID>{_NAME}</empID>"
    r"<curCode>NOK</curCode><exchRt>1\.000000</exchRt></payment>"
)
_END = re.compile(
    f"<signature>([0-9A-Za-z+/=]+)</signature><keyVersion>{_ID}</keyVersion><receiptNum>[0-9]+</receiptNum>"
    "<receiptCopyNum>[0-9]+</receiptCopyNum><receiptProformaNum>[0-9]+</receiptProformaNum>"
    "<receiptDeliveryNum>[0-9]+</receiptDeliveryNum><voidTransaction>(true|false)</voidTransaction>"
    "<trainingID>(true|false)</trainingID></cashtransaction>\n"
)
_LINE, _LINE_ENDS = "<ctLine>", "</ctLine>"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of goods of which nothing is wrong: its amounts in øre, and (code, rate, VAT) of each of its rates."""

    amount_in: int
    amount_ex: int
    vat: tuple[tuple[tuple[str, str], int], ...]


@dataclass(slots=True)
class _Sold:
    """The lines of one transaction added up."""

    ends: int
    amount_in: int
    amount_ex: int
    vat: dict[tuple[str, str], list[int]]


class Plain:
    """Goes over the rows of one file whose masters `check` has seen."""

    def __init__(self, check: FileCheck) -> None:
        self._check = check
        self._lines: dict[str, _Line | None] = {}

    def proves(self, row: bytes) -> bool:
        """Whether that row of the file is all right, and counted; else nothing has been done about it."""
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return False
        return self._transaction(text) if row.startswith(TRANSACTION) else self._events(text)

    # events

    def _events(self, text: str) -> bool:
        check, at, found = self._check, 0, []
        while (event := _EVENT.match(text, at)) is not None:
            number, kind, about, who, _, _ = event.groups()
            if check.types.get(kind) != codes.EVENT or who not in check.people or number in check.happened:
                return False
            if not check.stands_alone(kind, about):
                return False
            found.append((number, about))
            at = event.end()
        if at != len(text) - 1 or text[at] != "\n" or len({number for number, _ in found}) != len(found):
            return False
        for number, about in found:
            check.happens(number, about)
        return True

    # transactions

    def _transaction(self, text: str) -> bool:
        check = self._check
        head = _HEAD.match(text)
        if head is None:
            return False
        nr, one, kind, told_in, told_ex, who, buyer, date, time = head.groups()
        known = (
            check.types.get(kind) == codes.TRANSACTION and who in check.people and one not in check.seen
            and (buyer is None or buyer in check.buyers)
        )  # fmt: skip
        if not known:
            return False
        amount_in, amount_ex = in_ore(told_in), in_ore(told_ex)
        sold = self._sold(text, head.end(), nr, who, f"<lineDate>{date}</lineDate><lineTime>{time}</lineTime>")
        if sold is None:
            return False
        if check.basics[kind] in SALES:
            if (sold.amount_in, sold.amount_ex) != (amount_in, amount_ex):
                return False
        elif sold.ends != head.end():
            return False
        return self._paid(text, sold.ends, one, Signed(nr, date, time, told_in, told_ex), amount_in, kind)

    def _sold(self, text: str, at: int, nr: str, who: str, when: str) -> _Sold | None:
        """Its lines and its VAT rows, which are the lines' sums; None when they are not, or not plain."""
        sold, number, operator = _Sold(at, 0, 0, {}), 1, f"<empID>{who}</empID>"
        while text.startswith(_LINE, at):
            ends = text.find(_LINE_ENDS, at) + len(_LINE_ENDS)
            begins = f"<ctLine><nr>{nr}</nr><lineID>{number}</lineID>"
            if ends < at or not text.startswith(begins, at):
                return None
            told = text[at + len(begins) : ends]
            line = self._line(told.replace(operator, "\x01").replace(when, "\x02"), begins + told)
            if line is None:
                return None
            sold.amount_in += line.amount_in
            sold.amount_ex += line.amount_ex
            for rate, vat in line.vat:
                sums = sold.vat.setdefault(rate, [0, 0])
                sums[0] += vat
                sums[1] += line.amount_ex
            at, number = ends, number + 1
        told_vat: dict[tuple[str, str], list[int]] = {}
        while (row := _VAT.match(text, at)) is not None:
            code, rate_told, vat_told, net_told = row.groups()
            if (code, rate_told) in told_vat:
                return None
            told_vat[code, rate_told] = [in_ore(vat_told), in_ore(net_told)]
            at = row.end()
        sold.ends = at
        return sold if told_vat == sold.vat else None

    def _line(self, key: str, line: str) -> _Line | None:
        """The line that reads so but for its operator and its moment; it is looked at in full the first time."""
        try:
            return self._lines[key]
        except KeyError:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            found = self._lines[key] = self._looked_at(line)
            return found

    def _looked_at(self, line: str) -> _Line | None:
        try:
            (element,) = parsed(line.encode())
        except (ElementTree.ParseError, ValueError):
            return None
        if element.tag != f"{Q}ctLine" or any(self._check.line(element, "")):
            return None
        money = Money()
        amount_in, amount_ex = money.of(element, "lineAmntIn"), money.of(element, "lineAmntEx")
        vat = tuple(line_vat(element, money))
        is_right = all(part == amount_in - amount_ex for _, part in vat) and not money.wrong
        return _Line(amount_in, amount_ex, vat) if is_right else None

    def _paid(self, text: str, at: int, one: str, signed: Signed, due: int, kind: str) -> bool:
        """What follows the VAT rows: then it is counted, with its number, its signature and its Z."""
        check = self._check
        while (tip := _RAISE.match(text, at)) is not None:
            if check.types.get(tip[1]) != codes.RAISE or tip[3] not in check.people:
                return False
            due, at = due + in_ore(tip[2]), tip.end()
        rounded = _ROUNDING.match(text, at)
        if rounded is None:
            return False
        rounding, at, paid = in_ore(rounded[1]), rounded.end(), []
        while (payment := _PAYMENT.match(text, at)) is not None:
            if check.types.get(payment[1]) != codes.PAYMENT or payment[3] not in check.people:
                return False
            paid.append((payment[1], in_ore(payment[2])))
            at = payment.end()
        end = _END.match(text, at)
        if end is None or end.end() != len(text):
            return False
        signature, key, void, training = end.groups()
        if void == "false" and sum(amount for _, amount in paid) != due + rounding:
            return False
        counts = check.basics[kind] in SALES and void == training == "false"
        check.happened_plainly(one, signed.by(key, signature), paid if counts else [], rounding if counts else 0)
        return True


def parsed(row: bytes) -> list[Element]:
    """The elements of a row of the file; raises ParseError when they are not whole by themselves."""
    return list(ElementTree.fromstring(_WRAPPED.encode() + row + b"</plain>"))
