"""The window's part of the command line, and the data folder: all that a start of the till reads of it.

Light: it knows no verb, so that the window waits for none of them. `verbs` has the whole line, with these options.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

NOT_FOR_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, NOT_FOR_A_LINE.sub(" ", f"{self.prog}: {message}") + "\n")


class _NotForTheWindow(Exception):
    """The line is a verb's, or wrong, or asks for help."""


class _WindowParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NotForTheWindow(message)


def common() -> Parser:
    """What may stand anywhere on the line; a parent of other parsers."""
    parser = Parser(add_help=False)
    _add_common(parser)
    return parser


def add_window(parser: argparse.ArgumentParser) -> None:
    """What the window alone understands."""
    window = parser.add_argument_group("window")
    window.add_argument("--demo", action="store_true", help="a sample shop in a throw-away folder, sandbox inside")
    window.add_argument("--kiosk", action="store_true", help="full screen, no way out")
    window.add_argument("--size", metavar="WxH", help="window size, such as 1280x800 or 720x1280")
    window.add_argument("--customer-display", action="store_true", help="what the customer sees of the till beside it")
    window.add_argument("--corner", metavar="X,Y", help="where on the desktop the window begins, such as 1920,0")
    window.add_argument("--screenshots", metavar="DIR", help="with --demo and no display: where pictures go")


def window_options(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a line that asks for the window, as the whole line's parser gives them; None for any other."""
    parser = _WindowParser(prog="disken", add_help=False)
    _add_common(parser)
    add_window(parser)
    parser.set_defaults(verb=None)
    try:
        options, rest = parser.parse_known_args(arguments)
    except _NotForTheWindow:
        return None
    return None if rest else options


def data_folder(options: argparse.Namespace) -> Path:
    """The data folder: --data-dir, else DISKEN_DATA_DIR, else the platform's own for this user."""
    named = _named_folder(options)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("disken", appauthor=False)


def folder_is_named(options: argparse.Namespace) -> bool:
    """Whether somebody chose the data folder, instead of leaving it to the platform."""
    return _named_folder(options) is not None


def _named_folder(options: argparse.Namespace) -> str | None:
    return getattr(options, "data_dir", None) or os.environ.get("DISKEN_DATA_DIR")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", default=argparse.SUPPRESS, metavar="DIR", help="the shop's data folder")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
