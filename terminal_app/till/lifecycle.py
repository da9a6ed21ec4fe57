"""From opening the till to closing it: what the journal says of start, stop and another version. Window thread.

A program that is killed says nothing: the next start without a stop before it tells that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..domain.problems import SettingWrong
from ..storage import journal

if TYPE_CHECKING:
    from .selling import Till

_log = logging.getLogger(__name__)
START, STOP, UPDATED = "start", "stop", "updated"


@contextmanager
def running(till: Till, version: str, who: Callable[[], str]) -> Iterator[None]:
    """The till is in use inside the block: `start`, and `updated` before it when it was another version last time.

    The clock is looked at first, while the newest row is still that of the last time. At a clean end a cart in hand
    is an aborted sale of `who` stands there, and `stop` is written; an error that ends the program writes neither.
    Raises FolderTrouble when it cannot be written.
    """
    till.clock.watch()
    before = journal.last_row(till.database, START)
    with till.database.telling(), till.database.writing():
        if before is not None and before.facts["version"] != version:
            _tell(till, UPDATED, {"version": version, "from": before.facts["version"]})
        _tell(till, START, {"version": version})
    yield
    try:
        till.ringing.stop(who())
    except SettingWrong as trouble:  # without a key an aborted sale cannot be signed: the till stops all the same
        _log.warning("the cart in hand is lost untold: %s", trouble.problem.code)
    with till.database.telling(), till.database.writing():
        _tell(till, STOP, {"version": version})


def _tell(till: Till, kind: str, facts: dict[str, object]) -> None:
    journal.append(till.database, till.now(), kind, facts)
