"""What can be undone on the sale screen: the cart before each of the last steps, and what the step was called.

Carts never change, so that a step back is the cart before. Window thread.
"""

from __future__ import annotations

from collections import deque

from ..domain.cart import Cart
from ..domain.operators import Right
from ..domain.records import record

MOST_STEPS = 50


@record
class Step:
    """One change of the cart: how it was before, who had allowed what then, and the change in a few words."""

    before: Cart
    approvals: tuple[tuple[Right, str], ...]
    words: str
    took_out: bool = False
    """Whether something was lost by it that one may want back."""


class UndoSteps:
    """The last steps of one cart, the newest last."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=MOST_STEPS)

    @property
    def newest(self) -> Step | None:
        """What an undo takes back now."""
        return self._steps[-1] if self._steps else None

    def add(self, step: Step) -> None:
        self._steps.append(step)

    def take(self) -> Step | None:
        """The newest step, which is then gone; None when there is none."""
        return self._steps.pop() if self._steps else None

    def forget(self) -> None:
        """Another cart: nothing of this one comes back."""
        self._steps.clear()
