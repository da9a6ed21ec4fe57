"""A use case with a slow middle, cut so that the window need not wait for it.

The middle is pure computing for any thread; what it gives is stored where the call was made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ..domain.records import record

Answer = TypeVar("Answer")
Done = TypeVar("Done")


@record
class Slow(Generic[Answer, Done]):
    """`work` touches neither database nor screen; `finish` takes its answer, None when the work broke down."""

    work: Callable[[], Answer]
    finish: Callable[[Answer | None], Done]

    def at_once(self) -> Done:
        """All of it here and now; for verbs, which have no window that would stand still."""
        return self.finish(self.work())
