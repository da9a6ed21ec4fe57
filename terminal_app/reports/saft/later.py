"""Text of a SAF-T file that is not known yet when it comes by: marked, kept on disk, and filled in when it is.

The master files stand first in the file and events before transactions, while the journal is read once: so both wait in
a spool of their own, which nobody sees and which is gone however the export ends. Any thread.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import IO

from .survey import Prints, Survey
from .tags import Tags, identifier, leaf_text

_MARK = re.compile(rb"\x01([atn])([^\x02]*)\x02")
"""No text of the file holds these characters: XML cannot."""
FLAGS = {flags: str(number) for number, flags in enumerate(product((False, True), repeat=3))}
"""Whether it was printed, whether it is a delivery, and whether it has a receipt beside that of the delivery."""
_AT_ONCE = 1 << 20
_NO_PRINTS = Prints()


def about_later(transaction: str) -> str:
    """The transID of an event, if that transaction turns out to be in the file."""
    return f"\x01a{json.dumps(transaction)}\x02"


def description_later(sku: str, name: str, element: str) -> str:
    """That element, if the goods of that number turn out to be called something else in the file."""
    return f"\x01n{json.dumps([sku, name, element])}\x02"


def prints_later(transaction: str, flags: str) -> str:
    """How often the papers of that transaction were printed; `flags` as `FLAGS` has them."""
    is_plain = transaction.isalnum() and transaction.isascii()
    return f"\x01t{flags}{transaction if is_plain else json.dumps(transaction)}\x02"


class Spool:
    """A part of the file that waits on disk, in a folder that it will leave nothing in."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed with the spool
        self.tags = Tags(self._file.write)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def pour(self, write: Callable[[bytes], object], found: Survey, names: Mapping[str, str]) -> None:
        """Hand over all of it, filled in by what was found; `names` are those of the goods in this file."""
        self.tags.flush()
        self._file.seek(0)
        fill = _Fill(found, names)
        while piece := self._file.read(_AT_ONCE):
            piece += self._file.readline()  # a mark has no line break in it
            write(_MARK.sub(fill, piece) if b"\x01" in piece else piece)


class _Fill:
    """What stands for each mark."""

    def __init__(self, found: Survey, names: Mapping[str, str]) -> None:
        self._found = found
        self._names = names
        self._usual = {flags: counts(_NO_PRINTS, flags) for flags in FLAGS.values()}
        """What is told of nearly all: nothing was printed later, or again."""

    def __call__(self, mark: re.Match[bytes]) -> bytes:
        kind, told = mark[1], mark[2].decode("ascii")
        if kind == b"t":
            return self._prints(told)
        if kind == b"a":
            about = json.loads(told)
            return transaction_element(about).encode() if about in self._found.transactions else b""
        sku, name, element = json.loads(told)
        return b"" if self._names.get(sku) == name else str(element).encode()

    def _prints(self, told: str) -> bytes:
        flags, named = told[0], told[1:]
        prints = self._found.prints.get(json.loads(named) if named[0] == '"' else named)
        return self._usual[flags] if prints is None else counts(prints, flags)


def transaction_element(transaction: str) -> str:
    """The transID of that transaction."""
    return f"<transID>{leaf_text(identifier(transaction))}</transID>"


def counts(prints: Prints, flags: str) -> bytes:
    """How often each paper was printed, at most 999 of each: the schema has three digits."""
    printed, delivered, receipt = next(one for one, told in FLAGS.items() if told == flags)
    times = int(printed and not prints.left) + prints.again
    return (
        f"<receiptNum>{min(times if receipt else 0, 999)}</receiptNum>"
        f"<receiptCopyNum>{min(prints.copies, 999)}</receiptCopyNum>"
        f"<receiptProformaNum>{min(prints.provisional, 999)}</receiptProformaNum>"
        f"<receiptDeliveryNum>{min(times if delivered else 0, 999)}</receiptDeliveryNum>"
    ).encode()
