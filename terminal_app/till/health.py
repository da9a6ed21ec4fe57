"""The doctor: how it stands with the till and its data folder, in checks that each say what they saw.

Reads only, and works beside a running till. What a damaged file makes impossible to tell becomes a finding, never an
error. Caller's thread; the thorough ones take seconds on a long journal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.health import Check
from ..domain.problems import SettingWrong, Trouble
from ..storage import audit as audits
from ..storage import high_water
from ..storage.audit import Audit, Fault
from ..storage.books import Disagreement, disagreements
from ..storage.database import SCHEMA_VERSION, sqlite_version
from . import health_of_shop as of_shop

if TYPE_CHECKING:
    from .selling import Till

Progress = Callable[[float], None]
Look = Callable[["Till"], Check]
Checks = Callable[["Till"], tuple[Check, ...]]
CHAIN_BEGINS, CHAIN_ENDS = 0.1, 0.8
"""Shares of the thorough checks' time that are over when the journal is begun and done with, roughly."""


UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError)
"""What comes of a record that is not what the till once wrote."""


def untold(share: float) -> None:
    """Tells nobody how far it has come."""


def checks(till: Till, progress: Progress = untold, read_books: Checks | None = None) -> tuple[Check, ...]:
    """Every check, the folder's own first; `progress` is told the share of the work that is done.

    It may raise to end the work early: what it raises goes through. `read_books` may have them read elsewhere.
    """
    return (*thorough(till, progress, read_books), *quick(till))


def quick(till: Till) -> tuple[Check, ...]:
    """The checks that read little, whatever the shop's history."""
    return tuple(_guarded(till, name, check) for name, check in _QUICK.items())


def thorough(till: Till, progress: Progress = untold, read_books: Checks | None = None) -> tuple[Check, ...]:
    """The checks that read everything: the database's pages, the journal's chains, the books against each other."""
    progress(0.0)
    database = _guarded(till, "database", _database)
    progress(CHAIN_BEGINS)
    held = _guarded(till, "journal", lambda one: _journal(one, progress))
    progress(CHAIN_ENDS)
    found = (read_books or books)(till)
    progress(1.0)
    return (database, held, *found)


def without_database(folder: Path, error: Exception) -> tuple[Check, ...]:
    """What can be said of a folder whose database could not be opened, for that reason."""
    unread = [Check(name, None, "not_looked_at") for name in ("journal", "books", "numbers", *_QUICK) if name != "disk"]
    if isinstance(error, Trouble):
        damage = Check.wrong("database", error.problem)
    else:
        damage = Check("database", False, "record_unreadable", {"reason": _reason(error)})
    return (damage, of_shop.of_folder_disk(folder), *unread)


def _reason(error: Exception) -> str:
    return str(error.problem) if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"


def not_thorough() -> tuple[Check, ...]:
    """What stands for the thorough checks while nobody has made them."""
    return tuple(Check(name, None, "not_looked_at") for name in ("database", "journal", "books", "numbers"))


def _guarded(till: Till, name: str, check: Look) -> Check:
    try:
        with till.database.telling():
            return check(till)
    except Trouble as trouble:
        return Check.wrong(name, trouble.problem)
    except UNREADABLE as error:
        return Check(name, False, "record_unreadable", {"reason": _reason(error)})


def _database(till: Till) -> Check:
    found = [str(row[0]) for row in till.database.rows("PRAGMA quick_check(5)")]
    if found != ["ok"]:
        return Check("database", False, "database_corrupt", {"reason": "; ".join(found)})
    sqlite = ".".join(map(str, sqlite_version()))
    return Check("database", True, "database_in_order", {"schema": str(SCHEMA_VERSION), "sqlite": sqlite})


def _journal(till: Till, progress: Progress) -> Check:
    def told(share: float) -> None:
        progress(CHAIN_BEGINS + share * (CHAIN_ENDS - CHAIN_BEGINS))

    found = audits.audit(till.database, till.signing.store, told)
    wrong = found.first
    if wrong is None:
        return Check("journal", True, "journal_in_order", _counts(found))
    row = till.database.row("SELECT at_utc, kind FROM journal WHERE id = ?", (wrong.row,))
    at, kind = ("", "") if row is None else (str(row[0]), str(row[1]))
    values = {"row": str(wrong.row), "kind": kind, "moment": _local(till, at), "nr": str(wrong.nr)}
    return Check("journal", False, _FAULTS[wrong.fault], values)


def _counts(found: Audit) -> dict[str, str]:
    return {"rows": str(found.rows), "transactions": str(found.transactions)}


_FAULTS = {
    Fault.MISSING: "journal_row_missing",
    Fault.CHANGED: "journal_row_changed",
    Fault.NUMBER: "journal_number_wrong",
    Fault.SIGNATURE: "journal_signature_wrong",
    Fault.KEY: "journal_key_unknown",
    Fault.SEAL: "journal_seal_wrong",
    Fault.CUT_OFF: "journal_cut_off",
}


def books(till: Till) -> tuple[Check, ...]:
    """The books against each other, and the number series; what the journal's chain says is a check of its own."""
    try:
        with till.database.telling():
            found = disagreements(till.database, chain_too=False)
    except (Trouble, *UNREADABLE) as error:
        told = {"reason": _reason(error)}
        return tuple(Check(name, False, "record_unreadable", told) for name in ("books", "numbers"))
    return (
        _told("books", [one for one in found if one.code != _GAPS]),
        _told("numbers", [one for one in found if one.code == _GAPS]),
    )


_GAPS = "number_missing"


def _told(name: str, found: list[Disagreement]) -> Check:
    if not found:
        return Check(name, True, f"{name}_in_order")
    where = "; ".join(f"{one.code}: {', '.join(one.where)}" for one in found)
    return Check(name, False, f"{name}_disagree", {"where": where})


def _high_water(till: Till) -> Check:
    done = high_water.read(till.signing.store.folder)
    if done is None:
        if not high_water.of(till.database).nr:
            return Check("high_water", True, "high_water_not_yet")
        return Check("high_water", None, "high_water_none")
    if high_water.is_behind(till.database, done):
        now = high_water.of(till.database)
        values = {"nr": str(now.nr), "done": str(done.nr), "row": str(now.row), "done_row": str(done.row)}
        return Check("high_water", False, "high_water_behind", values)
    return Check("high_water", True, "high_water_in_order", {"nr": str(done.nr)})


def _signing_key(till: Till) -> Check:
    told = till.signing.told()
    if told is None:
        return Check("signing_key", True, "signing_key_not_needed")
    version = str(told.facts["version"])
    key = till.signing.store.read(version)
    if key is None:
        raise SettingWrong("signing_key_missing", version=version, folder=till.signing.store.folder)
    if str(told.facts.get("public", "")) != key.public():
        return Check("signing_key", False, "signing_key_another", {"version": version})
    return Check("signing_key", True, "signing_key_in_order", {"version": version, "method": key.method.value})


def _local(till: Till, moment: str) -> str:
    """The moment as the shop's clock had it; as it stands there when it cannot be one any more."""
    try:
        return datetime.fromisoformat(moment).astimezone(till.now().tzinfo).isoformat()
    except ValueError:
        return moment


_QUICK: dict[str, Look] = {
    "high_water": _high_water,
    "signing_key": _signing_key,
    "clock": of_shop.clock,
    "disk": of_shop.disk,
    "printer": of_shop.printer,
    "drawer": of_shop.drawer,
    "company": of_shop.company,
    "day": of_shop.day,
    "parked": of_shop.parked,
    "queue": of_shop.queue,
    "network": of_shop.network,
    "schedule": of_shop.schedule,
    "settings": of_shop.settings,
    "backup": of_shop.backup,
}
