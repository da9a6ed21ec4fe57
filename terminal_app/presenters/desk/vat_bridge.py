"""Control › VAT bridge: is each øre of VAT in the ledger once? For a period, by the till and the ledger as last read.

The bridge is worked out aside (LongWork), the ledger is read by the sync; both may come while one is elsewhere. Window
thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ...background import Reins
from ...domain.bridge import Bridge, ClearingEntry, Finding, Severity, Verdict
from ...domain.problems import Trouble
from ...domain.settings import InvoicingSystem
from ...reports.bridge_words import read_words
from ...reports.setting_words import told_problem
from ..session import Place
from ..status import Badge
from . import bridge_rows
from .bridge_period import BridgePeriod
from .long_work import LongWork
from .page import Desk, Page
from .rows import Action, Heading, Note, Row

_AGAIN, _STOP, _PRINT = "again", "stop", "print"
PAGE = 40
"""Findings and entries shown before one asks for more."""

_VERDICTS = {Verdict.WAITING: "warn", Verdict.NOT_READ: "warn", Verdict.DIFFERENCE: "bad"}


class _Stopped(Exception):
    """Somebody does not want to wait, or has chosen other days."""


class VatBridgePage(Page):
    """The till, the day settlements, the invoices and the ledger, held against each other."""

    stem = "vat_bridge"
    icon = "percent"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._period = BridgePeriod(self.session)
        self._wanted: tuple[date, date] | None = None
        self._bridge: Bridge | None = None
        self._restart = False
        """Other days were chosen, or something moved, while the bridge was being worked out."""
        self._failed = False
        self._most: dict[str, int] = {}
        self._work = LongWork[Bridge | Trouble | None](self.session, self.desk.changed)
        self._kept = ""
        self._away = False
        """Whether one has been at another screen since the bridge was looked at."""
        self._seen: object = None
        """What stood in journal, queue and ledger when the bridge was worked out."""
        self.session.listen(self._session_changed)

    def label(self) -> str:
        return self.texts.say("VAT bridge")

    def detail(self) -> str:
        return self.texts.say("Is VAT reported, and once?")

    def state(self) -> Badge | None:
        say = self.texts.say
        if self._bridge is None or self._bridge.verdict not in _VERDICTS or not self._has_accounting:
            return None
        if self._bridge.verdict is Verdict.DIFFERENCE:
            return Badge(say("Difference"), "error", "bad")
        return Badge(say("Not proven"), "schedule", "warn")

    def intro(self) -> str:
        return self.texts.say(
            "The till, the day settlements, the invoices and the ledger, held against each other. Nothing is changed."
        )

    @property
    def works(self) -> bool:
        """Whether the bridge is being worked out."""
        return self._work.runs

    def rows(self) -> Sequence[Row]:
        first = [self._period.heading(), *self._standing(), *self._trouble()]
        return [*first, *self._period.choices(), self._read_again(), *self._details(), *self._paper()]

    # what it shows

    @property
    def _shown(self) -> Bridge | None:
        """The bridge of the days that are chosen, also while it is worked out anew; None where there is none yet."""
        bridge = self._bridge
        return bridge if bridge is not None and self._period.days() == (bridge.since, bridge.until) else None

    def _standing(self) -> list[Row]:
        """The verdict, or how far it is."""
        say, bridge, rows = self.texts.say, self._shown, list[Row]()
        if bridge is not None and not self._failed and not self._has_accounting:
            hint = say("Choose PowerOffice Go in Invoicing › Config first.")
            rows.append(Note(say("No accounting system is chosen."), "warn", hint, key="verdict"))
        elif bridge is not None and not self._failed:
            rows.append(bridge_rows.verdict(bridge, self.texts))
        elif self._work.runs:
            told = say("Sales and postings are being compared")
            rows += [self._work.meter("working", told), Action(_STOP, say("Stop"), "close", kind="quiet")]
        elif self._failed:
            hint = say("Nothing was changed. Try again.")
            rows.append(Note(say("It could not be worked out."), "bad", hint, key="failed"))
        return rows

    def _details(self) -> list[Row]:
        """All that the verdict is made of; while other days are worked out, nothing that is not theirs."""
        bridge, texts = self._shown, self.texts
        if bridge is None:
            return []

        def found(severity: Severity) -> list[Row]:
            most = self._most.get(f"{bridge_rows.FINDINGS}.{severity.value}", PAGE)
            return bridge_rows.findings(bridge, severity, texts, self.session.now(), most)

        return [
            *found(Severity.WRONG),
            *found(Severity.WAITS),
            *bridge_rows.rates(bridge, texts),
            *bridge_rows.channels(bridge, texts),
            *bridge_rows.clearing(bridge, texts, self._most.get(bridge_rows.CLEARING, PAGE)),
            *found(Severity.EXPLAINED),
            Heading(texts.say("VAT in all"), key="sums"),
            bridge_rows.figures(bridge, texts),
        ]

    def _trouble(self) -> list[Row]:
        """Why the last reading brought nothing."""
        news, say = self.session.ledger, self.texts.say
        if news.problem is not None:
            message, hint = told_problem(news.problem, self.texts)
            return [Note(message, "warn", hint, key="trouble")]
        if news.gave_up():
            hint = say("The figures below are those that were read before.")
            return [Note(say("PowerOffice Go has not answered yet."), "warn", hint, key="trouble")]
        return []

    def _read_again(self) -> Action:
        """Reads the ledger and compares; alone the latter where there is no accounting system."""
        say, bridge = self.texts.say, self._shown
        reading, working = self.session.ledger.is_asking(), self._work.runs
        can = not reading and not working and self._period.days() is not None
        if not self._has_accounting:
            return Action(_AGAIN, say("Compare again"), "refresh", enabled=can)
        told = "" if bridge is None else read_words(bridge, self.texts, self.session.now())
        label = say("Comparing…") if working else say("Read again")
        if reading:
            label = say("PowerOffice Go is being read…")
        unread = bridge is not None and bridge.verdict is Verdict.NOT_READ
        kind = "primary" if unread else "secondary"
        return Action(_AGAIN, label, "refresh", told, kind, enabled=can)

    def _paper(self) -> list[Row]:
        if self._shown is None:
            return []
        say = self.texts.say
        hint = say("One page with all of it, for the accountant.")
        rows: list[Row] = [
            Heading(say("On paper"), key="paper"),
            Action(_PRINT, say("Make a page to print"), "print", hint),
        ]
        return [*rows, *([Note(say("The page lies here"), "ok", self._kept, key="kept")] if self._kept else [])]

    @property
    def _has_accounting(self) -> bool:
        return self.session.till.values.invoicing().system is not InvoicingSystem.NONE

    # what touches mean

    def entered(self) -> None:
        """What the till knows is looked at anew; the ledger is read when somebody asks for it."""
        self._kept = ""
        self._work_out()

    def put(self, key: str, value: str) -> None:
        if self._period.put(key, value):
            self._work_out()

    def press(self, key: str, part: str) -> None:
        if key == _AGAIN:
            self._ask()
        elif key == _STOP:
            self._wanted = None
            self._work.stop()
        elif key == _PRINT:
            self._print()
        elif key.startswith(bridge_rows.MORE):
            table = key.removeprefix(bridge_rows.MORE)
            self._most[table] = self._most.get(table, PAGE) + PAGE
        elif self._shown is not None and part.isdecimal():
            self._lead(key, int(part), self._shown)

    def _lead(self, table: str, place: int, bridge: Bridge) -> None:
        """To the sale or the Z that a row is about: to its card in the queue where somebody has to mend it there."""
        listed: Sequence[Finding | ClearingEntry] = bridge.clearing
        if table.startswith(bridge_rows.FINDINGS):
            listed = bridge.findings
        if place >= len(listed):
            return
        one, outbox, session = listed[place], self.session.till.outbox, self.session
        reference = one.reference if isinstance(one, Finding) else None
        entry = None if reference is None else outbox.get(reference)
        if one.receipt_no is None and one.z is not None:
            entry = outbox.of_settlement(one.z)
        if entry is not None and (entry.needs_person or entry.is_settlement):
            session.open_queue(entry.reference)
        elif one.receipt_no is not None:
            session.open_history(one.receipt_no)
        elif one.z is not None:
            session.open_z(one.z)

    def _ask(self) -> None:
        """Read the ledger; without an accounting system the till's own figures are compared again."""
        days = self._period.days()
        if days is None:
            return
        if self._has_accounting:
            self.session.ledger.ask(days[0], self._work_out)
        else:
            self._work_out()

    def _print(self) -> None:
        """Write the page to print; a notice says why it cannot be."""
        from ...reports.bridge_paper import bridge_page

        session, bridge = self.session, self._shown
        if bridge is None:
            return
        now = session.now()
        document = bridge_page(bridge, session.till.values, self.texts, now)
        self._kept = self.kept(self.texts.say("vat-bridge"), document, now) or self._kept

    # the days and the work

    def _work_out(self) -> None:
        """Work the bridge out for the days that are chosen, and let go of what is being worked out for others."""
        self._wanted = self._period.days()
        if self._work.runs:
            self._restart = True
            self._work.stop()
        elif self._wanted is not None:
            self._begin(*self._wanted)

    def _session_changed(self) -> None:
        """Whoever comes back from a sale or the queue sees the bridge as it is after what they did there."""
        if self.session.place is not Place.DESK:
            self._away = True
        elif self._away:
            self._away = False
            if self._bridge is not None and self._seen != self._stands():
                self._work_out()

    def _stands(self) -> object:
        """Something that differs once anything was sold, sent, mended or read."""
        till = self.session.till
        return till.history.last_change(), till.outbox.counts(), till.reconciling.ledger_read()

    def _begin(self, since: date, until: date) -> None:
        till, self._failed, self._kept = self.session.till, False, ""
        self._seen = self._stands()

        def work(reins: Reins) -> Bridge | Trouble | None:
            try:
                return till.reconciling.bridge(since, until, _telling(reins))
            except _Stopped:
                return None
            except Trouble as trouble:
                return trouble

        self._work.begin(work, self._worked_out)

    def _worked_out(self, answer: Bridge | Trouble | None) -> None:
        restart, self._restart = self._restart, False
        if restart and self._wanted is not None:
            self._begin(*self._wanted)
        elif isinstance(answer, Bridge):
            self._bridge = answer if self._has_accounting else _nothing_to_read(answer)
            self._most.clear()
        elif self._wanted is not None:
            self._failed = True
            if answer is not None:
                self.notice = self.session.explain(answer)


def _nothing_to_read(bridge: Bridge) -> Bridge:
    """Without an accounting system nobody can read a ledger, and nobody is told to."""
    return replace(bridge, findings=tuple(one for one in bridge.findings if one.code != "ledger_not_read"))


def _telling(reins: Reins) -> Callable[[int, int], None]:
    """What the work tells how many of how many days are added up; raises _Stopped once it is told to stop."""

    def tell(done: int, of: int) -> None:
        if reins.stopped():
            raise _Stopped
        reins.tell(done / of if of else 1.0)

    return tell
