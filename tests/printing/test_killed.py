"""A till that is really killed between finish and print, or in the middle of a print: what the next start finds."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from terminal_app.domain.print_job import PrintState
from terminal_app.presenters.session import Place, Session
from terminal_app.printing.printer import Printer
from terminal_app.storage.database import Database
from terminal_app.storage.journal import first_broken
from terminal_app.till import Till
from tests.till.counter import ShopClock

ROOT = Path(__file__).resolve().parents[2]
SELLS_AND_DIES = """
    import os, signal, sys
    from pathlib import Path
    from terminal_app.printing.printer import Printer
    from tests.till.counter import BY_CARD, a_cart, open_shop

    class Dying:
        def print(self, papers, name, *, drawer=False):
            os.kill(os.getpid(), signal.SIGKILL)

    folder, when = Path(sys.argv[1]), sys.argv[2]
    till = open_shop(folder / "shop")
    till.change_settings({"printer.kind": "file", "printer.address": str(folder / "prints")})
    till.sell(a_cart(), BY_CARD)
    if when == "printing":
        Printer(till.database, till.now, device=lambda values: Dying()).print_waiting()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("when", "printed"), [("finished", 1), ("printing", 0)])
def test_a_killed_till_shows_the_sale_prints_what_waited_and_asks_about_what_was_being_printed(
    tmp_path: Path, when: str, printed: int
) -> None:
    command = [sys.executable, "-c", textwrap.dedent(SELLS_AND_DIES), str(tmp_path), when]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with Database.open(tmp_path / "shop") as database:
        till = Till(database, ShopClock())
        session = Session(till)
        assert session.place is Place.RECEIPT
        assert session.last_sold is not None
        assert session.last_sold.sale.receipt_no == "S-000001"
        assert not session.cart.lines
        printer = Printer(database, till.now)
        printer.recover()
        printer.print_waiting()
        assert len(list((tmp_path / "prints").glob("*.txt"))) == printed
        assert [job.state for job in till.prints.stuck()] == [PrintState.UNKNOWN] * (1 - printed)
        assert (till.ledger.count(), first_broken(database)) == (1, None)
