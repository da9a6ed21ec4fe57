"""What is typed about one operator, what is wrong with it, and the rows of the form. Stores nothing. Window thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...domain import operators as people
from ...domain.operators import LEAST_DIGITS, MOST_DIGITS, Operator, Role
from ...domain.problems import BadInput, Problem
from ...domain.records import record
from ...i18n import Texts
from .form import FormDraft
from .rows import Action, Choices, Heading, Note, Option, Row, Switch, Text, Typing

LIST, REMOVE, BRING_BACK, NO_PIN = "list", "remove", "bring_back", "no_pin"
NAME, ROLE, PIN, AGAIN, OLD, MUST_CHANGE = "name", "role", "pin", "pin_again", "old_pin", "must_change"
PIN_FIELDS = (PIN, AGAIN, OLD)


@record
class Standing:
    """The operator in the form, and how they stand to the shop and to who fills it in; a new one has the id ""."""

    operator: Operator
    own: bool = False
    last_manager: bool = False
    waits_until: str = ""

    @property
    def is_new(self) -> bool:
        return not self.operator.id

    @property
    def needs_old_pin(self) -> bool:
        return self.own and self.operator.has_pin

    def shown(self) -> dict[str, str]:
        """The fields as they are stored; PINs are never among them."""
        operator = self.operator
        must_change = self.is_new or operator.must_change_pin
        return {
            NAME: operator.name,
            ROLE: operator.role.value,
            MUST_CHANGE: "true" if must_change else "false",
        }

    def wrong(self, written: Mapping[str, str]) -> tuple[Problem, ...]:
        """Everything that keeps the form from being stored, each with its field."""
        role, pin = Role(written[ROLE]), written.get(PIN, "")
        found = [*self._wrong_name(written[NAME])]
        if self.last_manager and role is not Role.MANAGER:
            found.append(Problem("last_manager", {"name": self.operator.name, "field": ROLE}))
        if pin:
            try:
                people.checked_pin(pin, role, self.operator.id, PIN)
            except BadInput as trouble:
                found.append(trouble.problem)
            if self.needs_old_pin and not written.get(OLD):
                found.append(Problem("field_empty", {"field": OLD}))
        found += _wrong_repeat(pin, written.get(AGAIN, ""))
        return tuple(found)

    def _wrong_name(self, name: str) -> tuple[Problem, ...]:
        if self.is_new and not name.strip():
            return (Problem("field_empty", {"field": NAME}),)
        try:
            people.checked_name(name, NAME)
        except BadInput as trouble:
            return (trouble.problem,)
        return ()


def _wrong_repeat(pin: str, again: str) -> tuple[Problem, ...]:
    if pin == again:
        return ()
    if not again:
        return (Problem("field_empty", {"field": AGAIN}),)
    return (Problem("pin_not_repeated" if pin.startswith(again) else "pins_differ", {"field": AGAIN}),)


@record
class OperatorForm:
    """The form as rows. `told` gives the words of what is wrong with a field, `hint` those of an empty one."""

    texts: Texts
    standing: Standing
    form: FormDraft
    told: Callable[[str], str]
    hint: Callable[[str], str]

    def rows(self) -> list[Row]:
        """From top to bottom; of one who has left only the way back."""
        say, standing = self.texts.say, self.standing
        title = standing.operator.name or say("New operator")
        rows: list[Row] = [Heading(title, key="form"), Action(LIST, say("All operators"), "arrow_back", kind="quiet")]
        if not standing.operator.active:
            told = say("{name} has left the till. Receipts still name them.", name=standing.operator.name)
            return [*rows, Note(told, key="left"), Action(BRING_BACK, say("Bring back"), "replay", kind="primary")]
        return [*rows, *self._who(), *self._pin(), *self._leaving()]

    def _who(self) -> list[Row]:
        say, form, standing = self.texts.say, self.form, self.standing
        told = ""
        if standing.last_manager:
            told = say("{name} is the only manager: make somebody else a manager first.", name=standing.operator.name)
        rows: list[Row] = [
            Text(NAME, say("Name"), form.text(NAME), hint=self.hint(NAME), problem=self.told(NAME), longest=60),
            Choices(ROLE, say("Role"), _roles(self.texts), form.text(ROLE), told),
        ]
        if self.told(ROLE):
            rows.append(Note(self.told(ROLE), "bad", key="role"))
        elif standing.own and form.text(ROLE) != standing.operator.role.value:
            rows.append(Note(say("You then can no longer open the settings yourself."), "warn", key="role"))
        return rows

    def _pin(self) -> list[Row]:
        say, form, standing = self.texts.say, self.form, self.standing
        operator, role = standing.operator, Role(form.text(ROLE))
        rows: list[Row] = [Heading(say("PIN"), self._pin_told(), key="pin")]
        if standing.waits_until:
            told = say("Too many wrong PINs: the next try is at {time}.", time=standing.waits_until)
            rows.append(Note(told, "warn", say("A new PIN ends the wait."), key="waits"))
        if role is Role.MANAGER and not operator.has_pin and not form.text(PIN):
            told = say("Without a PIN anybody can approve as this manager, by touching the name.")
            rows.append(Note(told, "warn", key="no_pin"))
        if standing.needs_old_pin:
            rows.append(self._field(OLD, say("The PIN you have now")))
        rule = say("{least} to {most} digits, not 1111 or 1234.", least=LEAST_DIGITS[role], most=MOST_DIGITS)
        rows += [
            self._field(PIN, say("New PIN") if operator.has_pin else say("PIN"), rule),
            self._field(AGAIN, say("The same PIN once more")),
        ]
        if not standing.own:
            can = operator.has_pin or bool(form.text(PIN))
            told = say("The one you choose here is then good for one log-in only.")
            on = can and form.text(MUST_CHANGE) == "true"
            rows.append(Switch(MUST_CHANGE, say("Has to choose their own at the next log-in"), on, told, enabled=can))
            if operator.has_pin:
                rows.append(Action(NO_PIN, say("Take the PIN away"), "lock_open", kind="quiet"))
        return rows

    def _pin_told(self) -> str:
        say, operator, form = self.texts.say, self.standing.operator, self.form
        if operator.has_pin and operator.role is not Role.MANAGER and form.text(ROLE) == Role.MANAGER.value:
            return say("A manager's PIN is longer: a new one is asked for at the next log-in.")
        if operator.must_change_pin:
            return say("A PIN is set, and has to be changed at the next log-in.")
        if operator.has_pin:
            return say("A PIN is set. Nobody can read it; leave the fields empty to keep it.")
        return say("No PIN: whoever touches the name is in.")

    def _field(self, key: str, label: str, rule: str = "") -> Text:
        return Text(
            key,
            label,
            self.form.text(key),
            Typing.PIN,
            hint=self.hint(key),
            detail=rule,
            problem=self.told(key),
            secret=True,
            longest=MOST_DIGITS,
        )

    def _leaving(self) -> list[Row]:
        say, standing = self.texts.say, self.standing
        if standing.is_new:
            return []
        why = ""
        if standing.last_manager:
            why = say("{name} is the only manager: make somebody else a manager first.", name=standing.operator.name)
        elif standing.own:
            why = say("This is you: another manager has to do it.")
        label = say("Remove from the till")
        return [
            Heading(say("Remove"), key="leaving"),
            Action(REMOVE, label, "logout", why, "danger", enabled=not why and not self.form.touched),
        ]


def _roles(texts: Texts) -> tuple[Option, ...]:
    return tuple(Option(role.value, role_name(role, texts)) for role in Role)


def role_name(role: Role, texts: Texts) -> str:
    """What the shop calls that role."""
    return texts.say("Manager") if role is Role.MANAGER else texts.say("Cashier")
