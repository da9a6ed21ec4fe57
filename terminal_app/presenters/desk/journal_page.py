"""Settings › Journal: the electronic journal read on screen day by day, newest first, and each row with all its facts.

Reads a page of one day at a time, and changes nothing but that a print is told in the journal itself. Window thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ...domain.journal import JournalRow
from ...domain.problems import Trouble
from ...domain.report_facts import report_from
from ...reports.journal_words import facts_told, told
from ...reports.paper import Paper as Document
from ...storage import journal_days
from ...storage.database import Database
from ..day_names import named_day
from ..session import Notice
from .page import Desk, Page
from .rows import Action, Heading, Line, Lines, Link, Note, Paper, Row, Text, Typing
from .written import DAY

PAGE = 25
"""Rows shown at a time."""
_DAY, _PRINT, _EARLIER, _LATER, _OLDER, _NEWEST, _BACK = "day", "print", "earlier", "later", "older", "newest", "back"
_ROW = "row:"


class JournalPage(Page):
    """One day of the journal, or one row of it."""

    stem = "journal"
    icon = "menu_book"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day: date | None = None
        self._typed: str | None = None
        self._before: int | None = None
        self._open: int | None = None
        self._shown: tuple[JournalRow, ...] = ()

    def label(self) -> str:
        return self.texts.say("Journal")

    def detail(self) -> str:
        return self.texts.say("All that was done, row by row")

    def intro(self) -> str:
        return self.texts.say("Everything the till did, as it was done. Nothing in it can be changed or taken away.")

    def rows(self) -> Sequence[Row]:
        row = None if self._open is None else journal_days.row(self._database, self._open)
        return self._list() if row is None else self._opened(row)

    # one day

    def _list(self) -> list[Row]:
        say, day = self.texts.say, self.day
        total = journal_days.count(self._database, day, self._zone)
        found = journal_days.page(self._database, day, self._zone, PAGE + 1, self._before)
        self._shown = found[:PAGE]
        before, after = journal_days.neighbours(self._database, day, self._zone)
        rows: list[Row] = [
            Heading(named_day(day, self.texts), self.texts.count("{n} row", "{n} rows", total), key="of"),
            Action(_EARLIER, self._way(say("The day before"), before), "chevron_left", enabled=before is not None),
            Action(_LATER, self._way(say("The day after"), after), "chevron_right", enabled=after is not None),
            self._field(),
            Heading(say("What was done"), key="done"),
        ]
        if self._before is not None:
            rows.append(Action(_NEWEST, say("The day's newest rows"), "expand_less"))
        rows += [self._link(place, row) for place, row in enumerate(self._shown)]
        if not self._shown:
            rows.append(Note(say("Nothing was done on this day."), key="none"))
        elif len(found) > PAGE:
            rows.append(Action(_OLDER, say("Older rows of this day"), "expand_more"))
        rows += [
            Heading(say("On paper"), key="paper"),
            Action(
                _PRINT,
                say("Print this day"),
                "print",
                "" if self._has_printer else say("Set up a printer first."),
                enabled=self._has_printer and total > 0,
            ),
        ]
        return rows

    def _link(self, place: int, row: JournalRow) -> Link:
        said = told(row, self.texts)
        amount = [self.texts.say("kr {amount}", amount=said.amount)] if said.amount else []
        parts = [self.texts.exact_clock(self._local(row)), str(row.number), *self._who(row), *amount]
        return Link(f"{_ROW}{place}", said.what, " · ".join(parts))

    def _way(self, label: str, day: date | None) -> str:
        return label if day is None else f"{label}: {self.texts.day(day)}"

    def _field(self) -> Text:
        say = self.texts.say
        value = DAY.show(self.day.isoformat()) if self._typed is None else self._typed
        wrong = self._typed is not None and _day_of(self._typed) is None
        return Text(
            _DAY,
            say("Day"),
            value,
            Typing.DATE,
            detail=say("Such as 23.11.2026"),
            problem=say("That is no day.") if wrong and len(value) >= len("1.1.2026") else "",
        )

    # one row

    def _opened(self, row: JournalRow) -> list[Row]:
        say, texts = self.texts.say, self.texts
        said, at = told(row, texts), self._local(row)
        head = [
            Line(say("Row"), str(row.number)),
            Line(say("When"), f"{texts.day(at.date())} {texts.exact_clock(at)}"),
            Line(say("Who"), ", ".join(self._who(row)) or say("The till itself")),
            Line(say("Kind of row"), row.kind),
        ]
        if row.sale_id is not None:
            head.append(Line(say("Transaction"), detail=row.sale_id))
        papers = self._papers(row)
        rows: list[Row] = [
            Heading(said.what, key="opened"),
            Action(_BACK, say("Back to the day"), "arrow_back", kind="quiet"),
            Lines("head", tuple(head)),
        ]
        rows += [Paper(f"paper.{place}", "", paper.lines) for place, paper in enumerate(papers)]
        if row.kind not in _REPORTS:
            facts = tuple(_line(name, value) for name, value in facts_told(row.facts, texts))
            rows += [Heading(say("What the row holds"), key="facts"), Lines("facts", facts, empty=say("Nothing more"))]
        return rows

    def _papers(self, row: JournalRow) -> tuple[Document, ...]:
        """What the row put on paper: the report itself, or the sale's receipt."""
        prints, ledger = self.session.till.prints, self.session.till.ledger
        if row.kind in _REPORTS:
            return (prints.report_paper(report_from(row.facts, row.number)),)
        sale = ledger.sale(row.sale_id) if row.kind in ("sale", "return") and row.sale_id is not None else None
        return () if sale is None else prints.papers(sale)

    # what touches mean

    def entered(self) -> None:
        self._show(None)

    def up(self) -> bool:
        if self._open is None:
            return False
        self._open = None
        return True

    def put(self, key: str, value: str) -> None:
        """A day was typed; once it is one, it is shown."""
        if key != _DAY:
            return
        self._typed, day = value, _day_of(value)
        if day is not None:
            self._day, self._before = day, None

    def press(self, key: str, part: str) -> None:
        """A row is opened, another page or day is shown, or the day is printed."""
        place = key.removeprefix(_ROW)
        if key.startswith(_ROW) and place.isdecimal() and int(place) < len(self._shown):
            self._open = self._shown[int(place)].number
        elif key == _BACK:
            self._open = None
        elif key == _OLDER and self._shown:
            self._before = self._shown[-1].number
        elif key == _NEWEST:
            self._before = None
        elif key in (_EARLIER, _LATER):
            day = journal_days.neighbours(self._database, self.day, self._zone)[key == _LATER]
            self._show(day or self.day)
        elif key == _PRINT:
            self._print()

    @property
    def day(self) -> date:
        """The day that is shown: today until another one is chosen."""
        return self._day or self.session.now().astimezone(self._zone).date()

    def _show(self, day: date | None) -> None:
        self._day, self._typed, self._before, self._open = day, None, None, None

    def _print(self) -> None:
        try:
            self.session.till.prints.journal(self.day, self.day, self.session.operator.id)
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)
        else:
            self.notice = Notice(self.texts.say("The journal was sent to the printer."), tone="ok")

    @property
    def _has_printer(self) -> bool:
        return self.session.till.prints.has_printer

    @property
    def _database(self) -> Database:
        return self.session.till.database

    @property
    def _zone(self) -> ZoneInfo:
        return self.session.till.values.shop().timezone

    def _local(self, row: JournalRow) -> datetime:
        return row.at.astimezone(self._zone)

    def _who(self, row: JournalRow) -> list[str]:
        return [] if row.operator_id is None else [self.session.till.operator_name(row.operator_id)]


_REPORTS = ("report_x", "report_z")
_SHORT = 24
"""Facts up to so many letters stand beside their name, longer ones below it."""


def _line(name: str, value: str) -> Line:
    return Line(name, value) if len(value) <= _SHORT else Line(name, detail=value)


def _day_of(typed: str) -> date | None:
    try:
        return date.fromisoformat(DAY.read(typed))
    except ValueError:
        return None
