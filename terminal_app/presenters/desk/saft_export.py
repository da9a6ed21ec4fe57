"""Control › SAF-T: the period, the folder, and the export itself, which runs aside while the till goes on selling.

What is exported and checked is `till.exports`' business. Window thread; the work has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ...background import Reins
from ...domain import setting_checks
from ...domain.problems import BadInput, Trouble
from ...till.exports import FaultyExport
from ..session import Notice
from .long_work import LongWork
from .page import Desk, Page
from .rows import Action, Choices, Heading, Line, Lines, Link, Note, Option, Row, Text, Typing
from .written import DAY

_SINCE, _UNTIL, _FOLDER, _EXPORT, _STOP = "since", "until", "folder", "export", "stop"
_WHICH, _YEAR, _LAST_YEAR, _ALL, _OTHER = "which", "this_year", "last_year", "all", "other"
_STICKS = ("/media", "/run/media")
"""Where systems put memory sticks: a folder for each, below one for each person."""
_MOST_FAULTS_SHOWN = 20


class SaftExportPage(Page):
    """The export of the journal for the tax administration."""

    stem = "saft"
    icon = "description"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._written: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        self._own_days = False
        """Whether first and last day are written rather than one of the usual periods chosen."""
        self._sticks: tuple[Path, ...] = ()
        self._writing = LongWork[tuple[Path, ...] | Trouble](self.session, self.desk.changed)
        self._files: tuple[Path, ...] = ()
        self._faults: tuple[str, ...] = ()

    def label(self) -> str:
        return "SAF-T"

    def detail(self) -> str:
        return self.texts.say("The journal as the tax administration wants it")

    def intro(self) -> str:
        return self.texts.say(
            "SAF-T Cash Register is delivered when the tax administration asks for it. Every file is checked before it "
            "gets its name."
        )

    def entered(self) -> None:
        today, till = self.session.now().date(), self.session.till
        self._written.setdefault(_SINCE, date(today.year, 1, 1).isoformat())
        self._written.setdefault(_UNTIL, today.isoformat())
        self._written.setdefault(_FOLDER, str(till.database.folder / "export"))
        self._sticks = tuple(place for place in _mounted() if place != Path(self._written[_FOLDER]))[:3]

    def rows(self) -> Sequence[Row]:
        return self._at_work() if self._writing.runs else [*self._told(), *self._asked()]

    def _at_work(self) -> list[Row]:
        say = self.texts.say
        return [
            Heading(say("The export is being made"), say("The till sells on meanwhile."), key="working"),
            self._writing.meter("progress", self._period()),
            Action(_STOP, say("Stop"), "close"),
        ]

    def _asked(self) -> list[Row]:
        say = self.texts.say
        chosen = self._chosen()
        own = chosen == _OTHER
        rows: list[Row] = [
            Heading(say("Period"), "" if own else self._period(), key="period"),
            Choices(_WHICH, say("Which days"), self._ways(), chosen),
        ]
        if own:
            rows += [self._day(_SINCE, say("From")), self._day(_UNTIL, say("To"))]
        rows += [
            Heading(say("Folder"), key="where"),
            Text(_FOLDER, say("Written to"), self._written[_FOLDER], problem=self._wrong.get(_FOLDER, "")),
        ]
        rows += [Link(f"stick:{number}", str(stick), icon="save") for number, stick in enumerate(self._sticks)]
        rows.append(Action(_EXPORT, say("Export"), "save", kind="primary"))
        return rows

    def _ways(self) -> tuple[Option, ...]:
        say = self.texts.say
        named = {
            _YEAR: say("This year"),
            _LAST_YEAR: say("Last year"),
            _ALL: say("Everything"),
            _OTHER: say("Other days"),
        }
        return tuple(Option(key, label) for key, label in named.items())

    def _chosen(self) -> str:
        """Which of the usual periods the two days are, unless they are to be written."""
        if self._own_days:
            return _OTHER
        written = (self._written[_SINCE], self._written[_UNTIL])
        return next(
            (way for way, days in self._usual().items() if tuple(d.isoformat() for d in days) == written), _OTHER
        )

    def _usual(self) -> dict[str, tuple[date, date]]:
        today = self.session.now().date()
        return {
            _YEAR: (date(today.year, 1, 1), today),
            _LAST_YEAR: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
            _ALL: (self.session.till.exports.begun(), today),
        }

    def _day(self, key: str, label: str) -> Text:
        hint = self.texts.say("Such as 23.11.2026")
        value = DAY.show(self._written[key])
        return Text(key, label, value, Typing.DATE, hint=hint, problem=self._wrong.get(key, ""))

    def _told(self) -> list[Row]:
        """What the last export came to: its files, and what is wrong with them."""
        say = self.texts.say
        if not self._files:
            return []
        of = len(self._files)
        lines = tuple(
            Line(say("File {n} of {of}", n=number, of=of), f"{max(1, round(_size(file) / 1000))} kB", file.name)
            for number, file in enumerate(self._files, 1)
        )
        rows: list[Row] = [Heading(say("Written"), str(self._files[0].parent), key="written"), Lines("files", lines)]
        if self._faults:
            told = say("Keep the file, and let your supplier look at the journal before it is delivered.")
            rows.append(Note(say("What the file tells does not agree with itself."), "bad", told, key="faulty"))
            rows.append(Lines("faults", tuple(Line(fault, tone="bad") for fault in self._faults)))
        else:
            rows.append(Note(say("Every number, sum and signature in it holds."), "ok", key="good"))
        return rows

    def _period(self) -> str:
        since, until = (date.fromisoformat(self._written[key]) for key in (_SINCE, _UNTIL))
        return f"{self.texts.day(since)} – {self.texts.day(until)}"

    # what touches mean

    def put(self, key: str, value: str) -> None:
        self._wrong.pop(key, None)
        if key in (_SINCE, _UNTIL):
            self._own_days = True
            self._written[key] = DAY.read(value)
        elif key == _FOLDER:
            self._written[key] = value
        elif key == _WHICH:
            self._own_days = value == _OTHER
            if value in (usual := self._usual()):
                self._take(*usual[value])

    def press(self, key: str, part: str) -> None:
        if key == _STOP:
            self._writing.stop()
        elif self._writing.runs:
            return
        elif key == _EXPORT:
            self._export()
        elif key.startswith("stick:"):
            self._written[_FOLDER] = str(self._sticks[int(key.partition(":")[2])])
            self._wrong.pop(_FOLDER, None)

    def _take(self, since: date, until: date) -> None:
        self._written |= {_SINCE: since.isoformat(), _UNTIL: until.isoformat()}
        self._wrong = {key: told for key, told in self._wrong.items() if key == _FOLDER}

    def _export(self) -> None:
        """Begin, when what is written makes sense; what does not is said below its field."""
        self._files, self._faults = (), ()
        days = {key: self._checked_day(key) for key in (_SINCE, _UNTIL)}
        folder = Path(self._written[_FOLDER].strip()).expanduser()
        since, until = days[_SINCE], days[_UNTIL]
        if since is None or until is None:
            return
        if folder.parent == self.session.till.database.folder:
            folder.mkdir(mode=0o700, exist_ok=True)
        till, by = self.session.till, self.session.operator.id

        def work(reins: Reins) -> tuple[Path, ...] | Trouble:
            try:
                return till.exports.saft(since, until, folder, reins.tell, reins.stopped, operator_id=by)
            except Trouble as trouble:
                return trouble

        self._writing.begin(work, self._written_out)

    def _checked_day(self, key: str) -> date | None:
        try:
            checked = setting_checks.day_or_empty(key, self._written[key].strip())
            if not checked:
                raise BadInput("setting_not_date", field=key, text="")
        except BadInput as wrong:
            self._wrong[key] = self.told(wrong.problem)
            return None
        self._written[key] = checked
        return date.fromisoformat(checked)

    def _written_out(self, answer: tuple[Path, ...] | Trouble | None) -> None:
        say = self.texts.say
        if isinstance(answer, FaultyExport):
            self._files = answer.files
            self._faults = tuple(self.texts.problem(one)[0] for one in answer.problems[:_MOST_FAULTS_SHOWN])
        elif isinstance(answer, Trouble):
            field = {"from": _SINCE, "out": _FOLDER}.get(answer.problem.values.get("field", ""))
            if field is not None:
                self._wrong[field] = self.told(answer.problem)
            self.notice = self.session.explain(answer)
        elif answer is None:
            self.notice = Notice(say("It did not work."), say("Nothing was left in the folder."))
        else:
            self._files = answer


def _mounted() -> list[Path]:
    """The memory sticks that are in."""
    return sorted(place for root in _STICKS for place in Path(root).glob("*/*") if place.is_mount())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # the stick was pulled out already
        return 0
