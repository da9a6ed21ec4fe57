"""What is changed on a page and not yet stored: texts by setting key, each checked as it is typed.

Saving stores everything in one transaction with one journal row, or nothing. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...domain.problems import BadInput, Problem
from ...domain.settings import SETTINGS, SettingValues, setting
from ...till import Till
from .written import AS_IT_IS, Written

Together = Callable[[SettingValues], None]
"""A check of several settings at once; raises BadInput naming the one to mend."""


class Draft:
    """A draft over some settings of a till. `written` says how a key is typed, `together` what must hold of several."""

    def __init__(
        self,
        till: Till,
        keys: Sequence[str],
        written: Mapping[str, Written] | None = None,
        together: Sequence[Together] = (),
    ) -> None:
        self._till = till
        self.keys = tuple(keys)
        self._written = dict(written or {})
        self._together = tuple(together)
        self._typed: dict[str, str] = {}
        self._problems: dict[str, Problem] = {}
        self._changes: dict[str, str] = {}

    @property
    def changes(self) -> Mapping[str, str]:
        """What would be stored and differs from what is, by key; what does not pass is left as it was typed."""
        return self._changes

    @property
    def problems(self) -> Mapping[str, Problem]:
        """What does not pass, by key."""
        return self._problems

    @property
    def touched(self) -> bool:
        """Whether anything would be lost by throwing the draft away."""
        return bool(self._changes or self._problems)

    def text(self, key: str) -> str:
        """What stands in the field: as typed, else as stored. A secret that is stored is never shown."""
        if key in self._typed:
            return self._typed[key]
        return "" if setting(key).secret else self._how(key).show(self._till.values.text(key))

    def value(self, key: str) -> str:
        """The setting's value with the draft in it, in its stored form; as typed when it does not pass."""
        return self._changes.get(key, "" if setting(key).secret else self._till.values.text(key))

    def on(self, key: str) -> bool:
        """Whether a switch is on in the draft."""
        return self.value(key) == "true"

    def values(self) -> SettingValues:
        """All settings as they would be, with what passes of the draft: for previews and worked examples."""
        passed = {key: value for key, value in self._changes.items() if key not in self._problems}
        everything = {key: self._till.values.text(key) for key in _plain_keys()}
        return SettingValues({**everything, **{key: value for key, value in passed.items() if key in everything}})

    def put(self, key: str, typed: str) -> None:
        """Take what was typed for that key and check it at once."""
        if key not in self.keys:
            raise ValueError(f"{key} is not on this page")
        self._typed[key] = typed
        self._check()

    def forget(self, key: str) -> None:
        """That one key back to what is stored."""
        self._typed.pop(key, None)
        self._check()

    def throw_away(self) -> None:
        """Back to what is stored."""
        self._typed.clear()
        self._check()

    def save(self, operator_id: str) -> tuple[str, ...]:
        """The keys that differed, all stored; nothing is stored and BadInput raised when one does not pass."""
        self._check()
        for key, problem in self._problems.items():
            raise BadInput(problem.code, **{**problem.values, "field": key})
        stored = self._till.change_settings(dict(self._changes), operator_id) if self._changes else ()
        self.throw_away()
        return stored

    def _check(self) -> None:
        self._problems, self._changes = {}, {}
        for key, typed in self._typed.items():
            wanted = self._how(key).read(typed)
            try:
                value = setting(key).check(key, wanted)
            except BadInput as trouble:
                self._problems[key] = trouble.problem
                value = wanted
            if setting(key).secret:
                if value:
                    self._changes[key] = value
            elif value != self._till.values.text(key):
                self._changes[key] = value
        if not self._problems:
            self._check_together()

    def _check_together(self) -> None:
        values = self.values()
        for check in self._together:
            try:
                check(values)
            except BadInput as trouble:
                self._problems[trouble.problem.values["field"]] = trouble.problem

    def _how(self, key: str) -> Written:
        return self._written.get(key, AS_IT_IS)


def _plain_keys() -> tuple[str, ...]:
    return tuple(key for key, one in SETTINGS.items() if not one.secret)
