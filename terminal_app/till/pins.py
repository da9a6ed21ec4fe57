"""PINs at the till: log in, lock and unlock, change a PIN; every wrong one is counted before it is tried.

Counting comes first and is durable, so that neither a killed program nor a second finger gets a try for nothing.
Nothing here ever writes or logs a PIN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain import operators as people
from ..domain.operators import Operator, Right, Role, Trials
from ..domain.problems import MoveRefused
from ..storage import pins
from ..storage.pins import Outcome, Verdict
from .slow import Slow

if TYPE_CHECKING:
    from .operators import Operators
    from .selling import Till


class PinDesk:
    """What one till does with PINs."""

    def __init__(self, till: Till, operators: Operators) -> None:
        self._till = till
        self._operators = operators
        self.costs = pins.LOW_MEMORY

    def locked_until(self, operator_id: str) -> datetime | None:
        """When that operator's next PIN may be tried; None when it may be now. A clock set back begins a wait anew."""
        now, staff = self._till.now(), self._operators.staff
        kept = staff.trials(operator_id)
        here = kept.at(now)
        if here != kept:
            staff.put_trials(operator_id, here)
        until = here.locked_until(now)
        return None if until is None else until.astimezone(now.tzinfo)

    def tries_left(self, operator_id: str) -> int:
        """How many more wrong PINs cost that operator no wait."""
        return self._operators.staff.trials(operator_id).left()

    def check(self, operator_id: str, pin: str, what: str) -> Slow[Verdict, Operator]:
        """The operator, when that is their PIN; `what` it was for goes into the journal when it is not.

        Raises MoveRefused now when the operator has no PIN or has to wait, at the end when the PIN was wrong or could
        not be checked; SettingWrong when the pepper of the kept PIN is gone.
        """
        operator, staff = self._operators.get(operator_id), self._operators.staff
        kept = operator.pin_hash
        if kept is None:
            raise MoveRefused("pin_not_set", name=operator.name)
        until = self.locked_until(operator_id)
        if until is not None:
            raise _locked(operator, until)
        pepper = pins.pepper(self._till.database)
        pins.require_readable(kept, pepper)
        before = staff.trials(operator_id)
        staff.put_trials(operator_id, before.one_more(self._till.now()))

        def work() -> Verdict:
            return pins.verdict(pin, kept, pepper, self.costs)

        def finish(verdict: Verdict | None) -> Operator:
            return self._settle(operator, before, verdict, what)

        return Slow(work, finish)

    def _settle(self, operator: Operator, before: Trials, verdict: Verdict | None, what: str) -> Operator:
        staff, database = self._operators.staff, self._till.database
        if verdict is None or verdict.outcome is Outcome.NOT_CHECKED:
            staff.put_trials(operator.id, before)
            raise MoveRefused("pin_not_checked")
        if verdict.outcome is Outcome.WRONG:
            with database.writing():
                self._operators.journal("pin_wrong", {"for": what, "in_a_row": before.wrong + 1}, operator.id)
            until = self.locked_until(operator.id)
            if until is not None:
                raise _locked(operator, until)
            raise MoveRefused("pin_wrong", left=self.tries_left(operator.id))
        now = self._operators.get(operator.id)
        if now.pin_hash != operator.pin_hash:
            raise MoveRefused("operator_changed_meanwhile", name=operator.name)
        with database.writing():
            staff.put_trials(operator.id, Trials())
            if verdict.fresh is not None:
                now = replace(now, pin_hash=verdict.fresh)
                staff.put([now])
        return now

    # at the till

    def log_in(self, operator_id: str, pin: str, *, unlocking: bool = False) -> Slow[Verdict, Operator]:
        """Who stands at the till from here on; raises as `check`. `must_change_pin` says that a new PIN comes first."""
        check = self.check(operator_id, pin, "log_in")

        def finish(verdict: Verdict | None) -> Operator:
            return self.admit(check.finish(verdict), unlocking=unlocking)

        return Slow(check.work, finish)

    def take_over(self, operator_id: str, *, unlocking: bool = False, leaving: str | None = None) -> Operator:
        """As `log_in`, by touch, for one without a PIN; raises MoveRefused for one who has one."""
        operator = self._operators.get(operator_id)
        if operator.has_pin:
            raise MoveRefused("pin_needed", name=operator.name)
        return self.admit(operator, unlocking=unlocking, leaving=leaving)

    def lock(self, operator_id: str, *, idle: bool) -> None:
        """The till was locked, by itself after nobody touched it or by hand."""
        self._operators.forget_grants()
        with self._till.database.writing():
            self._operators.journal("locked", {"idle": idle}, operator_id)

    def admit(self, operator: Operator, *, unlocking: bool = False, leaving: str | None = None) -> Operator:
        """That operator stands at the till from here on; call it once their PIN was checked, where they have one.

        `leaving` is who stood there until now with the till unlocked: they are logged out, unless it is the same one.
        """
        kind = "unlocked" if unlocking else "logged_in"
        self._operators.forget_grants()
        with self._till.database.writing():
            if leaving is not None and leaving != operator.id:
                self._operators.journal("logged_out", {"name": self._operators.name_of(leaving)}, leaving)
            self._operators.journal(kind, {"name": operator.name, "pin": operator.has_pin}, operator.id)
        return operator

    # a new PIN

    def hashing(self, operator: Operator, pin: str | None, *, first_start: bool = False) -> Callable[[], str | None]:
        """The slow work that gives a PIN's hash, None for no PIN; raises BadInput at once for a PIN that cannot be."""
        if pin is None:
            return lambda: None
        checked = people.start_pin(pin) if first_start else people.checked_pin(pin, operator.role, operator.id)
        pepper = pins.pepper(self._till.database)
        return lambda: pins.hashed(checked, pepper, self.costs)

    def hashed_or_refused(self, pin: str | None, pin_hash: str | None) -> str | None:
        """The hash; raises MoveRefused when there should be one and the machine could not make it."""
        if pin is not None and pin_hash is None:
            raise MoveRefused("pin_not_checked")
        return pin_hash

    def change(
        self,
        operator_id: str,
        new_pin: str | None,
        *,
        by: str | None = None,
        old_pin: str | None = None,
        approved_by: str | None = None,
        first_start: bool = False,
        role: Role | None = None,
        also: Callable[[], object] = lambda: None,
    ) -> Slow[tuple[Verdict | None, str | None], Operator]:
        """The operator with that PIN, or none; a wait after wrong ones is over.

        One's own PIN asks for the old one, or for a manager's approval; anybody else's for the right to change
        operators, and so does having none any more. `first_start` marks a simple PIN that must be changed at the first
        log-in. `role` is the one the PIN must be good enough for where `also` changes it: a change that is stored with
        the PIN or not at all. Raises BadInput for a PIN that cannot be, MoveRefused when `by` may not, or as `check`
        for the old PIN.
        """
        operator = self._operators.get(operator_id)
        own = by == operator_id and operator.has_pin and approved_by is None
        if own and old_pin is None:
            raise MoveRefused("old_pin_needed", name=operator.name)
        if not own:
            self._operators.require(by, Right.OPERATORS, approved_by)
        if own and new_pin is None:
            self._operators.require(by, Right.OPERATORS)
        hashing = self.hashing(replace(operator, role=role or operator.role), new_pin, first_start=first_start)
        if own and new_pin == old_pin:
            raise MoveRefused("pin_is_the_old_one")
        check = self.check(operator_id, old_pin, "change_pin") if own and old_pin is not None else None

        def work() -> tuple[Verdict | None, str | None]:
            return (None if check is None else check.work()), hashing()

        def finish(answer: tuple[Verdict | None, str | None] | None) -> Operator:
            verdict, pin_hash = answer or (None, None)
            if check is not None:
                check.finish(verdict)
            kept = self.hashed_or_refused(new_pin, pin_hash)
            with self._till.database.writing():
                also()
                now = self._operators.get(operator_id)
                after = replace(now, pin_hash=kept, must_change_pin=first_start and new_pin is not None)
                approval = {} if own else self._operators.use(by, Right.OPERATORS, approved_by)
                self._operators.staff.put([after])
                self._operators.staff.put_trials(operator_id, Trials())
                facts = {"id": operator_id, "pin": new_pin is not None, "first_start": after.must_change_pin}
                self._operators.journal("pin_changed", facts | approval, by)
            return after

        return Slow(work, finish)


def _locked(operator: Operator, until: datetime) -> MoveRefused:
    return MoveRefused("pin_locked", name=operator.name, until=until.isoformat(timespec="seconds"))
