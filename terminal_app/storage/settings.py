"""Settings on disk: plain values in the database, secrets in a file of their own that only the owner may read."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ..domain.problems import SettingWrong
from ..domain.settings import Keys, SettingValues, setting
from .database import Database
from .tables import Setting as SettingRow

SECRETS_NAME = "secrets.json"
SHOWN_FOR_SECRET = "•••"


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
            return SHOWN_FOR_SECRET if self._read_secrets().get(key) else ""
        return self.read().text(key)

    def put(self, values: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Store all of them, or none: {key: (before, after)} for what differed, secrets as dots.

        Raises BadInput naming the first key that is unknown or whose value does not pass.
        """
        checked = {key: setting(key).check(key, value) for key, value in values.items()}
        plain = {key: value for key, value in checked.items() if not setting(key).secret}
        secret = {key: value for key, value in checked.items() if setting(key).secret}
        now = self.read()
        changes = {key: (now.text(key), value) for key, value in plain.items() if now.text(key) != value}
        if secret:
            known = self._read_secrets()
            fresh = {key: value for key, value in secret.items() if known.get(key, "") != value}
            if fresh:
                write_secrets(self._secrets, {**known, **fresh})
                changes |= {key: (SHOWN_FOR_SECRET if known.get(key) else "", SHOWN_FOR_SECRET) for key in fresh}
        with self._database.writing():
            self._database.execute_many(
                "INSERT INTO setting (key, value) VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [(key, after) for key, (_, after) in changes.items() if key in plain],
            )
        return changes

    def keys(self) -> Keys:
        """The three keys; raises SettingWrong naming the first that is missing, or the file when others may read it."""
        known = self._read_secrets()
        names = ("invoicing.application_key", "invoicing.client_key", "invoicing.subscription_key")
        for name in names:
            if not known.get(name):
                raise SettingWrong("key_missing", field=name)
        return Keys(*(known[name] for name in names))

    def _read_secrets(self) -> dict[str, str]:
        return read_secrets(self._secrets)


def read_secrets(path: Path) -> dict[str, str]:
    """The secrets in that file, none when there is no file.

    Raises SettingWrong when the file is a link, belongs to somebody else, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingWrong("secrets_unreadable", file=path.name, reason=error.strerror or "") from error
    with os.fdopen(descriptor, encoding="utf-8") as file:
        facts = os.fstat(file.fileno())
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
