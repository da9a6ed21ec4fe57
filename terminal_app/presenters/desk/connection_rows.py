"""The rows of Invoicing › Config that make the connection: since when, the keys, the end point, and the test.

A key is never shown: only its last four characters, or that the machine hands it over. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ...domain.problems import SettingWrong
from ...domain.records import record
from ...domain.settings import Endpoint, InvoicingSystem
from ...i18n import Texts
from ...reports.setting_words import endpoint_names, setting_labels, told_problem
from ...till.enabled_since import since_effect
from ..session import Session
from .draft import Draft
from .rows import Action, Choices, Heading, Line, Lines, Note, Option, Row, Text, Typing

DOTS = "••••••••"
SINCE, ENDPOINT = "invoicing.enabled_since", "invoicing.endpoint"
API, TOKEN = "invoicing.api_url", "invoicing.token_url"
CLIENT, APPLICATION, SUBSCRIPTION = "invoicing.client_key", "invoicing.application_key", "invoicing.subscription_key"


def system_names(texts: Texts) -> dict[InvoicingSystem, str]:
    """Every system that there is; one without a name here goes by its own."""
    names = {InvoicingSystem.NONE: texts.say("None"), InvoicingSystem.POWEROFFICE_GO: "PowerOffice Go"}
    return {system: names.get(system, system.value) for system in InvoicingSystem}


@record
class _StoredKey:
    """What may be told of a key: how it ends, whether one is there, whether it can be changed here."""

    hint: str
    handed_over: bool = False


class ConnectionRows:
    """Rows over a draft; `problem` tells in words what is wrong with a setting."""

    def __init__(self, session: Session, draft: Draft, problem: Callable[[str], str]) -> None:
        self._session = session
        self._draft = draft
        self._problem = problem
        self._keys: dict[str, _StoredKey] = {}
        self._trouble: SettingWrong | None = None

    @property
    def _texts(self) -> Texts:
        return self._session.texts

    def read_keys(self) -> None:
        """Look anew at what is stored of the keys."""
        self._keys, self._trouble = {}, None
        try:
            self._keys = {key: self._stored(key) for key in (CLIENT, APPLICATION, SUBSCRIPTION)}
        except SettingWrong as trouble:
            self._trouble = trouble

    def rows(self) -> list[Row]:
        """The card of the connection."""
        say, draft = self._texts.say, self._draft
        endpoint = Endpoint(draft.value(ENDPOINT))
        names = endpoint_names(self._texts)
        return [
            Heading(say("Connection to PowerOffice Go"), key="connection"),
            *self._since(),
            Choices(
                ENDPOINT,
                say("End point mode"),
                tuple(Option(one.value, names[one]) for one in Endpoint),
                endpoint.value,
                self._meaning(endpoint),
            ),
            *(self._addresses() if endpoint is Endpoint.CUSTOM else []),
            *([] if endpoint is Endpoint.SANDBOX else self._key_rows()),
            *self._test(),
        ]

    def _since(self) -> list[Row]:
        say = self._texts.say
        field = Text(
            SINCE,
            say("Enabled since"),
            self._draft.text(SINCE),
            Typing.DATE,
            say("Such as 01.11.2026"),
            say("The first day whose invoices are sent. It may lie in the past while its accounts are not closed."),
            self._problem(SINCE),
        )
        return [field, *self._effect()]

    def _effect(self) -> list[Row]:
        """What the day would do to sales that are recorded, before it is saved."""
        draft, count, say = self._draft, self._texts.count, self._texts.say
        if SINCE in draft.problems:
            return []
        since = draft.values().invoicing().enabled_since
        if since is None:
            return [Note(say("Without a day every invoice sale is held back."), "warn", key="since")]
        effect, day = since_effect(self._session.till.database, since), self._texts.day(since)
        parts = []
        if effect.let_go:
            parts.append(
                count(
                    "{n} held sale from {day} on would be queued.",
                    "{n} held sales from {day} on would be queued.",
                    effect.let_go,
                    day=day,
                )
            )
        if effect.held_back:
            parts.append(
                count(
                    "{n} sale before {day} that waits would be held back.",
                    "{n} sales before {day} that wait would be held back.",
                    effect.held_back,
                    day=day,
                )
            )
        if not parts and SINCE in draft.changes:
            return [Note(say("No sale that is recorded is touched by this day."), "neutral", key="since")]
        if not parts:
            return []
        on = self._session.till.invoice_channel().integration
        later = "" if on else say("That happens when the invoice integration is switched on.")
        return [Note(" ".join(parts), "brand", later, key="since")]

    def _meaning(self, endpoint: Endpoint) -> str:
        say = self._texts.say
        return {
            Endpoint.SANDBOX: say("A make-believe PowerOffice Go inside this till, with keys of its own."),
            Endpoint.TEST: say("PowerOffice Go's demo system: no real invoice comes of it."),
            Endpoint.PRODUCTION: say("The real thing: customers get invoices."),
            Endpoint.CUSTOM: say("Another address, such as a proxy or a test server."),
        }[endpoint]

    def _addresses(self) -> list[Row]:
        labels = setting_labels(self._texts)
        return [
            Text(key, labels[key], self._draft.text(key), hint="https://", problem=self._problem(key))
            for key in (API, TOKEN)
        ]

    def _key_rows(self) -> list[Row]:
        say = self._texts.say
        rows: list[Row] = []
        if self._trouble is not None:
            message, hint = told_problem(self._trouble.problem, self._texts)
            rows.append(Note(message, "bad", hint, key="keys"))
        details = {
            CLIENT: say("From PowerOffice Go: Menu › Settings › Extensions. It is shown there only once."),
            APPLICATION: say("From the vendor; often filled in when the till was delivered."),
            SUBSCRIPTION: say("From the vendor; often filled in when the till was delivered."),
        }
        return [*rows, *(self._key_row(key, details[key]) for key in details)]

    def _key_row(self, key: str, detail: str) -> Row:
        label = setting_labels(self._texts)[key]
        stored = self._keys.get(key, _StoredKey(""))
        if stored.handed_over:
            why = self._texts.say("Handed over by the machine (systemd credential); changed where it is set up.")
            return Lines(key, (Line(label, stored.hint, why, "ok"),))
        hint = stored.hint or self._texts.say("Not set")
        return Text(
            key, label, self._draft.text(key), hint=hint, detail=detail, problem=self._problem(key), secret=True,
            longest=500,
        )  # fmt: skip

    def _test(self) -> list[Row]:
        setup, say = self._session.setup, self._texts.say
        asking = setup.is_asking()
        button = Action(
            "test", say("Testing…") if asking else say("Test connection"), "sync", kind="secondary", enabled=not asking
        )
        return [button, self._result()]

    def _result(self) -> Note:
        """What the last test said of this very draft; the note is always there, so that nothing jumps."""
        setup, texts, say = self._session.setup, self._texts, self._texts.say
        changes = {key: value for key, value in self._draft.changes.items() if key not in self._draft.problems}
        look = setup.look(changes)
        if setup.is_asking():
            return Note(say("Testing…"), "neutral", say("PowerOffice Go is being asked."), key="result")
        if setup.gave_up():
            return Note(
                say("No answer has come."), "warn", say("Invoices may be on their way; test again soon."), key="result"
            )
        if look is None:
            if setup.last is not None:
                return Note(say("Something has changed since the test: test again."), "neutral", key="result")
            return Note(
                say("Not tested yet."), "neutral", say("A test changes nothing and sends nothing."), key="result"
            )
        report = look.report
        if report.trouble is not None:
            message, hint = told_problem(report.trouble, texts)
            return Note(message, "bad" if report.trouble_in_settings else "warn", hint, key="result")
        message, _ = texts.check("connection_ok", {"company": report.company or ""})
        to_do = sum(not check.ok for check in report.checks)
        more = texts.count(
            "{n} thing is to be done; it stands at the end of the page.",
            "{n} things are to be done; they stand at the end of the page.",
            to_do,
        )
        return Note(message, "ok", more if to_do else say("Everything is in place."), key="result")

    def _stored(self, key: str) -> _StoredKey:
        settings = self._session.till.settings
        ending = settings.ending(key)
        shown = f"{DOTS} {ending}" if ending else DOTS if settings.shown(key) else ""
        return _StoredKey(shown, settings.is_handed_over(key))
