"""The composition root: reads the command line first, then either runs a verb without Kivy or opens the window.

`disken` (console script) and `python main.py` are the same program. What a window needs is put together here, and
nowhere else: database, till, sync, presenters, and the bridge between their threads; `beside` puts the rest beside it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from terminal_app.cli.window_line import data_folder, folder_is_named, window_options
from terminal_app.domain.problems import FolderTrouble, Trouble
from terminal_app.domain.records import record
from terminal_app.version import version

if TYPE_CHECKING:
    from sync.worker import SyncWorker
    from terminal_app.beside import Beside
    from terminal_app.cli.connections import Connections
    from terminal_app.domain.settings import SettingValues
    from terminal_app.event_bridge import EventBridge
    from terminal_app.presenters.root import RootPresenter

WINDOW_SIZE = (1280, 800)
DISPLAY_SIZE = (1024, 600)
TOUR_SIZES = ("1920x1080", "1280x800", "720x1280")
HOW_TO_GET_A_WINDOW = (
    "There is no display here (DISPLAY is not set), so the demo was drawn on a virtual one and played by itself.\n"
    "For a window: run `make run` in a desktop session, or over ssh with X forwarding (ssh -X)."
)


@record
class OpenTill:
    """A till that is put together; its sync, printer and customer's display come up with `beside`."""

    root: RootPresenter
    bridge: EventBridge
    worker: SyncWorker
    connections: Connections
    beside: Beside


def main(arguments: Sequence[str]) -> int:
    """The exit code; `--help` lists the verbs."""
    _log(os.environ.get("DISKEN_LOG", "WARNING"))
    options: Namespace | int | None = window_options(arguments)
    if options is None:
        from terminal_app.cli import verbs  # a window waits for none of them

        options = verbs.main(arguments)
    if isinstance(options, int):
        return options
    try:
        return _window(options)
    except Trouble as trouble:
        from terminal_app.cli import verbs

        print(verbs.line_for(trouble), file=sys.stderr)
        return verbs.exit_code(trouble)


def _log(level: str) -> None:
    """Write what is of that level or above to stderr. Held at the handler: Kivy sets its own logger to INFO."""
    known = logging.getLevelNamesMapping()
    chosen = known.get(level.upper(), logging.WARNING)
    logging.basicConfig(level=chosen, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(chosen)
    logging.getLogger("peewee").setLevel(logging.INFO)  # below that it writes every row, customers' names included


def console() -> None:
    """The console script `disken`. A reader who goes away (`| head`) ends it quietly."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


@contextmanager
def open_till(folder: Path, *, demo: bool) -> Iterator[OpenTill]:
    """The till on that folder, ready to sell; all of it closed in order at the end.

    Raises FolderTrouble when the folder cannot be opened, or holds no shop and `demo` makes none.
    """
    from sync.worker import SyncWorker
    from terminal_app.background import OneWorker
    from terminal_app.beside import Beside
    from terminal_app.cli.connections import Connections, served_address
    from terminal_app.event_bridge import EventBridge, on_window
    from terminal_app.presenters.root import RootPresenter
    from terminal_app.presenters.session import Session
    from terminal_app.storage.database import Database
    from terminal_app.till import Till
    from terminal_app.till.lifecycle import running

    with ExitStack() as opened:
        database = opened.enter_context(Database.open(folder, create=demo))
        connections = Connections(database)
        opened.callback(connections.close)
        if demo:
            from terminal_app.demo.past_books import book_before_today
            from terminal_app.demo.past_sales import sell_before_today
            from terminal_app.demo.set_up import print_into, set_up_demo

            demo_till = Till(database, _now)
            set_up_demo(demo_till)
            if sell_before_today(demo_till) and served_address(folder) is None:
                with closing(connections.connect(lambda _: None)) as gateway:
                    book_before_today(demo_till, gateway, connections.sandbox())
            print_into(demo_till, folder / "prints")
        bridge = EventBridge()
        worker = SyncWorker(database, connections.connect, bridge.publish, open_desk=connections.setup_desk)
        till = Till(database, _now, sync=worker)
        if not till.assortment.everything:
            raise FolderTrouble("folder_empty", folder=folder)
        background = OneWorker()
        background.wake = on_window(background.deliver)
        opened.callback(background.close)
        installed = version()
        root = RootPresenter(Session(till, background), installed)
        bridge.lead_to(root.take)
        beside = Beside(root, worker, background, on_window, _now)
        opened.callback(beside.close)
        opened.enter_context(running(till, installed, lambda: root.session.operator.id))
        yield OpenTill(root, bridge, worker, connections, beside)


def _window(options: Namespace) -> int:
    size = _size(options.size)
    if options.customer_display:
        return _customer_display(options, size)
    if options.screenshots or (options.demo and not _has_display()):
        return _tour(options, size)
    if not _has_display():
        print(f"disken: {HOW_TO_GET_A_WINDOW.splitlines()[1]}", file=sys.stderr)
        return 2
    from terminal_app.screens.window import Form

    wide = size or WINDOW_SIZE
    form = Form.HANDHELD if wide[0] < wide[1] else Form.COUNTER
    with ExitStack() as opened:
        folder = data_folder(options)
        if options.demo and not folder_is_named(options):
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="disken-demo-")))
        from terminal_app.screens import window

        window.configure(form, wide, kiosk=options.kiosk, corner=_corner(options.corner))
        till = opened.enter_context(open_till(folder, demo=options.demo))
        from terminal_app.app import run

        return run(
            till.root,
            form,
            size=wide,
            kiosk=options.kiosk,
            on_ready=lambda: till.beside.come_up(partial(_display_command, folder)),
            beside=till.beside.turn,
        )


def _display_command(folder: Path, values: SettingValues) -> tuple[str, ...]:
    command = (sys.executable, str(Path(__file__).resolve()), "--customer-display", "--data-dir", str(folder))
    corner = values.text("display.corner")
    return (*command, "--kiosk", f"--corner={corner}") if corner else command


def _customer_display(options: Namespace, size: tuple[int, int] | None) -> int:
    """The customer's window, until it is closed; one for each data folder."""
    from terminal_app.customer_display import Watch, only_one
    from terminal_app.screens import window

    if not _has_display() and "SDL_VIDEODRIVER" not in os.environ:
        print(f"disken: {HOW_TO_GET_A_WINDOW.splitlines()[1]}", file=sys.stderr)
        return 2
    folder = data_folder(options)
    with ExitStack() as opened:
        if not opened.enter_context(only_one(folder)):
            print("disken: the customer's display of this till is shown already", file=sys.stderr)
            return 4
        corner = _corner(options.corner)
        window.configure(window.Form.COUNTER, size or DISPLAY_SIZE, kiosk=options.kiosk, corner=corner)
        from terminal_app.screens.display_application import DisplayApp

        app = DisplayApp(lambda: watch.latest)
        watch = opened.enter_context(Watch(folder, app.refresh))
        app.run()
    return 0


def _tour(options: Namespace, size: tuple[int, int] | None) -> int:
    """The demo played by touches, in one size here, or in each size in a process of its own."""
    pictures = Path(options.screenshots or "build/tour")
    if size is None:
        command = [sys.executable, str(Path(__file__).resolve()), "--demo", "--screenshots", str(pictures), "--size"]
        codes = [subprocess.run([*command, one], check=False).returncode for one in TOUR_SIZES]
        print(f"Pictures: {pictures}/")
        if not _has_display():
            print(HOW_TO_GET_A_WINDOW)
        return max(codes)
    from terminal_app.demo import tour

    with tempfile.TemporaryDirectory(prefix="disken-demo-") as folder:
        tour.open_stage(size)
        with open_till(Path(folder), demo=True) as till:
            till.beside.come_up()
            return tour.play(till.root, size, pictures, till.connections.sandbox().orders)


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, cross, height = text.partition("x")
    if not (
        cross and width.isdigit() and height.isdigit() and 320 <= int(width) <= 8000 and 320 <= int(height) <= 8000
    ):
        print(f"disken: --size: “{text}” is not a size; write it like 1280x800", file=sys.stderr)
        raise SystemExit(2)
    return int(width), int(height)


def _corner(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    left, comma, top = text.partition(",")
    if not (comma and left.lstrip("-").isdigit() and top.lstrip("-").isdigit()):
        print(f"disken: --corner: “{text}” is no place on the desktop; write it like 1920,0", file=sys.stderr)
        raise SystemExit(2)
    return int(left), int(top)


def _has_display() -> bool:
    """Whether a window can be seen: an X display, or a video driver that somebody chose (such as kmsdrm)."""
    chosen = os.environ.get("SDL_VIDEODRIVER")
    return chosen not in ("offscreen", "dummy") if chosen else bool(os.environ.get("DISPLAY"))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    console()
