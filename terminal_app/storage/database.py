"""Opens the shop's one SQLite file and guards it: one process, one write lock, durable commits.

Any thread may read; each gets a connection of its own. Writes of all threads queue at one lock, because
SQLite's own busy handler starves the window (measured; docs/decisions). The lock is never held across a
network call.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import peewee
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.cysqlite_ext import __exception_wrapper__ as _as_peewee_names_it  # type: ignore[attr-defined]

from ..domain.problems import FolderTrouble

OLDEST_SQLITE = (3, 51, 3)
"""From here on the WAL-reset fault that could corrupt a file under two writers is mended (sqlite.org/wal.html)."""

SCHEMA_VERSION = 9
FILE_NAME = "disken.db"
LOCK_NAME = "disken.lock"
_KEEP_PLANS = 1007
"""SQLITE_DBCONFIG_ENABLE_QPSG, the query planner stability guarantee (sqlite.org/c3ref/c_dbconfig_defensive.html)."""
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 67_108_864,
    "recursive_triggers": 1,  # so that REPLACE meets the triggers that refuse DELETE
}


class _Connections(CySqliteDatabase):
    """A connection for each thread, on which the plan of a statement is made once and not for each value bound to it.

    Otherwise SQLite weighs every value against statistics, of which this file has none: half of a small query's cost.
    """

    def __init__(self, address: str, **options: Any) -> None:
        CySqliteDatabase.__init__(self, address, **options)

    def connect(self, reuse_if_open: bool = False) -> bool:
        opened = bool(super().connect(reuse_if_open))
        if opened:
            CySqliteDatabase.connection(self).db_config(_KEEP_PLANS, 1)
        return opened


class Database:
    """The open data folder, made by `Database.open`. Close it, or use it in a `with`.

    A `with` also turns what SQLite could not do (a full disk, a damaged page) into FolderTrouble.
    """

    def __init__(self, folder: Path, connection: CySqliteDatabase, lock_file: int | None) -> None:
        self.folder = folder
        self._connection = connection
        self._lock_file = lock_file
        self._write_lock = threading.RLock()
        self._depth = 0
        self._once_durable: list[Callable[[], None]] = []
        self._is_journalled = False
        self._writer = 0
        """The thread that writes now; 0 for none."""
        self._turn = 0
        self.journalled: Callable[[], Callable[[], None]] = lambda: _nobody_asks
        """Called at the end of each transaction with something new in the journal, inside it; what it gives is called
        once all of it is on disk, as `once_durable` calls. Neither may write or raise."""

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        read_only: bool = False,
        create: bool = True,
        still_held: Callable[[], bool] = lambda: False,
    ) -> Database:
        """The database of that folder, migrated when needed, and made unless `create` is off.

        `read_only` opens beside a running till and takes no instance lock; it never makes a file. `still_held` is
        asked whenever another till holds the folder: True to try again, after it has waited a little. Raises
        FolderTrouble when there is no shop to open, another till holds the folder, it cannot be written, the
        file is damaged or newer than this program, or the SQLite library is too old.
        """
        _require_sqlite()
        path = folder / FILE_NAME
        if (read_only or not create) and not path.exists():
            raise FolderTrouble("folder_empty", folder=folder)
        if read_only:
            address = f"file:{quote(os.fsencode(path))}?mode=ro"
            connection: CySqliteDatabase = _Connections(address, uri=True, pragmas={"query_only": 1})
            return cls._checked(cls(folder, connection, None))
        lock_file = _take_folder(folder, still_held)
        existed = path.exists()
        connection = _Connections(str(path), pragmas=_PRAGMAS, timeout=5, lock_type="IMMEDIATE")
        opened = cls(folder, connection, lock_file)
        try:
            if not existed:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            opened._migrate()
            return cls._checked(opened)
        except BaseException:
            opened.close()
            raise

    @classmethod
    def _checked(cls, opened: Database) -> Database:
        try:
            version = opened.row("PRAGMA user_version")
        except peewee.DatabaseError as error:
            opened.close()
            raise opened._trouble(error) from error
        if version is None or version[0] != SCHEMA_VERSION:
            opened.close()
            raise FolderTrouble("database_other_version", folder=opened.folder)
        return opened

    def _migrate(self) -> None:
        try:
            row = self.row("PRAGMA user_version")
            version = 0 if row is None else int(row[0])
            if version > SCHEMA_VERSION:
                raise FolderTrouble("database_newer", folder=self.folder)
            if version < SCHEMA_VERSION:
                from playhouse.migrations import Runner  # kept off the start-up path of an up-to-date shop

                directory = str(Path(__file__).parent / "migrations")
                with self._write_lock:
                    Runner(self._connection, directory).up()
        except peewee.DatabaseError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: peewee.DatabaseError) -> FolderTrouble:
        text = str(error)
        if "disk image is malformed" in text or "not a database" in text:
            return FolderTrouble("database_damaged", folder=self.folder)
        return FolderTrouble("database_failed", folder=self.folder, reason=text)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One durable transaction: all of it is on disk when the block ends, or none of it.

        Inside another it is a part of that, which is undone by itself when it fails.
        """
        with self._write_lock:
            self._depth += 1
            try:
                with self._whole() if self._depth == 1 else self._part():
                    yield
            finally:
                self._depth -= 1
            if not self._depth:
                waiting, self._once_durable = self._once_durable, []
                for act in waiting:
                    act()

    @contextmanager
    def writing_on(self) -> Iterator[None]:
        """The transaction around, with no part of its own, or else a new one: for what nobody goes on after."""
        if self._writer == threading.get_ident():
            yield
        else:
            with self.writing():
                yield

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._connection.begin()
        self._writer, self._is_journalled = threading.get_ident(), False
        self._turn += 1
        try:
            yield
            if self._is_journalled:
                self._once_durable.append(self.journalled())
            self._connection.commit()
        except BaseException:
            self._once_durable.clear()
            self._connection.rollback()
            raise
        finally:
            self._writer = 0

    @contextmanager
    def _part(self) -> Iterator[None]:
        """Parts within parts have the same name, as SQLite allows: with a name of its own each would be parsed anew."""
        self.execute("SAVEPOINT part")
        try:
            yield
            self.execute("RELEASE part")
        except BaseException:
            self._turn += 1
            self.execute("ROLLBACK TO part")
            self.execute("RELEASE part")
            raise

    def is_journalled(self) -> None:
        """The transaction around this call has written something in the journal."""
        self._is_journalled = True
        self._turn += 1

    @property
    def turn(self) -> int | None:
        """A number that is another one as soon as the journal may be; None unless the calling thread is writing."""
        return self._turn if self._writer == threading.get_ident() else None

    def once_durable(self, act: Callable[[], None]) -> None:
        """Call `act` when the transaction around this call is on disk, and never if it is not; inside `writing()`.

        Once, however often it is asked for. It runs while nobody else can write, and must neither write nor raise.
        """
        if act not in self._once_durable:
            self._once_durable.append(act)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Raises FolderTrouble for what SQLite could not do inside the block, such as to write to a full disk."""
        try:
            yield
        except peewee.IntegrityError:
            raise
        except peewee.DatabaseError as error:
            if any("disk is full" in str(cause) for cause in _causes(error)):
                raise FolderTrouble("disk_full", folder=self.folder) from error
            raise self._trouble(error) from error

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement inside `writing()`; returns how many rows it changed."""
        with _as_peewee_names_it:  # straight to the driver: peewee's own way costs as much again for a small statement
            return int(self._connection.connection().execute(sql, values).rowcount)

    def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row inside `writing()`."""
        with _as_peewee_names_it:
            self._connection.cursor().executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, fetched at once so that no read transaction stays open."""
        with _as_peewee_names_it:
            return list(self._connection.connection().execute(sql, values).fetchall())

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def forget_pages(self) -> None:
        """Let go of the file's pages that the calling thread's connection keeps in memory, up to 2 MB."""
        self.rows("PRAGMA shrink_memory")

    def release_thread(self) -> None:
        """Close the calling thread's connection; call it when a thread that used the database ends."""
        with self._write_lock:
            if not self._connection.is_closed():
                self._connection.close()

    def close(self) -> None:
        """Close the calling thread's connection and let the folder go. Calling it again does nothing."""
        self.release_thread()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, peewee.DatabaseError) and not isinstance(error, peewee.IntegrityError):
            raise self._trouble(error) from error


def _nobody_asks() -> None:
    """What is called where nobody wants to know."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came of: SQLite itself rolls back when the disk is full, and a second rollback fails."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library in use, such as (3, 54, 0)."""
    import cysqlite

    return tuple(int(part) for part in cysqlite.sqlite_version.split("."))


def _require_sqlite() -> None:
    found = sqlite_version()
    if found < OLDEST_SQLITE:
        raise FolderTrouble("sqlite_too_old", found=".".join(map(str, found)), needed=".".join(map(str, OLDEST_SQLITE)))


def _take_folder(folder: Path, still_held: Callable[[], bool]) -> int:
    """The open lock file, held until it is closed or the process ends however it ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK_NAME, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise FolderTrouble("folder_not_writable", folder=folder, reason=error.strerror or "") from error
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except OSError as error:
                if not still_held():
                    raise FolderTrouble("folder_in_use", folder=folder) from error
    except BaseException:
        os.close(descriptor)
        raise
