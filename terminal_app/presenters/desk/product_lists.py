"""Catalogue › Import and export: a list from the shop's folder is looked at whole before anything of it is stored.

Reading, comparing, storing and writing run in the background, so that the window never stands still. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ... import product_file
from ...domain.catalog import Product
from ...domain.problems import Trouble
from ...domain.product_list import Fault, Preview
from ...domain.records import record
from ...i18n import Texts
from ...product_file import ListFile
from ..session import Notice
from .page import Desk, Page
from .product_words import unit_name
from .rows import Action, Heading, Line, Lines, Link, Note, Option, Picker, Row, SaveBar

_AGAIN, _OTHER, _EXPORT = "again", "other", "export"
_SHOWN = 6
"""How many of each kind stand on the page; all of them are in the list behind."""


@record
class Looked:
    """A list as it was looked at, with everything of it that can be listed ready to show."""

    preview: Preview
    hints: tuple[str, ...]
    """What to do about the first faults."""
    faults: tuple[Option, ...]
    doubts: tuple[Option, ...]
    changed: tuple[Option, ...]
    new: tuple[Option, ...]


class ProductListsPage(Page):
    """Lists of products in and out."""

    stem = "product_lists"
    icon = "swap_horiz"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._files: tuple[ListFile, ...] = ()
        self._looked: Looked | None = None
        self._busy = ""

    def label(self) -> str:
        return self.texts.say("Import and export")

    def detail(self) -> str:
        return self.texts.say("Lists of products as CSV files")

    def entered(self) -> None:
        folder = self.session.till.shelves.folder()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            sentence = self.texts.say(
                "The folder {folder} cannot be made: {reason}.", folder=folder, reason=error.strerror
            )
            self.notice = Notice(sentence)
        self._files = product_file.files_in(folder)

    def rows(self) -> Sequence[Row]:
        if self._busy:
            return [Note(self._busy, key="busy")]
        return self._file_rows() if self._looked is None else self._preview_rows(self._looked)

    # the files

    def _file_rows(self) -> list[Row]:
        say, folder = self.texts.say, self.session.till.shelves.folder()
        rows: list[Row] = [
            Heading(say("Bring in a list"), say("CSV files that lie in {folder}.", folder=folder), key="in")
        ]
        rows += [Link(f"file:{file.name}", file.name, self._facts(file), "description") for file in self._files]
        if not self._files:
            rows.append(Note(say("No CSV file lies there yet."), detail=say("Copy one into the folder."), key="none"))
        rows += [
            Action(_AGAIN, say("Look again"), "refresh"),
            Note(
                say("The first row names the columns: {names}.", names=product_file.column_names(self.texts.language)),
                detail=say("Nothing is stored before you have seen what changes."),
                key="columns",
            ),
            Heading(say("Write a list"), say("All products, also those taken out, into the same folder."), key="out"),
            Action(_EXPORT, say("Write all products"), "save"),
        ]
        return rows

    def _facts(self, file: ListFile) -> str:
        moment = self.texts.moment(file.changed, self.session.now())
        return f"{max(1, round(file.size / 1000))} kB · {moment}"

    # the preview

    def _preview_rows(self, looked: Looked) -> list[Row]:
        say, preview = self.texts.say, looked.preview
        listed = preview.listed
        separator = {";": say("semicolons"), ",": say("commas"), "\t": say("tabs")}[listed.separator]
        read = say("Read as {encoding}, separated by {separator}.", encoding=listed.encoding, separator=separator)
        rows: list[Row] = [
            Heading(listed.source, read, key="list"),
            Action(_OTHER, say("Other files"), "arrow_back", kind="quiet"),
        ]
        if preview.samples and (not preview.faults or listed.encoding == product_file.WINDOWS_1252):
            wrong = say("If letters are wrong, save the file as CSV UTF-8 and bring that in.")
            tone = "warn" if listed.encoding == product_file.WINDOWS_1252 else "neutral"
            names = " · ".join(preview.samples)
            rows.append(Note(say("Names read: {names}", names=names), tone, wrong, key="samples"))
        if listed.ignored:
            names = ", ".join(listed.ignored)
            rows.append(Note(say("Columns that are left out: {names}", names=names), key="ignored"))
        if preview.faults:
            told = say("Correct the file, save it and look again.")
            rows.append(Note(say("Nothing of the list can be brought in."), "bad", told, key="stopped"))
            rows.append(Action(_AGAIN, say("Look again"), "refresh", kind="primary"))
        else:
            if not preview.products:
                rows.append(Note(say("The till has all of it already."), "ok", key="same"))
            rows.append(Lines("counts", self._counts(preview)))
        rows += self._part("faults", looked.faults, say("Faults"), "bad")
        rows += self._part("doubts", looked.doubts, say("To be looked at"), "warn")
        rows += self._part("changed", looked.changed, say("Will change"), "")
        rows += self._part("new", looked.new, say("Will be new"), "")
        return rows

    def _faults_told(self, count: int) -> str:
        return self.texts.count("{n} fault", "{n} faults", count)

    def _counts(self, preview: Preview) -> tuple[Line, ...]:
        say = self.texts.say
        lines = [
            Line(say("New products"), str(len(preview.new))),
            Line(say("Changed"), str(len(preview.changed))),
            Line(say("Unchanged"), str(preview.unchanged)),
        ]
        if preview.new_categories:
            lines.append(Line(say("New categories"), "", ", ".join(preview.new_categories)))
        return tuple(lines)

    def _part(self, key: str, options: tuple[Option, ...], heading: str, tone: str) -> list[Row]:
        if not options:
            return []
        say = self.texts.say
        hints = (*(self._looked.hints if self._looked and key == "faults" else ()), *[""] * _SHOWN)
        lines = tuple(
            Line(o.label, "", o.detail or hint, tone) for o, hint in zip(options[:_SHOWN], hints, strict=False)
        )
        rows: list[Row] = [Heading(heading, key=f"{key}.heading"), Lines(key, lines)]
        if len(options) > _SHOWN:
            rows.append(Link(f"all:{key}", say("Show all {n}", n=len(options)), icon="format_list_bulleted"))
        return rows

    def _save_bar(self) -> SaveBar | None:
        if self._looked is None or self._busy:
            return None
        say, preview = self.texts.say, self._looked.preview
        count = len(preview.products)
        label = self.texts.count("Bring in {n} product", "Bring in {n} products", count)
        told = say(
            "{new} new, {changed} changed, {unchanged} unchanged",
            new=len(preview.new),
            changed=len(preview.changed),
            unchanged=preview.unchanged,
        )
        if preview.faults:
            told, label = self._faults_told(len(preview.faults)), say("Bring in")
        return SaveBar(label, bool(count) and not preview.faults, told, "")

    def options(self, key: str, search: str) -> Sequence[Option]:
        if self._looked is None:
            return ()
        found: tuple[Option, ...] = getattr(self._looked, key)
        words = search.casefold().split()
        if not words:
            return found
        return tuple(o for o in found if all(word in f"{o.label} {o.detail}".casefold() for word in words))

    def picker(self) -> Picker | None:
        open_list, say = super().picker(), self.texts.say
        if open_list is None:
            return None
        titles = {"faults": say("Faults"), "doubts": say("To be looked at"), "changed": say("Will change")}
        return replace(open_list, title=titles.get(open_list.key, say("Will be new")))

    # what touches mean

    def up(self) -> bool:
        if self._looked is None:
            return False
        self._looked = None
        self.entered()
        return True

    def press(self, key: str, part: str) -> None:
        if self._busy:
            return
        if key.startswith("file:"):
            self.look_at(key.partition(":")[2])
        elif key == _AGAIN and self._looked is not None:
            self.look_at(self._looked.preview.listed.source)
        elif key == _OTHER:
            self.up()
        elif key == _AGAIN:
            self.entered()
        elif key == _EXPORT:
            self._export()
        elif key.startswith("all:"):
            self.open_picker(key.partition(":")[2])

    def save(self) -> bool:
        """What was looked at is confirmed: it is brought in, all of it or nothing."""
        if self._looked is None or self._busy or self._looked.preview.faults:
            return False
        self._bring_in(self._looked.preview)
        return True

    def put(self, key: str, value: str) -> None:
        """The lists behind are for reading: a touch on one of their lines means nothing."""

    def look_at(self, name: str) -> None:
        """Read that file of the folder and show what it would change; what is wrong with it otherwise."""
        till, texts = self.session.till, self.texts

        def work() -> Looked:
            listed = product_file.read(product_file.inside(till.shelves.folder(), name))
            return _looked(till.shelves.preview(listed), texts)

        def shown(looked: Looked) -> None:
            self._looked = looked

        self._aside(texts.say("Reading {name} …", name=name), work, shown)

    def _bring_in(self, preview: Preview) -> None:
        till, by, texts = self.session.till, self.session.operator.id, self.texts

        def work() -> int:
            return till.shelves.bring_in(preview, by)

        def told(count: int) -> None:
            self._looked = None
            sentence = texts.count("{n} product was brought in", "{n} products were brought in", count)
            self.notice = Notice(sentence, tone="ok")

        self._aside(texts.say("Bringing in {name} …", name=preview.listed.source), work, told)

    def _export(self) -> None:
        till, texts, now = self.session.till, self.texts, self.session.now()
        name = texts.say("products-{moment}.csv", moment=f"{now:%Y-%m-%d-%H%M%S}")
        path, products = till.shelves.folder() / name, till.assortment.everything

        def told(count: int) -> None:
            sentence = texts.count("{n} product was written", "{n} products were written", count)
            self.entered()
            self.notice = Notice(sentence, str(path), tone="ok")

        self._aside(
            texts.say("Writing {name} …", name=name), lambda: product_file.write(path, products, texts.language), told
        )

    def _aside(self, busy: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        """Do the work aside, `busy` standing on the page meanwhile; trouble is told and leaves all as it was."""

        def done(answer: object) -> None:
            self._busy = ""
            if isinstance(answer, Trouble):
                self.notice = self.session.explain(answer)
            elif answer is None:
                self.notice = Notice(
                    self.texts.say("It did not work."), self.texts.say("Try once more; nothing was stored.")
                )
            else:
                then(answer)
            self.desk.changed()

        def safely() -> object:
            try:
                return work()
            except Trouble as trouble:
                return trouble
            finally:
                self.session.till.database.release_thread()

        self._busy = busy
        self.session.background.run(safely, done)


def _looked(preview: Preview, texts: Texts) -> Looked:
    return Looked(
        preview,
        tuple(texts.problem(fault.problem)[1] for fault in preview.faults[:_SHOWN]),
        tuple(_fault(number, fault, texts) for number, fault in enumerate(preview.faults)),
        tuple(_fault(number, doubt, texts) for number, doubt in enumerate(preview.doubts)),
        tuple(Option(c.after.sku, c.after.name, _changes(c.before, c.after, texts)) for c in preview.changed),
        tuple(
            Option(p.sku, p.name, " · ".join((texts.kroner(p.price), texts.rate(p.vat_rate), p.sku, p.category)))
            for p in preview.new
        ),
    )


def _fault(number: int, fault: Fault, texts: Texts) -> Option:
    say = texts.say
    line, column = fault.line, fault.column
    place = say("Line {line}, {column}", line=line, column=column) if column else say("Line {line}", line=line)
    message, _ = texts.problem(fault.problem)
    return Option(str(number), f"{place}: {message}")


def _changes(before: Product, after: Product, texts: Texts) -> str:
    """What differs, the price first: "52,00 → 54,00 · mva. 25 % → 15 %"."""
    say = texts.say
    parts = []
    if before.price != after.price:
        parts.append(f"{texts.money(before.price)} → {texts.money(after.price)}")
    if before.vat_rate != after.vat_rate:
        parts.append(
            say("VAT {before} → {after}", before=texts.rate(before.vat_rate), after=texts.rate(after.vat_rate))
        )
    if before.takeaway_vat_rate != after.takeaway_vat_rate:
        parts.append(say("VAT rate when taken away"))
    parts += [
        f"{was} → {now}" for was, now in ((before.name, after.name), (before.category, after.category)) if was != now
    ]
    if before.barcode != after.barcode:
        parts.append(say("Barcode {barcode}", barcode=after.barcode or "–"))
    if before.favourite != after.favourite:
        parts.append(say("Favourite"))
    if before.unit != after.unit:
        parts.append(say("Sold by {unit}", unit=unit_name(after.unit, texts)))
    if before.open_price != after.open_price:
        parts.append(say("Price is asked for each time") if after.open_price else say("Has a price of its own"))
    if before.hidden != after.hidden:
        parts.append(say("Taken out of the assortment") if after.hidden else say("Back in the assortment"))
    return " · ".join(parts)
