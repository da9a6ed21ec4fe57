"""Whether everything that a SAF-T file names is in it: the official schema declares these keys, and they never match.

Reads a written file as a stream, with no more memory than the ids of its transactions; the sums go through `sums`.
Source: the schema's key definitions, whose paths lack the namespace, and its code lists. Any thread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...domain.problems import Problem
from . import codes
from .growing import Growing
from .ids import Ids, Numbers
from .plain import EVENT, TRANSACTION, Plain, parsed
from .sums import Q, Signed, SumCheck, Verify, text_of
from .tags import DECLARATION, NAMESPACE

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
_CODED_IN_LINE = ((Q + "lineType", codes.LINE), (Q + "artGroupID", codes.GROUP))
_VAT, _DISCOUNT = Q + "vat", Q + "discount"
NO_SIGNATURES: Mapping[int, str] = MappingProxyType({})
_MOST_TOLD = 100
_AT_ONCE, _LONGEST_ROW, _TELL_EVERY = 256 * 1024, 1 << 20, 256
_BEGINS = f'{DECLARATION}<auditfile xmlns="{NAMESPACE}">'.encode()
_ROWS = {Q + "event", Q + "cashtransaction"}
_NO_ELEMENT = re.compile(rb"<[!?]|xmlns")
_NEEDS_TRANSACTION = {"13012", "13013", "13016", "13019", "13028"}
"""Events that tell of a transaction of the same moment, so that it must be in the file too."""
_TAKEN_UP = codes.event_id("numbers_taken_up")
_REPORTS = {"13008", "13009"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a file: the first problems of it, and how many there are. Good when there are none."""

    problems: tuple[Problem, ...]
    count: int
    transactions: int
    events: int

    @property
    def is_good(self) -> bool:
        return not self.count


class FileCheck:
    """Looks at the elements of one file as they end."""

    def __init__(self, verify: Verify | None = None, before: Mapping[int, str] = NO_SIGNATURES) -> None:
        self._ids: defaultdict[str, dict[str, str]] = defaultdict(dict)
        """The ids that the file says who or what they are, with the predefined code of each, by their element."""
        self.basics = self._ids["basicID"]
        self.types: dict[str, str] = {}
        self.sums = SumCheck(self.basics, verify, before)
        self.problems: list[Problem] = []
        self.count = self.transactions = self.events = 0
        self._registers = self._ids["registerID"]
        self.seen = Ids()
        self.happened = Numbers()
        self._wanted = Ids()
        self._looks: dict[str, Callable[[Element], Iterator[Problem]]] = {
            "basic": self._basic,
            "employee": lambda one: self._defines(one, "empID"),
            "article": self._article,
            "customerSupplier": lambda one: self._defines(one, "custSupID"),
            "vatCodeDetail": lambda one: self._defines(one, "vatCode"),
            "basics": self._masters_done,
            "event": self._event,
            "cashtransaction": self._transaction,
        }
        self.people, self.buyers = self._ids["empID"], self._ids["custSupID"]
        self.articles, self.vat_codes = self._ids["artID"], self._ids["vatCode"]
        self._known_in_line = tuple((Q + name, self._ids[name]) for name in ("artID", "empID"))
        self._articles_of: list[tuple[str, str]] = []

    # what is plain: nothing is wrong with it but perhaps its signature, its number or its Z

    def stands_alone(self, kind: str, about: str | None) -> bool:
        """Whether an event of that kind needs no more than its own fields to be right."""
        code = self.basics.get(kind, "")
        return code not in _REPORTS and kind != _TAKEN_UP and (about is not None or code not in _NEEDS_TRANSACTION)

    def happens(self, number: str, about: str | None) -> None:
        """An event of that number; the transaction it is about must be in the file."""
        self.events += 1
        self.happened.add(number)
        if about is not None and not (self.seen and about in self.seen):  # events come before all transactions
            self._wanted.add(about)

    def happened_plainly(self, one: str, signed: Signed, paid: list[tuple[str, int]], rounding: int) -> None:
        """A transaction of that id whose own fields are right."""
        self._counts(one)
        self._take(self.sums.follows(signed, paid, rounding))

    def _counts(self, one: str) -> None:
        self.transactions += 1
        self.seen.add(one)
        self._wanted.discard(one)

    def look(self, parent: Element, element: Element) -> None:
        """Look at the element whole, if it is one that tells anything by itself."""
        name = element.tag.removeprefix(Q)
        if name == "registerID":
            self._take(self._defines(parent, name))
        elif (look := self._looks.get(name)) is not None:
            self._take(look(element))

    def ended(self) -> None:
        """The file is over."""
        if not self.basics:
            self._take(iter([Problem("saft_id_unknown", {"what": "basicID", "id": "-", "where": "basics"})]))
        missing = (self._unknown("transID", one, "event") for one in sorted(self._wanted))
        self._take(missing)
        self._take(self.sums.ended())

    def _take(self, found: Iterator[Problem]) -> None:
        for problem in found:
            self.count += 1
            if len(self.problems) < _MOST_TOLD:
                self.problems.append(problem)

    # what the file defines

    def _defines(self, element: Element, name: str, predefined: str = "") -> Iterator[Problem]:
        known, one = self._ids[name], text_of(element, name)
        if one in known:
            yield Problem("saft_id_twice", {"what": name, "id": one})
        known[one] = predefined

    def _basic(self, element: Element) -> Iterator[Problem]:
        """Ids are one series across all types: the schema's key covers them together."""
        yield from self._defines(element, "basicID", text_of(element, "predefinedBasicID"))
        self.types[text_of(element, "basicID")] = text_of(element, "basicType")

    def _article(self, element: Element) -> Iterator[Problem]:
        yield from self._defines(element, "artID")
        self._articles_of.append((text_of(element, "artID"), text_of(element, "artGroupID")))

    def _masters_done(self, element: Element) -> Iterator[Problem]:
        for article, group in self._articles_of:
            if group:
                yield from self._names(codes.GROUP, group, f"article {article}")
        self._articles_of.clear()

    # what the file names

    def _unknown(self, what: str, one: str, where: str) -> Problem:
        return Problem("saft_id_unknown", {"what": what, "id": one, "where": where})

    def _names(self, basic_type: str, one: str, where: str) -> Iterator[Problem]:
        if self.types.get(one) != basic_type:
            yield self._unknown("basicID", one, where)

    def _refers(self, element: Element, name: str, where: str) -> Iterator[Problem]:
        one = element.findtext(Q + name)
        if one is not None and one not in self._ids[name]:
            yield self._unknown(name, one, where)

    def _event(self, event: Element) -> Iterator[Problem]:
        number, kind = text_of(event, "eventID"), text_of(event, "eventType")
        where, about = f"event {number}", event.findtext(Q + "transID")
        yield from self._names(codes.EVENT, kind, where)
        yield from self._refers(event, "empID", where)
        yield from _moment(event, "eventDate", "eventTime", where)
        code = self.basics.get(kind, "")
        if number in self.happened:
            yield Problem("saft_id_twice", {"what": "eventID", "id": number})
        self.happens(number, about)
        if about is None and code in _NEEDS_TRANSACTION:
            yield self._unknown("transID", "", where)
        if kind == _TAKEN_UP:
            self.sums.taken_up()
        report = event.find(Q + "eventReport")
        if (report is not None) != (code in _REPORTS):
            yield self._unknown("eventReport", kind, where)
        if report is not None:
            yield from self._report(report, where)
            yield from self.sums.report(report, text_of(event, "eventText"))

    def _report(self, report: Element, where: str) -> Iterator[Problem]:
        yield from self._defines(report, "reportID")
        register = text_of(report, "registerID")
        if register not in self._registers:
            yield self._unknown("registerID", register, where)
        yield from _moment(report, "reportDate", "reportTime", where)
        for name, basic_type in (("artGroupID", codes.GROUP), ("paymentType", codes.PAYMENT),
                                 ("priceInquiryGroup", codes.GROUP)):  # fmt: skip
            for one in report.iter(Q + name):
                if one.text != codes.NONE:
                    yield from self._names(basic_type, one.text or "", where)
        for name in ("empID", "vatCode"):
            for one in report.iter(Q + name):
                if (one.text or "") not in self._ids[name]:
                    yield self._unknown(name, one.text or "", where)

    def _transaction(self, transaction: Element) -> Iterator[Problem]:
        number, one = text_of(transaction, "nr"), text_of(transaction, "transID")
        where = f"cashtransaction {number}"
        if one in self.seen:
            yield Problem("saft_id_twice", {"what": "transID", "id": one})
        self._counts(one)
        yield from self._names(codes.TRANSACTION, text_of(transaction, "transType"), where)
        yield from self._refers(transaction, "empID", where)
        yield from self._refers(transaction, "custSupID", where)
        yield from _moment(transaction, "transDate", "transTime", where)
        for line in transaction.findall(Q + "ctLine"):
            yield from self.line(line, where)
        for name, child, basic_type in (("payment", "paymentType", codes.PAYMENT), ("raise", "raiseType", codes.RAISE)):
            for part in transaction.findall(Q + name):
                yield from self._names(basic_type, text_of(part, child), where)
                yield from self._refers(part, "empID", where)
        for vat in transaction.findall(Q + "vat"):
            yield from self._refers(vat, "vatCode", where)
        yield from self.sums.transaction(transaction)

    def line(self, line: Element, where: str) -> Iterator[Problem]:
        """Written out: there are half a million lines in a year."""
        texts = {child.tag: child.text or "" for child in line}
        for name, basic_type in _CODED_IN_LINE:
            if self.types.get(texts.get(name, "")) != basic_type:
                yield self._unknown("basicID", texts.get(name, ""), where)
        for name, known in self._known_in_line:
            if name in texts and texts[name] not in known:
                yield self._unknown(name.removeprefix(Q), texts[name], where)
        if _VAT in texts:
            for vat in line.findall(_VAT):
                yield from self._refers(vat, "vatCode", where)
        if _DISCOUNT in texts:
            for discount in line.findall(_DISCOUNT):
                yield from self._names(codes.DISCOUNT, text_of(discount, "dscTp"), where)


def _moment(element: Element, date: str, time: str, where: str) -> Iterator[Problem]:
    """Local dates and times in whole seconds, with no zone: the schema lets all kinds pass."""
    for name, shape in ((date, _DATE), (time, _TIME)):
        text = text_of(element, name)
        if shape.fullmatch(text) is None:
            yield Problem("saft_value_wrong", {"where": where, "what": name, "text": text[:40]})


def check_file(
    path: Path,
    *,
    verify: Verify | None = None,
    before: Mapping[int, str] = NO_SIGNATURES,
    seen: Callable[[int], None] = lambda events_and_transactions: None,
) -> Verdict:
    """The verdict on a written XML file; raises ParseError for what is no XML, and OSError.

    `verify` says whether a signature holds (without it none is verified); `before` gives signatures that are in no
    transaction of the file, by number, such as the one before its first. `seen` is told now and then how many events
    and transactions have gone by; what it raises goes through.
    """
    check = FileCheck(verify, before)
    growing = Growing()
    with path.open("rb") as file:
        rest = _plain_rows(file, _head(file, growing, check), check, seen)
        while rest:
            _look(check, growing.feed(rest))
            seen(check.events + check.transactions)
            rest = file.read(_AT_ONCE)
    _look(check, growing.close())
    check.ended()
    return Verdict(tuple(check.problems), check.count, check.transactions, check.events)


def _look(check: FileCheck, whole: Iterator[tuple[Element, Element]]) -> None:
    for parent, element in whole:
        check.look(parent, element)


def _head(file: IO[bytes], growing: Growing, check: FileCheck) -> bytes:
    """Goes through all before the register's rows, and gives the first of them.

    Gives b"" for a file that does not begin as ours do, which the parser goes through alone. With nothing in it but
    elements, of one namespace, a row stands within the register whatever it holds.
    """
    begins = file.read(len(_BEGINS))
    _look(check, growing.feed(begins))
    before, is_ours = b"", begins == _BEGINS
    while is_ours and (piece := file.readline(_LONGEST_ROW)):
        if before.endswith(b"</regDesc>\n") and piece.startswith((EVENT, TRANSACTION)) and growing.is_at_register():
            return piece
        is_ours = _NO_ELEMENT.search(before[-10:] + piece) is None
        _look(check, growing.feed(piece))
        before = piece
    return b"" if is_ours else file.read(_AT_ONCE)


def _plain_rows(file: IO[bytes], row: bytes, check: FileCheck, seen: Callable[[int], None]) -> bytes:
    """Goes through the register's rows from the first on, as long as each is whole by itself; gives what is left."""
    plain, number = Plain(check), 0
    while row.startswith((EVENT, TRANSACTION)):
        ends = b"</event>\n" if row.startswith(EVENT) else b"</cashtransaction>\n"
        while not row.endswith(ends) and len(row) < _LONGEST_ROW and (more := file.readline(_LONGEST_ROW)):
            row += more  # a text may have line breaks in it
        if not plain.proves(row):
            try:
                elements = parsed(row)
            except ElementTree.ParseError:
                return row
            if any(element.tag not in _ROWS for element in elements):
                return row
            for element in elements:
                check.look(element, element)
        number += 1
        if not number % _TELL_EVERY:
            seen(check.events + check.transactions)
        row = file.readline(_LONGEST_ROW)
    return row
