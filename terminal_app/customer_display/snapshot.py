"""What the customer sees at one moment, in words ready to show, and how it goes through a socket: one line of JSON.

Pure. Holds nothing private: no customer, no note, nobody's name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Scene(Enum):
    """Which of the display's pictures is shown."""

    WELCOME = "welcome"
    CART = "cart"
    PAYMENT = "payment"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """One line of the cart."""

    quantity: str
    name: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole display. `mark` is said on every picture while it is not empty; `facts` are labels with amounts.

    `lines` are the newest, oldest first; `has_earlier` says that others came before them.
    """

    scene: Scene
    shop: str
    headline: str = ""
    subline: str = ""
    mark: str = ""
    lines: tuple[DisplayLine, ...] = ()
    has_earlier: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    total_label: str = ""
    total: str = ""
    theme: str = "light"

    def line(self) -> bytes:
        """The snapshot as one line of JSON in UTF-8, its end included."""
        return json.dumps({**asdict(self), "scene": self.scene.value}, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Snapshot:
        """The snapshot of such a line; raises UnreadableSnapshot for anything else."""
        try:
            facts: dict[str, Any] = json.loads(line)
            facts["scene"] = Scene(facts["scene"])
            facts["lines"] = tuple(DisplayLine(**each) for each in facts["lines"])
            facts["facts"] = tuple((str(label), str(amount)) for label, amount in facts["facts"])
            return cls(**facts)
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableSnapshot("not a snapshot of this version") from error


class UnreadableSnapshot(ValueError):
    """What came is no snapshot: another program, or another version of this one."""
