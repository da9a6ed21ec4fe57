"""The key that this till signs with: made before the first transaction, changed by a manager, never quietly replaced.

Each key begins with a journal row that says its version, its method and its public half. Also where the numbers go on
when an old copy of the database was put back. Caller's thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..domain.cash_signature import Method
from ..domain.operators import Right
from ..domain.problems import BadInput, MoveRefused, SettingWrong
from ..signing import Key, KeyStore, load_library
from ..storage import high_water, journal, register, series
from ..storage.high_water import HighWater
from ..storage.register import KEY_ROW, TAKEN_UP

if TYPE_CHECKING:
    from ..domain.cash_signature import Signer
    from ..domain.journal import JournalRow
    from ..storage.high_water import Done
    from .selling import Till

FIRST_VERSION = "1"
_LONGEST_VERSION = 50
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def checked_version(text: str, field: str) -> str:
    """The version as it is declared; raises BadInput naming `field` for one that is no name of a file, or too long."""
    if not _VERSION.fullmatch(text) or len(text) > _LONGEST_VERSION:
        raise BadInput("signing_version_wrong", field=field, text=text[:60])
    return text


class Signing:
    """What one till signs with."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.store = KeyStore(till.database.folder)
        self._mark = HighWater(till.database, self.store.folder, till.journal_end)
        self._key: Key | None = None

    # the key in use

    def signer(self) -> Signer:
        """The key in use; the first one is made when the till has never signed. Call inside `database.writing()`.

        Raises SettingWrong when the key that the journal names is missing or cannot be used, or the database is older
        than what the till has done: then nothing may be sold.
        """
        self.require_numbers()
        if self._key is None:
            told = self.told()
            key = self._first() if told is None else self._of(str(told.facts["version"]))
            self._till.database.once_durable(lambda: self._use(key))
            return key
        return self._key

    def told(self) -> JournalRow | None:
        """The journal's row of the key in use; None before the first."""
        return journal.last_row(self._till.database, KEY_ROW)

    def version(self) -> str:
        """The version of the key in use; "" before the first."""
        told = self.told()
        return "" if told is None else str(told.facts["version"])

    def require_key(self) -> None:
        """Nothing when the key can sign, or the first is still to be made; raises SettingWrong as `signer` does."""
        version = "" if self._key is not None else self.version()
        if version:
            self._key = self._of(version)

    def forget(self) -> None:
        """Read the key anew for the next transaction."""
        self._key = None

    def warming(self) -> tuple[Callable[[], Key | None], Callable[[Key | None], None]]:
        """Slow work for the background and what takes its answer: key and library are in memory before a sale asks."""
        version, store = self.version(), self.store

        def read() -> Key | None:
            load_library()
            try:
                return store.read(version) if version else None
            except SettingWrong:
                return None  # the first sale says so, to somebody who can do something about it

        def keep(key: Key | None) -> None:
            if key is not None and self._key is None and self.version() == key.key_version:
                self._key = key

        return read, keep

    # another key

    def change(
        self, method: Method = Method.RSA, operator_id: str | None = None, approved_by: str | None = None
    ) -> JournalRow:
        """The journal's row of a new key of the next version; the chain goes on from the signature before.

        The way out as well when the key is lost. Raises MoveRefused for one without the right to the settings and
        without approval, SettingWrong when the key cannot be stored: then the key is the same as before.
        """
        till = self._till
        with till.operators.used_if_stored(), till.database.telling(), till.database.writing():
            allowed = till.operators.use(operator_id, Right.SETTINGS, approved_by)
            key = Key.make(self._next_version(), method)
            self.store.keep(key)
            self._tell(key, operator_id, allowed)
            row = self.told()
        assert row is not None
        return row

    def provide(self, key: Key) -> bool:
        """Whether that key, which a provisioning file gives, was new here; call inside `database.writing()`.

        One of a version that the till has or had already changes nothing, though a lost RSA key is put back by it.
        Raises BadInput when that version is another key's, SettingWrong when it cannot be stored.
        """
        known = {str(row.facts["version"]): row for row in journal.of_kinds(self._till.database, KEY_ROW)}
        told, kept = known.get(key.key_version), self.store.read(key.key_version)
        is_same = kept is None or (kept.method, kept.secret) == (key.method, key.secret)
        if told is not None and is_same:
            is_same = (told.facts["method"], told.facts["public"]) == (key.method.value, key.public())
        if not is_same or (told is not None and kept is None and key.method is Method.HMAC):
            raise BadInput("signing_version_taken", field="signing.version", version=key.key_version)
        if kept is None:
            self.store.keep(key)
        if told is None:
            self._tell(key, None, {})
        return told is None or kept is None

    # numbers after an old copy of the database was put back

    def missed(self) -> Done | None:
        """What the till has done that its database knows nothing of; None when nothing is missing."""
        return self._mark.missed

    def require_numbers(self) -> None:
        """Nothing, unless the database is older than what was done: raises SettingWrong, since numbers would repeat."""
        missed = self._mark.missed
        if missed is not None:
            number, _ = register.last(self._till.database)
            raise SettingWrong("database_older_than_done", done=missed.nr, here=number)

    def take_up(self, operator_id: str | None = None, approved_by: str | None = None) -> JournalRow:
        """The journal's row that names the gap: numbers, series and signatures go on after what was done.

        Raises MoveRefused when nothing is missing, or for one without the right to the settings and without approval.
        """
        till, missed = self._till, self._mark.missed
        if missed is None:
            raise MoveRefused("numbers_not_missing")
        with till.operators.used_if_stored(), till.database.telling(), till.database.writing():
            allowed = till.operators.use(operator_id, Right.SETTINGS, approved_by)
            here = high_water.of(till.database)
            further = here.or_further(missed)
            facts = {"from": here.facts(), "to": further.facts(), "missed": missed.facts()}
            journal.append(till.database, till.now(), TAKEN_UP, facts | allowed, operator_id=operator_id)
            for kind, last in further.series.items():
                if last > here.series.get(kind, 0):
                    series.go_on_after(till.database, kind, last)
            row = journal.last_row(till.database, TAKEN_UP)
            till.database.once_durable(self._mark.taken_up)
        assert row is not None
        return row

    # inside

    def _use(self, key: Key) -> None:
        self._key = key

    def _of(self, version: str) -> Key:
        key = self.store.read(version)
        if key is None:
            raise SettingWrong("signing_key_missing", version=version, folder=self.store.folder)
        return key

    def _first(self) -> Key:
        number, _ = register.last(self._till.database)
        if number:
            raise SettingWrong("signing_key_missing", version="", folder=self.store.folder)
        key = self.store.read(FIRST_VERSION)
        if key is None:
            key = Key.make(FIRST_VERSION, Method.RSA)
            self.store.keep(key)
        self._tell(key, None, {})
        return key

    def _next_version(self) -> str:
        """One more than the last; never one that was used, or that a file is kept of."""
        used = {str(row.facts["version"]) for row in journal.of_kinds(self._till.database, KEY_ROW)}
        used |= set(self.store.versions())
        version = self.version() or FIRST_VERSION
        while version in used:
            stem = version.rstrip("0123456789")
            digits = version[len(stem) :]
            version = f"{stem}{int(digits) + 1}" if digits else f"{stem[: _LONGEST_VERSION - 2]}-2"
        return version

    def _tell(self, key: Key, operator_id: str | None, allowed: dict[str, object]) -> None:
        facts = {"version": key.key_version, "method": key.method.value, "public": key.public()}
        till = self._till
        journal.append(till.database, till.now(), KEY_ROW, facts | allowed, operator_id=operator_id)
        self.forget()
