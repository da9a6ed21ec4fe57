"""A record is what a frozen dataclass with slots is: the same constructor, the same equality, the same refusals."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, ClassVar

import pytest

from terminal_app.domain.records import record


@record
class Cup:
    """A record with every kind of field."""

    KIND: ClassVar[str] = "cup"
    size: int
    words: str = "white"
    notes: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False)
    handles: int = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(self.size)


@dataclass(frozen=True, slots=True)
class Model:
    """The same by dataclasses."""

    KIND: ClassVar[str] = "cup"
    size: int
    words: str = "white"
    notes: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False)
    handles: int = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(self.size)


@record
class Named:
    """A record with an equality of its own."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())


@record
class Empty:
    """Nothing in it."""


@record
class Mug(Cup):
    """A record that inherits one."""

    lid: bool = False


def taken_by(kind: type) -> list[tuple[object, ...]]:
    """What its constructor takes: each parameter's name, kind and type, and what it is when it is left out."""
    taken = inspect.signature(kind).parameters.values()
    return [(one.name, one.kind, one.annotation, one.name == "notes" or one.default) for one in taken]


def test_a_record_is_made_and_shown_as_a_dataclass_is() -> None:
    made: list[Any] = [kind(3, notes=["a"], handles=2) for kind in (Cup, Model)]
    assert repr(made[0]) == repr(made[1]).replace("Model", "Cup")
    assert asdict(made[0]) == asdict(made[1])
    assert taken_by(Cup) == taken_by(Model)
    assert Cup.__match_args__ == Model.__match_args__
    assert [one.name for one in fields(Cup)] == [one.name for one in fields(Model)]


def test_records_are_equal_by_the_fields_that_are_compared() -> None:
    assert Cup(1, notes=["a"]) == Cup(1, notes=["b"])
    assert hash(Cup(1)) == hash(Cup(1, notes=["b"]))
    assert Cup(1) != Cup(2)
    assert Cup(1) != Model(1)
    assert Mug(1) != Cup(1)
    assert Empty() == Empty()


def test_an_equality_of_one_s_own_stays() -> None:
    assert Named("Kari") == Named("KARI")
    assert hash(Named("Kari")) == hash(Named("KARI"))


def test_an_equality_of_one_s_own_without_a_hash_gets_the_one_of_the_fields() -> None:
    for kind in (record, dataclass(frozen=True, slots=True)):

        @kind
        class Alike:
            name: str

            def __eq__(self, other: object) -> bool:
                return True

        assert hash(Alike("a")) == hash(("a",))


def test_nothing_of_a_record_can_be_changed() -> None:
    cup = Cup(1)
    with pytest.raises(FrozenInstanceError):
        cup.size = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del cup.size
    with pytest.raises(FrozenInstanceError):
        cup.colour = "red"  # type: ignore[attr-defined]
    assert not hasattr(cup, "__dict__")


def test_each_record_gets_a_list_of_its_own() -> None:
    assert Cup(1).notes is not Cup(1).notes


def test_what_is_checked_after_the_making_is_checked() -> None:
    with pytest.raises(ValueError, match="-1"):
        Cup(-1)
    with pytest.raises(ValueError, match="-1"):
        replace(Cup(1), size=-1)


def test_a_copy_of_a_record_and_a_pickled_one_are_equal_to_it() -> None:
    mug = Mug(2, "blue", ["x"], lid=True)
    for again in (copy.copy(mug), copy.deepcopy(mug), pickle.loads(pickle.dumps(mug)), replace(mug)):
        assert again == mug
        assert again.notes == mug.notes


def test_a_field_without_a_default_after_one_with_is_refused() -> None:
    with pytest.raises(SyntaxError):

        @record
        class Wrong:
            """Never made."""

            first: int = 1
            second: int  # type: ignore[misc]
