"""Settings on disk: plain values in the database, secrets outside of it (see `storage.secrets`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..domain.problems import BadInput, FolderTrouble, SettingWrong
from ..domain.settings import Keys, SettingValues, setting
from .secrets import SECRETS_NAME, read_credential, read_secrets, write_secrets

if TYPE_CHECKING:
    from .database import Database

SHOWN_FOR_SECRET = "•••"
SHOWN_OF_SECRET = 4
KEY_NAMES = ("invoicing.application_key", "invoicing.client_key", "invoicing.subscription_key")
Changes = dict[str, tuple[str, str]]


class Settings:
    """The shop's settings; every value that is stored has passed its key's check."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._secrets = database.folder / SECRETS_NAME

    def read(self) -> SettingValues:
        """All plain settings as they are now."""
        return SettingValues(dict(self._database.rows("SELECT key, value FROM setting")))

    def shown(self, key: str) -> str:
        """The value as a person may see it: dots for a secret that is set, empty for one that is not."""
        if setting(key).secret:
            return _dots(self._secret(key))
        return self.read().text(key)

    def ending(self, key: str) -> str:
        """The last four characters of a secret, to know it by; empty when it is not set or too short to show any."""
        secret = self._secret(key)
        return secret[-SHOWN_OF_SECRET:] if len(secret) >= 4 * SHOWN_OF_SECRET else ""

    def is_handed_over(self, key: str) -> bool:
        """Whether a secret comes from outside, as a credential, so that it cannot be changed here."""
        return read_credential(key) is not None

    def put(self, values: Mapping[str, str], record: Callable[[Changes], None] = lambda changes: None) -> Changes:
        """Store all of them, or none: {key: (before, after)} for what differed, secrets as dots.

        `record` tells the journal of the changes, in the same transaction. Raises BadInput naming the first key that
        is unknown or whose value does not pass, FolderTrouble when the secrets cannot be written.
        """
        checked = self._checked(values)
        secret = {key: value for key, value in checked.items() if setting(key).secret}
        with self._database.writing():
            now = self.read()
            wanted = {key: value for key, value in checked.items() if key not in secret}
            plain = {key: (now.text(key), value) for key, value in wanted.items() if now.text(key) != value}
            known = self._secrets_to_change() if secret else {}
            fresh = {key: value for key, value in secret.items() if known.get(key, "") != value}
            changes = plain | {key: (_dots(known.get(key, "")), _dots(value)) for key, value in fresh.items()}
            self._database.execute_many(
                "INSERT INTO setting (key, value) VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [(key, after) for key, (_, after) in plain.items()],
            )
            if changes:
                record(changes)
            if fresh:
                self._replace_secrets({**known, **fresh})  # last: a file cannot be rolled back
        return changes

    def keys(self) -> Keys:
        """The three keys; raises SettingWrong naming the first that is missing, or the file when others may read it."""
        return self.keys_with({})

    def keys_with(self, fresh: Mapping[str, str]) -> Keys:
        """The three keys with those in place of what is stored; raises SettingWrong as `keys` does."""
        found = [fresh.get(name) or self._secret(name) for name in KEY_NAMES]
        for name, key in zip(KEY_NAMES, found, strict=True):
            if not key:
                raise SettingWrong("key_missing", field=name)
        return Keys(*found)

    def drafted(self, values: Mapping[str, str]) -> DraftedSettings:
        """The settings as they would be with those values; raises BadInput naming the first that does not pass."""
        return DraftedSettings(self, self._checked(values))

    def _checked(self, values: Mapping[str, str]) -> dict[str, str]:
        checked = {key: setting(key).check(key, value) for key, value in values.items()}
        for key in checked:
            if setting(key).secret and self.is_handed_over(key):
                raise BadInput("secret_handed_over", field=key)
        return checked

    def _secret(self, key: str) -> str:
        handed_over = read_credential(key)
        return read_secrets(self._secrets).get(key, "") if handed_over is None else handed_over

    def _secrets_to_change(self) -> dict[str, str]:
        """What is known; a file that cannot be read is made anew, as its problem advises."""
        try:
            return read_secrets(self._secrets)
        except SettingWrong as trouble:
            if trouble.problem.code != "secrets_unreadable":
                raise
            return {}

    def _replace_secrets(self, secrets: Mapping[str, str]) -> None:
        try:
            write_secrets(self._secrets, secrets)
        except OSError as error:
            raise FolderTrouble("folder_not_writable", folder=self._secrets, reason=error.strerror or "") from error


class DraftedSettings:
    """Settings with changes that nobody has saved: for a look at what they would do. Stores nothing."""

    def __init__(self, settings: Settings, values: Mapping[str, str]) -> None:
        self._settings = settings
        self._plain = {key: value for key, value in values.items() if not setting(key).secret}
        self._secret = {key: value for key, value in values.items() if setting(key).secret}

    def read(self) -> SettingValues:
        """All plain settings as they would be."""
        return self._settings.read().changed(self._plain)

    def keys(self) -> Keys:
        """The three keys as they would be; raises SettingWrong as `Settings.keys` does."""
        return self._settings.keys_with(self._secret)


def _dots(secret: str) -> str:
    return SHOWN_FOR_SECRET if secret else ""
