"""Invoicing › Setup guide: the shop's guide as a list that checks itself, a dry run, and the page for the accountant.

Can be left at any step and resumed: what a machine can see it looks up, what only a person knows is stored. Window
thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...domain.money import Money
from ...domain.problems import BadInput
from ...domain.settings import InvoicingSystem
from ...domain.setup import OrderPreview, PreviewLine, SetupReport
from ...domain.vat_path import path_for
from ...reports.accountant_page import accountant_page, path_words
from ...reports.setting_words import told_problem
from ..status import Badge
from .day_settlement import DaySettlement
from .page import Desk, Page
from .rows import Action, Heading, Line, Lines, Link, Note, Question, Row, Switch
from .setup_steps import AGREED, Standing, Step, number_done, setup_steps


class SetupGuide(Page):
    """Every step of the guide and how it stands."""

    stem = "setup_guide"
    icon = "fact_check"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept = ""

    def label(self) -> str:
        return self.texts.say("Setup guide")

    def detail(self) -> str:
        steps = self._steps()
        return self.texts.say("{done} of {all} done", done=number_done(steps), all=len(steps))

    def intro(self) -> str:
        return self.texts.say(
            "What it takes for invoices to go by themselves. Leave it and come back when you like: what is done stays."
        )

    def rows(self) -> Sequence[Row]:
        say = self.texts.say
        steps = self._steps()
        title = say("{done} of {all} done", done=number_done(steps), all=len(steps))
        return [
            Heading(title, self._looked(), key="steps"),
            *(self._link(number, step) for number, step in enumerate(steps, 1)),
            self._check_again(),
            *self._agreement(),
            *self._paper(),
            *self._dry_run(),
        ]

    # what touches mean

    def entered(self) -> None:
        """The setup is looked at anew unless that was just done."""
        if self.session.till.values.invoicing().system is not InvoicingSystem.NONE:
            self.session.setup.check_unless_fresh()

    def put(self, key: str, value: str) -> None:
        """Agreed, or not after all: stored at once, with who and when in the journal."""
        if key == AGREED:
            path = path_for(self.session.till.values.invoicing().excluding_vat)
            agreed = path.value if value == "true" else ""
            self.session.till.change_settings({AGREED: agreed}, self.session.operator.id)

    def press(self, key: str, part: str) -> None:
        step = next((step for step in self._steps() if f"step.{step.key}" == key), None)
        if step is not None:
            self._open_step(step)
        elif key == "again":
            self.session.setup.check({})
        elif key == "way":
            self.desk.go("invoicing_config")
        elif key == DaySettlement.stem:
            self.desk.go(DaySettlement.stem)
        elif key == "dry_run":
            self.session.setup.dry_run({})
        elif key == "paper":
            self._write_paper()

    def answer(self, key: str) -> None:
        super().answer(key)
        if key == AGREED:
            self.put(AGREED, "true")

    def _open_step(self, step: Step) -> None:
        """The page it is done on; what only a person knows is asked."""
        if step.page:
            self.desk.go(step.page)
            return
        say = self.texts.say
        name, meaning = path_words(path_for(self.session.till.values.invoicing().excluding_vat), self.texts)
        self.question = Question(
            say("Agreed with the accountant?"),
            f"{name}: {meaning}",
            (
                Action("", say("Not yet"), kind="quiet"),
                Action(AGREED, say("Yes, agreed"), "check", kind="primary"),
            ),
        )

    def _write_paper(self) -> None:
        session = self.session
        now = session.now()
        document = accountant_page(session.till.values, self._report(), self.texts, now)
        self._kept = self.kept(self.texts.say("accountant"), document, now) or self._kept

    # what it shows

    def _report(self) -> SetupReport | None:
        look = self.session.setup.look({})
        return None if look is None else look.report

    def _steps(self) -> tuple[Step, ...]:
        steps = setup_steps(self.session.till.values, self._report(), self.texts)
        if not self.session.setup.is_asking():
            return steps
        looking = self.texts.say("PowerOffice Go is being asked.")
        return tuple(replace(s, detail=looking) if s.standing is Standing.UNKNOWN else s for s in steps)

    def _looked(self) -> str:
        look, say = self.session.setup.look({}), self.texts.say
        if self.session.setup.is_asking():
            return say("Looking…")
        if look is None:
            return ""
        return say("Looked at {time}", time=self.texts.moment(look.at, self.session.now()))

    def _link(self, number: int, step: Step) -> Link:
        return Link(f"step.{step.key}", f"{number}. {step.label}", step.detail, "", self._badge(step))

    def _badge(self, step: Step) -> Badge:
        say = self.texts.say
        if step.standing is Standing.DONE:
            return Badge(say("Done"), "check_circle", "ok")
        if step.standing is Standing.TO_DO:
            return Badge(say("To do"), "priority_high", "warn")
        if self.session.setup.is_asking():
            return Badge(say("Looking…"), "hourglass_top", "busy")
        return Badge(say("Not known"), "help", "busy")

    def _check_again(self) -> Action:
        asking, say = self.session.setup.is_asking(), self.texts.say
        chosen = self.session.till.values.invoicing().system is not InvoicingSystem.NONE
        return Action(
            "again", say("Looking…") if asking else say("Look again"), "refresh", enabled=chosen and not asking
        )

    def _agreement(self) -> list[Row]:
        say, values = self.texts.say, self.session.till.values
        path = path_for(values.invoicing().excluding_vat)
        name, meaning = path_words(path, self.texts)
        return [
            Heading(say("The accountant"), key="accountant"),
            Note(
                say("VAT must be reported only once: either by the day's settlement or by the invoice, never by both."),
                "warn",
                key="once",
            ),
            Link("way", name, meaning, "swap_horiz"),
            Link(DaySettlement.stem, say("Day settlement to PowerOffice Go"), self._settled(), DaySettlement.icon),
            Switch(
                AGREED,
                say("Agreed with the accountant"),
                values.text(AGREED) == path.value,
                say("Who confirmed it and when is kept in the journal."),
            ),
        ]

    def _settled(self) -> str:
        """Whether the till sends day settlements, or somebody books the Z."""
        settlement, say = self.session.till.values.settlement(), self.texts.say
        if not settlement.enabled:
            return say("Off: somebody books the Z by hand.")
        since = settlement.enabled_since
        return say("On") if since is None else say("Since {day}", day=self.texts.day(since))

    def _paper(self) -> list[Row]:
        say = self.texts.say
        button = Action(
            "paper",
            say("Make the page for the accountant"),
            "description",
            say("One page to print and sign: where VAT is reported, how it is set up, what was found."),
        )
        return [button, *([Note(say("The page lies here"), "ok", self._kept, key="kept")] if self._kept else [])]

    def _dry_run(self) -> list[Row]:
        say, setup = self.texts.say, self.session.setup
        trying = setup.is_trying()
        rows: list[Row] = [
            Heading(
                say("Dry run"),
                say("A sample sale as PowerOffice Go would get it. Nothing is sent."),
                key="dry_run",
            ),
            Action(
                "dry_run", say("Building…") if trying else say("Show a sample order"), "receipt_long",
                enabled=not trying,
            ),
        ]  # fmt: skip
        tried = setup.tried
        if tried is None:
            return rows
        if tried.problem is not None:
            message, hint = told_problem(tried.problem, self.texts)
            rows.append(Note(message, "bad", hint, key="tried"))
        elif tried.preview is not None:
            rows += self._preview(tried.preview)
        return rows

    def _preview(self, preview: OrderPreview) -> list[Row]:
        say, money = self.texts.say, self.texts.kroner
        totals = (
            Line(say("The till's total"), money(preview.till_total)),
            Line(say("What PowerOffice Go makes of it"), money(preview.answered_total)),
        )
        if preview.totals_meet:
            told = Note(say("Both come to the same. Nothing was sent."), "ok", key="tried")
        else:
            apart = preview.answered_total - preview.till_total
            difference = money(max(apart, -apart))
            told = Note(say("They differ by {amount}. Nothing was sent.", amount=difference), "bad", key="tried")
        return [Lines("order", tuple(map(self._line, preview.lines)), say("The order")), Lines("totals", totals), told]

    def _line(self, line: PreviewLine) -> Line:
        if line.total is None:
            return Line(line.text)
        price = f"{self._as_written(line.quantity)} × {self._as_written(line.unit_price)}"
        return Line(line.text, self.texts.money(line.total), f"{line.product} · {price}")

    def _as_written(self, number: str) -> str:
        """A number that is sent with a dot, in the language's own way."""
        try:
            return self.texts.money(Money.parse(number)) if "." in number else number
        except BadInput:
            return number.replace(".", ",") if self.texts.language == "nb" else number
