"""Every error a person can meet, as a code with values: what happened, to what, what to do next.

The words live in the catalogue (`terminal_app.wording`), so the same problem reads in Norwegian on the
screen and in English in a log. Knows nothing of languages, threads or exit codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from .records import record


@record
class Problem:
    """One thing that went wrong: a code from the catalogue and the values its sentence needs.

    `code` is stable and written to disk; `values` are plain strings (amounts as "1234.50").
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in sorted(self.values.items()))
        return f"{self.code} ({details})" if details else self.code


class Trouble(Exception):
    """The root of what Disken raises on purpose; carries the Problem that a person is shown."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.problem = Problem(code, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.problem))


class BadInput(Trouble):
    """What was typed or sent in cannot be used; nothing was stored. `values["field"]` names the place."""

    def __init__(self, code: str, /, *, field: str, **values: object) -> None:
        super().__init__(code, field=field, **values)


class SettingWrong(Trouble):
    """A setting is missing or wrong; nothing is tried until it is mended."""


class FolderTrouble(Trouble):
    """The data folder is in use by another till, damaged, or newer than this program."""


class MoveRefused(Trouble):
    """The step is not allowed from here: a closed sale, a sent invoice, a state that changed meanwhile."""
