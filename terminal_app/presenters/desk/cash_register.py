"""Settings › Cash register: what this register is called by the law, the key it signs with, where its numbers stand.

The keys themselves are `till.signing`'s and never shown. Window thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.cash_signature import Method
from ...domain.journal import JournalRow
from ...domain.problems import Problem, Trouble
from ...storage import journal, register
from ...storage.register import KEY_ROW
from ...version import version
from ..session import Notice
from ..status import Badge
from .page import Page
from .rows import Action, Heading, Line, Lines, Note, Question, Row, Text, Typing
from .written import CLOCK

_ID, _DAY_ENDS = "till.register_id", "till.day_ends"
_NEW_KEY, _TAKE_UP, _STAY = "new_key", "take_up", "stay"
_IN_A_LINE = 24
_METHODS = {method.value: method for method in Method}
_METHOD_NAMES = {Method.RSA.value: "RSA-SHA1-1024", Method.HMAC.value: "HMAC-SHA1-128"}


class CashRegister(Page):
    """The register as the law sees it."""

    stem = "cash_register"
    icon = "point_of_sale"
    keys = (_ID, _DAY_ENDS)
    written = {_DAY_ENDS: CLOCK}  # noqa: RUF012 - as every page has it

    def label(self) -> str:
        return self.texts.say("Cash register")

    def detail(self) -> str:
        return self.texts.say("Register {id}", id=self.session.till.values.text(_ID))

    def state(self) -> Badge | None:
        return None if self._trouble() is None else Badge(self.texts.say("Nothing can be sold"), "error", "warn")

    def rows(self) -> Sequence[Row]:
        trouble = self._trouble()
        return [
            *(() if trouble is None else self._trouble_rows(trouble)),
            *self._register_rows(),
            *self._key_rows(),
        ]

    # what stands in the way of selling

    def _trouble(self) -> Problem | None:
        signing = self.session.till.signing
        try:
            signing.require_numbers()
            signing.require_key()
        except Trouble as trouble:
            return trouble.problem
        return None

    def _trouble_rows(self, problem: Problem) -> list[Row]:
        say, missed = self.texts.say, self.session.till.signing.missed()
        sentence, hint = self.texts.problem(problem)
        rows: list[Row] = [
            Heading(say("Nothing can be sold"), key="trouble"),
            Note(sentence, "bad", hint, key="trouble"),
        ]
        if missed is not None:
            here, _ = register.last(self.session.till.database)
            lines = (
                Line(say("Last transaction in this database"), str(here)),
                Line(say("Last transaction of the till"), str(missed.nr)),
            )
            rows += [
                Lines("missed", lines),
                Action(_TAKE_UP, say("Take up the numbers"), "play_arrow", say("What is between them stays missing.")),
            ]
        return rows

    # the register

    def _register_rows(self) -> list[Row]:
        say, till = self.texts.say, self.session.till
        number, _ = register.last(till.database)
        rows: list[Row] = [
            Heading(say("The register"), say("What tells this register from all others."), key="register")
        ]
        lines = [
            Line(say("Program"), f"Disken {version()}".strip()),
            Line(say("System ID"), register.system_id(till.database) or "–"),
            Line(say("Last transaction"), str(number) if number else "–"),
        ]
        if number:
            lines.insert(
                0, Line(say("Register ID"), till.values.text(_ID), say("It is fixed since the first transaction."))
            )
        else:
            told = say("A name or number of this register alone. It is fixed with the first transaction.")
            rows.append(
                Text(_ID, say("Register ID"), self.draft.text(_ID), detail=told, problem=self.problem(_ID), longest=35)
            )
        rows += [
            Lines("facts", tuple(lines)),
            Text(
                _DAY_ENDS,
                say("The day ends at"),
                self.draft.text(_DAY_ENDS),
                Typing.TIME,
                detail=say("What is sold before then at night belongs to the day before."),
                problem=self.problem(_DAY_ENDS),
            ),
        ]
        return rows

    # the key

    def _key_rows(self) -> list[Row]:
        say, told = self.texts.say, list(journal.of_kinds(self.session.till.database, KEY_ROW))
        what_for = say("Each transaction is signed, and each signature holds the one before.")
        rows: list[Row] = [Heading(say("Signing key"), what_for, key="key")]
        if not told:
            rows.append(Note(say("The till makes its key with the first transaction."), key="no_key"))
        else:
            rows.append(Lines("key", self._key_lines(told[0])))
            public = str(told[0].facts["public"])
            if public:
                rows.append(Lines("public", _in_lines(public), say("Public key")))
            else:
                rows.append(
                    Note(say("This method has no public key: only the till's own key verifies."), key="no_public")
                )
        rows.append(Action(_NEW_KEY, say("Begin a new key"), "key"))
        if len(told) > 1:
            lines = tuple(Line(*self._in_short(row)) for row in told[1:])
            rows.append(Lines("earlier", lines, say("Earlier keys, which verify what they signed")))
        return rows

    def _key_lines(self, row: JournalRow) -> tuple[Line, ...]:
        say, texts = self.texts.say, self.texts
        return (
            Line(say("Version"), str(row.facts["version"])),
            Line(say("Method"), _METHOD_NAMES.get(str(row.facts["method"]), "")),
            Line(say("In use since"), texts.moment(row.at, self.session.now())),
        )

    def _in_short(self, row: JournalRow) -> tuple[str, str, str]:
        method = _METHOD_NAMES.get(str(row.facts["method"]), "")
        since = self.texts.moment(row.at, self.session.now())
        return self.texts.say("Version {version}", version=row.facts["version"]), since, method

    # what touches mean

    def press(self, key: str, part: str) -> None:
        say = self.texts.say
        stay = Action(_STAY, say("Cancel"), kind="quiet")
        if key == _NEW_KEY:
            rsa, hmac = (Action(method, _METHOD_NAMES[method]) for method in _METHODS)
            self.question = Question(
                say("Begin a new key?"),
                say(
                    "The next transaction is signed with it. The old key is kept, because it verifies what it signed. "
                    "Tell the vendor: a key is part of the product declaration. RSA can be verified by everybody, HMAC "
                    "only with the key itself."
                ),
                (stay, hmac, Action(rsa.key, rsa.label, kind="primary")),
            )
        elif key == _TAKE_UP:
            self.question = Question(
                say("Take up the numbers?"),
                say(
                    "Do this only when no newer database can be put back. Numbers, receipts and signatures go on after "
                    "the last that the till made. The gap is written in the journal and stays there."
                ),
                (stay, Action(_TAKE_UP, say("Take up the numbers"), kind="danger")),
            )

    def answer(self, key: str) -> None:
        super().answer(key)
        say, signing, who = self.texts.say, self.session.till.signing, self.session.operator.id
        try:
            if key in _METHODS:
                row = signing.change(_METHODS[key], who)
                told = say("From now on key {version} signs.", version=row.facts["version"])
            elif key == _TAKE_UP:
                signing.take_up(who)
                told = say("The till can sell again.")
            else:
                return
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)
            return
        self.notice = Notice(told, tone="ok")


def _in_lines(public: str) -> tuple[Line, ...]:
    """What stands between the first and the last line of the PEM, in lines that a handheld has room for."""
    letters = "".join(public.strip().splitlines()[1:-1])
    return tuple(Line(letters[begin : begin + _IN_A_LINE]) for begin in range(0, len(letters), _IN_A_LINE))
