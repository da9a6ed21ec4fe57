"""What the first frame waits for: the sale screen and nothing else; what it has left out is made after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from terminal_app.presenters.session import Place

ROOT = Path(__file__).resolve().parents[2]

OPENED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from terminal_app.screens.window import Form, configure
configure(Form.COUNTER, (1280, 800), kivy_home=Path(sys.argv[1]) / "kivy")
from terminal_app.demo.set_up import set_up_demo
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till

with Database.open(Path(sys.argv[1]) / "shop") as database:
    till = Till(database, lambda: datetime.now(UTC))
    set_up_demo(till)
    before = set(sys.modules)
    from terminal_app.screens.application import DiskenApp
    app = DiskenApp(RootPresenter(Session(till)), Form.COUNTER)
    from kivy.core.window import Window

    def shown(*_):
        if Window.children:
            print(*sorted(set(sys.modules) - before))
            app.shut_down()
            Window.funbind("on_flip", shown)

    Window.fbind("on_flip", shown)
    app.run()
"""


WINDOW = """
import sys
from terminal_app.screens.window import configure
configure()
from kivy.core.window import Window
print(*sys.modules)
"""


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    alone = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, env=alone, capture_output=True, text=True, check=True
    )


def _imported(folder: Path) -> set[str]:
    """The modules that stand between an open till and its first frame."""
    return set(_run(OPENED, str(folder)).stdout.split())


def test_the_first_frame_imports_no_screen_but_the_one_that_is_shown(tmp_path: Path) -> None:
    imported = _imported(tmp_path)
    others = [place.value for place in Place if place is not Place.SALE]
    assert "terminal_app.screens.sale" in imported
    assert [name for name in others if f"terminal_app.screens.{name}" in imported] == []
    assert [name for name in others if f"terminal_app.presenters.{name}" in imported] == ["customers"]
    assert {"PIL", "kivy.core.clipboard", "terminal_app.screens.ahead"} & imported == set()


def test_the_window_imports_of_kivy_what_a_till_uses_and_has_nothing_to_complain_of() -> None:
    opened = _run(WINDOW)
    ways = {name for name in opened.stdout.split() if name.startswith("kivy.input.providers.")}
    assert ways == {"kivy.input.providers.mouse"}
    assert "asyncio" not in opened.stdout.split()
    assert opened.stderr == ""
