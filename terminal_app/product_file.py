"""Reads and writes lists of products as CSV: bytes and encodings, separators, headings, cells that spreadsheets run.

Knows nothing of the shop: what a row means is `domain.written_product`'s. Nothing is guessed in silence: what was
taken for granted stands in the ProductList. Any thread; no screens.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .domain.catalog import Product, Unit
from .domain.problems import BadInput, Problem
from .domain.product_list import Fault, ProductList, WrittenRow
from .domain.written_product import COLUMNS, NEEDED

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
"""Headings beyond these are not looked at: a file of separators alone must not take minutes."""
UTF_8, UTF_16, WINDOWS_1252 = "UTF-8", "UTF-16", "Windows-1252"
ENDINGS = (".csv", ".txt", ".tsv")
SEPARATORS = (";", "\t", ",")

# Headings as people write them, without case, blanks and signs; the first of a row that a list has is the one meant.
_HEADINGS: Mapping[str, str] = {
    "sku": "sku varenr varenummer vare artikkelnr artikkelnummer produktnr produktnummer produktkode itemno itemnumber "
    "productno productnumber productcode",
    "name": "name navn varenavn produktnavn productname itemname varetekst beskrivelse description",
    "price": "price pris utsalgspris salgspris utpris prisinklmva prismmva prismedmva prisinkmva priceinclvat "
    "priceincvat salesprice retailprice",
    "vat_rate": "vatrate vat mva mvasats mvaprosent mvapst vatpercent vatpct tax taxrate",
    "takeaway_vat_rate": "takeawayvatrate takeawayvat takeaway mvatakeaway mvasatstakeaway mvahenting mvatamed",
    "category": "category kategori varegruppe produktgruppe gruppe avdeling group department",
    "barcode": "barcode strekkode ean ean13 gtin eannummer eankode upc",
    "favourite": "favourite favorite favoritt",
    "hidden": "hidden skjult utgatt discontinued",
    "unit": "unit enhet salgsenhet maleenhet unitofmeasure uom",
    "open_price": "openprice apenpris fripris prissporres",
}
_NORWEGIAN = {
    "sku": "varenr",
    "name": "navn",
    "price": "pris",
    "vat_rate": "mva",
    "takeaway_vat_rate": "mva take-away",
    "category": "kategori",
    "barcode": "strekkode",
    "favourite": "favoritt",
    "hidden": "skjult",
    "unit": "enhet",
    "open_price": "fri pris",
}
_UNITS = {Unit.PIECE: "stk", Unit.KILO: "kg", Unit.LITRE: "l", Unit.METRE: "m", Unit.HOUR: "time"}
# Cells that begin so are run by some spreadsheet (OWASP, CSV injection); the wide forms are what Excel takes for them.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file that may be brought in: its name in the folder, its size in bytes and when it was written last."""

    name: str
    size: int
    changed: datetime


def files_in(folder: Path) -> tuple[ListFile, ...]:
    """The lists that lie in that folder, newest first; none when there is no folder. Links out of it are left out."""
    found = []
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in ENDINGS)
    except OSError:
        return ()
    for name in names:
        try:
            facts = inside(folder, name).stat()
        except (BadInput, OSError):
            continue
        found.append(ListFile(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC)))
    return tuple(sorted(found, key=lambda file: file.changed, reverse=True))


def inside(folder: Path, name: str) -> Path:
    """The real path of that file of the folder; raises BadInput when it lies elsewhere, links and `..` followed."""
    try:
        base = folder.resolve(strict=True)
        path = (base / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise BadInput("file_not_there", field=name[:80], folder=folder) from error
    if base not in path.parents:
        raise BadInput("path_outside_folder", field=name[:80], folder=folder)
    return path


def column_names(language: str) -> str:
    """The columns that a list needs, and then the others, as they are called in that language."""
    names = _NORWEGIAN if language == "nb" else {column: column for column in COLUMNS}
    rest = [f"({names[column]})" for column in COLUMNS if column not in NEEDED]
    return ", ".join([*(names[column] for column in NEEDED), *rest])


def read(path: Path) -> ProductList:
    """The list in that file; raises BadInput when it is no list of products at all, naming why.

    Rows that cannot be taken apart are in `faults`; what the others say is not looked at here.
    """
    return parse(_bytes_of(path), path.name)


def parse(content: bytes, source: str) -> ProductList:
    """As `read`, for bytes that were read already; `source` is what the list is called."""
    if len(content) > LARGEST_BYTES:
        raise BadInput("file_too_large", field=source, most=f"{LARGEST_BYTES // 1024 // 1024} MB")
    text, encoding = _decoded(content, source)
    text, separator = _separator(text)
    faults: list[Fault] = []
    cells = _cells(text, separator, faults)
    first = next(cells, None)
    if first is None:
        raise BadInput("list_empty", field=source)
    names = first[1][:MOST_COLUMNS]
    columns, ignored = _columns(names, source)
    rows: list[WrittenRow] = []
    for line, row in cells:
        if len(rows) + len(faults) >= MOST_ROWS:
            raise BadInput("file_too_many_rows", field=source, most=f"{MOST_ROWS}")
        if any(cell.strip() for cell in row[len(names) :]):
            held, wanted = str(len(row)), str(len(names))
            faults.append(Fault(line, "", Problem("row_too_long", {"cells": held, "columns": wanted})))
            continue
        rows.append(WrittenRow(line, {c: _as_meant(row[at]) if at < len(row) else "" for c, at in columns.items()}))
    if not rows and not faults:
        raise BadInput("list_empty", field=source)
    headings = {column: names[at].strip() for column, at in columns.items()}
    return ProductList(source, encoding, separator, headings, ignored, tuple(rows), tuple(faults))


def write(path: Path, products: Iterable[Product], language: str = "en") -> int:
    """The products as a list that `read` gives back the same; returns how many. UTF-8 with a mark, semicolons.

    Norwegian has its own headings and a decimal comma. The file is whole or as it was; raises BadInput when it cannot
    be written. Text that a spreadsheet would run begins with an apostrophe.
    """
    content = io.StringIO(newline="")
    writer = csv.writer(content, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_NORWEGIAN[column] if language == "nb" else column for column in COLUMNS])
    count = 0
    for count, product in enumerate(products, 1):  # noqa: B007 - the last number is the answer
        writer.writerow([_inert(cell) for cell in _row_of(product, language == "nb")])
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(content.getvalue(), "utf-8-sig", newline="")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadInput("file_not_written", field=str(path), reason=error.strerror or "") from error
    return count


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, one more than allowed at most; a pipe or a device is no list, and is not waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise BadInput("file_no_file", field=str(path))
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadInput("provisioning_unreadable", field=str(path), reason=error.strerror or "") from error
    except ValueError as error:  # a name with a NUL in it
        raise BadInput("provisioning_unreadable", field=repr(str(path)), reason=str(error)) from error


def _decoded(content: bytes, source: str) -> tuple[str, str]:
    """The text and its encoding: by its mark, by the zeros of UTF-16, else UTF-8, else Windows-1252."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), UTF_16
        zeros = (content[:200:2].count(0), content[1:200:2].count(0))
        if max(zeros) > 20 and min(zeros) == 0:
            return content.decode("utf-16-le" if zeros[1] else "utf-16-be"), UTF_16
        try:
            return content.decode("utf-8-sig"), UTF_8
        except UnicodeDecodeError:
            return content.decode("cp1252"), WINDOWS_1252
    except UnicodeDecodeError as error:
        raise BadInput("encoding_unknown", field=source, encodings=f"{UTF_8}, {UTF_16}, {WINDOWS_1252}") from error


def _separator(text: str) -> tuple[str, str]:
    """The rows, and what separates their cells: as a spreadsheet's own `sep=` line says, else as the headings tell."""
    named = re.match(r"\s*sep=([;,\t])\r?\n", text, re.IGNORECASE)
    if named:
        return "\n" * named[0].count("\n") + text[named.end() :], named[1]
    heading = next((line for line in text.splitlines() if line.strip(';,\t "')), "")

    def known(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([heading[:20_000]], delimiter=separator), [])[:MOST_COLUMNS]
        return len(_found(cells)), len(cells)

    return text, max(SEPARATORS, key=known)


def _cells(text: str, separator: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """(line where it begins, cells) of each row that is not empty; rows that cannot be taken apart go to `faults`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(begins, "", Problem("row_quotes")))
            if reader.line_num > begins:  # a quote that was never closed has swallowed what follows
                return
            continue
        if any(cell.strip() for cell in row):
            yield begins, row


def _columns(headings: list[str], source: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the headings that mean nothing; raises BadInput for a lack or a doublet."""
    found = _found(headings)
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise BadInput(
            "columns_missing",
            field=source,
            missing=_names(missing),
            needed=_names(NEEDED),
            found=", ".join(headings)[:200],
        )
    for column, at in found.items():
        again = [i for i, heading in enumerate(headings) if i != at and _plain(heading) == _plain(headings[at])]
        if again:
            raise BadInput("column_twice", field=source, column=headings[at].strip() or column)
    taken = set(found.values())
    return found, tuple(h.strip() for i, h in enumerate(headings) if i not in taken and h.strip())


def _found(headings: list[str]) -> dict[str, int]:
    plain = [_plain(heading) for heading in headings]
    places = {}
    for column, names in _HEADINGS.items():
        at = next((plain.index(name) for name in names.split() if name in plain), None)
        if at is not None:
            places[column] = at
    return places


def _plain(heading: str) -> str:
    folded = heading.casefold().translate({0xF8: "o", 0xE6: "ae"})
    letters = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in letters if c.isascii() and c.isalnum())


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"{_NORWEGIAN[column]}/{column}" for column in columns)


def _row_of(product: Product, norwegian: bool) -> list[str]:
    takeaway, point = product.takeaway_vat_rate, "," if norwegian else "."
    return [
        product.sku,
        product.name,
        str(product.price).replace(".", point),
        str(product.vat_rate).replace(".", point),
        "" if takeaway is None else str(takeaway).replace(".", point),
        product.category,
        product.barcode or "",
        "1" if product.favourite else "",
        "1" if product.hidden else "",
        _UNITS[product.unit] if norwegian else product.unit.value,
        "1" if product.open_price else "",
    ]


def _inert(cell: str) -> str:
    return "'" + cell if cell.startswith((*_RUN, "'")) else cell


def _as_meant(cell: str) -> str:
    """The cell without the apostrophe that `_inert` put before it; other apostrophes are a name's own."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_RUN, "'")) else cell
