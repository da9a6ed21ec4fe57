"""The verb check: whether everything is in place for invoices to go, and what to do where it is not.

With --create it shows what it would make in the accounting system, asks, and makes it. The products that it read
become the till's mirror of them, unless a till is open on the folder: that one brings its own.
"""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..domain.problems import BadInput, FolderTrouble, SettingWrong
from ..domain.setup import Check, Missing, SetupReport
from ..i18n import Texts
from ..reports.accountant_page import accountant_page
from ..storage.database import Database
from ..till import Till
from .connections import Connections
from .output import print_json, print_lines

log = logging.getLogger(__name__)

_YES = {"j", "ja", "y", "yes"}


def check(options: Namespace, till: Till, texts: Texts) -> int:
    """0 when all is in place, 3 when a setting or key must be mended, 1 when somebody has to do something else."""
    connections = Connections(till.database)
    try:
        report = _look(connections, till)
        made: list[Missing] = []
        if options.create and report.trouble is None:
            made = _create(options, connections, report, texts)
            report = _look(connections, till) if made else report
    finally:
        connections.close()
    if options.page:
        _write_page(Path(options.page), report, till, texts)
    if options.json:
        print_json({**_document(report, texts), "created": [texts.thing(missing) for missing in made]})
    else:
        print_lines(_told(report, texts))
    _keep(till, report)
    return 0 if report.ok else 3 if report.a_setting_is_wrong else 1


def _write_page(path: Path, report: SetupReport, till: Till, texts: Texts) -> None:
    try:
        path.write_text(accountant_page(till.values, report, texts, till.now()), "utf-8")
    except OSError as error:
        raise BadInput("file_not_written", field=str(path), reason=error.strerror or "") from error
    _say(texts.say("The page for the accountant is in {file}.", file=path))


def _look(connections: Connections, till: Till) -> SetupReport:
    from sync.setup_check import check_setup

    today = till.now().astimezone(till.values.shop().timezone).date()
    return check_setup(till.values, connections.setup_desk, today)


def _keep(till: Till, report: SetupReport) -> None:
    """Products and accounts over there in the mirrors, as they were read; the check is done even if they cannot be."""
    from sync.products import keep_report

    try:
        with Database.open(till.database.folder, create=False) as database:
            keep_report(database, report, till.now())
    except FolderTrouble as trouble:
        log.info("the mirrors of products and accounts are left as they are: %s", trouble.problem)


def _create(options: Namespace, connections: Connections, report: SetupReport, texts: Texts) -> list[Missing]:
    """What was made; nothing when nobody agreed to it. Everything but the JSON document goes to stderr."""
    if not report.missing:
        _say(texts.say("Nothing that the check could make is missing."))
        return []
    _say(texts.say("This will be made in {company}:", company=report.company))
    for missing in report.missing:
        _say(f"  {texts.thing(missing)}")
    if not options.yes and not _agreed(texts):
        _say(texts.say("Nothing was made."))
        return []
    return list(_made(connections, report.missing, texts))


def _agreed(texts: Texts) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("confirmation_missing", field="--yes")
    print(texts.say("Make it? [y/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in _YES


def _made(connections: Connections, wanted: tuple[Missing, ...], texts: Texts) -> Iterator[Missing]:
    from sync.gateway import SettingIsWrong

    with connections.setup_desk() as desk:
        for missing in wanted:
            try:
                desk.make(missing)
            except SettingIsWrong as error:
                raise SettingWrong(error.problem.code, **error.problem.values) from error
            _say(texts.say("Made: {what}", what=texts.thing(missing)))
            yield missing


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _document(report: SetupReport, texts: Texts) -> dict[str, Any]:
    message, hint = _connection(report, texts)
    return {
        "ok": report.ok,
        "connection": {"ok": report.trouble is None, "company": report.company, "message": message, "hint": hint},
        "checks": [_row(check, texts) for check in report.checks],
    }


def _connection(report: SetupReport, texts: Texts) -> tuple[str, str]:
    if report.trouble is not None:
        return texts.problem(report.trouble)
    return texts.check("connection_ok", {"company": report.company or ""})


def _row(check: Check, texts: Texts) -> dict[str, Any]:
    message, hint = texts.check(check.code, check.values)
    return {"id": check.id, "ok": check.ok, "message": message, "hint": hint}


def _told(report: SetupReport, texts: Texts) -> Iterator[str]:
    document = _document(report, texts)
    marks = {True: texts.say("ok"), False: texts.say("TO DO")}
    width = max(len(mark) for mark in marks.values())
    for row in (document["connection"], *document["checks"]):
        yield f"{marks[row['ok']]:<{width}}  {row['message']}"
        if row["hint"]:
            yield f"{'':<{width}}  → {row['hint']}"
