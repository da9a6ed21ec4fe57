"""`cryptography` costs a start some tenths of a second: it is loaded by the first signature, not before."""

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
print("cryptography" in sys.modules)
"""

HELPED = """
import contextlib, io, sys
import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main.main(["--help"])
print("cryptography" in sys.modules)
"""


def _asked(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_till_opens_without_cryptography(tmp_path: Path) -> None:
    assert _asked(OPENED, str(tmp_path / "shop")) == "False"


def test_the_verbs_are_listed_without_cryptography() -> None:
    assert _asked(HELPED) == "False"
