"""Writes a period of the journal as SAF-T files: each whole and checked before it gets its name, or nothing at all.

Walks the journal once and keeps none of it: events and transactions wait on disk until who occurs is known. Any thread.
Source of names and sizes: Skatteetaten, SAF-T Cash Register (each file at most 200 MB after zipping).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from ...domain.journal import JournalRow
from ...domain.problems import BadInput, MoveRefused, Problem
from .events import write_events
from .head import article_names, write_company, write_header, write_place
from .ids import Ids
from .later import Spool
from .master import Master, Period
from .references import Verdict, check_file
from .sums import Verify
from .survey import Survey
from .tags import DECLARATION, NAMESPACE, Tags
from .transactions import Transactions

LARGEST = 200_000_000
"""What a file that is delivered may weigh, in bytes; of a zipped one after zipping."""
_TELL_EVERY = 500
_SHARES = (("walk", 0.5), ("check", 0.5))
_QUICK = 1
"""How hard ZIP tries: the files are small enough by far, and somebody waits for them."""
_EXTRA = 1.1
"""Parts are made a little smaller than they would have to be: days differ."""

Rows = Callable[[int, int], Iterator[JournalRow]]
"""(first, last) row numbers, both included → those rows in order, once for each file that is made of them."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of an export in their order, and what is wrong with them: nothing, unless the journal itself is."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    faults: int
    transactions: int

    @property
    def is_good(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Job:
    """What is written and how: the rows, all that stands beside them, and how it is told and stopped.

    `verify` says whether a signature holds; `signature_of` gives that of a number.
    """

    rows: Rows
    master: Master
    period: Period
    made: datetime
    verify: Verify | None = None
    signature_of: Callable[[int], str | None] = lambda nr: None
    taken_up: Mapping[int, str] = field(default_factory=dict)
    """Signatures of the numbers after which the register went on after a loss."""
    progress: Callable[[float], None] = lambda share: None
    stop: Callable[[], bool] = lambda: False
    largest: int = LARGEST


def export(job: Job, out: Path) -> Exported:
    """The files of that period in the folder `out`, under their official names.

    One file, or as many as it takes for each to be small enough; each ends with a day's close where it can. A file
    that is too large as XML is a ZIP of it. Raises BadInput naming `out` when it is no folder or cannot be written,
    MoveRefused when `stop` said so; then nothing is left in the folder.
    """
    _require_folder(out)
    work = _Work(replace(job, progress=_only_on(job.progress)), out, _free_moment(job, out))
    try:
        return work.do()
    except OSError as error:
        raise BadInput("saft_not_written", field="out", folder=out, reason=error.strerror or str(error)) from error
    finally:
        work.forget()


def file_name(organization_number: str, made: datetime, number: int, count: int, suffix: str) -> str:
    """The official name: "SAF-T Cash Register_999999999_20260131235959_1_1.xml"."""
    return f"SAF-T Cash Register_{organization_number}_{made:%Y%m%d%H%M%S}_{number}_{count}{suffix}"


def _require_folder(out: Path) -> None:
    if not out.is_dir():
        raise BadInput("saft_no_folder", field="out", folder=out)
    if not os.access(out, os.W_OK | os.X_OK):
        raise BadInput("saft_not_written", field="out", folder=out, reason=os.strerror(13))


def _free_moment(job: Job, out: Path) -> datetime:
    """When the files are made, as their names say; a moment whose name is taken is not used again."""
    moment, organization = job.made, job.master.company.organization_number
    while any(out.glob(file_name(organization, moment, 1, 1, "").removesuffix("1_1") + "*")):
        moment += timedelta(seconds=1)
    return moment


def _only_on(progress: Callable[[float], None]) -> Callable[[float], None]:
    """Progress that never goes back, also when what was written has to be parted."""
    best = 0.0

    def told(share: float) -> None:
        nonlocal best
        if share > best:
            best = share
            progress(share)

    return told


class _Work:
    """One export: what it has written so far under names of its own, and what the files will be called."""

    def __init__(self, job: Job, out: Path, moment: datetime) -> None:
        self._job = job
        self._out = out
        self._moment = moment
        self._made: list[tuple[Path, str]] = []

    def do(self) -> Exported:
        job, period = self._job, self._job.period
        spans = [(period.first, period.last)]
        verdicts, found = self._write_all(spans)
        while len(divided := _divided(period, found.between, self._parts(len(spans)))) > len(spans):
            self.forget()
            spans = divided
            verdicts, _ = self._write_all(spans)
        files = self._rename()
        job.progress(1.0)
        return Exported(
            files,
            tuple(problem for verdict in verdicts for problem in verdict.problems),
            sum(verdict.count for verdict in verdicts),
            sum(verdict.transactions for verdict in verdicts),
        )

    def _write_all(self, spans: list[tuple[int, int]]) -> tuple[list[Verdict], Survey]:
        """A file of each span; the verdicts, and what was found in the first."""
        written = [self._write(span, number, len(spans)) for number, span in enumerate(spans, 1)]
        return [verdict for verdict, _ in written], written[0][1]

    def forget(self) -> None:
        """Take away what was written and has no name yet."""
        while self._made:
            with suppress(OSError):
                self._made.pop()[0].unlink(missing_ok=True)

    def _parts(self, count: int) -> int:
        """How many parts there must be, after that many were written."""
        largest = max(path.stat().st_size for path, _ in self._made)
        if largest <= self._job.largest:
            return count
        return max(count + 1, int(count * largest / self._job.largest * _EXTRA) + 1)

    def _write(self, span: tuple[int, int], number: int, count: int) -> tuple[Verdict, Survey]:
        job, organization = self._job, self._job.master.company.organization_number
        path = self._out / f".saft-{os.getpid()}-{number}.part"
        name = file_name(organization, self._moment, number, count, ".xml")
        self._made.append((path, name))
        with path.open("wb") as file:
            found = _write_file(job, file.write, span, self._out)
            file.flush()
            os.fsync(file.fileno())
        if path.stat().st_size <= job.largest:
            return _checked(job, path, found), found
        zipped = path.with_suffix(".zip.part")
        self._made.append((zipped, name.removesuffix(".xml") + ".zip"))
        with _Zipping(path, zipped, name):
            verdict = _checked(job, path, found)
        self._made.remove((path, name))
        path.unlink()
        return verdict, found

    def _rename(self) -> tuple[Path, ...]:
        """All files under their own names, at last; none of them when one cannot be."""
        files: list[Path] = []
        try:
            for path, name in self._made:
                os.replace(path, self._out / name)
                files.append(self._out / name)
        except OSError:
            for file in files:
                file.unlink(missing_ok=True)
            raise
        self._made.clear()
        folder = os.open(self._out, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems, as of memory sticks, know no such thing for a folder
                os.fsync(folder)
        finally:
            os.close(folder)
        return tuple(files)


def _write_file(job: Job, write: Callable[[bytes], object], span: tuple[int, int], folder: Path) -> Survey:
    """The file of that span, and what was found in it; `folder` has room for what has to wait."""
    master, period, found = job.master, job.period, Survey(span[0])
    months = {month: number for number, month in enumerate(period.months(), 1)}
    words = Transactions({sku: article.name for sku, article in master.articles.items()}, months)
    with Spool(folder) as events, Spool(folder) as transactions:
        for row in _walk(job, *span):
            found.add(row)
            write_events(events.tags, row, found, master.zone)
            if row.is_transaction:
                transactions.tags.piece(words.text(row))
        names = article_names(master, found)
        tags = Tags(write)
        tags.piece(DECLARATION)
        tags.piece(f'<auditfile xmlns="{NAMESPACE}">')
        write_header(tags, master, period, job.made, f"Journal {span[0]}-{span[1]}")
        write_company(tags, master, found, period)
        write_place(tags, master)
        tags.flush()
        events.pour(write, found, names)
        transactions.pour(write, found, names)
        tags.close("cashregister", "location", "company", "auditfile")
        tags.end_line()
        tags.flush()
    return found


def _checked(job: Job, path: Path, found: Survey) -> Verdict:
    begins, whole = _begins("check"), max(1, 2 * len(found.transactions))
    found.transactions = Ids()  # written, and asked for no more; a year's would stand beside those that the check keeps

    def seen(elements: int) -> None:
        _stopped(job)
        job.progress(begins[0] + begins[1] * min(1.0, elements / whole))

    last = 0 if found.first_nr is None else found.first_nr - 1
    signature = job.signature_of(last) if last else None
    before = dict(job.taken_up) | ({last: signature} if signature else {})
    return check_file(path, verify=job.verify, before=before, seen=seen)


class _Zipping:
    """The file in a ZIP, under that name: made by a thread of its own while the file is checked.

    What compresses needs no Python, so a second processor does it where there is one.
    """

    def __init__(self, path: Path, zipped: Path, name: str) -> None:
        self._path, self._zipped, self._name = path, zipped, name
        self._failed = False
        self._one = ThreadPoolExecutor(1, "saft-zip")
        self._done: Future[None] | None = None

    def __enter__(self) -> None:
        self._done = self._one.submit(self._zip)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._failed = error is not None
        self._one.shutdown()
        if error is None and self._done is not None:
            self._done.result()

    def _zip(self) -> None:
        with (
            self._path.open("rb") as file,
            zipfile.ZipFile(self._zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive,
            archive.open(self._name, "w", force_zip64=True) as entry,
        ):
            while not self._failed and (piece := file.read(1 << 20)):
                entry.write(piece)


def _walk(job: Job, first: int, last: int) -> Iterator[JournalRow]:
    """The rows of that span; tells how far it is, and stops when it is asked to."""
    (begins, share), period = _begins("walk"), job.period
    count = max(1, period.last - period.first + 1)
    for row in job.rows(first, last):
        if not row.number % _TELL_EVERY:
            _stopped(job)
            job.progress(begins + share * (row.number - period.first + 1) / count)
        yield row


def _begins(step: str) -> tuple[float, float]:
    """Where a step begins in the whole work, and its share of it."""
    before = 0.0
    for name, share in _SHARES:
        if name == step:
            return before, share
        before += share
    raise ValueError(step)


def _stopped(job: Job) -> None:
    if job.stop():
        raise MoveRefused("saft_stopped")


def _divided(period: Period, between: list[int], count: int) -> list[tuple[int, int]]:
    """That many spans of rows, about as long as each other; a span ends with a Z where one is within reach."""
    rows = period.last - period.first + 1
    size = rows / max(1, min(count, rows))
    spans, first = [], period.first
    for number in range(1, count + 1):
        wanted = period.last if number == count else period.first - 1 + int(number * size)
        reach = [row for row in between if first <= row <= wanted]
        last = reach[-1] if reach and number < count and wanted - reach[-1] < size / 2 else wanted
        if last >= first:
            spans.append((first, last))
            first = last + 1
    return spans
