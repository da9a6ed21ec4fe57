"""What a walk through a period's rows finds: who and what occurs in it, which the file must tell of first. Pure.

Ids of transactions are all it keeps of each sale; everything else grows with the catalogue, not with the period.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...domain.journal import JournalRow
from ...domain.operators import NOBODY
from ...domain.report_facts import report_from
from ...domain.settlement import Report
from .ids import Ids

REPORTS = ("report_x", "report_z")
COPY = "copy"
"""What the print of a copy is called; the paper itself is a receipt."""


@dataclass(slots=True)
class Prints:
    """How often papers of one transaction left the printer, beside what its own row says."""

    copies: int = 0
    provisional: int = 0
    left: bool = False
    again: int = 0


@dataclass(slots=True)
class Survey:
    """What occurs in a period, whose rows begin at number `first_row`."""

    first_row: int = 1
    transactions: Ids = field(default_factory=Ids)
    first_nr: int | None = None
    articles: dict[str, tuple[str, str]] = field(default_factory=dict)
    """(name, category) by number of goods, as they were last sold; "" is the invoice fee."""
    groups: set[str] = field(default_factory=set)
    employees: set[str] = field(default_factory=set)
    buyers: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    vat: set[str] = field(default_factory=set)
    prints: dict[str, Prints] = field(default_factory=dict)
    closings: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    """By row of each Z: the numbers of its transactions, None where some of them are not in the period."""
    between: list[int] = field(default_factory=list)
    """The row of each Z, in order: where a file may end without parting a day."""
    _since_last: tuple[int, int, int] | None = None
    """The first transaction's row since the last Z, its number, the last one's number."""

    def add(self, row: JournalRow) -> None:
        """One more row."""
        self.kinds.add(row.kind)
        self.employees.add(row.operator_id or NOBODY)
        facts = row.facts
        if row.is_transaction:
            nr = int(facts["nr"])
            self.transactions.add(transaction_of(row))
            self.first_nr = nr if self.first_nr is None else self.first_nr
            self._since_last = (row.number, nr, nr) if self._since_last is None else (*self._since_last[:2], nr)
            for line in facts.get("lines", ()):
                if line["kind"] != "tip":
                    group = line["group"] or ""
                    self.articles[line["sku"] or ""] = (line["name"], group)
                    self.groups.add(group)
                    self.vat.add(line["code"])
            if facts.get("customer"):
                self.buyers[str(facts["customer"])] = facts.get("customer_name") or ""
        elif row.kind in REPORTS:
            self._report(row, report_from(row.facts, row.number))
        elif row.sale_id is not None and row.kind in _COUNTED:
            _COUNTED[row.kind](self.prints.setdefault(row.sale_id, Prints()), facts.get("kind") == COPY)

    def _report(self, row: JournalRow, report: Report) -> None:
        self.groups.update(one.group for one in (*report.groups, *report.price_inquiries))
        self.employees.update({report.operator_id or NOBODY, *(one.operator_id or NOBODY for one in report.operators)})
        self.groups.update(group.group for one in report.operators for group in one.groups)
        self.vat.update(one.code for one in report.vat)
        if row.kind == "report_z":
            self.between.append(row.number)
            begins, since = report.first_row, self._since_last
            whole = since is not None and begins >= self.first_row and since[0] >= begins
            self.closings[row.number] = since[1:] if whole and since is not None else None
            self._since_last = None


def _copied(prints: Prints, _: bool) -> None:
    prints.copies += 1


def _shown_before(prints: Prints, _: bool) -> None:
    prints.provisional += 1


def _left(prints: Prints, is_copy: bool) -> None:
    """The newest print of it that was told of did not come."""
    if is_copy:
        prints.copies = max(prints.copies - 1, 0)
    elif prints.again:
        prints.again -= 1
    else:
        prints.left = True


def _again(prints: Prints, is_copy: bool) -> None:
    if is_copy:
        prints.copies += 1
    else:
        prints.left, prints.again = False, prints.again + 1


def _later(prints: Prints, is_copy: bool) -> None:
    """What was shown alone, or left, is printed after all."""
    if is_copy:
        prints.copies += 1
    elif prints.left:
        prints.left = False
    else:
        prints.again += 1


_COUNTED = {
    "copy": _copied,
    "provisional": _shown_before,
    "print_left": _left,
    "print_again": _again,
    "printed_later": _later,
}


def transaction_of(row: JournalRow) -> str:
    """The transID of that row: the transaction's own id, else its number."""
    return row.sale_id or str(row.facts["nr"])
