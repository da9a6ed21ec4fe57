"""The operators that a provisioning file names, held against those of the shop: what differs, then stored.

A PIN from the file is set once: one that was changed at the till since stays, until the file gives another. A simple
PIN is good enough for a first start, and must then be changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..domain import operators as people
from ..domain.operators import Operator
from ..domain.problems import BadInput, MoveRefused
from ..storage import pins

if TYPE_CHECKING:
    from .selling import Till


@dataclass(frozen=True, slots=True)
class GivenOperator:
    """One operator as the file gives them: without hash; `must_change` marks the PIN as one for the first start."""

    operator: Operator
    pin: str | None = field(default=None, repr=False)
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """What differs from the shop's staff: those to store, and the PINs that came from the file."""

    changed: tuple[Operator, ...]
    file_hashes: dict[str, str]

    def store(self, till: Till) -> bool:
        """Whether there was anything to store; call inside the transaction of the whole file."""
        operators = till.operators
        operators.staff.put(self.changed)
        operators.staff.put_file_hashes(self.file_hashes)
        for operator in self.changed:
            facts: dict[str, object] = {"id": operator.id, "name": operator.name, "role": operator.role.value}
            operators.journal("operator_provisioned", facts | {"new_pin": operator.id in self.file_hashes}, None)
        return bool(self.changed)


def plan(till: Till, given: Sequence[GivenOperator]) -> StaffPlan:
    """What the file changes. Slow where it gives PINs: each is hashed.

    Raises MoveRefused when the shop would be left without the manager it has, or a PIN cannot be hashed.
    """
    known = {operator.id: operator for operator in till.operators.everybody()}
    from_file = till.operators.staff.file_hashes()
    changed, file_hashes = [], {}
    for one in given:
        before = known.get(one.operator.id)
        after = one.operator if before is None else replace(before, name=one.operator.name, role=one.operator.role)
        last_given = from_file.get(after.id) or after.pin_hash
        if one.pin is not None and not _is(one.pin, last_given, till):
            fresh = pins.hashed(one.pin, pins.pepper(till.database), till.operators.pins.costs)
            if fresh is None:
                raise MoveRefused("pin_not_checked")
            file_hashes[after.id] = fresh
            after = replace(after, pin_hash=fresh, must_change_pin=one.must_change or _is_simple(one))
        if after != before:
            changed.append(after)
    then = known | {operator.id: operator for operator in changed}
    last = people.managers(known.values())
    if last and not people.managers(then.values()):
        raise MoveRefused("last_manager", name=last[0].name)
    return StaffPlan(tuple(changed), file_hashes)


def _is(pin: str, kept: str | None, till: Till) -> bool:
    return kept is not None and pins.matches(pin, kept, pins.pepper(till.database))


def _is_simple(given: GivenOperator) -> bool:
    try:
        people.checked_pin(given.pin or "", given.operator.role, given.operator.id)
    except BadInput:
        return True
    return False
