"""Settings › Operators: who may stand at the till, their roles and PINs, what each role may, and when a till locks.

A PIN is hashed off the window's thread; name, role and PIN are then stored together or not at all. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...domain import operators as people
from ...domain.operators import RIGHTS, Operator, Right, Role
from ...domain.problems import Problem, Trouble
from ...operator_wording import RIGHTS as RIGHT_WORDS
from ...till.slow import Slow
from ..session import Notice
from ..status import Badge
from .form import FormPage
from .operator_form import (
    AGAIN,
    BRING_BACK,
    LIST,
    MUST_CHANGE,
    NAME,
    NO_PIN,
    OLD,
    PIN,
    PIN_FIELDS,
    REMOVE,
    ROLE,
    OperatorForm,
    Standing,
    role_name,
)  # fmt: skip
from .page import Desk
from .rows import Action, Choices, Heading, Line, Lines, Link, Note, Option, Question, Row, SaveBar

_NEW, _LOCK = "new", "till.lock_after_s"
_LOCK_CHOICES = (0, 60, 300, 900)
_LATE = {"pin_wrong": OLD, "pin_locked": OLD, "old_pin_needed": OLD, "pin_is_the_old_one": PIN, "last_manager": ROLE}
"""Where the words of a refusal stand that only storing can find."""


class OperatorsPage(FormPage):
    """The shop's people, one at a time in a form."""

    stem = "operators"
    icon = "badge"
    keys = (_LOCK,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._saving = False
        self._leads_on = False
        self._typed_by = ""
        self._late: dict[str, Problem] = {}
        self.session.listen(self._forget_pins)

    def label(self) -> str:
        return self.texts.say("Operators")

    def detail(self) -> str:
        return ", ".join(operator.name for operator in self.session.till.operators.active())

    def intro(self) -> str:
        return "" if self.opened is not None else self.texts.say("Who may stand at the till, and what they may do.")

    def rows(self) -> Sequence[Row]:
        return self._list_rows() if self.opened is None else self._form_rows()

    # the list

    def _list_rows(self) -> list[Row]:
        say, operators = self.texts.say, self.session.till.operators
        everybody = sorted(operators.everybody(), key=lambda one: (one.role is not Role.MANAGER, one.name.casefold()))
        rows: list[Row] = [Heading(say("People"), key="people")]
        if not self._may_change:
            told = say("Only a manager who has logged in changes people and their PINs.")
            rows += [Note(told, key="refused"), Lines("people", tuple(self._line(one) for one in operators.active()))]
            return [*rows, *self._lock_rows(), *self._right_rows()]
        if not people.managers(everybody):
            told = say("The shop has no manager: whoever stands at the till may do everything.")
            rows.append(Note(told, "warn", key="no_manager"))
        rows += [self._link(one) for one in everybody if one.active]
        rows.append(Action(_NEW, say("Add an operator"), "person_add", kind="primary"))
        gone = [self._link(one) for one in everybody if not one.active]
        if gone:
            rows += [Heading(say("Have left"), say("Their names stay on receipts."), key="gone"), *gone]
        return [*rows, *self._lock_rows(), *self._right_rows()]

    def _link(self, operator: Operator) -> Link:
        tone = "plain" if not operator.active else "violet" if operator.role is Role.MANAGER else "drink"
        icon = "person" if operator.active else "logout"
        role = role_name(operator.role, self.texts)
        return Link(f"open:{operator.id}", operator.name, role, icon, self._badge(operator), tone)

    def _badge(self, operator: Operator) -> Badge:
        say = self.texts.say
        if not operator.active:
            return Badge(say("Has left"), "logout", "busy")
        if not operator.has_pin:
            return Badge(say("No PIN"), "lock_open", "warn" if operator.role is Role.MANAGER else "busy")
        if operator.must_change_pin:
            return Badge(say("PIN must be changed"), "key", "warn")
        return Badge(say("PIN set"), "lock", "ok")

    def _line(self, operator: Operator) -> Line:
        return Line(operator.name, self._badge(operator).text, role_name(operator.role, self.texts))

    def _lock_rows(self) -> list[Row]:
        say, count = self.texts.say, self.texts.count
        chosen = int(self.session.till.values.text(_LOCK))
        names = {0: say("Never")} | {
            seconds: count("{n} minute", "{n} minutes", seconds // 60)
            if seconds % 60 == 0
            else count("{n} second", "{n} seconds", seconds)
            for seconds in sorted({*_LOCK_CHOICES, chosen} - {0})
        }
        told = say("Whoever has a PIN types it again; the cart is kept.")
        options = tuple(Option(str(seconds), name) for seconds, name in names.items())
        return [
            Heading(say("Lock"), key="lock"),
            Choices(_LOCK, say("Lock the till when nobody touches it for"), options, str(chosen), told),
        ]

    def _right_rows(self) -> list[Row]:
        say = self.texts.say
        cashiers = [right for right in Right if right in RIGHTS[Role.CASHIER]]
        managers = [right for right in Right if right in RIGHTS[Role.MANAGER] - RIGHTS[Role.CASHIER]]
        return [
            Heading(say("What each role may"), say("A manager can approve one action on the spot."), key="rights"),
            Lines("everybody", self._right_lines(cashiers), say("A cashier may")),
            Lines("managers", self._right_lines(managers), say("A manager may all that, and also")),
        ]

    def _right_lines(self, rights: Sequence[Right]) -> tuple[Line, ...]:
        words = [self.texts.say(RIGHT_WORDS[right.value]) for right in rights]
        return tuple(Line(word[:1].upper() + word[1:]) for word in words)

    # the form

    def _form_rows(self) -> list[Row]:
        rows = OperatorForm(self.texts, self._standing(), self.form, self._told_short, self.hint).rows()
        if self._saving:
            rows.insert(1, Note(self.texts.say("Saving…"), key="saving"))
        return rows

    def _told_short(self, key: str) -> str:
        """What is wrong with a field; what to do about a PIN stands below it anyway."""
        late = self._late.get(key)
        found = late or self.form.problems.get(key)
        if found is None:
            return ""
        return self.texts.problem(found)[0] if key in (PIN, AGAIN) and late is None else self.told(found)

    def _standing(self) -> Standing:
        operators, opened = self.session.till.operators, self.opened or ""
        everybody = operators.everybody()
        found = next((one for one in everybody if one.id == opened), None)
        managers = people.managers(everybody)
        if found is None:
            return Standing(Operator("", "", Role.CASHIER if managers else Role.MANAGER))
        until = operators.pins.locked_until(found.id)
        return Standing(
            found,
            own=found.id == self.session.operator.id,
            last_manager=found in managers and len(managers) == 1,
            waits_until="" if until is None else self.texts.exact_clock(until),
        )

    def _save_bar(self) -> SaveBar | None:
        bar = super()._save_bar()
        if bar is None or not self._standing().operator.active:
            return None
        return SaveBar(bar.label, False, self.texts.say("Saving…"), "") if self._saving else bar

    def field_names(self) -> Mapping[str, str]:
        say = self.texts.say
        return {NAME: say("Name"), ROLE: say("Role"), PIN: say("PIN")}

    # what touches mean

    def put(self, key: str, value: str) -> None:
        if key == _LOCK:
            self._stored_lock(value)
        elif self.opened is not None and self._may_change and not self._saving:
            self._late.pop(key, None)
            self._typed_by = self.session.operator.id
            first_digit = key == PIN and bool(value) and not self.form.text(PIN)
            self.form.put(key, value)
            standing = self._standing()
            if first_digit and not standing.own:
                # One whom somebody else gave a PIN is asked to choose their own, unless that is switched off.
                self.form.put(MUST_CHANGE, "true")
            elif key == PIN and not value and not standing.operator.has_pin:
                self.form.forget(MUST_CHANGE)

    def _stored_lock(self, seconds: str) -> None:
        self.session.till.change_settings({_LOCK: seconds}, self.session.operator.id)
        self.notice = Notice(self.texts.say("Saved {time}", time=self.texts.clock(self.session.now())), tone="ok")

    def press(self, key: str, part: str) -> None:
        if self._saving or not self._may_change:
            return
        if key == _NEW:
            self.show("")
        elif key == LIST:
            self.show(None)
        elif key.startswith("open:"):
            self.show(key.partition(":")[2])
        elif key in (REMOVE, BRING_BACK, NO_PIN) and self.opened:
            self._ask(key, self._standing().operator.name)

    def up(self) -> bool:
        return self._saving or super().up()

    def begin(self, key: str | None) -> None:
        self.opened = key
        self._late.clear()
        if key is None:
            self.form.begin({}, lambda _: ())
        else:
            standing = self._standing()
            self.form.begin(standing.shown(), standing.wrong)

    def _ask(self, what: str, name: str) -> None:
        say = self.texts.say
        title, told, yes = {
            REMOVE: (
                say("Remove {name} from the till?", name=name),
                say("Their name stays on receipts, and they can be brought back."),
                say("Remove"),
            ),
            BRING_BACK: (
                say("Bring {name} back?", name=name),
                say("With the role and the PIN they had."),
                say("Bring back"),
            ),
            NO_PIN: (
                say("Take the PIN of {name} away?", name=name),
                say("Whoever touches the name is then in."),
                say("Take away"),
            ),
        }[what]
        kind = "primary" if what == BRING_BACK else "danger"
        self.question = Question(title, told, (Action("", say("Cancel"), kind="quiet"), Action(what, yes, kind=kind)))

    def answer(self, key: str) -> None:
        self._leads_on = key == "save"
        super().answer(key)
        operators, by = self.session.till.operators, self.session.operator.id
        who, say = self.opened or "", self.texts.say
        acts: dict[str, tuple[Callable[[], object], str]] = {
            REMOVE: (lambda: operators.remove(who, by=by), say("Removed from the till.")),
            BRING_BACK: (lambda: operators.change(who, active=True, by=by), say("Back at the till.")),
            NO_PIN: (lambda: operators.pins.change(who, None, by=by).at_once(), say("The PIN is gone.")),
        }
        if key in acts and who:
            self.done(*acts[key])
            self.session.renew_operator()

    # storing

    def save(self) -> bool:
        """Whether it is stored by now; a PIN takes a moment and is told of when it is."""
        if self._saving or not self._may_change or not self._may_save():
            return False
        try:
            slow = self._storing()
        except Trouble as trouble:
            self._refused(trouble)
            return False
        self._saving, opened, leads_on = True, self.opened, self._leads_on
        self._leads_on = False
        run = self.session.background.run if self.form.text(PIN) else _here
        run(slow.work, lambda answer: self._stored(slow, answer, opened, leads_on))
        return not self._saving and not self.form.touched

    def _storing(self) -> Slow[Any, Operator]:
        operators, by, form = self.session.till.operators, self.session.operator.id, self.form
        name, role, pin = form.text(NAME), Role(form.text(ROLE)), form.text(PIN)
        must_change = form.text(MUST_CHANGE) == "true"
        if not self.opened:
            return operators.add(name, role, pin or None, by=by, must_change_pin=must_change)
        standing = self._standing()
        if pin:
            marked = must_change and not standing.own
            old = form.text(OLD) if standing.needs_old_pin else None
            who = self.opened
            return operators.change_with_pin(who, name, role, pin, by=by, old_pin=old, must_change_pin=marked)
        who, marks = self.opened, must_change if MUST_CHANGE in form.changes else None
        return Slow(
            lambda: None,
            lambda _: operators.change(who, name=name, role=role, must_change_pin=marks, by=by),
        )

    def _stored(self, slow: Slow[Any, Operator], answer: Any, opened: str | None, leads_on: bool) -> None:
        self._saving = False
        try:
            stored = slow.finish(answer)
        except Trouble as trouble:
            if opened == self.opened:
                self._refused(trouble)
        else:
            if opened == self.opened:
                self.begin(self._next if leads_on else stored.id)
            told = self.texts.say("Saved {time}", time=self.texts.clock(self.session.now()))
            self.notice = Notice(told, tone="ok")
            self.session.renew_operator()
        self.desk.changed()

    def _refused(self, trouble: Trouble) -> None:
        """The words stand under their field and, for one that is out of sight, below the page."""
        self.notice = self._named(trouble)
        field = _LATE.get(trouble.problem.code)
        if field is None:
            return
        if field == OLD:
            self.form.put(OLD, "")
        self._late[field] = trouble.problem

    @property
    def _may_change(self) -> bool:
        return self.session.till.operators.may(self.session.operator.id, Right.OPERATORS)

    def _forget_pins(self) -> None:
        """A PIN that was typed and not saved waits for nobody else."""
        if self.opened is not None and (self.session.locked or self.session.operator.id != self._typed_by):
            for key in PIN_FIELDS:
                self.form.forget(key)


def _here(work: Callable[[], Any], then: Callable[[Any], None]) -> None:
    """Where nothing is slow there is nothing to wait for."""
    then(work())
