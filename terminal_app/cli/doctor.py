"""The verb doctor: how it stands with the till and its data folder, also beside a running till or on a damaged file.

Opens for reading alone, asks no network, mends nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.health import Check, is_damaged, is_well
from ..domain.problems import FolderTrouble
from ..i18n import Texts, texts
from ..storage.database import FILE_NAME, Database
from ..till import Till, health
from .output import print_json, print_lines

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

LARGE_BYTES = 50_000_000
"""From here on a second process is worth its start."""


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--quick", action="store_true", help="leave out what reads the whole database")


def doctor(options: argparse.Namespace, folder: Path) -> int:
    """0 when all is well, 1 when something needs a person, 4 when the data folder is damaged or cannot be read."""
    language, found = _found(options, folder)
    if options.json:
        print_json({"ok": is_well(found), "checks": [_row(check, language) for check in found]})
    else:
        print_lines(_told(found, language))
    if is_damaged(found):
        return 4
    return 0 if is_well(found) else 1


def _found(options: argparse.Namespace, folder: Path) -> tuple[Texts, tuple[Check, ...]]:
    language = texts("nb")
    try:
        with Database.open(folder, read_only=True) as database:
            till = Till(database, lambda: datetime.now(UTC))
            language = texts(till.values.text("till.language"))
            if options.quick:
                return language, (*health.not_thorough(), *health.quick(till))
            with _Progress(shown=sys.stderr.isatty() and not options.json) as progress, _Aside(folder) as aside:
                return language, health.checks(till, progress.tell, aside.books)
    except (FolderTrouble, *health.UNREADABLE) as error:
        return language, health.without_database(folder, error)


def _row(check: Check, language: Texts) -> dict[str, Any]:
    message, hint = language.health(check)
    return {"id": check.id, "ok": check.ok, "message": message, "hint": hint}


def _told(found: Sequence[Check], language: Texts) -> Iterator[str]:
    marks = {True: language.say("ok"), False: language.say("TO DO"), None: "–"}
    width = max(len(mark) for mark in marks.values())
    for check in found:
        message, hint = language.health(check)
        yield f"{marks[check.ok]:<{width}}  {message}"
        if hint:
            yield f"{'':<{width}}  → {hint}"


class _Aside:
    """The books of a large shop, read by a second process while this one follows the journal: both take as long."""

    def __init__(self, folder: Path) -> None:
        self._reading: Future[tuple[Check, ...]] | None = None
        self._pool: ProcessPoolExecutor | None = None
        if (folder / FILE_NAME).stat().st_size >= LARGE_BYTES:
            from concurrent.futures import ProcessPoolExecutor  # heavy, and no other verb wants it
            from multiprocessing import get_context

            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
            self._reading = self._pool.submit(_books_of, folder)

    def books(self, till: Till) -> tuple[Check, ...]:
        """What the other process found; read here when there is none, or when it died."""
        try:
            return health.books(till) if self._reading is None else self._reading.result()
        except BrokenExecutor:
            return health.books(till)

    def __enter__(self) -> _Aside:
        return self

    def __exit__(self, *ended: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=ended[0] is None, cancel_futures=True)


def _books_of(folder: Path) -> tuple[Check, ...]:
    with Database.open(folder, read_only=True) as database:
        return health.books(Till(database, lambda: datetime.now(UTC)))


class _Progress:
    """Per cent on one line of a terminal, wiped away at the end."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._said = -1

    def tell(self, share: float) -> None:
        said = int(share * 100)
        if self._shown and said != self._said:
            self._said = said
            sys.stderr.write(f"\r{said:3} %")
            sys.stderr.flush()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *ended: object) -> None:
        if self._shown:
            sys.stderr.write("\r     \r")
