"""Invoicing › Config: the accounting system, its keys, and how invoices are sent to it; tested before it is trusted.

A draft is tested and saved whole. Going to production asks first, and names the company that the test met. Window
thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from ...domain.invoice import LineDetail
from ...domain.problems import BadInput
from ...domain.product_choice import SALES
from ...domain.settings import Endpoint, InvoicingSystem, SettingValues
from ...domain.setup import SetupReport
from ...domain.sync_control import MissingMade
from ...domain.vat import VatRate
from ...reports.setting_words import endpoint_names, setting_labels, told_problem
from ...till.setup_made import record_made
from ...till.vat_choice import require_free
from ..session import Notice
from ..status import Badge
from .connection_rows import ConnectionRows, system_names
from .draft import Draft
from .findings import findings
from .page import Desk, Page
from .product_picks import COMPANY, KEYS, PRODUCT_KEYS, ProductPicks
from .rows import Action, Choices, Heading, Line, Lines, Note, Option, Picker, Question, Row, Text, Typing
from .vat_rows import EXCLUDING, vat_rows
from .written import AMOUNT, DAY, Written

SYSTEM, SINCE, ENDPOINT = "invoicing.system", "invoicing.enabled_since", "invoicing.endpoint"
ADDRESSES = ("invoicing.api_url", "invoicing.token_url")
FEE, FEE_RATE, LINE_DETAIL = "invoicing.invoice_fee_amount", "invoicing.invoice_fee_vat_rate", "invoicing.line_detail"
FURTHEST = timedelta(days=366)
TO_PRODUCTION, MAKE, CANCEL = "to_production", "make", "cancel"


class InvoicingConfig(Page):
    """The guide's Config page."""

    stem = "invoicing_config"
    icon = "request_quote"
    keys = (SYSTEM, SINCE, *KEYS, ENDPOINT, *ADDRESSES, EXCLUDING, *PRODUCT_KEYS, FEE, FEE_RATE, LINE_DETAIL)
    written: ClassVar[Mapping[str, Written]] = {SINCE: DAY, FEE: AMOUNT}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.draft = Draft(self.session.till, self.keys, self.written, (self._not_far_ahead, self._way_is_free))
        self.setup = self.session.setup
        self._picks = ProductPicks(self.session, self.draft)
        self._connection = ConnectionRows(self.session, self.draft, self.problem)

    def label(self) -> str:
        return self.texts.say("Config")

    def detail(self) -> str:
        invoicing = self.session.till.values.invoicing()
        system = system_names(self.texts)[invoicing.system]
        if invoicing.system is InvoicingSystem.NONE:
            return self.texts.say("No accounting system")
        return f"{system} · {endpoint_names(self.texts)[invoicing.endpoint]}"

    def state(self) -> Badge | None:
        look = self.setup.look({})
        if look is None:
            return None
        number = sum(not check.ok for check in look.report.checks) + look.report.trouble_in_settings
        if not number:
            return None
        return Badge(self.texts.count("{n} to do", "{n} to do", number), "error", "warn")

    def intro(self) -> str:
        return self.texts.say("Where invoices are made, and how the till sends them there.")

    def rows(self) -> Sequence[Row]:
        say = self.texts.say
        rows: list[Row] = [
            Heading(say("Accounting system"), key="system"),
            Choices(
                SYSTEM,
                say("Invoicing system type"),
                tuple(Option(one.value, name) for one, name in system_names(self.texts).items()),
                self.draft.value(SYSTEM),
            ),
        ]
        if self.draft.value(SYSTEM) == InvoicingSystem.NONE.value:
            return [*rows, Note(say("Invoice sales are only recorded here and not sent."), "neutral", key="none")]
        return [
            *rows,
            *self._connection.rows(),
            *vat_rows(self.draft.on(EXCLUDING), self.texts, self.problem(EXCLUDING)),
            *self._products(),
            *self._fee(),
            *self._lines(),
            *self._findings(),
        ]

    def options(self, key: str, search: str) -> Sequence[Option]:
        return self._picks.options(key, search)

    def picker(self) -> Picker | None:
        """The products, or why there is no list of them yet."""
        opened = super().picker()
        if opened is None:
            return None
        return replace(
            opened,
            title=setting_labels(self.texts)[opened.key],
            search_hint=self.texts.say("Number or name"),
            empty=self._picks.nothing_known() or opened.empty,
        )

    # what touches mean

    def entered(self) -> None:
        """One comes to the page: keys may have been changed elsewhere."""
        self._connection.read_keys()

    def put(self, key: str, value: str) -> None:
        """Into the draft; what is out of sight afterwards keeps no mistake that nobody could mend."""
        super().put(key, value)
        if key == SYSTEM and value == InvoicingSystem.NONE.value:
            self._take_back(one for one in self.keys if one != SYSTEM)
        elif key == ENDPOINT:
            if value != Endpoint.CUSTOM.value:
                self._take_back(ADDRESSES)
            if value == Endpoint.SANDBOX.value:
                self._take_back(KEYS)

    def press(self, key: str, part: str) -> None:
        if key == "test":
            self.setup.check(self._passing())
        elif key == "make":
            self._ask_to_make()

    def answer(self, key: str) -> None:
        super().answer(key)
        if key == TO_PRODUCTION:
            super().save()
        elif key == MAKE:
            look = self.setup.look(self._passing())
            if look is not None:
                self.setup.make(look.report.missing, look.changes, self._made)

    def save(self) -> bool:
        """Saves the draft whole; before production, only after the company was met and somebody said yes to it."""
        if self.draft.problems or not self._is_for_production():
            return super().save()
        look = self.setup.look(self._passing())
        if look is not None and look.report.company is not None:
            self._ask_for_production(look.report.company)
        else:
            self.notice = Notice(self.texts.say("Testing the connection before it is saved…"), tone="warn")
            self._test_for_production(self._passing())
        return False

    def saved(self, keys: tuple[str, ...]) -> None:
        """The check runs again with what is stored now."""
        self._connection.read_keys()
        if keys and self.session.till.values.invoicing().system is not InvoicingSystem.NONE:
            self.setup.check({})

    def _passing(self) -> dict[str, str]:
        """What is changed and passes."""
        return {key: value for key, value in self.draft.changes.items() if key not in self.draft.problems}

    def _take_back(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key in self.draft.problems:
                self.draft.forget(key)

    def _not_far_ahead(self, values: SettingValues) -> None:
        since = values.invoicing().enabled_since
        if since is not None and since > self.session.now().date() + FURTHEST:
            raise BadInput("setting_date_ahead", field=SINCE, day=since.isoformat())

    def _way_is_free(self, values: SettingValues) -> None:
        """Who reports the VAT is not changed while something of the other way is under way."""
        require_free(self.session.till, {EXCLUDING: values.text(EXCLUDING)})

    # production

    def _is_for_production(self) -> bool:
        """Whether saving means that real invoices come of it where none came, or at another company."""
        values = self.draft.values().invoicing()
        real = values.system is not InvoicingSystem.NONE and values.endpoint is Endpoint.PRODUCTION
        return real and bool(COMPANY & self._passing().keys())

    def _ask_for_production(self, company: str) -> None:
        say = self.texts.say
        self.notice = None
        self.question = Question(
            say("Real invoices from now on?"),
            say(
                "PowerOffice Go answers for {company}. From now on every invoice sale becomes an invoice of "
                "{company} that the customer has to pay.",
                company=company,
            ),
            (
                Action(CANCEL, say("Not now"), kind="quiet"),
                Action(TO_PRODUCTION, say("Yes, real invoices"), kind="primary"),
            ),
        )

    def _test_for_production(self, tested: Mapping[str, str]) -> None:
        """Saving waits for this test; what is changed meanwhile is not what was tested, so it is not asked about."""

        def then(report: SetupReport) -> None:
            say = self.texts.say
            self.notice = None
            if tested != self._passing():
                self.notice = Notice(say("Not saved: something was changed while it was tested."), tone="warn")
            elif report.company is not None:
                self._ask_for_production(report.company)
            else:
                told = "" if report.trouble is None else self.told(report.trouble)
                self.notice = Notice(say("Not saved: the company was not reached."), told, "bad")

        self.setup.check(tested, then)

    # what is made over there

    def _ask_to_make(self) -> None:
        look, say = self.setup.look(self._passing()), self.texts.say
        if look is None or not look.report.missing:
            return
        things = "\n".join(self.texts.thing(missing) for missing in look.report.missing)
        self.question = Question(
            say("Make this in {company}?", company=look.report.company),
            things,
            (Action(CANCEL, say("Not now"), kind="quiet"), Action(MAKE, say("Make it"), "add", kind="primary")),
        )

    def _made(self, answer: MissingMade) -> None:
        session, say = self.session, self.texts.say
        till, who = session.till, session.operator.id
        record_made(till.database, answer.made, session.now(), who, till.operators.of_the_visit(who))
        if answer.problem is not None:
            message, hint = told_problem(answer.problem, self.texts)
            self.notice = Notice(message, hint, "bad")
        else:
            self.notice = Notice(say("Made in PowerOffice Go"), tone="ok")
        self.setup.check(self._passing())

    # what it shows

    def _products(self) -> list[Row]:
        say = self.texts.say
        why = say("One for each VAT rate, one for tips and one for the invoice fee, as made in PowerOffice Go.")
        unknown = self._picks.nothing_known()
        told: list[Row] = [Note(unknown, "neutral", key="unknown")] if unknown else []
        return [Heading(say("Products in PowerOffice Go"), why, key="products"), *told, *self._picks.rows()]

    def _fee(self) -> list[Row]:
        say = self.texts.say
        return [
            Heading(say("Invoice fee"), key="fee"),
            Text(
                FEE,
                say("Invoice fee amount"),
                self.draft.text(FEE),
                Typing.AMOUNT,
                say("PowerOffice Go's price"),
                say("Empty: PowerOffice Go's price. 0: no fee."),
                self.problem(FEE),
            ),
            Choices(
                FEE_RATE,
                say("The fee's VAT rate"),
                tuple(Option(rate, self.texts.rate(VatRate.parse(rate))) for rate in SALES),
                self.draft.value(FEE_RATE),
            ),
            *([] if FEE in self.draft.problems else [self._picks.fee_note()]),
        ]

    def _lines(self) -> list[Row]:
        say = self.texts.say
        return [
            Heading(say("On the invoice"), key="lines"),
            Choices(
                LINE_DETAIL,
                say("Lines"),
                (
                    Option(LineDetail.ITEMS.value, say("Every item"), say("Each line of the receipt by its name.")),
                    Option(LineDetail.VAT_RATES.value, say("One line per VAT rate"), say("The sum of each rate.")),
                ),
                self.draft.value(LINE_DETAIL),
            ),
        ]

    def _findings(self) -> list[Row]:
        """What the last look found; none of it while the draft is another than the one that was looked at."""
        look, say = self.setup.look(self._passing()), self.texts.say
        if look is None or (look.report.trouble is not None and look.report.company is None):
            return []
        when = self.texts.moment(look.at, self.session.now())
        rows: list[Row] = [
            Heading(
                say("What the test found"),
                say("{company}, {time}", company=look.report.company, time=when),
                key="findings",
            )
        ]
        if look.report.missing:
            things = tuple(Line(self.texts.thing(missing)) for missing in look.report.missing)
            busy = self.setup.is_making()
            rows += [
                Lines("missing", things, say("The till can make these in PowerOffice Go")),
                Action("make", say("Making…") if busy else say("Make these"), "add", enabled=not busy),
            ]
        return [*rows, *findings(look.report, self.texts)]
