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

from ...domain.journal import ore
from . import codes
from .sums import SALES, Money, Q, Signed, line_vat
from .tags import NAMESPACE

if TYPE_CHECKING:
    from .references import FileCheck

EVENT, TRANSACTION = b"<event>", b"<cashtransaction>"
_MOST_LINES = 16_384
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
_GOODS = re.compile(
    f"<lineType>{_NAME}</lineType><artGroupID>{_NAME}</artGroupID><artID>{_NAME}</artID><qnt>-?[0-9.]+</qnt>"
    f"<lineAmntIn>{_AMOUNT}</lineAmntIn><lineAmntEx>{_AMOUNT}</lineAmntEx><amntTp>[CD]</amntTp><ppu>-?[0-9.]+</ppu>"
    f"\x01(?:<cashTransLineDescr>{_WORDS}</cashTransLineDescr>)?\x02<vat><vatCode>{_ID}</vatCode>"
    f"<vatPerc>{_ID}</vatPerc><vatAmnt>{_AMOUNT}</vatAmnt><vatAmntTp>[CD]</vatAmntTp><vatBasAmnt>{_AMOUNT}</vatBasAmnt></vat>"
)
"""A line as nearly all are, but for its operator and its moment."""
_LINE_ENDS = "</ctLine>"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of goods of which nothing is wrong: its amounts in øre, and (code, rate, VAT) of each of its rates."""

    amount_in: int
    amount_ex: int
    vat: tuple[tuple[tuple[str, str], int], ...]


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
        if "\x01" in text or "\x02" in text or "\x03" in text:  # they stand for something below
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
        sums: dict[tuple[str, str], list[int]] = {}
        lines = text.rfind(_LINE_ENDS) + len(_LINE_ENDS)
        if lines > len(_LINE_ENDS):
            told = text[head.end() : lines].replace(f"<lineDate>{date}</lineDate><lineTime>{time}</lineTime>", "\x02")
            sold = self._sold(told, nr, f"<empID>{who}</empID>", sums)
            # Only what is sold has lines; the amounts of other transactions have no rate.
            if sold != (ore(told_in), ore(told_ex)) or check.basics[kind] not in SALES:
                return False
        elif check.basics[kind] in SALES and (ore(told_in) or ore(told_ex)):
            return False
        else:
            lines = head.end()
        while (row := _VAT.match(text, lines)) is not None:
            code, rate, vat_told, net_told = row.groups()
            if sums.get((code, rate)) != [ore(vat_told), ore(net_told)]:
                return False
            lines = row.end()
            del sums[code, rate]
        return not sums and self._paid(text, lines, one, kind, (nr, date, time, told_in, told_ex))

    def _sold(
        self, text: str, nr: str, operator: str, sums: dict[tuple[str, str], list[int]]
    ) -> tuple[int, int] | None:
        """What the lines come to with VAT and without, in `sums` VAT and base by rate; None when one is not plain."""
        begins = f"<ctLine><nr>{nr}</nr><lineID>"
        amount_in, amount_ex, known = 0, 0, self._lines
        lines = text.replace(operator, "\x01").replace(begins, "\x03").split(_LINE_ENDS)
        if lines.pop():
            return None
        for number, told in enumerate(lines, 1):
            numbered, _, key = told.partition("</lineID>")
            if numbered != f"\x03{number}":
                return None
            try:
                line = known[key]
            except KeyError:
                whole = f"{begins}{number}</lineID>{key}{_LINE_ENDS}".replace("\x03", begins).replace("\x01", operator)
                line = self._looked_at(key, whole)
            if line is None:
                return None
            amount_in += line.amount_in
            amount_ex += line.amount_ex
            for rate, vat in line.vat:
                if (rows := sums.get(rate)) is None:
                    sums[rate] = [vat, line.amount_ex]
                else:
                    rows[0] += vat
                    rows[1] += line.amount_ex
        return amount_in, amount_ex

    def _looked_at(self, key: str, line: str) -> _Line | None:
        """The line of goods, which reads `key` but for its operator and its moment: from now on that is known."""
        if len(self._lines) >= _MOST_LINES:
            self._lines.clear()
        self._lines[key] = None
        if (goods := _GOODS.fullmatch(key)) is not None and (plain := self._usual(goods)) is not None:
            self._lines[key] = plain
            return plain
        try:
            (element,) = parsed(line.replace("\x02", "").encode())
        except (ElementTree.ParseError, ValueError):
            return None
        if element.tag != f"{Q}ctLine" or any(self._check.line(element, "")):
            return None
        money = Money()
        amount_in, amount_ex = money.of(element, "lineAmntIn"), money.of(element, "lineAmntEx")
        vat = tuple(line_vat(element, money))
        if money.wrong or any(part != amount_in - amount_ex for _, part in vat):
            return None
        found = self._lines[key] = _Line(amount_in, amount_ex, vat)
        return found

    def _usual(self, goods: re.Match[str]) -> _Line | None:
        """That line when all that it names is known and its VAT is what it must be."""
        kind, group, article, told_in, told_ex, code, rate, vat, _ = goods.groups()
        check, amount_in, amount_ex = self._check, ore(told_in), ore(told_ex)
        is_known = check.types.get(kind) == codes.LINE and check.types.get(group) == codes.GROUP
        if not is_known or article not in check.articles or code not in check.vat_codes:
            return None
        return _Line(amount_in, amount_ex, (((code, rate), ore(vat)),)) if ore(vat) == amount_in - amount_ex else None

    def _paid(self, text: str, at: int, one: str, kind: str, stamp: tuple[str, str, str, str, str]) -> bool:
        """What follows the VAT rows: then it is counted, with its number, its signature and its Z."""
        check, types, due, paid = self._check, self._check.types, ore(stamp[3]), []
        while (tip := _RAISE.match(text, at)) is not None:
            if types.get(tip[1]) != codes.RAISE or tip[3] not in check.people:
                return False
            due, at = due + ore(tip[2]), tip.end()
        rounded = _ROUNDING.match(text, at)
        if rounded is None:
            return False
        rounding, at = ore(rounded[1]), rounded.end()
        while (payment := _PAYMENT.match(text, at)) is not None:
            channel, amount, who = payment.groups()
            if types.get(channel) != codes.PAYMENT or who not in check.people:
                return False
            paid.append((channel, ore(amount)))
            at = payment.end()
        end = _END.fullmatch(text, at)
        if end is None:
            return False
        signature, key, void, training = end.groups()
        if void == "false" and sum([amount for _, amount in paid]) != due + rounding:
            return False
        counts = check.basics[kind] in SALES and void == training == "false"
        check.happened_plainly(one, Signed(*stamp, key, signature), paid if counts else [], rounding if counts else 0)
        return True


def parsed(row: bytes) -> list[Element]:
    """The elements of a row of the file; raises ParseError when they are not whole by themselves."""
    return list(ElementTree.fromstring(_WRAPPED.encode() + row + b"</plain>"))
