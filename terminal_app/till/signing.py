"""The key that this till signs with: made before the first transaction, changed by a manager, never quietly replaced.

Each key begins with a journal row that says its version, its method and its public half. Caller's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.cash_signature import Method, Signer
from ..domain.problems import SettingWrong
from ..signing import Key, KeyStore
from ..storage import journal, register

if TYPE_CHECKING:
    from .selling import Till

KEY_ROW = "signing_key"


class Signing:
    """What one till signs with."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.store = KeyStore(till.database.folder)
        self._key: Key | None = None

    def signer(self) -> Signer:
        """The key in use; the first one is made when the till has never signed. Call inside `database.writing()`.

        Raises SettingWrong when the key that the journal names is missing or cannot be used: then nothing may be sold.
        """
        if self._key is None:
            told = journal.last_row(self._till.database, KEY_ROW)
            key = self._first() if told is None else self._of(str(told.facts["version"]))
            self._till.database.once_durable(lambda: setattr(self, "_key", key))
            return key
        return self._key

    def version(self) -> str:
        """The version of the key in use; "" before the first."""
        told = journal.last_row(self._till.database, KEY_ROW)
        return "" if told is None else str(told.facts["version"])

    def forget(self) -> None:
        """Read the key anew for the next transaction."""
        self._key = None

    def _of(self, version: str) -> Key:
        key = self.store.read(version)
        if key is None:
            raise SettingWrong("signing_key_missing", version=version, folder=self.store.folder)
        return key

    def _first(self) -> Key:
        number, _ = register.last(self._till.database)
        if number:
            raise SettingWrong("signing_key_missing", version="", folder=self.store.folder)
        key = self.store.read("1")
        if key is None:
            key = Key.make("1", Method.RSA)
            self.store.keep(key)
        self._tell(key, None)
        return key

    def _tell(self, key: Key, operator_id: str | None) -> None:
        facts = {"version": key.key_version, "method": key.method.value, "public": key.public()}
        journal.append(self._till.database, self._till.now(), KEY_ROW, facts, operator_id=operator_id)
