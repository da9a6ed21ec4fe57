"""Reads the command line, opens the data folder and runs one verb; every error ends in one clear line.

Exit codes: 0 done, 1 done and something needs a person, 2 bad input, 3 a setting is wrong, 4 the data folder.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from .. import provisioning
from ..domain.problems import BadInput, FolderTrouble, MoveRefused, SettingWrong, Trouble
from ..i18n import Texts, texts
from ..storage.database import Database
from ..till import Till
from . import delivery, doctor, export, reconcile, reports, sales, setup, shop
from .window_line import NOT_FOR_A_LINE, Parser, add_window, common, data_folder, folder_is_named

_EXIT = {BadInput: 2, MoveRefused: 2, SettingWrong: 3, FolderTrouble: 4}
USUAL_WAIT_S = 30.0
LONGEST_WAIT_ASKED_S = 86_400
_READING = {"queue", "products", "customers", "settings", "schedule", "check", "reconcile"}


def parser() -> argparse.ArgumentParser:
    """The whole command line; `verb` is None for the window."""
    everywhere = common()
    root = Parser(prog="disken", parents=[everywhere], description="The till. With no verb it opens the window.")
    add_window(root)
    verbs = root.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=about, parents=[everywhere])

    init = verb("init", "create or update the shop").add_mutually_exclusive_group(required=True)
    init.add_argument("--demo", action="store_true", help="the sample shop")
    init.add_argument("--from", dest="source", metavar="SHOP.toml", help="a provisioning file")
    _add_sell(verb("sell", "one sale"))
    _add_refund(verb("refund", "a return against the original sale"))
    queue = verb("queue", "the outbox with each entry's lifeline")
    queue.add_argument("--state")
    queue.add_argument("--reference")
    retry = verb("retry", "put what needed attention back in the queue").add_mutually_exclusive_group(required=True)
    retry.add_argument("reference", nargs="?", metavar="REF")
    retry.add_argument("--all", action="store_true")
    assign = verb("assign", "give an invoice its customer")
    assign.add_argument("reference", metavar="REF")
    assign.add_argument("--customer", required=True, metavar="NO")
    assign.add_argument("--reason", default="", help="why, for an invoice that waits with another customer")
    sync = verb("sync", "one pass now, without the window")
    sync.add_argument("--now", action="store_true", help="whatever the schedule says (a pass without it does too)")
    _add_wait(sync)
    customers = verb("customers", "the mirror of the accounting system's customers")
    customers.add_argument("--search", metavar="TEXT")
    customers.add_argument("--refresh", action="store_true")
    _add_wait(customers)
    _add_products(verb("products", "the till's catalogue"))
    settings = verb("settings", "typed settings by dotted key")
    settings.add_argument("action", nargs="?", choices=("get", "set"), default="get")
    settings.add_argument("key", nargs="?")
    settings.add_argument("value", nargs="?")
    settings.add_argument("--secret", action="store_true", help="VALUE is env:NAME or file:PATH")
    schedule = verb("schedule", "the reporting schedule and its next run")
    schedule.add_argument("action", nargs="?", choices=("show", "set", "next"), default="show")
    schedule.add_argument("expression", nargs="?", metavar="EXPR", help='such as "14:00,23:30 mon,tue,wed" or "off"')
    _add_check(verb("check", "whether everything is in place for invoices to go, and what to do where it is not"))
    reports.add_report(verb("report", "X and Z reports: make one, list them, show an old one"))
    reports.add_day(verb("day", "how the day stands; its float; money in and out of the drawer"))
    reconcile.add_arguments(verb("reconcile", "whether VAT is in the accounting system's ledger once, and what is not"))
    export.add_arguments(verb("export", "what leaves the till as files: SAF-T Cash Register"))
    doctor.add_arguments(verb("doctor", "whether the till and its data folder are well, and what to do where not"))
    sandbox = verb("sandbox", "a local PowerOffice Go on loopback")
    sandbox.add_argument("--port", type=int, default=0)
    sandbox.add_argument("--seed", type=int, default=None)
    sandbox.add_argument("--enforce-rate-limit", action="store_true")
    return root


def _add_wait(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--wait",
        type=_seconds,
        default=USUAL_WAIT_S,
        metavar="SECONDS",
        help=f"how long to wait for another program that is at it, at most ({USUAL_WAIT_S:g} when left out)",
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT_ASKED_S:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0 to {LONGEST_WAIT_ASKED_S}")
    return seconds


def _add_sell(sell: argparse.ArgumentParser) -> None:
    sell.add_argument(
        "--item", action="append", required=True, metavar="SKU[:QTY[:PRICE]]", help="what is sold; repeat it"
    )
    sell.add_argument(
        "--pay",
        action="append",
        required=True,
        metavar="CHANNEL[:AMOUNT]",
        help="cash, card, vipps, giftcard or invoice",
    )
    sell.add_argument("--customer", metavar="NO", help="the customer's number; needed by invoice where forced")
    sell.add_argument("--note", default="", help="goes to the invoice")
    sell.add_argument("--internal-note", default="", help="stays in the till")
    sell.add_argument("--reference", default="", help="the customer's own reference")
    sell.add_argument("--discount", metavar="SHARE%|AMOUNT", help="off the whole sale, such as 10%% or 25.00")
    sell.add_argument("--tip", metavar="AMOUNT", help="to the staff, outside VAT")
    sell.add_argument("--take-away", action="store_true", help="food at its take-away rate")
    sell.add_argument("--operator", metavar="ID", help="who sells; the first by id when left out")
    sell.add_argument("--at", metavar="TIME", help="ISO 8601; now when left out")


def _add_refund(refund: argparse.ArgumentParser) -> None:
    refund.add_argument("receipt_no", metavar="RECEIPT_NO", help="of the sale that is taken back, such as F-000412")
    refund.add_argument(
        "--item", action="append", default=[], metavar="SKU[:QTY]", help="what is returned; all that is left without it"
    )
    refund.add_argument("--reason", default="", metavar="TEXT", help="kept with the return")
    refund.add_argument("--pay", metavar="CHANNEL", help="pay back in this one; as the sale was paid when left out")
    refund.add_argument("--operator", metavar="ID", help="who takes it back; the first who may when left out")
    refund.add_argument("--at", metavar="TIME", help="ISO 8601; now when left out")


def _add_products(products: argparse.ArgumentParser) -> None:
    products.add_argument("--search", metavar="TEXT")
    products.add_argument("--import", dest="import_file", metavar="FILE.csv")
    products.add_argument("--dry-run", action="store_true", help="with --import: say what it changes, store nothing")
    products.add_argument("--export", dest="export_file", metavar="FILE.csv")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("--create", action="store_true", help="make the missing account and products, after asking")
    check.add_argument("--page", metavar="FILE", help="also write a page for the accountant (HTML, to be printed)")
    check.add_argument("--yes", action="store_true", help="with --create: make them without asking")


def run(options: argparse.Namespace) -> int:
    """The exit code of that verb; what went wrong is one line on stderr."""
    options.json = getattr(options, "json", False)
    language = texts("nb")
    try:
        if options.verb == "sandbox":
            return delivery.sandbox(options, data_folder(options), named=folder_is_named(options))
        if options.verb == "doctor":
            return doctor.doctor(options, data_folder(options))
        if options.verb == "init" and not options.demo:
            options.provision = provisioning.read(Path(options.source))  # before there is a folder to spoil
        folder, makes_shop = data_folder(options), options.verb == "init"
        waits = delivery.for_the_folder(options, language)
        with Database.open(folder, read_only=_only_reads(options), create=makes_shop, still_held=waits) as database:
            till = Till(database, lambda: datetime.now(UTC))
            language = texts(till.values.text("till.language"))
            return _VERBS[options.verb](options, till, language)
    except Trouble as trouble:
        print(line_for(trouble, language), file=sys.stderr)
        return exit_code(trouble)


_VERBS = {
    "init": shop.init,
    "products": shop.products,
    "settings": shop.settings,
    "sell": sales.sell,
    "refund": sales.refund,
    "queue": sales.queue,
    "retry": sales.retry,
    "assign": sales.assign,
    "sync": delivery.sync,
    "customers": delivery.customers,
    "schedule": delivery.schedule,
    "check": setup.check,
    "export": export.export,
    "report": reports.report,
    "day": reports.day,
    "reconcile": reconcile.reconcile,
}


def _only_reads(options: argparse.Namespace) -> bool:
    """Whether the verb may run beside an open till: it changes nothing."""
    if options.verb in ("report", "day"):
        return options.action in reports.LOOKING
    changes = (
        getattr(options, "refresh", False)
        or (getattr(options, "import_file", None) and not options.dry_run)
        or getattr(options, "action", None) == "set"
    )
    return options.verb in _READING and not changes


def line_for(trouble: Trouble, language: Texts | None = None) -> str:
    """The one line that says what is wrong, where, and what to do next."""
    message, hint = (language or texts("nb")).problem(trouble.problem)
    field = trouble.problem.values.get("field", "")
    said = re.search(rf"(?<![\w.]){re.escape(field)}(?![\w.])", message)
    named = f"{field}: " if field and not said else ""
    return NOT_FOR_A_LINE.sub(" ", f"disken: {named}{message} {hint}".rstrip())


def exit_code(trouble: Trouble) -> int:
    """2 for bad input, 3 for a setting, 4 for the data folder."""
    return next((code for kind, code in _EXIT.items() if isinstance(trouble, kind)), 1)


def main(arguments: Sequence[str]) -> int | argparse.Namespace:
    """The exit code of the verb in `arguments`, or the options themselves when they ask for the window."""
    reader = parser()
    options = reader.parse_args(arguments)
    if options.verb == "settings" and options.action == "set" and options.value is None:
        reader.error("settings set needs KEY and VALUE")
    return options if options.verb is None else run(options)
