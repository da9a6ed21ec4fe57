"""`record`: what `dataclass(frozen=True, slots=True)` makes, at less than half of its price.

dataclasses writes six functions for each class and has each compiled by itself; a hundred such classes are a sixth of
what a till needs to start. Here the constructor alone is compiled, and the rest is shared by all. What reads
dataclasses (`fields`, `replace`, `asdict`, `match`) reads these. Standard library only; any thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[C]) -> type[C]:
    """The class as a frozen dataclass with slots: compared, hashed and shown by its fields.

    What the class itself defines of that stays; what inherits it is a record too. Raises SyntaxError where a field
    without a default follows one with.
    """
    own = vars(cls)
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    every = fields(made)
    written = {"__init__": _constructor(made, every), **_comparison([one.name for one in every if one.compare])}
    for name, function in written.items():
        function.__name__, function.__qualname__ = name, f"{made.__qualname__}.{name}"
    for name, function in (written | _SHARED).items():
        if own.get(name) is None:  # Python puts None for the hash beside an `__eq__` of one's own
            setattr(made, name, function)
    result: type[C] = made
    return result


def _comparison(compared: list[str]) -> dict[str, Any]:
    """`__eq__` and `__hash__` by these fields, as of a tuple of them."""
    kept = _tuple_of(*compared)

    def equal(self: Any, other: object) -> Any:
        return kept(self) == kept(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(kept(self))

    return {"__eq__": equal, "__hash__": hashed}


def _tuple_of(*names: str) -> Callable[[Any], Any]:
    """What gives these fields of a record as a tuple; `attrgetter` does so from two on."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _constructor(cls: Any, every: tuple[Field[Any], ...]) -> Any:
    """`__init__` of a class with these fields, as dataclasses has it."""
    known: dict[str, Any] = {"_put": object.__setattr__, "_MISSING": MISSING}
    takes, does = _taken_and_done(cls, every, known)
    lines = [f"def _maker({', '.join(known)}):", f" def __init__({', '.join(takes)}):"]
    lines += [*(f"  {line}" for line in does or ["pass"]), " return __init__"]
    made: dict[str, Any] = {}
    exec("\n".join(lines), vars(sys.modules[cls.__module__]), made)
    init = made["_maker"](**known)
    init.__annotations__ = {one.name: one.type for one in every if one.init} | {"return": None}
    return init


def _taken_and_done(cls: Any, every: tuple[Field[Any], ...], known: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What an `__init__` takes and does; what it must know besides is put into `known`."""
    takes, by_name, does = ["self"], list[str](), list[str]()
    for one in every:
        name, value, default = one.name, one.name, ""
        if one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}() if {name} is _MISSING else {name}" if one.init else f"_make_{name}()"
            default = "=_MISSING"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            value = name if one.init else f"_default_{name}"
            default = f"=_default_{name}"
        if one.init:
            (by_name if one.kw_only else takes).append(name + default)
        if one.init or default:
            does.append(f"_put(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        does.append("self.__post_init__()")
    return ([*takes, "*", *by_name] if by_name else takes), does


def _shown(self: Any) -> str:
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({told})"


def _refuse_to_set(self: Any, name: str, _: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _kept(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _brought_back(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_SHARED: dict[str, Any] = {
    "__repr__": _shown,
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _kept,
    "__setstate__": _brought_back,
}
