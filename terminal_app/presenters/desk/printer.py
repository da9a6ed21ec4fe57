"""Settings › Printer: which printer the receipts go to, when they are printed, and a page to try it with."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.print_job import PrintJob, PrintState
from ...domain.printer_address import address_fits
from ...domain.problems import Trouble
from ...till.drawer import SIGNAL
from ..status import Badge
from .drawer_probe import KICK, PROBE, DrawerProbe
from .page import Desk, Page
from .rows import Action, Choices, Heading, Note, Option, Row, Switch, Text

_KIND, _ADDRESS, _PAPER, _DRAWER = "printer.kind", "printer.address", "printer.paper", "printer.drawer"
_TRIAL, _LOOK = "trial", "look"


class PrinterPage(Page):
    """One printer for each till."""

    stem = "printer"
    icon = "print"
    keys = (_KIND, _ADDRESS, _PAPER, _DRAWER, SIGNAL)
    together = (address_fits,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._trial: int | None = None
        self._probe = DrawerProbe(self.session)

    def label(self) -> str:
        return self.texts.say("Printer")

    def detail(self) -> str:
        values = self.session.till.values
        return values.text(_ADDRESS) if values.text(_KIND) in ("network", "usb") else self._kinds()[values.text(_KIND)]

    def state(self) -> Badge | None:
        stuck = len(self.session.prints.stuck)
        if not stuck:
            flawed = self.session.till.drawer.flaw() is not None
            return Badge(self.texts.say("The drawer needs you"), "error", "bad") if flawed else None
        return Badge(self.texts.count("{n} print needs you", "{n} prints need you", stuck), "print", "bad")

    def intro(self) -> str:
        return self.texts.say("Where receipts are printed. Selling never waits for the printer.")

    def rows(self) -> Sequence[Row]:
        say, draft = self.texts.say, self.draft
        kind = draft.value(_KIND)
        rows: list[Row] = []
        if self.session.prints.stuck:
            rows += [self._stuck(), Action(_LOOK, say("Look at it"), "print")]
        rows += [
            Heading(say("The printer"), key="device"),
            Choices(_KIND, say("Connection"), tuple(Option(key, name) for key, name in self._kinds().items()), kind),
        ]
        if kind != "none":
            rows += [self._address(kind), self._paper(), *self._drawer(kind)]
        rows += [
            Heading(say("Receipts"), key="receipts"),
            self._receipts(kind),
        ]
        if kind != "none":
            rows += [Heading(say("Try it"), key="try"), *self._tries()]
        return rows

    def press(self, key: str, part: str) -> None:
        """Print the trial page, look at what is stuck, or read the drawer."""
        if key == _LOOK:
            self.session.open_stuck_print()
        if self.draft.touched:
            return
        try:
            if key == _TRIAL:
                self._trial = self.session.till.prints.trial().id
            elif key in (PROBE, KICK):
                self._probe.press(key, self.session.operator.id)
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)

    def _kinds(self) -> dict[str, str]:
        say = self.texts.say
        return {"none": say("None"), "network": say("Network"), "usb": "USB", "file": say("Folder")}

    def _address(self, kind: str) -> Text:
        say = self.texts.say
        label, hint, detail = {
            "network": (say("Address"), "192.168.1.50", say("The printer's address; its port is 9100 unless given.")),
            "usb": (say("Numbers"), "04b8:0e15", say("Vendor and product, as lsusb shows them.")),
            "file": (say("Folder"), "/srv/prints", say("Each print becomes a text, a PDF and the printer's bytes.")),
        }[kind]
        return Text(
            _ADDRESS, label, self.draft.text(_ADDRESS), hint=hint, detail=detail, problem=self.problem(_ADDRESS)
        )

    def saved(self, keys: tuple[str, ...]) -> None:
        """The drawer may hang on another printer now."""
        self._probe.forget()
        self.session.till.drawer.ask()

    def _paper(self) -> Row:
        widths = (Option("80", "80 mm"), Option("58", "58 mm"))
        return Choices(_PAPER, self.texts.say("Paper"), widths, self.draft.value(_PAPER))

    def _drawer(self, kind: str) -> list[Row]:
        """The drawer that hangs on the printer: whether there is one, and how it tells that it is open."""
        say, on = self.texts.say, self.draft.on(_DRAWER)
        rows: list[Row] = [
            Heading(say("The drawer"), key="drawer"),
            Switch(
                _DRAWER,
                say("Open the drawer for cash"),
                on,
                say("The printer opens it when a cash sale is printed. Each opening stands in the journal."),
            ),
        ]
        if not on or kind == "file":
            return rows
        signals = (Option("none", say("Not known")), Option("high", say("High")), Option("low", say("Low")))
        rows.append(
            Choices(
                SIGNAL,
                say("Its signal while it is open"),
                signals,
                self.draft.value(SIGNAL),
                say("It differs from drawer to drawer; the till can learn it. While it is open no sale is finished."),
            )
        )
        flaw = self.session.till.drawer.flaw()
        if flaw is not None and not self.draft.touched and not self._probe.has_found:
            message, hint = self.texts.problem(flaw)
            rows.append(Note(message, "bad", hint, key="drawer.flaw"))
        return [*rows, *self._probe.rows(saved=not self.draft.touched)]

    def _receipts(self, kind: str) -> Note:
        """That each is printed, and why nobody can switch it off."""
        say = self.texts.say
        law = say(
            "The law wants a receipt printed or sent for each cash sale; only when paid through an integrated "
            "terminal may the customer decline it."
        )
        if kind == "none":
            return Note(say("Without a printer no receipt is printed."), "warn", law, key="receipts")
        return Note(say("Each receipt is printed at once."), "ok", law, key="receipts")

    def _tries(self) -> list[Row]:
        say = self.texts.say
        saved = not self.draft.touched
        detail = "" if saved else say("Save first.")
        rows: list[Row] = [Action(_TRIAL, say("Print a test page"), "print", detail, enabled=saved)]
        job = None if self._trial is None else self.session.till.prints.get(self._trial)
        return rows if job is None else [*rows, self._result(job)]

    def _result(self, job: PrintJob) -> Note:
        """How the test page went."""
        say = self.texts.say
        if job.needs_person and job.problem is not None:
            message, hint = self.texts.problem(job.problem)
            return Note(message, "bad", hint, key="result")
        if job.state is PrintState.PRINTED:
            return Note(say("The test page was sent to the printer."), "ok", key="result")
        return Note(say("Waits for the printer"), "brand", key="result")

    def _stuck(self) -> Note:
        job = self.session.prints.stuck[0]
        message, hint = ("", "") if job.problem is None else self.texts.problem(job.problem)
        number = "" if job.receipt_no is None else f"{job.receipt_no}: "
        return Note(f"{number}{message}", "bad", hint, key="stuck")
