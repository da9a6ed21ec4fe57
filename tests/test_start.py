"""What stands between the command line and the first frame, and what comes up beside the window after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from terminal_app.storage import journal
from terminal_app.storage.database import Database

ROOT = Path(__file__).resolve().parents[1]

STARTED = """
import os, sys, threading
from pathlib import Path
import main
options = main.window_options(["--data-dir", sys.argv[1]])
from terminal_app.screens.window import Form, configure
configure(Form.COUNTER, (1280, 800), kivy_home=Path(sys.argv[1]) / "kivy")

with main.open_till(main.data_folder(options), demo=False) as till:
    from terminal_app.app import run

    def end():
        from kivy.app import App
        App.get_running_app().shut_down()

    def shown():
        print("MODULES", *sorted(sys.modules))
        print("BEFORE", *sorted(one.name for one in threading.enumerate()))
        if sys.argv[2] == "at once":
            return end()
        from kivy.clock import Clock
        till.beside.come_up(lambda values: ())

        def look(_):
            names = {one.name for one in threading.enumerate()}
            if {"sync", "printer", "display"} <= names and till.worker.status().next_run_at is not None:
                print("AFTER", *sorted(names))
                end()

        Clock.schedule_interval(look, 0)

    run(till.root, Form.COUNTER, size=(1280, 800), on_ready=shown, beside=till.beside.turn)
print("LEFT", *sorted(one.name for one in threading.enumerate()))
"""

LATER = {
    # libraries
    "PIL", "argon2", "babel", "cryptography", "email", "escpos", "fpdf", "importlib.metadata", "playhouse.migrations",
    "pydantic", "requests", "schedule", "urllib3", "werkzeug",
    # rooms and the heavier parts of rooms
    "sync.engine", "sync.gateway", "sync.poweroffice", "sync.rounds", "terminal_app.cli.verbs",
    "terminal_app.customer_display", "terminal_app.demo", "terminal_app.domain.bridge", "terminal_app.domain.chart",
    "terminal_app.domain.invoice", "terminal_app.domain.refund", "terminal_app.domain.sale",
    "terminal_app.domain.settlement", "terminal_app.domain.settling", "terminal_app.domain.setup",
    "terminal_app.printing", "terminal_app.provisioning", "terminal_app.reports.paper",
    "terminal_app.reports.saft.files", "terminal_app.storage.audit", "terminal_app.storage.ledger",
    "terminal_app.storage.tables", "terminal_app.till.exports", "terminal_app.till.history", "terminal_app.till.pins",
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    command = [sys.executable, str(ROOT / "main.py"), "init", "--demo", "--data-dir", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def told(shop: Path, how: str) -> dict[str, set[str]]:
    """What a till said that was started on that shop in a program of its own, by the first word of each line."""
    alone = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(shop), how],
        cwd=ROOT,
        env=alone,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    return {words[0]: set(words[1:]) for words in lines if words}


def lived(shop: Path) -> list[str]:
    with Database.open(shop, read_only=True) as database:
        return [row.kind for row in journal.rows(database) if row.kind in ("start", "stop")]


def test_the_first_frame_waits_for_no_library_of_later_and_what_stands_beside_it_comes_up_after(shop: Path) -> None:
    said = told(shop, "to the end")
    assert LATER & said["MODULES"] == set()
    assert {"sync", "printer", "display"} & said["BEFORE"] == set()
    assert {"sync", "printer", "display"} <= said["AFTER"]
    assert said["LEFT"] == {"MainThread"}
    assert lived(shop) == ["start", "stop"]


def test_a_window_that_is_closed_before_anything_beside_it_came_up_ends_in_order(shop: Path) -> None:
    said = told(shop, "at once")
    assert said["LEFT"] == {"MainThread"}
    assert lived(shop) == ["start", "stop"]
