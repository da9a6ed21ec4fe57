"""How one thing about the till stands, as the doctor found it: a code with values; the words are elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .problems import Problem


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `ok` is None for what the till cannot know, or what may be as the shop wants it.

    `code` and `values` say how it stands and, when something is to be done, what: a code of `health_wording`, or of a
    problem, which then is what is wrong.
    """

    id: str
    ok: bool | None
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def wrong(cls, name: str, problem: Problem) -> Check:
        """That thing is not in order, for that reason."""
        return cls(name, False, problem.code, problem.values)


DAMAGE = ("database", "journal")
"""What is wrong with these is damage of the data folder, and nothing should be sold on it."""


def is_well(checks: Iterable[Check]) -> bool:
    """Whether nobody has to do anything."""
    return all(check.ok is not False for check in checks)


def is_damaged(checks: Iterable[Check]) -> bool:
    """Whether the data folder itself is damaged, or cannot be read."""
    return any(check.ok is False and check.id in DAMAGE for check in checks)
