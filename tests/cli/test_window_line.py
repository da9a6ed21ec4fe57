"""The window's line is read without the verbs, and reads as the whole command line's parser reads it."""

from __future__ import annotations

import pytest

from terminal_app.cli import verbs
from terminal_app.cli.window_line import window_options


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--demo",
        "--kiosk --data-dir /srv/shop",
        "--data-dir=/srv/shop --size 720x1280 --corner=1920,0",
        "--customer-display --kiosk --corner 0,0",
        "--demo --screenshots pictures --size 1280x800",
        "--json",
        "--kio --siz 800x600",
    ],
)
def test_a_line_for_the_window_reads_as_the_whole_parser_reads_it(line: str) -> None:
    assert window_options(line.split()) == verbs.parser().parse_args(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "sell --item 1001 --pay card",
        "--data-dir /srv/shop queue",
        "init --demo",
        "--json doctor",
        "--help",
        "-h",
        "fly",
        "--s 800x600",
        "--size",
        "--colour red",
    ],
)
def test_any_other_line_is_left_to_the_verbs(line: str) -> None:
    assert window_options(line.split()) is None
