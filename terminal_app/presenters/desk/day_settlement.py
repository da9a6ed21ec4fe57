"""Invoicing › Day settlement: each Z as a voucher in PowerOffice Go; on or off, since when, and on which accounts.

The accounts are chosen from PowerOffice Go's own list, and what a day would post is shown before anything is sent.
Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from ...domain.day_figures import DayFigures
from ...domain.problems import BadInput, Problem, Trouble
from ...domain.settings import InvoicingSystem, SettingValues
from ...reports.accountant_page import path_words
from ...reports.entry_words import number_there, state_word
from ...reports.setting_words import setting_labels, told_problem
from ...storage import settled_days
from ..session import Notice
from ..status import Badge
from .account_picks import DRAWER, PAID_WITH, SLOT_OF, SOLD, AccountPicks
from .draft import Draft
from .page import Desk, Page
from .rows import Action, Choices, Heading, Link, Note, Option, Picker, Question, Row, Switch, Text, Typing
from .voucher_rows import tried, voucher_rows
from .written import DAY, Written

ON, SINCE = "settlement.enabled", "settlement.enabled_since"
FURTHEST = timedelta(days=366)
_WHICH, _OPEN, _LAST = "which", "open", "last"
_SEND, _CANCEL = "send_earlier", "cancel"


class DaySettlement(Page):
    """The mapping of a day's settlement, and its dry run."""

    stem = "day_settlement"
    icon = "account_balance"
    keys = (ON, SINCE, *SLOT_OF)
    written: ClassVar[Mapping[str, Written]] = {SINCE: DAY}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.draft = Draft(self.session.till, self.keys, self.written, (_has_a_day, self._not_far_ahead))
        self._picks = AccountPicks(self.session, self.draft)
        self._vouchers = self.session.till.vouchers
        self._last: int | None = None
        self._which = _OPEN
        self._figures: DayFigures | Problem | None = None
        self._adding = False
        self._waiting: tuple[str, int] = ("", 0)

    def label(self) -> str:
        return self.texts.say("Day settlement to PowerOffice Go")

    def detail(self) -> str:
        settlement = self.session.till.values.settlement()
        if not settlement.enabled:
            return self.texts.say("Off")
        since = settlement.enabled_since
        return self.texts.say("Since {day}", day=self.texts.day(since)) if since else self.texts.say("On")

    def intro(self) -> str:
        return self.texts.say(
            "Each Z becomes one voucher in PowerOffice Go: what was paid, what was sold per VAT code, and what went in "
            "and out of the drawer. Off, somebody books the Z by hand."
        )

    def rows(self) -> Sequence[Row]:
        say = self.texts.say
        return [
            Heading(say("Day settlement"), key="on"),
            *self._missing_system(),
            Switch(ON, say("Send day settlements"), self.draft.on(ON), say("When a Z is made, with the invoices.")),
            *self._since(),
            self._way(),
            Heading(say("Accounts in PowerOffice Go"), say("Let the accountant choose them."), key="accounts"),
            *self._chart(),
            Heading(say("Paid with"), key="paid_with"),
            self._picks.table("paid_with", PAID_WITH),
            Heading(say("Sold"), key="sold"),
            self._picks.table("sold", SOLD),
            Heading(say("Cash drawer"), key="drawer"),
            self._picks.table("drawer", DRAWER),
            Heading(say("Dry run"), say("The voucher as PowerOffice Go would get it. Nothing is sent."), key="dry_run"),
            *self._dry_run(),
        ]

    def state(self) -> Badge | None:
        if not self.session.till.values.settlement().enabled:
            return None
        if not self._picks.is_known:
            self._picks.read()
        number = self._picks.to_do() if self._picks.is_known else 0
        return Badge(self.texts.count("{n} to do", "{n} to do", number), "error", "warn") if number else None

    def options(self, key: str, search: str) -> Sequence[Option]:
        return self._picks.options(key, search)

    def picker(self) -> Picker | None:
        """The accounts, or why there is no list of them yet."""
        opened, say = super().picker(), self.texts.say
        if opened is None:
            return None
        return replace(
            opened,
            title=setting_labels(self.texts)[opened.key],
            search_hint=say("Number or name"),
            empty=opened.empty if self._picks.is_known else self._not_known(),
        )

    # what touches mean

    def entered(self) -> None:
        """The chart, and the day that is tried, as they are now."""
        self._picks.read()
        self._last = self._vouchers.last_z()
        if self._last is None:
            self._which = _OPEN
        self._waiting = ("", 0)
        self._add_up()

    def put(self, key: str, value: str) -> None:
        """Into the draft; what is switched on begins today unless a day is said."""
        if key == _WHICH:
            self._which = value
            self._add_up()
            return
        super().put(key, value)
        if key == ON and value == "true" and not self.draft.text(SINCE):
            super().put(SINCE, DAY.show(self.session.now().date().isoformat()))
        elif key == ON and value == "false":
            self.draft.forget(SINCE)

    def press(self, key: str, part: str) -> None:
        if key in ("voucher", "paid_with", "sold", "drawer"):
            self.open_picker(f"settlement.accounts.{part}")
        elif key == "usual":
            for slot, number in self._picks.proposals().items():
                self.draft.put(slot, number)
        elif key == "fetch":
            self.session.setup.check({}, lambda report: self._picks.read())
        elif key == "way":
            self.desk.go("invoicing_config")
        elif key == "print":
            self._print()

    def answer(self, key: str) -> None:
        super().answer(key)
        if key == _SEND:
            super().save()

    def save(self) -> bool:
        """Saves the draft whole; asks first when earlier days would be sent that somebody may have booked by hand."""
        number = 0 if self.draft.problems or not {ON, SINCE} & self.draft.changes.keys() else self._earlier()
        if not number:
            return super().save()
        say = self.texts.say
        self.notice = None
        self.question = Question(
            self.texts.count("Send {n} earlier Z as well?", "Send {n} earlier Zs as well?", number),
            say("If somebody has booked those days by hand, VAT would be reported twice. Choose a later day then."),
            (Action(_CANCEL, say("Not now"), kind="quiet"), Action(_SEND, say("Yes, send them"), kind="primary")),
        )
        return False

    # on or off

    def _missing_system(self) -> list[Row]:
        if self.session.till.values.invoicing().system is not InvoicingSystem.NONE:
            return []
        told = self.texts.say("No accounting system is chosen.")
        return [Note(told, "warn", self.texts.say("Choose PowerOffice Go in Invoicing › Config first."), key="system")]

    def _since(self) -> list[Row]:
        say = self.texts.say
        if not self.draft.on(ON):
            return []
        field = Text(
            SINCE,
            say("From this day on"),
            self.draft.text(SINCE),
            Typing.DATE,
            say("Such as 23.11.2026"),
            say("The day of the first Z that is sent."),
            self.problem(SINCE),
        )
        number = self._earlier()
        if not number or SINCE in self.draft.problems:
            return [field]
        told = self.texts.count("{n} earlier Z goes with the next run.", "{n} earlier Zs go with the next run.", number)
        return [field, Note(told, "brand", key="earlier")]

    def _way(self) -> Link:
        """Whether the day's settlement reports the VAT of invoices: chosen on another page, told here."""
        name, meaning = path_words(self.session.till.values.vat_path(), self.texts)
        return Link("way", name, meaning, "swap_horiz")

    def _earlier(self) -> int:
        """How many Zs that are made already would be sent, as the draft stands."""
        since = self.draft.value(SINCE)
        if not self.draft.on(ON) or not since or SINCE in self.draft.problems:
            return 0
        if self._waiting[0] != since:
            found = settled_days.without_entry(self.session.till.database, date.fromisoformat(since))
            self._waiting = (since, len(found))
        return self._waiting[1]

    def _not_far_ahead(self, values: SettingValues) -> None:
        since = values.settlement().enabled_since
        if since is not None and since > self.session.now().date() + FURTHEST:
            raise BadInput("setting_date_ahead", field=SINCE, day=since.isoformat())

    # the accounts

    def _chart(self) -> list[Row]:
        say, setup = self.texts.say, self.session.setup
        rows: list[Row] = []
        if not self._picks.is_known:
            rows.append(Note(self._not_known(), "neutral", key="unknown"))
        elif number := len(self._picks.proposals()):
            label = self.texts.count("Take the usual account", "Take the {n} usual accounts", number)
            rows.append(Action("usual", label, "check", say("Where none is chosen and one fits. Look at them after.")))
        asking = setup.is_asking()
        label = say("Asking PowerOffice Go…") if asking else say("Read the accounts from PowerOffice Go")
        system = self.session.till.values.invoicing().system
        can, told = not asking and system is not InvoicingSystem.NONE, ""
        if self._picks.is_known and self._picks.read_at is not None:
            told = say("From PowerOffice {time}", time=self.texts.moment(self._picks.read_at, self.session.now()))
        rows.append(Action("fetch", label, "refresh", told, enabled=can))
        look = setup.last
        if look is not None and look.report.trouble is not None and not asking:
            message, hint = told_problem(look.report.trouble, self.texts)
            rows.append(Note(message, "bad", hint, key="trouble"))
        return rows

    def _not_known(self) -> str:
        return self.texts.say("PowerOffice Go's accounts are not known yet.")

    # the dry run

    def _add_up(self) -> None:
        """The figures of the day that is tried, added up aside: a busy day has thousands of rows."""
        which, add_up, database = self._which, self._vouchers.adding_up(self._z), self.session.till.database

        def work() -> DayFigures | Problem:
            try:
                return add_up()
            except Trouble as trouble:
                return trouble.problem
            finally:
                database.release_thread()

        def then(found: DayFigures | Problem | None) -> None:
            if which == self._which:
                self._figures, self._adding = found, False
                self.desk.changed()

        self._figures, self._adding = None, True
        self.session.background.run(work, then)

    @property
    def _z(self) -> int | None:
        return self._last if self._which == _LAST else None

    def _dry_run(self) -> list[Row]:
        say, figures = self.texts.say, self._figures
        rows: list[Row] = []
        if self._last is not None:
            days = (Option(_OPEN, say("Today so far")), Option(_LAST, say("The last Z, number {n}", n=self._last)))
            rows.append(Choices(_WHICH, say("Which day"), days, self._which))
        if figures is None:
            told = Note(say("Adding up…")) if self._adding else Note(say("It did not work."), "bad")
            return [*rows, replace(told, key="voucher")]
        try:
            if isinstance(figures, Problem):
                raise BadInput(figures.code, **figures.values)
            accounts, path = self.draft.values().settlement(), self._vouchers.path(self._z)
            made = tried(figures, accounts, path, self._picks.chart)
        except BadInput as trouble:
            message, hint = told_problem(trouble.problem, self.texts)
            return [*rows, Note(message, "bad", hint, key="voucher")]
        day = self.texts.day(figures.day)
        label = say("Z {n}, {day}", n=figures.z, day=day) if figures.z else say("Open period, {day}", day=day)
        rows += voucher_rows(made, label, self.texts, self._picks.named, self._picks.fit, self._stands())
        if made.lines and self.session.till.prints.has_printer:
            rows.append(Action("print", say("Print"), "print"))
        return rows

    def _stands(self) -> str:
        """How it stands with the voucher that the Z has in the queue; "" where it has none."""
        entry = None if self._z is None else self.session.till.outbox.of_settlement(self._z)
        if entry is None:
            return ""
        word = state_word(entry, self.texts)
        if entry.remote is None or entry.remote.order_no is None:
            return word
        return f"{word}, {number_there(entry, self.texts, entry.remote.order_no)}"

    def _print(self) -> None:
        """On the receipt printer, with the accounts as the draft has them."""
        try:
            made = self._vouchers.preview(self._z, self.draft.values().settlement())
            self._vouchers.print(made)
        except Trouble as trouble:
            self.notice = Notice(*told_problem(trouble.problem, self.texts), tone="bad")
            return
        self.notice = Notice(self.texts.say("It is on its way to the printer."), tone="ok")


def _has_a_day(values: SettingValues) -> None:
    settlement = values.settlement()
    if settlement.enabled and settlement.enabled_since is None:
        raise BadInput("settlement_since_missing", field=SINCE)
