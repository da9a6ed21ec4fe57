"""Where signing keys are kept: a folder that only its owner may read, one file for each version of the key.

No file is ever changed or deleted: old keys verify old transactions. Knows no database. Any thread.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..domain.cash_signature import Method
from ..domain.problems import SettingWrong
from .keys import Check, Key, check_of

FOLDER = "signing"
_SUFFIXES = {Method.RSA: "pem", Method.HMAC: "hmac"}
_LONGEST = 16_384


class KeyStore:
    """The keys of one data folder."""

    def __init__(self, data_folder: Path) -> None:
        self.folder = data_folder / FOLDER

    def read(self, version: str) -> Key | None:
        """The key of that version, or None. Raises SettingWrong when others may read it, or it cannot be used."""
        for method, suffix in _SUFFIXES.items():
            path = self._path(version, suffix)
            if (text := _guarded(path)) is not None:
                try:
                    return Key.read(version, method, text)
                except ValueError as error:
                    raise SettingWrong("signing_key_unusable", file=path.name, reason=str(error)) from error
        return None

    def keep(self, key: Key) -> None:
        """That key on disk, readable by its owner alone; raises SettingWrong when it cannot be, or is there already."""
        path = self._path(key.key_version, _SUFFIXES[key.method])
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(key.secret)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(self.folder)
            _sync_folder(self.folder.parent)
        except OSError as error:
            raise SettingWrong("signing_key_not_kept", file=path.name, reason=error.strerror or "") from error

    def check(self, version: str, method: str, public: str) -> Check | None:
        """What verifies the signatures of the key that the journal tells of; None when nothing here can.

        RSA goes by the public half, which must be that of the kept key where there is one; HMAC by the kept key alone.
        """
        try:
            key = self.read(version)
        except SettingWrong:
            key = None
        if key is not None:
            return key.check() if (key.method.value, key.public()) == (method, public) else None
        try:
            return check_of(public) if method == Method.RSA.value else None
        except ValueError:
            return None

    def versions(self) -> tuple[str, ...]:
        """The versions that are kept, oldest first."""
        if not self.folder.is_dir():
            return ()
        names = [path.stem.removeprefix("key-") for path in self.folder.glob("key-*.*") if path.suffix != ".new"]
        return tuple(sorted(names, key=lambda name: (len(name), name)))

    def _path(self, version: str, suffix: str) -> Path:
        return self.folder / f"key-{version}.{suffix}"


def _guarded(path: Path) -> str | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingWrong("signing_key_unusable", file=path.name, reason=error.strerror or "") from error
    facts = os.fstat(descriptor)
    with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
        if facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o077 or not stat.S_ISREG(facts.st_mode):
            raise SettingWrong("signing_key_open_to_others", file=path.name)
        return file.read(_LONGEST)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
