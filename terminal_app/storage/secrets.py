"""Secrets outside the database: a file that only its owner may read, and what systemd hands over as credentials.

A credential named like a setting's key goes before the file and cannot be changed from here. Values are never logged.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ..domain.problems import SettingWrong

SECRETS_NAME = "secrets.json"
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""The variable in which systemd names the folder of `LoadCredential=` (systemd.exec(5))."""
_LONGEST = 4096


def read_credential(name: str) -> str | None:
    """What systemd hands over under that name, None when it hands over nothing of the kind.

    Raises SettingWrong when the file cannot be read, or when everybody may read it.
    """
    folder = os.environ.get(CREDENTIALS)
    if not folder:
        return None
    path = Path(folder) / name
    try:
        with path.open(encoding="utf-8") as file:
            if os.fstat(file.fileno()).st_mode & stat.S_IROTH:
                raise SettingWrong("secrets_open_to_others", file=name)
            return file.read(_LONGEST).strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingWrong("secrets_unreadable", file=name, reason=str(error)) from error


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
