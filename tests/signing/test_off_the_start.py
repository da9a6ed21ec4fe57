"""A start waits for nothing that is used later: neither what signs nor what writes SAF-T files is loaded by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

OPENED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till

with Database.open(Path(sys.argv[1])) as database:
    RootPresenter(Session(Till(database, lambda: datetime.now(UTC)))).view()
print(*sorted({"cryptography", "terminal_app.reports.saft.files"} & set(sys.modules)))
"""

HELPED = """
import contextlib, io, sys
import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main.main(["--help"])
print(*sorted({"cryptography", "terminal_app.reports.saft.files"} & set(sys.modules)))
"""


def _asked(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_till_opens_without_what_signs_and_exports(tmp_path: Path) -> None:
    assert _asked(OPENED, str(tmp_path / "shop")) == ""


def test_the_verbs_are_listed_without_what_signs_and_exports() -> None:
    assert _asked(HELPED) == ""
