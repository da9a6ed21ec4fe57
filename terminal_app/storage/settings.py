"""Settings on disk: plain values in the database, secrets in a file of their own that only the owner may read."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from ..domain.problems import FolderTrouble, SettingWrong
from ..domain.settings import Keys, SettingValues, setting
from .database import Database
from .tables import Setting as SettingRow

SECRETS_NAME = "secrets.json"
SHOWN_FOR_SECRET = "•••"
Changes = dict[str, tuple[str, str]]


class Settings:
    """The shop's settings; every value that is stored has passed its key's check."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._secrets = database.folder / SECRETS_NAME

    def read(self) -> SettingValues:
        """All plain settings as they are now."""
        return SettingValues({row.key: row.value for row in SettingRow.select()})

    def shown(self, key: str) -> str:
        """The value as a person may see it: dots for a secret that is set, empty for one that is not."""
        if setting(key).secret:
            return _dots(read_secrets(self._secrets).get(key, ""))
        return self.read().text(key)

    def put(self, values: Mapping[str, str], record: Callable[[Changes], None] = lambda changes: None) -> Changes:
        """Store all of them, or none: {key: (before, after)} for what differed, secrets as dots.

        `record` tells the journal of the changes, in the same transaction. Raises BadInput naming the first key that
        is unknown or whose value does not pass, FolderTrouble when the secrets cannot be written.
        """
        checked = {key: setting(key).check(key, value) for key, value in values.items()}
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
        known = read_secrets(self._secrets)
        names = ("invoicing.application_key", "invoicing.client_key", "invoicing.subscription_key")
        for name in names:
            if not known.get(name):
                raise SettingWrong("key_missing", field=name)
        return Keys(*(known[name] for name in names))

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


def _dots(secret: str) -> str:
    return SHOWN_FOR_SECRET if secret else ""


def read_secrets(path: Path) -> dict[str, str]:
    """The secrets in that file, none when there is no file.

    Raises SettingWrong when the file is a link, belongs to somebody else, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingWrong("secrets_unreadable", file=path.name, reason=error.strerror or "") from error
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        raise SettingWrong("secrets_unreadable", file=path.name, reason=os.strerror(errno.EISDIR))
    with os.fdopen(descriptor, encoding="utf-8") as file:
        if facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o077:
            raise SettingWrong("secrets_open_to_others", file=path.name)
        try:
            known = json.load(file)
        except ValueError as error:
            raise SettingWrong("secrets_unreadable", file=path.name, reason="JSON") from error
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}


def write_secrets(path: Path, secrets: Mapping[str, str]) -> None:
    """Replace the file in one step, readable by the owner alone."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(dict(secrets), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
