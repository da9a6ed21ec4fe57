"""How PINs are kept: Argon2id over an HMAC with a pepper that lies in the secrets file, never in the database.

Hashing takes a tenth of a second or two and touches neither database nor file, so it may run on any thread; argon2
is loaded at the first use. docs/decisions/0006 says how the numbers were chosen.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.problems import FolderTrouble, SettingWrong
from ..domain.records import record
from .database import Database
from .secrets import SECRETS_NAME, read_credential, read_secrets, write_secrets

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PEPPER_KEY = "till.pin_pepper"
_PEPPER_BYTES = 32
_OLD = "scrypt"


class Outcome(Enum):
    """What a PIN turned out to be; `NOT_CHECKED` when the machine could not, such as for want of memory."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_CHECKED = "not_checked"


@record
class Verdict:
    """The outcome, and a fresh hash of a right PIN when the kept one is of an older kind."""

    outcome: Outcome
    fresh: str | None = field(default=None, repr=False)


@record
class Costs:
    """What one try costs: passes over so much memory, by so many lanes at once."""

    passes: int
    memory_kib: int
    lanes: int


LOW_MEMORY = Costs(passes=3, memory_kib=65_536, lanes=4)
"""RFC 9106, section 4, second recommended choice: for machines without 2 GiB to spare."""


@record
class Pepper:
    """The secret that makes stolen hashes useless: without it no PIN can be tried against them."""

    secret: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        """Tells peppers apart without giving anything away; each hash names the one it was made with."""
        return "p" + hmac.new(self.secret, b"disken: which pepper", hashlib.sha256).hexdigest()[:8]

    def over(self, pin: str) -> bytes:
        return hmac.new(self.secret, pin.encode(), hashlib.sha256).digest()


def pepper(database: Database) -> Pepper:
    """The till's pepper: what systemd hands over, else what lies in the secrets file, where it is made at first need.

    Raises SettingWrong when the secrets file cannot be trusted, FolderTrouble when it cannot be written.
    """
    handed_over = read_credential(PEPPER_KEY)
    if handed_over:
        return Pepper(handed_over.encode())
    path = database.folder / SECRETS_NAME
    with database.writing():  # the settings replace the same file under the same lock
        known = read_secrets(path)
        if not known.get(PEPPER_KEY):
            known[PEPPER_KEY] = secrets.token_hex(_PEPPER_BYTES)
            _write(path, known)
        return Pepper(known[PEPPER_KEY].encode())


def _write(path: Path, known: dict[str, str]) -> None:
    try:
        write_secrets(path, known)
    except OSError as error:
        raise FolderTrouble("folder_not_writable", folder=path, reason=error.strerror or "") from error


def is_readable(kept: str, by: Pepper) -> bool:
    """Whether a PIN can be held against that hash: it is an old one, or was made with this pepper."""
    return kept.startswith(f"{_OLD}$") or kept.partition("$")[0] == by.mark


def require_readable(kept: str, by: Pepper) -> None:
    """Raises SettingWrong when the hash was made with a pepper that is gone: then no PIN could ever be right."""
    if not is_readable(kept, by):
        raise SettingWrong("pin_pepper_gone", file=SECRETS_NAME)


def hashed(pin: str, by: Pepper, costs: Costs = LOW_MEMORY) -> str | None:
    """The PIN as it is kept: the pepper's mark, then Argon2's own text with salt and costs. Slow.

    None when the machine lacks the memory for it.
    """
    from argon2.exceptions import HashingError

    try:
        return by.mark + _hasher(costs).hash(by.over(pin))
    except HashingError:
        return None


def _hasher(costs: Costs) -> PasswordHasher:
    """Argon2id; loaded here, because a till that nobody logs in to does without."""
    from argon2 import PasswordHasher

    return PasswordHasher(costs.passes, costs.memory_kib, costs.lanes)


def verdict(pin: str, kept: str, by: Pepper, costs: Costs = LOW_MEMORY) -> Verdict:
    """What that PIN is to that hash. Slow; compares in constant time."""
    if kept.startswith(f"{_OLD}$"):
        return Verdict(Outcome.RIGHT, hashed(pin, by, costs)) if _old_matches(pin, kept) else Verdict(Outcome.WRONG)
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

    hasher, phc = _hasher(costs), kept[len(by.mark) :]
    try:
        hasher.verify(phc, by.over(pin))
    except VerifyMismatchError:
        return Verdict(Outcome.WRONG)
    except (VerificationError, InvalidHashError):
        return Verdict(Outcome.NOT_CHECKED)
    return Verdict(Outcome.RIGHT, hashed(pin, by, costs) if hasher.check_needs_rehash(phc) else None)


def matches(pin: str, kept: str, by: Pepper) -> bool:
    """Whether that PIN certainly has that hash; a hash of another pepper matches nothing. Slow."""
    return is_readable(kept, by) and verdict(pin, kept, by).outcome is Outcome.RIGHT


def _old_matches(pin: str, kept: str) -> bool:
    """The scrypt hashes of the first version (RFC 7914; n=2^14, r=8, p=5), without a pepper."""
    _, salt, digest = kept.split("$")
    found = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=5, maxmem=2**26).hex()
    return hmac.compare_digest(found, digest)
