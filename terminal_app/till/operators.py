"""The shop's people: who may do what, who joins, changes and leaves, and an approval given on the spot.

Each change one call, one commit, one journal row; PINs are `till.pins`' matter. Knows no screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from ..domain import operators as people
from ..domain.operators import NOBODY, Operator, Right, Role
from ..domain.problems import BadInput, MoveRefused
from ..domain.records import record
from ..storage import journal
from ..storage.operators import Staff

if TYPE_CHECKING:
    from ..storage.pins import Verdict
    from .pins import PinDesk
    from .selling import Till
    from .slow import Slow

GRANT_LASTS = timedelta(minutes=5)
"""How long an approval waits for its action: time to write a reason, not to go for lunch."""

VISITS_GIVE = frozenset({Right.SETTINGS, Right.PRODUCTS})
"""What a cashier may at the desk when a manager lets them there; never roles and PINs, which outlast the visit."""


@record
class Grant:
    """A manager's approval of one action of somebody else's; gone when it was used, or too old."""

    right: Right
    approved_by: str
    operator_id: str
    until: datetime


class Operators:
    """Who may stand at one till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.staff = Staff(till.database)
        self._grants: list[Grant] = []
        self.visit: Grant | None = None
        """The manager's approval of somebody else's visit to the desk, while it lasts."""

    @cached_property
    def pins(self) -> PinDesk:
        """Log in, lock and change a PIN: for a start at which nobody stands there yet."""
        from .pins import PinDesk

        return PinDesk(self._till, self)

    def everybody(self) -> tuple[Operator, ...]:
        """All by id, also those who have left."""
        return self.staff.everybody()

    def active(self) -> tuple[Operator, ...]:
        """Those who may stand at the till, by id."""
        return tuple(operator for operator in self.staff.everybody() if operator.active)

    def get(self, operator_id: str | None = None) -> Operator:
        """The active operator of that id, the first one for None; a shop without any sells as the till itself.

        Raises BadInput when there is none of that id.
        """
        known = self.active()
        if operator_id is None or (not known and operator_id == NOBODY):
            return known[0] if known else Operator(NOBODY, self._till.values.shop().till_name)
        for operator in known:
            if operator.id == operator_id:
                return operator
        choices = ", ".join(operator.id for operator in known)
        raise BadInput("operator_unknown", field="operator", id=operator_id[:40], choices=choices)

    def name_of(self, operator_id: str) -> str:
        """Who that is or was, for a receipt; the id itself when nobody ever had it."""
        known = self.everybody() or (self.get(),)
        return next((operator.name for operator in known if operator.id == operator_id), operator_id)

    # rights

    def who_may(self, right: Right) -> tuple[Operator, ...]:
        """The active operators who have that right themselves."""
        return tuple(operator for operator in self.active() if operator.may(right))

    def may(self, operator_id: str | None, right: Right) -> bool:
        """Whether that operator may without anybody's approval."""
        return not people.managers(self.active()) or self.get(operator_id).may(right)

    def require(self, operator_id: str | None, right: Right, approved_by: str | None = None) -> None:
        """Nothing when that operator may, by role or by an approval that waits; raises MoveRefused naming who may.

        Until a shop has its first manager there is nobody to ask: whoever stands there may.
        """
        if self.may(operator_id, right) or self.visiting(operator_id, right):
            return
        operator = self.get(operator_id)
        if approved_by is None:
            people.require(operator, right, self.active())
        elif self._grant(operator.id, right, approved_by) is None:
            raise MoveRefused("approval_used_up", name=operator.name)

    def use(self, operator_id: str | None, right: Right, approved_by: str | None = None) -> dict[str, object]:
        """As `require`, and the approval is used up; what the journal row of the action has to say of it."""
        self.require(operator_id, right, approved_by)
        if approved_by is None or self.may(operator_id, right):
            return self.of_the_visit(operator_id)
        grant = self._grant(self.get(operator_id).id, right, approved_by)
        if grant is not None:
            self._grants.remove(grant)
        return self._approved(approved_by)

    @contextmanager
    def used_if_stored(self) -> Iterator[None]:
        """Approvals that are used in here wait again when it fails, as on a full disk: nothing was stored by them."""
        before = list(self._grants)
        try:
            yield
        except BaseException:
            self._grants = before
            raise

    def visiting(self, operator_id: str | None, right: Right) -> bool:
        """Whether a manager let that operator to the desk and the right is one that a visit gives."""
        visit = self.visit
        return visit is not None and visit.operator_id == operator_id and right in VISITS_GIVE

    def of_the_visit(self, operator_id: str | None) -> dict[str, object]:
        """What the journal row of something done at the desk has to say of the manager who let that operator there."""
        visit = self.visit
        return {} if visit is None or visit.operator_id != operator_id else self._approved(visit.approved_by)

    def begin_visit(self, operator_id: str, approved_by: str) -> None:
        """That operator is at the desk until `end_visit`; uses the manager's approval of changing settings up.

        Raises MoveRefused when there is none that waits.
        """
        with self._till.database.writing():
            approval = self.use(operator_id, Right.SETTINGS, approved_by)
            self.journal("desk_visited", {"name": self.name_of(operator_id), **approval}, operator_id)
        self.visit = Grant(Right.SETTINGS, approved_by, operator_id, self._till.now())

    def end_visit(self) -> None:
        """Nobody is at the desk by somebody else's approval any more."""
        visit, self.visit = self.visit, None
        if visit is not None:
            with self._till.database.writing():
                self.journal("desk_left", self._approved(visit.approved_by), visit.operator_id)

    def _approved(self, by: str) -> dict[str, object]:
        return {"approved_by": by, "approved_by_name": self.name_of(by)}

    def step_up(self, right: Right, manager_id: str, pin: str, operator_id: str | None = None) -> Slow[Verdict, Grant]:
        """That manager's approval of one action of that operator, by PIN on the spot; journalled with both names.

        Raises MoveRefused for one who may not approve, a wrong PIN, one that has to wait, or one for the first log-in.
        """
        manager = self.get(manager_id)
        people.require(manager, right, self.active())
        if manager.must_change_pin:
            raise MoveRefused("pin_to_change_first", name=manager.name)
        check = self.pins.check(manager_id, pin, "step_up")

        def finish(verdict: Verdict | None) -> Grant:
            check.finish(verdict)
            return self._granted(right, manager_id, self.get(operator_id), with_pin=True)

        from .slow import Slow

        return Slow(check.work, finish)

    def approve(self, right: Right, manager_id: str, operator_id: str | None = None) -> Grant:
        """As `step_up`, for a manager without a PIN, who is chosen by touch; raises MoveRefused for one who has one."""
        manager = self.get(manager_id)
        people.require(manager, right, self.active())
        if manager.has_pin:
            raise MoveRefused("pin_needed", name=manager.name)
        return self._granted(right, manager_id, self.get(operator_id), with_pin=False)

    def forget_grants(self) -> None:
        """Somebody else stands at the till: what was approved and not used is approved no more."""
        self._grants.clear()
        self.end_visit()

    def _granted(self, right: Right, manager_id: str, operator: Operator, *, with_pin: bool) -> Grant:
        manager = self.get(manager_id)
        facts = {"right": right.value, "by": manager.name, "for": operator.id, "for_name": operator.name}
        with self._till.database.writing():
            self.journal("stepped_up", facts | {"pin": with_pin}, manager.id)
        grant = Grant(right, manager.id, operator.id, self._till.now() + GRANT_LASTS)
        self._grants.append(grant)
        return grant

    def _grant(self, operator_id: str, right: Right, approved_by: str) -> Grant | None:
        now = self._till.now()
        self._grants = [grant for grant in self._grants if now <= grant.until <= now + GRANT_LASTS]
        wanted = (right, approved_by, operator_id)
        found = (g for g in self._grants if (g.right, g.approved_by, g.operator_id) == wanted)
        return next(found, None)

    # who joins, changes and leaves

    def add(
        self,
        name: str,
        role: Role = Role.CASHIER,
        pin: str | None = None,
        *,
        by: str | None = None,
        approved_by: str | None = None,
        must_change_pin: bool = False,
    ) -> Slow[str | None, Operator]:
        """A new operator, with an id made from the name; the name itself is the next operator's too if need be.

        Raises BadInput for a name or PIN that cannot be, MoveRefused when `by` may not. A PIN that must be changed
        is for the first start alone and may be a simple one.
        """
        self.require(by, Right.OPERATORS, approved_by)
        checked = people.checked_name(name)
        operator = Operator(people.new_id(checked, {o.id for o in self.everybody()}), checked, role)
        work = self.pins.hashing(operator, pin, first_start=must_change_pin)

        def finish(pin_hash: str | None) -> Operator:
            kept = self.pins.hashed_or_refused(pin, pin_hash)
            joined = replace(operator, pin_hash=kept, must_change_pin=must_change_pin and pin is not None)
            if any(known.id == joined.id for known in self.everybody()):
                raise MoveRefused("operator_changed_meanwhile", name=checked)
            with self._till.database.writing():
                approval = self.use(by, Right.OPERATORS, approved_by)
                self.staff.put([joined])
                facts = {"id": joined.id, "name": joined.name, "role": role.value, "pin": joined.has_pin}
                self.journal("operator_added", facts | approval, by)
            return joined

        from .slow import Slow

        return Slow(work, finish)

    def change(
        self,
        operator_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        active: bool | None = None,
        must_change_pin: bool | None = None,
        by: str | None = None,
        approved_by: str | None = None,
    ) -> Operator:
        """The operator with that name, that role, gone or back again, or with a PIN to be changed at the next log-in.

        Nothing is journalled when nothing differs. A cashier's PIN may be too short for a manager: one who becomes
        manager must change it at the next log-in.
        Raises BadInput for an unknown operator or a name that cannot be, MoveRefused when `by` may not, or when the
        shop would be left without a manager.
        """
        self.require(by, Right.OPERATORS, approved_by)
        before = self._known(operator_id)
        after = replace(
            before,
            name=before.name if name is None else people.checked_name(name),
            role=role or before.role,
            active=before.active if active is None else active,
        )
        if must_change_pin is not None:
            after = replace(after, must_change_pin=must_change_pin and after.has_pin)
        if after == before:
            return before
        people.require_manager_left(self.everybody(), after)
        if after.role is Role.MANAGER and before.role is not Role.MANAGER and after.has_pin:
            after = replace(after, must_change_pin=True)
        facts: dict[str, object] = {"id": after.id, "name": [before.name, after.name]}
        facts |= {"role": [before.role.value, after.role.value], "active": [before.active, after.active]}
        if after.must_change_pin != before.must_change_pin:
            facts["must_change_pin"] = [before.must_change_pin, after.must_change_pin]
        with self._till.database.writing():
            approval = self.use(by, Right.OPERATORS, approved_by)
            self.staff.put([after])
            self.journal("operator_changed", facts | approval, by)
        return after

    def change_with_pin(
        self,
        operator_id: str,
        name: str,
        role: Role,
        pin: str,
        *,
        by: str | None,
        old_pin: str | None = None,
        must_change_pin: bool = False,
    ) -> Slow[tuple[Verdict | None, str | None], Operator]:
        """The operator with that name, role and PIN: all three stored together, or none of them.

        Raises as `change` and as `pins.change`, which asks for the old PIN when it is one's own.
        """
        self.require(by, Right.OPERATORS)
        checked = people.checked_name(name)
        people.require_manager_left(self.everybody(), replace(self._known(operator_id), role=role))
        return self.pins.change(
            operator_id,
            pin,
            by=by,
            old_pin=old_pin,
            first_start=must_change_pin,
            role=role,
            also=lambda: self.change(operator_id, name=checked, role=role, by=by),
        )

    def remove(self, operator_id: str, *, by: str | None = None, approved_by: str | None = None) -> Operator:
        """The operator gone from the till; receipts go on naming them. Raises as `change`."""
        return self.change(operator_id, active=False, by=by, approved_by=approved_by)

    def _known(self, operator_id: str) -> Operator:
        found = next((operator for operator in self.everybody() if operator.id == operator_id), None)
        return found if found is not None else self.get(operator_id)

    def journal(self, kind: str, facts: dict[str, object], operator_id: str | None) -> None:
        """One row in the name of whoever did it; call inside a transaction."""
        journal.append(self._till.database, self._till.now(), kind, facts, operator_id=operator_id)
