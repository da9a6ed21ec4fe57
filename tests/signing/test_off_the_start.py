"""A start waits for nothing that is used later: not for what signs, writes SAF-T files or works out the VAT bridge."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LATER = """
LATER = {
    "cryptography", "terminal_app.reports.saft.files", "terminal_app.domain.bridging",
    "terminal_app.domain.bridge_facts", "terminal_app.storage.bridge_rows", "terminal_app.reports.bridge_paper",
}
"""

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
print(*sorted(LATER & set(sys.modules)))
"""

HELPED = """
import contextlib, io, sys
import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main.main(["--help"])
print(*sorted(LATER & set(sys.modules)))
"""


def _asked(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LATER + program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_till_opens_without_what_signs_exports_and_works_out_the_bridge(tmp_path: Path) -> None:
    assert _asked(OPENED, str(tmp_path / "shop")) == ""


def test_the_verbs_are_listed_without_what_signs_exports_and_works_out_the_bridge() -> None:
    assert _asked(HELPED) == ""
