"""`disken export saft`: the SAF-T Cash Register files of a period, for whoever asks for them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from ..domain import setting_checks
from ..domain.problems import BadInput
from ..i18n import Texts
from ..till import Till
from ..till.exports import FaultyExport
from .output import print_json, print_lines

_MOST_FAULTS_TOLD = 20


def add_arguments(verb: ArgumentParser) -> None:
    """What the verb takes on its command line."""
    verb.add_argument("what", choices=("saft",), help="SAF-T Cash Register 1.00")
    verb.add_argument("--from", dest="since", metavar="D", help="the first day, such as 2026-01-01; the till's first")
    verb.add_argument("--to", dest="until", metavar="D", help="the last day; today when left out")
    verb.add_argument("--out", required=True, metavar="DIR", help="the folder that the files are written to")


def export(options: Namespace, till: Till, texts: Texts) -> int:
    """0 when the files are written and agree with themselves, 1 when somebody must look at the journal; names them."""
    since = till.exports.begun() if options.since is None else _day(options.since, "from")
    until = till.now().date() if options.until is None else _day(options.until, "to")
    faults: tuple[str, ...] = ()
    try:
        files = till.exports.saft(since, until, Path(options.out).expanduser().absolute())
    except FaultyExport as faulty:
        files = faulty.files
        told = [texts.problem(problem)[0] for problem in faulty.problems[:_MOST_FAULTS_TOLD]]
        faults = (" ".join(texts.problem(faulty.problem)), *told)
    if options.json:
        print_json({"files": [str(file) for file in files]})
    else:
        print_lines(str(file) for file in files)
    for fault in faults:
        print(f"disken: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _day(text: str, field: str) -> date:
    return date.fromisoformat(setting_checks.day_or_empty(field, text) or _missing(field))


def _missing(field: str) -> str:
    raise BadInput("setting_not_date", field=field, text="")
